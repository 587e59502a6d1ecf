package listen

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShownReplacesAndTurnsPlaces(t *testing.T) {
	// "Zoë Müller of Acme called." -> "[name] of [firm] called."
	s := NewShown("Zoë Müller of Acme called.", []Mask{
		{Start: 14, Length: 4, Replacement: "[firm]"}, {Start: 0, Length: 3, Replacement: "[name]"}, {Start: 2, Length: 8, Replacement: "[surname]"},
	})
	if s.Text != "[name] of [firm] called." {
		t.Fatal(s.Text)
	}
	for _, c := range []struct{ from, to, shownFrom, shownTo int }{
		{0, 26, 0, 24}, {11, 13, 7, 9}, {4, 13, 0, 9}, {11, 16, 7, 16}, {19, 25, 17, 23}, {15, 16, 10, 16}, {-3, 99, 0, 24}, {10, 10, 6, 6},
	} {
		if from, to := s.ToShown(c.from, c.to); from != c.shownFrom || to != c.shownTo {
			t.Errorf("%d-%d shows at %d-%d, want %d-%d", c.from, c.to, from, to, c.shownFrom, c.shownTo)
		}
	}
	for _, c := range []struct{ from, to, originalFrom, originalTo int }{{7, 9, 11, 13}, {3, 4, 0, 10}, {10, 11, 14, 18}, {17, 23, 19, 25}} {
		if from, to := s.ToOriginal(c.from, c.to); from != c.originalFrom || to != c.originalTo {
			t.Errorf("shown %d-%d is %d-%d, want %d-%d", c.from, c.to, from, to, c.originalFrom, c.originalTo)
		}
	}
}

// TestShownNeverShowsWhatIsMasked: for any masks, nothing masked is in the
// text, and there and back never gets narrower than it was.
func TestShownNeverShowsWhatIsMasked(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := 1 + r.IntN(40)
		original := strings.Repeat("é", n)
		runes := []rune(original)
		var masks []Mask
		for range r.IntN(5) {
			m := Mask{Start: r.IntN(n+2) - 1, Length: r.IntN(8), Replacement: "[x]"}
			masks = append(masks, m)
			for i := max(0, m.Start); i < min(n, m.Start+m.Length); i++ {
				runes[i] = 'S'
			}
		}
		s := NewShown(string(runes), masks)
		if strings.ContainsRune(s.Text, 'S') || utf8.RuneCountInString(s.Text) != s.total {
			t.Fatalf("%q shows %q under %v", string(runes), s.Text, masks)
		}
		from := r.IntN(n)
		to := from + 1 + r.IntN(n-from)
		a, b := s.ToShown(from, to)
		if a < 0 || b > s.total || a >= b {
			t.Fatalf("%d-%d of %q shows at %d-%d", from, to, string(runes), a, b)
		}
		if x, y := s.ToOriginal(a, b); x > from || y < to {
			t.Fatalf("%d-%d of %q comes back as %d-%d", from, to, string(runes), x, y)
		}
	}
}
