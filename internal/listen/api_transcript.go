package listen

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

type previewTranscriptInput struct {
	ID      string `path:"id"`
	Name    string `query:"name" required:"true" maxLength:"400" doc:"Of the file, with its ending."`
	RawBody []byte `contentType:"application/octet-stream"`
}

type previewTranscriptOutput struct{ Body TranscriptPreview }

type takeTranscriptInput struct {
	ID       string `path:"id"`
	Name     string `query:"name" required:"true" maxLength:"400" doc:"Of the file, with its ending."`
	Language string `query:"language" maxLength:"12" doc:"Absent: the interview's."`
	Speakers string `query:"speakers" maxLength:"20000" doc:"JSON: who they are, as a list of {name, as, interviewer}; absent: as proposed."`
	RawBody  []byte `contentType:"application/octet-stream"`
}

func registerTranscripts(api huma.API, s *Service) {
	preview := web.Op("preview-transcript", http.MethodPost, "/api/interviews/{id}/transcript/preview", access.ListenWrite, "See how a file would be taken in as the transcript of an interview")
	preview.MaxBodyBytes = maxTranscript
	huma.Register(api, preview, func(ctx context.Context, in *previewTranscriptInput) (*previewTranscriptOutput, error) {
		p, err := s.PreviewTranscript(ctx, in.ID, in.Name, in.RawBody)
		return &previewTranscriptOutput{p}, err
	})

	take := web.Op("take-transcript", http.MethodPost, "/api/interviews/{id}/transcript", access.ListenWrite, "Take a file in as the transcript of an interview, which needs a consent")
	take.MaxBodyBytes, take.DefaultStatus = maxTranscript, http.StatusCreated
	huma.Register(api, take, func(ctx context.Context, in *takeTranscriptInput) (*web.Versioned[Document], error) {
		var speakers []Speaks
		if in.Speakers != "" && json.Unmarshal([]byte(in.Speakers), &speakers) != nil {
			return nil, fault.Invalid("speakers", "Name the speakers as a JSON list.")
		}
		d, position, err := s.TakeTranscript(ctx, in.ID, in.Name, in.Language, speakers, in.RawBody)
		return web.Answered(d, d.Version, position, err)
	})
	registerMends(api, s)
}
