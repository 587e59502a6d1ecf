package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type settleInput struct {
	ID   string `path:"id"`
	Body struct {
		CodeID string `json:"code_id" format:"uuid"`
		FromN  int    `json:"from_n" minimum:"1"`
		ToN    int    `json:"to_n" minimum:"1"`
		Holds  bool   `json:"holds" doc:"True: the code stands there."`
		Reason string `json:"reason" maxLength:"8000"`
	}
}

type bodyOf[T any] struct{ Body T }

func told[T any](body T, err error) (*bodyOf[T], error) {
	if err != nil {
		return nil, err
	}
	return &bodyOf[T]{body}, nil
}

func registerAnalyses(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-differences", http.MethodGet, "/api/documents/{id}/differences", access.ListenRead, "List where a document's coders differ"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Difference], error) {
			return web.ListedWhole(s.Differences(ctx, in.ID))
		})

	create := web.Op("settle-difference", http.MethodPost, "/api/documents/{id}/settlements", access.ListenWrite, "Settle a difference with a reason")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *settleInput) (*web.Versioned[Settlement], error) {
		b := in.Body
		t, position, err := s.Settle(ctx, Settlement{DocumentID: in.ID, CodeID: b.CodeID, FromN: b.FromN, ToN: b.ToN, Holds: b.Holds, Reason: b.Reason})
		return web.Answered(t, 1, position, err)
	})

	huma.Register(api, web.Op("unsettle-difference", http.MethodDelete, "/api/documents/{id}/settlements/{settlement}", access.ListenWrite, "Open a settled difference again"),
		func(ctx context.Context, in *struct {
			ID         string `path:"id"`
			Settlement string `path:"settlement"`
		},
		) (*web.Changed, error) {
			return web.ChangedAt(s.Unsettle(ctx, in.ID, in.Settlement))
		})

	huma.Register(api, web.Op("get-agreement", http.MethodGet, "/api/studies/{id}/agreement", access.ListenRead, "Tell how far a study's coders agree"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			With string `query:"with" doc:"A coder of the study who does not sign in: people are compared with it, on the codes that it gives."`
		},
		) (*bodyOf[StudyAgreement], error) {
			return told(s.Agreement(ctx, in.ID, in.With))
		})

	huma.Register(api, web.Op("get-saturation", http.MethodGet, "/api/studies/{id}/saturation", access.ListenRead, "Tell whether interviews still bring new codes"),
		func(ctx context.Context, in *idInput) (*bodyOf[SaturationCurve], error) {
			return told(s.CodeSaturation(ctx, in.ID))
		})
	registerCounts(api, s)
	registerMemos(api, s)
	registerQuotes(api, s)
	registerStudyCodebook(api, s)
}

func registerCounts(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-code-counts", http.MethodGet, "/api/studies/{id}/codes", access.ListenRead, "Count how often each code was given in a study"),
		func(ctx context.Context, in *idInput) (*web.ListOf[CodeCount], error) {
			return web.ListedWhole(s.CodeCounts(ctx, in.ID))
		})

	huma.Register(api, web.Op("list-codes-together", http.MethodGet, "/api/studies/{id}/together", access.ListenRead, "List the codes that meet in passages of a study"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Together], error) {
			return web.ListedWhole(s.CodesTogether(ctx, in.ID))
		})

	huma.Register(api, web.Op("list-study-traits", http.MethodGet, "/api/studies/{id}/traits", access.ListenRead, "List the traits by which a study's codes can be told apart"),
		func(ctx context.Context, in *idInput) (*web.ListOf[string], error) {
			return web.ListedWhole(s.StudyTraits(ctx, in.ID))
		})

	huma.Register(api, web.Op("get-codes-by-trait", http.MethodGet, "/api/studies/{id}/codes-by-trait", access.ListenRead, "Set a study's codes against the values of a trait"),
		func(ctx context.Context, in *struct {
			ID    string `path:"id"`
			Trait string `query:"trait" maxLength:"200" doc:"Absent: everybody in one column."`
		},
		) (*bodyOf[TraitTable], error) {
			return told(s.CodesByTrait(ctx, in.ID, in.Trait))
		})
}

type chosenCodebook struct {
	CodebookID string `json:"codebook_id" doc:"Empty for none yet."`
}

func registerStudyCodebook(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-study-codebook", http.MethodGet, "/api/studies/{id}/codebook", access.ListenRead, "Tell by which codebook a study is coded"),
		func(ctx context.Context, in *idInput) (*bodyOf[chosenCodebook], error) {
			id, err := s.StudyCodebook(ctx, in.ID)
			return told(chosenCodebook{id}, err)
		})

	huma.Register(api, web.Op("choose-study-codebook", http.MethodPut, "/api/studies/{id}/codebook", access.ListenWrite, "Choose the codebook by which a study is coded"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Body chosenCodebook
		},
		) (*web.Changed, error) {
			return web.ChangedAt(s.ChooseCodebook(ctx, in.ID, in.Body.CodebookID))
		})
}
