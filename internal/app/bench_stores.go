package app

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/record/backup"
	"github.com/balcony-cx/balcony/internal/understand"
)

// Sizes of the stores that are made for a bench.
const (
	benchFactsRows  = 300_000
	benchDriverRows = 1_000_000
	benchBackupRows = 200_000
	benchStartRows  = 1_000_000
	benchImportRows = 300_000
	restAfter       = 10 * time.Second // when a server that nobody asks is at rest
)

func benchFigures(ctx context.Context, c BenchConfig, _ string) error {
	return understand.Bench(ctx, c.Out, c.Rows)
}

func benchDrivers(ctx context.Context, c BenchConfig, _ string) error {
	return understand.BenchDrivers(ctx, c.Out, min(c.Rows, benchDriverRows))
}

func benchFacts(ctx context.Context, c BenchConfig, dir string) error {
	return facts.Bench(ctx, c.Out, dir, benchFactsRows)
}

// sampleFile writes invented answers as a file to take in.
func sampleFile(dir string, rows int) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("answers-%d.csv", rows))
	return path, os.WriteFile(path, collect.SampleCSV(7, rows, time.Now()), 0o600)
}

// fill takes invented answers in by a file.
func (s *scratch) fill(ctx context.Context, dir string, rows int) error {
	path, err := sampleFile(dir, rows)
	if err != nil {
		return err
	}
	return s.app.importFile(operatorContext(ctx), url.Values{"file": {path}}, new(bytes.Buffer))
}

// importLarge starts to take a large file in; done says whether that is over,
// and waits for it.
func (s *scratch) importLarge(ctx context.Context) (done func(context.Context) (bool, error), err error) {
	dir, err := os.MkdirTemp("", "balcony-bench-import-")
	if err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() {
		err := s.fill(ctx, dir, benchImportRows)
		_ = os.RemoveAll(dir)
		ended <- err
	}()
	return func(context.Context) (bool, error) {
		select {
		case err := <-ended:
			return true, err
		default:
			return false, <-ended
		}
	}, nil
}

// benchBackup compares a backup under load with one of the same record idle.
func benchBackup(ctx context.Context, c BenchConfig, dir string) error {
	s, err := startScratch(ctx, Config{Dir: filepath.Join(dir, "data")}, c.Log)
	if err != nil {
		return err
	}
	defer s.stop()
	if err := s.fill(ctx, dir, benchBackupRows); err != nil {
		return err
	}
	times, err := backup.Measure(ctx, s.app.record, 8, func(ctx context.Context, n int64) error {
		_, err := s.call(ctx, http.MethodPost, "/api/responses", map[string]any{
			"id": uuid.Must(uuid.NewV7()), "program_id": s.program.ID, "answers": []any{map[string]any{"measure_id": s.measure.ID, "score": n % 11}},
		})
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%d answers, %.1f MB: %s idle, %s while 8 clients wrote %d answers; ratio %.2f (goal: under 3)\n",
		benchBackupRows, float64(times.Bytes)/1e6, times.Idle.Round(time.Millisecond), times.Loaded.Round(time.Millisecond), times.Writes, times.Ratio())
	return nil
}

// benchStart starts a server of its own on a store of a million answers and
// looks at its memory when nobody asks it anything.
func benchStart(ctx context.Context, c BenchConfig, dir string) error {
	data := filepath.Join(dir, "data")
	s, err := startScratch(ctx, Config{Dir: data}, c.Log)
	if err != nil {
		return err
	}
	err = s.fill(ctx, dir, benchStartRows)
	if err == nil {
		err = s.app.facts.WaitFor(ctx, 1<<40) // as far as it gets within its limit
		for s.app.lag() > 0 && ctx.Err() == nil {
			err = s.app.facts.WaitFor(ctx, 1<<40)
		}
	}
	s.stop()
	if err != nil && s.app.lag() > 0 {
		return err
	}
	took, resident, err := startAndRest(ctx, dir, data)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%d answers: first good answer after %s (goal: under 1 s); at rest %d MiB resident (goal: under 150)\n",
		benchStartRows, took.Round(time.Millisecond), resident>>20)
	return nil
}

func startAndRest(ctx context.Context, dir, data string) (took time.Duration, resident int64, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	address := filepath.Join(dir, "address")
	began := time.Now()
	cmd := exec.CommandContext(ctx, self, "serve", "--data", data, "--port", "0", "--address-file", address)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // its end is of no interest here
	}()
	for {
		base, err := os.ReadFile(address)
		if err == nil && len(base) > 0 && healthy(ctx, string(base)) {
			break
		}
		if time.Since(began) > time.Minute || ctx.Err() != nil {
			return 0, 0, fmt.Errorf("the server did not start within a minute")
		}
		pauseFor(ctx, 2*time.Millisecond)
	}
	took = time.Since(began)
	pauseFor(ctx, restAfter)
	resident, err = residentOf(cmd.Process.Pid)
	return took, resident, err
}

func healthy(ctx context.Context, base string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/healthz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func pauseFor(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// residentOf is the resident memory of a process in bytes, from /proc.
func residentOf(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kilobytes int64
			_, err := fmt.Sscan(strings.TrimSuffix(strings.TrimSpace(rest), "kB"), &kilobytes)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("no resident memory in the process's status")
}
