package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type signalsInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	By      []string `query:"by,explode" maxItems:"200" doc:"Keys whose values are segments, as in where; all declared traits, channel, language, unit and survey where left out. Numbers and dates are cut into at most 5 classes"`
	Outcome string   `query:"outcome" maxLength:"400" doc:"What happened to customers: the id of a measure of the same responses, t5 for a declared trait that is a number, or t5:Yes with the value that counts; the one there is where left out"`
	FigureFilter
}

type outcomesInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	Outcome string   `query:"outcome" maxLength:"400" doc:"What happened or did not: the id of a measure of the same responses that is a share, or t5:Yes with the value that counts; the one there is where left out"`
	Term    []string `query:"term,explode" maxItems:"20" doc:"Measures of the same responses to take in beside the score"`
	FigureFilter
}

func registerSignals(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-signals", http.MethodGet, "/api/metrics/signals", access.FigureRead, "Whose feedback matters and what misleads: by value, inversion, Simpson, segments, outcome"),
		func(ctx context.Context, in *signalsInput) (*body[*SignalsResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Signals(ctx, SignalsQuery{Measure: in.Measure, By: in.By, Outcome: in.Outcome, Filter: f}))
		})
	huma.Register(api, web.Op("get-outcomes", http.MethodGet, "/api/metrics/outcomes", access.FigureRead, "How the odds of what happened to customers go with the score"),
		func(ctx context.Context, in *outcomesInput) (*body[*OutcomesResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Outcomes(ctx, OutcomesQuery{Measure: in.Measure, Outcome: in.Outcome, Terms: in.Term, Filter: f}))
		})
}
