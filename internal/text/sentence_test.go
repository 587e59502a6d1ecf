package text

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for in, want := range map[string][]string{
		"One. Two! Three? Four":                          {"One.", "Two!", "Three?", "Four"},
		"Mr. Smith met Dr. Jones. They spoke.":           {"Mr. Smith met Dr. Jones.", "They spoke."},
		"M. Durand et Mme. Petit sont là. Ils parlent.":  {"M. Durand et Mme. Petit sont là.", "Ils parlent."},
		"It costs 3.50 euros. 4.2 is less.":              {"It costs 3.50 euros.", "4.2 is less."},
		"See e.g. Paris. And i.e. this.":                 {"See e.g. Paris.", "And i.e. this."},
		"J. P. Morgan called. I did, so did I. Then no.": {"J. P. Morgan called.", "I did, so did I.", "Then no."},
		"Well... maybe. Well... Maybe":                   {"Well... maybe.", "Well...", "Maybe"},
		"Hm… oui. Hm… Oui":                               {"Hm… oui.", "Hm…", "Oui"},
		"She said \"Stop.\" He did.":                     {"She said \"Stop.\"", "He did."},
		"« Vraiment ? » dit-il. « Oui ! » Et voilà.":     {"« Vraiment ? » dit-il.", "« Oui ! »", "Et voilà."},
		"Quoi ? Rien ! Bon.":                             {"Quoi ?", "Rien !", "Bon."},
		"Quoi ?! Rien.":                                  {"Quoi ?!", "Rien."},
		"Tea, milk, etc. Then we left, etc. and so on.":  {"Tea, milk, etc.", "Then we left, etc. and so on."},
		"At balcony.example we met. See www.a.example.":  {"At balcony.example we met.", "See www.a.example."},
		"First line\nSecond line.":                       {"First line", "Second line."},
		"(Laughs.) Yes.":                                 {"(Laughs.)", "Yes."},
		"right? so it goes":                              {"right? so it goes"},
		"Mm-hmm. ? Uh, sure.":                            {"Mm-hmm. ?", "Uh, sure."},
		"L'art. 5 dit non. C'est l'art. 6":               {"L'art. 5 dit non.", "C'est l'art. 6"},
		"今日は。明日も。":                                       {"今日は。", "明日も。"},
		"":                                               nil, " \n ": nil, "...": {"..."},
	} {
		if got := Sentences(in); !slices.Equal(got, want) {
			t.Errorf("Sentences(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// TestLongSpeechIsCutByWordsAlone: how the lines were broken does not matter
// once they are joined, a comma is a better place than none, and no word is lost.
func TestLongSpeechIsCutByWordsAlone(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 38) + "comma, " + strings.Repeat("more ", 100))
	got := Sentences(long)
	if strings.Join(got, " ") != long {
		t.Fatalf("words were lost: %q", got)
	}
	if len(got) < 3 || !strings.HasSuffix(got[0], "comma,") {
		t.Errorf("cut into %d, the first is %q", len(got), got[0])
	}
	for _, s := range got {
		if n := len(strings.Fields(s)); n > longest {
			t.Errorf("a piece of %d words", n)
		}
	}
	if short := strings.TrimSpace(strings.Repeat("word ", longest)); len(Sentences(short)) != 1 {
		t.Errorf("%d words are cut", longest)
	}
}

func FuzzSentencesKeepEveryWord(f *testing.F) {
	for _, s := range []string{"One. Two", "« Oui ! » Et", "a\nb", "Mr. X... ?!", strings.Repeat("w ", 200), "\xff. A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Sentences(s)
		if a, b := strings.Fields(strings.Join(got, " ")), strings.Fields(s); strings.Join(a, "") != strings.Join(b, "") {
			t.Errorf("%q became %q", b, a)
		}
		for _, piece := range got {
			if piece == "" || strings.TrimSpace(piece) != piece {
				t.Errorf("piece %q", piece)
			}
		}
	})
}
