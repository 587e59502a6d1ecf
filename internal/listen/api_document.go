package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listDocumentsInput struct {
	ID   string       `path:"id"`
	Kind DocumentKind `query:"kind" enum:"transcript,comment" doc:"Absent: both."`
	web.Page
}

type listLinesInput struct {
	ID     string `path:"id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"2000" default:"500"`
	Cursor string `query:"cursor" maxLength:"200"`
}

func registerDocuments(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-documents", http.MethodGet, "/api/studies/{id}/documents", access.ListenRead, "List a study's documents that the asker may read"),
		func(ctx context.Context, in *listDocumentsInput) (*web.ListOf[Document], error) {
			var after DocumentPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.Documents(ctx, in.ID, in.Kind, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Document]{Body: listedDocuments(all, in.Limit)}, nil
		})

	huma.Register(api, web.Op("get-document", http.MethodGet, "/api/documents/{id}", access.ListenRead, "Get a document without its text"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Document], error) {
			d, err := s.GetDocument(ctx, in.ID)
			return web.Answered(d, d.Version, 0, err)
		})

	huma.Register(api, web.Op("list-document-lines", http.MethodGet, "/api/documents/{id}/lines", access.ListenRead, "List a document's sentences: researchers read the original with its masks, others what is shown"),
		func(ctx context.Context, in *listLinesInput) (*web.ListOf[Line], error) {
			after := 0
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			lines, err := s.Lines(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Line]{Body: web.Listed(lines, in.Limit, func(l Line) any { return l.N })}, nil
		})

	huma.Register(api, web.Op("get-document-loss", http.MethodGet, "/api/documents/{id}/loss", access.ListenRead, "Say, to a researcher, what would go with a document"),
		func(ctx context.Context, in *idInput) (*documentLossOutput, error) {
			loss, err := s.Loss(ctx, in.ID)
			return &documentLossOutput{loss}, err
		})

	huma.Register(api, web.Op("remove-document", http.MethodDelete, "/api/documents/{id}", access.ListenWrite, "Remove a document with its codings; it can be put back for a week"),
		func(ctx context.Context, in *removeDocumentInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveDocument(ctx, in.ID, in.Codings))
		})

	huma.Register(api, web.Op("list-removed-documents", http.MethodGet, "/api/studies/{id}/documents/removed", access.ListenRead, "List, to a researcher, the documents of a study that can be put back"),
		func(ctx context.Context, in *idInput) (*removedDocumentsOutput, error) {
			all, err := s.RemovedDocuments(ctx, in.ID)
			out := &removedDocumentsOutput{}
			out.Body.Items = all
			return out, err
		})

	huma.Register(api, web.Op("restore-document", http.MethodPost, "/api/documents/{id}/restoration", access.ListenWrite, "Put a removed document back, with all that was made of it"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RestoreDocument(ctx, in.ID))
		})
}

type documentLossOutput struct{ Body DocumentLoss }

type removedDocumentsOutput struct {
	Body struct {
		Items []RemovedDocument `json:"items"`
	}
}

type removeDocumentInput struct {
	ID      string `path:"id"`
	Codings int    `query:"codings" minimum:"0" doc:"How many codings the asker knows would be lost; with more it is refused."`
}
