package record

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
)

// InsertAll inserts rows, a value a column each, in few statements. It gives
// how many went in: fewer than asked where a row met another one's key.
func (tx *Tx) InsertAll(ctx context.Context, in *Insert, rows [][]any) (inserted int, err error) {
	inserted, err = tx.session.insert(ctx, in, rows)
	return inserted, fault.Wrap(err, fault.CodeInternal, "insert rows")
}
