package trial

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type surveyInput struct {
	ID string `path:"id"`
}

type makeLinkInput struct {
	ID   string `path:"id"`
	Body struct {
		Number int64 `json:"number" minimum:"0" doc:"Of the version to be asked; 0 for the draft, as it stands whenever the link is opened."`
	}
}

type linkInput struct {
	ID   string `path:"id"`
	Link string `path:"link" format:"uuid"`
}

// RemovedTests tells how many tests were removed.
type RemovedTests struct {
	Removed int64 `json:"removed"`
}

type fillInput struct {
	ID   string `path:"id"`
	Body struct {
		Number int64  `json:"number" minimum:"0" doc:"Of the version; 0 for the draft."`
		N      int    `json:"n" minimum:"1" maximum:"500"`
		Seed   uint64 `json:"seed,omitempty" doc:"The same one gives the same answers; by chance where left out."`
	}
}

// LastTestFill is what the last fill found, if there was one.
type LastTestFill struct {
	Fill *TestFill `json:"fill,omitempty" doc:"Absent where there was none, or its tests were removed."`
}

// Register adds the operations to the API.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-test-links", http.MethodGet, "/api/surveys/{id}/test-links", access.MeasureRead, "List the test links of a survey, the newest first; at most 20"),
		func(ctx context.Context, in *surveyInput) (*web.ListOf[TestLink], error) {
			return web.ListedWhole(s.Links(ctx, in.ID))
		})
	make := web.Op("make-test-link", http.MethodPost, "/api/surveys/{id}/test-links", access.MeasureWrite, "Make a link by which a survey is tried out, by colleagues without an account too")
	make.DefaultStatus = http.StatusCreated
	huma.Register(api, make, func(ctx context.Context, in *makeLinkInput) (*web.Versioned[NewTestLink], error) {
		made, position, err := s.MakeLink(ctx, in.ID, in.Body.Number)
		return web.Answered(made, 1, position, err)
	})
	huma.Register(api, web.Op("revoke-test-link", http.MethodDelete, "/api/surveys/{id}/test-links/{link}", access.MeasureWrite, "Revoke a test link; what was answered by it stays"),
		func(ctx context.Context, in *linkInput) (*web.Changed, error) {
			return web.ChangedAt(s.RevokeLink(ctx, in.ID, in.Link))
		})
	registerTests(api, s)
	registerFill(api, s)
}

func registerFill(api huma.API, s *Service) {
	huma.Register(api, web.Op("fill-survey-tests", http.MethodPost, "/api/surveys/{id}/tests/fill", access.MeasureWrite, "Have a survey filled by chance, and tell how often each page, question and end was reached; what is answered is kept as tests"),
		func(ctx context.Context, in *fillInput) (*web.Versioned[TestFill], error) {
			by := in.Body.Seed
			if by == 0 {
				by = uint64(seed()) //nolint:gosec // bits of a seed
			}
			found, position, err := s.Fill(ctx, in.ID, in.Body.Number, in.Body.N, by)
			return web.Answered(found, 1, position, err)
		})
	huma.Register(api, web.Op("get-survey-fill", http.MethodGet, "/api/surveys/{id}/tests/fill", access.MeasureRead, "Tell what the last fill by chance found"),
		func(ctx context.Context, in *surveyInput) (*web.Versioned[LastTestFill], error) {
			found, is, err := s.LastFill(ctx, in.ID)
			out := LastTestFill{}
			if is {
				out.Fill = &found
			}
			return web.Answered(out, 1, 0, err)
		})
}

func registerTests(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-survey-tests", http.MethodGet, "/api/surveys/{id}/tests", access.MeasureRead, "List the tests of a survey, which are no answers, the newest begun first"),
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
			web.Page
		}) (*web.ListOf[TestAnswer], error) {
			var after Place
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, total, err := s.List(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := web.Listed(found, in.Limit, func(t TestAnswer) any { return Place{At: t.StartedAt.UnixMicro(), ID: t.ID} })
			out.Total = &total
			return &web.ListOf[TestAnswer]{Body: out}, nil
		})
	huma.Register(api, web.Op("remove-survey-tests", http.MethodDelete, "/api/surveys/{id}/tests", access.MeasureWrite, "Remove all tests of a survey; its answers stay"),
		func(ctx context.Context, in *surveyInput) (*web.Versioned[RemovedTests], error) {
			n, position, err := s.Remove(ctx, in.ID)
			return web.Answered(RemovedTests{n}, 1, position, err)
		})
}
