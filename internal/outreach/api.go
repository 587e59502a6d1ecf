package outreach

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type waveID struct {
	ID string `path:"id"`
}

type wavesInput struct {
	web.Page
	ProgramID string `query:"program_id" doc:"Only waves of this program."`
	SurveyID  string `query:"survey_id" doc:"Only waves of this survey."`
}

type createWaveInput struct {
	Body struct {
		SurveyID string       `json:"survey_id" format:"uuid"`
		Name     string       `json:"name" maxLength:"300"`
		Settings WaveSettings `json:"settings"`
		Keys     []string     `json:"keys,omitempty" maxItems:"100000" doc:"Of customers, in place of a segment."`
	}
}

type changeWaveInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string       `json:"name,omitempty" maxLength:"300"`
		Settings *WaveSettings `json:"settings,omitempty"`
		Keys     *[]string     `json:"keys,omitempty" maxItems:"100000" doc:"Replaces the list."`
	}
}

type stepInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Step Step `json:"step" enum:"plan,start,pause,resume,finish,cancel"`
	}
}

type consideredInput struct {
	ID string `path:"id"`
	web.Page
	Reason string `query:"reason" enum:"invited,sampled_out,resting,opted_out,no_address,known,rule" doc:"Only those with this reason."`
	Rule   string `query:"rule" enum:"same_person,no_consent,measure_clock,most_asked,account_cap,role_cap" doc:"Only those whom this rule keeps out."`
}

type invitationsInput struct {
	ID string `path:"id"`
	web.Page
	State string `query:"state" enum:"planned,sent,started,answered,bounced,unsubscribed,failed,dropped,closed" doc:"Only those in this state."`
}

// most is how large a wave with its list may be that is sent, in bytes.
const most = 24 << 20

// Register adds the room's operations.
func Register(api huma.API, s *Service) {
	registerRules(api, s)
	registerRest(api, s)
	registerTriggers(api, s)
	registerLetters(api, s)
	huma.Register(api, web.Op("list-waves", http.MethodGet, "/api/waves", access.OutreachRead, "List waves, the newest first"),
		func(ctx context.Context, in *wavesInput) (*web.ListOf[Wave], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.Waves(ctx, WaveFilter{in.ProgramID, in.SurveyID}, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Wave]{Body: web.Listed(found, in.Limit, func(w Wave) any { return w.ID })}, nil
		})
	create := web.Op("create-wave", http.MethodPost, "/api/waves", access.OutreachWrite, "Make a wave of a survey, as a draft")
	create.DefaultStatus, create.MaxBodyBytes = http.StatusCreated, most
	huma.Register(api, create, func(ctx context.Context, in *createWaveInput) (*web.Versioned[Wave], error) {
		w, position, err := s.CreateWave(ctx, NewWave{SurveyID: in.Body.SurveyID, Name: in.Body.Name, Settings: in.Body.Settings, Keys: in.Body.Keys})
		return web.Answered(w, w.Version, position, err)
	})
	huma.Register(api, web.Op("get-wave", http.MethodGet, "/api/waves/{id}", access.OutreachRead, "Get a wave"),
		func(ctx context.Context, in *waveID) (*web.Versioned[Wave], error) {
			w, err := s.Wave(ctx, in.ID)
			return web.Answered(w, w.Version, 0, err)
		})
	change := web.Op("change-wave", http.MethodPatch, "/api/waves/{id}", access.OutreachWrite, "Rename a wave; set whom it asks and how, before it starts")
	change.MaxBodyBytes = most
	huma.Register(api, change, func(ctx context.Context, in *changeWaveInput) (*web.Versioned[Wave], error) {
		w, position, err := s.ChangeWave(ctx, in.ID, in.IfMatch, WaveChange{in.Body.Name, in.Body.Settings, in.Body.Keys})
		return web.Answered(w, w.Version, position, err)
	})
	huma.Register(api, web.Op("remove-wave", http.MethodDelete, "/api/waves/{id}", access.OutreachWrite, "Remove a wave that has asked nobody"),
		func(ctx context.Context, in *struct {
			ID      string `path:"id"`
			IfMatch string `header:"If-Match"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveWave(ctx, in.ID, in.IfMatch))
		})
	huma.Register(api, web.Op("take-wave-step", http.MethodPost, "/api/waves/{id}/steps", access.OutreachWrite, "Plan a wave (a dry run: nobody is asked), start, pause, resume, finish or cancel it"),
		func(ctx context.Context, in *stepInput) (*web.Versioned[Wave], error) {
			w, position, err := s.TakeStep(ctx, in.ID, in.IfMatch, in.Body.Step)
			return web.Answered(w, w.Version, position, err)
		})
	registerWaveLists(api, s)
	registerEstimates(api, s)
}

type estimateInput struct {
	Body struct {
		SurveyID string       `json:"survey_id" format:"uuid"`
		WaveID   string       `json:"wave_id,omitempty" format:"uuid" doc:"The wave that is changed, whose list of keys stands where none are given."`
		Settings WaveSettings `json:"settings"`
		Keys     []string     `json:"keys,omitempty" maxItems:"100000" doc:"Of customers, in place of a segment."`
	}
}

func registerEstimates(api huma.API, s *Service) {
	estimate := web.Op("estimate-wave", http.MethodPost, "/api/waves/estimates", access.OutreachWrite, "Tell what the sample of a wave would come to: how many are asked, answer, and with what interval; nothing is kept")
	estimate.MaxBodyBytes = most
	huma.Register(api, estimate, func(ctx context.Context, in *estimateInput) (*struct{ Body WaveEstimate }, error) {
		in.Body.Settings.People.Listed = in.Body.Settings.People.Listed || len(in.Body.Keys) > 0
		e, err := s.EstimateWave(ctx, NewWave{SurveyID: in.Body.SurveyID, Settings: in.Body.Settings, Keys: in.Body.Keys}, in.Body.WaveID)
		if err != nil {
			return nil, err
		}
		return &struct{ Body WaveEstimate }{e}, nil
	})
	huma.Register(api, web.Op("get-wave-strata", http.MethodGet, "/api/waves/{id}/strata", access.OutreachRead, "Tell what the sample of a planned wave comes to, by stratum"),
		func(ctx context.Context, in *waveID) (*struct{ Body WaveEstimate }, error) {
			e, err := s.Strata(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body WaveEstimate }{e}, nil
		})
}

func registerRules(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-contact-rules", http.MethodGet, "/api/contact-rules", access.OutreachRead, "Get the rules of contact"),
		func(ctx context.Context, _ *struct{}) (*web.Versioned[ContactRules], error) {
			r, err := s.Rules(ctx)
			return web.Answered(r, r.Version, 0, err)
		})
	huma.Register(api, web.Op("set-contact-rules", http.MethodPut, "/api/contact-rules", access.OutreachWrite, "Set the rules of contact"),
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				RestDays    int  `json:"rest_days" minimum:"0" maximum:"3650"`
				MeasureDays int  `json:"measure_days" minimum:"0" maximum:"3650"`
				Most        int  `json:"most" minimum:"0" maximum:"1000"`
				MostDays    int  `json:"most_days" minimum:"0" maximum:"3650"`
				NeedConsent bool `json:"need_consent"`
			}
		}) (*web.Versioned[ContactRules], error) {
			b := in.Body
			r, position, err := s.SetRules(ctx, in.IfMatch, ContactRules{RestDays: b.RestDays, MeasureDays: b.MeasureDays, Most: b.Most, MostDays: b.MostDays, NeedConsent: b.NeedConsent})
			return web.Answered(r, r.Version, position, err)
		})
}

func registerWaveLists(api huma.API, s *Service) {
	huma.Register(api, web.Op("count-wave", http.MethodGet, "/api/waves/{id}/counts", access.OutreachRead, "Count whom a wave asks and why not the others, and how far its invitations are"),
		func(ctx context.Context, in *waveID) (*struct{ Body WaveCounts }, error) {
			c, err := s.Counts(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body WaveCounts }{c}, nil
		})
	huma.Register(api, web.Op("get-wave-hours", http.MethodGet, "/api/waves/{id}/hours", access.OutreachRead, "Tell when the mails of a wave go out, by the time zones of their readers"),
		func(ctx context.Context, in *waveID) (*struct{ Body WaveHours }, error) {
			h, err := s.Hours(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body WaveHours }{h}, nil
		})
	huma.Register(api, web.Op("list-considered", http.MethodGet, "/api/waves/{id}/considered", access.OutreachRead, "List whom a wave considers, each with the one reason"),
		func(ctx context.Context, in *consideredInput) (*web.ListOf[Considered], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.ConsideredBy(ctx, in.ID, in.Reason, in.Rule, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Considered]{Body: web.Listed(found, in.Limit, func(c Considered) any { return c.Customer.ID })}, nil
		})
	huma.Register(api, web.Op("list-invitations", http.MethodGet, "/api/waves/{id}/invitations", access.OutreachRead, "List the invitations of a wave"),
		func(ctx context.Context, in *invitationsInput) (*web.ListOf[WaveInvitation], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.Invitations(ctx, in.ID, in.State, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[WaveInvitation]{Body: web.Listed(found, in.Limit, func(i WaveInvitation) any { return i.ID })}, nil
		})
	links := web.Op("export-wave-links", http.MethodGet, "/api/waves/{id}/links", access.OutreachWrite, "Take the personal links of a wave along as CSV, to send them by other means")
	links.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, links, func(ctx context.Context, in *waveID) (*huma.StreamResponse, error) {
		write, _, err := s.Links(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
			hc.SetHeader("Content-Disposition", `attachment; filename="links.csv"`)
			hc.SetHeader("X-Content-Type-Options", "nosniff")
			hc.SetHeader("Cache-Control", "no-store")
			if err := write(hc.Context(), hc.BodyWriter()); err != nil && hc.Context().Err() == nil {
				s.Log.WarnContext(hc.Context(), "links of a wave ended early", "error", err)
				web.BreakOff()
			}
		}}, nil
	})
}
