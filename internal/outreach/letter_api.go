package outreach

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
	"github.com/balcony-cx/balcony/internal/web"
)

type lettersInput struct {
	web.Page
	ProgramID string `query:"program_id" doc:"Only letters of this program."`
}

type createLetterInput struct {
	Body struct {
		ProgramID string         `json:"program_id" format:"uuid"`
		Name      string         `json:"name" maxLength:"300"`
		Document  letter.Content `json:"document"`
	}
}

type changeLetterInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string         `json:"name,omitempty" maxLength:"300"`
		Document *letter.Content `json:"document,omitempty"`
	}
}

type previewInput struct{ Body LetterAsk }

func registerLetters(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-letters", http.MethodGet, "/api/letters", access.OutreachRead, "List letters, the newest first"),
		func(ctx context.Context, in *lettersInput) (*web.ListOf[Letter], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.Letters(ctx, in.ProgramID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Letter]{Body: web.Listed(found, in.Limit, func(l Letter) any { return l.ID })}, nil
		})
	create := web.Op("create-letter", http.MethodPost, "/api/letters", access.OutreachWrite, "Keep a letter that waves may mail")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createLetterInput) (*web.Versioned[Letter], error) {
		l, position, err := s.CreateLetter(ctx, in.Body.ProgramID, in.Body.Name, in.Body.Document)
		return web.Answered(l, l.Version, position, err)
	})
	huma.Register(api, web.Op("get-letter", http.MethodGet, "/api/letters/{id}", access.OutreachRead, "Get a letter"),
		func(ctx context.Context, in *waveID) (*web.Versioned[Letter], error) {
			l, err := s.LetterBy(ctx, in.ID)
			return web.Answered(l, l.Version, 0, err)
		})
	huma.Register(api, web.Op("change-letter", http.MethodPatch, "/api/letters/{id}", access.OutreachWrite, "Rename a letter; change what it says while no wave mails it"),
		func(ctx context.Context, in *changeLetterInput) (*web.Versioned[Letter], error) {
			l, position, err := s.ChangeLetter(ctx, in.ID, in.IfMatch, LetterChange{in.Body.Name, in.Body.Document})
			return web.Answered(l, l.Version, position, err)
		})
	huma.Register(api, web.Op("remove-letter", http.MethodDelete, "/api/letters/{id}", access.OutreachWrite, "Remove a letter that no wave mails"),
		func(ctx context.Context, in *struct {
			ID      string `path:"id"`
			IfMatch string `header:"If-Match"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveLetter(ctx, in.ID, in.IfMatch))
		})
	huma.Register(api, web.Op("preview-letter", http.MethodPost, "/api/letters/preview", access.OutreachRead, "Compose a letter as somebody would read it; nothing is sent or kept"),
		func(ctx context.Context, in *previewInput) (*struct{ Body LetterPreview }, error) {
			p, err := s.PreviewOf(ctx, in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body LetterPreview }{p}, nil
		})
	huma.Register(api, web.Op("test-letter", http.MethodPost, "/api/letters/test", access.OutreachWrite, "Mail a letter to oneself, now"),
		func(ctx context.Context, in *previewInput) (*struct{ Body LetterTrial }, error) {
			t, err := s.TryLetter(ctx, in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body LetterTrial }{t}, nil
		})
}
