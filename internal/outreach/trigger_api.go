package outreach

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type triggersInput struct {
	web.Page
	ProgramID string `query:"program_id" doc:"Only triggers of this program."`
}

type createTriggerInput struct {
	Body struct {
		SurveyID string          `json:"survey_id" format:"uuid"`
		Name     string          `json:"name" maxLength:"300"`
		Settings TriggerSettings `json:"settings"`
	}
}

type changeTriggerInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string          `json:"name,omitempty" maxLength:"300"`
		Settings *TriggerSettings `json:"settings,omitempty"`
		On       *bool            `json:"on,omitempty" doc:"Whether it listens."`
	}
}

type triggerConsideredInput struct {
	ID string `path:"id"`
	web.Page
	Reason string `query:"reason" maxLength:"40" doc:"Only those with this reason; waiting for those who have none yet."`
	Rule   string `query:"rule" maxLength:"40" doc:"Only those whom this rule keeps out."`
}

// TriggerCounts are all counts of a trigger.
type TriggerCounts struct {
	Reasons []TriggerCount `json:"reasons" nullable:"false"`
}

func registerTriggers(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-trigger-events", http.MethodGet, "/api/triggers/events", access.OutreachRead, "List the names of events that happened in 90 days, the most frequent first"),
		func(ctx context.Context, _ *struct{}) (*struct {
			Body struct {
				Items []EventName `json:"items" nullable:"false"`
			}
		}, error) {
			found, err := s.TriggerEvents(ctx)
			if err != nil {
				return nil, err
			}
			var out struct {
				Body struct {
					Items []EventName `json:"items" nullable:"false"`
				}
			}
			out.Body.Items = found
			return &out, nil
		})
	huma.Register(api, web.Op("list-triggers", http.MethodGet, "/api/triggers", access.OutreachRead, "List triggers, the newest first"),
		func(ctx context.Context, in *triggersInput) (*web.ListOf[Trigger], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.Triggers(ctx, in.ProgramID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Trigger]{Body: web.Listed(found, in.Limit, func(t Trigger) any { return t.ID })}, nil
		})
	create := web.Op("create-trigger", http.MethodPost, "/api/triggers", access.OutreachWrite, "Make a trigger that asks a survey after an event; it is off")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createTriggerInput) (*web.Versioned[Trigger], error) {
		t, position, err := s.CreateTrigger(ctx, NewTrigger{SurveyID: in.Body.SurveyID, Name: in.Body.Name, Settings: in.Body.Settings})
		return web.Answered(t, t.Version, position, err)
	})
	huma.Register(api, web.Op("get-trigger", http.MethodGet, "/api/triggers/{id}", access.OutreachRead, "Get a trigger"),
		func(ctx context.Context, in *waveID) (*web.Versioned[Trigger], error) {
			t, err := s.Trigger(ctx, in.ID)
			return web.Answered(t, t.Version, 0, err)
		})
	huma.Register(api, web.Op("change-trigger", http.MethodPatch, "/api/triggers/{id}", access.OutreachWrite, "Change a trigger, switch it on or off"),
		func(ctx context.Context, in *changeTriggerInput) (*web.Versioned[Trigger], error) {
			t, position, err := s.ChangeTrigger(ctx, in.ID, in.IfMatch, TriggerChange{in.Body.Name, in.Body.Settings, in.Body.On})
			return web.Answered(t, t.Version, position, err)
		})
	huma.Register(api, web.Op("remove-trigger", http.MethodDelete, "/api/triggers/{id}", access.OutreachWrite, "Remove a trigger; whom it asked stays in its waves"),
		func(ctx context.Context, in *struct {
			ID      string `path:"id"`
			IfMatch string `header:"If-Match"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveTrigger(ctx, in.ID, in.IfMatch))
		})
	registerTriggerLists(api, s)
}

func registerTriggerLists(api huma.API, s *Service) {
	huma.Register(api, web.Op("count-trigger", http.MethodGet, "/api/triggers/{id}/counts", access.OutreachRead, "Count whom a trigger considers, by the one reason"),
		func(ctx context.Context, in *waveID) (*struct{ Body TriggerCounts }, error) {
			all, err := s.TriggerCounts(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body TriggerCounts }{TriggerCounts{all}}, nil
		})
	huma.Register(api, web.Op("list-trigger-considered", http.MethodGet, "/api/triggers/{id}/considered", access.OutreachRead, "List whom a trigger considers, each event with its one reason"),
		func(ctx context.Context, in *triggerConsideredInput) (*web.ListOf[TriggerConsidered], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.ConsideredByTrigger(ctx, in.ID, in.Reason, in.Rule, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[TriggerConsidered]{Body: web.Listed(found, in.Limit, func(c TriggerConsidered) any { return c.EventID })}, nil
		})
}
