package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type mergeInput struct {
	ID   string `path:"id"`
	Body struct {
		Into string `json:"into" maxLength:"60" doc:"The customer that stays: it shows what it lacks from the one merged into it."`
	}
}

type mergeAccountInput struct {
	ID   string `path:"id"`
	Body struct {
		Into string `json:"into" maxLength:"60" doc:"The account that stays."`
	}
}

type mergeOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     Merge
}

type mergesOutput struct {
	Body struct {
		Items []Merge `json:"items" nullable:"false"`
	}
}

type duplicatesOutput struct {
	Body struct {
		Items []Duplicate `json:"items" nullable:"false"`
	}
}

func registerMerges(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-duplicates", http.MethodGet, "/api/customers/{id}/duplicates", access.PersonRead, "List customers that may be the same person: same mail, same telephone, or same name in the same account; at most 20"),
		func(ctx context.Context, in *idInput) (*duplicatesOutput, error) {
			list, err := s.Duplicates(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &duplicatesOutput{}
			out.Body.Items = append([]Duplicate{}, list...)
			return out, nil
		})

	huma.Register(api, web.Op("list-merges", http.MethodGet, "/api/customers/{id}/merges", access.PersonRead, "List what was merged into a customer and was not undone, newest first"),
		func(ctx context.Context, in *idInput) (*mergesOutput, error) {
			list, err := s.Merges(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &mergesOutput{}
			out.Body.Items = append([]Merge{}, list...)
			return out, nil
		})

	huma.Register(api, web.Op("merge-customer", http.MethodPost, "/api/customers/{id}/merge", access.PersonWrite, "Merge a customer into another; answers and figures follow"),
		func(ctx context.Context, in *mergeInput) (*mergeOutput, error) {
			return answeredMerge(s.MergeCustomers(ctx, in.ID, in.Body.Into))
		})

	huma.Register(api, web.Op("list-account-merges", http.MethodGet, "/api/accounts/{id}/merges", access.PersonRead, "List what was merged into an account and was not undone, newest first"),
		func(ctx context.Context, in *idInput) (*mergesOutput, error) {
			list, err := s.AccountMerges(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &mergesOutput{}
			out.Body.Items = append([]Merge{}, list...)
			return out, nil
		})

	huma.Register(api, web.Op("merge-account", http.MethodPost, "/api/accounts/{id}/merge", access.PersonWrite, "Merge an account into another; answers, contacts and figures follow"),
		func(ctx context.Context, in *mergeAccountInput) (*mergeOutput, error) {
			return answeredMerge(s.MergeAccounts(ctx, in.ID, in.Body.Into))
		})

	huma.Register(api, web.Op("undo-merge", http.MethodPost, "/api/merges/{id}/undo", access.PersonWrite, "Undo a merge: each is again what it was"),
		func(ctx context.Context, in *idInput) (*mergeOutput, error) {
			return answeredMerge(s.UndoMerge(ctx, in.ID))
		})
}

func answeredMerge(m Merge, position log.Position, err error) (*mergeOutput, error) {
	if err != nil {
		return nil, err
	}
	return &mergeOutput{Position: int64(position), Body: m}, nil
}
