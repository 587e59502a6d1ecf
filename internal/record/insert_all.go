package record

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
)

// InsertAll inserts rows, a value a column each, in few statements. It gives
// how many there were room for: fewer than asked where a row met another one's
// key.
func (tx *Tx) InsertAll(ctx context.Context, in *Insert, rows [][]any) (inserted int, err error) {
	var args []any
	for len(rows) > 0 {
		size, text := 1, 0
		for size*2 <= min(len(rows), insertRows) {
			size, text = size*2, text+1
		}
		args = args[:0]
		for _, row := range rows[:size] {
			args = append(args, row...)
		}
		n, err := tx.Exec(ctx, in.texts[text], args...)
		if err != nil {
			return inserted, fault.Wrap(err, fault.CodeInternal, "insert rows")
		}
		inserted += int(n)
		rows = rows[size:]
	}
	return inserted, nil
}
