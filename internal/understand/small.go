package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/stat"
)

// usualSmallest is the smallest group where nobody says another.
const usualSmallest = 5

// smallest is the least size of a group that is told to somebody who may not
// see people: from fewer, and from all but fewer, one might be known. It is also
// how many answers a value has that is compared, and how many like units there
// are beside which one is set. One setting of the organisation decides them all;
// never fewer than statistics need.
func (s *Service) smallest(ctx context.Context) (int64, error) {
	if s.o.Smallest == nil {
		return usualSmallest, nil
	}
	n, err := s.o.Smallest(ctx)
	return max(n, 1), err
}

// leastCompared is how many answers a value has at least that is compared.
func leastCompared(smallest int64) int64 { return max(smallest, stat.MinCompared) }
