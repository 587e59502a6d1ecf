package facts

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Bench measures how fast rows get into the facts, on scratch files in dir
// that it removes: the bare appender of the engine with the same columns, the
// projector's transaction at the size of a busy tenth of a second and far
// behind, and a whole rebuild, sorted. It tells rates and ratios, then how
// long opening takes and what removing answers costs.
func Bench(ctx context.Context, w io.Writer, dir string, answers int) (err error) {
	scratch, err := os.MkdirTemp(dir, "facts-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	b := loadBench{w: w, path: filepath.Join(scratch, "facts.duckdb"), answers: answers}
	b.limits = limits{memory: defaultMemory, threads: runtime.GOMAXPROCS(0), temp: spillFolder(b.path)}
	for _, part := range []func(context.Context) error{b.bare, b.rebuild, b.small, b.large, b.open} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// loadBench holds what the parts of the measurement share.
type loadBench struct {
	w       io.Writer
	path    string
	limits  limits
	answers int
	raw     float64 // rows a second of the bare appender
}

// busyStep is how many answers come in a pace of the projector at 11,000 a
// second.
const busyStep = 1_100

// rows makes n answers of customers of a hundred accounts.
func (b *loadBench) rows(from, n int) []row.Answer {
	program, survey, measure := uuid.UUID{0: 1}, uuid.UUID{0: 2}, uuid.UUID{0: 3}
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	answers := make([]row.Answer, n)
	for i := range answers {
		k := from + i
		id := uuid.UUID{0: 4, 11: byte(k >> 32), 12: byte(k >> 24), 13: byte(k >> 16), 14: byte(k >> 8), 15: byte(k)}
		score, value := float64(k*7%11), float64(k%977)
		answers[i] = row.Answer{
			Response: id, Program: program, Survey: survey, Measure: measure, Party: id, Cluster: uuid.UUID{0: 5, 15: byte(k % 100)},
			At: start.Add(time.Duration(k%700*24) * time.Hour), Score: &score, Value: &value, Channel: "web", Language: "en",
			Known: true, Traits: map[int]any{1: benchSegments[k%len(benchSegments)]},
		}
	}
	return answers
}

var benchSegments = [...]string{"gold", "silver", "bronze", "new", "returning"}

func (b *loadBench) fresh(ctx context.Context) (*file, error) {
	f, err := createFile(ctx, b.path, b.limits, time.UTC, time.Now())
	if err != nil {
		return nil, err
	}
	_, err = f.declare(ctx, []row.Trait{{Slot: 1, Name: "segment", Kind: row.Text}})
	return f, err
}

func (b *loadBench) say(what string, n int, took time.Duration) float64 {
	rate := float64(n) / took.Seconds()
	fmt.Fprintf(b.w, "%-46s %9.0f rows/s", what, rate)
	if b.raw > 0 {
		fmt.Fprintf(b.w, "  %5.2f x the bare appender", rate/b.raw)
	}
	fmt.Fprintln(b.w)
	return rate
}

// bare appends ready-made values, as fast as the engine takes them.
func (b *loadBench) bare(ctx context.Context) error {
	f, err := b.fresh(ctx)
	if err != nil {
		return err
	}
	values, err := f.enc.answer(nil, &b.rows(0, 1)[0])
	if err != nil {
		return errors.Join(err, f.close())
	}
	began := time.Now()
	err = f.transact(ctx, func() error {
		return f.append(inFile, "answer", func(a *duckdb.Appender) error { return appendSame(a, values, b.answers) })
	})
	b.raw = b.say("bare appender, one transaction", b.answers, time.Since(began))
	return errors.Join(err, f.close())
}

func appendSame(a *duckdb.Appender, values []driver.Value, n int) error {
	for range n {
		if err := a.AppendRow(values...); err != nil {
			return err
		}
	}
	return nil
}

// rebuild stages and sorts everything, as a rebuild does with what feeds give.
func (b *loadBench) rebuild(ctx context.Context) error {
	f, err := createFile(ctx, b.path, b.limits, time.UTC, time.Now())
	if err != nil {
		return err
	}
	began := time.Now()
	build := &builder{f: f, tell: func(int64, int64) {}, now: time.Now, readAt: began, position: 1}
	err = build.stage(ctx)
	for at := 0; at < b.answers && err == nil; at += 10_000 {
		rows := row.Rows{Answers: b.rows(at, min(10_000, b.answers-at)), Traits: []row.Trait{{Slot: 1, Name: "segment", Kind: row.Text}}}
		err = build.add(ctx, rows)
	}
	if err == nil {
		err = build.sort(ctx)
	}
	b.say("rebuild: staged, sorted by survey and month", b.answers, time.Since(began))
	return errors.Join(err, f.close())
}

// small makes steps as the projector does under load.
func (b *loadBench) small(ctx context.Context) error {
	return b.steps(ctx, busyStep, min(b.answers, 200*busyStep), "projector's transactions of 1,100 answers")
}

// large makes steps as the projector does when it is far behind.
func (b *loadBench) large(ctx context.Context) error {
	return b.steps(ctx, batchSize, b.answers, "projector's transactions of 20,000 answers")
}

func (b *loadBench) steps(ctx context.Context, size, total int, what string) error {
	f, err := b.fresh(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	for at, p := 0, log.Position(1); at < total && err == nil; at, p = at+size, p+1 {
		rows := row.Rows{Answers: b.rows(at, min(size, total-at))}
		err = f.write(ctx, &step{delta: row.Delta{Rows: rows}, position: p, ahead: p, asOf: began, now: began})
	}
	b.say(what, total, time.Since(began))
	if err == nil {
		_, err = f.writer.ExecContext(ctx, "UPDATE meta SET complete = true")
	}
	return errors.Join(err, f.close())
}

// open opens the last file as a start of the server does, and removes answers.
func (b *loadBench) open(ctx context.Context) error {
	began := time.Now()
	f, err := openFile(ctx, b.path, b.limits)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.w, "%-46s %9.0f ms\n", fmt.Sprintf("opening a file of %d answers", b.answers), milliseconds(time.Since(began)))
	for _, n := range []int{1, 1_000} {
		ids := make([]uuid.UUID, 0, n)
		for _, a := range b.rows(b.answers/2, n) {
			ids = append(ids, a.Response)
		}
		began := time.Now()
		err := f.write(ctx, &step{delta: row.Delta{Responses: ids}, position: f.position + 1, asOf: began, now: began})
		if err != nil {
			return errors.Join(err, f.close())
		}
		fmt.Fprintf(b.w, "%-46s %9.1f ms\n", fmt.Sprintf("removing the rows of %d responses", n), milliseconds(time.Since(began)))
	}
	return f.close()
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
