package respond

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// readGiven is what was sent, by the response that it became. Its revision is read
// before its answers: of a change that comes between, only the guard of the next hears.
func readGiven(ctx context.Context, get getRow, response string) (g given, err error) {
	var hash string
	var sent int64
	found, err := get(ctx, "SELECT a.token_hash, a.changed_at, a.revision, (r.id IS NOT NULL AND "+collect.NotRestricted("r")+") AS stands FROM answering a LEFT JOIN response r ON r.id = a.response_id WHERE a.response_id = ? AND a.outcome <> ''",
		[]any{response}, &hash, &sent, &g.revision, &g.stands)
	if err == nil && !found {
		err = fault.NotFound("survey")
	}
	if err != nil {
		return g, fault.Wrap(err, fault.CodeInternal, "find what was sent")
	}
	g.sentAt = record.Time(sent)
	g.Answering, err = readAnswering(ctx, get, hash)
	return g, err
}

func insertChange(ctx context.Context, tx *record.Tx, hash string, g *given, way string, now time.Time) error {
	answers, err := json.Marshal(g.Answers)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO answer_change (token_hash, response_id, revision, way, language, answers, started_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			hash, g.ResponseID, g.revision, way, g.Language, string(answers), record.Micros(now))
	}
	return fault.Wrap(err, fault.CodeInternal, "begin to change an answer")
}

func readChange(ctx context.Context, q record.Querier, hash string) (c changing, response string, err error) {
	var r struct {
		ResponseID string `bun:"response_id"`
		Revision   int64
		Way        string
		Language   string
		Answers    string
		Sent       bool
	}
	err = q.NewRaw("SELECT response_id, revision, way, language, answers, sent FROM answer_change WHERE token_hash = ?", hash).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return c, "", fault.NotFound("survey")
	}
	c = changing{hash: hash, from: r.Revision, way: r.Way, language: r.Language, raw: r.Answers, sent: r.Sent}
	if err == nil {
		err = json.Unmarshal([]byte(r.Answers), &c.answers)
	}
	return c, r.ResponseID, fault.Wrap(err, fault.CodeInternal, "find a change")
}

// keepChange keeps a page of a change, unless another tab has kept one since; kept tells.
func keepChange(ctx context.Context, tx *record.Tx, c *changing, answers questionnaire.Answers, language string) (kept bool, err error) {
	raw, err := json.Marshal(answers)
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "keep a change")
	}
	n, err := tx.Exec(ctx, "UPDATE answer_change SET answers = ?, language = ? WHERE token_hash = ? AND answers = ? AND NOT sent", string(raw), language, c.hash, c.raw)
	return n == 1, fault.Wrap(err, fault.CodeInternal, "keep a change")
}

// rebaseChange has a change begin from the answer as it stands, with what was written.
func rebaseChange(ctx context.Context, tx *record.Tx, hash string, revision int64) error {
	_, err := tx.Exec(ctx, "UPDATE answer_change SET revision = ? WHERE token_hash = ? AND NOT sent", revision, hash)
	return fault.Wrap(err, fault.CodeInternal, "begin a change anew")
}

func endChange(ctx context.Context, tx *record.Tx, hash string) error {
	_, err := tx.Exec(ctx, "UPDATE answer_change SET sent = TRUE WHERE token_hash = ?", hash)
	return fault.Wrap(err, fault.CodeInternal, "end a change")
}

// writeChanged writes what was answered anew and judges it again, unless the answer has
// been changed or taken back since; its time and its receipt stay.
func writeChanged(ctx context.Context, tx *record.Tx, d *decided, revision int64) (changed bool, err error) {
	j := d.judged
	n, err := tx.Exec(ctx, changedText, d.raw, d.Language, d.EndedAs, scoreOrNull(d.score), j.pace, j.print, j.text, j.print, d.hash, j.text, d.hash,
		int64(j.flags|quality.Twin), int64(j.flags), d.hash, revision)
	return n == 1, fault.Wrap(err, fault.CodeInternal, "change an answer")
}

const changedText = `UPDATE answering SET answers = ?, language = ?, ended_as = ?, score = ?, revision = revision + 1,
	pace = ?, print = ?, text_print = ?,
	flags = CASE WHEN EXISTS (SELECT 1 FROM answering o WHERE o.print <> '' AND o.print = ? AND o.token_hash <> ?)
		OR EXISTS (SELECT 1 FROM answering o WHERE o.text_print <> '' AND o.text_print = ? AND o.token_hash <> ?) THEN CAST(? AS SMALLINT) ELSE CAST(? AS SMALLINT) END
	WHERE token_hash = ? AND outcome = 'complete' AND revision = ?`

func insertRevision(ctx context.Context, tx *record.Tx, c *changing, after string, now time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO answer_revision (response_id, revision, at, way, before, after) VALUES (?, ?, ?, ?, ?, ?)",
		c.ResponseID, c.revision+1, record.Micros(now), c.way, c.kept[len(c.Language):], after)
	return fault.Wrap(err, fault.CodeInternal, "keep what an answer was")
}

// moveQuotas counts a changed answer where it belongs now, and no more where it did.
func moveQuotas(ctx context.Context, tx *record.Tx, survey string, before, after []string) error {
	for _, code := range before {
		if slices.Contains(after, code) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE survey_quota SET n = n - 1 WHERE survey_id = ? AND code = ? AND n > 0", survey, code); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count a quota")
		}
	}
	for _, code := range after {
		if slices.Contains(before, code) {
			continue
		}
		if err := countQuota(ctx, tx, survey, code); err != nil {
			return err
		}
	}
	return nil
}

// toldRow is a change of an answer, with whose survey it is.
type toldRow struct {
	Survey     string
	ResponseID string `bun:"response_id"`
	At         int64
	Way        string
	Before     string
	After      string
}

func changesOf(ctx context.Context, q record.Querier, customers []string, least int64) (rows []toldRow, err error) {
	err = q.NewRaw(`SELECT COALESCE(s.name, '') AS survey, v.response_id, v.at, v.way, v.before, v.after FROM answer_revision v JOIN response r ON r.id = v.response_id
		JOIN answering a ON a.response_id = v.response_id LEFT JOIN survey s ON s.id = a.survey_id WHERE r.customer_id IN (?) AND r.consent >= ? ORDER BY v.response_id, v.revision LIMIT 10000`,
		bun.List(customers), least).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "export what answers were before")
}
