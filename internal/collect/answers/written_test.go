package answers

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// reasoned is a version that asks a list, plain or anonymous.
func reasoned(list string, consent questionnaire.Consent) *questionnaire.Document {
	w := func(s string) questionnaire.Words { return questionnaire.Words{"en": s} }
	return &questionnaire.Document{
		Title: w("Crossing"), Languages: []string{"en"},
		Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "reason", Kind: questionnaire.KindChoice, Text: w("Main reason?"), ReasonListID: list, Options: []questionnaire.Option{
				{Code: "price", Text: w("Price")}, {Code: "other", Text: w("Other"), Other: true, Fixed: true}}},
			{Code: "reason_why", Kind: questionnaire.KindLongText, Text: w("Tell us more"), ReasonListID: list}}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: w("Thank you")}},
		Settings: questionnaire.Settings{Consent: consent, Privacy: w("Two years."), Controller: "Halden"},
	}
}

// TestWritten: what was sent and stands, one person once, only within reach; of an
// anonymous version what was let out, to whoever reads the whole program.
func TestWritten(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		l, _, err := f.Measure.CreateReasonList(f.ctx, f.program, "", "en")
		if err != nil {
			t.Fatal(err)
		}
		f.publish(reasoned(l.ID, questionnaire.ConsentFirm), reasoned(l.ID, questionnaire.ConsentAnonymous))
		other := `{"reason":{"c":["other"],"o":"Parking"},"reason_why":{"t":"No space."}}`
		f.answer(answered{n: 1, number: 1, language: "en", outcome: "complete", answers: other, customer: "ada", consent: "person"})
		f.answer(answered{n: 2, number: 1, language: "fr", outcome: "complete", answers: `{"reason":{"c":["price"]}}`})
		f.answer(answered{n: 3, number: 1, language: "en", outcome: "complete", answers: other, customer: "ada", consent: "person"})
		f.answer(answered{n: 4, number: 1, language: "en", outcome: "complete", answers: other, withdrawn: true})
		f.answer(answered{n: 5, number: 1, language: "en", outcome: "", answers: other})
		f.letOut(t, "Shown", true)
		f.letOut(t, "Waiting", false)
		f.audited.take()
		got, persons := f.written(t, f.ctx, l)
		want := []string{"en other Parking No space.", "fr price  ", "en other Parking No space.", "en  Shown "}
		if !slices.Equal(got, want) || len(persons) != 3 {
			t.Errorf("%q of %d persons", got, len(persons))
		}
		if kinds := f.audited.take(); kinds != "responses.listed 4" {
			t.Errorf("the audit log says %q", kinds)
		}
		unit := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Unit(newID()), Rows: access.RowsAll}}})
		if got, _ := f.written(t, unit, l); len(got) != 0 {
			t.Errorf("who has no unit of these reads %q", got)
		}
	})
}

func (f *fixture) letOut(t *testing.T, body string, shown bool) {
	t.Helper()
	_, err := f.Store.Write(f.ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO anonymous_text (id, survey_id, number, question, body, receipt, shown) VALUES (?, ?, 2, 'reason', ?, '', ?)", newID(), f.survey, body, shown)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) written(t *testing.T, ctx context.Context, l measure.ReasonList) (got []string, persons map[string]bool) {
	t.Helper()
	persons = map[string]bool{}
	looked, more, err := f.Written(ctx, &l, []string{f.survey}, func(w measure.Written) {
		got, persons[w.Person] = append(got, fmt.Sprintf("%s %s %s %s", w.Language, w.Chosen, w.Other, w.Why)), true
	})
	if err != nil || int(looked) != len(got) || more {
		t.Fatalf("%d looked at, %t, %v", looked, more, err)
	}
	return got, persons
}
