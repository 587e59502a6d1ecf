package sample

import (
	"reflect"
	"testing"
	"time"
)

var someDay = time.Date(2026, 11, 22, 15, 4, 5, 0, time.UTC)

// TestTheFirmIsTheSameForTheSameSeed: so that loading goes on where it stopped.
func TestTheFirmIsTheSameForTheSameSeed(t *testing.T) {
	a, b := Invent(Seed, someDay, "fr"), Invent(Seed, someDay.Add(5*time.Hour), "fr")
	if !reflect.DeepEqual(a, b) {
		t.Error("two firms of one seed and day differ")
	}
	other := Invent(Seed+1, someDay, "fr")
	if reflect.DeepEqual(a.Answers, other.Answers) {
		t.Error("another seed gives the same answers")
	}
	english := Invent(Seed, someDay, "en")
	if len(english.Answers) != len(a.Answers) || english.Units[0].Name != a.Units[0].Name || english.Accounts[0].Name == a.Accounts[0].Name {
		t.Error("another language is another firm, or the same words")
	}
}

// TestTheFirmIsOfThePromisedSize: neither a toy nor slow to load.
func TestTheFirmIsOfThePromisedSize(t *testing.T) {
	f := Invent(Seed, someDay, "en")
	t.Logf("%d accounts, %d contacts, %d events, %d answers", len(f.Accounts), len(f.Contacts), len(f.Events), len(f.Answers))
	for _, size := range []struct {
		what        string
		n           int
		least, most int
	}{
		{"accounts", len(f.Accounts), 60, 60}, {"contacts", len(f.Contacts), 260, 340}, {"units", len(f.Units), 8, 10},
		{"answers", len(f.Answers), 1500, 2500}, {"events", len(f.Events), 5000, 12000},
	} {
		if size.n < size.least || size.n > size.most {
			t.Errorf("%d %s, want %d to %d", size.n, size.what, size.least, size.most)
		}
	}
	names, keys := map[string]bool{}, map[string]bool{}
	for _, c := range f.Contacts {
		if names[c.Name] || keys[c.Key] {
			t.Errorf("%s is there twice", c.Name)
		}
		names[c.Name], keys[c.Key] = true, true
	}
	from := f.Until.AddDate(0, -months, 0)
	for _, e := range f.Events {
		if e.At.Before(from) || !e.At.Before(f.Until) {
			t.Fatalf("%s at %v lies outside", e.Name, e.At)
		}
	}
}

// mean is the mean score of a measure among the answers that are asked for.
func mean(f Firm, key MeasureKey, of func(a Answer, account *Account) bool) (x float64, n int) {
	for _, a := range f.Answers {
		score, there := a.Scores[key]
		if there && of(a, &f.Accounts[f.Contacts[a.Contact].Account]) {
			x, n = x+score, n+1
		}
	}
	return x / float64(max(1, n)), n
}

// TestWhatIsBuiltIntoTheFirmIsThere, by plain counting.
func TestWhatIsBuiltIntoTheFirmIsThere(t *testing.T) {
	for _, later := range []int{0, 1, 5, 40, 200, 365} {
		effects(t, Invent(Seed, someDay.AddDate(0, 0, later), "en"))
	}
}

func effects(t *testing.T, f Firm) {
	t.Helper()
	all := func(Answer, *Account) bool { return true }
	late := func(a Answer, of *Account) bool { l, known := of.lastDelivery(a.At); return known && l }
	inTime := func(a Answer, of *Account) bool { l, known := of.lastDelivery(a.At); return known && !l }
	lyon := func(_ Answer, of *Account) bool { return of.Unit == "INV-LYON" }
	phone := func(recent bool) func(Answer, *Account) bool {
		return func(a Answer, _ *Account) bool {
			return a.Channel == "phone" && (f.Until.Sub(a.At) < lateQuarter*24*time.Hour) == recent
		}
	}
	portal := func(from, to int) func(Answer, *Account) bool { // days ago
		return func(a Answer, _ *Account) bool {
			ago := f.Until.Sub(a.At).Hours() / 24
			return a.Channel == "portal" && ago < float64(from) && ago >= float64(to)
		}
	}
	role := func(r string) func(Answer, *Account) bool {
		return func(a Answer, _ *Account) bool { return hasRole(f.Contacts[a.Contact], r) }
	}
	for _, c := range []struct {
		what       string
		key        MeasureKey
		low, high  func(Answer, *Account) bool
		least, few float64 // least difference; least answers on either side
	}{
		{"late deliveries cost satisfaction", Project, late, inTime, 1.1, 60},
		{"late deliveries cost recommendation", Recommend, late, inTime, .6, 90},
		{"Lyon is worse than all", Project, lyon, all, .4, 25},
		{"the telephone is worse in the last quarter", Ease, phone(true), phone(false), 1.2, 25},
		{"the portal is better in the last half-year than before last year", Ease, portal(731, 365), portal(181, 0), 1.2, 30},
		{"those who decide are less content", Recommend, role("decides"), role("uses"), 1.2, 120},
	} {
		low, n := mean(f, c.key, c.low)
		high, m := mean(f, c.key, c.high)
		if high-low < c.least || float64(min(n, m)) < c.few {
			t.Errorf("%s: %.2f of %d, %.2f of %d", c.what, low, n, high, m)
		}
	}
}

// TestKeyAccountsTurnRound: better among accounts of each size, worse over all.
func TestKeyAccountsTurnRound(t *testing.T) {
	f := Invent(Seed, someDay, "en")
	key := func(s Size, in, whole bool) func(Answer, *Account) bool {
		return func(_ Answer, of *Account) bool { return (whole || of.Size == s) && (of.Unit == "INV-KEY") == in }
	}
	for s := Small; s <= Large; s++ {
		theirs, n := mean(f, Recommend, key(s, true, false))
		others, m := mean(f, Recommend, key(s, false, false))
		t.Logf("%s: %.2f (%d), others %.2f (%d)", s.Key(), theirs, n, others, m)
		if theirs <= others+.3 || n < 8 {
			t.Errorf("%s: %.2f of %d, others %.2f", s.Key(), theirs, n, others)
		}
	}
	theirs, n := mean(f, Recommend, key(0, true, true))
	others, m := mean(f, Recommend, key(0, false, true))
	t.Logf("all: %.2f (%d), others %.2f (%d)", theirs, n, others, m)
	if theirs >= others-.4 {
		t.Errorf("over all %.2f, others %.2f: nothing turns", theirs, others)
	}
}

// TestSilentAccounts: nine, the second largest by value among them, and two that
// never answered.
func TestSilentAccounts(t *testing.T) {
	f := Invent(Seed, someDay, "en")
	last := map[int]time.Time{}
	for _, a := range f.Answers {
		last[f.Contacts[a.Contact].Account] = a.At
	}
	silent, never, larger := 0, 0, 0
	for i, a := range f.Accounts {
		at, heard := last[i]
		switch {
		case !heard:
			never++
		case at.Before(f.Until.AddDate(0, -12, 0)):
			silent++
		}
		if a.Values[2] > f.Accounts[1].Values[2] {
			larger++
		}
	}
	if at := last[1]; silent != 9 || never != 2 || larger != 1 || at.IsZero() || at.After(f.Until.AddDate(0, -12, 0)) {
		t.Errorf("%d silent, %d never heard, %d larger than the large silent one, which last answered %v", silent, never, larger, at)
	}
}
