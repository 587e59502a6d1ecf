package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type weightingOutput struct {
	ETag string `header:"ETag"`
	Body *Weighting
}

func weightingTagged(w *Weighting, err error) (*weightingOutput, error) {
	if err != nil {
		return nil, err
	}
	return &weightingOutput{ETag: web.ETag(w.Version), Body: w}, nil
}

func registerWeightings(api huma.API, s *Service) {
	type listInput struct {
		web.Page
		Program string `query:"program" required:"true" maxLength:"64"`
	}
	type changeInput struct {
		ID      string `path:"id" maxLength:"64"`
		IfMatch string `header:"If-Match" doc:"ETag of the version that is changed"`
		Body    WeightingChange
	}
	huma.Register(api, web.Op("list-weightings", http.MethodGet, "/api/weightings", access.FigureRead, "Weightings of a program, by name: how its answers are given the make-up of the customers"),
		func(ctx context.Context, in *listInput) (*web.ListOf[*Weighting], error) {
			var after weightingPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.Weightings(ctx, in.Program, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[*Weighting]{Body: web.Listed(found, in.Limit, func(w *Weighting) any { return weightingPlace{w.Name, w.ID} })}, nil
		})
	huma.Register(api, web.Op("get-weighting", http.MethodGet, "/api/weightings/{id}", access.FigureRead, "One weighting"),
		func(ctx context.Context, in *viewInput) (*weightingOutput, error) {
			return weightingTagged(s.Weighting(ctx, in.ID))
		})
	create := web.Op("create-weighting", http.MethodPost, "/api/weightings", access.SegmentWrite, "Make a weighting, counting customers where it says so")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *struct{ Body NewWeighting }) (*weightingOutput, error) {
		return weightingTagged(s.CreateWeighting(ctx, in.Body))
	})
	huma.Register(api, web.Op("update-weighting", http.MethodPatch, "/api/weightings/{id}", access.SegmentWrite, "Change a weighting; customers are counted again"),
		func(ctx context.Context, in *changeInput) (*weightingOutput, error) {
			return weightingTagged(s.UpdateWeighting(ctx, in.ID, in.IfMatch, in.Body))
		})
	remove := web.Op("delete-weighting", http.MethodDelete, "/api/weightings/{id}", access.SegmentWrite, "Remove a weighting")
	remove.DefaultStatus = http.StatusNoContent
	huma.Register(api, remove, func(ctx context.Context, in *ownViewInput) (*struct{}, error) {
		return nil, s.DeleteWeighting(ctx, in.ID, in.IfMatch)
	})
	registerWeightingWork(api, s)
}

func registerWeightingWork(api huma.API, s *Service) {
	type madeInput struct {
		ID       string `path:"id" maxLength:"64"`
		Measure  string `query:"measure" required:"true" maxLength:"64"`
		Survey   string `query:"survey" maxLength:"64" doc:"Id of a survey: only its answers are counted and weighted"`
		From     string `query:"from" format:"date" doc:"First day"`
		To       string `query:"to" format:"date" doc:"Last day, included"`
		Position int64  `query:"position" minimum:"0" doc:"As of figures"`
	}
	type valuesInput struct {
		Program string `query:"program" required:"true" maxLength:"64"`
		Key     string `query:"key" required:"true" maxLength:"20" doc:"language, unit, channel, or t3 (declared trait in slot 3)"`
		Segment string `query:"segment" maxLength:"64" doc:"Count only customers of this segment"`
	}
	huma.Register(api, web.Op("get-weighting-made", http.MethodGet, "/api/weightings/{id}/made", access.FigureRead, "A weighting at work on a measure: plain and weighted figure, weights, and shares by class"),
		func(ctx context.Context, in *madeInput) (*body[*WeightingMade], error) {
			return answer(s.Made(ctx, in.ID, in.Measure, in.Survey, Filter{From: in.From, To: in.To, Position: in.Position}))
		})
	huma.Register(api, web.Op("list-weighting-values", http.MethodGet, "/api/weighting-values", access.SegmentWrite, "Values of a key among a program's answers and among the customers, to make classes of"),
		func(ctx context.Context, in *valuesInput) (*body[*WeightingValues], error) {
			return answer(s.WeightingValues(ctx, in.Program, in.Key, in.Segment))
		})
}
