package outreach

import (
	"context"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type waveRow struct {
	ID         string `bun:"id"`
	ProgramID  string `bun:"program_id"`
	SurveyID   string `bun:"survey_id"`
	SurveyName string
	Name       string
	TriggerID  string `bun:"trigger_id"`
	State      string
	Settings   string
	Number     int64
	Seed       int64
	Step       string
	Cursor     string
	Problem    string
	PlannedAt  *int64
	StartedAt  *int64
	MadeBy     string
	CreatedAt  int64
	ChangedAt  int64
	Version    int64
}

const waveColumns = `id, program_id, survey_id, COALESCE((SELECT s.name FROM survey s WHERE s.id = survey_id), '') AS survey_name, name, COALESCE(trigger_id, '') AS trigger_id, state, settings, number,
	seed, step, cursor, problem, planned_at, started_at, made_by, created_at, changed_at, version`

func (r waveRow) wave() (Wave, error) {
	w := Wave{
		ID: r.ID, ProgramID: r.ProgramID, SurveyID: r.SurveyID, SurveyName: r.SurveyName, Name: r.Name, TriggerID: r.TriggerID, State: WaveState(r.State), Number: r.Number, Problem: r.Problem,
		PlannedAt: timeOf(r.PlannedAt), StartedAt: timeOf(r.StartedAt), MadeBy: r.MadeBy, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt),
		Version: r.Version, seed: r.Seed, step: r.Step, cursor: r.Cursor,
	}
	err := json.Unmarshal([]byte(r.Settings), &w.Settings)
	return w, fault.Wrap(err, fault.CodeInternal, "read a wave")
}

func timeOf(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	return new(record.Time(*micros))
}

func microsOf(t *time.Time) any {
	if t == nil {
		return nil
	}
	return record.Micros(*t)
}

// listWaves lists by id, the newest first, those before the id given.
func listWaves(ctx context.Context, q record.Querier, where string, args []any, before string, limit int) ([]Wave, error) {
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []waveRow
	if err := q.NewRaw("SELECT "+waveColumns+" FROM wave WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list waves")
	}
	out := make([]Wave, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.wave(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// seenWave is a wave that whoever asks may see; others are not found.
func seenWave(ctx context.Context, q record.Querier, id string) (Wave, error) {
	where, args := readable(access.From(ctx))
	found, err := listWaves(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("wave")
	}
	if err != nil {
		return Wave{}, err
	}
	return found[0], nil
}

// lockWave is a wave that nobody else changes until the transaction ends.
func lockWave(ctx context.Context, tx *record.Tx, id string) (Wave, error) {
	if tx.Engine() == record.PostgreSQL {
		var found string
		if _, err := tx.Get(ctx, "SELECT id FROM wave WHERE id = ? FOR UPDATE", []any{id}, &found); err != nil {
			return Wave{}, fault.Wrap(err, fault.CodeInternal, "lock a wave")
		}
	}
	return seenWave(ctx, tx, id)
}

func insertWave(ctx context.Context, tx *record.Tx, w Wave) error {
	settings, err := json.Marshal(w.Settings)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a wave")
	}
	_, err = tx.Exec(ctx, "INSERT INTO wave (id, program_id, survey_id, name, state, settings, seed, made_by, created_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		w.ID, w.ProgramID, w.SurveyID, w.Name, string(w.State), string(settings), w.seed, w.MadeBy, record.Micros(w.CreatedAt), record.Micros(w.ChangedAt), w.Version)
	return fault.Wrap(err, fault.CodeInternal, "insert a wave")
}

func writeWave(ctx context.Context, tx *record.Tx, w Wave) error {
	settings, err := json.Marshal(w.Settings)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a wave")
	}
	_, err = tx.Exec(ctx, "UPDATE wave SET name = ?, state = ?, settings = ?, number = ?, step = ?, cursor = ?, problem = ?, planned_at = ?, started_at = ?, changed_at = ?, version = ? WHERE id = ?",
		w.Name, string(w.State), string(settings), w.Number, w.step, w.cursor, w.Problem, microsOf(w.PlannedAt), microsOf(w.StartedAt), record.Micros(w.ChangedAt), w.Version, w.ID)
	return fault.Wrap(err, fault.CodeInternal, "write a wave")
}

// moveWave notes how far the work on a wave is.
func moveWave(ctx context.Context, tx *record.Tx, w Wave) error {
	_, err := tx.Exec(ctx, "UPDATE wave SET step = ?, cursor = ? WHERE id = ?", w.step, w.cursor, w.ID)
	return fault.Wrap(err, fault.CodeInternal, "move a wave on")
}

// wavesAtWork are those for which a job has something to do, the oldest first.
func wavesAtWork(ctx context.Context, q record.Querier, after string, limit int) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT id FROM wave WHERE state IN ('planning', 'sending', 'running') AND id > ? ORDER BY id LIMIT ?", after, limit).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find waves at work")
}

var insertKeys = record.NewInsert("wave_key", "wave_id", "customer_key")

// setKeys replaces the list of a wave.
func setKeys(ctx context.Context, tx *record.Tx, wave string, keys []string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM wave_key WHERE wave_id = ?", wave); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "empty the list of a wave")
	}
	rows := make([][]any, len(keys))
	for i, key := range keys {
		rows[i] = []any{wave, key}
	}
	_, err := tx.InsertAll(ctx, insertKeys, rows)
	return err
}

// dropWave forgets a wave that has invited nobody.
func dropWave(ctx context.Context, tx *record.Tx, id string) error {
	for _, text := range []string{"DELETE FROM considered WHERE wave_id = ?", "DELETE FROM wave_key WHERE wave_id = ?", "DELETE FROM wave WHERE id = ?"} {
		if _, err := tx.Exec(ctx, text, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove a wave")
		}
	}
	return nil
}

// ReasonCount is how many have a reason.
type ReasonCount struct {
	Reason string `json:"reason" enum:"invited,sampled_out,resting,opted_out,no_address,known,rule"`
	Rule   string `json:"rule,omitempty" enum:"same_person,no_consent,measure_clock,most_asked,account_cap,role_cap" doc:"The name of the rule."`
	Count  int64  `json:"count"`
}

// StateCount is how many invitations are in a state.
type StateCount struct {
	State string `json:"state" enum:"planned,sent,started,answered,bounced,unsubscribed,failed,dropped,closed"`
	Count int64  `json:"count"`
}

// WaveCounts say how far a wave is.
type WaveCounts struct {
	Considered int64         `json:"considered" doc:"All for whom there is a reason, or soon will be."`
	Reasons    []ReasonCount `json:"reasons" nullable:"false"`
	States     []StateCount  `json:"states" nullable:"false" doc:"Of the invitations that were made."`
	Reminders  int64         `json:"reminders" doc:"How many reminders were asked for."`
	Clicked    int64         `json:"clicked" doc:"Invitations of which a score was clicked in the mail and not confirmed by sending the page. Machines click too; it is no answer."`
	Listed     int64         `json:"listed" doc:"Keys that were given."`
	Unknown    int64         `json:"unknown" doc:"Keys that are nobody's."`
}

func countWave(ctx context.Context, q record.Querier, id string) (c WaveCounts, err error) {
	c.Reasons, c.States = []ReasonCount{}, []StateCount{}
	err = q.NewRaw("SELECT reason, rule, count(*) AS count FROM considered WHERE wave_id = ? GROUP BY reason, rule ORDER BY reason, rule", id).Scan(ctx, &c.Reasons)
	if err != nil {
		return c, fault.Wrap(err, fault.CodeInternal, "count the reasons of a wave")
	}
	kept := c.Reasons[:0]
	for _, r := range c.Reasons {
		c.Considered += r.Count
		if r.Reason != "" {
			kept = append(kept, r)
		}
	}
	c.Reasons = kept
	if err = q.NewRaw("SELECT state, count(*) AS count FROM invitation WHERE wave_id = ? GROUP BY state ORDER BY state", id).Scan(ctx, &c.States); err != nil {
		return c, fault.Wrap(err, fault.CodeInternal, "count the invitations of a wave")
	}
	if err = q.NewRaw("SELECT COALESCE(SUM(reminded), 0) FROM invitation WHERE wave_id = ?", id).Scan(ctx, &c.Reminders); err != nil {
		return c, fault.Wrap(err, fault.CodeInternal, "count the reminders of a wave")
	}
	err = q.NewRaw("SELECT count(DISTINCT s.invitation_id) FROM mail_score s JOIN invitation i ON i.id = s.invitation_id WHERE i.wave_id = ? AND i.state NOT IN ('answered', 'closed')", id).Scan(ctx, &c.Clicked)
	if err != nil {
		return c, fault.Wrap(err, fault.CodeInternal, "count what was clicked in the mails of a wave")
	}
	err = q.NewRaw("SELECT count(*), COALESCE(SUM(CASE WHEN NOT EXISTS (SELECT 1 FROM customer c WHERE c.key = k.customer_key) THEN 1 ELSE 0 END), 0) FROM wave_key k WHERE k.wave_id = ?", id).Scan(ctx, &c.Listed, &c.Unknown)
	return c, fault.Wrap(err, fault.CodeInternal, "count the list of a wave")
}
