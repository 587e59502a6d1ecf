package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type listAccountsInput struct {
	web.Page
	Search string   `query:"q" maxLength:"200" doc:"Words of name or key, the last perhaps only begun. The first 2,000 found are gone through."`
	Unit   string   `query:"unit" maxLength:"60" doc:"Only of this unit and those below it."`
	Owner  string   `query:"owner" maxLength:"60" doc:"Only those that this person looks after."`
	Trait  []string `query:"trait,explode" maxItems:"50" doc:"ID:VALUE, or ID:FROM..TO of numbers, money and days: only those of whom it is so now. The same trait again is an or, another one an and; at most 5 traits."`
}

type accountsOutput struct{ Body web.List[Account] }

type upsertAccountsInput struct {
	Body struct {
		Items []AccountInput `json:"items" minItems:"1" maxItems:"1000" nullable:"false"`
	}
}

type changeAccountInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    AccountChange
}

type accountOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Account
}

type listContactsInput struct {
	ID string `path:"id"`
	web.Page
	Role string `query:"role" enum:"decides,influences,uses,sponsors" doc:"Only contacts with this role."`
}

func registerAccounts(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-accounts", http.MethodGet, "/api/accounts", access.PersonRead, "List accounts, by name"),
		func(ctx context.Context, in *listAccountsInput) (*accountsOutput, error) {
			var after ListPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			f := AccountFilter{Search: in.Search, Owner: in.Owner, Traits: in.Trait}
			if in.Unit != "" {
				f.Units = []string{in.Unit}
			}
			accounts, err := s.ListAccounts(ctx, f, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &accountsOutput{web.Listed(accounts, in.Limit, func(a Account) any { return a.Place() })}, nil
		})

	huma.Register(api, web.Op("get-account", http.MethodGet, "/api/accounts/{id}", access.PersonRead, "Get an account"),
		func(ctx context.Context, in *idInput) (*accountOutput, error) {
			a, err := s.GetAccount(ctx, in.ID)
			return answeredAccount(a, 0, err)
		})

	huma.Register(api, web.Op("upsert-accounts", http.MethodPost, "/api/accounts", access.PersonWrite, "Make or change accounts by key, at most 1,000; the same again changes nothing, and what cannot be taken is named and left out"),
		func(ctx context.Context, in *upsertAccountsInput) (*upsertOutput, error) {
			receipt, position, err := s.UpsertAccounts(ctx, in.Body.Items)
			if err != nil {
				return nil, err
			}
			return &upsertOutput{int64(position), receipt}, nil
		})

	huma.Register(api, web.Op("change-account", http.MethodPatch, "/api/accounts/{id}", access.PersonWrite, "Rename an account, say which unit it belongs to or who looks after it"),
		func(ctx context.Context, in *changeAccountInput) (*accountOutput, error) {
			return answeredAccount(s.UpdateAccount(ctx, in.ID, in.IfMatch, in.Body))
		})

	huma.Register(api, web.Op("list-contacts", http.MethodGet, "/api/accounts/{id}/contacts", access.PersonRead, "List an account's customers with their roles and ties, by name"),
		func(ctx context.Context, in *listContactsInput) (*customersOutput, error) {
			var after ListPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, err := s.ListContacts(ctx, in.ID, Role(in.Role), after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &customersOutput{web.Listed(list, in.Limit, func(c Customer) any { return c.Place() })}, nil
		})
}

func answeredAccount(a Account, position log.Position, err error) (*accountOutput, error) {
	if err != nil {
		return nil, err
	}
	return &accountOutput{ETag: web.ETag(a.Version), Position: int64(position), Body: a}, nil
}
