package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/answers"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
)

// benchAnsweredRows is how many have answered the survey of the bench.
const benchAnsweredRows = 1_000_000

// benchAnswered lists, filters and takes out a million answers to one survey, beside
// what SQLite needs to read the same rows.
func benchAnswered(ctx context.Context, c BenchConfig, dir string) error {
	s, err := startScratch(ctx, Config{Dir: dir}, c.Log)
	if err != nil {
		return err
	}
	defer s.stop()
	ctx = operatorContext(ctx)
	survey, err := s.askedSurvey(ctx)
	if err != nil {
		return err
	}
	rows := min(c.Rows, benchAnsweredRows)
	began := time.Now()
	if err := s.answerSurvey(ctx, survey, rows); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "SQLite, %d answers of 10 questions to one survey (put there in %s)\n", rows, time.Since(began).Round(time.Second))
	db := record.OpenSQLiteFile(filepath.Join(dir, "record.db"))
	err = s.listSurvey(ctx, c.Out, db, survey, rows)
	if err == nil {
		err = s.followSurvey(ctx, c.Out, db, survey)
	}
	if err == nil {
		err = s.takeOutSurvey(ctx, c.Out, db, survey)
	}
	return errors.Join(err, db.Close())
}

// askedSurvey publishes a survey of ten questions.
func (s *scratch) askedSurvey(ctx context.Context) (string, error) {
	w := func(text string) questionnaire.Words { return questionnaire.Words{"en": text} }
	page := questionnaire.Page{Code: "one"}
	for i := range 7 {
		code := fmt.Sprintf("score_%d", i)
		page.Questions = append(page.Questions, questionnaire.Question{Code: code, Kind: questionnaire.KindScale, Text: w("How was " + code + "?"), Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11}})
	}
	options := []questionnaire.Option{{Code: "deck", Text: w("On deck")}, {Code: "cabin", Text: w("In a cabin")}, {Code: "bar", Text: w("At the bar")}}
	page.Questions = append(page.Questions, questionnaire.Question{Code: "place", Kind: questionnaire.KindChoice, Text: w("Where?"), Options: options},
		questionnaire.Question{Code: "seen", Kind: questionnaire.KindChoices, Text: w("What did you see?"), Options: options}, questionnaire.Question{Code: "why", Kind: questionnaire.KindLongText, Text: w("Why?")})
	d := &questionnaire.Document{
		Title: w("Crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{page}, Ends: []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: w("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, Privacy: w("Two years."), Controller: "Bench"},
	}
	made, _, err := s.app.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: s.program.ID, Name: "Crossing", Document: d})
	if err == nil {
		_, _, _, err = s.app.measure.PublishSurvey(ctx, made.ID, "", measure.Publishing{})
	}
	return made.ID, err
}

// answerSurvey puts invented answers into the record: one in fifty was screened out,
// one in fifty is not sent; all others are responses, one in three with a text.
func (s *scratch) answerSurvey(ctx context.Context, survey string, rows int) error {
	const id, given = "printf('01930000-0000-7000-8000-%012d', i)", "i % 50 NOT IN (7, 8)"
	const start = "1750000000000000 + i * 30000000"
	said := `'{"score_0":{"n":' || (i % 11) || '},"score_1":{"n":' || (i % 7) || '},"score_2":{"n":5},"score_3":{"n":' || (i % 10) || '},"score_4":{"n":9},"score_5":{"n":1},"score_6":{"n":8},"place":{"c":["deck"]},"seen":{"c":["cabin","bar"]}'
		|| CASE WHEN i % 3 = 0 THEN ',"why":{"t":"=late again on crossing ' || i || '"}' ELSE '' END || '}'`
	for from := 0; from < rows; from += rawPiece {
		_, err := s.app.record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			series := fmt.Sprintf("WITH RECURSIVE series(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM series WHERE i < %d) ", from, min(from+rawPiece, rows)-1)
			for _, text := range []string{
				`INSERT INTO answering (token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, receipt, pace, times, flags, started_at, changed_at)
				` + series + `SELECT 'hash' || i, ?, 1, ?, ` + id + `, i, 'en', '{}', ` + said + `, CASE i % 50 WHEN 7 THEN 'screened' WHEN 8 THEN '' ELSE 'complete' END, CASE WHEN ` + given + ` THEN 'receipt' || i ELSE '' END,
					2000 + i * 7919 % 9000, '{"one":' || (20000 + i * 7919 % 90000) || '}', CASE WHEN i % 97 = 0 THEN 4 ELSE 0 END, ` + start + `, ` + start + ` + 120000000 FROM series`,
				`INSERT INTO response (id, program_id, at, received_at, consent, channel, language, has_text, digest, document)
				` + series + `SELECT ` + id + `, ?, ` + start + `, ` + start + `, 1, 'survey', 'en', i % 3 = 0, '', '{}' FROM series WHERE ` + given + ``,
			} {
				args := []any{survey, s.program.ID}
				if text[:20] == "INSERT INTO response" {
					args = []any{s.program.ID}
				}
				if _, err := tx.Exec(ctx, text, args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err := s.app.record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO response_text (rowid, body) SELECT n, 'late again on crossing ' || n FROM response WHERE has_text")
		return err
	})
	return err
}

// listSurvey reads first pages of lists, the median of seven, beside the same rows
// read by SQLite.
func (s *scratch) listSurvey(ctx context.Context, out io.Writer, db *sql.DB, survey string, rows int) error {
	deep := answers.Place{At: 1750000000000000 + int64(rows/10)*30000000, ID: "ffffffff-ffff-7fff-bfff-ffffffffffff"}
	for _, l := range []struct {
		name   string
		filter answers.Filter
		after  answers.Place
		raw    string
	}{
		{"the newest 50, counted to 10,000", answers.Filter{}, answers.Place{}, ""},
		{"50 after nine tenths", answers.Filter{}, deep, fmt.Sprintf("AND started_at <= %d", deep.At)},
		{"screened out", answers.Filter{Outcomes: []string{"screened"}}, answers.Place{}, "AND outcome || '' = 'screened'"},
		{"a rare word", answers.Filter{Words: "300000"}, answers.Place{}, "AND response_id IN (SELECT id FROM response WHERE n IN (SELECT rowid FROM response_text WHERE response_text MATCH '\"300000\"*'))"},
		{"a word in a third of all", answers.Filter{Words: "late"}, answers.Place{}, "AND response_id IN (SELECT id FROM response WHERE n IN (SELECT rowid FROM response_text WHERE response_text MATCH '\"late\"*'))"},
	} {
		ours, err := medianOf(7, func() error {
			_, _, _, err := s.app.answers.List(ctx, survey, l.filter, l.after, 50)
			return err
		})
		if err != nil {
			return err
		}
		raw, err := medianOf(7, func() error {
			return scanAll(ctx, db, "SELECT response_id, started_at, answers FROM answering WHERE survey_id = ? "+l.raw+" ORDER BY started_at DESC, response_id DESC LIMIT 51", survey)
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  list, %-34s %7.1f ms; rows alone %7.1f ms\n", l.name+":", ours.Seconds()*1000, raw.Seconds()*1000)
	}
	return nil
}

// followSurvey reads how the fieldwork goes, the median of seven, beside one count of
// the survey's answers by outcome.
func (s *scratch) followSurvey(ctx context.Context, out io.Writer, db *sql.DB, survey string) error {
	ours, err := medianOf(7, func() error {
		_, err := s.app.understand.Fieldwork(ctx, understand.FieldworkQuery{Survey: survey})
		return err
	})
	if err != nil {
		return err
	}
	raw, err := medianOf(7, func() error {
		return scanAll(ctx, db, "SELECT outcome, count(*), 0 FROM answering WHERE survey_id = ? GROUP BY 1", survey)
	})
	fmt.Fprintf(out, "  fieldwork, all of it: %7.1f ms; one count of the answers by outcome %7.1f ms\n", ours.Seconds()*1000, raw.Seconds()*1000)
	return err
}

// takeOutSurvey writes each format into nothing, beside reading all rows.
func (s *scratch) takeOutSurvey(ctx context.Context, out io.Writer, db *sql.DB, survey string) error {
	raw, err := medianOf(1, func() error {
		return scanAll(ctx, db, "SELECT a.response_id, a.started_at, a.answers, r.consent FROM answering a LEFT JOIN response r ON r.id = a.response_id WHERE a.survey_id = ? ORDER BY a.started_at DESC, a.response_id DESC", survey)
	})
	if err != nil {
		return err
	}
	for _, kind := range []string{"csv", "jsonl", "parquet", "xlsx"} {
		runtime.GC()
		stop := lookAtHeap()
		counted := &counter{}
		took, err := medianOf(1, func() error {
			e, err := s.app.answers.Export(ctx, survey, answers.Filter{}, answers.Format{Kind: kind, Words: "en", Zone: time.UTC})
			if err != nil {
				return err
			}
			return e.Write(ctx, counted)
		})
		heap := stop()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  out as %-8s %6.1f s, %5d MB; reading the rows %.1f s: %.1f x; at most %d MiB of heap\n", kind+":", took.Seconds(), counted.bytes/1_000_000, raw.Seconds(), took.Seconds()/raw.Seconds(), heap>>20)
	}
	return nil
}

// counter counts what is written.
type counter struct{ bytes int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.bytes += int64(len(b))
	return len(b), nil
}

// scanAll reads all cells of a query and forgets them.
func scanAll(ctx context.Context, db *sql.DB, query string, args ...any) (err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// medianOf is how long something takes, the middle of some times.
func medianOf(times int, do func() error) (time.Duration, error) {
	all := make([]time.Duration, times)
	for i := range all {
		began := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		all[i] = time.Since(began)
	}
	slices.Sort(all)
	return all[times/2], nil
}

// lookAtHeap looks at the heap until it is stopped, and tells the most it was.
func lookAtHeap() (stop func() uint64) {
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		var high uint64
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				most <- high
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				high = max(high, m.HeapAlloc)
			}
		}
	}()
	return func() uint64 { close(done); return <-most }
}
