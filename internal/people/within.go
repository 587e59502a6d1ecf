package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// PersonWithin gives a person, all keys merged into it, for whoever holds a
// permission over the customer; others find nothing. Later rooms ask it before
// they tell or change what they keep of a person. Restricted tells that nothing
// of theirs may be shown or used.
func (s *Service) PersonWithin(ctx context.Context, q record.Querier, permission access.Permission, id string) (p Person, restricted bool, err error) {
	row, err := getCustomer(ctx, q, personReach(ctx, permission), id)
	if err != nil {
		return p, false, err
	}
	p, err = personOf(ctx, q, id)
	return p, row.RestrictedAt != nil, err
}
