package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
)

// rounds of each kind; the medians are compared. Between two there is a rest,
// in which what was written is carried from the log into the database.
const (
	benchRounds = 3
	benchRest   = 2 * time.Second
)

// benchAnswers sends one-question answers over HTTP from 64 clients in a
// process of their own, in turn to the real address and to ones that read the
// same body and store nothing, on the same listener. The projector runs all
// the while and has to have caught up at the end.
func benchAnswers(ctx context.Context, c BenchConfig, dir string) error {
	if err := answersOn(ctx, c, Config{Dir: dir}, "SQLite"); err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		fmt.Fprintln(c.Out, "PostgreSQL: not measured; name a database with --database-url.")
		return nil
	}
	return answersOn(ctx, c, Config{Dir: dir + "/postgresql", DatabaseURL: c.DatabaseURL}, "PostgreSQL")
}

func answersOn(ctx context.Context, c BenchConfig, config Config, engine string) error {
	s, err := startScratch(ctx, config, c.Log)
	if err != nil {
		return err
	}
	defer s.stop()
	full := s.load(c.Seconds)
	null, guarded := full, full
	null.URL, guarded.URL = s.url+nullPath, s.url+guardedPath
	var rates, nulls, behind []loadResult
	for range benchRounds {
		for _, to := range []struct {
			load
			into *[]loadResult
		}{{null, &nulls}, {guarded, &behind}, {full, &rates}} {
			r, err := to.send(ctx)
			if err == nil {
				err = s.settle(ctx)
			}
			if err != nil {
				return err
			}
			*to.into = append(*to.into, r)
		}
	}
	best, none, signed := median(rates), median(nulls), median(behind)
	fmt.Fprintf(c.Out, "%s: %.0f durable answers/s, p50 %s, p99 %s; the handler that stores nothing %.0f/s, p99 %s; ratio %.2f (goal: at least 0.50)\n",
		engine, best.Rate(), best.P50.Round(10*time.Microsecond), best.P99.Round(10*time.Microsecond), none.Rate(), none.P99.Round(10*time.Microsecond), best.Rate()/none.Rate())
	fmt.Fprintf(c.Out, "  %s: that handler behind the sign-in, headers and metrics of every request %.0f/s; ratio %.2f\n", engine, signed.Rate(), best.Rate()/signed.Rate())
	if err := s.caughtUp(ctx, c.Out, rates); err != nil {
		return err
	}
	return s.duringImport(ctx, c, engine, full)
}

// median is the result with the middle rate.
func median(results []loadResult) loadResult {
	sorted := slices.Clone(results)
	slices.SortFunc(sorted, func(a, b loadResult) int {
		return int(a.Rate() - b.Rate())
	})
	return sorted[len(sorted)/2]
}

// settle waits until facts hold all that the record does, so that what comes
// next does not pay for what was before, and notes how long that took.
func (s *scratch) settle(ctx context.Context) error {
	began := time.Now()
	p, err := s.app.record.Position(ctx)
	if err != nil {
		return err
	}
	for s.app.lag() > 0 && time.Since(began) < time.Minute {
		if err := s.app.facts.WaitFor(ctx, p); err != nil && ctx.Err() != nil {
			return err
		}
	}
	s.settled = max(s.settled, time.Since(began))
	select {
	case <-time.After(benchRest):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// caughtUp checks that every acknowledged answer is in facts, and says how
// long after the last one at most.
func (s *scratch) caughtUp(ctx context.Context, out io.Writer, sent []loadResult) error {
	rows, err := s.app.facts.Query(ctx, "SELECT count(*) FROM answer")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var n, acknowledged int
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	for _, r := range sent {
		acknowledged += r.OK
	}
	fmt.Fprintf(out, "  projector: %d answers in facts for %d acknowledged, caught up at most %s after the last one\n", n, acknowledged, s.settled.Round(time.Millisecond))
	if n < acknowledged {
		return fmt.Errorf("facts hold %d answers, %d were acknowledged", n, acknowledged)
	}
	return rows.Err()
}

// duringImport reports the latency of single answers while a large file is
// taken in, against that of the same light load on an idle server.
func (s *scratch) duringImport(ctx context.Context, c BenchConfig, engine string, l load) error {
	l.Clients = 8
	idle, err := l.send(ctx)
	if err != nil {
		return err
	}
	done, err := s.importLarge(ctx)
	if err != nil {
		return err
	}
	busy, err := l.send(ctx)
	if err != nil {
		return err
	}
	finished, err := done(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "  %s, 8 clients: p99 %s idle, %s during an import (still running at the end: %v); ratio %.1f (goal: under 10)\n",
		engine, idle.P99.Round(10*time.Microsecond), busy.P99.Round(10*time.Microsecond), !finished, busy.P99.Seconds()/idle.P99.Seconds())
	return nil
}

// nullHandler reads the body and stores nothing.
func nullHandler(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"accepted":[],"rejected":[]}`)
}

// operatorContext is the context of work the bench itself does.
func operatorContext(ctx context.Context) context.Context { return access.System(ctx, "bench") }
