package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/balcony-cx/balcony/internal/app"
)

// listening says where the server listens and what it believes of proxies.
type listening struct {
	Host         string   `help:"Address to listen on." default:"127.0.0.1" env:"BALCONY_HOST"`
	Port         int      `help:"Port to listen on; 0 takes a free one." default:"8080" env:"BALCONY_PORT"`
	PublicURL    string   `name:"public-url" help:"Address under which people reach the server, for links in mails." env:"BALCONY_PUBLIC_URL" placeholder:"URL"`
	TrustedProxy []string `name:"trusted-proxy" help:"Address or network whose forwarding headers are believed; repeatable." env:"BALCONY_TRUSTED_PROXIES" placeholder:"NET"`
	MailsAMinute int      `name:"mails-a-minute" help:"How many mails of waves go out a minute at most; 0 for no bound." default:"600" env:"BALCONY_MAILS_A_MINUTE"`
	AddressFile  string   `name:"address-file" help:"File to write the address into once it listens." hidden:"" type:"path"`
}

func (l listening) config(w where, log *slog.Logger) app.Config {
	return app.Config{
		Dir: w.Data, DatabaseURL: w.DatabaseURL, Host: l.Host, Port: l.Port, PublicURL: strings.TrimRight(l.PublicURL, "/"),
		Proxies: l.TrustedProxy, Version: version(), Log: log, Terminal: os.Stdout, AddressFile: l.AddressFile, MailsAMinute: l.MailsAMinute,
	}
}

type serveCommand struct {
	where
	listening
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, log *slog.Logger) error {
	limitHeap()
	return app.Serve(ctx, c.config(c.where, log))
}

type demoCommand struct {
	Data   string   `help:"Folder for the sample; made anew where it is missing." default:"./demo-data" type:"path" placeholder:"DIR"`
	Sample []string `help:"Which invented sample to load: firm, answers (a survey), or both, separated by a comma; the page loads the other too." default:"firm" enum:"firm,answers" placeholder:"NAME"`
	listening
}

// Run serves the sample in a folder of its own, so that it never mixes with
// real answers.
func (c *demoCommand) Run(ctx context.Context, log *slog.Logger) error {
	dir, err := filepath.Abs(c.Data)
	if err != nil {
		return err
	}
	config := c.config(where{Data: dir}, log)
	config.Samples = c.Sample
	limitHeap()
	return app.Serve(ctx, config)
}
