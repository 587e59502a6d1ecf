package people

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type timelineInput struct {
	web.Page
	ID    string         `path:"id"`
	Kinds []TimelineKind `query:"kinds" maxItems:"8" enum:"answer,event,note,consent,trait,merge,interview,invitation" doc:"Only items of these kinds; absent: all."`
}

type timelineOutput struct{ Body web.List[TimelineItem] }

type eraseInput struct {
	ID   string `path:"id"`
	Body struct {
		Confirm string `json:"confirm" maxLength:"200" doc:"The customer's key, typed."`
		Reason  string `json:"reason,omitempty" enum:"asked,withdrawn,not_needed,unlawful" doc:"On which ground."`
	}
}

type restrictInput struct {
	ID   string `path:"id"`
	Body struct {
		Reason string `json:"reason,omitempty" enum:"asked,contested,unlawful" doc:"On which ground."`
	}
}

type askInput struct {
	Body struct {
		Kind        RightKind `json:"kind" enum:"export,erase,restrict,release"`
		CustomerKey string    `json:"customer_key,omitempty" maxLength:"200" doc:"Absent where who asked is not in the registry, or not found yet; then asked_by says who."`
		AskedAt     time.Time `json:"asked_at,omitempty" doc:"When the person asked; absent: now."`
		DueAt       time.Time `json:"due_at,omitempty" doc:"By when it is to be answered; absent: a month after it was asked."`
		Reason      string    `json:"reason,omitempty" enum:"asked,withdrawn,not_needed,unlawful,contested"`
		CameBy      RightWay  `json:"came_by,omitempty" enum:"mail,phone,letter,visit,form"`
		AskedBy     string    `json:"asked_by,omitempty" maxLength:"200" doc:"Who asked, in words."`
		Identity    string    `json:"identity,omitempty" maxLength:"1000" doc:"How it was made sure who asks."`
		Notes       string    `json:"notes,omitempty" maxLength:"4000"`
	}
}

type changeRightInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    RightChange
}

type refuseInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Reason Refusal `json:"reason" enum:"identity,excessive,must_keep,claims,others" doc:"On which ground."`
		Told   string  `json:"told" minLength:"1" maxLength:"4000" doc:"What the person was told."`
	}
}

type nameRightInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		CustomerKey string `json:"customer_key" minLength:"1" maxLength:"200"`
	}
}

type nothingInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Told string `json:"told" minLength:"1" maxLength:"4000" doc:"What the person was told."`
	}
}

type rightCountsOutput struct{ Body RightCounts }

type rightOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Right
}

type listRightsInput struct {
	web.Page
	Open bool `query:"open" doc:"Only what is not answered yet, what is due first."`
}

type rightsOutput struct{ Body web.List[Right] }

func registerRights(api huma.API, s *Service) {
	registerTimelines(api, s)

	list := web.Op("list-rights", http.MethodGet, "/api/rights", access.PersonErase, "List what people asked for in their own right")
	huma.Register(api, list, func(ctx context.Context, in *listRightsInput) (*rightsOutput, error) {
		var after RightPlace
		if err := web.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
		rights, err := s.ListRights(ctx, in.Open, after, in.Limit)
		if err != nil {
			return nil, err
		}
		return &rightsOutput{web.Listed(rights, in.Limit, func(r Right) any { return r.place(in.Open) })}, nil
	})

	registerRequests(api, s)

	erase := web.Op("erase-customer", http.MethodPost, "/api/customers/{id}/erasure", access.PersonErase, "Erase a person for good; the work is done in the background")
	erase.DefaultStatus = http.StatusAccepted
	huma.Register(api, erase, func(ctx context.Context, in *eraseInput) (*rightOutput, error) {
		return rightDone(s.EraseCustomer(ctx, in.ID, in.Body.Confirm, in.Body.Reason))
	})

	huma.Register(api, web.Op("restrict-customer", http.MethodPost, "/api/customers/{id}/restriction", access.PersonErase, "Keep a person's data and have nobody use it"),
		func(ctx context.Context, in *restrictInput) (*rightOutput, error) {
			return rightDone(s.Restrict(ctx, in.ID, in.Body.Reason))
		})

	huma.Register(api, web.Op("release-customer", http.MethodDelete, "/api/customers/{id}/restriction", access.PersonErase, "Have a person's data used again"),
		func(ctx context.Context, in *idInput) (*rightOutput, error) {
			return rightDone(s.Release(ctx, in.ID))
		})

	registerPersonFile(api, s)
}

// registerRequests adds what is done with a request itself.
func registerRequests(api huma.API, s *Service) {
	ask := web.Op("ask-right", http.MethodPost, "/api/rights", access.PersonErase, "Write down what somebody asked for, to be answered within a month")
	ask.DefaultStatus = http.StatusCreated
	huma.Register(api, ask, func(ctx context.Context, in *askInput) (*rightOutput, error) {
		b := in.Body
		return rightDone(s.AskRight(ctx, RightInput{Kind: b.Kind, CustomerKey: b.CustomerKey, AskedAt: b.AskedAt, DueAt: b.DueAt, Reason: b.Reason,
			CameBy: b.CameBy, AskedBy: b.AskedBy, Identity: b.Identity, Notes: b.Notes}))
	})

	huma.Register(api, web.Op("change-right", http.MethodPatch, "/api/rights/{id}", access.PersonErase, "Change what is written down of a request that is open"),
		func(ctx context.Context, in *changeRightInput) (*rightOutput, error) {
			return rightDone(s.ChangeRight(ctx, in.ID, in.IfMatch, in.Body))
		})

	huma.Register(api, web.Op("refuse-right", http.MethodPost, "/api/rights/{id}/refusal", access.PersonErase, "Refuse a request that is open, and say why"),
		func(ctx context.Context, in *refuseInput) (*rightOutput, error) {
			return rightDone(s.RefuseRight(ctx, in.ID, in.IfMatch, in.Body.Reason, in.Body.Told))
		})
	registerStrangers(api, s)
}

// registerStrangers adds what is done with requests that name nobody.
func registerStrangers(api huma.API, s *Service) {
	huma.Register(api, web.Op("name-right", http.MethodPut, "/api/rights/{id}/customer", access.PersonErase, "Say which customer a request is about that named nobody"),
		func(ctx context.Context, in *nameRightInput) (*rightOutput, error) {
			return rightDone(s.NameRight(ctx, in.ID, in.IfMatch, in.Body.CustomerKey))
		})
	huma.Register(api, web.Op("answer-nothing", http.MethodPost, "/api/rights/{id}/nothing", access.PersonErase, "Answer that nothing is held about who asked"),
		func(ctx context.Context, in *nothingInput) (*rightOutput, error) {
			return rightDone(s.AnswerNothing(ctx, in.ID, in.IfMatch, in.Body.Told))
		})
	huma.Register(api, web.Op("count-rights", http.MethodGet, "/api/rights-counts", access.PersonErase, "How many requests stand how"),
		func(ctx context.Context, _ *struct{}) (*rightCountsOutput, error) {
			counts, err := s.CountRights(ctx)
			return &rightCountsOutput{counts}, err
		})
}

func rightDone(r Right, position log.Position, err error) (*rightOutput, error) {
	if err != nil {
		return nil, err
	}
	return &rightOutput{web.ETag(r.Version), int64(position), r}, nil
}

func registerTimelines(api huma.API, s *Service) {
	for _, of := range []struct {
		id, path, summary string
		read              func(ctx context.Context, id string, kinds []TimelineKind, after TimelinePlace, limit int) ([]TimelineItem, error)
	}{
		{"customer-timeline", "/api/customers/{id}/timeline", "What happened with a customer, newest first", s.CustomerTimeline},
		{"account-timeline", "/api/accounts/{id}/timeline", "What happened with an account and its contacts, newest first", s.AccountTimeline},
	} {
		huma.Register(api, web.Op(of.id, http.MethodGet, of.path, access.PersonRead, of.summary),
			func(ctx context.Context, in *timelineInput) (*timelineOutput, error) {
				var after TimelinePlace
				if err := web.DecodeCursor(in.Cursor, &after); err != nil {
					return nil, err
				}
				items, err := of.read(ctx, in.ID, in.Kinds, after, in.Limit)
				if err != nil {
					return nil, err
				}
				return &timelineOutput{web.Listed(items, in.Limit, func(i TimelineItem) any { return i.Place() })}, nil
			})
	}
}

// registerPersonFile adds the way out for all that is kept of one person.
func registerPersonFile(api huma.API, s *Service) {
	op := web.Op("export-customer", http.MethodGet, "/api/customers/{id}/data", access.PersonErase, "Take all that is kept of a person along, as JSON")
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}}}}
	huma.Register(api, op, func(ctx context.Context, in *idInput) (*huma.StreamResponse, error) {
		write, err := s.ExportPerson(ctx, in.ID, false)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", "application/json; charset=utf-8")
			hc.SetHeader("Content-Disposition", `attachment; filename="person.json"`)
			hc.SetHeader("X-Content-Type-Options", "nosniff")
			if err := write(hc.Context(), hc.BodyWriter()); err != nil {
				web.BreakOff()
			}
		}}, nil
	})
}
