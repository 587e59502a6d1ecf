package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
)

// BenchConfig says what to measure.
type BenchConfig struct {
	Only        []string // names of benches; all where empty
	Rows        int      // answers in the column store for the bench of figures
	Seconds     int      // how long answers are sent, a round
	Keep        string   // folder in which the registry of the bench of people stays for the next run, "" for none
	DatabaseURL string   // PostgreSQL to take answers into as well
	Client      string   // set in the sending process that the bench starts
	Log         *slog.Logger
	Out         io.Writer
}

// bench is one measurement.
type bench struct {
	name string
	run  func(ctx context.Context, c BenchConfig, dir string) error
}

// benches in the order in which they run.
func benches() []bench {
	return []bench{
		{"answers", benchAnswers}, {"figures", benchFigures}, {"drivers", benchDrivers}, {"facts", benchFacts}, {"import", benchImport}, {"backup", benchBackup}, {"start", benchStart}, {"report", benchReport}, {"people", benchPeople}, {"surveys", benchSurveys}, {"mails", benchMails}, {"answered", benchAnswered},
	}
}

// Bench measures on this machine, in folders of its own that are removed
// afterwards, and prints ratios against the raw engine of the same run.
func Bench(ctx context.Context, c BenchConfig) error {
	if c.Client != "" {
		return sendAnswers(ctx, c.Client, c.Out)
	}
	for _, name := range c.Only {
		if !slices.ContainsFunc(benches(), func(b bench) bool { return b.name == name }) {
			return fault.Newf(fault.CodeInvalid, "There is no bench %q. There are: answers, figures, drivers, facts, import, backup, start, report, people, surveys, mails, answered.", name)
		}
	}
	for _, b := range benches() {
		if len(c.Only) > 0 && !slices.Contains(c.Only, b.name) {
			continue
		}
		dir, err := os.MkdirTemp("", "balcony-bench-")
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "make a folder for the bench")
		}
		fmt.Fprintf(c.Out, "\n== %s ==\n", b.name)
		err = b.run(ctx, c, dir)
		if rmErr := os.RemoveAll(dir); err == nil {
			err = rmErr
		}
		if err != nil {
			return fmt.Errorf("bench %s: %w", b.name, err)
		}
	}
	return nil
}
