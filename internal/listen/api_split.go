package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type codePassagesInput struct {
	ID   string `path:"id"`
	Code string `path:"code"`
	web.Page
}

type splitCodeInput struct {
	ID      string `path:"id"`
	Code    string `path:"code"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Parts []Piece `json:"parts" minItems:"1" maxItems:"20"`
	}
}

type unsplitCodeInput struct {
	ID      string   `path:"id"`
	Code    string   `path:"code"`
	IfMatch string   `header:"If-Match"`
	Parts   []string `query:"part,explode" minItems:"1" maxItems:"20" doc:"The codes that were made of it."`
}

func registerSplits(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-code-passages", http.MethodGet, "/api/codebooks/{id}/codes/{code}/passages", access.ListenRead, "List the passages that carry a code, in the studies of which one is a researcher"),
		func(ctx context.Context, in *codePassagesInput) (*web.ListOf[Quote], error) {
			var after PassagePlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.CodePassagesOf(ctx, in.ID, in.Code, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Quote]{Body: web.Listed(all, in.Limit, func(q Quote) any {
				return PassagePlace{Document: q.Coding.DocumentID, FromN: q.Coding.FromN, ID: q.Coding.ID}
			})}, nil
		})

	huma.Register(api, web.Op("split-code", http.MethodPost, "/api/codebooks/{id}/codes/{code}/split", access.ListenWrite, "Make further codes of a code, with some of its passages"),
		func(ctx context.Context, in *splitCodeInput) (*web.ListOf[Code], error) {
			codes, _, err := s.SplitCode(ctx, in.ID, in.Code, in.IfMatch, in.Body.Parts)
			return web.ListedWhole(codes, err)
		})

	huma.Register(api, web.Op("unsplit-code", http.MethodDelete, "/api/codebooks/{id}/codes/{code}/split", access.ListenWrite, "Count parts of a code under it again"),
		func(ctx context.Context, in *unsplitCodeInput) (*web.Versioned[Code], error) {
			c, position, err := s.UnsplitCode(ctx, in.ID, in.Code, in.IfMatch, in.Parts)
			return web.Answered(c, c.Version, position, err)
		})
}
