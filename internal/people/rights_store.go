package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// RightPlace is where in the log of rights a page begins: after a request of
// this time, by which the list is sorted.
type RightPlace struct {
	At int64  `json:"a"`
	ID string `json:"i"`
}

// place is where a page ends that ends with this request.
func (r Right) place(open bool) RightPlace {
	if open {
		return RightPlace{r.DueAt.UnixMicro(), r.ID}
	}
	return RightPlace{r.AskedAt.UnixMicro(), r.ID}
}

// ListRights gives what was asked for, newest first; where open is set only
// what is not answered yet, what is due first. limit+1 at most.
func (s *Service) ListRights(ctx context.Context, open bool, after RightPlace, limit int) (out []Right, err error) {
	if err := mayAnswer(ctx); err != nil {
		return nil, err
	}
	var rows []rightRow
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		query, args := rightsAfter(open, after)
		return q.NewRaw("SELECT "+rightColumns+" FROM right_request WHERE "+query+" LIMIT ?", append(args, limit+1)...).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list requests of rights")
	}
	out = make([]Right, len(rows))
	for i, r := range rows {
		if out[i], err = r.right(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func rightsAfter(open bool, after RightPlace) (string, []any) {
	order, where := "asked_at DESC, id DESC", "asked_at <= ? AND (asked_at < ? OR id < ?)"
	all := "1 = 1"
	if open {
		order, where, all = "due_at, id", "due_at >= ? AND (due_at > ? OR id > ?)", "done_at IS NULL"
	}
	if after.ID == "" {
		return all + " ORDER BY " + order, nil
	}
	return all + " AND " + where + " ORDER BY " + order, []any{after.At, after.At, after.ID}
}

// openRight is a request that is not answered yet, and stays so until the
// transaction ends.
func openRight(ctx context.Context, tx *record.Tx, id string) (Right, error) {
	query := "SELECT " + rightColumns + " FROM right_request WHERE id = ?"
	if tx.Engine() == record.PostgreSQL {
		query += " FOR UPDATE"
	}
	var rows []rightRow
	if err := tx.NewRaw(query, id).Scan(ctx, &rows); err != nil {
		return Right{}, fault.Wrap(err, fault.CodeInternal, "find a request of rights")
	}
	if len(rows) == 0 {
		return Right{}, fault.NotFound("request")
	}
	if rows[0].State != "open" {
		return Right{}, fault.New(fault.CodeConflict, "This request was answered already.").Keyed("right.answered")
	}
	return rows[0].right()
}

// writeRight keeps what may change of a request.
func writeRight(ctx context.Context, tx *record.Tx, r *Right) error {
	var done any
	if r.DoneAt != nil {
		done = record.Micros(*r.DoneAt)
	}
	r.Version++
	_, err := tx.Exec(ctx, `UPDATE right_request SET state = ?, due_at = ?, done_at = ?, came_by = ?, asked_by = ?, identity = ?, notes = ?, refusal = ?, told = ?, version = ? WHERE id = ?`,
		r.State, record.Micros(r.DueAt), done, string(r.CameBy), r.AskedBy, r.Identity, r.Notes, string(r.Refusal), r.Told, r.Version, r.ID)
	return fault.Wrap(err, fault.CodeInternal, "write a request of rights")
}

// namelessRights takes a person out of the log of rights; what was still open
// is answered by that.
func namelessRights(ctx context.Context, tx *record.Tx, p Person, now int64) error {
	_, err := tx.NewRaw(`UPDATE right_request SET state = 'refused', refusal = ?, done_at = ? WHERE customer_id IN (?) AND state = 'open'`, string(RefusedErased), now, bun.List(p.IDs)).Exec(ctx)
	if err == nil {
		_, err = tx.NewRaw(`UPDATE right_request SET customer_id = NULL, customer_key = '', asked_by = '', identity = '', notes = '', told = '', version = version + 1
			WHERE customer_id IN (?)`, bun.List(p.IDs)).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "take a person out of the log of rights")
}
