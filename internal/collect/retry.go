package collect

import (
	"context"
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// attempts is how often a write is tried that PostgreSQL broke off.
const attempts = 8

// retried does a write again when PostgreSQL broke it off because two
// transactions waited for each other: a list of responses and a group that name
// the same customers in another order, or two servers on one database. What was
// broken off left nothing.
func retried(ctx context.Context, write func() (log.Position, error)) (log.Position, error) {
	for n := 1; ; n++ {
		position, err := write()
		if err == nil || n == attempts || !brokenOff(err) {
			return position, err
		}
		select {
		case <-ctx.Done():
			return position, err
		case <-time.After(time.Duration(n) * 3 * time.Millisecond):
		}
	}
}

// brokenOff tells a deadlock or a failed serialisation.
func brokenOff(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "40P01" || state.SQLState() == "40001")
}
