package text

import "testing"

// TestSought: words in any order, in the stems of either language, and not in
// parts of words.
func TestSought(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		search, in string
		want       bool
	}{
		{"waiting", "They waited for the invoice.", true},
		{"invoice waits", "They waited for the invoices.", true},
		{"retards", "Le retard n’est annoncé à personne.", true},
		{"annonces", "Le retard n’est annoncé à personne.", true},
		{"wait seldom", "They waited for the invoice.", false},
		{"voice", "They waited for the invoice.", false},
		{"", "They waited.", false},
		{" . ", "They waited.", false},
	} {
		if got := NewSought(c.search).In(c.in); got != c.want {
			t.Errorf("%q in %q: %v", c.search, c.in, got)
		}
	}
}
