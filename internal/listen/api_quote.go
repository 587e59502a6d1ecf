package listen

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

// QuoteQuery is a filter of quotes in an address.
type QuoteQuery struct {
	Code     string `query:"code" doc:"The code under which they count."`
	Document string `query:"document"`
	Coder    string `query:"coder" doc:"The person who signs in."`
	Mode     Mode   `query:"mode" enum:"think,feel,do"`
	Trait    string `query:"trait" maxLength:"200" doc:"Of documents with this value of a trait."`
	Value    string `query:"value" maxLength:"400"`
}

func (q QuoteQuery) filter() QuoteFilter {
	return QuoteFilter(q)
}

type quotesInput struct {
	ID string `path:"id"`
	QuoteQuery
	web.Page
}

type quoteFileInput struct {
	ID string `path:"id"`
	QuoteQuery
	Format   string `query:"format" enum:"docx,xlsx" default:"xlsx"`
	Language string `query:"lang" enum:"en,fr" default:"en" doc:"Of titles."`
}

type quoteFileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Sniff       string `header:"X-Content-Type-Options"`
	Body        []byte
}

func registerQuotes(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-quotes", http.MethodGet, "/api/studies/{id}/quotes", access.ListenRead, "List a study's coded passages in their words, with what is masked replaced"),
		func(ctx context.Context, in *quotesInput) (*web.ListOf[Quote], error) {
			var after QuotePlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			quotes, err := s.Quotes(ctx, in.ID, in.filter(), after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Quote]{Body: web.Listed(quotes, in.Limit, func(q Quote) any {
				return QuotePlace{Kind: string(q.Kind), Number: q.Number, FromN: q.Coding.FromN, ID: q.Coding.ID}
			})}, nil
		})

	op := web.Op("export-quotes", http.MethodGet, "/api/studies/{id}/quotes/export", access.ListenRead, "Take quotes, codebook and memos along as XLSX or DOCX")
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	content := map[string]*huma.MediaType{}
	for _, format := range quoteFormats() {
		content[quoteFiles()[format].mediaType] = file
	}
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: content}}
	huma.Register(api, op, func(ctx context.Context, in *quoteFileInput) (*quoteFileOutput, error) {
		m, err := s.QuoteMatrix(ctx, in.ID, in.filter(), in.Format)
		if err != nil {
			return nil, err
		}
		f := quoteFiles()[in.Format]
		var file bytes.Buffer // whole before the first byte goes out, so that what fails is told
		if err := f.write(&file, m, titlesIn(in.Language == "fr")); err != nil {
			return nil, err
		}
		return &quoteFileOutput{ContentType: f.mediaType, Disposition: `attachment; filename="quotes.` + in.Format + `"`, Sniff: "nosniff", Body: file.Bytes()}, nil
	})
}
