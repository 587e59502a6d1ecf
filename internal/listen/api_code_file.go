package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type codeFileInput struct {
	ID      string `path:"id"`
	Name    string `query:"name" maxLength:"255" doc:"Of the file. One that ends in .txt is a list, a code a line as category>>category>>code, a tab, what it means; others are tables with the columns code, group, definition, use when, not when, example."`
	RawBody []byte `contentType:"application/octet-stream"`
}

type codeFilePreview struct{ Body CodeFile }

func registerCodeFiles(api huma.API, s *Service) {
	preview := web.Op("preview-codes", http.MethodPost, "/api/codebooks/{id}/file/preview", access.ListenWrite, "Read a file of codes against a codebook, row by row; nothing is kept")
	preview.MaxBodyBytes = maxCodeFile
	huma.Register(api, preview, func(ctx context.Context, in *codeFileInput) (*codeFilePreview, error) {
		file, err := s.PreviewCodes(ctx, in.ID, in.Name, in.RawBody)
		return &codeFilePreview{file}, err
	})

	take := web.Op("take-codes", http.MethodPost, "/api/codebooks/{id}/file", access.ListenWrite, "Add the new codes of a file to a codebook; rows that are wrong or there already change nothing")
	take.MaxBodyBytes = maxCodeFile
	huma.Register(api, take, func(ctx context.Context, in *codeFileInput) (*web.Versioned[CodeFile], error) {
		file, position, err := s.TakeCodes(ctx, in.ID, in.Name, in.RawBody)
		return web.Answered(file, 0, position, err)
	})
}
