package outreach

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// restOf is the rest of a person that holds longest, nil for none after now.
func restOf(ctx context.Context, q record.Querier, ids []string, now time.Time) (*Rest, error) {
	var rows []struct {
		Until, SetAt  int64
		SetBy, Reason string
	}
	err := q.NewRaw("SELECT until, set_at, set_by, reason FROM contact_rest WHERE customer_id IN (?) AND until > ? ORDER BY until DESC LIMIT 1", bun.List(ids), record.Micros(now)).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "read until when somebody rests")
	}
	r := rows[0]
	return &Rest{Until: record.Time(r.Until), Reason: r.Reason, SetAt: record.Time(r.SetAt), SetBy: r.SetBy}, nil
}

func insertRest(ctx context.Context, tx *record.Tx, customer string, r Rest) error {
	_, err := tx.Exec(ctx, "INSERT INTO contact_rest (customer_id, until, set_at, set_by, reason) VALUES (?, ?, ?, ?, ?)",
		customer, record.Micros(r.Until), record.Micros(r.SetAt), r.SetBy, r.Reason)
	return fault.Wrap(err, fault.CodeInternal, "leave somebody in peace")
}

func dropRests(ctx context.Context, tx *record.Tx, ids []string) error {
	_, err := tx.NewRaw("DELETE FROM contact_rest WHERE customer_id IN (?)", bun.List(ids)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "end a rest")
}

// optOutsOf are the programs, of those within reach, that a person does not want
// to be asked by, the latest first.
func optOutsOf(ctx context.Context, q record.Querier, ids []string, where string, args []any) ([]OptOut, error) {
	var rows []struct {
		ProgramID string `bun:"program_id"`
		Program   string
		At        int64
		Channel   string
	}
	err := q.NewRaw("SELECT o.program_id, p.name AS program, MIN(o.at) AS at, MIN(o.channel) AS channel FROM program_opt_out o JOIN program p ON p.id = o.program_id WHERE o.customer_id IN (?) AND "+where+
		" GROUP BY o.program_id, p.name ORDER BY 3 DESC, o.program_id LIMIT 200", append([]any{bun.List(ids)}, args...)...).Scan(ctx, &rows)
	out := make([]OptOut, len(rows))
	for i, r := range rows {
		out[i] = OptOut{ProgramID: r.ProgramID, Program: r.Program, At: record.Time(r.At), Channel: r.Channel}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list what somebody opted out of")
}
