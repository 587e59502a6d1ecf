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
	ProgramID    string `query:"program_id" doc:"Only measures of this program."`
	Search       string `query:"search" maxLength:"200" doc:"Only measures that have these words in their name or in a wording."`
	Intent       Intent `query:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	TouchpointID string `query:"touchpoint_id" doc:"Only measures of this touchpoint."`
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

type changeMeasureInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name         *string           `json:"name,omitempty" maxLength:"300"`
		Wording      map[string]string `json:"wording,omitempty"`
		Intent       *Intent           `json:"intent,omitempty" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
		Scale        *Scale            `json:"scale,omitempty"`
		Metric       *Metric           `json:"metric,omitempty" enum:"nps,share,mean"`
		TouchpointID *string           `json:"touchpoint_id,omitempty" doc:"Empty for no single touchpoint."`
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
	registerReady(api, s)
	registerSurveys(api, s)
	registerReasonLists(api, s)
	registerProposals(api, s)
	huma.Register(api, web.Op("list-measures", http.MethodGet, "/api/measures", access.MeasureRead, "List measures"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			measures, err := s.Find(ctx, Filter{Program: in.ProgramID, Words: in.Search, Intent: in.Intent, Touchpoint: in.TouchpointID}, after, in.Limit)
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

	huma.Register(api, web.Op("change-measure", http.MethodPatch, "/api/measures/{id}", access.MeasureWrite, "Change a measure"),
		func(ctx context.Context, in *changeMeasureInput) (*measureOutput, error) {
			b := in.Body
			m, position, err := s.Update(ctx, in.ID, in.IfMatch, Change{Name: b.Name, Wording: b.Wording, Intent: b.Intent, Scale: b.Scale, Metric: b.Metric, TouchpointID: b.TouchpointID})
			if err != nil {
				return nil, err
			}
			return &measureOutput{ETag: web.ETag(m.Version), Position: int64(position), Body: m}, nil
		})
}
