package journey

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type registerExportInput struct {
	Program  string `query:"program" required:"true" doc:"The program."`
	Language string `query:"lang" enum:"en,fr" default:"en" doc:"Of the titles of columns"`
}

type registerImportInput struct {
	Program string `query:"program" required:"true" doc:"The program."`
	Match   string `query:"match" doc:"Applies the plan with this mark; absent: says what would change."`
	Remove  bool   `query:"remove" doc:"Whether touchpoints that the file lacks are removed."`
	RawBody []byte `contentType:"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"`
}

type registerPlanOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     *RegisterPlan
}

func registerSheets(api huma.API, s *Service) {
	out := web.Op("export-register", http.MethodGet, "/api/register/export", access.RegisterRead, "Take the register along as XLSX: a row a touchpoint, and the matrix as a second sheet")
	out.Responses = map[string]*huma.Response{"200": {Description: "The workbook", Content: map[string]*huma.MediaType{
		workbook: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, out, func(ctx context.Context, in *registerExportInput) (*huma.StreamResponse, error) {
		c, n, err := s.exported(ctx, in.Program)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", workbook)
			hc.SetHeader("Content-Disposition", `attachment; filename="touchpoints.xlsx"`)
			hc.SetHeader("X-Content-Type-Options", "nosniff")
			if err := writeBook(hc.BodyWriter(), c, n, in.Language == "fr"); err != nil && hc.Context().Err() == nil {
				web.BreakOff()
			}
		}}, nil
	})

	back := web.Op("import-register", http.MethodPost, "/api/register/import", access.RegisterWrite, "Bring a register back as XLSX: what would change, or, with the mark of that plan, apply it")
	back.MaxBodyBytes = maxBook
	huma.Register(api, back, func(ctx context.Context, in *registerImportInput) (*registerPlanOutput, error) {
		plan, position, err := s.Import(ctx, in.Program, in.RawBody, in.Match, in.Remove)
		if err != nil {
			return nil, err
		}
		return &registerPlanOutput{Position: int64(position), Body: plan}, nil
	})
}
