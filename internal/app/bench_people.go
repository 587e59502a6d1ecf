package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
)

// benchPeople asks about a tenth as many customers as there are rows, with ten
// events each.
func benchPeople(ctx context.Context, c BenchConfig, dir string) error {
	b := &peopleBench{customers: max(benchContacts, c.Rows/benchHappenings), now: time.Now().UTC().Truncate(time.Hour)}
	if err := b.prepare(ctx, c, dir); err != nil {
		return err
	}
	defer b.stop()
	fmt.Fprintf(c.Out, "at most resident so far: %d MiB\n", peakMemory()>>20)
	if err := b.choose(ctx); err != nil {
		return err
	}
	if err := b.ask(ctx, c); err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "at most resident: %d MiB\n", peakMemory()>>20)
	return nil
}

// peakMemory is the most that this process has had resident, in bytes.
func peakMemory() (bytes int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			var kilobytes int64
			if _, err := fmt.Sscan(strings.TrimSuffix(strings.TrimSpace(rest), "kB"), &kilobytes); err == nil {
				bytes = kilobytes << 10
			}
		}
	}
	return bytes
}

// benchSample is of how many customers pages are opened.
const benchSample = 24

// choose picks customers from all over the registry.
func (b *peopleBench) choose(ctx context.Context) error {
	var keys []any
	for i := range benchSample {
		keys = append(keys, benchCustomerKey(i*b.customers/benchSample))
	}
	return b.app.record.View(ctx, func(ctx context.Context, q record.Querier) error {
		rows, err := q.QueryContext(ctx, "SELECT id, key, name, email, sort_key, account_id FROM customer WHERE key IN (?"+strings.Repeat(", ?", len(keys)-1)+")", keys...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s benchCustomer
			if err := rows.Scan(&s.ID, &s.Key, &s.Name, &s.Email, &s.SortKey, &s.AccountID); err != nil {
				return err
			}
			b.sample = append(b.sample, s)
		}
		return rows.Err()
	})
}

// peopleQuestion is asked of the server, and of the engine below it in its own
// SQL; each gives a number that tells what it found.
type peopleQuestion struct {
	name      string
	times     int
	same      bool // both must find the same
	raw, ours func(ctx context.Context, of benchCustomer) (int64, error)
}

// ask asks all questions in turn, so that whatever else the machine does falls
// on both, and prints medians.
func (b *peopleBench) ask(ctx context.Context, c BenchConfig) error {
	questions, err := b.questions(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%-34s %12s %12s\n", "", "raw engine", "balcony")
	for _, q := range questions {
		raw, ours := make([]time.Duration, 0, q.times), make([]time.Duration, 0, q.times)
		var found [2]int64
		for i := range q.times + 1 {
			of := b.sample[i%len(b.sample)]
			r, err := timed(func() (err error) { found[0], err = q.raw(ctx, of); return err })
			if err != nil {
				return fmt.Errorf("%s, raw: %w", q.name, err)
			}
			o, err := timed(func() (err error) { found[1], err = q.ours(ctx, of); return err })
			if err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			if q.same && found[0] != found[1] {
				return fmt.Errorf("%s: the engine finds %d, the server %d", q.name, found[0], found[1])
			}
			if i > 0 { // the first warms up
				raw, ours = append(raw, r), append(ours, o)
			}
		}
		slices.Sort(raw)
		slices.Sort(ours)
		r, o := raw[len(raw)/2], ours[len(ours)/2]
		fmt.Fprintf(c.Out, "%-34s %9.2f ms %9.2f ms  %6.2f x  (%d)\n", q.name, milliseconds(r), milliseconds(o), float64(o)/float64(r), found[1])
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// get asks the server and counts what lies under a name of the answer: the
// items of a list, a number itself; 0 without a name.
func (b *peopleBench) get(ctx context.Context, name, path string, query ...string) (int64, error) {
	values := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		values.Set(query[i], query[i+1])
	}
	body, err := b.call(ctx, http.MethodGet, path+"?"+values.Encode(), nil)
	if err != nil || name == "" {
		return 0, err
	}
	return counted(body, name)
}

func counted(body json.RawMessage, name string) (int64, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return 0, err
	}
	var list []json.RawMessage
	if json.Unmarshal(all[name], &list) == nil {
		return int64(len(list)), nil
	}
	var n int64
	err := json.Unmarshal(all[name], &n)
	return n, err
}

// pages asks for several pages, as one page of the screen does, and gives what
// the first of them counts.
func (b *peopleBench) pages(ctx context.Context, name string, paths ...string) (first int64, err error) {
	for i, path := range paths {
		of := ""
		if i == 0 {
			of = name
		}
		path, query, _ := strings.Cut(path, "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			return 0, err
		}
		var pairs []string
		for key := range values {
			pairs = append(pairs, key, values.Get(key))
		}
		n, err := b.get(ctx, of, path, pairs...)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		if i == 0 {
			first = n
		}
	}
	return first, nil
}
