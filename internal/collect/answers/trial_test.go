package answers

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestTestsAreNoAnswers: chance finds which branches are dead; what it answers is
// listed, opened and taken along apart, and never among the answers.
func TestTestsAreNoAnswers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		d := crossing()
		d.Pages[2].ShowIf = `told == 3` // of three
		d.Pages = append(d.Pages, questionnaire.Page{Code: "dead", ShowIf: `told == 2 && told == 3`, Questions: []questionnaire.Question{{Code: "never", Kind: questionnaire.KindText, Text: both("Never?", "Jamais ?")}}})
		f.publish(crossing())
		if _, _, err := f.Measure.SaveDraft(f.ctx, f.survey, "", d); err != nil {
			t.Fatal(err)
		}
		f.answer(answered{n: 1, number: 1, language: "en", outcome: "complete", answers: `{"told":{"n":3}}`, consent: "firm", words: "fine"})
		found, _, err := f.Trial.Fill(f.ctx, f.survey, 0, 60, 7)
		if err != nil {
			t.Fatal(err)
		}
		reached := map[string]int{}
		for _, p := range found.Pages {
			reached[p.Code] = p.Reached
			for _, q := range p.Questions {
				reached[q.Code] = q.Reached
			}
		}
		if found.N != 60 || found.Complete != 60 || found.Stuck != 0 || reached["one"] != 60 || reached["told"] != 60 || reached["dead"] != 0 || reached["never"] != 0 ||
			reached["two"] < 5 || reached["two"] > 40 || reached["each"] < 30 || found.Ends[0].Reached != 60 {
			t.Errorf("%+v", found)
		}
		if last, is, err := f.Trial.LastFill(f.ctx, f.survey); err != nil || !is || last.N != 60 || len(last.Pages) != 4 {
			t.Errorf("%+v %v %v", last, is, err)
		}
		if got := f.listed(""); got != "1" {
			t.Errorf("answers: %s", got)
		}
		if _, body, _ := f.call("/api/surveys/" + f.survey + "/responses/export"); strings.Count(body, "\n") != 2 {
			t.Errorf("export of answers: %s", body)
		}
		f.testsListed(60)
		f.testsOut(60)
		if n, _, err := f.Trial.Remove(f.ctx, f.survey); err != nil || n != 60 {
			t.Errorf("%d removed: %v", n, err)
		}
		f.testsOut(0)
		if _, is, err := f.Trial.LastFill(f.ctx, f.survey); is || err != nil {
			t.Errorf("what was found stays: %v", err)
		}
	})
}

// testsListed goes through the pages of the list, and opens one.
func (f *fixture) testsListed(n int) {
	f.t.Helper()
	met, cursor := map[string]bool{}, ""
	for range 10 {
		status, body, _ := f.call("/api/surveys/" + f.survey + "/tests?limit=25&cursor=" + cursor)
		var out struct {
			Items []trial.TestAnswer
			Next  string
			Total int
		}
		if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK || out.Total != n {
			f.t.Fatalf("%d %v %s", status, err, body)
		}
		for _, one := range out.Items {
			met[one.ID] = true
			if !one.Random || one.Outcome != "complete" {
				f.t.Errorf("%+v", one)
			}
		}
		if cursor = out.Next; cursor == "" {
			break
		}
	}
	if len(met) != n {
		f.t.Errorf("%d listed", len(met))
	}
	for id := range met {
		status, body, _ := f.call("/api/surveys/" + f.survey + "/tests/" + id)
		var out TestAnswered
		if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK || len(out.Pages) == 0 || out.Pages[0].Questions[0].Key != "told" || out.Ended == "" {
			f.t.Fatalf("%d %v %s", status, err, body)
		}
		if status, _, _ := f.call("/api/surveys/" + f.survey + "/responses/" + id); status != http.StatusNotFound {
			f.t.Errorf("a test opens as an answer: %d", status)
		}
		break
	}
	if _, err := f.Test(f.ctx, newID(), newID()); !fault.Is(err, fault.CodeNotFound) {
		f.t.Errorf("of another survey: %v", err)
	}
}

// testsOut takes the tests along in each format.
func (f *fixture) testsOut(n int) {
	f.t.Helper()
	for _, kind := range []string{"xlsx", "parquet", "jsonl"} {
		status, body, header := f.call("/api/surveys/" + f.survey + "/tests/export?format=" + kind)
		if status != http.StatusOK || len(body) == 0 && n > 0 || !strings.Contains(header.Get("Content-Disposition"), "-tests."+kind) {
			f.t.Errorf("%s: %d %v", kind, status, header)
		}
	}
	_, body, _ := f.call("/api/surveys/" + f.survey + "/tests/export?values=codes")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != n+1 {
		f.t.Fatalf("%d rows: %v", len(rows), err)
	}
	way, version := slices.Index(rows[0], "came_by"), slices.Index(rows[0], "version")
	for _, row := range rows[1:] {
		if row[way] != "test_random" || row[version] != "0" {
			f.t.Fatalf("%v %v", rows[0], row)
		}
	}
	if slices.Contains(rows[0], "customer") {
		f.t.Errorf("%v", rows[0])
	}
}

// TestHistory: who may read an answer reads how it was changed, question by question.
func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.publish(crossing())
		f.answer(answered{n: 1, number: 1, language: "en", outcome: "complete", answers: `{"told":{"n":3},"places":{"c":["deck"]}}`, consent: "firm", words: "fine"})
		_, err := f.Store.Write(f.ctx, func(ctx context.Context, tx *record.Tx) error {
			if _, err := tx.Exec(ctx, "UPDATE answering SET revision = 1"); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO answer_revision (response_id, revision, at, way, before, after) VALUES (?, 1, ?, 'receipt', ?, ?)",
				idOf(1), record.Micros(noon), `{"told":{"n":1},"why":{"t":"Too late"},"places":{"c":["deck"]}}`, `{"told":{"n":3},"places":{"c":["deck"]}}`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		status, body, _ := f.call("/api/surveys/" + f.survey + "/responses/" + idOf(1))
		var out SurveyAnswered
		if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK || out.Changes != 1 || len(out.History) != 1 || out.Events[len(out.Events)-1].Kind != "changed" {
			t.Fatalf("%d %v %s", status, err, body)
		}
		changed := out.History[0].Questions
		if len(changed) != 2 || changed[0].Key != "told" || changed[0].Before.Label != "Bad" || changed[0].After.Label != "Good" || changed[1].Key != "why" || changed[1].Before.Said != "Too late" || changed[1].After.Answered {
			t.Errorf("%+v", changed)
		}
		if _, err := f.Store.Write(f.ctx, func(ctx context.Context, tx *record.Tx) error { return f.collect.RemoveIn(ctx, tx, idOf(1)) }); err != nil {
			t.Fatal(err)
		}
		var n int
		if _, err := f.Store.Get(f.ctx, "SELECT count(*) FROM answer_revision", nil, &n); err != nil || n != 0 {
			t.Errorf("%d of what it was are left: %v", n, err)
		}
	})
}
