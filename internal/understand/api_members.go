package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/web"
)

type sizeOfInput struct {
	Header int64 `header:"Balcony-Position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in."`
	Body   struct {
		Rule people.Rule `json:"rule"`
	}
}

type sizesInput struct {
	ID     string `path:"id"`
	Period string `query:"period" enum:"day,week,month,quarter,year,fiscal_quarter,fiscal_year" default:"month"`
	N      int    `query:"n" minimum:"1" maximum:"60" default:"24" doc:"How many periods, the running one the last."`
	Header int64  `header:"Balcony-Position" minimum:"0"`
}

type membersInput struct {
	ID string `path:"id"`
	web.Page
	Header int64 `header:"Balcony-Position" minimum:"0"`
}

func registerMembers(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-segment-size", http.MethodPost, "/api/segment-size", access.SegmentWrite, "How many customers meet a rule now, before it is saved"),
		func(ctx context.Context, in *sizeOfInput) (*body[*SegmentSize], error) {
			return answer(s.SizeOf(ctx, in.Body.Rule, in.Header))
		})
	huma.Register(api, web.Op("get-segment-sizes", http.MethodGet, "/api/segments/{id}/sizes", access.FigureRead, "How many customers were in a segment at the end of each period"),
		func(ctx context.Context, in *sizesInput) (*body[*SegmentSizes], error) {
			return answer(s.Sizes(ctx, in.ID, Period(in.Period), in.N, in.Header))
		})
	huma.Register(api, web.Op("list-segment-customers", http.MethodGet, "/api/segments/{id}/customers", access.PersonRead, "List the customers that are in a segment now"),
		func(ctx context.Context, in *membersInput) (*body[web.List[people.Member]], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			members, err := s.MembersOf(ctx, in.ID, after, in.Limit, in.Header)
			if err != nil {
				return nil, err
			}
			return &body[web.List[people.Member]]{web.Listed(members, in.Limit, func(m people.Member) any { return m.ID })}, nil
		})
}
