package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
)

// tenColumnRows is how many rows the file has that is taken in.
const tenColumnRows = 100_000

// tenColumns is a file of invented answers with ten columns: key, time, three
// scores, words, customer, unit and two traits.
func tenColumns(rows int) string {
	var b strings.Builder
	b.WriteString("id,answered_at,How likely are you to recommend us? (0-10),satisfaction (1-5),effort (1-5),comment,customer_id,store,plan,age\n")
	words := []string{"", "The boat left late and nobody told us", "", "Crew were kind", "", "Found my bag at once"}
	plans := []string{"Basic", "Pro", "Team"}
	for n := range rows {
		said := words[n%len(words)]
		if said != "" {
			said += fmt.Sprintf(" on crossing %d", n)
		}
		fmt.Fprintf(&b, "R%d,2026-%02d-%02dT10:%02d:00Z,%d,%d,%d,%s,C%d,Store %d,%s,%d\n", n, 1+n%10, 1+n%28, n%60, n*7%11, 1+n%5, 1+n*3%5,
			said, n*31%(rows/4+1), n%40, plans[n%len(plans)], 18+n*13%60)
	}
	return b.String()
}

// spent is time on the clock and on the processors.
type spent struct{ wall, processor time.Duration }

// spend measures what fn takes of both, in this process.
func spend(fn func() error) (spent, error) {
	began, before := time.Now(), processorTime()
	err := fn()
	return spent{time.Since(began), processorTime() - before}, err
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchImport takes a file in, from its start until figures show it, and then
// writes the same rows of record and facts, prepared in memory, with the raw
// drivers one after the other.
func benchImport(ctx context.Context, c BenchConfig, dir string) error {
	data := filepath.Join(dir, "data")
	ours, err := importTenColumns(ctx, c, data)
	if err != nil {
		return err
	}
	p, err := readPhysical(ctx, data)
	if err != nil {
		return err
	}
	raw, err := spend(func() error { return p.write(ctx, filepath.Join(dir, "raw")) })
	if err != nil {
		return err
	}
	rate := func(d time.Duration) float64 { return tenColumnRows / d.Seconds() }
	fmt.Fprintf(c.Out, "SQLite, %d rows of 10 columns (%s)\n", tenColumnRows, p)
	fmt.Fprintf(c.Out, "  by the clock:      %7.0f rows/s, raw drivers %7.0f; ratio %.2f (goal: at least 0.50, and 20,000 rows/s)\n",
		rate(ours.wall), rate(raw.wall), raw.wall.Seconds()/ours.wall.Seconds())
	fmt.Fprintf(c.Out, "  by processor time: %7.0f rows/s, raw drivers %7.0f; ratio %.2f\n",
		rate(ours.processor), rate(raw.processor), raw.processor.Seconds()/ours.processor.Seconds())
	return nil
}

// importTenColumns takes the file in on a server of its own in a folder.
func importTenColumns(ctx context.Context, c BenchConfig, dir string) (took spent, err error) {
	a, err := Open(ctx, Config{Dir: dir, Version: "bench", Log: c.Log})
	if err != nil {
		return spent{}, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	ctx = operatorContext(ctx)
	// Who has read nothing yet keeps the log whole: its rows are written, too.
	if err := a.record.SavePosition(ctx, "bench", 0); err != nil {
		return spent{}, err
	}
	var i collect.Import
	looked, err := spend(func() error {
		i, err = a.collect.Upload(ctx, "ten.csv", "", strings.NewReader(tenColumns(tenColumnRows)))
		return err
	})
	if err != nil {
		return spent{}, err
	}
	fmt.Fprintf(c.Out, "upload, profile and guess: %.0f rows/s by the clock, %.0f by processor time\n", tenColumnRows/looked.wall.Seconds(), tenColumnRows/looked.processor.Seconds())
	if _, _, err := a.collect.StartImport(ctx, i.ID); err != nil {
		return spent{}, err
	}
	return spend(func() error {
		if err := a.collect.RunImport(ctx, i.ID); err != nil {
			return err
		}
		done, err := a.collect.GetImport(ctx, i.ID)
		if err != nil {
			return err
		}
		if done.State != collect.StateDone || done.Counts.New != tenColumnRows {
			return fmt.Errorf("the import is %s with %d new rows: %s", done.State, done.Counts.New, done.Problem)
		}
		return a.settled(ctx)
	})
}

// settled waits until figures show all of the record.
func (a *App) settled(ctx context.Context) error {
	p, err := a.record.Position(ctx)
	if err != nil {
		return err
	}
	for a.lag() > 0 {
		if err := a.facts.WaitFor(ctx, p); err != nil && ctx.Err() != nil {
			return err
		}
	}
	return nil
}
