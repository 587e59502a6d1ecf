package understand

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/stat"
)

// registry is an AccountSource that keeps to accounts of the units within reach.
type registry struct {
	accounts []people.KnownAccount
	contacts []people.KnownContact
}

func (r *registry) EachAccount(ctx context.Context, _ time.Time, _ people.AccountFilter, f func(people.KnownAccount) error) error {
	reach := access.From(ctx).Reach(access.PersonRead)
	for _, a := range r.accounts {
		if !reach.Covers("", a.UnitID, a.ID) {
			continue
		}
		if err := f(a); err != nil {
			return err
		}
	}
	return nil
}

func (r *registry) OneFirm(_ context.Context, ids []string) ([]string, error) { return ids, nil }

func (r *registry) EachContact(_ context.Context, f func(people.KnownContact) error) error {
	for _, c := range r.contacts {
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *registry) KnownAccount(ctx context.Context, id string, at time.Time) (found people.KnownAccount, err error) {
	err = fault.NotFound("account")
	_ = r.EachAccount(ctx, at, people.AccountFilter{}, func(a people.KnownAccount) error {
		if a.ID == id {
			found, err = a, nil
		}
		return nil
	})
	return found, err
}

func (r *registry) ContactsOf(_ context.Context, account string, also []string) (out []people.KnownContact, err error) {
	for _, c := range r.contacts {
		if c.AccountID == account || slices.Contains(also, c.ID) {
			out = append(out, c)
		}
	}
	return out, nil
}

// firm adds an account; value below 0 is not known.
func (r *registry) firm(name, unit string, value float64) string {
	a := people.KnownAccount{ID: id("firm " + name), Key: name, Name: "Firm " + name, UnitID: unit}
	if value >= 0 {
		a.Value = &value
	}
	r.accounts = append(r.accounts, a)
	return a.ID
}

func (r *registry) contact(account, name string, tie int, roles ...string) string {
	c := people.KnownContact{ID: id("contact " + name), AccountID: account, Roles: roles, Tie: tie}
	r.contacts = append(r.contacts, c)
	return c.ID
}

// answered is an answer of a contact of an account.
func answered(nth uint64, account, contact string, day string, score float64, consent collect.Consent) answerRow {
	at, err := time.Parse(dayLayout, day)
	if err != nil {
		panic(err)
	}
	return answerRow{measure: id("nps"), program: programA, day: at, score: &score, cluster: account, account: account, party: contact, known: true,
		consent: int16(consent), response: numbered(9, nth), unit: id("lille")}
}

// fiveFirms are a worked example: two large detractors, one promoter.
func fiveFirms(w *world) *registry {
	r := &registry{}
	for i, s := range []float64{10, 2, 7, 8, 6} {
		worth := 2000.0
		if s <= 6 {
			worth = 8000
		}
		firm := r.firm(fmt.Sprint(i), id("lille"), worth)
		w.load([]answerRow{answered(uint64(i), firm, r.contact(firm, fmt.Sprint(i), 3, "decides"), "2026-11-01", s, collect.ConsentPerson)})
	}
	return r
}

func TestAccountScoresOfTheWorkedExample(t *testing.T) {
	w := newWorld(t)
	r := fiveFirms(w)
	r.firm("quiet", id("lille"), 11_000)
	r.firm("unknown", id("lille"), -1)
	for _, w := range []*world{w, w.onPostgreSQL()} {
		s := w.service()
		s.o.Accounts = r
		got, err := s.AccountScores(owner(t), AccountQuery{Measure: id("nps"), Sort: "score"})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range got.Scores {
			if *one.Figure.Value != -20 || *one.ByValue.Value < -63.64 || *one.ByValue.Value > -63.63 || one.Figure.Low == nil {
				t.Errorf("%s: %+v by value %+v", one.Method, one.Figure, one.ByValue)
			}
		}
		if *got.HeardShare != 22.0/33 || got.Heard != (Revenue{5, 22_000, 0}) || got.Silent != (Revenue{2, 11_000, 1}) || *got.Unhappy != (Revenue{2, 16_000, 0}) {
			t.Errorf("%v of %+v heard %+v, silent %+v, unhappy %+v", *got.HeardShare, got.All, got.Heard, got.Silent, got.Unhappy)
		}
		if got.Items[0].Class != "detractor" || *got.Items[0].Score != 2 || !got.Items[0].AtRisk || got.Count != 7 {
			t.Errorf("worst first: %+v", got.Items[0])
		}
	}
}

// Roles decide whose word counts; an answer that is the firm's alone counts for
// the firm and leads to nobody.
func TestMostInfluentialContactAndConfidence(t *testing.T) {
	w := newWorld(t)
	r := &registry{}
	a, b := r.firm("a", id("lille"), 100), r.firm("b", id("lille"), 300)
	boss, user, secret := r.contact(a, "boss", 1, "decides", "uses"), r.contact(a, "user", 5, "uses"), r.contact(b, "secret", 5, "decides")
	w.load([]answerRow{
		answered(1, a, boss, "2026-10-01", 3, collect.ConsentPerson), answered(2, a, user, "2026-11-01", 10, collect.ConsentPerson), answered(3, a, user, "2026-11-02", 9, collect.ConsentPerson),
		answered(4, b, secret, "2026-10-01", 9, collect.ConsentFirm),
	})
	w.know(r)
	s := w.service()
	s.o.Accounts = r
	ask := func(id string) *AccountScoresOf {
		t.Helper()
		got, err := s.AccountScoresOf(owner(t), id, AccountQuery{Measure: idNPS})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := ask(a)
	if got.Account.ContactID != boss || *got.Account.ContactScore != 3 || got.Account.ContactClass != "detractor" || got.Account.Class != "passive" || *got.MeanValue != 0 || *got.FirstValue != -100 {
		t.Errorf("%+v", got.Account)
	}
	if got.Figure.N != 3 || *got.Figure.Value < 33.3 || *got.Figure.Value > 33.4 || *got.ValueShare != .25 || got.Account.Roles != (RoleCounts{Decides: 1, Uses: 2}) || got.Account.LastAnswer != "2026-11-02" {
		t.Errorf("%+v %v", got.Figure, *got.ValueShare)
	}
	hidden := ask(b).Account
	if hidden.ContactID != "" || hidden.ContactScore != nil || hidden.ContactClass != "" || hidden.Contacts != 0 || hidden.Class != "promoter" || hidden.N != 1 {
		t.Errorf("an answer of the firm leads to a person: %+v", hidden)
	}
	if _, err := s.AccountScoresOf(owner(t), id("nobody"), AccountQuery{Measure: idNPS}); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("an unknown account: %v", err)
	}
}

var idNPS = id("nps")

func TestSilenceIsJudgedOnTheLastDay(t *testing.T) {
	w := newWorld(t)
	r := &registry{}
	a, b, never := r.firm("a", id("lille"), 1), r.firm("b", id("lille"), 2), r.firm("never", id("lille"), 4)
	w.load([]answerRow{answered(1, a, r.contact(a, "a", 0), "2025-11-20", 8, collect.ConsentPerson), answered(2, b, r.contact(b, "b", 0), "2026-03-01", 8, collect.ConsentPerson)})
	abroad := r.firm("z abroad", id("lille"), 8)
	foreign := answered(3, abroad, r.contact(abroad, "z", 0), "2026-02-15", 8, collect.ConsentPerson)
	foreign.program, foreign.measure = programB, id("foreign")
	w.load([]answerRow{foreign})
	s := w.service()
	s.o.Accounts = r
	for _, c := range []struct {
		to      string
		cadence int
		silent  []string
	}{
		{"", 12, []string{a, never}}, {"", 13, []string{never}}, {"2026-11-19", 12, []string{never}}, {"2026-02-01", 2, []string{a, b, never, abroad}}, // what it says elsewhere comes later

		{"2030-01-01", 13, []string{never}}, // not beyond today
	} {
		got, err := s.AccountScores(owner(t), AccountQuery{Measure: idNPS, Filter: Filter{To: c.to}, Cadence: c.cadence, Show: "silent", Sort: "name"})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, i := range got.Items {
			ids = append(ids, i.ID)
		}
		if !slices.Equal(ids, c.silent) {
			t.Errorf("by %q after %d months: %v", c.to, c.cadence, got.Items)
		}
	}
	if _, err := s.AccountScores(owner(t), AccountQuery{Measure: idNPS, Cadence: 61}); fault.CodeOf(err) != fault.CodeInvalid {
		t.Errorf("a cadence of 61 months: %v", err)
	}
}

func TestAccountsWithinReach(t *testing.T) {
	w := newWorld(t)
	r := fiveFirms(w)
	r.accounts[0].UnitID, r.accounts[1].UnitID = id("south"), ""
	s := w.service()
	s.o.Accounts = r
	north := as(t, "north", leadOfNorth)
	got, err := s.AccountScores(north, AccountQuery{Measure: idNPS})
	if err != nil || got.Count != 3 || got.Scores[0].Figure.N != 3 || !slices.Contains(got.Notes, "within_reach") {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := s.AccountScoresOf(north, r.accounts[0].ID, AccountQuery{Measure: idNPS}); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("an account of another unit: %v", err)
	}
	viewer := as(t, "viewer", access.Grant{Role: access.Viewer, Scope: access.Whole()})
	if _, err := s.AccountScores(viewer, AccountQuery{Measure: idNPS}); fault.CodeOf(err) != fault.CodeForbidden {
		t.Errorf("a viewer: %v", err)
	}
}

// The figures equal those made by hand over all rows, and so do pages put
// together, in any order of the rows.
func TestAccountScoresEqualBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 7))
	w, reg := newWorld(t), &registry{}
	byAccount := map[string][]float64{}
	var rows []answerRow
	for i := range 70 {
		firm := reg.firm(fmt.Sprint(i), id("lille"), float64(r.IntN(4))*500-1)
		for c := range r.IntN(5) {
			contact := reg.contact(firm, fmt.Sprint(i, ".", c), r.IntN(6), []string{"decides", "influences", "uses", "sponsors"}[r.IntN(4)])
			for range r.IntN(4) {
				score := float64(r.IntN(11))
				rows = append(rows, answered(uint64(len(rows)), firm, contact, "2026-10-10", score, collect.Consent(1+r.IntN(2))))
				byAccount[firm] = append(byAccount[firm], score)
			}
		}
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	w.load(rows)
	s := w.service()
	s.o.Accounts = reg
	m := measured{w.measures[idNPS]}
	got, err := s.AccountScores(owner(t), AccountQuery{Measure: idNPS})
	if err != nil {
		t.Fatal(err)
	}
	var all, means float64
	for _, scores := range byAccount {
		sum := 0.0
		for _, x := range scores {
			all += m.contribution(x)
			sum += x
		}
		means += m.contribution(sum / float64(len(scores)))
	}
	equals(t, "all answers", *got.Scores[0].Figure.Value, all/float64(len(rows)))
	equals(t, "mean by account", *got.Scores[1].Figure.Value, means/float64(len(byAccount)))
	plain, err := s.Metric(owner(t), Query{Measure: idNPS})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := got.Scores[0].Figure, plain.Total.Figure; *a.Low != *b.Low || *a.High != *b.High || a.Method != b.Method {
		t.Errorf("all answers %+v, as a metric %+v", a, b)
	}
	if d := got.Differences[0].Difference; *d.Low > *d.Value || *d.High < *d.Value || d.Method != string(stat.MethodClusterDifference) && d.Method != string(stat.MethodJackknifeDifference) {
		t.Errorf("%+v", d)
	}
	var ids []string
	cursor := ""
	for {
		one, err := s.AccountScores(owner(t), AccountQuery{Measure: idNPS, Limit: 9, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range one.Items {
			ids = append(ids, i.ID)
		}
		if cursor = one.Next; cursor == "" {
			break
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 70 {
		t.Errorf("the pages hold %d accounts", len(ids))
	}
}

func equals(t *testing.T, what string, got, want float64) {
	t.Helper()
	if d := got - want; d > 1e-9 || d < -1e-9 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestAMeanOfAnAccountIsGoodFromTheLeastGoodScoreOn(t *testing.T) {
	w := newWorld(t)
	csat := measured{w.measures[id("csat")]}
	down := csat
	down.Scale.Direction, down.Scale.Good = "down", []float64{1, 2}
	for _, c := range []struct {
		m    measured
		mean float64
		want string
	}{{csat, 4, "good"}, {csat, 3.9, "other"}, {csat, 4.5, "good"}, {down, 2, "good"}, {down, 2.1, "other"}, {down, 1, "good"},
		{measured{w.measures[id("ces")]}, 4, ""}, {measured{w.measures[idNPS]}, 8.9, "passive"}, {measured{w.measures[idNPS]}, 6.1, "passive"}} {
		if got := c.m.class(c.mean); got != c.want {
			t.Errorf("%s %v: %q", c.m.Name, c.mean, got)
		}
	}
}
