package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/web"
)

type fieldworkInput struct {
	ID     string  `path:"id" maxLength:"64"`
	Number int64   `query:"number" minimum:"0" doc:"Of the version; the last one where left out."`
	Factor float64 `query:"factor" minimum:"0" maximum:"1" doc:"Share of the median time of an item under which an answer is speeding, 0.1 to 0.9; that of the organisation where left out, a third unless it was set."`
}

type doubtfulInput struct {
	web.Page
	ID     string  `path:"id" maxLength:"64"`
	Number int64   `query:"number" minimum:"0" doc:"Of the version; the last one where left out."`
	Factor float64 `query:"factor" minimum:"0" maximum:"1" doc:"As of the fieldwork."`
	Kind   string  `query:"kind" enum:"straight,duplicate,nonsense,pattern,speeding" doc:"Of the doubt; any where left out."`
}

func registerFieldwork(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-fieldwork", http.MethodGet, "/api/surveys/{id}/fieldwork", access.FigureRead, "How a version of a survey goes: who began and ended, times, waves, doubtful answers"),
		func(ctx context.Context, in *fieldworkInput) (*body[*FieldworkResult], error) {
			return answer(s.Fieldwork(ctx, FieldworkQuery{Survey: in.ID, Number: in.Number, Factor: in.Factor}))
		})
	huma.Register(api, web.Op("get-fieldwork-segment", http.MethodGet, "/api/surveys/{id}/fieldwork/segments/{segment}", access.PersonRead, "How many answered of those invited who are in a segment now, and of the others"),
		func(ctx context.Context, in *struct {
			ID      string `path:"id" maxLength:"64"`
			Segment string `path:"segment" maxLength:"64"`
			Number  int64  `query:"number" minimum:"0" doc:"Of the version; the last one where left out."`
		}) (*body[FieldworkSegment], error) {
			return answer(s.FieldworkOfSegment(ctx, FieldworkQuery{Survey: in.ID, Number: in.Number}, in.Segment))
		})
	huma.Register(api, web.Op("list-doubtful", http.MethodGet, "/api/surveys/{id}/fieldwork/doubtful", access.AnswerRead, "Answers to a version of a survey that are flagged, the newest first"),
		func(ctx context.Context, in *doubtfulInput) (*web.ListOf[FieldworkDoubtful], error) {
			var after *fieldwork.Doubtful
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, last, err := s.Doubtful(ctx, FieldworkQuery{Survey: in.ID, Number: in.Number, Factor: in.Factor}, in.Kind, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[FieldworkDoubtful]{Body: web.Listed(found, in.Limit, func(FieldworkDoubtful) any { return last })}, nil
		})
}
