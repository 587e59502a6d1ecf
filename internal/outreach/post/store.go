package post

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

var insertMessages = record.NewInsert("mail_message", "id", "invitation_id", "wave_id", "customer_id", "letter_id", "address", "language", "reminder", "state", "due_at", "changed_at")

type messageRow struct {
	ID           string `bun:"id"`
	InvitationID string `bun:"invitation_id"`
	WaveID       string `bun:"wave_id"`
	CustomerID   string `bun:"customer_id"`
	LetterID     string `bun:"letter_id"`
	Address      string
	Language     string
	Reminder     bool
	State        string
	Reason       string
	Trouble      string
	Attempts     int
	DueAt        int64
	SentAt       *int64
	Key          string
	Name         string
}

const messageColumns = "m.id, m.invitation_id, m.wave_id, m.customer_id, m.letter_id, m.address, m.language, m.reminder, m.state, m.reason, m.trouble, m.attempts, m.due_at, m.sent_at"

// anyDue tells whether there is a mail to send, or one that a process died with.
func anyDue(ctx context.Context, q record.Querier, now time.Time) (due bool, err error) {
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM mail_message WHERE state IN ('waiting', 'sending') AND due_at <= ?)", record.Micros(now)).Scan(ctx, &due)
	return due, fault.Wrap(err, fault.CodeUnavailable, "look for mails of waves")
}

// hold has one process at a time take and settle mails. SQLite has one writer anyway.
func hold(ctx context.Context, tx *record.Tx) error {
	if tx.Engine() != record.PostgreSQL {
		return nil
	}
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(?)", int64(4_800_480))
	return fault.Wrap(err, fault.CodeUnavailable, "hold mails of waves")
}

// dueMessages are the next mails in a state whose time is past.
func dueMessages(ctx context.Context, q record.Querier, state string, now time.Time, limit int) ([]messageRow, error) {
	var rows []messageRow
	err := q.NewRaw("SELECT "+messageColumns+" FROM mail_message m WHERE m.state = ? AND m.due_at <= ? ORDER BY m.due_at, m.id LIMIT ?", state, record.Micros(now), limit).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeUnavailable, "find mails of waves")
}

func (r *messageRow) write(ctx context.Context, tx *record.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE mail_message SET state = ?, reason = ?, trouble = ?, attempts = ?, due_at = ?, sent_at = ?, changed_at = ? WHERE id = ?",
		r.State, r.Reason, r.Trouble, r.Attempts, r.DueAt, r.SentAt, record.Micros(now), r.ID)
	return fault.Wrap(err, fault.CodeUnavailable, "write how a mail went")
}

// gone are those of these addresses that no mail goes to any more.
func gone(ctx context.Context, q record.Querier, addresses []string) (map[string]bool, error) {
	small := make([]string, len(addresses))
	for i, a := range addresses {
		small[i] = strings.ToLower(a)
	}
	var rows []string
	err := q.NewRaw("SELECT address FROM mail_bounce WHERE address IN (?) AND hard = ?", bun.List(small), true).Scan(ctx, &rows)
	out := make(map[string]bool, len(rows))
	for _, a := range rows {
		out[a] = true
	}
	return out, fault.Wrap(err, fault.CodeUnavailable, "find addresses that mail came back from")
}

// markBounce notes that mail to an address came back, for good or for now.
func markBounce(ctx context.Context, tx *record.Tx, address, reason string, hard bool, now time.Time) error {
	n := 1
	if hard {
		n = 0
	}
	_, err := tx.Exec(ctx, `INSERT INTO mail_bounce (address, hard, soft, reason, changed_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (address) DO UPDATE SET hard = mail_bounce.hard OR excluded.hard OR mail_bounce.soft + excluded.soft >= ?, soft = mail_bounce.soft + excluded.soft,
		reason = excluded.reason, changed_at = excluded.changed_at`, strings.ToLower(address), hard, n, reason, record.Micros(now), soft)
	return fault.Wrap(err, fault.CodeUnavailable, "note that mail came back")
}

// listMessages lists the mails of a wave by id, those after the id given.
func listMessages(ctx context.Context, q record.Querier, wave, state, after string, limit int) ([]messageRow, error) {
	where, args := "m.wave_id = ? AND m.id > ?", []any{wave, after}
	if state != "" {
		where, args = where+" AND m.state = ?", append(args, state)
	}
	var rows []messageRow
	err := q.NewRaw("SELECT "+messageColumns+", COALESCE(c.key, '') AS key, COALESCE(c.name, '') AS name FROM mail_message m LEFT JOIN customer c ON c.id = m.customer_id WHERE "+where+
		" ORDER BY m.id LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list the mails of a wave")
}

// countMessages counts the mails of a wave by state.
func countMessages(ctx context.Context, q record.Querier, wave string) (map[string]int64, error) {
	var rows []struct {
		State string
		N     int64
	}
	err := q.NewRaw("SELECT state, count(*) AS n FROM mail_message WHERE wave_id = ? GROUP BY state", wave).Scan(ctx, &rows)
	out := map[string]int64{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out, fault.Wrap(err, fault.CodeInternal, "count the mails of a wave")
}

// reported finds the mails that a report is about: by id, else the last sent to
// an address.
func reported(ctx context.Context, q record.Querier, id, address string) (r messageRow, found bool, err error) {
	var rows []messageRow
	switch {
	case id != "":
		err = q.NewRaw("SELECT "+messageColumns+" FROM mail_message m WHERE m.id = ?", id).Scan(ctx, &rows)
	case address != "":
		err = q.NewRaw("SELECT "+messageColumns+" FROM mail_message m WHERE lower(m.address) = ? AND m.state IN ('sent', 'bounced') ORDER BY m.sent_at DESC LIMIT 1", strings.ToLower(address)).Scan(ctx, &rows)
	}
	if err != nil || len(rows) == 0 {
		return r, false, fault.Wrap(err, fault.CodeUnavailable, "find a mail")
	}
	return rows[0], true, nil
}
