package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type decideMasksInput struct {
	ID   string `path:"id"`
	Body struct {
		IDs         []string  `json:"ids" nullable:"false" minItems:"1" maxItems:"5000"`
		State       MaskState `json:"state" enum:"proposed,confirmed,refused"`
		Replacement *string   `json:"replacement,omitempty" maxLength:"80" doc:"What stands for them; absent: as it is."`
	}
}

type addMaskInput struct {
	ID   string `path:"id"`
	Body struct {
		N           int      `json:"n" minimum:"1"`
		Start       int      `json:"start" minimum:"0" doc:"In code points of the original sentence."`
		Length      int      `json:"length" minimum:"1"`
		Kind        MaskKind `json:"kind" enum:"name,firm,mail,phone,place,number,other"`
		Replacement string   `json:"replacement,omitempty" maxLength:"80" doc:"Absent: made of the kind."`
		Everywhere  bool     `json:"everywhere,omitempty" doc:"All places of the document that read the same."`
	}
}

type searchInput struct {
	ID    string       `path:"id"`
	Words string       `query:"q" maxLength:"200"`
	Kind  DocumentKind `query:"kind" enum:"transcript,comment"`
	web.Page
}

func registerMasks(api huma.API, s *Service) {
	on := func(id, method, path, summary string, do func(ctx context.Context, id string) (Document, log.Position, error)) {
		huma.Register(api, web.Op(id, method, path, access.ListenWrite, summary), func(ctx context.Context, in *idInput) (*web.Versioned[Document], error) {
			d, position, err := do(ctx, in.ID)
			return web.Answered(d, d.Version, position, err)
		})
	}
	on("propose-masks", http.MethodPost, "/api/documents/{id}/masks/propose", "Look through a document for what may give somebody away", s.ProposeMasks)
	on("release-document", http.MethodPost, "/api/documents/{id}/release", "Let everybody who reads the study read a document, masked", s.ReleaseDocument)
	on("withdraw-document", http.MethodDelete, "/api/documents/{id}/release", "Take a document back from those who are no researchers", s.WithdrawDocument)

	huma.Register(api, web.Op("decide-masks", http.MethodPut, "/api/documents/{id}/masks", access.ListenWrite, "Confirm or refuse masks of a document"),
		func(ctx context.Context, in *decideMasksInput) (*web.Versioned[Document], error) {
			d, position, err := s.DecideMasks(ctx, in.ID, in.Body.IDs, in.Body.State, in.Body.Replacement)
			return web.Answered(d, d.Version, position, err)
		})

	huma.Register(api, web.Op("add-mask", http.MethodPost, "/api/documents/{id}/masks", access.ListenWrite, "Mask words of a sentence"),
		func(ctx context.Context, in *addMaskInput) (*web.Versioned[Document], error) {
			b := in.Body
			d, position, err := s.AddMask(ctx, in.ID, Mask{N: b.N, Start: b.Start, Length: b.Length, Kind: b.Kind, Replacement: b.Replacement}, b.Everywhere)
			return web.Answered(d, d.Version, position, err)
		})

	huma.Register(api, web.Op("search-sentences", http.MethodGet, "/api/studies/{id}/search", access.ListenRead, "Find sentences of a study: researchers in the originals, others in what is shown"),
		func(ctx context.Context, in *searchInput) (*web.ListOf[SentenceHit], error) {
			var after int64
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			hits, total, err := s.Search(ctx, in.ID, in.Words, in.Kind, after, in.Limit)
			if err != nil {
				return nil, err
			}
			list := web.Listed(hits, in.Limit, func(h SentenceHit) any { return h.id })
			list.Total, list.More = &total, total == mostHits
			return &web.ListOf[SentenceHit]{Body: list}, nil
		})
	registerAudio(api, s)
}
