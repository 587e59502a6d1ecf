package listen

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type candidatesInput struct {
	ID   string `path:"id"`
	Body struct {
		Items []ToAsk `json:"items" nullable:"false" minItems:"1" maxItems:"500"`
	}
}

type readAskedInput struct {
	ID      string `path:"id"`
	Columns string `query:"columns" maxLength:"20000" doc:"What each column holds, parted by commas; absent: guessed by the titles."`
	RawBody []byte `contentType:"application/octet-stream"`
}

type readAskedOutput struct{ Body AskedFile }

func registerCandidates(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-quotas", http.MethodGet, "/api/studies/{id}/quotas", access.ListenRead, "List the groups that a study wants, with how many of each are asked and heard"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Quota], error) {
			return web.ListedWhole(s.Quotas(ctx, in.ID))
		})

	huma.Register(api, web.Op("preview-candidates", http.MethodPost, "/api/studies/{id}/candidates", access.ListenWrite, "Look through a list for people whom a study might ask; nothing is changed"),
		func(ctx context.Context, in *candidatesInput) (*web.ListOf[Candidate], error) {
			return web.ListedWhole(s.Candidates(ctx, in.ID, in.Body.Items))
		})

	read := web.Op("read-candidates", http.MethodPost, "/api/studies/{id}/candidates/file", access.ListenWrite, "Read a table of people whom a study might ask; nothing is kept")
	read.MaxBodyBytes = maxAskedFile
	huma.Register(api, read, func(ctx context.Context, in *readAskedInput) (*readAskedOutput, error) {
		var columns []string
		if in.Columns != "" {
			columns = strings.Split(in.Columns, ",")
		}
		file, err := s.ReadAsked(ctx, in.ID, in.RawBody, columns)
		return &readAskedOutput{file}, err
	})
}
