package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type listNotesInput struct {
	ID string `path:"id"`
	web.Page
}

type notesOutput struct{ Body web.List[Note] }

type noteText struct {
	Text string `json:"text" minLength:"1" maxLength:"10000"`
}

type addNoteInput struct {
	ID   string `path:"id"`
	Body noteText
}

type editNoteInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    noteText
}

type noteOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Note
}

func registerNotes(api huma.API, s *Service) {
	for _, of := range []struct {
		subject    NoteAbout
		name, path string
	}{{AboutCustomer, "customer", "/api/customers/{id}/notes"}, {AboutAccount, "account", "/api/accounts/{id}/notes"}} {
		huma.Register(api, web.Op("list-"+of.name+"-notes", http.MethodGet, of.path, access.PersonRead, "List the notes about a "+of.name+", newest first"),
			func(ctx context.Context, in *listNotesInput) (*notesOutput, error) {
				var before string
				if err := web.DecodeCursor(in.Cursor, &before); err != nil {
					return nil, err
				}
				list, err := s.ListNotes(ctx, of.subject, in.ID, before, in.Limit)
				if err != nil {
					return nil, err
				}
				return &notesOutput{web.Listed(list, in.Limit, func(n Note) any { return n.ID })}, nil
			})

		add := web.Op("add-"+of.name+"-note", http.MethodPost, of.path, access.PersonWrite, "Write a note about a "+of.name)
		add.DefaultStatus = http.StatusCreated
		huma.Register(api, add, func(ctx context.Context, in *addNoteInput) (*noteOutput, error) {
			return answeredNote(s.AddNote(ctx, of.subject, in.ID, in.Body.Text))
		})
	}

	huma.Register(api, web.Op("edit-note", http.MethodPatch, "/api/notes/{id}", access.PersonWrite, "Change a note: its author may, and who leads"),
		func(ctx context.Context, in *editNoteInput) (*noteOutput, error) {
			return answeredNote(s.EditNote(ctx, in.ID, in.IfMatch, in.Body.Text))
		})

	huma.Register(api, web.Op("delete-note", http.MethodDelete, "/api/notes/{id}", access.PersonWrite, "Delete a note; it can be put back for 30 days"),
		func(ctx context.Context, in *idInput) (*goneOutput, error) {
			position, err := s.DeleteNote(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &goneOutput{int64(position)}, nil
		})

	huma.Register(api, web.Op("restore-note", http.MethodPost, "/api/notes/{id}/restore", access.PersonWrite, "Put back a note that was deleted"),
		func(ctx context.Context, in *idInput) (*noteOutput, error) {
			return answeredNote(s.RestoreNote(ctx, in.ID))
		})
}

func answeredNote(n Note, position log.Position, err error) (*noteOutput, error) {
	if err != nil {
		return nil, err
	}
	return &noteOutput{ETag: web.ETag(n.Version), Position: int64(position), Body: n}, nil
}
