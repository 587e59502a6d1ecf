package text

import (
	"slices"
	"testing"
)

func TestFoldMakesTextsComparable(t *testing.T) {
	for in, want := range map[string]string{
		"  Zoë   ÉLAN ": "zoe elan", "Straße": "strasse", "Œuvre Ærø Łódź": "oeuvre aero lodz", "plain": "plain", "": "", "ﬁn": "fin",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if again := Fold(Fold(in)); again != want {
			t.Errorf("folding %q twice gives %q", in, again)
		}
	}
}

func TestWordsAreRunsOfLettersAndDigits(t *testing.T) {
	for in, want := range map[string][]string{
		"Anna.Smith@Example.com": {"anna", "smith", "example", "com"}, "東京 tower": {"東", "京", "tower"}, "C-0012": {"c", "0012"}, " -- ": nil,
	} {
		if got := Words(in); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}
