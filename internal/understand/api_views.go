package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type viewOutput struct {
	ETag string `header:"ETag"`
	Body *SavedView
}

type viewInput struct {
	ID string `path:"id" maxLength:"64"`
}

type ownViewInput struct {
	ID      string `path:"id" maxLength:"64"`
	IfMatch string `header:"If-Match" doc:"ETag of the version that is changed"`
}

func registerViews(api huma.API, s *Service) {
	type listInput struct {
		Program string `query:"program" maxLength:"64"`
	}
	type changeInput struct {
		ID      string `path:"id" maxLength:"64"`
		IfMatch string `header:"If-Match" doc:"ETag of the version that is changed"`
		Body    SavedViewChange
	}
	huma.Register(api, web.Op("list-views", http.MethodGet, "/api/views", access.ViewUse, "Saved views: one's own and those shared with one's roles"),
		func(ctx context.Context, in *listInput) (*body[web.List[*SavedView]], error) {
			views, err := s.Views(ctx, in.Program)
			return answer(web.List[*SavedView]{Items: views}, err)
		})
	huma.Register(api, web.Op("get-view", http.MethodGet, "/api/views/{id}", access.ViewUse, "Open a saved view"),
		func(ctx context.Context, in *viewInput) (*viewOutput, error) { return tagged(s.View(ctx, in.ID)) })
	create := web.Op("create-view", http.MethodPost, "/api/views", access.ViewShare, "Save a view")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *struct{ Body NewSavedView }) (*viewOutput, error) {
		return tagged(s.CreateView(ctx, in.Body))
	})
	huma.Register(api, web.Op("update-view", http.MethodPatch, "/api/views/{id}", access.ViewShare, "Change a saved view, or whom it is shared with"),
		func(ctx context.Context, in *changeInput) (*viewOutput, error) {
			return tagged(s.UpdateView(ctx, in.ID, in.IfMatch, in.Body))
		})
	remove := web.Op("delete-view", http.MethodDelete, "/api/views/{id}", access.ViewShare, "Remove a saved view")
	remove.DefaultStatus = http.StatusNoContent
	huma.Register(api, remove, func(ctx context.Context, in *ownViewInput) (*struct{}, error) {
		return nil, s.DeleteView(ctx, in.ID, in.IfMatch)
	})
}

func tagged(v *SavedView, err error) (*viewOutput, error) {
	if err != nil {
		return nil, err
	}
	return &viewOutput{ETag: web.ETag(v.Version), Body: v}, nil
}
