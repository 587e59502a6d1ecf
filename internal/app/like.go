package app

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
)

// likeUnits are the units of the same depth in the tree as a unit, itself among
// them; none where it is not there. Who may learn what of them is for the
// caller to check.
func (a *App) likeUnits(ctx context.Context, unit string) ([]string, error) {
	units, err := a.people.ListUnits(access.System(ctx, "figures"))
	if err != nil {
		return nil, err
	}
	depth := -1
	for _, u := range units {
		if u.ID == unit {
			depth = u.Depth
		}
	}
	var like []string
	for _, u := range units {
		if u.Depth == depth {
			like = append(like, u.ID)
		}
	}
	return like, nil
}
