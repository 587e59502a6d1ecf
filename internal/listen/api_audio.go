package listen

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type audioInput struct {
	ID    string `path:"id"`
	Range string `header:"Range"`
}

func registerAudio(api huma.API, s *Service) {
	out := web.Op("get-audio", http.MethodGet, "/api/documents/{id}/audio", access.ListenRead, "The recording of a transcript, in parts where asked for, to researchers")
	out.Responses = map[string]*huma.Response{"200": {Description: "The recording", Content: map[string]*huma.MediaType{"audio/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, out, func(ctx context.Context, in *audioInput) (*huma.StreamResponse, error) {
		content, kind, err := s.OpenAudio(ctx, in.ID, in.Range == "" || strings.HasPrefix(in.Range, "bytes=0-"))
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			defer func() { _ = content.Close() }()
			hc.SetHeader("Content-Type", kind)
			hc.SetHeader("Content-Disposition", "attachment")
			hc.SetHeader("X-Content-Type-Options", "nosniff")
			hc.SetHeader("Cache-Control", "no-store")
			r, w := humago.Unwrap(hc)
			http.ServeContent(w, r, "", time.Time{}, content)
		}}, nil
	})

	huma.Register(api, web.Op("remove-audio", http.MethodDelete, "/api/documents/{id}/audio", access.ListenWrite, "Take the recording of a transcript out"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveAudio(ctx, in.ID))
		})

	registerAudioUpload(api, s)
}

// registerAudioUpload adds the upload of a recording, which is read as a stream,
// so that it never stands in memory.
func registerAudioUpload(api huma.API, s *Service) {
	op := web.Op("put-audio", http.MethodPut, "/api/documents/{id}/audio", access.ListenWrite, "Keep the recording of a transcript, at most 512 MiB, in place of one before")
	op.Parameters = []*huma.Param{
		{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
		{Name: "name", In: "query", Schema: &huma.Schema{Type: huma.TypeString}, Description: "Of the file."},
	}
	content := map[string]*huma.MediaType{}
	for _, kind := range audioTypes() {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: content}
	op.Responses = map[string]*huma.Response{"204": {Description: "Kept"}}
	api.OpenAPI().AddOperation(&op)
	api.Adapter().Handle(&op, api.Middlewares().Handler(op.Middlewares.Handler(func(hc huma.Context) {
		kind, _, _ := strings.Cut(hc.Header("Content-Type"), ";")
		if _, err := s.PutAudio(hc.Context(), hc.Param("id"), hc.Query("name"), strings.TrimSpace(kind), hc.BodyReader()); err != nil {
			web.WriteProblem(hc, err)
			return
		}
		hc.SetStatus(http.StatusNoContent)
	})))
}
