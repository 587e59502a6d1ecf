package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type segmentFieldsOutput struct{ Body web.List[FieldInfo] }

type segmentsInput struct {
	web.Page
	Removed bool `query:"removed" doc:"Those that were removed within 30 days and that you may put back, the newest first, at most 100."`
}

type segmentsOutput struct{ Body web.List[Segment] }

type createSegmentInput struct {
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"120"`
		Rule   Rule   `json:"rule"`
		Shared bool   `json:"shared,omitempty" doc:"Everybody may use it."`
	}
}

type changeSegmentInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name   *string `json:"name,omitempty" maxLength:"120"`
		Rule   *Rule   `json:"rule,omitempty"`
		Shared *bool   `json:"shared,omitempty"`
	}
}

type removeSegmentInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
}

// mostRemoved is how many removed segments are listed.
const mostRemoved = 100

type segmentOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Segment
}

func registerSegments(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-segment-fields", http.MethodGet, "/api/segment-fields", access.FigureRead, "What conditions of a segment may name"),
		func(ctx context.Context, _ *struct{}) (*segmentFieldsOutput, error) {
			fields, err := s.SegmentFields(ctx)
			return &segmentFieldsOutput{web.List[FieldInfo]{Items: fields}}, err
		})
	huma.Register(api, web.Op("list-segments", http.MethodGet, "/api/segments", access.FigureRead, "List segments, one's own and those that are shared"),
		func(ctx context.Context, in *segmentsInput) (*segmentsOutput, error) {
			if in.Removed {
				segments, err := s.RemovedSegments(ctx, mostRemoved)
				return &segmentsOutput{web.List[Segment]{Items: append([]Segment{}, segments...)}}, err
			}
			var after segmentPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			segments, err := s.ListSegments(ctx, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &segmentsOutput{web.Listed(segments, in.Limit, func(g Segment) any { return segmentPlace{segmentKey(g.Name), g.ID} })}, nil
		})
	huma.Register(api, web.Op("get-segment", http.MethodGet, "/api/segments/{id}", access.FigureRead, "Get a segment"),
		func(ctx context.Context, in *idInput) (*segmentOutput, error) {
			g, err := s.GetSegment(ctx, in.ID)
			return segmentAnswer(g, 0, err)
		})
	create := web.Op("create-segment", http.MethodPost, "/api/segments", access.SegmentWrite, "Make a segment")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createSegmentInput) (*segmentOutput, error) {
		return segmentAnswer(s.CreateSegment(ctx, Segment{Name: in.Body.Name, Rule: in.Body.Rule, Shared: in.Body.Shared}))
	})
	huma.Register(api, web.Op("change-segment", http.MethodPatch, "/api/segments/{id}", access.SegmentWrite, "Change a segment"),
		func(ctx context.Context, in *changeSegmentInput) (*segmentOutput, error) {
			return segmentAnswer(s.UpdateSegment(ctx, in.ID, in.IfMatch, SegmentChange(in.Body)))
		})
	huma.Register(api, web.Op("delete-segment", http.MethodDelete, "/api/segments/{id}", access.SegmentWrite, "Remove a segment; it can be put back for 30 days"),
		func(ctx context.Context, in *removeSegmentInput) (*goneOutput, error) {
			position, err := s.DeleteSegment(ctx, in.ID, in.IfMatch)
			if err != nil {
				return nil, err
			}
			return &goneOutput{int64(position)}, nil
		})
	huma.Register(api, web.Op("restore-segment", http.MethodPost, "/api/segments/{id}/restore", access.SegmentWrite, "Put a segment back that was removed within 30 days"),
		func(ctx context.Context, in *idInput) (*segmentOutput, error) {
			return segmentAnswer(s.RestoreSegment(ctx, in.ID))
		})
}

func segmentAnswer(g Segment, position log.Position, err error) (*segmentOutput, error) {
	if err != nil {
		return nil, err
	}
	return &segmentOutput{web.ETag(g.Version), int64(position), g}, nil
}
