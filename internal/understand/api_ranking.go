package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type rankingInput struct {
	Measure string `query:"measure" required:"true" maxLength:"64"`
	By      string `query:"by" maxLength:"64" default:"unit" doc:"Key whose values are ranked, as in where; numbers and dates are cut into at most 5 classes"`
	FigureFilter
	Limit  int    `query:"limit" minimum:"1" maximum:"2000" default:"100" doc:"How many to list at most"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
}

type placeInput struct {
	Measure  string `query:"measure" required:"true" maxLength:"64"`
	Unit     string `query:"unit" required:"true" maxLength:"64"`
	From     string `query:"from" format:"date" doc:"First day, in the organisation's zone"`
	To       string `query:"to" format:"date" doc:"Last day, included"`
	Weighted bool   `query:"weighted" doc:"Use the answers' weights"`
	Position int64  `query:"position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in (the Balcony-Position of a write)"`
	Header   int64  `header:"Balcony-Position" minimum:"0" doc:"Same as position"`
}

func registerRanking(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-ranking", http.MethodGet, "/api/metrics/ranking", access.FigureRead, "Units, or the values of another key, ranked, and how much of the spread is real"),
		func(ctx context.Context, in *rankingInput) (*body[*RankingResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Ranking(ctx, RankingQuery{Measure: in.Measure, By: in.By, Filter: f, Limit: in.Limit, Cursor: in.Cursor}))
		})
	huma.Register(api, web.Op("get-place", http.MethodGet, "/api/metrics/place", access.FigureRead, "A unit's figure beside the whole and beside like units"),
		func(ctx context.Context, in *placeInput) (*body[*PlaceResult], error) {
			return answer(s.Place(ctx, PlaceQuery{Measure: in.Measure, Unit: in.Unit, From: in.From, To: in.To, Weighted: in.Weighted, Position: max(in.Position, in.Header)}))
		})
}
