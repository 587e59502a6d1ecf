package anonymous

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// house keeps answers to one survey, which the test opens and closes.
type house struct {
	*Service
	t      *testing.T
	state  measure.SurveyState
	now    time.Time
	closed [][]string
	draws  *rand.Rand
}

func (h *house) AskedVersion(context.Context, string, int64) (measure.AskedSurvey, error) {
	return measure.AskedSurvey{Survey: measure.Survey{State: h.state}}, nil
}

func (h *house) Closed(_ context.Context, _ *record.Tx, invitations []string) error {
	h.closed = append(h.closed, slices.Clone(invitations))
	return nil
}

func each(t *testing.T, test func(h *house)) {
	recordtest.Each(t, []fs.FS{collect.Migrations()}, func(t *testing.T, store *record.Store) {
		h := &house{t: t, state: measure.SurveyOpen, now: time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC), draws: rand.New(rand.NewPCG(3, 13))}
		h.Service = New(Options{Store: store, Surveys: h, Closer: h, Now: func() time.Time { return h.now }, RandomID: uuid.NewString, Shuffle: h.draws.Shuffle})
		test(h)
	})
}

const survey = "01902d5a-0000-7000-8000-000000000001"

func asking() *questionnaire.Document {
	return &questionnaire.Document{Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
		{Code: "told", Kind: questionnaire.KindScale}, {Code: "why", Kind: questionnaire.KindLongText},
		{Code: "where", Kind: questionnaire.KindChoices}, {Code: "care", Kind: questionnaire.KindMatrix},
	}}}}
}

// answer keeps one answer with a score and, where there is one, a text.
func (h *house) answer(n int, score float64, text string, classes ...string) string {
	h.t.Helper()
	receipt := fmt.Sprintf("receipt %d", n)
	answers := questionnaire.Answers{"told": {Number: &score}, "where": {Chosen: []string{"deck", "bar"}}, "care": {Rows: map[string]questionnaire.Cell{"door": {Number: &score}, "bar": {NA: true}}}}
	if text != "" {
		answers["why"] = questionnaire.Value{Text: text}
	}
	h.write(func(ctx context.Context, tx *record.Tx) error {
		if err := h.Close(ctx, tx, survey, uuid.NewString()); err != nil {
			return err
		}
		return h.Take(ctx, tx, Given{SurveyID: survey, Number: 1, Document: asking(), Answers: answers, Classes: classes, Receipt: receipt})
	})
	return receipt
}

func (h *house) write(f func(context.Context, *record.Tx) error) {
	h.t.Helper()
	if _, err := h.Store.Write(h.t.Context(), f); err != nil {
		h.t.Fatal(err)
	}
}

// out lets out what can be and tells the sums of the scores, and the texts.
func (h *house) out() (sums string, texts []string) {
	h.t.Helper()
	if err := h.Release(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	err := h.Store.View(h.t.Context(), func(ctx context.Context, q record.Querier) error {
		all, err := Sums(ctx, q, survey, 1)
		if err != nil {
			return err
		}
		for _, s := range all {
			if s.Question == "told" {
				sums += fmt.Sprintf("%s %s %d\n", strings.Join(s.Told, "/"), s.Item.Name, s.Item.N)
			}
		}
		some, err := Texts(ctx, q, survey, 1, "why", "", 100)
		for _, s := range some {
			texts = append(texts, s.Body)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return sums, texts
}

func (h *house) see(what, got, want string) {
	h.t.Helper()
	if strings.TrimSpace(got) != want {
		h.t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// TestAnswersComeOutByFive that are alike; what is left is told by less after a
// week, and when the survey closes.
func TestAnswersComeOutByFive(t *testing.T) {
	each(t, func(h *house) {
		for i := range 4 {
			h.answer(i, 9, "", "north", "lead")
		}
		got, _ := h.out()
		h.see("four", got, "")
		h.answer(4, 3, "", "north", "staff")
		got, _ = h.out()
		h.see("five that are not alike", got, "")
		h.answer(5, 2, "", "north", "lead")
		got, _ = h.out()
		h.see("five that are", got, "north/lead n 5\nnorth/lead s:2 1\nnorth/lead s:9 4")
		for i := range 4 {
			h.answer(10+i, 5, "", "north", "")
		}
		h.now = h.now.AddDate(0, 0, Patience)
		got, _ = h.out()
		h.see("a week later", got, "north/ n 5\nnorth/ s:3 1\nnorth/ s:5 4\nnorth/lead n 5\nnorth/lead s:2 1\nnorth/lead s:9 4")
		for i := range 6 {
			h.answer(20+i, 1, "", []string{"south", "north", "west"}[i%3], "staff")
		}
		h.state = measure.SurveyClosed
		got, _ = h.out()
		h.see("closed", got, "/ n 6\n/ s:1 6\nnorth/ n 5\nnorth/ s:3 1\nnorth/ s:5 4\nnorth/lead n 5\nnorth/lead s:2 1\nnorth/lead s:9 4")
	})
}

// TestAReceiptTakesBackWhatWaits and the texts, and moves no sum.
func TestAReceiptTakesBackWhatWaits(t *testing.T) {
	each(t, func(h *house) {
		var receipts []string
		for i := range 9 {
			receipts = append(receipts, h.answer(i, 9, fmt.Sprintf("text %d", i), "north"))
		}
		before, texts := h.out()
		if len(texts) != 0 {
			t.Errorf("nine texts are told: %q", texts)
		}
		receipts = append(receipts, h.answer(9, 9, "text 9", "north"))
		if _, texts = h.out(); len(texts) != 10 || slices.IsSorted(texts) {
			t.Errorf("ten texts, in an order of chance: %q", texts)
		}
		for i, receipt := range receipts {
			h.write(func(ctx context.Context, tx *record.Tx) error {
				found, err := h.Erase(ctx, tx, receipt)
				if !found {
					t.Errorf("receipt %d finds nothing", i)
				}
				return err
			})
		}
		after, texts := h.out()
		h.see("sums after all receipts", after, strings.TrimSpace(before))
		if len(texts) != 0 {
			t.Errorf("texts after all receipts: %q", texts)
		}
		h.write(func(ctx context.Context, tx *record.Tx) error {
			found, err := h.Erase(ctx, tx, receipts[9])
			if found {
				t.Error("a receipt finds its answer twice")
			}
			return err
		})
		erased, err := h.Store.Erasures(t.Context())
		if err != nil || len(erased) != 10 || !erased[0].At.Equal(Day(h.now)) {
			t.Errorf("erasures are noted by their day: %+v %v", erased, err)
		}
	})
}

// TestWhatWaitsIsErasedAgain in a record that is restored.
func TestWhatWaitsIsErasedAgain(t *testing.T) {
	each(t, func(h *house) {
		receipt := h.answer(1, 3, "mine", "north")
		h.write(func(ctx context.Context, tx *record.Tx) error {
			return EraseAgain(ctx, tx, record.Erasure{Kind: ErasedKind, Subject: receipt})
		})
		h.write(func(ctx context.Context, tx *record.Tx) error {
			found, err := h.Erase(ctx, tx, receipt)
			if found {
				t.Error("it is still there")
			}
			return err
		})
	})
}

// TestInvitationsAreClosedByFive, shuffled, and until then known as answered.
func TestInvitationsAreClosedByFive(t *testing.T) {
	each(t, func(h *house) {
		for i := range 4 {
			h.answer(i, 9, "")
		}
		h.out()
		if len(h.closed) != 0 {
			t.Fatalf("closed: %v", h.closed)
		}
		for i := range 3 {
			h.answer(4+i, 9, "")
		}
		h.out()
		h.out()
		if len(h.closed) != 1 || len(h.closed[0]) != 7 || slices.IsSorted(h.closed[0]) {
			t.Errorf("closed: %v", h.closed)
		}
	})
}

// TestNothingOfAnAnswerIsLogged: no position of the change log moves.
func TestNothingOfAnAnswerIsLogged(t *testing.T) {
	each(t, func(h *house) {
		before, err := h.Store.Position(t.Context())
		for i := range 12 {
			h.answer(i, 9, "text", "north")
			h.out()
		}
		after, err2 := h.Store.Position(t.Context())
		if err != nil || err2 != nil || before != after {
			t.Errorf("from %d to %d, %v %v", before, after, err, err2)
		}
	})
}
