package mailing

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mailRow says that somebody has a view mailed.
type mailRow struct {
	bun.BaseModel `bun:"table:view_mail"`
	ViewID        string `bun:",pk"`
	UserID        string `bun:",pk"`
	Rhythm        Rhythm
	Language      string
	DueAt         int64
	SentAt        *int64
}

func readMail(ctx context.Context, q record.Querier, view, user string) (*mailRow, error) {
	var rows []mailRow
	err := q.NewSelect().Model(&rows).Where("view_id = ? AND user_id = ?", view, user).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "read who has a view mailed")
	}
	return &rows[0], nil
}

func saveMail(ctx context.Context, q record.Querier, r *mailRow) error {
	_, err := q.NewInsert().Model(r).On("CONFLICT (view_id, user_id) DO UPDATE").
		Set("rhythm = EXCLUDED.rhythm, language = EXCLUDED.language, due_at = EXCLUDED.due_at").Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "save who has a view mailed")
}

func deleteMail(ctx context.Context, q record.Querier, view, user string) error {
	_, err := q.NewDelete().Model((*mailRow)(nil)).Where("view_id = ? AND user_id = ?", view, user).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "end the mailing of a view")
}

// dueMails are those whose time has come, the longest overdue first.
func dueMails(ctx context.Context, q record.Querier, now int64, limit int64) ([]mailRow, error) {
	var rows []mailRow
	err := q.NewSelect().Model(&rows).Where("due_at <= ?", now).OrderExpr("due_at, view_id, user_id").Limit(limit).Scan(ctx)
	return rows, fault.Wrap(err, fault.CodeInternal, "find mails of views that are due")
}

// takeMail sets the next date of a mail unless another process did; false then.
func takeMail(ctx context.Context, tx *record.Tx, r mailRow, next, now int64) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE view_mail SET due_at = ?, sent_at = ? WHERE view_id = ? AND user_id = ? AND due_at = ?", next, now, r.ViewID, r.UserID, r.DueAt)
	return n == 1, fault.Wrap(err, fault.CodeInternal, "set the next mail of a view")
}
