package understand

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/people"
)

// know has the column store know the accounts, and what they are worth since
// always.
func (w *world) know(r *registry) {
	w.t.Helper()
	for _, a := range r.accounts {
		unit := "NULL"
		if a.UnitID != "" {
			unit = "'" + a.UnitID + "'"
		}
		w.exec(fmt.Sprintf("INSERT INTO account VALUES ('%s', %s, '2020-01-01')", a.ID, unit))
		if a.Value != nil {
			w.exec(fmt.Sprintf("INSERT INTO party_trait VALUES ('%s', '%s', '1000-01-02', NULL, '%v', %v)", people.AccountValue, a.ID, *a.Value, *a.Value))
		}
	}
}

// One account by itself stands as it does among all, whatever its worth comes
// from, and its share is of the worth of those within reach.
func TestOneAccountStandsAsAmongAll(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 8))
	w, reg := newWorld(t), &registry{}
	var rows []answerRow
	var contacts []string
	for i := range 30 {
		unit := []string{"lille", "south", ""}[i%3]
		if unit != "" {
			unit = id(unit)
		}
		firm := reg.firm(fmt.Sprint(i), unit, float64(r.IntN(4))*500-1)
		for c := range r.IntN(5) {
			contacts = append(contacts, reg.contact(firm, fmt.Sprint(i, ".", c), r.IntN(6), []string{"decides", "influences", "uses", "sponsors"}[r.IntN(4)]))
		}
		for range r.IntN(6) {
			if len(contacts) == 0 {
				break
			}
			// Some answer for a firm that they have left.
			a := answered(uint64(len(rows)), firm, contacts[r.IntN(len(contacts))], fmt.Sprintf("2026-%02d-10", 1+r.IntN(10)), float64(r.IntN(11)), collect.Consent(1+r.IntN(2)))
			if r.IntN(2) == 0 {
				worth := float64(r.IntN(900))
				a.value = &worth
			}
			if unit != id("lille") {
				a.unit = id("south")
			}
			rows = append(rows, a)
		}
	}
	w.load(rows)
	w.know(reg)
	for _, w := range []*world{w, w.onPostgreSQL()} {
		s := w.service()
		s.o.Accounts = reg
		for _, who := range []context.Context{owner(t), as(t, "north", leadOfNorth)} {
			all, err := s.AccountScores(who, AccountQuery{Measure: idNPS, Limit: 100})
			if err != nil || len(all.Items) < 8 {
				t.Fatalf("%+v %v", all, err)
			}
			for _, want := range all.Items {
				got, err := s.AccountScoresOf(who, want.ID, AccountQuery{Measure: idNPS})
				if err != nil {
					t.Fatal(err)
				}
				if a, b := fmt.Sprintf("%+v", deref(got.Account)), fmt.Sprintf("%+v", deref(want)); a != b {
					t.Errorf("by itself %s\namong all %s", a, b)
				}
				share := math.NaN()
				if want.Value != nil {
					share = *want.Value / all.All.Value
				}
				if got.ValueShare == nil != math.IsNaN(share) || got.ValueShare != nil && math.Abs(*got.ValueShare-share) > 1e-12 {
					t.Errorf("%s: share %v, want %v", want.Key, got.ValueShare, share)
				}
			}
		}
	}
}

// deref is a standing with the numbers that it points to, to be compared.
func deref(a AccountStanding) map[string]any {
	out := map[string]any{}
	for name, p := range map[string]**float64{"value": &a.Value, "score": &a.Score, "contact": &a.ContactScore} {
		if *p != nil {
			out[name] = **p
		}
		*p = nil
	}
	out["rest"] = a
	return out
}
