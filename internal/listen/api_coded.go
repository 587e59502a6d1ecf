package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type uploadCodedInput struct {
	ID      string `path:"id"`
	Name    string `query:"name" maxLength:"400" default:"table" doc:"Of the file, with its ending."`
	RawBody []byte `contentType:"application/octet-stream"`
}

type frameCodedInput struct {
	ID      string `path:"id"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type planCodedInput struct {
	ID   string `path:"id"`
	Body CodedPlan
}

type codedRejectsInput struct {
	ID string `path:"id"`
	web.Page
}

func registerCoded(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-coded-files", http.MethodGet, "/api/studies/{id}/coded-files", access.ListenRead, "List a study's tables of coded texts, at most 100, for its researchers"),
		func(ctx context.Context, in *idInput) (*web.ListOf[CodedFile], error) {
			return web.ListedWhole(s.CodedFiles(ctx, in.ID))
		})

	upload := web.Op("upload-coded-file", http.MethodPost, "/api/studies/{id}/coded-files", access.ListenWrite, "Upload a table of texts that are coded already and see how it would be taken in")
	upload.MaxBodyBytes, upload.DefaultStatus = maxCodedFile, http.StatusCreated
	huma.Register(api, upload, func(ctx context.Context, in *uploadCodedInput) (*web.Versioned[CodedPreview], error) {
		p, position, err := s.UploadCoded(ctx, in.ID, in.Name, in.RawBody)
		return web.Answered(p, p.Version, position, err)
	})

	huma.Register(api, web.Op("get-coded-file", http.MethodGet, "/api/coded-files/{id}", access.ListenWrite, "Tell how far a table is"),
		func(ctx context.Context, in *idInput) (*web.Versioned[CodedFile], error) {
			f, err := s.GetCodedFile(ctx, in.ID)
			return web.Answered(f, f.Version, 0, err)
		})

	huma.Register(api, web.Op("preview-coded-file", http.MethodGet, "/api/coded-files/{id}/preview", access.ListenWrite, "See how a table would be taken in"),
		func(ctx context.Context, in *idInput) (*web.Versioned[CodedPreview], error) {
			p, err := s.PreviewCoded(ctx, in.ID)
			return web.Answered(p, p.Version, 0, err)
		})

	huma.Register(api, web.Op("plan-coded-file", http.MethodPut, "/api/coded-files/{id}", access.ListenWrite, "Say how a table is to be read"),
		func(ctx context.Context, in *planCodedInput) (*web.Versioned[CodedPreview], error) {
			p, position, err := s.PlanCoded(ctx, in.ID, in.Body)
			return web.Answered(p, p.Version, position, err)
		})

	frame := web.Op("frame-coded-file", http.MethodPut, "/api/coded-files/{id}/frame", access.ListenWrite, "Give a table its code frame: what its numbers mean")
	frame.MaxBodyBytes = maxCodedFile
	huma.Register(api, frame, func(ctx context.Context, in *frameCodedInput) (*web.Versioned[CodedPreview], error) {
		p, position, err := s.FrameCoded(ctx, in.ID, in.RawBody)
		return web.Answered(p, p.Version, position, err)
	})

	huma.Register(api, web.Op("start-coded-file", http.MethodPost, "/api/coded-files/{id}/start", access.ListenWrite, "Take the rows of a table in, or go on where that broke off"),
		func(ctx context.Context, in *idInput) (*web.Versioned[CodedFile], error) {
			f, position, err := s.StartCoded(ctx, in.ID)
			return web.Answered(f, f.Version, position, err)
		})

	huma.Register(api, web.Op("list-coded-rejects", http.MethodGet, "/api/coded-files/{id}/rejects", access.ListenWrite, "List what of a table was not read, by row and column"),
		func(ctx context.Context, in *codedRejectsInput) (*web.ListOf[CodedReject], error) {
			var after CodedReject
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			rows, err := s.CodedRejects(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[CodedReject]{Body: web.Listed(rows, in.Limit, func(r CodedReject) any { return r })}, nil
		})

	huma.Register(api, web.Op("remove-coded-file", http.MethodDelete, "/api/coded-files/{id}", access.ListenWrite, "Forget a table; what was taken in of it stays"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveCoded(ctx, in.ID))
		})
}
