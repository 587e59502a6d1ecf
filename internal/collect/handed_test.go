package collect

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// TestHandedAsRead: what is handed over gives the facts that the same response
// gives when it is read back: with a measure named twice, values that are none
// of their trait's kind, a name that stands twice, texts that need escaping.
func TestHandedAsRead(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // made-up content
	measures := []string{newID(), newID(), newID(), ""}
	traits := slots{"plan": {Slot: 1, Name: "plan", Kind: "text"}, "age": {Slot: 2, Name: "age", Kind: "number"}, "since": {Slot: 3, Name: "since", Kind: "date"}}
	texts := []string{"", "a \"quoted\" one", "tab\tand\nline", "né à l'œuvre", "7", "2026-02-30", "2026-02-03", "\\"}
	text := func() string { return texts[random.IntN(len(texts))] }
	maybe := func() *float64 {
		v := random.NormFloat64() * 10
		return []*float64{nil, &v}[random.IntN(2)]
	}
	several := false
	for range 2000 {
		e := &entry{id: newID(), program: newID(), at: random.Int64N(1 << 50), channel: text(), language: "fr", consent: ConsentPerson, value: maybe(), weight: maybe(), touchpoint: text()}
		for range random.IntN(6) {
			e.answers = append(e.answers, Answer{MeasureID: measures[random.IntN(len(measures))], Question: text(), Choice: text(), Text: text(), Score: maybe()})
		}
		for range random.IntN(4) {
			e.traits = append(e.traits, traitValue{[]string{"age", "plan", "since", "other"}[random.IntN(4)], text()})
		}
		sortTraits(e.traits)
		k := newKept(e, time.Now())
		k.party(people.Party{CustomerID: []string{"", newID()}[random.IntN(2)], AccountID: []string{"", newID()}[random.IntN(2)], UnitID: newID()})
		given := k.hand(e)
		read := given.factRow
		read.Document = k.document
		want, err := Facts(read, traits)
		if err != nil {
			t.Fatal(err)
		}
		got, err := given.facts([]row.Answer{}, traits)
		if err != nil || !sameFacts(got, want) {
			t.Fatalf("%v\nhanded %+v\nread   %+v\nof %s", err, got, want, k.document)
		}
		several = several || len(want) > 2
	}
	if !several {
		t.Error("no response had several scores")
	}
}

// sameFacts compares rows of facts; no traits are the same as none.
func sameFacts(a, b []row.Answer) bool {
	for _, rows := range [][]row.Answer{a, b} {
		for i := range rows {
			if len(rows[i].Traits) == 0 {
				rows[i].Traits = nil
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// TestHandedOver: rows of an import wait for the facts until they are taken,
// and go to whom they belong; what is not there is read from the record, and
// no more than so many are kept.
func TestHandedOver(t *testing.T) {
	f := sqlite(t)
	i := f.takeIn(t, "feedback.csv", feedback, nil)
	if got := counts(i); got != "done new 4 same 0 changed 0 rejected 0" || f.handed.waiting() != 4 {
		t.Fatalf("%s, %d rows wait", got, f.handed.waiting())
	}
	ids := f.logged(t, ResponseRecorded)
	given, missing := f.handed.take(append([]string{"another"}, ids[:2]...))
	if len(given) != 2 || given[0].ID != ids[0] || given[1].ID != ids[1] || len(missing) != 1 {
		t.Errorf("took %+v, missed %v", given, missing)
	}
	if _, missing = f.handed.take(ids[:2]); len(missing) != 2 {
		t.Error("rows are given out twice")
	}
	many := make([]handedRow, 1000)
	for n := range 3 * maxHanded / len(many) {
		for j := range many {
			many[j].ID = fmt.Sprint(n, " ", j)
		}
		f.handed.give(many...)
		if n := f.handed.waiting(); n > maxHanded {
			t.Fatalf("%d rows are kept", n)
		}
	}
	if given, _ := f.handed.take(ids[3:4]); len(given) > 0 {
		t.Error("the oldest row is kept")
	}
	before := f.handed.waiting()
	f.handed.drop(many[0].ID, many[1].ID)
	if n := f.handed.waiting(); n != before-2 || n < len(many) {
		t.Errorf("%d rows of %d are left", n, before)
	}
}

func (h *handed) waiting() int { return len(h.young) + len(h.old) }

// TestHandedNotCommitted: a piece that is taken back hands nothing over.
func TestHandedNotCommitted(t *testing.T) {
	f := sqlite(t)
	i := f.upload(t, "feedback.csv", feedback)
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatal(err)
	}
	_, err := f.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TRIGGER full BEFORE UPDATE OF done ON import_file BEGIN SELECT RAISE(ABORT, 'full'); END")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.RunImport(t.Context(), i.ID); err == nil || f.handed.waiting() > 0 || f.count(t, "SELECT count(*) FROM response") > 0 {
		t.Errorf("%v, %d rows wait", err, f.handed.waiting())
	}
}

// TestHandedSingly: an answer that came by API waits for the facts once it is
// in the record; one that was refused, or sent again, does not take its place,
// and one that was changed or removed since is read from the record.
func TestHandedSingly(t *testing.T) {
	f := sqlite(t)
	p, m := f.program(t, "Support")
	id := newID()
	send := func(score int) (int, error) {
		_, status, err := f.recordResponses(owner(t), fmt.Appendf(nil, `{"id":%q,"program_id":%q,"answers":[{"measure_id":%q,"score":%d}]}`, id, p, m, score))
		return status, err
	}
	if status, err := send(9); status != 201 || err != nil || f.handed.waiting() != 1 {
		t.Fatalf("%d %v, %d rows wait", status, err, f.handed.waiting())
	}
	if _, err := send(2); err == nil {
		t.Fatal("other content under the same id was taken in")
	}
	given, _ := f.handed.take([]string{id})
	if len(given) != 1 || *given[0].answers[0].Score != 9 {
		t.Fatalf("the facts are given %+v", given)
	}
	if status, err := send(9); status != 200 || err != nil || f.handed.waiting() != 0 {
		t.Errorf("sent again: %d %v, %d rows wait", status, err, f.handed.waiting())
	}
	f.handed.give(given...)
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		_, err := f.Feed().Load(ctx, q, []log.Event{{Kind: ResponseRecorded, IDs: []string{id}}, {Kind: ResponseChanged, IDs: []string{id}}})
		return err
	})
	if err != nil || f.handed.waiting() != 0 {
		t.Errorf("%v; what was changed is still given out", err)
	}
}
