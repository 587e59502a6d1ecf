package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// load is what the sending process is told: as JSON on its command line.
type load struct {
	URL     string        `json:"url"`
	Token   string        `json:"token"`
	Measure string        `json:"measure"`
	Program string        `json:"program"`
	Clients int           `json:"clients"`
	For     time.Duration `json:"for"`
	Tokens  string        `json:"tokens,omitempty"` // file of answerings to send, each once, in place of answers
}

// loadResult is what the sending process found.
type loadResult struct {
	OK     int           `json:"ok"`
	Failed int           `json:"failed"`
	First  string        `json:"first,omitempty"` // the first failure
	Took   time.Duration `json:"took"`
	P50    time.Duration `json:"p50"`
	P99    time.Duration `json:"p99"`
}

// Rate is answers a second.
func (r loadResult) Rate() float64 { return float64(r.OK) / r.Took.Seconds() }

// send runs the load in a process of its own, so that the client's work is not
// done by the server's runtime.
func (l load) send(ctx context.Context) (loadResult, error) {
	var r loadResult
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	text, err := json.Marshal(l)
	if err != nil {
		return r, err
	}
	cmd := exec.CommandContext(ctx, self, "bench", "--client", string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("sending process: %w", err)
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, err
	}
	if r.Failed > 0 {
		return r, fmt.Errorf("%d of %d answers were not taken: %s", r.Failed, r.Failed+r.OK, r.First)
	}
	return r, nil
}

// sendAnswers is the sending process: clients on keep-alive connections, each
// sending one answer to one question at a time.
func sendAnswers(ctx context.Context, spec string, out io.Writer) error {
	var l load
	if err := json.Unmarshal([]byte(spec), &l); err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: l.Clients, MaxConnsPerHost: l.Clients, DisableCompression: true}}
	ctx, cancel := context.WithTimeout(ctx, l.For)
	defer cancel()
	var (
		mu     sync.Mutex
		result loadResult
		times  []time.Duration
		group  sync.WaitGroup
	)
	one := l.one
	if l.Tokens != "" {
		tokens, err := begun(l.Tokens)
		if err != nil {
			return err
		}
		one = func(ctx context.Context, client *http.Client, worker int) ([]time.Duration, int, string) {
			return l.forms(ctx, client, tokens, worker)
		}
	}
	began := time.Now()
	for i := range l.Clients {
		group.Go(func() {
			mine, failed, first := one(ctx, client, i)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, mine...)
			result.Failed += failed
			if result.First == "" {
				result.First = first
			}
		})
	}
	group.Wait()
	result.Took = time.Since(began)
	result.OK = len(times)
	if len(times) > 0 {
		slices.Sort(times)
		result.P50, result.P99 = times[len(times)/2], times[len(times)*99/100]
	}
	return json.NewEncoder(out).Encode(result)
}

// one sends answers until ctx ends; the answer under way at the end counts
// neither way.
func (l load) one(ctx context.Context, client *http.Client, seed int) (times []time.Duration, failed int, first string) {
	for i := seed; ctx.Err() == nil; i++ {
		body := fmt.Appendf(nil, `{"id":%q,"program_id":%q,"answers":[{"measure_id":%q,"score":%d}],"at":%q}`,
			uuid.Must(uuid.NewV7()), l.Program, l.Measure, i%11, time.Now().UTC().Format(time.RFC3339Nano))
		began := time.Now()
		problem := l.post(ctx, client, body)
		switch {
		case ctx.Err() != nil:
		case problem != "":
			failed++
			first = problem
		default:
			times = append(times, time.Since(began))
		}
	}
	return times, failed, first
}

func (l load) post(ctx context.Context, client *http.Client, body []byte) string {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+l.Token)
	res, err := client.Do(r)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	if res.StatusCode >= 300 || strings.Contains(string(answer), `"rejected":[{`) {
		return fmt.Sprintf("%d %s", res.StatusCode, answer)
	}
	return ""
}
