package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
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
		Name         *string        `json:"name,omitempty" maxLength:"120"`
		Why          *string        `json:"why,omitempty" maxLength:"4000"`
		Population   *string        `json:"population,omitempty" maxLength:"1000"`
		OwnerID      *string        `json:"owner_id,omitempty" doc:"Empty: nobody's."`
		Outcomes     *[]Outcome     `json:"outcomes,omitempty" nullable:"false" enum:"satisfaction,loyalty,advocacy"`
		Wants        *[]Want        `json:"wants,omitempty" nullable:"false" enum:"easier,solved_before_asked,worth_more"`
		Returns      *[]Return      `json:"returns,omitempty" nullable:"false" enum:"churn,lifetime_value,cross_sell,share_of_voice,referrals,inbound"`
		OnErasure    *OnErasure     `json:"on_erasure,omitempty" enum:"anonymise,remove"`
		ErasureKeeps *[]ErasureKeep `json:"erasure_keeps,omitempty" nullable:"false" enum:"texts,times"`
	}
}

type versionInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
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
		return answered(s.Create(ctx, in.Body.Name, in.Body.Why))
	})

	huma.Register(api, web.Op("change-program", http.MethodPatch, "/api/programs/{id}", access.ProgramWrite, "Change a program"),
		func(ctx context.Context, in *changeProgramInput) (*programOutput, error) {
			b := in.Body
			return answered(s.Update(ctx, in.ID, in.IfMatch, Change{
				Name: b.Name, Why: b.Why, Population: b.Population, OwnerID: b.OwnerID, Outcomes: b.Outcomes, Wants: b.Wants, Returns: b.Returns,
				OnErasure: b.OnErasure, ErasureKeeps: b.ErasureKeeps,
			}))
		})

	huma.Register(api, web.Op("start-program", http.MethodPost, "/api/programs/{id}/start", access.ProgramWrite, "Start a program, which needs an outcome for customers"),
		func(ctx context.Context, in *versionInput) (*programOutput, error) {
			return answered(s.Start(ctx, in.ID, in.IfMatch))
		})

	huma.Register(api, web.Op("stop-program", http.MethodPost, "/api/programs/{id}/stop", access.ProgramWrite, "Say that a program is no longer under way"),
		func(ctx context.Context, in *versionInput) (*programOutput, error) {
			return answered(s.Stop(ctx, in.ID, in.IfMatch))
		})

	registerObjectives(api, s)
	registerQuestions(api, s)
	registerIndicators(api, s)
}

func answered(p Program, position log.Position, err error) (*programOutput, error) {
	if err != nil {
		return nil, err
	}
	return &programOutput{ETag: web.ETag(p.Version), Position: int64(position), Body: p}, nil
}
