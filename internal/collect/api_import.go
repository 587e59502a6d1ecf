package collect

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type importIDInput struct {
	ID string `path:"id"`
}

type importOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Import
}

type listImportsInput struct {
	web.Page
	ProgramID string `query:"program_id"`
}

type listImportsOutput struct{ Body web.List[ImportSummary] }

type rejectsInput struct {
	web.Page
	ID string `path:"id"`
}

type rejectsFileInput struct {
	ID       string `path:"id"`
	Language string `query:"lang" enum:"en,fr" default:"en" doc:"Of the titles and reasons"`
}

type rejectsOutput struct{ Body web.List[Reject] }

type mappingInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    Mapping
}

type readingInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    Reading
}

type previewOutput struct{ Body Preview }

func answered(i Import, position int64) *importOutput {
	return &importOutput{ETag: web.ETag(i.Version), Position: position, Body: i}
}

func registerImports(api huma.API, s *Service) {
	registerUpload(api, s)
	registerJoins(api, s)

	huma.Register(api, web.Op("list-imports", http.MethodGet, "/api/imports", access.ImportRun, "List imports, newest first"),
		func(ctx context.Context, in *listImportsInput) (*listImportsOutput, error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.ListImports(ctx, in.ProgramID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &listImportsOutput{web.Listed(found, in.Limit, func(i ImportSummary) any { return i.ID })}, nil
		})

	huma.Register(api, web.Op("get-import", http.MethodGet, "/api/imports/{id}", access.ImportRun, "Get an import with its mapping, guesses and progress"),
		func(ctx context.Context, in *importIDInput) (*importOutput, error) {
			i, err := s.GetImport(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answered(i, 0), nil
		})

	start := web.Op("start-import", http.MethodPost, "/api/imports/{id}/start", access.ImportRun, "Start an import whose mapping is right")
	start.DefaultStatus = http.StatusAccepted
	register(api, start, s.StartImport)

	cancel := web.Op("cancel-import", http.MethodPost, "/api/imports/{id}/cancel", access.ImportRun, "Stop an import; what is taken in stays until undone")
	cancel.DefaultStatus = http.StatusAccepted
	register(api, cancel, s.CancelImport)

	undo := web.Op("undo-import", http.MethodPost, "/api/imports/{id}/undo", access.ImportRun, "Take back all an import did")
	undo.DefaultStatus = http.StatusAccepted
	register(api, undo, s.UndoImport)

	huma.Register(api, web.Op("delete-import", http.MethodDelete, "/api/imports/{id}", access.ImportRun, "Delete an upload that was never started, or was undone, with its file"),
		func(ctx context.Context, in *importIDInput) (*positionOutput, error) {
			position, err := s.DeleteImport(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &positionOutput{int64(position)}, nil
		})

	huma.Register(api, web.Op("list-import-rejects", http.MethodGet, "/api/imports/{id}/rejects", access.ImportRun, "List rows that were not taken, and why"),
		func(ctx context.Context, in *rejectsInput) (*rejectsOutput, error) {
			var after rejectCursor
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.ListRejects(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &rejectsOutput{web.Listed(found, in.Limit, func(r Reject) any { return rejectCursor{Row: r.Row} })}, nil
		})

	csv := web.Op("get-import-rejects-csv", http.MethodGet, "/api/imports/{id}/rejects.csv", access.ImportRun, "The rejected rows as a CSV file")
	csv.Responses = map[string]*huma.Response{"200": {Description: "CSV, UTF-8", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	huma.Register(api, csv, func(ctx context.Context, in *rejectsFileInput) (*huma.StreamResponse, error) {
		return s.rejectsFile(ctx, in.ID, in.Language)
	})
}

// registerMapping adds the operations about how a file is read.
func registerMapping(api huma.API, s *Service) {
	huma.Register(api, web.Op("set-import-reading", http.MethodPut, "/api/imports/{id}/reading", access.ImportRun, "Say how the file is written; its columns are guessed anew"),
		func(ctx context.Context, in *readingInput) (*importOutput, error) {
			i, position, err := s.SetReading(ctx, in.ID, in.IfMatch, in.Body)
			if err != nil {
				return nil, err
			}
			return answered(i, int64(position)), nil
		})

	huma.Register(api, web.Op("set-import-mapping", http.MethodPut, "/api/imports/{id}/mapping", access.ImportRun, "Say how the columns are read"),
		func(ctx context.Context, in *mappingInput) (*importOutput, error) {
			i, position, err := s.SetMapping(ctx, in.ID, in.IfMatch, in.Body)
			if err != nil {
				return nil, err
			}
			return answered(i, int64(position)), nil
		})

	huma.Register(api, web.Op("preview-import", http.MethodGet, "/api/imports/{id}/preview", access.ImportRun, "See the first rows as they will be read, and what would change"),
		func(ctx context.Context, in *importIDInput) (*previewOutput, error) {
			p, err := s.PreviewImport(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &previewOutput{p}, nil
		})
}

// rejectCursor is the last reject of a page.
type rejectCursor struct {
	Row int64 `json:"row"`
}
