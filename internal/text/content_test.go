package text

import (
	"slices"
	"testing"
)

func TestContentStems(t *testing.T) {
	for _, c := range []struct {
		lang, said string
		want       []string
	}{
		{"en", "The parking was full!", []string{"full", "park"}},
		{"en", "Full car parks, full", []string{"car", "full", "park"}},
		{"fr", "Le parking était toujours complet", []string{"complet", "parking"}},
		{"fr-CA", "C’est l’attente, les attentes", []string{"attent"}},
		{"en", "because it is what it is", nil},
		{"", "", nil},
	} {
		if got := ContentStems(c.lang, c.said); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %q, not %q", c.lang, c.said, got, c.want)
		}
	}
}
