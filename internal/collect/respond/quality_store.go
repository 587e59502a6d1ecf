package respond

import (
	"context"

	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// writeJudged keeps it, with whether somebody gave the same answers before.
func writeJudged(ctx context.Context, tx *record.Tx, hash string, j judged) error {
	const doing = "keep what makes an answer doubtful"
	for column, value := range map[string]string{"print": j.print, "text_print": j.text} {
		if value == "" {
			continue
		}
		var found int64
		before, err := tx.Get(ctx, "SELECT 1 FROM answering WHERE "+column+" = ? AND token_hash <> ? LIMIT 1", []any{value, hash}, &found)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, doing)
		}
		if before {
			j.flags |= quality.Twin
		}
	}
	_, err := tx.Exec(ctx, "UPDATE answering SET pace = ?, flags = ?, print = ?, text_print = ? WHERE token_hash = ?", j.pace, int64(j.flags), j.print, j.text, hash)
	return fault.Wrap(err, fault.CodeInternal, doing)
}
