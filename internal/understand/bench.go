package understand

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

// benchRuns is how often each question is asked; the median counts.
const benchRuns = 7

// benchRaw is the comparison: NPS by month and segment in the plain engine.
const benchRaw = `SELECT month, t001, 100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*), count(*)
FROM answer WHERE measure = CAST(? AS UUID) AND score IS NOT NULL GROUP BY 1, 2`

// Bench measures NPS by month and segment over this many answers: the plain
// SQL in the engine, the same as figures without intervals, and with
// intervals. It builds a scratch store through the loader of the facts, in a
// temporary folder that it removes, and writes times and ratios to w.
func Bench(ctx context.Context, w io.Writer, rows int) error {
	b := benchData{rows: rows, measure: uuid.New(), program: uuid.New()}
	return onScratch(ctx, b.feed(), func(f *facts.Store, took time.Duration) error {
		fmt.Fprintf(w, "loaded %d answers in %.1f s\n", rows, took.Seconds())
		return b.compare(ctx, w, f)
	})
}

// onScratch makes facts of a feed in a temporary folder, hands them over with
// how long that took, and removes them.
func onScratch(ctx context.Context, feed facts.Feed, work func(f *facts.Store, took time.Duration) error) (err error) {
	dir, err := os.MkdirTemp("", "balcony-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	store, err := record.Open(ctx, record.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	started := time.Now()
	f, err := facts.Open(ctx, facts.Options{Path: filepath.Join(dir, "facts.duckdb"), Record: store, Feeds: []facts.Feed{feed}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := ready(ctx, f); err != nil {
		return err
	}
	return work(f, time.Since(started))
}

// ready waits until the facts answer.
func ready(ctx context.Context, f *facts.Store) error {
	for {
		err := f.WaitFor(ctx, 0)
		if err == nil || ctx.Err() != nil || !fault.Is(err, fault.CodeUnavailable) {
			return err
		}
		if s := f.Status(); s.Trouble != "" {
			return fmt.Errorf("the facts cannot be made: %s", s.Trouble)
		}
	}
}

// compare asks the three questions in turn, so that whatever else the machine
// does falls on all of them.
func (b benchData) compare(ctx context.Context, w io.Writer, f *facts.Store) error {
	s := New(Options{Facts: FactsSource(f), Measures: b, Tree: access.NoTree{}, Now: time.Now, NewID: uuid.NewString,
		Zone:      func(context.Context) (*time.Location, error) { return time.UTC, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil }})
	ctx = access.System(ctx, "bench")
	questions := []struct {
		name string
		ask  func() (int, error)
	}{
		{"plain SQL in the engine", func() (int, error) { return b.plain(ctx, f) }},
		{"figures without intervals", func() (int, error) { return b.bare(ctx, s) }},
		{"figures with intervals", func() (int, error) { return b.whole(ctx, s) }},
	}
	times := make([][]time.Duration, len(questions))
	cells := make([]int, len(questions))
	for run := range benchRuns + 1 {
		for i, q := range questions {
			started := time.Now()
			n, err := q.ask()
			if err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			if run > 0 { // the first warms up
				times[i] = append(times[i], time.Since(started))
			}
			cells[i] = n
		}
	}
	base := median(times[0])
	for i, q := range questions {
		m := median(times[i])
		fmt.Fprintf(w, "%-28s %8.1f ms  %5.2f x  %d cells\n", q.name, float64(m.Microseconds())/1000, float64(m)/float64(base), cells[i])
	}
	return nil
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// plain runs the SQL and reads its rows.
func (b benchData) plain(ctx context.Context, f *facts.Store) (cells int, err error) {
	err = f.View(ctx, func(ctx context.Context, v *facts.View) error {
		rows, err := v.Query(ctx, benchRaw, b.measure.String())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var month time.Time
			var code, n int64
			var nps float64
			if err := rows.Scan(&month, &code, &nps, &n); err != nil {
				return err
			}
			cells++
		}
		return rows.Err()
	})
	return cells, err
}

// bare makes the cells with their distribution but asks for no variance.
func (b benchData) bare(ctx context.Context, s *Service) (cells int, err error) {
	m, err := b.Measure(ctx, b.measure.String())
	if err != nil {
		return 0, err
	}
	reach := access.From(ctx).Reach(access.FigureRead)
	err = s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, measured{m}, Filter{}, reach)
		if err != nil {
			return err
		}
		cuts, err := q.cutsOf(ctx, []string{"t1"})
		if err != nil {
			return err
		}
		list, err := q.tallies(ctx, q.dimensions(PeriodMonth, cuts), q.inDays(time.Time{}, time.Time{}))
		if err != nil {
			return err
		}
		made, err := q.cells(ctx, PeriodMonth, cuts, list, nil)
		cells = len(made)
		return err
	})
	return cells, err
}

// whole is the question as the page asks it.
func (b benchData) whole(ctx context.Context, s *Service) (int, error) {
	r, err := s.Metric(ctx, Query{Measure: b.measure.String(), Period: PeriodMonth, By: []string{"t1"}})
	if err != nil {
		return 0, err
	}
	for _, c := range r.Cells {
		if c.Figure.Low == nil || c.Figure.Deff <= 0 {
			return 0, fmt.Errorf("a cell has no interval: %+v", c.Figure)
		}
	}
	return r.CellCount, nil
}

// benchData is the scratch data: one measure of customers who answer about
// five times, 24 months, eight segments.
type benchData struct {
	rows    int
	measure uuid.UUID
	program uuid.UUID
}

// Measure is the MeasureSource.
func (b benchData) Measure(context.Context, string) (measure.Measure, error) {
	return measure.Measure{ID: b.measure.String(), ProgramID: b.program.String(), Name: "Would recommend", Metric: measure.NPS,
		Scale: measure.Scale{Min: 0, Max: 10, Direction: measure.Up}}, nil
}
