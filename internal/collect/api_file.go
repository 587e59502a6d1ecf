package collect

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type answerFileInput struct {
	ID   string `path:"id"`
	File string `path:"file"`
}

// registerFiles adds the way to the files that came with answers. They are strangers'
// files: a browser is told to put them down, not to open them.
func registerFiles(api huma.API, s *Service) {
	op := web.Op("get-answer-file", http.MethodGet, "/api/responses/{id}/files/{file}", access.AnswerRead, "A file that came with an answer, to be put down and not shown")
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, op, func(ctx context.Context, in *answerFileInput) (*huma.StreamResponse, error) {
		f, err := s.OpenFile(ctx, in.ID, in.File)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) { sendFile(hc, f) }}, nil
	})
}

func sendFile(hc huma.Context, f *FileContent) {
	defer func() { _ = f.Close() }()
	hc.SetHeader("Content-Type", "application/octet-stream")
	hc.SetHeader("Content-Disposition", attached(f.Name))
	hc.SetHeader("X-Content-Type-Options", "nosniff")
	hc.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	hc.SetHeader("Cache-Control", "no-store")
	r, w := humago.Unwrap(hc)
	http.ServeContent(w, r, "", time.Time{}, f)
}

// attached is the header under which a file is put down by its name.
func attached(name string) string {
	if v := mime.FormatMediaType("attachment", map[string]string{"filename": name}); v != "" {
		return v
	}
	return "attachment"
}
