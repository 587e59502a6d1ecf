package report

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// Both languages say the same things, with the same figures in them.
func TestWordsAreInBothLanguages(t *testing.T) {
	en, err := wordsOf("en")
	if err != nil {
		t.Fatal(err)
	}
	fr, err := wordsOf("fr")
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range en.texts {
		other, ok := fr.texts[key]
		a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !ok || !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q", key, text, other)
		}
	}
	for key := range fr.texts {
		if _, ok := en.texts[key]; !ok && !strings.HasPrefix(key, "guess.") && !strings.HasPrefix(key, "method.") {
			t.Errorf("%s is in French only", key)
		}
	}
}

// The page and the report give the same French reasons for a guess.
func TestReasonsAreThoseOfThePage(t *testing.T) {
	text, err := os.ReadFile("../../../web/src/i18n/fr/collect.json")
	if err != nil {
		t.Fatal(err)
	}
	var page map[string]any
	if err := json.Unmarshal(text, &page); err != nil {
		t.Fatal(err)
	}
	guess := find(page, "guess")
	if len(guess) < 40 {
		t.Fatalf("only %d reasons on the page", len(guess))
	}
	fr, err := wordsOf("fr")
	if err != nil {
		t.Fatal(err)
	}
	for key, v := range guess {
		text, ok := v.(string)
		if !ok {
			continue
		}
		text = strings.NewReplacer("{{", "{", "}}", "}").Replace(text)
		if plain(fr.texts["guess."+key]) != plain(text) {
			t.Errorf("guess.%s: %q here, %q on the page", key, fr.texts["guess."+key], text)
		}
	}
}

func plain(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, noBreak, " ")), " ")
}

func find(node map[string]any, key string) map[string]any {
	for k, v := range node {
		child, ok := v.(map[string]any)
		if !ok {
			continue
		}
		if k == key {
			return child
		}
		if found := find(child, key); found != nil {
			return found
		}
	}
	return nil
}

func TestNumbersByLanguage(t *testing.T) {
	en, fr := words{language: "en"}, words{language: "fr"}
	for _, tc := range []struct{ got, want string }{
		{en.num(1234567.891, 1), "1,234,567.9"}, {fr.num(1234567.891, 1), "1\u202f234\u202f567,9"},
		{en.num(-0.04, 1), "0.0"}, {en.num(-12, 0), "\u221212"}, {en.signed(3.14, 1), "+3.1"}, {en.signed(0.01, 1), "0.0"},
		{fr.percent(.4369, 1), "43,7\u00a0%"}, {en.chance(nil), "\u2013"}, {en.change("share", -.0312, 1), "\u22123.1"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	small := 0.0004
	if got := fr.chance(&small); got != "<\u00a00,001" {
		t.Errorf("q %q", got)
	}
}

// Labels of a picture never lie over one another or over a mark.
func TestLabelsFindRoom(t *testing.T) {
	var points []point
	for i := range 14 {
		points = append(points, point{number: i + 1, name: "A driver with a long name", x: .5 + .001*float64(i%4), y: .1 + .004*float64(i)})
	}
	same := func(v float64) float64 { return 600 * v }
	placed := place(points, same, same, true, 0, 860, 0, 400)
	named := 0
	for i, a := range placed {
		if !a.labelled {
			continue
		}
		named++
		for _, b := range placed[:i] {
			if b.labelled && a.room(true).meets(b.room(true)) {
				t.Errorf("labels %d and %d meet", a.number, b.number)
			}
		}
	}
	if named < 4 {
		t.Errorf("only %d of 14 names found room", named)
	}
}
