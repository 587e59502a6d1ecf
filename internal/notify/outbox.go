package notify

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// States of a message.
const (
	stateQueued  = "queued"
	stateSent    = "sent"
	stateFailed  = "failed"
	stateExpired = "expired"
)

type mailRow struct {
	bun.BaseModel `bun:"table:mail_outbox"`
	ID            string `bun:",pk"`
	Recipient     string
	Language      string
	Template      string
	Data          string
	State         string
	Attempts      int
	NextAt        int64
	ExpiresAt     int64
	CreatedAt     int64
	EndedAt       int64
	Trouble       string
}

// dataPurpose binds what a message says to the message.
func dataPurpose(id string) string { return "mail:" + id }

// Queue puts a message into the outbox, inside the caller's transaction. It is
// sent after the commit, or waits while mail is off.
func (s *Service) Queue(ctx context.Context, tx *record.Tx, m access.Mail) error {
	if _, ok := words[m.Template]; !ok {
		return fault.New(fault.CodeInternal, "There is no mail named "+m.Template+".")
	}
	raw, err := json.Marshal(m.Data)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "encode mail")
	}
	id, err := uuid.NewV7FromReader(s.random)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "make id")
	}
	sealed, err := s.vault.Seal(dataPurpose(id.String()), string(raw))
	if err != nil {
		return err
	}
	now := record.Micros(s.now())
	row := mailRow{
		ID: id.String(), Recipient: m.To, Language: m.Language, Template: m.Template, Data: sealed,
		State: stateQueued, NextAt: now, CreatedAt: now,
	}
	if !m.Expires.IsZero() {
		row.ExpiresAt = record.Micros(m.Expires)
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "queue mail")
	}
	tx.Log("mail.queued", row.ID)
	return nil
}

// hurry makes everything that waits due now.
func (s *Service) hurry(ctx context.Context, tx *record.Tx) error {
	now := record.Micros(s.now())
	_, err := tx.NewRaw("UPDATE mail_outbox SET next_at = ? WHERE state = ? AND next_at > ? AND attempts > 0", now, stateQueued, now).Exec(ctx)
	if err == nil {
		tx.Log("mail.queued", "all")
	}
	return fault.Wrap(err, fault.CodeUnavailable, "hurry mail")
}

// Waiting lists messages that wait or could not be sent, newest first, without
// what they say.
func (s *Service) Waiting(ctx context.Context, page web.Page) (web.List[WaitingMail], error) {
	var none web.List[WaitingMail]
	if err := access.From(ctx).Require(access.MailWrite, access.Whole()); err != nil {
		return none, err
	}
	var before string
	if err := web.DecodeCursor(page.Cursor, &before); err != nil {
		return none, err
	}
	var rows []mailRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		query := q.NewSelect().Model(&rows).ExcludeColumn("data").Where("state <> ?", stateSent).
			OrderExpr("id DESC").Limit(int64(page.Limit) + 1)
		if before != "" {
			query = query.Where("id < ?", before)
		}
		return query.Scan(ctx)
	})
	if err != nil {
		return none, fault.Wrap(err, fault.CodeUnavailable, "list mail")
	}
	waiting := make([]WaitingMail, len(rows))
	for i, row := range rows {
		waiting[i] = row.waiting()
	}
	return web.Listed(waiting, page.Limit, func(w WaitingMail) any { return w.ID }), nil
}

func (r mailRow) waiting() WaitingMail {
	w := WaitingMail{
		ID: r.ID, To: r.Recipient, Template: r.Template, State: r.State, Attempts: r.Attempts,
		CreatedAt: record.Time(r.CreatedAt), Trouble: r.Trouble,
	}
	if r.State == stateQueued {
		next := record.Time(r.NextAt)
		w.NextAt = &next
	}
	if r.ExpiresAt > 0 {
		at := record.Time(r.ExpiresAt)
		w.ExpiresAt = &at
	}
	return w
}

// Retry makes a message that waits or failed due now.
func (s *Service) Retry(ctx context.Context, id string) error {
	now := record.Micros(s.now())
	return s.change(ctx, id, "mail.retried", `UPDATE mail_outbox SET state = ?, attempts = 0, next_at = ?, ended_at = 0
		WHERE id = ? AND state IN (?, ?) AND (expires_at = 0 OR expires_at > ?)`, stateQueued, now, id, stateQueued, stateFailed, now)
}

// Drop takes a message that was not sent out of the outbox.
func (s *Service) Drop(ctx context.Context, id string) error {
	return s.change(ctx, id, "mail.dropped", "DELETE FROM mail_outbox WHERE id = ? AND state <> ?", id, stateSent)
}

func (s *Service) change(ctx context.Context, id, kind, text string, args ...any) error {
	if err := access.From(ctx).Require(access.MailWrite, access.Whole()); err != nil {
		return err
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := tx.NewRaw(text, args...).Exec(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "change mail")
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return fault.NotFound("message that waits")
		}
		tx.Log("mail.queued", id)
		return s.journal.Audit(ctx, tx, kind, id, nil)
	})
	return err
}

// Sizes of the work.
const (
	batch     = 50                  // messages over one connection
	lease     = 10 * time.Minute    // how long a process may take over a batch it began
	tries     = 8                   // afterwards a message has failed
	keepEnded = 30 * 24 * time.Hour // what is over is forgotten then
)

// pause is how long to wait after the nth attempt: 1, 4, 16, 64 minutes, then
// four hours at a time.
func pause(attempts int) time.Duration {
	wait := time.Minute
	for range attempts - 1 {
		wait *= 4
	}
	return min(wait, 4*time.Hour)
}
