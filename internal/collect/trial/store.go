package trial

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

func insertLink(ctx context.Context, tx *record.Tx, survey string, l TestLink, hash string) error {
	_, err := tx.Exec(ctx, "INSERT INTO test_link (id, survey_id, token_hash, number, made_by, created_at) VALUES (?, ?, ?, ?, ?, ?)", l.ID, survey, hash, l.Number, l.MadeBy, record.Micros(l.CreatedAt))
	return fault.Wrap(err, fault.CodeInternal, "make a test link")
}

func listLinks(ctx context.Context, q record.Querier, survey string) ([]TestLink, error) {
	var rows []struct {
		ID        string `bun:"id"`
		Number    int64
		MadeBy    string
		CreatedAt int64
	}
	err := q.NewRaw("SELECT id, number, made_by, created_at FROM test_link WHERE survey_id = ? ORDER BY created_at DESC, id DESC", survey).Scan(ctx, &rows)
	out := make([]TestLink, 0, len(rows))
	for _, r := range rows {
		out = append(out, TestLink{r.ID, r.Number, r.MadeBy, record.Time(r.CreatedAt)})
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list test links")
}

func deleteLink(ctx context.Context, tx *record.Tx, survey, id string) (bool, error) {
	n, err := tx.Exec(ctx, "DELETE FROM test_link WHERE survey_id = ? AND id = ?", survey, id)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "revoke a test link")
}

func linkBy(ctx context.Context, q record.Querier, hash string) (survey string, number int64, err error) {
	err = q.NewRaw("SELECT survey_id, number FROM test_link WHERE token_hash = ?", hash).Scan(ctx, &survey, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, fault.NotFound("test link")
	}
	return survey, number, fault.Wrap(err, fault.CodeInternal, "find a test link")
}

func countTests(ctx context.Context, q record.Querier, survey string) (n int, err error) {
	err = q.NewRaw("SELECT count(*) FROM test_answer WHERE survey_id = ?", survey).Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeInternal, "count tests")
}

func insertDocument(ctx context.Context, tx *record.Tx, asked Asked) error {
	raw, err := json.Marshal(asked.Document)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO test_document (survey_id, hash, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", asked.Survey.ID, asked.hash, string(raw))
	}
	return fault.Wrap(err, fault.CodeInternal, "keep what a test asks")
}

func insertTests(ctx context.Context, tx *record.Tx, tests []Test) error {
	for _, t := range tests {
		hidden, err := json.Marshal(t.Hidden)
		answers, bad := json.Marshal(t.Answers)
		contact, worse := json.Marshal(t.Contact)
		met, worst := json.Marshal(append(questionnaire.Met{}, t.Met...))
		if err = errors.Join(err, bad, worse, worst); err == nil {
			_, err = tx.Exec(ctx, `INSERT INTO test_answer (id, token_hash, survey_id, number, document, random, seed, language, hidden, contact, answers, outcome, ended_as, started_at, changed_at, met)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.ID, t.hash, t.SurveyID, t.Number, t.document, t.Random, t.Seed, t.Language, string(hidden), string(contact), string(answers),
				string(t.Outcome), t.EndedAs, record.Micros(t.StartedAt), record.Micros(t.ChangedAt), string(met))
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "begin a test")
		}
	}
	return nil
}

// writeTest keeps a test whose answers are still those it was decided from, and that
// is not over.
func writeTest(ctx context.Context, tx *record.Tx, t *Test, was questionnaire.Answers) (bool, error) {
	before, err := json.Marshal(was)
	answers, bad := json.Marshal(t.Answers)
	if err = errors.Join(err, bad); err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "keep a test")
	}
	n, err := tx.Exec(ctx, "UPDATE test_answer SET answers = ?, language = ?, outcome = ?, ended_as = ?, changed_at = ? WHERE id = ? AND answers = ? AND outcome = ''",
		string(answers), t.Language, string(t.Outcome), t.EndedAs, record.Micros(t.ChangedAt), t.ID, string(before))
	return n > 0, fault.Wrap(err, fault.CodeInternal, "keep a test")
}

const testColumns = "t.id, t.survey_id, t.number, t.document, t.random, t.seed, t.language, t.hidden, t.contact, t.answers, t.outcome, t.ended_as, t.started_at, t.changed_at, t.met"

type testRow struct {
	ID        string `bun:"id"`
	SurveyID  string `bun:"survey_id"`
	Number    int64
	Document  string
	Random    bool
	Seed      int64
	Language  string
	Hidden    string
	Contact   string
	Answers   string
	Outcome   string
	EndedAs   string
	StartedAt int64
	ChangedAt int64
	Met       string
}

func (r testRow) test() (Test, error) {
	t := Test{
		ID: r.ID, SurveyID: r.SurveyID, Number: r.Number, document: r.Document, Random: r.Random, Seed: r.Seed, Language: r.Language,
		Outcome: questionnaire.Outcome(r.Outcome), EndedAs: r.EndedAs, StartedAt: record.Time(r.StartedAt), ChangedAt: record.Time(r.ChangedAt),
	}
	err := errors.Join(json.Unmarshal([]byte(r.Hidden), &t.Hidden), json.Unmarshal([]byte(r.Contact), &t.Contact), json.Unmarshal([]byte(r.Answers), &t.Answers), json.Unmarshal([]byte(r.Met), &t.Met))
	return t, fault.Wrap(err, fault.CodeInternal, "read a test")
}

// readTest is a test with what it was asked.
func readTest(ctx context.Context, q record.Querier, where string, args ...any) (t Test, d *questionnaire.Document, err error) {
	var r testRow
	err = q.NewRaw("SELECT "+testColumns+" FROM test_answer t WHERE "+where, args...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil, fault.NotFound("test")
	}
	if err != nil {
		return t, nil, fault.Wrap(err, fault.CodeInternal, "find a test")
	}
	if t, err = r.test(); err != nil {
		return t, nil, err
	}
	d, err = readDocument(ctx, q, t.SurveyID, t.document)
	return t, d, err
}

func readDocument(ctx context.Context, q record.Querier, survey, hash string) (*questionnaire.Document, error) {
	var raw string
	err := q.NewRaw("SELECT document FROM test_document WHERE survey_id = ? AND hash = ?", survey, hash).Scan(ctx, &raw)
	var d questionnaire.Document
	if err == nil {
		err = json.Unmarshal([]byte(raw), &d)
	}
	return &d, fault.Wrap(err, fault.CodeInternal, "read what a test was asked")
}

// listTests gives tests of a survey, the newest begun first, after a place.
func listTests(ctx context.Context, q record.Querier, survey string, after Place, limit int) ([]Test, error) {
	text, args := "SELECT "+testColumns+" FROM test_answer t WHERE t.survey_id = ?", []any{survey}
	if after.ID != "" {
		text, args = text+" AND (t.started_at < ? OR (t.started_at = ? AND t.id < ?))", append(args, after.At, after.At, after.ID)
	}
	var rows []testRow
	if err := q.NewRaw(text+" ORDER BY t.started_at DESC, t.id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list tests")
	}
	out := make([]Test, 0, len(rows))
	for _, r := range rows {
		t, err := r.test()
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// documentsOf are what the tests of a survey were asked, by hash.
func documentsOf(ctx context.Context, q record.Querier, survey string) (map[string]*questionnaire.Document, error) {
	var rows []struct{ Hash, Document string }
	err := q.NewRaw("SELECT hash, document FROM test_document WHERE survey_id = ?", survey).Scan(ctx, &rows)
	out := map[string]*questionnaire.Document{}
	for _, r := range rows {
		var d questionnaire.Document
		err = errors.Join(err, json.Unmarshal([]byte(r.Document), &d))
		out[r.Hash] = &d
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read what tests were asked")
}

// dropTests forgets all tests of a survey, and tells how many.
func dropTests(ctx context.Context, tx *record.Tx, survey string) (int64, error) {
	n, err := tx.Exec(ctx, "DELETE FROM test_answer WHERE survey_id = ?", survey)
	for _, table := range []string{"test_document", "test_fill"} {
		if err == nil {
			_, err = tx.Exec(ctx, "DELETE FROM "+table+" WHERE survey_id = ?", survey)
		}
	}
	return n, fault.Wrap(err, fault.CodeInternal, "remove tests")
}

// forgetTests forgets tests begun before a time, and whatever is of a survey that is
// no more.
func forgetTests(ctx context.Context, tx *record.Tx, before time.Time) error {
	const gone = "survey_id NOT IN (SELECT id FROM survey)"
	_, err := tx.Exec(ctx, "DELETE FROM test_answer WHERE started_at < ? OR "+gone, record.Micros(before))
	for _, text := range []string{
		"DELETE FROM test_document WHERE NOT EXISTS (SELECT 1 FROM test_answer t WHERE t.survey_id = test_document.survey_id AND t.document = test_document.hash)",
		"DELETE FROM test_link WHERE " + gone,
		"DELETE FROM test_fill WHERE " + gone,
	} {
		if err == nil {
			_, err = tx.Exec(ctx, text)
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "forget tests")
}

func writeFill(ctx context.Context, tx *record.Tx, survey, found string) error {
	_, err := tx.Exec(ctx, "INSERT INTO test_fill (survey_id, found) VALUES (?, ?) ON CONFLICT (survey_id) DO UPDATE SET found = excluded.found", survey, found)
	return fault.Wrap(err, fault.CodeInternal, "keep what a fill found")
}

func readFill(ctx context.Context, q record.Querier, survey string) (found string, err error) {
	err = q.NewRaw("SELECT found FROM test_fill WHERE survey_id = ?", survey).Scan(ctx, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return found, fault.Wrap(err, fault.CodeInternal, "read what a fill found")
}
