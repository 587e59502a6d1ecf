package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type createMeasureInput struct {
	Body struct {
		ProgramID    string            `json:"program_id" format:"uuid"`
		Ready        string            `json:"ready,omitempty" maxLength:"40" doc:"Code of a ready measure; then wording, intent, scale and metric are its own, and the name where none is given."`
		Language     string            `json:"language,omitempty" maxLength:"12" doc:"With ready: the language of its name and of the labels of its scale, en or fr." default:"en"`
		Name         string            `json:"name,omitempty" maxLength:"300" doc:"Needed without ready."`
		Wording      map[string]string `json:"wording,omitempty"`
		Intent       Intent            `json:"intent,omitempty" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other" default:"other"`
		Scale        *Scale            `json:"scale,omitempty" doc:"Needed without ready."`
		Metric       Metric            `json:"metric,omitempty" enum:"nps,share,mean" doc:"Needed without ready."`
		TouchpointID string            `json:"touchpoint_id,omitempty" doc:"What it is about, a touchpoint of the program that you may see."`
	}
}

func registerReady(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-ready-measures", http.MethodGet, "/api/measures/ready", access.MeasureRead, "List the measures that stand ready to be made, with their wordings in English and French"),
		func(ctx context.Context, _ *struct{}) (*web.ListOf[Ready], error) {
			return web.ListedWhole(AllReady(), access.From(ctx).Any(access.MeasureRead))
		})
	create := web.Op("create-measure", http.MethodPost, "/api/measures", access.MeasureWrite, "Make a measure, your own or one that stands ready")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createMeasureInput) (*measureOutput, error) {
		m, position, err := s.make(ctx, in)
		if err != nil {
			return nil, err
		}
		return &measureOutput{ETag: web.ETag(m.Version), Position: int64(position), Body: m}, nil
	})
}

// make makes the measure that is asked for, your own or one that stands ready.
func (s *Service) make(ctx context.Context, in *createMeasureInput) (Measure, log.Position, error) {
	b := in.Body
	own := Measure{ProgramID: b.ProgramID, TouchpointID: b.TouchpointID, Name: b.Name, Wording: b.Wording, Intent: b.Intent, Metric: b.Metric}
	if b.Ready != "" {
		return s.CreateReady(ctx, own, b.Ready, b.Language)
	}
	if b.Scale != nil {
		own.Scale = *b.Scale
	}
	return s.Create(ctx, own)
}
