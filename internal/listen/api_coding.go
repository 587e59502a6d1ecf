package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type codedItem struct {
	ID           string `json:"id" format:"uuid" doc:"Made by the caller; sent again it changes nothing."`
	DocumentID   string `json:"document_id" format:"uuid"`
	CodeID       string `json:"code_id" format:"uuid"`
	Mode         Mode   `json:"mode,omitempty" enum:"think,feel,do"`
	TouchpointID string `json:"touchpoint_id,omitempty"`
	Memo         string `json:"memo,omitempty" maxLength:"16000"`
	Passage
}

type codeInputs struct {
	Body struct {
		Items []codedItem `json:"items" minItems:"1" maxItems:"1000"`
	}
}

type codedOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     web.List[Coding]
}

type changeCodingInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		CodeID       *string  `json:"code_id,omitempty"`
		Mode         *Mode    `json:"mode,omitempty" enum:",think,feel,do"`
		TouchpointID *string  `json:"touchpoint_id,omitempty"`
		Memo         *string  `json:"memo,omitempty" maxLength:"16000"`
		Passage      *Passage `json:"passage,omitempty"`
	}
}

func registerCodings(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-codings", http.MethodGet, "/api/documents/{id}/codings", access.ListenRead, "List a document's coded passages that a researcher may see, at most 20,000"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Coding], error) {
			return web.ListedWhole(s.Codings(ctx, in.ID))
		})

	create := web.Op("code-passages", http.MethodPost, "/api/codings", access.ListenWrite, "Give passages their codes, all or none")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *codeInputs) (*codedOutput, error) {
		items := make([]Coding, len(in.Body.Items))
		for i, c := range in.Body.Items {
			items[i] = Coding{ID: c.ID, DocumentID: c.DocumentID, CodeID: c.CodeID, Mode: c.Mode, TouchpointID: c.TouchpointID, Memo: c.Memo, Passage: c.Passage}
		}
		out, position, err := s.CodePassages(ctx, items)
		if err != nil {
			return nil, err
		}
		return &codedOutput{Position: int64(position), Body: web.List[Coding]{Items: out}}, nil
	})

	huma.Register(api, web.Op("change-coding", http.MethodPatch, "/api/codings/{id}", access.ListenWrite, "Change a coded passage of one's own"),
		func(ctx context.Context, in *changeCodingInput) (*web.Versioned[Coding], error) {
			b := in.Body
			c, position, err := s.UpdateCoding(ctx, in.ID, in.IfMatch, CodingChange{CodeID: b.CodeID, TouchpointID: b.TouchpointID, Memo: b.Memo, Mode: b.Mode, Passage: b.Passage})
			return web.Answered(c, c.Version, position, err)
		})

	huma.Register(api, web.Op("remove-coding", http.MethodDelete, "/api/codings/{id}", access.ListenWrite, "Take a code off a passage of one's own"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveCoding(ctx, in.ID))
		})

	huma.Register(api, web.Op("restore-coding", http.MethodPost, "/api/codings/{id}/restoration", access.ListenWrite, "Put a code back that was taken off"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RestoreCoding(ctx, in.ID))
		})

	huma.Register(api, web.Op("remove-codings", http.MethodPost, "/api/codings/removal", access.ListenWrite, "Take codes off passages of one's own, all or none"),
		func(ctx context.Context, in *codingIDsInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveCodings(ctx, in.Body.IDs))
		})

	huma.Register(api, web.Op("restore-codings", http.MethodPost, "/api/codings/restoration", access.ListenWrite, "Put codes back that were taken off, all or none"),
		func(ctx context.Context, in *codingIDsInput) (*web.Changed, error) {
			return web.ChangedAt(s.RestoreCodings(ctx, in.Body.IDs))
		})
	registerPasses(api, s)
}

type codingIDsInput struct {
	Body struct {
		IDs []string `json:"ids" nullable:"false" minItems:"1" maxItems:"1000"`
	}
}

type passInput struct {
	ID    string `path:"id"`
	Coder string `path:"coder" doc:"The person who signs in."`
}

type changePassInput struct {
	ID   string `path:"id"`
	Body struct {
		ReadTo *int  `json:"read_to,omitempty" minimum:"0"`
		Done   *bool `json:"done,omitempty"`
	}
}

func registerPasses(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-passes", http.MethodGet, "/api/documents/{id}/passes", access.ListenRead, "List a document's coders"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Pass], error) {
			return web.ListedWhole(s.Passes(ctx, in.ID))
		})

	huma.Register(api, web.Op("change-pass", http.MethodPatch, "/api/documents/{id}/pass", access.ListenWrite, "Say how far one has read and coded"),
		func(ctx context.Context, in *changePassInput) (*web.Versioned[Pass], error) {
			p, position, err := s.UpdatePass(ctx, in.ID, PassChange{ReadTo: in.Body.ReadTo, Done: in.Body.Done})
			return web.Answered(p, 0, position, err)
		})

	huma.Register(api, web.Op("assign-pass", http.MethodPut, "/api/documents/{id}/passes/{coder}", access.ListenWrite, "Ask a researcher to code a document"),
		func(ctx context.Context, in *passInput) (*web.Changed, error) {
			return web.ChangedAt(s.AssignPass(ctx, in.ID, in.Coder))
		})

	huma.Register(api, web.Op("unassign-pass", http.MethodDelete, "/api/documents/{id}/passes/{coder}", access.ListenWrite, "Take a coder from a document who has given nothing there"),
		func(ctx context.Context, in *passInput) (*web.Changed, error) {
			return web.ChangedAt(s.UnassignPass(ctx, in.ID, in.Coder))
		})
}
