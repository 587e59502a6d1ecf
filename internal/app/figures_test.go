package app

import (
	"context"
	"net/url"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

type cellSeen struct {
	Key []struct {
		Cut   string `json:"cut"`
		Label string `json:"label"`
	} `json:"key"`
	Figure struct {
		N int `json:"n"`
	} `json:"figure"`
	Answers string `json:"answers"`
}

// Every figure opens into the answers behind it, as many as it counts, on the
// sample: by each key there is, by period, and under a filter.
func TestEveryFigureOpensIntoItsAnswers(t *testing.T) {
	a := openApp(t)
	b := newBare(a)
	ctx := access.System(t.Context(), "test")
	program, measure := takeSample(t, a, b, ctx)
	var traits struct {
		Items []struct {
			Key    string `json:"key"`
			More   bool   `json:"more"`
			Values []struct {
				Value string `json:"value"`
			} `json:"values"`
		} `json:"items"`
	}
	_, answer := b.ask(ctx, "GET", "/api/traits?program="+program, nil)
	decode(t, answer, &traits)
	if len(traits.Items) < 3 {
		t.Fatalf("too few keys to cut by: %s", answer)
	}
	channel := ""
	for _, k := range traits.Items {
		if k.Key == "channel" {
			channel = k.Values[0].Value
		}
	}
	for _, k := range traits.Items {
		if k.More {
			continue
		}
		path := "/api/metrics?measure=" + measure + "&period=year&by=" + k.Key + "&from=2026-01-15"
		if k.Key != "channel" {
			path += "&where=" + url.QueryEscape("channel:"+channel)
		}
		figure := figures(t, b, ctx, path)
		if len(figure.Cells) == 0 || figure.Total.Figure.N == 0 {
			t.Errorf("by %s there is nothing", k.Key)
		}
		cells := figure.Cells[:min(len(figure.Cells), 6)]
		for _, c := range append(cells, figure.Total) {
			if got := listed(t, b, ctx, c.Answers); got != c.Figure.N {
				t.Errorf("by %s %+v: %d answers are listed, the figure counts %d (%s)", k.Key, c.Key, got, c.Figure.N, c.Answers)
			}
		}
	}
}

type figuresSeen struct {
	Total cellSeen   `json:"total"`
	Cells []cellSeen `json:"cells"`
}

func figures(t *testing.T, b bare, ctx context.Context, path string) (seen figuresSeen) {
	t.Helper()
	status, answer := b.ask(ctx, "GET", path, nil)
	if status != 200 {
		t.Fatalf("%s: %d %s", path, status, answer)
	}
	decode(t, answer, &seen)
	return seen
}

// listed counts the responses of a query over all its pages.
func listed(t *testing.T, b bare, ctx context.Context, query string) (n int) {
	t.Helper()
	cursor := ""
	for {
		status, answer := b.ask(ctx, "GET", "/api/responses?limit=200&"+query+"&cursor="+cursor, nil)
		if status != 200 {
			t.Fatalf("%s: %d %s", query, status, answer)
		}
		var page struct {
			Items []any  `json:"items"`
			Next  string `json:"next"`
		}
		decode(t, answer, &page)
		n += len(page.Items)
		if cursor = page.Next; cursor == "" {
			return n
		}
	}
}

// takeSample takes the sample in and gives its program and its measure, once
// the facts have it.
func takeSample(t *testing.T, a *App, b bare, ctx context.Context) (program, measure string) {
	t.Helper()
	i, _, err := a.collect.LoadSample(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.collect.RunImport(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	position, err := a.record.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.facts.WaitFor(ctx, position); err != nil {
		t.Fatal(err)
	}
	_, answer := b.ask(ctx, "GET", "/api/measures", nil)
	var measures struct {
		Items []struct {
			ID        string `json:"id"`
			ProgramID string `json:"program_id"`
			Metric    string `json:"metric"`
		} `json:"items"`
	}
	decode(t, answer, &measures)
	for _, m := range measures.Items {
		if m.Metric == "nps" {
			return m.ProgramID, m.ID
		}
	}
	t.Fatalf("the sample has no NPS: %s", answer)
	return "", ""
}
