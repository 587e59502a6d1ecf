package app

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
)

// told is an answer as the test knows it.
type told struct {
	id, key, channel, words, consent string
	at                               time.Time
	score                            int
}

// tier is what the test says of a customer: Gold from the day of their number
// on, if their number is even.
func (a told) gold() bool {
	var n int
	_, _ = fmt.Sscanf(a.key, "c%d", &n)
	return n%2 == 0 && a.at.Day() >= 1+n
}

// TestListsBySegment: a list narrowed to segments holds the answers of those who
// were in them when they answered, page by page and in the order of the list,
// whatever else it is narrowed to; consent that ends at the firm leads to
// nobody.
func TestListsBySegment(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		ctx, b := access.System(t.Context(), "test"), newBare(a)
		program, measure, all := answersOfSegments(t, a, b, ctx)
		tier := b.must(t, ctx, "POST", "/api/traits/people", map[string]any{"of": "customer", "name": "Tier", "kind": "text"})
		for key, id := range customerIDs(t, a) {
			var n int
			_, _ = fmt.Sscanf(key, "c%d", &n)
			if n%2 == 0 {
				since := fmt.Sprintf("2026-01-%02dT00:00:00Z", 1+n)
				if status, answer := b.ask(ctx, "PUT", "/api/customers/"+id+"/traits", map[string]any{"traits": []any{map[string]any{"trait": tier, "since": since, "value": "Gold"}}}); status >= http.StatusMultipleChoices {
					t.Fatal(status, answer)
				}
			}
		}
		segment := func(name string, rule map[string]any) string {
			return b.must(t, ctx, "POST", "/api/segments", map[string]any{"name": name, "shared": true, "rule": rule})
		}
		gold := segment("Gold", map[string]any{"is": map[string]any{"field": "trait." + tier, "one_of": []string{"Gold"}}})
		second := segment("Answered before", map[string]any{"is": map[string]any{"field": "answers", "at_least": 3}})
		p, err := a.record.Position(ctx)
		if err == nil {
			err = a.facts.WaitFor(ctx, p)
		}
		if err != nil {
			t.Fatal(err)
		}
		a.collect.Newest = 15 // so that a page takes several looks
		random := rand.New(rand.NewPCG(20261122, 1))
		again := func(x told) bool {
			n := 0
			for _, y := range all {
				if y.key == x.key && y.consent == "person" && !y.at.After(x.at) {
					n++
				}
			}
			return n >= 3
		}
		for range 30 {
			q, keep := url.Values{"program": {program}}, []func(told) bool{}
			for i, side := range []struct {
				where string
				is    func(told) bool
			}{
				{gold, func(x told) bool { return x.key != "" && x.gold() }},
				{gold + ":out", func(x told) bool { return x.key == "" || !x.gold() }},
				{second + ":in", func(x told) bool { return x.key != "" && again(x) }},
			} {
				if random.IntN(2) == 0 || i == 2 && len(keep) == 0 {
					q.Add("where", "segment:"+side.where)
					keep = append(keep, side.is)
				}
			}
			if random.IntN(3) == 0 {
				q.Add("where", "channel:mail")
				keep = append(keep, func(x told) bool { return x.channel == "mail" })
			}
			if random.IntN(3) == 0 {
				q.Set("q", "dear")
				keep = append(keep, func(x told) bool { return strings.Contains(x.words, "dear") })
			}
			if random.IntN(3) == 0 {
				q.Set("measure", measure)
				q.Set("score_min", "5")
				keep = append(keep, func(x told) bool { return x.score >= 5 })
			}
			if random.IntN(3) == 0 {
				q.Set("from", "2026-01-05")
				q.Set("to", "2026-01-20")
				keep = append(keep, func(x told) bool { return x.at.Day() >= 5 && x.at.Day() <= 20 })
			}
			var want []string
			for _, x := range all {
				if x.consent != "firm" && !slices.ContainsFunc(keep, func(is func(told) bool) bool { return !is(x) }) {
					want = append(want, x.id)
				}
			}
			if got := pages(t, b, ctx, q.Encode(), 1+random.IntN(9)); !slices.Equal(got, want) {
				t.Fatalf("%s: %d answers, want %d\n%v\n%v", q.Encode(), len(got), len(want), got, want)
			}
		}
		checkFiguresBySegment(t, b, ctx, measure, gold, second, all, again)
		if status, answer := b.ask(ctx, "GET", "/api/traits?program="+program, nil); status != http.StatusOK ||
			!strings.Contains(answer, fmt.Sprintf(`"segments":[{"id":%q,"name":"Answered before"},{"id":%q,"name":"Gold"}]`, second, gold)) {
			t.Errorf("menus: %d %s", status, answer)
		}
		for name, where := range map[string]string{"gone": newID(), "no side": gold + ":beside", "no id": "x"} {
			if status, answer := b.ask(ctx, "GET", "/api/responses?where=segment:"+where, nil); status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %s", name, status, answer)
			}
		}
	})
}

// checkFiguresBySegment: a figure narrowed to a segment and cut by another
// counts those who are in both, and its cells lead to their answers.
func checkFiguresBySegment(t *testing.T, b bare, ctx context.Context, measure, gold, second string, all []told, again func(told) bool) {
	t.Helper()
	status, answer := b.ask(ctx, "GET", "/api/metrics?measure="+measure+"&where=segment:"+gold+"&by=segment:"+second, nil)
	var out struct {
		Cells []struct {
			Key []struct {
				Value string `json:"value"`
			} `json:"key"`
			Figure struct {
				N int `json:"n"`
			} `json:"figure"`
			Answers string `json:"answers"`
		} `json:"cells"`
	}
	if err := json.Unmarshal([]byte(answer), &out); status != http.StatusOK || err != nil || len(out.Cells) != 2 {
		t.Fatalf("%d %s %v", status, answer, err)
	}
	for _, cell := range out.Cells {
		counted, listed := 0, 0
		for _, x := range all {
			if x.key != "" && x.gold() && again(x) == (cell.Key[0].Value == "in") {
				if counted++; x.consent == "person" {
					listed++
				}
			}
		}
		if cell.Figure.N != counted || len(pages(t, b, ctx, cell.Answers, 7)) != listed {
			t.Errorf("%s: %d counted, %d listed by %s, want %d and %d", cell.Key[0].Value, cell.Figure.N, len(pages(t, b, ctx, cell.Answers, 7)), cell.Answers, counted, listed)
		}
	}
}

// answersOfSegments sends answers in, the newest first in what it gives.
func answersOfSegments(t *testing.T, a *App, b bare, ctx context.Context) (program, measure string, all []told) {
	t.Helper()
	random := rand.New(rand.NewPCG(20261122, 2))
	program = b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Support"})
	measure = b.must(t, ctx, "POST", "/api/measures", map[string]any{
		"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
	})
	for i := range 140 {
		x := told{id: newID(), key: fmt.Sprintf("c%d", random.IntN(12)), channel: []string{"mail", "web"}[random.IntN(2)], score: random.IntN(11),
			words: []string{"too dear", "fine"}[random.IntN(2)], consent: []string{"person", "person", "firm"}[random.IntN(3)],
			at: time.Date(2026, 1, 1+random.IntN(27), 8, 0, i, 0, time.UTC)}
		if i%7 == 0 {
			x.key = ""
		}
		body := map[string]any{"id": x.id, "program_id": program, "at": x.at.Format(time.RFC3339), "channel": x.channel, "consent": x.consent,
			"answers": []any{map[string]any{"measure_id": measure, "score": x.score}, map[string]any{"question": "Why?", "text": x.words}}}
		if x.key != "" {
			body["customer_key"] = x.key
		}
		b.must(t, ctx, "POST", "/api/responses", body)
		all = append(all, x)
	}
	slices.SortFunc(all, func(x, y told) int {
		if c := y.at.Compare(x.at); c != 0 {
			return c
		}
		return strings.Compare(y.id, x.id)
	})
	return program, measure, all
}
