package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type objectiveInput struct {
	ID string `path:"id"`
}

func registerObjectives(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-objective-progress", http.MethodGet, "/api/objectives/{id}/progress", access.FigureRead, "How far an objective has come: reached, on the way, off, or nobody can tell"),
		func(ctx context.Context, in *objectiveInput) (*body[*ObjectiveProgress], error) {
			return answer(s.Progress(ctx, in.ID))
		})
}
