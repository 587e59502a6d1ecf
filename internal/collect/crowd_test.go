package collect

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// crowd is some customers of some accounts of whom a test knows everything.
type crowd struct {
	*mirror
	random   *rand.Rand
	program  string
	measure  string
	traits   map[string]people.TraitDefinition // by of and name
	party    map[string]string                 // customer key to the key it is one with
	merges   []string                          // ids of those that stand
	merged   int                               // how often two became one
	undone   int
	outside  map[string]bool         // restricted
	ids      map[string]string       // by key
	known    map[string][]entryKnown // by trait and key
	answered map[string]crowdAnswer  // by response
}

type entryKnown struct {
	since int
	value string
}

type crowdAnswer struct {
	customer string
	account  string
	day      int
	region   string
	value    bool
}

var (
	crowdCustomers = []string{"c0", "c1", "c2", "c3", "c4"}
	crowdAccounts  = []string{"a0", "a1"}
	crowdStart     = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

func crowdDay(day int) time.Time { return crowdStart.AddDate(0, 0, day) }

func newCrowd(t *testing.T, f *fixture, seed uint64) *crowd {
	t.Helper()
	f.People.ConnectTraits(f.Service)
	c := &crowd{
		mirror: &mirror{f: f, answers: map[uuid.UUID][]row.Answer{}, events: map[uuid.UUID]row.Event{}},
		random: rand.New(rand.NewPCG(seed, 7)), traits: map[string]people.TraitDefinition{}, party: map[string]string{}, //nolint:gosec // made-up content
		outside: map[string]bool{}, ids: map[string]string{}, known: map[string][]entryKnown{}, answered: map[string]crowdAnswer{},
	}
	c.program, c.measure = f.program(t, "Support")
	for _, d := range []people.TraitDefinition{
		{Of: people.OfCustomer, Name: "Region", Kind: people.TraitText, InAnalysis: true},
		{Of: people.OfAccount, Name: "region", Kind: people.TraitChoice, Choices: []people.Choice{{Key: "north"}, {Key: "south"}}, InAnalysis: true},
	} {
		made, _, err := f.People.Define(owner(t), d)
		if err != nil {
			t.Fatal(faultText(err))
		}
		c.traits[string(d.Of)+" region"] = made
	}
	c.traits["customer value"], c.traits["account value"] = people.TraitDefinition{ID: people.CustomerValue}, people.TraitDefinition{ID: people.AccountValue}
	_, err := f.Store.Write(owner(t), func(ctx context.Context, tx *record.Tx) error {
		for i, key := range slices.Concat(crowdCustomers, crowdAccounts) {
			keys := people.Keys{Customer: key, Account: crowdAccounts[i%2]}
			if i >= len(crowdCustomers) {
				keys = people.Keys{Account: key}
			}
			p, err := f.People.Resolve(ctx, tx, keys)
			if err != nil {
				return err
			}
			c.party[key], c.ids[key] = key, p.CustomerID
			if p.CustomerID == "" {
				c.ids[key] = p.AccountID
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *crowd) some(of []string) string { return of[c.random.IntN(len(of))] }

// answer sends one in, of somebody, of an account alone, or of nobody.
func (c *crowd) answer(t *testing.T) {
	t.Helper()
	a := crowdAnswer{day: c.random.IntN(20)}
	who := ""
	switch c.random.IntN(6) {
	case 0:
	case 1:
		a.account = c.some(crowdAccounts)
		who = fmt.Sprintf(`"account_key":%q,`, a.account)
	default:
		a.customer = c.some(crowdCustomers)
		a.account = crowdAccounts[slices.Index(crowdCustomers, a.customer)%2]
		who = fmt.Sprintf(`"customer_key":%q,`, a.customer)
	}
	if c.random.IntN(4) == 0 {
		a.region = "said"
		who += `"traits":{"Region":"said"},`
	}
	if c.random.IntN(4) == 0 {
		a.value = true
		who += `"value":-1,`
	}
	id := newID()
	body := fmt.Sprintf(`{"id":%q,"program_id":%q,"at":%q,%s"answers":[{"measure_id":%q,"score":%d}]}`,
		id, c.program, crowdDay(a.day).Format(time.RFC3339), who, c.measure, c.random.IntN(11))
	if status, got := c.f.call(t, as("owner"), "POST", "/api/responses", body); status != 201 {
		t.Fatal(status, got)
	}
	c.answered[id] = a
}

func (c *crowd) happen(t *testing.T) {
	t.Helper()
	body := fmt.Sprintf(`{"id":%q,"name":"call","at":%q,"customer_key":%q}`, newID(), crowdDay(c.random.IntN(20)).Format(time.RFC3339), c.some(crowdCustomers))
	if status, got := c.f.call(t, as("owner"), "POST", "/api/events", body); status != 201 {
		t.Fatal(status, got)
	}
}

// learn writes, corrects or removes an entry of somebody's history.
func (c *crowd) learn(t *testing.T) {
	t.Helper()
	of, key := people.OfCustomer, c.some(crowdCustomers)
	if c.random.IntN(3) == 0 {
		of, key = people.OfAccount, c.some(crowdAccounts)
	}
	if c.outside[key] {
		return // nobody may write about them
	}
	name, values := "region", []string{"north", "south", ""}
	if c.random.IntN(3) == 0 {
		name, values = "value", []string{"100", "250.5", ""}
	}
	e, remove := entryKnown{c.random.IntN(18), c.some(values)}, c.random.IntN(4) == 0
	in := people.TraitInput{TraitID: c.traits[string(of)+" "+name].ID, Since: crowdDay(e.since), Value: e.value, Remove: remove}
	if _, err := c.f.People.SetTraits(owner(t), of, c.ids[key], []people.TraitInput{in}); err != nil {
		t.Fatal(faultText(err))
	}
	at := name + " " + key
	c.known[at] = slices.DeleteFunc(c.known[at], func(k entryKnown) bool { return k.since == e.since })
	if !remove {
		c.known[at] = append(c.known[at], e)
	}
}

// merge makes two parties one, or undoes some merge; what cannot be merged is
// left as it is.
func (c *crowd) merge(t *testing.T) {
	t.Helper()
	var err error
	if n := len(c.merges); n > 0 && c.random.IntN(2) == 0 {
		at := c.random.IntN(n)
		if _, _, err = c.f.People.UndoMerge(owner(t), c.merges[at]); err == nil {
			c.merges, c.undone = slices.Delete(c.merges, at, at+1), c.undone+1
		}
	} else {
		var m people.Merge
		if m, _, err = c.f.People.MergeCustomers(owner(t), c.ids[c.some(crowdCustomers)], c.ids[c.some(crowdCustomers)]); err == nil {
			c.merges, c.merged = append(c.merges, m.ID), c.merged+1
		}
	}
	if err != nil && !fault.Is(err, fault.CodeConflict) {
		t.Fatal(faultText(err))
	}
	byID := map[string]string{}
	for key, id := range c.ids {
		byID[id] = key
	}
	var rows []struct{ Key, Party string }
	err = c.f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT key, COALESCE(party_id, id) AS party FROM customer").Scan(ctx, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		c.party[r.Key] = byID[r.Party]
	}
}

func (c *crowd) write(t *testing.T, kind string, keys []string, do func(tx *record.Tx) error) {
	t.Helper()
	_, err := c.f.Store.Write(owner(t), func(_ context.Context, tx *record.Tx) error {
		for i, key := range keys {
			keys[i] = c.ids[key]
		}
		tx.Log(kind, keys...)
		return do(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c *crowd) restrict(t *testing.T) {
	t.Helper()
	key := c.some(crowdCustomers)
	c.outside[key] = !c.outside[key]
	var at any
	if c.outside[key] {
		at = int64(1)
	}
	c.write(t, people.PartyRestricted, []string{key}, func(tx *record.Tx) error {
		_, err := tx.Exec(t.Context(), "UPDATE customer SET restricted_at = ? WHERE id = ?", at, c.ids[key])
		return err
	})
}

// at is what the test knows of a trait of some keys on a day: the latest entry,
// of one day that of the party itself, then that of the first.
func (c *crowd) at(name, party string, keys []string, day int) string {
	best, whose := entryKnown{since: -1}, ""
	slices.SortFunc(keys, func(a, b string) int { return compareIDs(c.ids[a], c.ids[b], c.ids[party]) })
	for _, key := range keys {
		for _, e := range c.known[name+" "+key] {
			if e.since <= day && (e.since > best.since || e.since == best.since && key == whose) {
				best, whose = e, key
			}
		}
	}
	return best.value
}

// compareIDs puts first first and sorts the others.
func compareIDs(a, b, first string) int {
	switch {
	case a == b:
		return 0
	case a == first || b != first && a < b:
		return -1
	}
	return 1
}

// expected is what a response's rows must say by brute force.
func (c *crowd) expected(a crowdAnswer) (party, region, value string) {
	party, region = "itself", a.region
	if a.value {
		value = "-1"
	}
	for _, of := range []string{a.customer, a.account} {
		keys, root := []string{of}, of
		if of != "" && of == a.customer {
			keys, root = nil, c.party[of]
			party = root
			for key, p := range c.party {
				if p == root && slices.Contains(crowdCustomers, key) {
					keys = append(keys, key)
				}
			}
		}
		if region == "" {
			region = c.at("region", root, keys, a.day)
		}
		if value == "" {
			value = c.at("value", root, keys, a.day)
		}
	}
	return party, region, value
}

// check compares all rows with what the test knows.
func (c *crowd) check(t *testing.T, rows map[uuid.UUID][]row.Answer) {
	t.Helper()
	byID := map[string]string{}
	for key, id := range c.ids {
		byID[id] = key
	}
	for id, a := range c.answered {
		got := rows[uuid.MustParse(id)]
		if a.customer != "" && c.outside[a.customer] {
			if len(got) > 0 {
				t.Fatalf("an answer of somebody restricted is in the facts")
			}
			continue
		}
		party, region, value := c.expected(a)
		if len(got) != 1 {
			t.Fatalf("%d rows of one answer", len(got))
		}
		gotParty, gotRegion, gotValue := byID[got[0].Party.String()], "", ""
		if got[0].Party == got[0].Response {
			gotParty = "itself"
		}
		for _, v := range got[0].Traits {
			gotRegion = fmt.Sprint(v)
		}
		if got[0].Value != nil {
			gotValue = fmt.Sprint(*got[0].Value)
		}
		if gotParty != party || gotRegion != region || gotValue != value {
			t.Fatalf("%+v is of %s, %s, worth %q; want %s, %s, %q\nparties %v\nknown %v", a, gotParty, gotRegion, gotValue, party, region, value, c.party, c.known)
		}
	}
}

// checkList compares the lists of answers by region with what the test knows:
// a figure leads to the answers that it counts.
func (c *crowd) checkList(t *testing.T) {
	t.Helper()
	want := map[string][]string{}
	for id, a := range c.answered {
		if a.customer != "" && c.outside[a.customer] {
			continue // no use is made of what they gave
		}
		_, region, _ := c.expected(a)
		want[region] = append(want[region], id)
	}
	for _, region := range []string{"", "north", "south", "said"} {
		var got []string
		for _, r := range c.f.list(t, Filter{Program: c.program, Where: []string{"t1:" + region}}) {
			got = append(got, r.ID)
		}
		slices.Sort(got)
		slices.Sort(want[region])
		if len(want[region]) <= 200 && !slices.Equal(got, want[region]) {
			t.Fatalf("%d answers of region %q are listed, want %d", len(got), region, len(want[region]))
		}
	}
}

func (c *crowd) step(t *testing.T) {
	t.Helper()
	switch c.random.IntN(12) {
	case 0, 1, 2, 3:
		c.answer(t)
	case 4:
		c.happen(t)
	case 5, 6, 7, 8:
		c.learn(t)
	case 9, 10:
		c.merge(t)
	default:
		c.restrict(t)
	}
}
