package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type reasonsInput struct {
	ID       string   `path:"id" maxLength:"64"`
	Beside   string   `query:"beside" maxLength:"64" doc:"Id of a measure: groups by the class of its score in the same answer; auto for the one answered most often"`
	By       string   `query:"by" maxLength:"64" doc:"Key to cut by, as in where; t3.classes cuts a number or date into at most 5 classes"`
	Period   string   `query:"period" enum:"none,auto,day,week,month,quarter,year,fiscal_quarter,fiscal_year" default:"none"`
	From     string   `query:"from" format:"date" doc:"First day, in the organisation's zone"`
	To       string   `query:"to" format:"date" doc:"Last day, included"`
	Where    []string `query:"where,explode" maxItems:"50" doc:"KEY:VALUE, as of metrics"`
	Weighted bool     `query:"weighted" doc:"Use the answers' weights"`
	Position int64    `query:"position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in (the Balcony-Position of a write)"`
	Header   int64    `header:"Balcony-Position" minimum:"0" doc:"Same as position"`
}

func registerReasons(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-reason-shares", http.MethodGet, "/api/reason-lists/{id}/shares", access.FigureRead, "How often the reasons of a list are named, in all and by the class of a score, a key or period"),
		func(ctx context.Context, in *reasonsInput) (*body[*ReasonShares], error) {
			where, err := parseWhere(in.Where)
			if err != nil {
				return nil, err
			}
			return answer(s.Reasons(ctx, ReasonsQuery{List: in.ID, Beside: in.Beside, By: in.By, Period: Period(in.Period),
				Filter: Filter{From: in.From, To: in.To, Where: where, Weighted: in.Weighted, Position: max(in.Position, in.Header)}}))
		})
}
