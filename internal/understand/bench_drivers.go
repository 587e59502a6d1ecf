package understand

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

const (
	benchRatings = 14 // drivers
	benchMissing = 20 // one rating in so many is missing
)

// BenchDrivers measures an analysis of 14 drivers over this many responses of
// which 5 % of the ratings are missing: the sums behind weights, slopes, gains,
// penalties and rewards, made from tables of codes, the same made by the store
// as they are where scores have many values, and the whole figure, against all
// pairwise products by bucket in the plain engine on the same table.
func BenchDrivers(ctx context.Context, w io.Writer, rows int) error {
	b := driverBench{rows: rows, program: uuid.New()}
	for range benchRatings + 1 {
		b.measures = append(b.measures, uuid.New())
	}
	return onScratch(ctx, b.feed(), func(f *facts.Store, took time.Duration) error {
		fmt.Fprintf(w, "loaded %d responses of %d scores in %.1f s\n", rows, benchRatings+1, took.Seconds())
		return b.compare(ctx, w, f)
	})
}

// driverBench is the scratch data: the first measure is the score.
type driverBench struct {
	rows     int
	program  uuid.UUID
	measures []uuid.UUID
}

// Measure is the MeasureSource.
func (b driverBench) Measure(_ context.Context, id string) (measure.Measure, error) {
	m := measure.Measure{ID: id, ProgramID: b.program.String(), Name: id, Metric: measure.Mean, Scale: measure.Scale{Min: 1, Max: 5, Direction: measure.Up}}
	if id == b.measures[0].String() {
		m.Metric, m.Scale = measure.NPS, measure.Scale{Min: 0, Max: 10, Direction: measure.Up}
	}
	return m, nil
}

func (b driverBench) feed() facts.Feed {
	return facts.Feed{
		Name:  "bench",
		Load:  func(context.Context, record.Querier, []log.Event) (facts.Delta, error) { return facts.Delta{}, nil },
		All:   func(_ context.Context, _ record.Querier, yield func(facts.Rows) error) error { return b.pieces(yield) },
		Count: func(context.Context, record.Querier) (int64, error) { return int64(b.rows), nil },
	}
}

func (b driverBench) pieces(yield func(facts.Rows) error) error {
	r := rand.New(rand.NewPCG(20261121, 2))
	const responses = benchPiece / (benchRatings + 1)
	for at := 0; at < b.rows; at += responses {
		piece := facts.Rows{Whole: make([]facts.Response, min(responses, b.rows-at))}
		for i := range piece.Whole {
			piece.Whole[i] = b.response(r, uint64(at+i))
		}
		if err := yield(piece); err != nil {
			return err
		}
	}
	return nil
}

// response is one with its scores; the first ratings matter, the last do not.
func (b driverBench) response(r *rand.Rand, n uint64) facts.Response {
	out := facts.Response{Scores: make([]facts.Score, benchRatings+1)}
	out.Answer = facts.Answer{Response: numberedID(1, n), Program: b.program, Party: numberedID(1, n), Cluster: numberedID(1, n),
		At: time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(benchDays*24)) * time.Hour), Channel: "email", Language: "en"}
	mood, sum := r.NormFloat64(), 0.0
	for j := range out.Scores {
		s := &out.Scores[j]
		s.Measure, s.Beside = b.measures[j], j > 0
		if j == 0 {
			continue
		}
		s.Score = clamp(3.5+mood+r.NormFloat64(), 1, 5)
		sum += s.Score / float64(j)
	}
	out.Scores[0].Score = clamp(.8*sum+r.NormFloat64(), 0, 10)
	for j := range out.Scores {
		if j > 0 && r.IntN(benchMissing) == 0 {
			out.Scores[j].Score = math.NaN()
		}
	}
	return out
}

func clamp(x, low, high float64) float64 { return float64(int(min(high, max(low, x)) + .5)) }

func (b driverBench) compare(ctx context.Context, w io.Writer, f *facts.Store) error {
	s := New(Options{Facts: FactsSource(f), Measures: b, Tree: access.NoTree{}, Now: time.Now, NewID: uuid.NewString,
		Zone:      func(context.Context) (*time.Location, error) { return time.UTC, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil }})
	ctx = access.System(ctx, "bench")
	return s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		m, _ := b.Measure(ctx, b.measures[0].String())
		q, err := s.inquire(ctx, snap, measured{m}, Filter{}, access.From(ctx).Reach(access.FigureRead))
		if err != nil {
			return err
		}
		a, err := q.analysis(ctx, nil)
		if err != nil {
			return err
		}
		a.query.by = "bucket"
		return b.race(ctx, w, snap, q, a)
	})
}

// race asks the questions in turn, so that whatever else the machine does
// falls on all of them.
func (b driverBench) race(ctx context.Context, w io.Writer, snap Snapshot, q *inquiry, a *analysis) error {
	part := func(ask func(context.Context, Snapshot, *condition, bool, driverParts) error) error {
		found := driverParts{}
		for _, gaps := range []bool{false, true} {
			if err := ask(ctx, snap, a.cond, gaps, found); err != nil {
				return err
			}
		}
		return nil
	}
	questions := []struct {
		name string
		ask  func() error
	}{
		{"all pairwise products, raw", func() error { return b.products(ctx, snap, a) }},
		{"all sums, from tables", func() error { _, err := a.byBuckets(ctx, partition{}); return err }},
		{"weights, slopes, gains, SQL", func() error { return part(a.query.linear) }},
		{"penalties and rewards, SQL", func() error { return part(a.query.shape) }},
		{"the whole figure", func() error { _, err := q.drivers(ctx, nil); return err }},
	}
	times := make([][]time.Duration, len(questions))
	for run := range benchRuns + 1 {
		for i, question := range questions {
			started := time.Now()
			if err := question.ask(); err != nil {
				return fmt.Errorf("%s: %w", question.name, err)
			}
			if run > 0 { // the first warms up
				times[i] = append(times[i], time.Since(started))
			}
		}
	}
	base := median(times[0])
	for i, question := range questions {
		m := median(times[i])
		fmt.Fprintf(w, "%-28s %8.1f ms  %5.2f x\n", question.name, float64(m.Microseconds())/1000, float64(m)/float64(base))
	}
	return nil
}

// products is the comparison: the sum of every product of two scores, by bucket.
func (b driverBench) products(ctx context.Context, snap Snapshot, a *analysis) error {
	columns := []string{a.query.score}
	for _, d := range a.query.drivers {
		columns = append(columns, d.column)
	}
	var sums []string
	for i, x := range columns {
		for _, y := range columns[i:] {
			sums = append(sums, "sum("+x+" * "+y+")")
		}
	}
	values, targets := make([]any, len(sums)), make([]any, len(sums))
	for i := range values {
		targets[i] = &values[i]
	}
	return each(ctx, snap, "SELECT "+strings.Join(sums, ", ")+" FROM response_wide WHERE program = CAST(? AS UUID) GROUP BY bucket",
		[]any{b.program.String()}, func(r Rows) error { return r.Scan(targets...) })
}
