package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listInput struct{ web.Page }

type listOutput struct{ Body web.List[Program] }

type createProgramInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"120"`
		Why  string `json:"why,omitempty" maxLength:"4000" doc:"Why it is done."`
	}
}

type changeProgramInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name *string `json:"name,omitempty" maxLength:"120"`
		Why  *string `json:"why,omitempty" maxLength:"4000"`
	}
}

type programOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Program
}

type idInput struct {
	ID string `path:"id"`
}

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-programs", http.MethodGet, "/api/programs", access.ProgramRead, "List programs"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			programs, err := s.List(ctx, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &listOutput{web.Listed(programs, in.Limit, func(p Program) any { return p.ID })}, nil
		})

	huma.Register(api, web.Op("get-program", http.MethodGet, "/api/programs/{id}", access.ProgramRead, "Get a program"),
		func(ctx context.Context, in *idInput) (*programOutput, error) {
			p, err := s.Get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &programOutput{ETag: web.ETag(p.Version), Body: p}, nil
		})

	create := web.Op("create-program", http.MethodPost, "/api/programs", access.ProgramWrite, "Make a program")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createProgramInput) (*programOutput, error) {
		p, position, err := s.Create(ctx, in.Body.Name, in.Body.Why)
		if err != nil {
			return nil, err
		}
		return &programOutput{ETag: web.ETag(p.Version), Position: int64(position), Body: p}, nil
	})

	huma.Register(api, web.Op("change-program", http.MethodPatch, "/api/programs/{id}", access.ProgramWrite, "Change a program"),
		func(ctx context.Context, in *changeProgramInput) (*programOutput, error) {
			p, position, err := s.Update(ctx, in.ID, in.IfMatch, Change{Name: in.Body.Name, Why: in.Body.Why})
			if err != nil {
				return nil, err
			}
			return &programOutput{ETag: web.ETag(p.Version), Position: int64(position), Body: p}, nil
		})
}
