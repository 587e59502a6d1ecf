package main

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/balcony-cx/balcony/internal/app"
)

// ask has the running server, or else the stores opened here, carry out an
// operator's command; what it prints goes to standard output.
func (w where) ask(ctx context.Context, log *slog.Logger, path string, values url.Values) error {
	return app.Command(ctx, app.Config{Dir: w.Data, DatabaseURL: w.DatabaseURL, Version: version(), Log: log}, path, values, os.Stdout)
}

type rebuildCommand struct{ where }

func (c *rebuildCommand) Run(ctx context.Context, log *slog.Logger) error {
	return c.ask(ctx, log, "/rebuild", nil)
}

type backupCommand struct {
	where
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

func (c *backupCommand) Run(ctx context.Context, log *slog.Logger) error {
	return c.ask(ctx, log, "/backup", url.Values{"file": {c.File}})
}

type exportCommand struct {
	where
	File         string `arg:"" help:"File to write; it must not exist." type:"path"`
	Person       string `help:"Key of the customer of whom all that is kept is written, as JSON." required:"" placeholder:"KEY"`
	Confidential bool   `help:"Also what the person said in the confidence of their firm; for the person's eyes alone."`
}

func (c *exportCommand) Run(ctx context.Context, log *slog.Logger) error {
	return c.ask(ctx, log, "/export", url.Values{"file": {c.File}, "person": {c.Person}, "confidential": {strconv.FormatBool(c.Confidential)}})
}

type restoreCommand struct {
	where
	File     string `arg:"" help:"Backup to bring back." type:"existingfile"`
	Erasures string `help:"Log of erasures (erasures.log) where it does not lie in the data folder: who stands in it is erased from what is brought back." type:"existingfile" placeholder:"FILE"`
}

// Run restores; it refuses while a server holds the folder.
func (c *restoreCommand) Run(ctx context.Context, log *slog.Logger) error {
	return app.Restore(ctx, app.Config{Dir: c.Data, DatabaseURL: c.DatabaseURL, Version: version(), Log: log}, c.File, c.Erasures, os.Stdout)
}

type importCommand struct {
	where
	File    string   `arg:"" help:"Table: CSV, TSV, XLSX, JSON Lines, Parquet or XES." type:"existingfile"`
	Kind    string   `help:"What its rows are: answers, customers, accounts or events; guessed where not said." enum:",answers,customers,accounts,events" default:"" placeholder:"KIND"`
	Program string   `help:"Program by name; made where there is none." placeholder:"NAME"`
	Join    []string `help:"Further file whose columns are added by a key; repeatable." type:"existingfile" sep:"none" placeholder:"FILE"`
	On      []string `help:"Columns with the key, for each --join in its order; found by their names where none is given." sep:"none" placeholder:"LEFT=RIGHT"`
	Pivot   []string `help:"Columns of names and values of a long table, for each --join in its order; empty for a table with a row a key." sep:"none" placeholder:"NAME=VALUE"`
}

func (c *importCommand) Run(ctx context.Context, log *slog.Logger) error {
	limitHeap()
	file, err := filepath.Abs(c.File)
	if err != nil {
		return err
	}
	v := url.Values{"file": {file}, "kind": {c.Kind}, "program": {c.Program}, "on": c.On, "pivot": c.Pivot}
	for _, name := range c.Join {
		further, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		v.Add("join", further)
	}
	return c.ask(ctx, log, "/import", v)
}

type userCommand struct {
	Link  userLinkCommand  `cmd:"" help:"A one-time link for the first owner."`
	Reset userResetCommand `cmd:"" help:"A one-time link by which somebody sets a new password."`
}

type userLinkCommand struct{ where }

func (c *userLinkCommand) Run(ctx context.Context, log *slog.Logger) error {
	return c.ask(ctx, log, "/user/link", nil)
}

type userResetCommand struct {
	where
	Email              string `arg:"" help:"Whose password."`
	RemoveSecondFactor bool   `help:"Also turn the second factor off."`
}

func (c *userResetCommand) Run(ctx context.Context, log *slog.Logger) error {
	v := url.Values{"email": {c.Email}}
	if c.RemoveSecondFactor {
		v.Set("second_factor", "remove")
	}
	return c.ask(ctx, log, "/user/reset", v)
}

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make a token for somebody; it is printed once."`
}

type tokenCreateCommand struct {
	where
	Email string   `arg:"" help:"For whom; the token can do no more than that person."`
	Name  string   `help:"What it is for." default:"command line"`
	Scope []string `help:"Permission it has; repeatable; all of the person's where none is named." placeholder:"PERMISSION"`
}

func (c *tokenCreateCommand) Run(ctx context.Context, log *slog.Logger) error {
	return c.ask(ctx, log, "/token", url.Values{"email": {c.Email}, "name": {c.Name}, "scope": c.Scope})
}
