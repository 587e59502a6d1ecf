package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type groundsInput struct {
	ProgramID string `query:"program_id" required:"true" doc:"The program whose measures are meant."`
}

type groundsOutput struct {
	Body struct {
		Items  []Ground     `json:"items" nullable:"false"`
		Counts GroundCounts `json:"counts"`
	}
}

type versionInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
}

type reasonInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Text string `json:"text" maxLength:"1000" doc:"10 to 1,000 characters; empty takes the reason back."`
	}
}

type restInput struct {
	ID      string `path:"id"`
	Finding string `path:"finding"`
}

type groundOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Ground
}

func groundAnswer(g Ground, position log.Position, err error) (*groundOutput, error) {
	if err != nil {
		return nil, err
	}
	return &groundOutput{web.ETag(g.Version), int64(position), g}, nil
}

type measureFromInput struct {
	ID   string `path:"id"`
	Body struct {
		Name    string            `json:"name" minLength:"1" maxLength:"300"`
		Wording map[string]string `json:"wording,omitempty"`
		Intent  Intent            `json:"intent,omitempty" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other" default:"other"`
		Scale   Scale             `json:"scale"`
		Metric  Metric            `json:"metric" enum:"nps,share,mean"`

		TouchpointID string `json:"touchpoint_id,omitempty" doc:"What it is about, a touchpoint of the finding's program that you may see."`
	}
}

type expectFromInput struct {
	ID         string `path:"id"`
	Touchpoint string `path:"touchpoint"`
}

type topicMeasuresInput struct {
	ProgramID string   `query:"program_id" required:"true"`
	Findings  []string `query:"finding,explode" maxItems:"200" doc:"Findings by id; those that you may not read count for nothing."`
	Word      string   `query:"word" maxLength:"1000"`
}

type restsOutput struct{ Body Rests }

type positionOutput struct {
	Position int64 `header:"Balcony-Position"`
}

func registerGround(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-grounds", http.MethodGet, "/api/measure-grounds", access.MeasureRead, "What the measures of a program rest on, at most 500"),
		func(ctx context.Context, in *groundsInput) (*groundsOutput, error) {
			items, counts, err := s.Grounds(ctx, in.ProgramID)
			if err != nil {
				return nil, err
			}
			out := &groundsOutput{}
			out.Body.Items, out.Body.Counts = append([]Ground{}, items...), counts
			return out, nil
		})
	huma.Register(api, web.Op("get-ground", http.MethodGet, "/api/measures/{id}/ground", access.MeasureRead, "What a measure rests on"),
		func(ctx context.Context, in *idInput) (*groundOutput, error) {
			g, err := s.Ground(ctx, in.ID)
			return groundAnswer(g, 0, err)
		})
	huma.Register(api, web.Op("rest-measure", http.MethodPut, "/api/measures/{id}/ground/{finding}", access.MeasureWrite, "Have a measure rest on a finding of its program"),
		func(ctx context.Context, in *restInput) (*groundOutput, error) {
			return groundAnswer(s.RestOn(ctx, in.ID, in.Finding))
		})
	huma.Register(api, web.Op("unrest-measure", http.MethodDelete, "/api/measures/{id}/ground/{finding}", access.MeasureWrite, "Have a measure rest on a finding no more"),
		func(ctx context.Context, in *restInput) (*groundOutput, error) {
			return groundAnswer(s.RestNoMore(ctx, in.ID, in.Finding))
		})
	huma.Register(api, web.Op("give-reason", http.MethodPut, "/api/measures/{id}/reason", access.MeasureWrite, "Write down why a measure is followed without a finding"),
		func(ctx context.Context, in *reasonInput) (*groundOutput, error) {
			return groundAnswer(s.GiveReason(ctx, in.ID, in.IfMatch, in.Body.Text))
		})
	huma.Register(api, web.Op("publish-measure", http.MethodPut, "/api/measures/{id}/publication", access.MeasureWrite, "Say that a measure may be asked; it rests on a finding that stands, or on a reason"),
		func(ctx context.Context, in *versionInput) (*groundOutput, error) {
			return groundAnswer(s.Publish(ctx, in.ID, in.IfMatch))
		})
	huma.Register(api, web.Op("withdraw-measure", http.MethodDelete, "/api/measures/{id}/publication", access.MeasureWrite, "Say that a measure is not to be asked any more"),
		func(ctx context.Context, in *versionInput) (*groundOutput, error) {
			return groundAnswer(s.Withdraw(ctx, in.ID, in.IfMatch))
		})
	registerRests(api, s)
}

// registerRests adds the ways from a finding to what rests on it.
func registerRests(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-rests", http.MethodGet, "/api/findings/{id}/rests", access.FindingRead, "What rests on a finding, and what would lose its ground if it were retired; nothing is changed"),
		func(ctx context.Context, in *idInput) (*restsOutput, error) {
			rests, err := s.RestsOn(ctx, in.ID)
			return &restsOutput{rests}, err
		})
	create := web.Op("create-measure-from", http.MethodPost, "/api/findings/{id}/measures", access.MeasureWrite, "Make a measure that rests on a finding")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *measureFromInput) (*measureOutput, error) {
		b := in.Body
		m, position, err := s.CreateFrom(ctx, in.ID, Measure{Name: b.Name, Wording: b.Wording, Intent: b.Intent, Scale: b.Scale, Metric: b.Metric, TouchpointID: b.TouchpointID})
		if err != nil {
			return nil, err
		}
		return &measureOutput{ETag: web.ETag(m.Version), Position: int64(position), Body: m}, nil
	})
	huma.Register(api, web.Op("expect-from", http.MethodPut, "/api/findings/{id}/expectations/{touchpoint}", access.RegisterWrite, "Say that what is expected at a touchpoint now was written from a finding"),
		func(ctx context.Context, in *expectFromInput) (*positionOutput, error) {
			position, err := s.ExpectFrom(ctx, in.ID, in.Touchpoint)
			if err != nil {
				return nil, err
			}
			return &positionOutput{int64(position)}, nil
		})
	huma.Register(api, web.Op("expect-no-more", http.MethodDelete, "/api/findings/{id}/expectations/{touchpoint}", access.RegisterWrite, "Say that what is expected at a touchpoint now was not written from a finding"),
		func(ctx context.Context, in *expectFromInput) (*web.Changed, error) {
			return web.ChangedAt(s.ExpectNoMore(ctx, in.ID, in.Touchpoint))
		})
	huma.Register(api, web.Op("list-reasons", http.MethodGet, "/api/measures/{id}/reasons", access.MeasureRead, "List the reasons that were written down for a measure, newest first, at most 200; an empty one was taken back"),
		func(ctx context.Context, in *idInput) (*web.ListOf[WrittenReason], error) {
			return web.ListedWhole(s.Reasons(ctx, in.ID))
		})
	huma.Register(api, web.Op("list-topic-measures", http.MethodGet, "/api/topic-measures", access.MeasureRead, "List a program's measures that rest on one of some findings, or that have a word in their name or wording"),
		func(ctx context.Context, in *topicMeasuresInput) (*web.ListOf[TopicMeasure], error) {
			return web.ListedWhole(s.TopicMeasures(ctx, in.ProgramID, in.Findings, in.Word))
		})
}
