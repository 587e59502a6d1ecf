package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type actionsInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	Driver  []string `query:"driver,explode" maxItems:"30" doc:"Measures of the same program that may drive it; the 30 answered most often together with it where left out"`
	By      []string `query:"by,explode" maxItems:"200" doc:"Keys whose values are segments, as in where; all declared traits, channel, language, unit and survey where left out. Numbers and dates are cut into at most 5 classes"`
	FigureFilter
}

func registerActions(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-actions", http.MethodGet, "/api/metrics/actions", access.FigureRead, "What to do first: drivers, among everybody and in segments, that stand out of all candidates"),
		func(ctx context.Context, in *actionsInput) (*body[*ActionsResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Actions(ctx, ActionsQuery{Measure: in.Measure, Drivers: in.Driver, By: in.By, Filter: f}))
		})
}
