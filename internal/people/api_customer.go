package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type listCustomersInput struct {
	web.Page
	Search  string   `query:"q" maxLength:"200" doc:"Words of name, mail or key, the last perhaps only begun; how the name or key begins; a telephone number. The first 2,000 found are gone through."`
	Account string   `query:"account" maxLength:"60" doc:"Only of this account."`
	Unit    string   `query:"unit" maxLength:"60" doc:"Only of this unit and those below it."`
	Role    string   `query:"role" enum:"decides,influences,uses,sponsors" doc:"Only contacts with this role."`
	Trait   []string `query:"trait,explode" maxItems:"50" doc:"ID:VALUE, or ID:FROM..TO of numbers, money and days: only those of whom it is so now. The same trait again is an or, another one an and; at most 5 traits."`
}

type customersOutput struct{ Body web.List[Customer] }

type customerOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Customer
}

type upsertCustomersInput struct {
	Body struct {
		Items []CustomerInput `json:"items" minItems:"1" maxItems:"1000" nullable:"false"`
	}
}

type upsertOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     UpsertReceipt
}

type changeCustomerInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    CustomerChange
}

func registerCustomers(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-customers", http.MethodGet, "/api/customers", access.PersonRead, "List customers, by name"),
		func(ctx context.Context, in *listCustomersInput) (*customersOutput, error) {
			var after ListPlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			f := CustomerFilter{Search: in.Search, Account: in.Account, Role: Role(in.Role), Traits: in.Trait}
			if in.Unit != "" {
				f.Units = []string{in.Unit}
			}
			list, err := s.ListCustomers(ctx, f, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &customersOutput{web.Listed(list, in.Limit, func(c Customer) any { return c.Place() })}, nil
		})

	huma.Register(api, web.Op("get-customer", http.MethodGet, "/api/customers/{id}", access.PersonRead, "Get a customer; that it was opened is audited"),
		func(ctx context.Context, in *idInput) (*customerOutput, error) {
			c, err := s.GetCustomer(ctx, in.ID)
			return answeredCustomer(c, 0, err)
		})

	huma.Register(api, web.Op("upsert-customers", http.MethodPost, "/api/customers", access.PersonWrite, "Make or change customers by key, at most 1,000; the same again changes nothing, and what cannot be taken is named and left out"),
		func(ctx context.Context, in *upsertCustomersInput) (*upsertOutput, error) {
			receipt, position, err := s.UpsertCustomers(ctx, in.Body.Items)
			if err != nil {
				return nil, err
			}
			return &upsertOutput{int64(position), receipt}, nil
		})

	huma.Register(api, web.Op("change-customer", http.MethodPatch, "/api/customers/{id}", access.PersonWrite, "Change a customer"),
		func(ctx context.Context, in *changeCustomerInput) (*customerOutput, error) {
			return answeredCustomer(s.UpdateCustomer(ctx, in.ID, in.IfMatch, in.Body))
		})
}

func answeredCustomer(c Customer, position log.Position, err error) (*customerOutput, error) {
	if err != nil {
		return nil, err
	}
	return &customerOutput{ETag: web.ETag(c.Version), Position: int64(position), Body: c}, nil
}
