package answers

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listInput struct {
	ID string `path:"id"`
	web.Page
	Filter
}

type listOutput struct{ Body web.List[SurveyAnswer] }

type oneInput struct {
	ID       string `path:"id"`
	Response string `path:"response" format:"uuid"`
}

type oneOutput struct{ Body SurveyAnswered }

type exportInput struct {
	ID string `path:"id"`
	Filter
	Format  string `query:"format" enum:"csv,xlsx,parquet,jsonl" default:"csv"`
	Decimal string `query:"decimal" enum:"point,comma" default:"point" doc:"Of CSV: 1.5 with commas between cells, or 1,5 with semicolons"`
	Values  string `query:"values" enum:"labels,codes" default:"labels" doc:"Options by their texts or their codes. Columns are called by the wording or by the code too; those of Parquet and JSON Lines by the code always."`
	Texts   string `query:"texts" maxLength:"12" doc:"Language of the survey's texts; its base language where it has no other, or none is named."`
	Words   string `query:"lang" enum:"en,fr" default:"en" doc:"Of the titles that are not the survey's"`
}

// Register adds the operations to the API.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-survey-responses", http.MethodGet, "/api/surveys/{id}/responses", access.AnswerRead, "List those who answered a survey, the newest begun first"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			var after Place
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, total, more, err := s.List(ctx, in.ID, in.Filter, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := web.Listed(found, in.Limit, func(a SurveyAnswer) any { return Place{At: a.StartedAt.UnixMicro(), ID: a.ID} })
			if in.Cursor == "" {
				out.Total, out.More = &total, more
			}
			return &listOutput{out}, nil
		})
	huma.Register(api, web.Op("get-survey-response", http.MethodGet, "/api/surveys/{id}/responses/{response}", access.AnswerRead, "Open what one person answered, as it was asked"),
		func(ctx context.Context, in *oneInput) (*oneOutput, error) {
			found, err := s.Get(ctx, in.ID, in.Response)
			if err != nil {
				return nil, err
			}
			return &oneOutput{found}, nil
		})
	registerExport(api, s)
	registerTests(api, s)
}

// mediaTypes are those of the formats.
var mediaTypes = map[string]string{
	"csv":     "text/csv; charset=utf-8",
	"xlsx":    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"parquet": "application/vnd.apache.parquet",
	"jsonl":   "application/jsonl",
}

// aFile describes an answer that is a file in one of the formats.
func aFile() map[string]*huma.Response {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	content := map[string]*huma.MediaType{}
	for _, media := range mediaTypes {
		content[media] = file
	}
	return map[string]*huma.Response{"200": {Description: "The file; Balcony-Rows says how many rows it had when it was begun", Content: content}}
}

func registerExport(api huma.API, s *Service) {
	op := web.Op("export-survey-responses", http.MethodGet, "/api/surveys/{id}/responses/export", access.AnswerRead, "Take the answers to a survey along as CSV, XLSX, Parquet or JSON Lines, a row each")
	op.Responses = aFile()
	huma.Register(api, op, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		e, err := s.Export(ctx, in.ID, in.Filter, Format{Kind: in.Format, Comma: in.Decimal == "comma", Codes: in.Values == "codes", Language: in.Texts, Words: in.Words, Zone: s.Zone()})
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) { s.send(hc, e) }}, nil
	})
}
