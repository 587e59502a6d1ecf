package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/web"
)

// scratch is a server on data of its own, for a bench.
type scratch struct {
	app     *App
	url     string
	token   string
	program purpose.Program
	measure measure.Measure
	server  *http.Server
	settled time.Duration // the longest that facts took to catch up
}

// startScratch opens a server with an owner, a token, a program and a measure
// on a 0-10 scale, and beside the API a route that stores nothing.
func startScratch(ctx context.Context, c Config, log *slog.Logger) (*scratch, error) {
	c.Log, c.Version = log, "bench"
	a, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &scratch{app: a}
	if err := s.set(ctx); err != nil {
		_ = a.Close()
		return nil, err
	}
	return s, nil
}

func (s *scratch) set(ctx context.Context) error {
	if err := s.serve(ctx); err != nil {
		return err
	}
	return s.furnish(operatorContext(ctx))
}

// serve starts what the app does by itself, and listens.
func (s *scratch) serve(ctx context.Context) error {
	if err := s.app.Start(ctx); err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.url = "http://" + listener.Addr().String()
	s.server = &http.Server{Handler: s.withNull(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.server.Serve(listener) }() // ends with stop
	return nil
}

// The addresses that read the same body and store nothing: bare, and behind
// the headers, the sign-in by token and the metrics of every request.
const (
	nullPath    = "/bench/null"
	guardedPath = "/bench/guarded"
)

// withNull is the server's handler beside those that store nothing.
func (s *scratch) withNull() http.Handler {
	server, guarded := s.app.Handler(), s.app.guarded(web.Proxies{}, http.HandlerFunc(nullHandler))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case nullPath:
			nullHandler(w, r)
		case guardedPath:
			guarded.ServeHTTP(w, r)
		default:
			server.ServeHTTP(w, r)
		}
	})
}

// furnish makes what answers need: somebody to send them, and a measure.
func (s *scratch) furnish(ctx context.Context) error {
	link, err := s.app.access.EnsureSetupLink(ctx, s.url)
	if err != nil {
		return err
	}
	_, secret, _ := strings.Cut(link, "#")
	const password = "a long bench password"
	if _, err := s.call(ctx, http.MethodPost, "/api/setup", map[string]any{
		"token": secret, "name": "Bench", "email": "bench@example.test", "password": password,
		"organisation": map[string]any{"name": "Bench", "language": "en", "time_zone": "Europe/Paris"},
	}); err != nil {
		return err
	}
	if s.token, err = s.app.access.IssueToken(ctx, "bench@example.test", "bench", nil); err != nil {
		return err
	}
	if s.program, _, err = s.app.purpose.Create(ctx, "Bench", ""); err != nil {
		return err
	}
	s.measure, _, err = s.app.measure.Create(ctx, measure.Measure{
		ProgramID: s.program.ID, Name: "Recommend", Intent: "advocacy", Metric: "nps",
		Scale: measure.Scale{Min: 0, Max: 10, Direction: "up"},
	})
	return err
}

// call asks the server's own API and gives the body of a good answer.
func (s *scratch) call(ctx context.Context, method, path string, body any) (json.RawMessage, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(string(text)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var out json.RawMessage
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return nil, fmt.Errorf("%s %s: %d: %w", method, path, res.StatusCode, err)
	}
	if res.StatusCode >= 300 {
		return nil, fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, out)
	}
	return out, nil
}

// load is what the sending process is told for this server.
func (s *scratch) load(seconds int) load {
	return load{
		URL: s.url + "/api/responses", Token: s.token, Measure: s.measure.ID, Program: s.program.ID,
		Clients: 64, For: time.Duration(seconds) * time.Second,
	}
}

func (s *scratch) stop() {
	_ = s.server.Close()
	if err := s.app.Close(); err != nil {
		s.app.config.Log.Warn("close the bench's server", "error", err)
	}
}
