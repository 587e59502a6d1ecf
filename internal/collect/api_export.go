package collect

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type exportInput struct {
	Filter
	Format   string `query:"format" enum:"csv,xlsx" default:"csv"`
	Decimal  string `query:"decimal" enum:"point,comma" default:"point" doc:"Of CSV: 1.5 with commas between cells, or 1,5 with semicolons"`
	Language string `query:"lang" enum:"en,fr" default:"en" doc:"Of the titles of columns"`
}

// registerExport adds the way out for whole lists of answers.
func registerExport(api huma.API, s *Service) {
	op := web.Op("export-responses", http.MethodGet, "/api/responses/export", access.AnswerRead, "Take all responses of a filter along as CSV or XLSX, a row each")
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		"text/csv": file, exportFormat{kind: "xlsx"}.mediaType(): file}}}
	huma.Register(api, op, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		f := exportFormat{kind: in.Format, comma: in.Decimal == "comma", language: in.Language, zone: s.Zone()}
		e, err := s.Export(ctx, in.Filter, f.kind, f.most())
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) { s.sendExport(hc, e, f) }}, nil
	})
}

func (s *Service) sendExport(hc huma.Context, e *exported, f exportFormat) {
	hc.SetHeader("Content-Type", f.mediaType())
	hc.SetHeader("Content-Disposition", `attachment; filename="answers.`+f.kind+`"`)
	hc.SetHeader("X-Content-Type-Options", "nosniff")
	err := f.write(hc.BodyWriter(), e)
	if closed := e.close(); err == nil {
		err = closed
	}
	if err != nil && hc.Context().Err() == nil {
		s.log.WarnContext(hc.Context(), "export ended early", "format", f.kind, "error", err)
		web.BreakOff()
	}
}
