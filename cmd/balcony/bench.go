package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/balcony-cx/balcony/internal/app"
)

type benchCommand struct {
	Only        []string `help:"Run only these: answers, figures, drivers, facts, import, backup, start, report, people, surveys, mails, answered." placeholder:"NAME"`
	Rows        int      `help:"Answers in the column store for the bench of figures, events for that of people." default:"10000000"`
	Seconds     int      `help:"How long answers are sent." default:"10"`
	Keep        string   `help:"Folder in which the registry of the bench of people stays for the next run." type:"path" placeholder:"DIR"`
	DatabaseURL string   `name:"database-url" help:"Also take answers into this PostgreSQL database." env:"BALCONY_BENCH_DATABASE_URL" placeholder:"URL"`
	Client      string   `help:"Act as the sending client of a bench (started by the bench itself)." hidden:""`
}

// Run measures and prints ratios against the raw engine of the same run.
func (c *benchCommand) Run(ctx context.Context, log *slog.Logger) error {
	return app.Bench(ctx, app.BenchConfig{
		Only: c.Only, Rows: c.Rows, Seconds: c.Seconds, Keep: c.Keep, DatabaseURL: c.DatabaseURL, Client: c.Client, Log: log, Out: os.Stdout,
	})
}
