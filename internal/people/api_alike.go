package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type alikeInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many groups of customers alike."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before."`
}

type alikeOutput struct {
	Body struct {
		Items []Alike `json:"items" nullable:"false"`
		Next  string  `json:"next,omitempty" doc:"Go on from here: absent at the end. A page may be empty before it."`
	}
}

type alikeAccountsOutput struct {
	Body struct {
		Items []AlikeAccounts `json:"items" nullable:"false"`
		Next  string          `json:"next,omitempty" doc:"Go on from here: absent at the end. A page may be empty before it."`
	}
}

type duplicateAccountsOutput struct {
	Body struct {
		Items []DuplicateAccount `json:"items" nullable:"false"`
	}
}

type apartInput struct {
	ID    string `path:"id"`
	Other string `path:"other"`
}

type apartOutput struct {
	Position int64 `header:"Balcony-Position"`
}

func registerAlike(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-alike", http.MethodGet, "/api/duplicates", access.PersonRead, "Go through all customers for those that may be one: same mail, same telephone, then same name in one account"),
		func(ctx context.Context, in *alikeInput) (*alikeOutput, error) {
			var after alikePlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, next, err := s.Alike(ctx, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &alikeOutput{}
			out.Body.Items = list
			if next != nil {
				out.Body.Next = web.EncodeCursor(next)
			}
			return out, nil
		})

	huma.Register(api, web.Op("list-alike-accounts", http.MethodGet, "/api/duplicates/accounts", access.PersonRead, "Go through all accounts for those that may be one firm: same name without its legal form, then mail at the same domain"),
		func(ctx context.Context, in *alikeInput) (*alikeAccountsOutput, error) {
			var after alikePlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, next, err := s.AlikeAccounts(ctx, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &alikeAccountsOutput{}
			out.Body.Items = list
			if next != nil {
				out.Body.Next = web.EncodeCursor(next)
			}
			return out, nil
		})

	huma.Register(api, web.Op("list-duplicate-accounts", http.MethodGet, "/api/accounts/{id}/duplicates", access.PersonRead, "List accounts that may be the same firm: same name without its legal form, or mail at the same domain; at most 20"),
		func(ctx context.Context, in *idInput) (*duplicateAccountsOutput, error) {
			list, err := s.AccountDuplicates(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &duplicateAccountsOutput{}
			out.Body.Items = append([]DuplicateAccount{}, list...)
			return out, nil
		})
	registerApart(api, s)
}

func registerApart(api huma.API, s *Service) {
	for _, of := range []struct {
		keep, undo, path, what string
		apart, together        func(ctx context.Context, id, other string) (log.Position, error)
	}{
		{"keep-apart", "undo-apart", "/api/customers/{id}/apart/{other}", "customers are not the same", s.KeepApart, s.Together},
		{"keep-accounts-apart", "undo-accounts-apart", "/api/accounts/{id}/apart/{other}", "accounts are not one firm", s.KeepAccountsApart, s.AccountsTogether},
	} {
		huma.Register(api, web.Op(of.keep, http.MethodPut, of.path, access.PersonWrite, "Say that two "+of.what+": they are not offered for merging again"),
			func(ctx context.Context, in *apartInput) (*apartOutput, error) {
				position, err := of.apart(ctx, in.ID, in.Other)
				return &apartOutput{int64(position)}, err
			})
		huma.Register(api, web.Op(of.undo, http.MethodDelete, of.path, access.PersonWrite, "Take back that two "+of.what),
			func(ctx context.Context, in *apartInput) (*apartOutput, error) {
				position, err := of.together(ctx, in.ID, in.Other)
				return &apartOutput{int64(position)}, err
			})
	}
}
