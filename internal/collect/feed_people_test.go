package collect

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mirror keeps fact rows as the column store would, by what the change log
// says.
type mirror struct {
	f        *fixture
	position log.Position
	answers  map[uuid.UUID][]row.Answer
	events   map[uuid.UUID]row.Event
	anew     int // how often all was made anew
}

// follow takes in what was logged since, some log rows at a time.
func (m *mirror) follow(t *testing.T, atOnce int) {
	t.Helper()
	events, err := m.f.Store.Events(t.Context(), m.position, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(events, atOnce) {
		m.position = part[len(part)-1].Position
		heard := slices.DeleteFunc(slices.Clone(part), func(e log.Event) bool { return !slices.Contains(m.f.Feed().Kinds, e.Kind) })
		if len(heard) == 0 {
			continue
		}
		err := m.f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			d, err := m.f.Feed().Load(ctx, q, heard)
			if err == nil {
				m.apply(d)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// apply takes a delta in. The facts would see to it that rows that are there
// already are not there twice (a batch may have read what later events say), so
// each comes after all of its id are gone.
func (m *mirror) apply(d row.Delta) {
	if d.Anew {
		m.anew++
	}
	for _, id := range d.Responses {
		delete(m.answers, id)
	}
	for _, id := range d.Events {
		delete(m.events, id)
	}
	for _, a := range d.Answers {
		delete(m.answers, a.Response)
	}
	for _, a := range d.Answers {
		m.answers[a.Response] = append(m.answers[a.Response], a)
	}
	for _, e := range d.Rows.Events {
		m.events[e.ID] = e
	}
}

// rebuilt is what a rebuild gives.
func (m *mirror) rebuilt(t *testing.T) *mirror {
	t.Helper()
	all := m.f.allFacts(t)
	out := &mirror{f: m.f, position: m.position, answers: map[uuid.UUID][]row.Answer{}, events: map[uuid.UUID]row.Event{}}
	out.apply(row.Delta{Rows: all})
	return out
}

// TestFactsFollowPeople: whatever the order of answers, events, changes of
// traits, merges, undos and restrictions, following the log gives what a
// rebuild gives, and both say what was so at the time of the answer.
func TestFactsFollowPeople(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := newCrowd(t, f, 5)
		for step := range 40 {
			for range 6 {
				c.step(t)
			}
			before := c.anew
			c.follow(t, 1+c.random.IntN(4))
			again := c.rebuilt(t)
			if c.anew > before {
				c.answers, c.events = again.answers, again.events
			}
			if !reflect.DeepEqual(c.answers, again.answers) || !reflect.DeepEqual(c.events, again.events) {
				t.Fatalf("step %d: following gives other rows than a rebuild", step)
			}
			c.check(t, c.answers)
			c.checkList(t)
		}
		if c.merged < 4 || c.undone < 2 {
			t.Errorf("only %d merges and %d undos", c.merged, c.undone)
		}
		if c.anew > 2 { // when the two traits are made; later changes reach few
			t.Errorf("all was made anew %d times", c.anew)
		}
	})
}

// TestReachIsBounded: what reads otherwise because of one customer is made anew
// by itself up to a bound, and beyond it all is.
func TestReachIsBounded(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		program, measure := f.program(t, "Support")
		for i := range 3 {
			body := fmt.Sprintf(`{"id":%q,"program_id":%q,"customer_key":"c","account_key":"a","answers":[{"measure_id":%q,"score":%d}]}`, newID(), program, measure, i)
			if status, got := f.call(t, as("owner"), "POST", "/api/responses", body); status != 201 {
				t.Fatal(status, got)
			}
		}
		var customer, account []string
		err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			if err := q.NewRaw("SELECT id FROM customer").Scan(ctx, &customer); err != nil {
				return err
			}
			return q.NewRaw("SELECT id FROM account").Scan(ctx, &account)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			most      int
			kind      string
			ids       []string
			responses int
			over      bool
		}{
			{3, people.TraitCounted, customer, 3, false}, {2, people.TraitCounted, customer, 0, true}, {3, people.TraitCounted, account, 3, false},
			{2, people.TraitCounted, account, 0, true}, {3, people.CustomerMerged, customer, 3, false}, {3, people.CustomerMerged, account, 0, false},
		} {
			err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
				r := reached{q: q, most: tc.most}
				err := r.find(ctx, sortChanges([]log.Event{{Kind: tc.kind, IDs: tc.ids}}))
				if r.over != tc.over || !r.over && len(r.responses) != tc.responses {
					t.Errorf("%+v: %d responses, over %v", tc, len(r.responses), r.over)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
