package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand"
)

// TestListIsTheSameByWayOfTheFacts pages through lists by random filters: read
// through, asked of the facts, and asked of facts that know nothing of the
// second half of the answers, of changes and of removals.
func TestListIsTheSameByWayOfTheFacts(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		ctx := access.System(t.Context(), "test")
		b := newBare(a)
		random := rand.New(rand.NewPCG(20, 26))
		file := "key,score,Region,Age,why\n"
		for i := range 40 {
			file += fmt.Sprintf("k%d,%d,%s,%d,because %d\n", i, i%11, []string{"North", "South", ""}[i%3], i%4, i)
		}
		first := a.take(t, ctx, file, "")
		program, source := first.ProgramID, first.SourceID
		measures := measuresOf(t, b, ctx)
		post := func(n int) {
			for range n {
				answers := []any{map[string]any{"question": "Why?", "text": "because " + fmt.Sprint(random.IntN(9))}}
				if random.IntN(4) > 0 {
					answers = append(answers, map[string]any{"measure_id": measures[random.IntN(len(measures))], "score": random.IntN(11)})
				}
				body := map[string]any{"id": newID(), "program_id": program, "at": fmt.Sprintf("2026-01-%02dT00:00:00Z", 1+random.IntN(5)), "answers": answers}
				if random.IntN(3) > 0 {
					body["traits"] = map[string]any{"Region": []string{"North", "South", "West"}[random.IntN(3)], "Age": random.IntN(4)}
				}
				b.must(t, ctx, "POST", "/api/responses", body)
			}
		}
		post(120)
		second := a.take(t, ctx, strings.ReplaceAll(file, "North", "East"), source)
		p, err := a.record.Position(ctx)
		if err == nil {
			err = a.facts.WaitFor(ctx, p)
		}
		if err != nil {
			t.Fatal(err)
		}
		stale := remember(t, a)
		if _, _, err := a.collect.UndoImport(ctx, second.ID); err != nil {
			t.Fatal(err)
		}
		if err := a.collect.RunImport(ctx, second.ID); err != nil {
			t.Fatal(err)
		}
		post(60)
		live, asked := a.collect.Narrow, 0
		a.collect.Newest = 3
		for range 40 {
			query, limit := randomQuery(random, program, measures), 1+random.IntN(30)
			a.collect.Narrow = nil
			want := pages(t, b, ctx, query, limit)
			for name, narrow := range map[string]collect.Narrower{"the facts": live, "stale facts": stale} {
				a.collect.Narrow = func(ctx context.Context, n collect.Narrow, limit int) (collect.Narrowed, error) {
					asked++
					return narrow(ctx, n, limit)
				}
				if got := pages(t, b, ctx, query, limit); !slices.Equal(got, want) {
					t.Fatalf("%s by way of %s: %d answers, want %d\n%v\n%v", query, name, len(got), len(want), got, want)
				}
			}
		}
		if asked < 60 {
			t.Errorf("the facts were asked %d times only", asked)
		}
	})
}

// take takes a file in, by key, as a later file of a source where one is named.
func (a *App) take(t *testing.T, ctx context.Context, content, source string) collect.Import {
	t.Helper()
	i, err := a.collect.Upload(ctx, "answers.csv", "", strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for c := range i.Mapping.Columns {
		m := &i.Mapping.Columns[c]
		switch m.Name {
		case "key":
			m.Role = "key"
		case "Region", "Age":
			m.Role, m.Kind = "segment", map[string]string{"Region": "text", "Age": "number"}[m.Name]
		}
	}
	i.Mapping.SourceID = source
	if _, _, err := a.collect.SetMapping(ctx, i.ID, "", i.Mapping); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.collect.StartImport(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if err := a.collect.RunImport(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if i, err = a.collect.GetImport(ctx, i.ID); err != nil || i.State != collect.StateDone || i.Counts.Rejected > 0 {
		t.Fatalf("%+v %v", i, err)
	}
	return i
}

func measuresOf(t *testing.T, b bare, ctx context.Context) []string {
	t.Helper()
	_, answer := b.ask(ctx, "GET", "/api/measures", nil)
	var out struct {
		Items []struct {
			ID        string `json:"id"`
			ProgramID string `json:"program_id"`
		} `json:"items"`
	}
	decode(t, answer, &out)
	if len(out.Items) == 0 {
		t.Fatal("no measure", answer)
	}
	other := b.must(t, ctx, "POST", "/api/measures", map[string]any{
		"program_id": out.Items[0].ProgramID, "name": "Another", "intent": "satisfaction", "metric": "mean",
		"scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
	})
	return []string{out.Items[0].ID, other}
}

func randomQuery(random *rand.Rand, program string, measures []string) string {
	q := url.Values{}
	if random.IntN(3) > 0 {
		q.Set("measure", measures[random.IntN(len(measures))])
		if random.IntN(2) > 0 {
			q.Set("score_min", fmt.Sprint(random.IntN(11)))
		}
		if random.IntN(2) > 0 {
			q.Set("score_max", fmt.Sprint(random.IntN(11)))
		}
	}
	for _, pair := range []string{"t1:North", "t1:East", "t1:", "t1:Nowhere", "t2:1", "t2:2.0", "t2:", "channel:", "channel:mail"} {
		if random.IntN(6) == 0 {
			q.Add("where", pair)
		}
	}
	if random.IntN(4) == 0 {
		q.Set("q", "because "+fmt.Sprint(random.IntN(9)))
	}
	if random.IntN(3) == 0 {
		q.Set("from", fmt.Sprintf("2026-01-%02d", 1+random.IntN(5)))
	}
	if random.IntN(3) == 0 {
		q.Set("program", program)
	}
	return q.Encode()
}

// pages lists all answers of a query by their ids, page by page.
func pages(t *testing.T, b bare, ctx context.Context, query string, limit int) []string {
	t.Helper()
	ids, cursor := []string{}, ""
	for {
		status, answer := b.ask(ctx, "GET", fmt.Sprintf("/api/responses?%s&limit=%d&cursor=%s", query, limit, url.QueryEscape(cursor)), nil)
		var out struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
			Next string `json:"next"`
		}
		decode(t, answer, &out)
		if status != 200 {
			t.Fatalf("%s: %d %s", query, status, answer)
		}
		for _, item := range out.Items {
			ids = append(ids, item.ID)
		}
		if cursor = out.Next; cursor == "" {
			return ids
		}
	}
}

// remember answers, whatever comes later, as the facts of now do: in one
// snapshot of them, which is held until the test ends.
func remember(t *testing.T, a *App) collect.Narrower {
	t.Helper()
	ctx := t.Context()
	source := understand.FactsSource(a.facts)
	held, let := make(chan understand.Snapshot), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- source.View(ctx, 0, func(_ context.Context, s understand.Snapshot) error {
			held <- s
			<-let
			return nil
		})
	}()
	s := <-held
	t.Cleanup(func() {
		close(let)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return func(ctx context.Context, n collect.Narrow, limit int) (collect.Narrowed, error) {
		return understand.Narrow(ctx, still{s}, n, limit)
	}
}

// still is one snapshot, as a source.
type still struct{ snapshot understand.Snapshot }

func (s still) View(ctx context.Context, _ int64, fn func(context.Context, understand.Snapshot) error) error {
	return fn(ctx, s.snapshot)
}
