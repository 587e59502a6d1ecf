package crash

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// build makes the program once for the test.
func build(t *testing.T) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "balcony")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/balcony-cx/balcony/cmd/balcony")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// house is a data folder with the program that serves it.
type house struct {
	t       *testing.T
	program string
	dir     string
	token   string // of the owner, once there is one
}

// server is one life of the program.
type server struct {
	house *house
	cmd   *exec.Cmd
	ended chan struct{} // closed when the process is gone
	err   error         // how it ended
	log   bytes.Buffer
}

// start starts the program on the folder; it does not wait for it.
func (h *house) start() *server {
	h.t.Helper()
	if err := os.Remove(h.addressFile()); err != nil && !os.IsNotExist(err) {
		h.t.Fatal(err)
	}
	s := &server{house: h, ended: make(chan struct{})}
	s.cmd = exec.Command(h.program, "serve", "--data", h.dir, "--port", "0", "--address-file", h.addressFile()) //nolint:noctx // it is killed by the test
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	go func() {
		s.err = s.cmd.Wait()
		close(s.ended)
	}()
	h.t.Cleanup(s.kill)
	return s
}

func (h *house) addressFile() string { return h.dir + ".address" }

// address waits until the server says where it listens.
func (s *server) address() string {
	s.house.t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		text, err := os.ReadFile(s.house.addressFile())
		if address := strings.TrimSpace(string(text)); err == nil && address != "" {
			return address
		}
		select {
		case <-look.C:
		case <-s.ended:
			s.house.t.Fatalf("the server ended by itself: %v\n%s", s.err, s.log.String())
		case <-limit.C:
			s.kill()
			s.house.t.Fatalf("the server does not listen\n%s", s.log.String())
		}
	}
}

// kill ends the process as a power cut would, without a word to it.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// end asks the process to stop and waits for it.
func (s *server) end() {
	s.house.t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.house.t.Fatal(err)
	}
	<-s.ended
	if s.err != nil {
		s.house.t.Fatalf("the server did not stop well: %v\n%s", s.err, s.log.String())
	}
}

// command runs another command of the program beside the server.
func (h *house) command(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, h.program, append(args, "--data", h.dir)...).Output()
	return strings.TrimSpace(string(out)), err
}

// call sends a request with the owner's token and reads the answer into out.
func (h *house) call(client *http.Client, method, url string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, url, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return refusal{answer.StatusCode, fmt.Sprintf("%s %s: %s: %s", method, url, answer.Status, text)}
	}
	return json.Unmarshal(text, out)
}

// refusal is an answer that is not a success.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

// settle makes the first owner, a token, a program and a measure.
func (h *house) settle(address string) (measure string) {
	h.t.Helper()
	link, err := os.ReadFile(filepath.Join(h.dir, "first-owner-link"))
	if err != nil {
		h.t.Fatal(err)
	}
	_, secret, _ := strings.Cut(strings.TrimSpace(string(link)), "#")
	var made struct{ ID string }
	steps := []struct {
		path string
		in   any
	}{
		{"/api/setup", map[string]any{
			"token": secret, "name": "Ines", "email": "ines@example.org", "password": "four quiet brown chairs",
			"organisation": map[string]string{"name": "Acme", "language": "en", "time_zone": "UTC"},
		}},
		{"/api/programs", map[string]string{"name": "Guests", "why": "To know what they go through."}},
		{"/api/measures", map[string]any{
			"name": "Would recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
		}},
	}
	program := ""
	for i, step := range steps {
		if i == 1 {
			if h.token, err = h.command(h.t.Context(), "token", "create", "ines@example.org"); err != nil {
				h.t.Fatal(err)
			}
		}
		if in, ok := step.in.(map[string]any); ok && i == 2 {
			in["program_id"] = program
		}
		if err := h.call(http.DefaultClient, http.MethodPost, address+step.path, step.in, &made); err != nil {
			h.t.Fatal(err)
		}
		program = made.ID
	}
	return made.ID
}
