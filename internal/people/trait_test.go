package people

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

func TestCanonical(t *testing.T) {
	choices := []Choice{{"s", "Small"}, {"L", "Large"}, {"small", "Tiny"}}
	for _, tc := range []struct {
		kind     TraitKind
		in, want string
		number   any
		ok       bool
	}{
		{TraitText, "  North ", "North", nil, true},
		{TraitText, "a\x00b\xff", "ab\uFFFD", nil, true},
		{TraitText, string(make([]byte, 0)), "", nil, true},
		{TraitText, fmt.Sprintf("%0301d", 1), "", nil, false},
		{TraitNumber, "1e3", "1000", 1000.0, true},
		{TraitNumber, "-0", "0", 0.0, true},
		{TraitNumber, "1,5", "", nil, false},
		{TraitNumber, "NaN", "", nil, false},
		{TraitNumber, "Inf", "", nil, false},
		{TraitMoney, "12.50", "12.5", 12.5, true},
		{TraitMoney, " ", "", nil, true},
		{TraitDate, "1970-01-03", "1970-01-03", 2.0, true},
		{TraitDate, "1969-12-30", "1969-12-30", -2.0, true},
		{TraitDate, "2026-02-30", "", nil, false},
		{TraitDate, "2026-02-03T23:30:00+02:00", "2026-02-03", 20487.0, true},
		{TraitChoice, "s", "s", nil, true},
		{TraitChoice, "SMALL", "small", nil, true},
		{TraitChoice, "large", "L", nil, true},
		{TraitChoice, "tiny", "small", nil, true},
		{TraitChoice, "huge", "", nil, false},
	} {
		got, number, ok := TraitDefinition{Kind: tc.kind, Choices: choices}.Canonical(tc.in)
		var n any
		if number != nil {
			n = *number
		}
		if ok != tc.ok || ok && (got != tc.want || n != tc.number) {
			t.Errorf("%s %q: %q %v %v, want %q %v %v", tc.kind, tc.in, got, n, ok, tc.want, tc.number, tc.ok)
		}
	}
}

// define makes a trait.
func define(t *testing.T, s *Service, d TraitDefinition) TraitDefinition {
	t.Helper()
	d, position, err := s.Define(system(t), d)
	if err != nil || position == 0 {
		t.Fatalf("define %s: %v at %d", d.Name, err, position)
	}
	return d
}

// person makes a customer of an account, both by key.
func person(t *testing.T, s *Service, customer, account string) Party {
	t.Helper()
	var p Party
	_, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) (err error) {
		p, err = s.Resolve(ctx, tx, Keys{Customer: customer, Account: account})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func setTraits(t *testing.T, s *Service, in ...TraitInput) int {
	t.Helper()
	n := 0
	_, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) (err error) {
		n, err = s.SetTraitsIn(ctx, tx, in)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func logged(t *testing.T, s *Service, after log.Position, kind string) (ids []string, upTo log.Position) {
	t.Helper()
	events, upTo, err := s.store.EventsOf(t.Context(), []string{kind}, after, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		ids = append(ids, e.IDs...)
	}
	return ids, upTo
}

func TestDefinitions(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := system(t)
		region := define(t, s, TraitDefinition{Of: OfCustomer, Name: " Region ", Kind: TraitText})
		if region.Label != "Region" || region.Name != "Region" {
			t.Errorf("made %+v", region)
		}
		define(t, s, TraitDefinition{Of: OfAccount, Name: "Region", Kind: TraitText})
		for name, d := range map[string]TraitDefinition{
			"same name": {Of: OfCustomer, Name: "REGION", Kind: TraitDate}, "built in": {Of: OfAccount, Name: "Value", Kind: TraitMoney},
		} {
			if _, _, err := s.Define(ctx, d); !fault.Is(err, fault.CodeConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, d := range map[string]TraitDefinition{
			"no name": {Of: OfCustomer, Kind: TraitText}, "no kind": {Of: OfCustomer, Name: "a"}, "of nobody": {Name: "a", Kind: TraitText},
			"no choices": {Of: OfCustomer, Name: "a", Kind: TraitChoice}, "a choice twice": {Of: OfCustomer, Name: "a", Kind: TraitChoice, Choices: []Choice{{"x", ""}, {"x", ""}}},
			"currency": {Of: OfCustomer, Name: "a", Kind: TraitMoney, Currency: "EURO"},
		} {
			if _, _, err := s.Define(ctx, d); !fault.Is(err, fault.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		size := define(t, s, TraitDefinition{Of: OfCustomer, Name: "Size", Kind: TraitChoice, Choices: []Choice{{"s", "Small"}, {"l", "Large"}}})
		p := person(t, s, "c1", "a1")
		if size, _, err := s.Redefine(ctx, size.ID, `"1"`, TraitChange{Label: new("Size of the firm"), Choices: &[]Choice{{"s", ""}, {"l", "Large"}, {"m", "Middle"}}}); err != nil || size.Version != 2 || size.Choices[0].Label != "s" {
			t.Errorf("change: %+v %v", size, err)
		}
		setTraits(t, s, TraitInput{TraitID: size.ID, SubjectID: p.CustomerID, Value: "s"}, TraitInput{TraitID: size.ID, SubjectID: p.CustomerID, Value: "m", Since: time.Unix(1, 0)})
		for _, tc := range []struct {
			name    string
			id      string
			ifMatch string
			change  TraitChange
			code    fault.Code
		}{
			{"another version", size.ID, `"1"`, TraitChange{}, fault.CodeConflict},
			{"the kind of what has values", size.ID, "", TraitChange{Kind: new(TraitText)}, fault.CodeConflict},
			{"a choice that somebody has", size.ID, "", TraitChange{Choices: &[]Choice{{"l", ""}, {"m", ""}}}, fault.CodeConflict},
			{"what is built in", CustomerValue, "", TraitChange{InAnalysis: new(false)}, fault.CodeConflict},
			{"not there", uuid.NewString(), "", TraitChange{}, fault.CodeNotFound},
		} {
			if _, _, err := s.Redefine(ctx, tc.id, tc.ifMatch, tc.change); !fault.Is(err, tc.code) {
				t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
			}
		}
		if _, _, err := s.Redefine(ctx, region.ID, "", TraitChange{Kind: new(TraitNumber)}); err != nil {
			t.Errorf("another kind of what has no values: %v", err)
		}
		for id, code := range map[string]fault.Code{size.ID: fault.CodeConflict, AccountValue: fault.CodeConflict, uuid.NewString(): fault.CodeNotFound} {
			if _, err := s.Undefine(ctx, id); !fault.Is(err, code) {
				t.Errorf("remove %s: %v, want %s", id, err, code)
			}
		}
		if _, err := s.Undefine(ctx, region.ID); err != nil {
			t.Error(err)
		}
		all, err := s.Definitions(ctx)
		got := ""
		for _, d := range all {
			got += fmt.Sprint(d.Of, " ", d.Name, " ", d.Used, ", ")
		}
		if want := "customer value false, customer Size true, account value false, account Region false, "; err != nil || got != want {
			t.Errorf("%s %v\nwant %s", got, err, want)
		}
	})
}

func TestAtMostSoManyTraits(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for i := range maxTraits {
			define(t, s, TraitDefinition{Of: OfCustomer, Name: fmt.Sprint("trait ", i), Kind: TraitText})
		}
		if _, _, err := s.Define(system(t), TraitDefinition{Of: OfAccount, Name: "one more", Kind: TraitText}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("one more: %v", err)
		}
	})
}

// made is one entry as a test knows it.
type made struct {
	subject string
	since   int64
	value   string
}

// bruteForce is the value of a party at an instant, entry by entry: the latest
// wins, of one instant that of the root, then that of the oldest customer.
func bruteForce(entries []made, root string, members []string, at int64) string {
	best := made{since: -1 << 62}
	rank := func(m made) string {
		if m.subject == root {
			return ""
		}
		return m.subject
	}
	for _, e := range entries {
		if slices.Contains(members, e.subject) && e.since <= at && (e.since > best.since || e.since == best.since && rank(e) < rank(best)) {
			best = e
		}
	}
	return best.value
}

// TestHistory: the order in which entries are set does not matter, setting them
// again changes nothing, and the value at any time is what brute force finds,
// for parties of several customers, with corrections and removals.
func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		random := rand.New(rand.NewPCG(4, 4)) //nolint:gosec // made-up content
		region := define(t, s, TraitDefinition{Of: OfCustomer, Name: "Region", Kind: TraitText, InAnalysis: true})
		var ids []string
		for i := range 4 {
			ids = append(ids, person(t, s, fmt.Sprint("c", i), "a").CustomerID)
		}
		merge(t, s, ids[2], ids[0])
		merge(t, s, ids[2], ids[1])
		root := map[string]string{ids[0]: ids[2], ids[1]: ids[2], ids[2]: ids[2], ids[3]: ids[3]}
		for range 20 {
			entries := randomEntries(random, ids)
			for range 2 {
				random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
				_, before := logged(t, s, 0, TraitValued)
				n := setTraits(t, s, inputs(region.ID, entries)...)
				if n == 0 {
					t.Fatal("nothing changed")
				}
				if n = setTraits(t, s, inputs(region.ID, entries)...); n != 0 {
					t.Fatalf("the same again changes %d entries", n)
				}
				if got, _ := logged(t, s, before, TraitValued); len(got) == 0 || len(got) > len(ids) {
					t.Fatalf("logged %v", got)
				}
				var subjects []Subject
				for at := range int64(12) {
					for _, id := range ids {
						subjects = append(subjects, Subject{Customer: id, At: at})
					}
				}
				for i, k := range knownIn(t, s, subjects) {
					at, members := subjects[i], []string{}
					for id, r := range root {
						if r == root[at.Customer] {
							members = append(members, id)
						}
					}
					if want := bruteForce(entries, root[at.Customer], members, at.At); k.Values[region.ID].Value != want || k.Party != root[at.Customer] {
						t.Fatalf("at %d: %q of %s, want %q of %s\n%+v", at.At, k.Values[region.ID].Value, k.Party, want, root[at.Customer], entries)
					}
				}
				remove := inputs(region.ID, entries)
				for i := range remove {
					remove[i].Remove = true
				}
				if n := setTraits(t, s, remove...); n != len(entries) {
					t.Fatalf("%d of %d entries removed", n, len(entries))
				}
			}
		}
	})
}

func randomEntries(random *rand.Rand, ids []string) (entries []made) {
	for len(entries) < 12 {
		e := made{ids[random.IntN(len(ids))], random.Int64N(10), []string{"", "North", "South", "West"}[random.IntN(4)]}
		if !slices.ContainsFunc(entries, func(m made) bool { return m.subject == e.subject && m.since == e.since }) {
			entries = append(entries, e)
		}
	}
	return entries
}

func inputs(trait string, entries []made) (in []TraitInput) {
	for _, e := range entries {
		in = append(in, TraitInput{TraitID: trait, SubjectID: e.subject, Since: record.Time(e.since), Value: e.value})
	}
	return in
}

// merge writes down that a customer is one with another.
func merge(t *testing.T, s *Service, kept, gone string) {
	t.Helper()
	_, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE customer SET party_id = ? WHERE id = ?", kept, gone)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func knownIn(t *testing.T, s *Service, subjects []Subject) (known []Known) {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		f, err := FollowedIn(ctx, q)
		if err != nil {
			return err
		}
		known, err = f.KnownIn(ctx, q, subjects)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// TestOnlyWhereOther: a file without dates that comes every day leaves an entry
// where something changed.
func TestOnlyWhereOther(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := person(t, s, "c", "a")
		changes := 0
		for day, value := range []string{"10", "10.0", "12", "12", "", "", "10"} {
			changes += setTraits(t, s, TraitInput{TraitID: CustomerValue, SubjectID: p.CustomerID, Since: time.Unix(int64(day)*86400, 0), Value: value, IfOther: true})
		}
		if changes != 4 {
			t.Errorf("%d changes, want 4", changes)
		}
		known, err := s.CustomerTraits(system(t), p.CustomerID, time.Unix(3*86400, 0))
		if err != nil || len(known) != 1 || known[0].Value != "12" || *known[0].Number != 12 || known[0].Since.Unix() != 2*86400 || len(known[0].History) != 4 || known[0].More {
			t.Errorf("%+v %v", known, err)
		}
		var seen int
		if err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM access_audit WHERE kind = 'trait.read' AND object = ?", p.CustomerID).Scan(ctx, &seen)
		}); err != nil || seen != 1 {
			t.Errorf("reading a person's traits is written down %d times, %v", seen, err)
		}
		if v := knownIn(t, s, []Subject{{Account: p.AccountID, At: 1 << 50}, {Customer: p.CustomerID, At: 5 * 86400 * 1e6}, {Customer: p.CustomerID, At: 7 * 86400 * 1e6}}); len(v[0].Values)+len(v[1].Values) != 0 || v[2].Values[CustomerValue].Value != "10" {
			t.Errorf("%+v", v)
		}
	})
}

func TestTraitsRefuse(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := person(t, s, "c", "a")
		since := define(t, s, TraitDefinition{Of: OfCustomer, Name: "Customer since", Kind: TraitDate})
		for name, in := range map[string]TraitInput{
			"no number": {TraitID: "value", Value: "many"}, "no date": {TraitID: since.ID, Value: "2026-13-01"}, "unknown": {TraitID: "Region", Value: "x"},
		} {
			if _, err := s.SetTraits(system(t), OfCustomer, p.CustomerID, []TraitInput{in}); !fault.Is(err, fault.CodeInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.SetTraits(system(t), OfAccount, p.AccountID, []TraitInput{{TraitID: since.ID, Value: "2026-01-01"}}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("a customer's trait of an account: %v", err)
		}
		if _, err := s.SetTraits(system(t), OfCustomer, uuid.NewString(), []TraitInput{{TraitID: "value", Value: "1"}}); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("of nobody: %v", err)
		}
		outside := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Unit(uuid.NewString()), Rows: access.RowsAll}}})
		if _, err := s.SetTraits(outside, OfCustomer, p.CustomerID, []TraitInput{{TraitID: "value", Value: "1"}}); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("outside of reach: %v", err)
		}
		if _, err := s.CustomerTraits(outside, p.CustomerID, time.Now()); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("read outside of reach: %v", err)
		}
		if _, _, err := s.Define(outside, TraitDefinition{Of: OfCustomer, Name: "Plan", Kind: TraitText}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("define with a role over a unit: %v", err)
		}
	})
}
