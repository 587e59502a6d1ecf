package understand

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// benchPeople is scratch data of customers with ten events, one answer and two
// spans of a trait each, over 24 months.
type benchPeople struct {
	benchData
	customers int
	tier      uuid.UUID
	store     *record.Store
	rooms     *people.Service
	rule      people.Rule
}

// BenchPeople measures segments over so many customers with ten times as many
// events: the size of one now, its sizes over 24 months and its first members,
// beside the same question in the engine's own SQL. Everything is made in a
// temporary folder that is removed.
func BenchPeople(ctx context.Context, w io.Writer, customers int) (err error) {
	dir, err := os.MkdirTemp("", "balcony-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := &benchPeople{benchData: benchData{rows: customers, measure: uuid.New(), program: uuid.New()}, customers: customers}
	ctx = access.System(ctx, "bench")
	if err := b.open(ctx, dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.store.Close()) }()
	started := time.Now()
	f, err := facts.Open(ctx, facts.Options{Path: filepath.Join(dir, "facts.duckdb"), Record: b.store, Feeds: []facts.Feed{b.feed()}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := ready(ctx, f); err != nil {
		return err
	}
	fmt.Fprintf(w, "loaded %d customers, %d events and %d answers in %.1f s\n", customers, 10*customers, customers, time.Since(started).Seconds())
	return b.compare(ctx, w, f)
}

// open makes the record with the one trait that the rule asks for.
func (b *benchPeople) open(ctx context.Context, dir string) (err error) {
	b.store, err = record.Open(ctx, record.Options{Dir: dir, Migrations: []fs.FS{access.Migrations(), people.Migrations()}})
	if err != nil {
		return err
	}
	b.rooms = people.NewService(people.Options{Store: b.store, Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }})
	b.rooms.AddSegmentFields(func() *time.Location { return time.UTC }, nil, SegmentFields(b)...)
	tier, _, err := b.rooms.Define(ctx, people.TraitDefinition{Of: people.OfCustomer, Name: "Tier", Kind: people.TraitText})
	if err != nil {
		return errors.Join(err, b.store.Close())
	}
	b.tier, err = uuid.Parse(tier.ID)
	two := int64(2)
	b.rule = people.Rule{All: []people.Rule{
		{Is: &people.Condition{Field: "trait." + tier.ID, OneOf: []string{"Gold"}}},
		{Is: &people.Condition{Field: "events", Of: map[string]string{"name": "call"}, AtLeast: &two, Days: 180}},
	}}
	return err
}

// feed yields the scratch rows; nothing of them is in the record.
func (b *benchPeople) feed() facts.Feed {
	return facts.Feed{
		Name: "bench",
		Load: func(context.Context, record.Querier, []log.Event) (facts.Delta, error) { return facts.Delta{}, nil },
		All: func(_ context.Context, _ record.Querier, yield func(facts.Rows) error) error {
			r := rand.New(rand.NewPCG(20261122, 10)) //nolint:gosec // made-up content
			for at := 0; at < b.customers; at += benchPiece / 10 {
				var piece facts.Rows
				for i := at; i < min(at+benchPiece/10, b.customers); i++ {
					b.customer(r, uint64(i), &piece)
				}
				if err := yield(piece); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// customer adds all rows of one customer.
func (b *benchPeople) customer(r *rand.Rand, n uint64, out *facts.Rows) {
	instant := func() time.Time {
		return time.Now().UTC().Truncate(time.Hour).Add(-time.Duration(1+r.IntN(720*24)) * time.Hour)
	}
	party := numberedID(2, n)
	out.Parties = append(out.Parties, facts.Party{ID: party, Account: numberedID(3, n/10), Created: instant(), Language: "en"})
	since := instant()
	half := since.Add(time.Since(since) / 2)
	out.Held = append(out.Held,
		facts.Held{Trait: b.tier, Subject: party, Since: since, Until: half, Text: []string{"Gold", "Silver", "New"}[r.IntN(3)]},
		facts.Held{Trait: b.tier, Subject: party, Since: half, Text: []string{"Gold", "Silver", "New"}[r.IntN(3)]})
	for i := range uint64(10) {
		out.Events = append(out.Events, facts.Event{ID: numberedID(4, 10*n+i), At: instant(), Name: []string{"call", "visit", "order"}[r.IntN(3)], Party: party, Cluster: party})
	}
	score := float64(r.IntN(11))
	out.Answers = append(out.Answers, facts.Answer{Response: numberedID(1, n), Program: b.program, Measure: b.measure, Party: party, Cluster: party, Known: true, Consent: 2, At: instant(), Score: &score})
}

// benchPeopleRaw is the size of the same segment at an instant, as somebody
// would ask the engine.
const benchPeopleRaw = `SELECT count(*) FROM party
	WHERE id IN (SELECT subject FROM party_trait WHERE trait = CAST(? AS UUID) AND text = 'Gold' AND since <= CAST(? AS TIMESTAMP) AND (until IS NULL OR until > CAST(? AS TIMESTAMP)))
	AND id IN (SELECT party FROM event WHERE name = 'call' AND instant <= CAST(? AS TIMESTAMP) AND instant > CAST(? AS TIMESTAMP) - INTERVAL '180 days' GROUP BY party HAVING count(*) >= 2)`

func (b *benchPeople) compare(ctx context.Context, w io.Writer, f *facts.Store) error {
	s := New(Options{Facts: FactsSource(f), Measures: b, Tree: access.NoTree{}, Now: time.Now, NewID: uuid.NewString, Segments: b.rooms,
		Zone:      func(context.Context) (*time.Location, error) { return time.UTC, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil }})
	segment, _, err := b.rooms.CreateSegment(ctx, people.Segment{Name: "Bench", Rule: b.rule, Shared: true})
	if err != nil {
		return err
	}
	ends, err := s.ends(ctx, PeriodMonth, 24)
	if err != nil {
		return err
	}
	questions := []struct {
		name string
		base int // the question it is compared with
		ask  func() (int64, error)
	}{
		{"plain SQL, one size", 0, func() (int64, error) { return b.plain(ctx, f, ends[23:]) }},
		{"size of a segment", 0, func() (int64, error) {
			size, err := s.SizeOf(ctx, b.rule, 0)
			if err != nil {
				return 0, err
			}
			return *size.Size, nil
		}},
		{"plain SQL, 24 sizes", 2, func() (int64, error) { return b.plain(ctx, f, ends) }},
		{"sizes over 24 months", 2, func() (int64, error) {
			sizes, err := s.Sizes(ctx, segment.ID, PeriodMonth, 24, 0)
			if err != nil {
				return 0, err
			}
			return *sizes.Sizes[23].Size, nil
		}},
		{"first 50 members", 0, func() (int64, error) {
			members, err := s.members(ctx, segment.Rule, "", 50, 0)
			return int64(len(members)), err
		}},
		{"figure of their answers", 0, func() (int64, error) {
			m, err := s.Metric(ctx, Query{Measure: b.measure.String(), Filter: Filter{Where: []Pick{{Key: memberKey, Values: []string{segment.ID}}}}})
			if err != nil {
				return 0, err
			}
			return m.Total.Figure.N, nil
		}},
	}
	times := make([][]time.Duration, len(questions))
	found := make([]int64, len(questions))
	for run := range 4 {
		for i, q := range questions {
			started := time.Now()
			n, err := q.ask()
			if err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			if run > 0 { // the first warms up
				times[i] = append(times[i], time.Since(started))
			}
			found[i] = n
		}
	}
	if found[0] != found[1] || found[2] != found[3] {
		return fmt.Errorf("the segment has %d and %d customers, by plain SQL %d and %d", found[1], found[3], found[0], found[2])
	}
	for i, q := range questions {
		m, base := median(times[i]), median(times[q.base])
		fmt.Fprintf(w, "%-26s %9.1f ms  %5.2f x  %d\n", q.name, float64(m.Microseconds())/1000, float64(m)/float64(base), found[i])
	}
	return nil
}

// plain asks the engine for the size at each end; the last is told.
func (b *benchPeople) plain(ctx context.Context, f *facts.Store, ends []instant) (n int64, err error) {
	err = f.View(ctx, func(ctx context.Context, v *facts.View) error {
		for _, end := range ends {
			if n, err = b.sizeAt(ctx, v, end.at.UTC().Format(instantLayout)); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (b *benchPeople) sizeAt(ctx context.Context, v *facts.View, at string) (n int64, err error) {
	rows, err := v.Query(ctx, benchPeopleRaw, b.tier.String(), at, at, at, at)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}
