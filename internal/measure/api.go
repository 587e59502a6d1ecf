package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listInput struct {
	web.Page
	ProgramID string `query:"program_id" doc:"Only measures of this program."`
}

// Listed are measures with the one that stands for them.
type Listed struct {
	web.List[Measure]
	Main string `json:"main,omitempty" doc:"With program_id: the id of the measure that stands for the program where none is named, on this page or not"`
}

type listOutput struct{ Body Listed }

type idInput struct {
	ID string `path:"id"`
}

type createMeasureInput struct {
	Body struct {
		ProgramID string            `json:"program_id" format:"uuid"`
		Name      string            `json:"name" minLength:"1" maxLength:"300"`
		Wording   map[string]string `json:"wording,omitempty"`
		Intent    Intent            `json:"intent,omitempty" enum:"satisfaction,loyalty,advocacy,effort,outcome,other" default:"other"`
		Scale     Scale             `json:"scale"`
		Metric    Metric            `json:"metric" enum:"nps,share,mean"`
	}
}

type changeMeasureInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name    *string           `json:"name,omitempty" maxLength:"300"`
		Wording map[string]string `json:"wording,omitempty"`
		Intent  *Intent           `json:"intent,omitempty" enum:"satisfaction,loyalty,advocacy,effort,outcome,other"`
		Scale   *Scale            `json:"scale,omitempty"`
		Metric  *Metric           `json:"metric,omitempty" enum:"nps,share,mean"`
	}
}

type measureOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Measure
}

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	registerGround(api, s)
	huma.Register(api, web.Op("list-measures", http.MethodGet, "/api/measures", access.MeasureRead, "List measures"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			measures, err := s.List(ctx, in.ProgramID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &listOutput{Listed{List: web.Listed(measures, in.Limit, func(m Measure) any { return m.ID })}}
			if in.ProgramID != "" {
				out.Body.Main, err = s.Main(ctx, in.ProgramID)
			}
			return out, err
		})

	huma.Register(api, web.Op("get-measure", http.MethodGet, "/api/measures/{id}", access.MeasureRead, "Get a measure"),
		func(ctx context.Context, in *idInput) (*measureOutput, error) {
			m, err := s.Get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &measureOutput{ETag: web.ETag(m.Version), Body: m}, nil
		})

	create := web.Op("create-measure", http.MethodPost, "/api/measures", access.MeasureWrite, "Make a measure")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createMeasureInput) (*measureOutput, error) {
		b := in.Body
		m, position, err := s.Create(ctx, Measure{
			ProgramID: b.ProgramID, Name: b.Name, Wording: b.Wording, Intent: b.Intent, Scale: b.Scale, Metric: b.Metric,
		})
		if err != nil {
			return nil, err
		}
		return &measureOutput{ETag: web.ETag(m.Version), Position: int64(position), Body: m}, nil
	})

	huma.Register(api, web.Op("change-measure", http.MethodPatch, "/api/measures/{id}", access.MeasureWrite, "Change a measure"),
		func(ctx context.Context, in *changeMeasureInput) (*measureOutput, error) {
			b := in.Body
			m, position, err := s.Update(ctx, in.ID, in.IfMatch, Change{Name: b.Name, Wording: b.Wording, Intent: b.Intent, Scale: b.Scale, Metric: b.Metric})
			if err != nil {
				return nil, err
			}
			return &measureOutput{ETag: web.ETag(m.Version), Position: int64(position), Body: m}, nil
		})
}
