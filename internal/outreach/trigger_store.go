package outreach

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

type triggerRow struct {
	ID         string `bun:"id"`
	ProgramID  string `bun:"program_id"`
	SurveyID   string `bun:"survey_id"`
	SurveyName string
	Name       string
	Settings   string
	OnSince    *int64
	MadeBy     string
	CreatedAt  int64
	ChangedAt  int64
	Version    int64
}

func (r triggerRow) trigger() (Trigger, error) {
	t := Trigger{ID: r.ID, ProgramID: r.ProgramID, SurveyID: r.SurveyID, SurveyName: r.SurveyName, Name: r.Name, OnSince: timeOf(r.OnSince), MadeBy: r.MadeBy,
		CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
	err := json.Unmarshal([]byte(r.Settings), &t.Settings)
	return t, fault.Wrap(err, fault.CodeInternal, "read a trigger")
}

const triggerColumns = `id, program_id, survey_id, COALESCE((SELECT s.name FROM survey s WHERE s.id = survey_id), '') AS survey_name, name, settings, on_since,
	made_by, created_at, changed_at, version`

// listTriggers lists by id, the newest first, those before the id given.
func listTriggers(ctx context.Context, q record.Querier, where string, args []any, before string, limit int) ([]Trigger, error) {
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []triggerRow
	if err := q.NewRaw("SELECT "+triggerColumns+" FROM ask_trigger WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list triggers")
	}
	out := make([]Trigger, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.trigger(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func getTrigger(ctx context.Context, q record.Querier, where string, args []any, id string) (Trigger, error) {
	found, err := listTriggers(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		return Trigger{}, fault.NotFound("trigger")
	}
	if err != nil {
		return Trigger{}, err
	}
	return found[0], nil
}

// mostTriggers is how many triggers listen at once.
const mostTriggers = 1000

func listeningTriggers(ctx context.Context, q record.Querier) ([]Trigger, error) {
	return listTriggers(ctx, q, "on_since IS NOT NULL", nil, "", mostTriggers)
}

// anyListens tells whether a trigger is on.
func anyListens(ctx context.Context, q record.Querier) (on bool, err error) {
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM ask_trigger WHERE on_since IS NOT NULL)").Scan(ctx, &on)
	return on, fault.Wrap(err, fault.CodeInternal, "look whether a trigger listens")
}

func writeTrigger(ctx context.Context, tx *record.Tx, t Trigger) error {
	settings, err := json.Marshal(t.Settings)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a trigger")
	}
	_, err = tx.Exec(ctx, `INSERT INTO ask_trigger (id, program_id, survey_id, name, settings, on_since, made_by, created_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings, on_since = excluded.on_since, changed_at = excluded.changed_at, version = excluded.version`,
		t.ID, t.ProgramID, t.SurveyID, t.Name, string(settings), microsOf(t.OnSince), t.MadeBy, record.Micros(t.CreatedAt), record.Micros(t.ChangedAt), t.Version)
	return fault.Wrap(err, fault.CodeInternal, "write a trigger")
}

// dropTrigger forgets a trigger and whom it considered; its waves stay.
func dropTrigger(ctx context.Context, tx *record.Tx, id string) error {
	for _, text := range []string{"DELETE FROM trigger_due WHERE trigger_id = ?", "UPDATE wave SET trigger_id = NULL WHERE trigger_id = ?", "DELETE FROM ask_trigger WHERE id = ?"} {
		if _, err := tx.Exec(ctx, text, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove a trigger")
		}
	}
	return nil
}

func followedBy(ctx context.Context, q record.Querier, program, id string) (bool, error) {
	all, err := listTriggers(ctx, q, "program_id = ?", []any{program}, "", mostTriggers)
	for _, t := range all {
		if t.Settings.AfterID == id {
			return true, err
		}
	}
	return false, err
}

func heardUpTo(ctx context.Context, q record.Querier) (log.Position, error) {
	var p int64
	err := q.NewRaw("SELECT position FROM trigger_heard WHERE id = 1").Scan(ctx, &p)
	return log.Position(p), fault.Wrap(err, fault.CodeInternal, "read how far the log was heard")
}

// hearUpTo moves on; false where somebody else did.
func hearUpTo(ctx context.Context, tx *record.Tx, from, to log.Position) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE trigger_heard SET position = ? WHERE id = 1 AND position = ?", int64(to), int64(from))
	return n > 0, fault.Wrap(err, fault.CodeInternal, "note how far the log was heard")
}

var insertDue = record.NewInsert("trigger_due", "trigger_id", "event_id", "customer_id", "happened_at", "due_at")

type dueTrigger struct {
	EventID    string `bun:"event_id"`
	CustomerID string `bun:"customer_id"`
	DueAt      int64
}

// knownDue are those of events that a trigger heard of before.
func knownDue(ctx context.Context, q record.Querier, trigger string, events []string) (map[string]bool, error) {
	out := map[string]bool{}
	var ids []string
	if len(events) == 0 {
		return out, nil
	}
	err := q.NewRaw("SELECT event_id FROM trigger_due WHERE trigger_id = ? AND event_id IN (?)", trigger, bun.List(events)).Scan(ctx, &ids)
	for _, id := range ids {
		out[id] = true
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find what a trigger heard of")
}

// dueNow are those whose wait is over, the longest due first.
func dueNow(ctx context.Context, q record.Querier, trigger string, now time.Time, limit int) ([]dueTrigger, error) {
	var rows []dueTrigger
	err := q.NewRaw("SELECT event_id, customer_id, due_at FROM trigger_due WHERE trigger_id = ? AND reason = '' AND due_at <= ? ORDER BY due_at, event_id LIMIT ?",
		trigger, record.Micros(now), limit).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find whom a trigger asks")
}

// settleDue keeps the one reason of an event, once.
func settleDue(ctx context.Context, tx *record.Tx, trigger, event, reason, rule, invitation string) error {
	_, err := tx.Exec(ctx, "UPDATE trigger_due SET reason = ?, rule = ?, invitation_id = ? WHERE trigger_id = ? AND event_id = ? AND reason = ''", reason, rule, orNull(invitation), trigger, event)
	return fault.Wrap(err, fault.CodeInternal, "note why a trigger asks")
}

// waveOfTrigger is the newest wave of a trigger for a version since a time, false for none.
func waveOfTrigger(ctx context.Context, q record.Querier, trigger string, number int64, since time.Time) (Wave, bool, error) {
	found, err := listWaves(ctx, q, "trigger_id = ? AND number = ? AND created_at >= ?", []any{trigger, number, record.Micros(since)}, "", 1)
	if err != nil || len(found) == 0 {
		return Wave{}, false, err
	}
	return found[0], true, nil
}

func tieWave(ctx context.Context, tx *record.Tx, wave, trigger string, number int64) error {
	_, err := tx.Exec(ctx, "UPDATE wave SET trigger_id = ?, number = ? WHERE id = ?", trigger, number, wave)
	return fault.Wrap(err, fault.CodeInternal, "note the trigger of a wave")
}

// invitedBy gives for each of the customers whom a wave has invited the invitation.
func invitedBy(ctx context.Context, q record.Querier, wave string, customers []string) (map[string]string, error) {
	var rows []struct {
		ID         string `bun:"id"`
		CustomerID string `bun:"customer_id"`
	}
	out := map[string]string{}
	if len(customers) == 0 {
		return out, nil
	}
	err := q.NewRaw("SELECT id, customer_id FROM invitation WHERE wave_id = ? AND customer_id IN (?)", wave, bun.List(customers)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.CustomerID] = r.ID
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find whom a trigger has asked")
}

// reconsider takes the earlier reason of people in a wave out.
func reconsider(ctx context.Context, tx *record.Tx, wave string, customers []string) error {
	_, err := tx.NewRaw("DELETE FROM considered WHERE wave_id = ? AND customer_id IN (?)", wave, bun.List(customers)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "consider people again")
}

type reasonRow struct {
	CustomerID   string `bun:"customer_id"`
	Reason, Rule string
}

func reasonsIn(ctx context.Context, q record.Querier, wave string, customers []string) (map[string]reasonRow, error) {
	var rows []reasonRow
	err := q.NewRaw("SELECT customer_id, reason, rule FROM considered WHERE wave_id = ? AND customer_id IN (?)", wave, bun.List(customers)).Scan(ctx, &rows)
	out := map[string]reasonRow{}
	for _, r := range rows {
		out[r.CustomerID] = r
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read why people are asked")
}

// listTriggerConsidered lists what a trigger heard of, by the event's id.
func listTriggerConsidered(ctx context.Context, q record.Querier, trigger, reason, rule, after string, limit int) ([]TriggerConsidered, error) {
	where, args := "x.trigger_id = ? AND x.event_id > ?", []any{trigger, first(after)}
	switch {
	case reason == "waiting":
		where += " AND x.reason = ''"
	case reason != "":
		where, args = where+" AND x.reason = ?", append(args, reason)
	}
	if rule != "" {
		where, args = where+" AND x.rule = ?", append(args, rule)
	}
	var rows []struct {
		EventID      string `bun:"event_id"`
		CustomerID   string `bun:"customer_id"`
		CustomerKey  string
		CustomerName string
		HappenedAt   int64
		DueAt        int64
		Reason, Rule string
	}
	err := q.NewRaw(`SELECT x.event_id, x.customer_id, x.happened_at, x.due_at, x.reason, x.rule,
		CASE WHEN c.restricted_at IS NULL THEN COALESCE(c.key, '') ELSE '' END AS customer_key, CASE WHEN c.restricted_at IS NULL THEN COALESCE(c.name, '') ELSE '' END AS customer_name
		FROM trigger_due x LEFT JOIN customer c ON c.id = x.customer_id WHERE `+where+" ORDER BY x.event_id LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	out := make([]TriggerConsidered, len(rows))
	for i, r := range rows {
		out[i] = TriggerConsidered{EventID: r.EventID, HappenedAt: record.Time(r.HappenedAt), DueAt: record.Time(r.DueAt), Reason: r.Reason, Rule: r.Rule}
		out[i].Customer.ID, out[i].Customer.Key, out[i].Customer.Name = r.CustomerID, r.CustomerKey, r.CustomerName
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list whom a trigger considers")
}

// TriggerCount is how many of what a trigger heard of have a reason.
type TriggerCount struct {
	Reason string `json:"reason" doc:"As of a wave, or waiting."`
	Rule   string `json:"rule,omitempty"`
	Count  int64  `json:"count"`
}

func countTrigger(ctx context.Context, q record.Querier, id string) ([]TriggerCount, error) {
	out := []TriggerCount{}
	err := q.NewRaw("SELECT CASE WHEN reason = '' THEN 'waiting' ELSE reason END AS reason, rule, count(*) AS count FROM trigger_due WHERE trigger_id = ? GROUP BY 1, 2 ORDER BY 1, 2", id).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count whom a trigger considers")
}
