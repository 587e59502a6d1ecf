package quality

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

func TestNonsense(t *testing.T) {
	for _, text := range []string{
		"asdf", "asdfasdf", "asdf jkl", "qwerty", "azerty", "aaaaaa", "AAAAAA", "xxxx xxxx", "sdkfjhskdf", "lkjhgfd", "qsdfqsdf", "hjkl", "fdsfdsfds", "asdasdasd", "dfgdfgdfg dfgdfg",
		"zzzzz!", "fjdksl fjdksl", "wxcvbn", "kjhkjh kjhkjhkjh", "poiuyt", "gfhjfghj", "jkfhg dkjfhg",
	} {
		if !IsNonsense(text) {
			t.Errorf("%q is taken for words", text)
		}
	}
	for _, text := range []string{
		"", "ok", "OK", "no", "Good", "n/a", "N.A.", "-", "...", "10/10", "12345", "11111", "RAS", "SNCF", "HTTPS", "thx", "thnks", "merci", "Très bien", "cinq", "coq", "jqt", "hmm", "grrrr", "Pfff", "hahaha", "hahahaha", "lol", "blablabla bon",
		"Knightsbridge", "catchphrase", "strengths", "rhythm", "Szczyrk", "Vltava", "Krzysztof", "Schwartz", "Hjalmar", "Björk", "Ng", "Nguyễn", "Przybylski", "Wójcik", "Lefebvre", "Rzhev", "Hrvatska",
		"Πολύ καλό", "ευχαριστώ πολύ", "Хорошо", "とても良い", "很好", "jan@example.org", "https://example.org/xkcdfghj", "XK42TR-99", "IKEA", "KPMG", "DHL",
		"The queue at the till was too long", "my qwerty keyboard arrived broken", "Asdf is what I type when nobody reads this", "I waited 45 minutes and then left",
		"Rien à dire", "aucun", "jeudi", "objet", "injure", "fjord", "adjoint", "sphinx", "excellent", "luxembourg", "watchstrap", "Ghvinianidze", "well well well", "non non non", "bye bye",
	} {
		if IsNonsense(text) {
			t.Errorf("%q is taken for nonsense", text)
		}
	}
}

func FuzzNonsense(f *testing.F) {
	f.Add("asdf é \xff")
	f.Fuzz(func(t *testing.T, text string) {
		if IsNonsense(text) && IsNonsense(text+strings.Repeat(" the ferry was late", 1+len(text))) {
			t.Errorf("%q is nonsense also within words", text)
		}
	})
}

func grid(rows int) *questionnaire.Document {
	q := questionnaire.Question{Code: "care", Kind: questionnaire.KindMatrix, Scale: &questionnaire.Scale{Min: 1, Points: 7, NA: true}}
	for i := range rows {
		q.Rows = append(q.Rows, questionnaire.Row{Code: fmt.Sprint("r", i)})
	}
	return &questionnaire.Document{Pages: []questionnaire.Page{
		{Code: "one", Questions: []questionnaire.Question{q}},
		{Code: "two", Questions: []questionnaire.Question{{Code: "why", Kind: questionnaire.KindLongText}, {Code: "mail", Kind: questionnaire.KindEmail}}},
	}}
}

// filled answers the grid; 0 is not applicable, below 0 no answer.
func filled(text string, points ...float64) questionnaire.Answers {
	v := questionnaire.Value{Rows: map[string]questionnaire.Cell{}}
	for i, p := range points {
		switch {
		case p > 0:
			v.Rows[fmt.Sprint("r", i)] = questionnaire.Cell{Number: &p}
		case p == 0:
			v.Rows[fmt.Sprint("r", i)] = questionnaire.Cell{NA: true}
		}
	}
	out := questionnaire.Answers{"care": v}
	if text != "" {
		out["why"] = questionnaire.Value{Text: text}
	}
	return out
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name   string
		text   string
		points []float64
		want   Flags
	}{
		{"a line", "", []float64{4, 4, 4, 4, 4}, Straight},
		{"a line with one left out", "", []float64{4, 4, -1, 4, 4, 4}, Straight},
		{"four alike are too few", "", []float64{4, 4, 4, 4}, 0},
		{"one differs", "", []float64{4, 4, 5, 4, 4, 4, 4}, 0},
		{"a zigzag", "", []float64{1, 7, 1, 7, 1, 7}, Pattern},
		{"a short zigzag", "", []float64{1, 7, 1, 7, 1}, 0},
		{"a staircase", "", []float64{1, 2, 3, 4, 5}, Pattern},
		{"down the stairs", "", []float64{5, 4, 3, 2, 1}, Pattern},
		{"not applicable throughout", "", []float64{0, 0, 0, 0, 0}, Pattern},
		{"not applicable but once", "", []float64{0, 0, 0, 0, 0, 3}, 0},
		{"nonsense beside a line", "asdfasdf", []float64{2, 2, 2, 2, 2}, Straight | Nonsense},
		{"as people answer", "The boat was late.", []float64{4, 5, 4, 6, 7, 3}, 0},
		{"nothing", "", nil, 0},
	} {
		d := grid(len(c.points))
		if got := Judge(d, filled(c.text, c.points...)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got.List(), c.want.List())
		}
	}
	mail := questionnaire.Answers{"mail": {Text: "asdfasdf@example.org"}}
	if got := Judge(grid(0), mail); got != 0 {
		t.Errorf("an address is judged as a text: %v", got.List())
	}
}

// TestChanceIsSeldomFlagged answers grids at random: of ten rows of seven points less
// than one in a thousand looks like a pattern.
func TestChanceIsSeldomFlagged(t *testing.T) {
	d, random, flagged := grid(10), rand.New(rand.NewPCG(6, 12)), 0 //nolint:gosec // a seed makes it the same each time
	for range 20_000 {
		points := make([]float64, 10)
		for i := range points {
			points[i] = float64(1 + random.IntN(7))
		}
		if Judge(d, filled("", points...)) != 0 {
			flagged++
		}
	}
	if flagged > 20 {
		t.Errorf("%d of 20,000 are flagged", flagged)
	}
}

func printsOf(survey string, d *questionnaire.Document, answers questionnaire.Answers) (whole, text string) {
	raw, _ := json.Marshal(answers) //nolint:errchkjson // of plain fields
	return Prints(survey, d, answers, string(raw))
}

func TestPrints(t *testing.T) {
	d := grid(3)
	long := "The crossing was late by an hour and nobody on board could tell us why that was so"
	whole, text := printsOf("s", d, filled(long, 1, 2, 3))
	if text == "" || whole != "" {
		t.Errorf("two answers are too few to compare: %q, %q", whole, text)
	}
	_, again := printsOf("s", d, filled("  "+strings.ToUpper(long), 3, 2, 1))
	_, elsewhere := printsOf("other", d, filled(long, 1, 2, 3))
	if again != text || elsewhere == text {
		t.Errorf("the same words: %q and %q; in another survey %q", text, again, elsewhere)
	}
	with := func(mail string) questionnaire.Answers {
		a := maps.Clone(filled("It was late, as ever it is here", 1, 2, 3))
		a["mail"] = questionnaire.Value{Text: mail}
		return a
	}
	one, _ := printsOf("s", d, with("a@b.org"))
	two, _ := printsOf("s", d, with("a@b.org"))
	three, _ := printsOf("s", d, with("c@b.org"))
	if one == "" || one != two || one == three {
		t.Errorf("the same answers %q, %q; others %q", one, two, three)
	}
	if whole, text := printsOf("s", d, filled("good", 7, 7, 7)); whole != "" || text != "" {
		t.Error("short answers are compared, which many give alike")
	}
}

func TestPace(t *testing.T) {
	d := grid(4)
	for _, c := range []struct {
		name    string
		answers questionnaire.Answers
		times   map[string]int64
		want    int64
	}{
		{"a row is an answer", filled("late", 1, 2, 3, 4), map[string]int64{"one": 8000, "two": 7000}, 3000},
		{"a page whose time is not known", filled("late", 1, 2, 3, 4), map[string]int64{"one": 8000}, 2000},
		{"a page without answers", filled("", 1, 2, 3, 4), map[string]int64{"one": 8000, "two": 90_000}, 2000},
		{"no time", filled("late", 1), nil, 0},
		{"no answers", questionnaire.Answers{}, map[string]int64{"one": 8000}, 0},
	} {
		if got := Pace(d, c.answers, c.times); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if Fast(3000, 29, UsualFactor) != 0 || Fast(3000, 30, UsualFactor) != 1000 {
		t.Error("speeding is told from 30 answers on, under a third of the median")
	}
}

func TestFlagNames(t *testing.T) {
	for at, name := range Names() {
		if f := Named(name); f != 1<<at || f&All != f || fmt.Sprint(f.List()) != "["+name+"]" {
			t.Errorf("%s is %d", name, f)
		}
	}
	if Named("") != 0 || 1<<len(Names()) != int(All)+1 {
		t.Error("names and flags do not go together")
	}
}
