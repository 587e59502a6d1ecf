package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type putLogoInput struct {
	ID      string `path:"id"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type logoContentOutput struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Disposition  string `header:"Content-Disposition"`
	Body         []byte
}

func registerLogos(api huma.API, s *Service) {
	put := web.Op("put-survey-logo", http.MethodPost, "/api/surveys/{id}/logos", access.MeasureWrite, "Keep a picture for the head of a survey: PNG, JPEG or WebP, at most 2 MiB; the draft names it as theme.logo_id")
	put.DefaultStatus, put.MaxBodyBytes = http.StatusCreated, maxLogoBytes+1024
	huma.Register(api, put, func(ctx context.Context, in *putLogoInput) (*web.Versioned[Logo], error) {
		l, position, err := s.PutLogo(ctx, in.ID, in.RawBody)
		return web.Answered(l, 0, position, err)
	})
	huma.Register(api, web.Op("get-survey-logo", http.MethodGet, "/api/surveys/{id}/logos/{logo}", access.MeasureRead, "A picture for the head of a survey"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Logo string `path:"logo"`
		}) (*logoContentOutput, error) {
			l, content, err := s.LogoContent(ctx, in.ID, in.Logo)
			if err != nil {
				return nil, err
			}
			return &logoContentOutput{ContentType: l.Type, CacheControl: "private, max-age=3600", Disposition: "inline; filename=logo", Body: content}, nil
		})
}
