package respond

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

const answeringColumns = "token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, ended_as, started_at, COALESCE(invitation_id, '') AS invitation_id, contact, shown_at, at_page, times, met"

type answeringRow struct {
	TokenHash  string
	SurveyID   string
	Number     int64
	ProgramID  string
	ResponseID string
	Seed       int64
	Language   string
	Hidden     string
	Answers    string
	Outcome    string
	EndedAs    string
	StartedAt  int64

	InvitationID string
	Contact      string

	ShownAt sql.NullInt64
	AtPage  string
	Times   string
	Met     string
}

func (r answeringRow) answering() (Answering, error) {
	a := Answering{
		hash: r.TokenHash, SurveyID: r.SurveyID, Number: r.Number, ProgramID: r.ProgramID, ResponseID: r.ResponseID, Seed: r.Seed, Language: r.Language,
		Outcome: questionnaire.Outcome(r.Outcome), EndedAs: r.EndedAs, StartedAt: record.Time(r.StartedAt),
		Invitation: r.InvitationID, kept: r.Language + r.Answers,
	}
	var err error
	a.progress, err = readProgress(r.ShownAt, r.AtPage, r.Times)
	err = errors.Join(err, json.Unmarshal([]byte(r.Hidden), &a.Hidden), json.Unmarshal([]byte(r.Answers), &a.Answers), json.Unmarshal([]byte(r.Contact), &a.Contact), json.Unmarshal([]byte(r.Met), &a.met))
	return a, fault.Wrap(err, fault.CodeInternal, "read an answering")
}

const oneAnswering = "SELECT " + answeringColumns + " FROM answering WHERE token_hash = ?"

// getRow is Get of a store or of a transaction.
type getRow func(ctx context.Context, text string, args []any, dest ...any) (bool, error)

func readAnswering(ctx context.Context, get getRow, hash string) (Answering, error) {
	var r answeringRow
	found, err := get(ctx, oneAnswering, []any{hash}, &r.TokenHash, &r.SurveyID, &r.Number, &r.ProgramID, &r.ResponseID, &r.Seed, &r.Language, &r.Hidden, &r.Answers,
		&r.Outcome, &r.EndedAs, &r.StartedAt, &r.InvitationID, &r.Contact, &r.ShownAt, &r.AtPage, &r.Times, &r.Met)
	if err == nil && !found {
		return Answering{}, fault.NotFound("survey")
	}
	if err != nil {
		return Answering{}, fault.Wrap(err, fault.CodeInternal, "find an answering")
	}
	return r.answering()
}

// lockAnswering is an answering that no other tab changes until the transaction ends.
func lockAnswering(ctx context.Context, tx *record.Tx, hash string) (Answering, error) {
	if tx.Engine() == record.PostgreSQL {
		var found string
		if _, err := tx.Get(ctx, "SELECT token_hash FROM answering WHERE token_hash = ? FOR UPDATE", []any{hash}, &found); err != nil {
			return Answering{}, fault.Wrap(err, fault.CodeInternal, "lock an answering")
		}
	}
	return readAnswering(ctx, tx.Get, hash)
}

func insertAnswering(ctx context.Context, tx *record.Tx, a *Answering, now time.Time) error {
	hidden, err := json.Marshal(a.Hidden)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "begin an answering")
	}
	shownAt, _, _, _ := a.columns()
	contact, err := json.Marshal(a.Contact)
	met, bad := json.Marshal(append(questionnaire.Met{}, a.met...))
	if err = errors.Join(err, bad); err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO answering (token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, ended_as, started_at, invitation_id, contact, came_by, shown_at, changed_at, met)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}', '', '', ?, ?, ?, ?, ?, ?, ?)`,
			a.hash, a.SurveyID, a.Number, a.ProgramID, a.ResponseID, a.Seed, a.Language, string(hidden), record.Micros(a.StartedAt), orNull(a.Invitation), string(contact), a.cameBy, shownAt, record.Micros(now), string(met))
	}
	return fault.Wrap(err, fault.CodeInternal, "begin an answering")
}

// moveAnswering has an answering that goes on lead from another secret, where an
// invitation has one; moved tells.
func moveAnswering(ctx context.Context, tx *record.Tx, invitation, hash string) (moved bool, err error) {
	n, err := tx.Exec(ctx, "UPDATE answering SET token_hash = ? WHERE token_hash = (SELECT min(token_hash) FROM answering WHERE invitation_id = ? AND outcome = '')", hash, invitation)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "go on with an answering")
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// writeAnswers keeps a page, unless the answering has changed since it was decided
// what of it; settled tells.
func writeAnswers(ctx context.Context, tx *record.Tx, d *decided, now time.Time) (settled bool, err error) {
	shownAt, atPage, times, err := d.columns()
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "keep answers")
	}
	n, err := tx.Exec(ctx, keepText,
		d.raw, d.Language, shownAt, atPage, times, record.Micros(now), d.hash, d.was)
	return n == 1, fault.Wrap(err, fault.CodeInternal, "keep answers")
}

const keepText = `UPDATE answering SET answers = ?, language = ?, shown_at = ?, at_page = ?, times = ?, changed_at = ?
	WHERE token_hash = ? AND outcome = '' AND language || answers = ?`

// endAnswering ends an answering, unless it has changed since it was decided how;
// settled tells. Whether somebody gave the same answers before is found by the
// statement itself. What it is compared by is named twice, as the index holds only
// what is not empty.
func endAnswering(ctx context.Context, tx *record.Tx, d *decided, receipt string, now time.Time) (settled bool, err error) {
	_, atPage, times, err := d.columns()
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "end an answering")
	}
	j := d.judged
	n, err := tx.Exec(ctx, endText, d.raw, d.Language, string(d.Outcome), d.EndedAs, receipt, atPage, times, record.Micros(now), scoreOrNull(d.score),
		j.pace, j.print, j.text, j.print, d.hash, j.text, d.hash, int64(j.flags|quality.Twin), int64(j.flags), d.hash, d.was)
	return n == 1, fault.Wrap(err, fault.CodeInternal, "end an answering")
}

const endText = `UPDATE answering SET answers = ?, language = ?, outcome = ?, ended_as = ?, receipt = ?, at_page = ?, times = ?, shown_at = NULL, changed_at = ?, score = ?,
	pace = ?, print = ?, text_print = ?,
	flags = CASE WHEN EXISTS (SELECT 1 FROM answering o WHERE o.print <> '' AND o.print = ? AND o.token_hash <> ?)
		OR EXISTS (SELECT 1 FROM answering o WHERE o.text_print <> '' AND o.text_print = ? AND o.token_hash <> ?) THEN CAST(? AS SMALLINT) ELSE CAST(? AS SMALLINT) END
	WHERE token_hash = ? AND outcome = '' AND language || answers = ?`

func scoreOrNull(score *float64) any {
	if score == nil {
		return nil
	}
	return *score
}

// endedSince tells whether an answering became a response with a receipt, since a time.
func endedSince(ctx context.Context, q record.Querier, hash, receipt string, since time.Time) (bool, error) {
	var n int
	err := q.NewRaw("SELECT count(*) FROM answering WHERE token_hash = ? AND receipt = ? AND changed_at >= ?", hash, receipt, record.Micros(since)).Scan(ctx, &n)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "see when an answering ended")
}

// byReceipt says that the receipt is not empty, as the index holds no others.
const byReceipt = "SELECT response_id FROM answering WHERE receipt <> '' AND receipt = ?"

// responseBy is the id of the response that a receipt was given for.
func responseBy(ctx context.Context, tx *record.Tx, receipt string) (string, error) {
	var id string
	found, err := tx.Get(ctx, byReceipt, []any{receipt}, &id)
	if err == nil && !found {
		return "", fault.NotFound("answer")
	}
	return id, fault.Wrap(err, fault.CodeInternal, "find an answer by its receipt")
}

// fullQuotas are the quotas of a survey in which as many have completed as were wanted.
func fullQuotas(ctx context.Context, q record.Querier, survey string, d *questionnaire.Document) (map[string]bool, error) {
	if len(d.Quotas) == 0 || survey == "" { // of a preview
		return nil, nil
	}
	var rows []struct {
		Code string
		N    int64
	}
	if err := q.NewRaw("SELECT code, n FROM survey_quota WHERE survey_id = ?", survey).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read quotas")
	}
	full := map[string]bool{}
	for _, quota := range d.Quotas {
		for _, r := range rows {
			full[quota.Code] = full[quota.Code] || r.Code == quota.Code && r.N >= int64(quota.Count)
		}
	}
	return full, nil
}

func countQuota(ctx context.Context, tx *record.Tx, survey, code string) error {
	_, err := tx.Exec(ctx, "INSERT INTO survey_quota (survey_id, code, n) VALUES (?, ?, 1) ON CONFLICT (survey_id, code) DO UPDATE SET n = survey_quota.n + 1", survey, code)
	return fault.Wrap(err, fault.CodeInternal, "count a quota")
}

// deleteLeft forgets answerings that go on since before a time, and tells how many.
func deleteLeft(ctx context.Context, tx *record.Tx, before time.Time, limit int) (int64, error) {
	var left []string
	err := tx.NewRaw("SELECT response_id FROM answering WHERE outcome = '' AND changed_at < ? LIMIT ?", record.Micros(before), limit).Scan(ctx, &left)
	if err != nil || len(left) == 0 {
		return 0, fault.Wrap(err, fault.CodeInternal, "find what was left unanswered")
	}
	if err := collect.DropFiles(ctx, tx, left, nil); err != nil {
		return 0, err
	}
	_, err = tx.NewRaw("DELETE FROM answering WHERE response_id IN (?)", bun.List(left)).Exec(ctx)
	return int64(len(left)), fault.Wrap(err, fault.CodeInternal, "forget what was left unanswered")
}
