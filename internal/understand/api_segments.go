package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type segmentsInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	By      []string `query:"by,explode" maxItems:"200" doc:"Keys to look at, as in where; all declared traits, channel, language, unit and survey where left out. Numbers and dates are cut into at most 5 classes"`
	Cross   bool     `query:"cross" doc:"Cut by all keys of by together, one to 4, instead of by one after the other"`
	FigureFilter
	Limit  int    `query:"limit" minimum:"1" maximum:"100000" default:"50" doc:"How many segments to list; q is over all of them"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
}

func registerSegments(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-segments", http.MethodGet, "/api/metrics/segments", access.FigureRead, "Where a metric differs: each value of each key against all other answers"),
		func(ctx context.Context, in *segmentsInput) (*body[*SegmentsResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Segments(ctx, SegmentsQuery{Measure: in.Measure, By: in.By, Cross: in.Cross, Filter: f, Limit: in.Limit, Cursor: in.Cursor}))
		})
}
