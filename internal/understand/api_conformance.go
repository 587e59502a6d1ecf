package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type conformanceInput struct {
	ID       string `path:"id"`
	Days     int    `query:"days" minimum:"1" maximum:"3660" default:"90" doc:"How many days, up to the last that counts."`
	Position int64  `query:"position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in (the Balcony-Position of a write)"`
	Header   int64  `header:"Balcony-Position" minimum:"0" doc:"Same as position"`
}

func registerConformance(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-conformance", http.MethodGet, "/api/touchpoints/{id}/conformance", access.FigureRead, "How far what happened at a touchpoint kept to its standard, with its interval, or why that cannot be measured yet"),
		func(ctx context.Context, in *conformanceInput) (*body[*Conformance], error) {
			return answer(s.Conformance(ctx, in.ID, in.Days, max(in.Position, in.Header)))
		})
}
