package outreach

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

var (
	insertInvitations = record.NewInsert("invitation", "id", "wave_id", "program_id", "survey_id", "number", "customer_id", "account_id", "language", "stratum", "state", "token_hash",
		"created_at", "sent_at", "changed_at", "zone")
	insertAsked = record.NewInsert("contact_asked", "id", "customer_id", "at", "channel", "kind", "program_id", "survey_id", "number", "invitation_id")
)

type dueRow struct {
	ID         string `bun:"id"`
	CustomerID string `bun:"customer_id"`
	SentAt     int64
	Reminded   int
	Zone       string
}

// dueReminders are invitations of a wave that went out, were not answered, and
// whose next reminder is due.
func dueReminders(ctx context.Context, q record.Querier, wave string, now time.Time, limit int) ([]dueRow, error) {
	var rows []dueRow
	err := q.NewRaw(`SELECT id, customer_id, COALESCE(sent_at, created_at) AS sent_at, reminded, zone FROM invitation
		WHERE wave_id = ? AND remind_at IS NOT NULL AND remind_at <= ? AND state IN ('sent', 'started') ORDER BY remind_at, id LIMIT ?`, wave, record.Micros(now), limit).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find whom to remind")
}

// moveReminder notes that somebody was reminded, or passed over, and when next.
func moveReminder(ctx context.Context, tx *record.Tx, id string, reminded bool, next *time.Time, now time.Time) error {
	n := 0
	if reminded {
		n = 1
	} else {
		next = nil // whoever may not be asked is not asked again
	}
	_, err := tx.Exec(ctx, "UPDATE invitation SET reminded = reminded + ?, remind_at = ?, changed_at = ? WHERE id = ?", n, microsOf(next), record.Micros(now), id)
	return fault.Wrap(err, fault.CodeInternal, "note a reminder")
}

// holdClock has one transaction at a time ask people, so that two waves do not
// both find somebody unasked. SQLite has one writer anyway.
func holdClock(ctx context.Context, tx *record.Tx) error {
	if tx.Engine() != record.PostgreSQL {
		return nil
	}
	var id int64
	_, err := tx.Get(ctx, "SELECT id FROM contact_rules WHERE id = 1 FOR UPDATE", nil, &id)
	return fault.Wrap(err, fault.CodeInternal, "hold the clock of askings")
}

type invitationRow struct {
	ID         string `bun:"id"`
	WaveID     string `bun:"wave_id"`
	ProgramID  string `bun:"program_id"`
	SurveyID   string `bun:"survey_id"`
	Number     int64
	CustomerID string `bun:"customer_id"`
	State      string
	WaveState  string
	Reminders  string
	SentAt     *int64
	Zone       string
}

const invitationColumns = "i.id, i.wave_id, i.program_id, i.survey_id, i.number, i.customer_id, i.state, w.state AS wave_state, i.sent_at, i.zone"

// invitationsOf are invitations by their ids.
func invitationsOf(ctx context.Context, q record.Querier, ids []string) ([]invitationRow, error) {
	var rows []invitationRow
	err := q.NewRaw("SELECT "+invitationColumns+" FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.id IN (?) ORDER BY i.id", bun.List(ids)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read invitations")
}

// invitationBy is the invitation of a link.
func invitationBy(ctx context.Context, q record.Querier, hash string) (invitationRow, error) {
	var rows []invitationRow
	err := q.NewRaw("SELECT "+invitationColumns+" FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.token_hash = ?", hash).Scan(ctx, &rows)
	if err == nil && len(rows) == 0 {
		err = q.NewRaw("SELECT "+invitationColumns+" FROM invitation_link l JOIN invitation i ON i.id = l.invitation_id JOIN wave w ON w.id = i.wave_id WHERE l.token_hash = ?", hash).Scan(ctx, &rows)
	}
	if err == nil && len(rows) == 0 {
		return invitationRow{}, fault.NotFound("invitation")
	}
	if err != nil {
		return invitationRow{}, fault.Wrap(err, fault.CodeInternal, "find an invitation")
	}
	return rows[0], nil
}

// setState puts an invitation into a state from one of others; false where it
// is in none of them.
func setState(ctx context.Context, tx *record.Tx, id, to, reason string, at time.Time, from ...string) (bool, error) {
	res, err := tx.NewRaw("UPDATE invitation SET state = ?, reason = ?, changed_at = ? WHERE id = ? AND state IN (?)", to, reason, record.Micros(at), id, bun.List(from)).Exec(ctx)
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "change an invitation")
	}
	n, err := res.RowsAffected()
	return n > 0, fault.Wrap(err, fault.CodeInternal, "change an invitation")
}

// noteSent notes when an invitation went out and when the first reminder is due.
func noteSent(ctx context.Context, tx *record.Tx, id string, at time.Time, remind *time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE invitation SET sent_at = ?, remind_at = ? WHERE id = ?", record.Micros(at), microsOf(remind), id)
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE contact_asked SET at = ? WHERE invitation_id = ? AND kind = 'invitation'", record.Micros(at), id)
	}
	return fault.Wrap(err, fault.CodeInternal, "note that an invitation went out")
}

// unask takes back that somebody was asked, by what never went out.
func unask(ctx context.Context, tx *record.Tx, id, kind string) error {
	_, err := tx.Exec(ctx, "DELETE FROM contact_asked WHERE id IN (SELECT id FROM contact_asked WHERE invitation_id = ? AND kind = ? ORDER BY at DESC LIMIT 1)", id, kind)
	return fault.Wrap(err, fault.CodeInternal, "take an asking back")
}

func noReminder(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, "UPDATE invitation SET remind_at = NULL WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "remind nobody")
}

func noteStarted(ctx context.Context, tx *record.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE invitation SET started_at = COALESCE(started_at, ?) WHERE id = ?", record.Micros(at), id)
	return fault.Wrap(err, fault.CodeInternal, "note that somebody began")
}

func noteEnded(ctx context.Context, tx *record.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE invitation SET ended_at = ?, remind_at = NULL WHERE id = ?", record.Micros(at), id)
	return fault.Wrap(err, fault.CodeInternal, "note that somebody answered")
}

// noteClosed notes of invitations only that they are answered, and no time.
func noteClosed(ctx context.Context, tx *record.Tx, ids []string) error {
	_, err := tx.NewRaw("UPDATE invitation SET state = 'closed', reason = '', remind_at = NULL, started_at = NULL, ended_at = NULL, changed_at = created_at WHERE id IN (?)", bun.List(ids)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "close invitations")
}

func insertOptOut(ctx context.Context, tx *record.Tx, program, customer, channel, textVersion string, at time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO program_opt_out (program_id, customer_id, at, channel, text_version) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", program, customer, record.Micros(at), channel, textVersion)
	return fault.Wrap(err, fault.CodeInternal, "note an opt-out")
}

func deleteOptOut(ctx context.Context, tx *record.Tx, program, customer string) error {
	_, err := tx.Exec(ctx, "DELETE FROM program_opt_out WHERE program_id = ? AND customer_id = ?", program, customer)
	return fault.Wrap(err, fault.CodeInternal, "take an opt-out back")
}
