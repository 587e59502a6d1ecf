package anonymous

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const idsAtOnce = 500

func insertPart(ctx context.Context, tx *record.Tx, g Given, question string, p Part, day int64) error {
	classes, err := json.Marshal(append([]string{}, p.Classes...))
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write classes")
	}
	items, err := json.Marshal(p.Items)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO anonymous_waiting (id, survey_id, number, question, classes, items, receipt, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			p.ID, g.SurveyID, g.Number, question, string(classes), string(items), g.Receipt, day)
	}
	return fault.Wrap(err, fault.CodeUnavailable, "keep an anonymous answer")
}

func insertText(ctx context.Context, tx *record.Tx, g Given, question, id, body string) error {
	_, err := tx.Exec(ctx, "INSERT INTO anonymous_text (id, survey_id, number, question, body, receipt, shown) VALUES (?, ?, ?, ?, ?, ?, FALSE)",
		id, g.SurveyID, g.Number, question, body, g.Receipt)
	return fault.Wrap(err, fault.CodeUnavailable, "keep an anonymous text")
}

func insertClosing(ctx context.Context, tx *record.Tx, survey, invitation string) error {
	_, err := tx.Exec(ctx, "INSERT INTO anonymous_closing (invitation_id, survey_id) VALUES (?, ?) ON CONFLICT (invitation_id) DO NOTHING", invitation, survey)
	return fault.Wrap(err, fault.CodeUnavailable, "note that an invitation is answered")
}

func closingWaits(ctx context.Context, q record.Querier, invitation string) (waits bool, err error) {
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM anonymous_closing WHERE invitation_id = ?)", invitation).Scan(ctx, &waits)
	return waits, fault.Wrap(err, fault.CodeUnavailable, "look for an answer")
}

func deleteByReceipt(ctx context.Context, tx *record.Tx, receipt string) (int64, error) {
	parts, err := tx.Exec(ctx, "DELETE FROM anonymous_waiting WHERE receipt = ?", receipt)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeUnavailable, "erase an anonymous answer")
	}
	texts, err := tx.Exec(ctx, "DELETE FROM anonymous_text WHERE receipt = ?", receipt)
	return parts + texts, fault.Wrap(err, fault.CodeUnavailable, "erase anonymous texts")
}

// listPools gives the questions to which so many answers or texts wait at least.
func listPools(ctx context.Context, q record.Querier, table string, least int) (out []pool, err error) {
	where := ""
	if table == "anonymous_text" {
		where = " WHERE NOT shown"
	}
	err = q.NewRaw("SELECT survey_id, number, question FROM "+table+where+" GROUP BY survey_id, number, question HAVING count(*) >= ? ORDER BY survey_id, number, question", least).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeUnavailable, "look for anonymous answers that wait")
}

// waiting is a part with the day on which it came.
type waiting struct {
	part Part
	day  int64
}

// locking keeps rows from another process until the transaction ends.
func locking(tx *record.Tx) string {
	if tx.Engine() == record.PostgreSQL {
		return " FOR UPDATE"
	}
	return ""
}

// lockParts gives parts that wait in a pool, by their random ids.
func lockParts(ctx context.Context, tx *record.Tx, p pool, limit int) ([]waiting, error) {
	var rows []struct {
		ID, Classes, Items string
		Day                int64
	}
	err := tx.NewRaw("SELECT id, classes, items, day FROM anonymous_waiting WHERE survey_id = ? AND number = ? AND question = ? ORDER BY id LIMIT ?"+locking(tx),
		p.SurveyID, p.Number, p.Question, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read anonymous answers that wait")
	}
	out := make([]waiting, len(rows))
	for i, r := range rows {
		out[i] = waiting{Part{ID: r.ID}, r.Day}
		if err := json.Unmarshal([]byte(r.Classes), &out[i].part.Classes); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read classes")
		}
		if err := json.Unmarshal([]byte(r.Items), &out[i].part.Items); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read an anonymous answer")
		}
	}
	return out, nil
}

func addSum(ctx context.Context, tx *record.Tx, p pool, told string, i Item) error {
	_, err := tx.Exec(ctx, `INSERT INTO anonymous_sum (survey_id, number, question, told, item, n, total, squares) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (survey_id, number, question, told, item) DO UPDATE SET n = anonymous_sum.n + excluded.n, total = anonymous_sum.total + excluded.total, squares = anonymous_sum.squares + excluded.squares`,
		p.SurveyID, p.Number, p.Question, told, i.Name, i.N, i.Sum, i.Squares)
	return fault.Wrap(err, fault.CodeUnavailable, "add up anonymous answers")
}

// deleteParts removes parts that are added up. That all of them were still there
// is asked for, so that none is added twice.
func deleteParts(ctx context.Context, tx *record.Tx, ids []string) error {
	for some := range slices.Chunk(ids, idsAtOnce) {
		result, err := tx.NewRaw("DELETE FROM anonymous_waiting WHERE id IN (?)", bun.List(some)).Exec(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "remove anonymous answers that are added up")
		}
		if n, err := result.RowsAffected(); err != nil || n != int64(len(some)) {
			return fault.New(fault.CodeConflict, "Anonymous answers were let out by somebody else meanwhile.").Because(fmt.Errorf("%d of %d: %w", n, len(some), err))
		}
	}
	return nil
}

// showTexts lets out the texts that wait, where they are enough.
func showTexts(ctx context.Context, tx *record.Tx, p pool, least int) error {
	_, err := tx.Exec(ctx, `UPDATE anonymous_text SET shown = TRUE WHERE survey_id = ? AND number = ? AND question = ? AND NOT shown
AND (SELECT count(*) FROM anonymous_text t WHERE t.survey_id = ? AND t.number = ? AND t.question = ? AND NOT t.shown) >= ?`,
		p.SurveyID, p.Number, p.Question, p.SurveyID, p.Number, p.Question, least)
	return fault.Wrap(err, fault.CodeUnavailable, "let out anonymous texts")
}

// lockClosing gives invitations of one survey to which so many answers have come.
func lockClosing(ctx context.Context, tx *record.Tx, least, limit int) (ids []string, err error) {
	var survey []string
	if err := tx.NewRaw("SELECT survey_id FROM anonymous_closing GROUP BY survey_id HAVING count(*) >= ? LIMIT 1", least).Scan(ctx, &survey); err != nil || len(survey) == 0 {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "look for answered invitations")
	}
	err = tx.NewRaw("SELECT invitation_id FROM anonymous_closing WHERE survey_id = ? ORDER BY invitation_id LIMIT ?"+locking(tx), survey[0], limit).Scan(ctx, &ids)
	if len(ids) < least {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read answered invitations")
	}
	return ids, fault.Wrap(err, fault.CodeUnavailable, "read answered invitations")
}

func deleteClosing(ctx context.Context, tx *record.Tx, ids []string) error {
	for some := range slices.Chunk(ids, idsAtOnce) {
		if _, err := tx.NewRaw("DELETE FROM anonymous_closing WHERE invitation_id IN (?)", bun.List(some)).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "forget answered invitations")
		}
	}
	return nil
}
