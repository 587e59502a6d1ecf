package mailing

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type output struct{ Body Mailing }

// Register adds the operations of mailed views to the API.
func Register(api huma.API, s *Service) {
	type getInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	type setInput struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Rhythm   Rhythm `json:"rhythm" enum:",day,week,month" doc:"Empty ends it"`
			Language string `json:"language" enum:"en,fr" doc:"Of the mail"`
		}
	}
	huma.Register(api, web.Op("get-view-mailing", http.MethodGet, "/api/views/{id}/mailing", access.ViewUse, "How oneself has a saved view mailed"),
		func(ctx context.Context, in *getInput) (*output, error) { return answer(s.Get(ctx, in.ID)) })
	huma.Register(api, web.Op("set-view-mailing", http.MethodPut, "/api/views/{id}/mailing", access.ViewUse, "Have a saved view mailed to oneself, or no longer"),
		func(ctx context.Context, in *setInput) (*output, error) {
			return answer(s.Set(ctx, in.ID, in.Body.Rhythm, in.Body.Language))
		})
}

func answer(m Mailing, err error) (*output, error) {
	if err != nil {
		return nil, err
	}
	return &output{Body: m}, nil
}
