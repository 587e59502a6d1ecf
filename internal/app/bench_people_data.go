package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// The registry of the bench of people: accounts of benchContacts customers
// each, events of benchHappenings kinds of every customer over 24 months, and
// answers of one customer in benchAnswering.
const (
	benchContacts    = 100
	benchHappenings  = 10
	benchAnswering   = 5
	benchTouchpoints = 20
	benchHours       = 720 * 24
	benchPeoplePiece = 2_000
)

// peopleBench is a server on a registry of invented customers.
type peopleBench struct {
	*scratch
	customers  int
	now        time.Time
	tier       people.TraitDefinition
	segment    people.Segment
	touchpoint journey.Touchpoint // the one with a standard of time
	sample     []benchCustomer
}

// benchCustomer is somebody whose page is opened.
type benchCustomer struct{ ID, Key, Name, Email, SortKey, AccountID string }

// keptBench is what is remembered of a registry that is kept for another run.
type keptBench struct {
	Customers  int
	Now        time.Time
	Token      string
	Program    purpose.Program
	Measure    measure.Measure
	Tier       people.TraitDefinition
	Segment    people.Segment
	Touchpoint journey.Touchpoint
}

// prepare opens the registry that an earlier run kept, or makes one.
func (b *peopleBench) prepare(ctx context.Context, c BenchConfig, dir string) error {
	if c.Keep == "" {
		return b.build(ctx, c, filepath.Join(dir, "data"))
	}
	data, notes := filepath.Join(c.Keep, "data"), filepath.Join(c.Keep, "bench.json")
	text, err := os.ReadFile(notes)
	if errors.Is(err, os.ErrNotExist) {
		if err := b.build(ctx, c, data); err != nil {
			return err
		}
		text, err = json.Marshal(keptBench{b.customers, b.now, b.token, b.program, b.measure, b.tier, b.segment, b.touchpoint})
		if err != nil {
			return err
		}
		return os.WriteFile(notes, text, 0o600)
	}
	var k keptBench
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return err
	}
	b.customers, b.now, b.tier, b.segment, b.touchpoint = k.Customers, k.Now, k.Tier, k.Segment, k.Touchpoint
	b.scratch = &scratch{token: k.Token, program: k.Program, measure: k.Measure}
	fmt.Fprintf(c.Out, "%d customers and %d events of an earlier run\n", b.customers, b.customers*benchHappenings)
	return b.reopen(ctx, c, data)
}

// build makes the registry in a folder: the settings by the rooms, customers
// and accounts by the room that keeps them, events in pieces by the record, the
// column store anew from that, and answers by the API.
func (b *peopleBench) build(ctx context.Context, c BenchConfig, dir string) (err error) {
	operator := operatorContext(ctx)
	if b.scratch, err = startScratch(ctx, Config{Dir: dir}, c.Log); err != nil {
		return err
	}
	err = b.furnishRooms(operator)
	b.stop()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := b.fill(operator, dir); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%d customers in %d accounts, %d events: written in %s\n", b.customers, b.accounts(), b.customers*benchHappenings, time.Since(began).Round(time.Second))
	if err := os.Remove(filepath.Join(dir, "facts.duckdb")); err != nil {
		return err
	}
	began = time.Now()
	if err := b.reopen(ctx, c, dir); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "column store made of them in %s\n", time.Since(began).Round(time.Second))
	if err := b.answer(ctx); err != nil {
		b.stop()
		return err
	}
	return nil
}

func (b *peopleBench) accounts() int { return max(1, b.customers/benchContacts) }

// furnishRooms makes the trait and the segment, and the register with one standard.
func (b *peopleBench) furnishRooms(ctx context.Context) (err error) {
	a := b.app
	if b.tier, _, err = a.people.Define(ctx, people.TraitDefinition{Of: people.OfCustomer, Name: "Tier", Kind: people.TraitText}); err != nil {
		return err
	}
	two := int64(2)
	b.segment, _, err = a.people.CreateSegment(ctx, people.Segment{Name: "Bench", Shared: true, Rule: people.Rule{All: []people.Rule{
		{Is: &people.Condition{Field: "trait." + b.tier.ID, OneOf: []string{"Gold"}}},
		{Is: &people.Condition{Field: "events", Of: map[string]string{"name": "call"}, AtLeast: &two, Days: 180}},
	}}})
	if err != nil {
		return err
	}
	channel, _, err := a.journey.CreateChannel(ctx, journey.Channel{ProgramID: b.program.ID, Name: "Web", Nature: journey.Virtual})
	if err != nil {
		return err
	}
	for i := range benchTouchpoints {
		t, _, err := a.journey.CreateTouchpoint(ctx, journey.Touchpoint{ProgramID: b.program.ID, Name: fmt.Sprintf("Task %d", i), Key: benchTouchpointKey(i), ChannelID: channel.ID})
		if err != nil {
			return err
		}
		if i == 0 {
			b.touchpoint = t
		}
	}
	_, _, _, err = a.journey.Expect(ctx, "", journey.Expectation{TouchpointID: b.touchpoint.ID, Words: "My order is here in two days.", Since: "2024-01-01",
		Standard: &journey.Standard{Kind: journey.StandardTime, Target: .9, From: "order", Until: "delivery", Hours: 48}})
	return err
}

func benchTouchpointKey(i int) string { return "task-" + strconv.Itoa(i) }

// fill writes customers, accounts and events while no server is open.
func (b *peopleBench) fill(ctx context.Context, dir string) (err error) {
	store, err := record.Open(ctx, record.Options{Dir: dir, Migrations: Migrations()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	rooms := people.NewService(people.Options{Store: store, Now: time.Now, NewID: newID})
	ids := make([]string, 0, b.customers)
	for at := 0; at < b.customers; at += benchPeoplePiece {
		if ids, err = b.register(ctx, store, rooms, at, ids); err != nil {
			return err
		}
	}
	accounts := map[string]string{} // ids of accounts by id of customer
	err = eachText(ctx, store, "SELECT id, account_id FROM customer", func(customer, account string) { accounts[customer] = account })
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(20261122, 10)) //nolint:gosec // made-up content
	ordered := make([]int64, len(ids))
	for round := range benchHappenings {
		for at := 0; at < len(ids); at += benchPeoplePiece {
			if err := b.happen(ctx, store, r, round, at, ids, accounts, ordered); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachText reads two columns of a query.
func eachText(ctx context.Context, store *record.Store, query string, f func(a, b string)) error {
	return store.View(ctx, func(ctx context.Context, q record.Querier) error {
		rows, err := q.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var x, y string
			if err := rows.Scan(&x, &y); err != nil {
				return err
			}
			f(x, y)
		}
		return rows.Err()
	})
}

// register makes a piece of customers with their accounts, two spans of a trait
// each, and a worth of each account.
func (b *peopleBench) register(ctx context.Context, store *record.Store, rooms *people.Service, at int, ids []string) ([]string, error) {
	r := rand.New(rand.NewPCG(20261122, uint64(at))) //nolint:gosec // made-up content
	n := min(benchPeoplePiece, b.customers-at)
	inputs := make([]people.CustomerInput, n)
	for i := range inputs {
		inputs[i] = b.input(r, at+i)
	}
	_, err := store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := rooms.UpsertCustomersIn(ctx, tx, inputs)
		if err != nil {
			return err
		}
		var traits []people.TraitInput
		for i, d := range done {
			if d.Err != nil {
				return d.Err
			}
			ids = append(ids, d.ID)
			since := b.instant(r)
			for _, from := range []time.Time{since, since.Add(b.now.Sub(since) / 2)} {
				traits = append(traits, people.TraitInput{TraitID: b.tier.ID, SubjectID: d.ID, Since: from, Value: []string{"Gold", "Silver", "New"}[r.IntN(3)]})
			}
			if at+i < b.accounts() { // the first customer of each account
				traits = append(traits, people.TraitInput{TraitID: people.AccountValue, SubjectID: d.After.Account, Value: strconv.Itoa(1000 + r.IntN(90_000))})
			}
		}
		for len(traits) > 0 && err == nil {
			part := traits[:min(len(traits), benchPeoplePiece)]
			_, err = rooms.SetTraitsIn(ctx, tx, part)
			traits = traits[len(part):]
		}
		return err
	})
	return ids, err
}

// instant is some hour of the last 24 months.
func (b *peopleBench) instant(r *rand.Rand) time.Time {
	return b.now.Add(-time.Duration(1+r.IntN(benchHours)) * time.Hour)
}

// input is who a customer is; one in ten plays a part in the account.
func (b *peopleBench) input(r *rand.Rand, n int) people.CustomerInput {
	syllables := []string{"ba", "ko", "ri", "me", "lu", "ta", "ne", "so", "vi", "da", "pe", "ga", "mi", "ro", "sa", "te", "no", "li", "fa", "ju"}
	word := func(many int) (w string) {
		for range many {
			w += syllables[r.IntN(len(syllables))]
		}
		return w
	}
	first, last := word(2), word(3)
	name, mail, account := first+" "+last, fmt.Sprintf("%s.%s%d@example.com", first, last, n), benchAccountKey(n%b.accounts())
	in := people.CustomerInput{Key: benchCustomerKey(n), Name: &name, Email: &mail, Account: &account}
	if n/b.accounts()%10 == 0 {
		tie := 1 + n%5
		in.Roles, in.Tie = &[]people.Role{people.Roles()[n%4]}, &tie
	}
	return in
}

func benchCustomerKey(n int) string { return "K" + strconv.Itoa(n) }
func benchAccountKey(n int) string  { return "A" + strconv.Itoa(n) }

// benchEvents are the columns of an event.
var benchEvents = record.NewInsert("event", "id", "at", "received_at", "name", "customer_id", "account_id", "touchpoint_key", "digest")

// happen writes an event of each customer of a piece: visits and calls at the
// touchpoints, then orders, then what was delivered of them.
func (b *peopleBench) happen(ctx context.Context, store *record.Store, r *rand.Rand, round, at int, ids []string, accounts map[string]string, ordered []int64) error {
	rows := make([][]any, 0, benchPeoplePiece)
	for i := at; i < min(at+benchPeoplePiece, len(ids)); i++ {
		when, name, touchpoint := b.instant(r).UnixMicro(), []string{"call", "visit"}[r.IntN(2)], benchTouchpointKey(r.IntN(benchTouchpoints+5))
		switch round % 4 {
		case 2:
			when -= 61 * int64(time.Hour/time.Microsecond)
			name, ordered[i] = "order", when
		case 3:
			name, when = "delivery", ordered[i]+int64(1+r.IntN(60))*int64(time.Hour/time.Microsecond)
		}
		rows = append(rows, []any{newID(), when, when, name, ids[i], accounts[ids[i]], touchpoint, ""})
	}
	_, err := store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.InsertAll(ctx, benchEvents, rows)
		return err
	})
	return err
}

// reopen opens the server on the folder again and waits for its figures.
func (b *peopleBench) reopen(ctx context.Context, c BenchConfig, dir string) error {
	a, err := Open(ctx, Config{Dir: dir, Log: c.Log, Version: "bench"})
	if err != nil {
		return err
	}
	before := b.scratch
	b.scratch = &scratch{app: a, token: before.token, program: before.program, measure: before.measure}
	if err := b.serve(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	return b.settle(ctx)
}

// settle waits until figures show all of the record.
func (b *peopleBench) settle(ctx context.Context) error {
	p, err := b.app.record.Position(ctx)
	if err != nil {
		return err
	}
	for {
		if err = b.app.facts.WaitFor(ctx, p); err == nil || ctx.Err() != nil {
			return err
		}
		if s := b.app.facts.Status(); s.Trouble != "" {
			return fmt.Errorf("the column store cannot be made: %s", s.Trouble)
		}
	}
}

// answer has one customer in benchAnswering answer the measure once.
func (b *peopleBench) answer(ctx context.Context) error {
	r := rand.New(rand.NewPCG(20261122, 11)) //nolint:gosec // made-up content
	for at := 0; at < b.customers/benchAnswering; at += 1000 {
		var all []map[string]any
		for n := at; n < min(at+1000, b.customers/benchAnswering); n++ {
			all = append(all, map[string]any{"id": newID(), "program_id": b.program.ID, "at": b.instant(r), "customer_key": benchCustomerKey(n), "account_key": benchAccountKey(n % b.accounts()),
				"answers": []any{map[string]any{"measure_id": b.measure.ID, "score": r.IntN(11)}}})
		}
		if _, err := b.call(ctx, http.MethodPost, "/api/responses", map[string]any{"responses": all}); err != nil {
			return err
		}
	}
	return b.settle(ctx)
}
