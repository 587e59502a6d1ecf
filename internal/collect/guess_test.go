package collect

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// guessOf guesses what the columns of a text are.
func guessOf(t *testing.T, text string) Guessed {
	t.Helper()
	src := strings.NewReader(text)
	f, err := interchange.Detect(src, table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := interchange.Scan(context.Background(), src, f, table.DefaultLimits(), time.UTC, nil)
	if err != nil {
		t.Fatal(err)
	}
	return GuessMapping(p)
}

// TestGuessByHeading: what a thing weighs is no weight of an answer; a title of
// a review is read, a title of a person divides.
func TestGuessByHeading(t *testing.T) {
	var b strings.Builder
	b.WriteString("weight,product_weight_g,Title,title of customer,score (0-10)\n")
	titles := []string{"Too cold", "Never again", "Kind crew", "A fair price", "Lost luggage", "Good food"}
	for n := range 60 {
		fmt.Fprintf(&b, "%.2f,%d,%s on crossing %d,%s,%d\n", 0.5+float64(n%7)/5, 100+n*37, titles[n%6], n, []string{"Mr", "Mrs"}[n%2], n%11)
	}
	g := guessOf(t, b.String())
	want := []Role{RoleWeight, RoleSegment, RoleText, RoleSegment, RoleScore}
	for i, c := range g.Mapping.Columns {
		if c.Role != want[i] {
			t.Errorf("%s is taken for %s, not %s: %s", c.Name, c.Role, want[i], g.Guesses[i].Reason.Text)
		}
	}
}
