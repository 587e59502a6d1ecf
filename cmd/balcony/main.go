// Command balcony is the whole product in one binary: it serves the page and
// the API, and does the operator's work from the command line. Commands beside
// a running server talk to it over a socket in the data folder; without a
// server they open the stores themselves.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/balcony-cx/balcony/internal/app"
	"github.com/balcony-cx/balcony/internal/fault"
)

// where says which stores a command works on.
type where struct {
	Data        string `help:"Data folder." default:"./data" env:"BALCONY_DATA" type:"path" placeholder:"DIR"`
	DatabaseURL string `name:"database-url" help:"PostgreSQL instead of the embedded record: postgres://user:password@host/database." env:"BALCONY_DATABASE_URL" placeholder:"URL"`
}

// cli is the command line.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Serve the page and the API."`
	Demo    demoCommand    `cmd:"" help:"Serve invented sample data from a folder of its own."`
	Import  importCommand  `cmd:"" help:"Take in a file of answers, customers, accounts or events."`
	Report  reportCommand  `cmd:"" help:"Report on a table of feedback, without a server."`
	Export  exportCommand  `cmd:"" help:"Write all that is kept of one person, also while the server runs."`
	Backup  backupCommand  `cmd:"" help:"Write a backup, also while the server runs."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back into an empty data folder."`
	Rebuild rebuildCommand `cmd:"" help:"Build the column store anew from the record."`
	User    userCommand    `cmd:"" help:"Links for people who cannot sign in."`
	Token   tokenCommand   `cmd:"" help:"API tokens."`
	Bench   benchCommand   `cmd:"" help:"Measure speed on this machine, as ratios."`
	Openapi openapiCommand `cmd:"" help:"Print the API's description."`
	Version versionCommand `cmd:"" help:"Print the version."`

	LogFormat string `help:"Log as text or json." enum:"text,json" default:"text" env:"BALCONY_LOG_FORMAT"`
	LogLevel  string `help:"Least level to log: debug, info, warn, error." enum:"debug,info,warn,error" default:"info" env:"BALCONY_LOG_LEVEL"`
}

func main() {
	syscall.Umask(0o077) // what is written is the operator's alone
	var c cli
	parsed := kong.Parse(&c,
		kong.Name("balcony"),
		kong.Description("Customer-experience management that a company runs itself."),
		kong.UsageOnError(),
		kong.Exit(func(code int) { os.Exit(min(code, 2)) }), // a command line that cannot be read is 2 as well
	)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(logger(c.LogFormat, c.LogLevel))
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "balcony: "+message(err))
		stop()
		os.Exit(exitCode(err))
	}
}

func logger(format, level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // kong admits the four names only
	options := &slog.HandlerOptions{Level: l}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// message is the public message of an error where it has one; on the command
// line the operator may see the cause as well.
func message(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	s := e.Message
	for _, f := range e.Fields {
		if f.Message != e.Message {
			s += "\n  " + f.Field + ": " + f.Message
		}
	}
	if cause := e.Unwrap(); cause != nil {
		s += "\n  (" + cause.Error() + ")"
	}
	return s
}

// exitCode is 2 for input that cannot be used, 1 for everything else.
func exitCode(err error) int {
	if fault.Is(err, fault.CodeInvalid) {
		return 2
	}
	return 1
}

// version is the module's version, "dev" in a checkout.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println("balcony " + version())
	return nil
}

type openapiCommand struct{}

// Run prints the description that a server would serve; no store is opened.
func (openapiCommand) Run() error {
	doc, err := app.Description(version())
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(doc)
	return err
}
