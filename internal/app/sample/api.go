package sample

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listOutput struct {
	Body struct {
		Items []Sample `json:"items" nullable:"false"`
	}
}

type keyInput struct {
	Key string `path:"key" maxLength:"40" doc:"firm or answers"`
}

type sampleOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     Sample
}

// Register adds the operations to the API.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-samples", http.MethodGet, "/api/samples", access.ProgramRead, "List the invented samples and how they stand"),
		func(ctx context.Context, _ *struct{}) (*listOutput, error) {
			var out listOutput
			var err error
			out.Body.Items, err = s.List(ctx)
			return &out, err
		})

	load := web.Op("load-sample", http.MethodPost, "/api/samples/{key}", access.ImportRun, "Load an invented sample, in the background")
	load.DefaultStatus = http.StatusAccepted
	huma.Register(api, load, func(ctx context.Context, in *keyInput) (*sampleOutput, error) {
		one, position, err := s.Load(ctx, in.Key)
		return &sampleOutput{int64(position), one}, err
	})

	remove := web.Op("remove-sample", http.MethodDelete, "/api/samples/{key}", access.ImportRun, "Remove an invented sample with all that came with it, in the background")
	remove.DefaultStatus = http.StatusAccepted
	huma.Register(api, remove, func(ctx context.Context, in *keyInput) (*sampleOutput, error) {
		one, position, err := s.Remove(ctx, in.Key)
		return &sampleOutput{int64(position), one}, err
	})
}
