package questionnaire

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// one is a document with one question, spoilt as asked, as a flow.
func one(t testing.TB, q Question, change func(q *Question)) *Flow {
	t.Helper()
	q.Code, q.Text = "x", en("?")
	if change != nil {
		change(&q)
	}
	d := &Document{Languages: []string{"en", "fr"}, Title: en("T"), Settings: Settings{Consent: ConsentPerson},
		Pages: []Page{{Code: "p", Questions: []Question{q}}}}
	return flowOf(t, d)
}

func form(pairs ...string) map[string][]string {
	out := map[string][]string{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = append(out[pairs[i]], pairs[i+1])
	}
	return out
}

// told are problems, each as field key limit, soft ones with a ~.
func told(found []FieldProblem) string {
	var out []string
	for _, p := range found {
		line := strings.TrimSpace(p.Field + " " + p.Key + " " + p.Limit)
		if p.Soft {
			line = "~" + line
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func least(n float64) *float64 { return &n }
func count(n int) *int         { return &n }

var (
	five     = &Scale{Look: LookStars, Min: 1, Points: 5, NA: true}
	abc      = coded("a", "b", "c")
	withNone = append(append(coded("a", "b"), Option{Code: "own", Text: en("Other"), Other: true}), Option{Code: "none", Text: en("None"), Exclusive: true})
	gates    = []Row{{Code: "gate", Text: en("Gate")}, {Code: "desk", Text: en("Desk")}}
	yes, no  = true, false
)

// TestAcceptByKind: for each kind what is taken, what is refused and with which
// words, required and not.
func TestAcceptByKind(t *testing.T) {
	hard := func(q *Question) { q.Required = RequiredHard }
	soft := func(q *Question) { q.Required = RequiredSoft }
	limited := func(l Limits) func(q *Question) { return func(q *Question) { q.Limits = &l } }
	scale, choice, choices := Question{Kind: KindScale, Scale: five}, Question{Kind: KindChoice, Options: withNone}, Question{Kind: KindChoices, Options: withNone}
	matrix, picks := Question{Kind: KindMatrix, Rows: gates, Scale: five}, Question{Kind: KindMatrix, Rows: gates, Options: abc}
	ranking := Question{Kind: KindRanking, Options: abc}
	text, number, date := Question{Kind: KindText}, Question{Kind: KindNumber}, Question{Kind: KindDate}
	for i, c := range []struct {
		q      Question
		change func(q *Question)
		input  map[string][]string
		want   Value
		wrong  string
	}{
		{scale, nil, form("q.x", "4"), numbered(4), ""},
		{scale, nil, form("q.x", "0"), Value{}, "q.x unknown"},
		{scale, nil, form("q.x", "6"), Value{}, "q.x unknown"},
		{scale, nil, form("q.x", "2.5"), Value{}, "q.x unknown"},
		{scale, nil, form("q.x", "good"), Value{}, "q.x number"},
		{scale, nil, form("q.x", "na"), Value{NA: true}, ""},
		{scale, hard, form("q.x", "3", "q.x.na", "1"), Value{NA: true}, ""},
		{scale, hard, form(), Value{}, "q.x required"},
		{scale, soft, form(), Value{}, "~q.x required"},
		{scale, soft, form("again.x", "1"), Value{}, ""},
		{scale, soft, form("q.x", "9", "again.x", "1"), Value{}, "q.x unknown"},
		{ranking, nil, form("q.x.again", "1"), Value{}, "q.x.again unknown"},
		{scale, nil, form("q.x", "4", "other", "y", "q.x.deep", "1"), numbered(4), "q.x.deep unknown"},
		{scale, nil, form("q.y", "4"), Value{}, "q.y unknown"},
		{choice, nil, form("q.x", "a"), picked("a"), ""},
		{choice, nil, form("q.x", "z"), Value{}, "q.x unknown"},
		{choice, nil, form("q.x", "a", "q.x", "b"), Value{}, "q.x many 1"},
		{choice, nil, form("q.x", "own", "q.x.other", " By boat "), Value{Chosen: []string{"own"}, Other: "By boat"}, ""},
		{choice, nil, form("q.x.other", "By boat"), Value{Chosen: []string{"own"}, Other: "By boat"}, ""},
		{choice, nil, form("q.x", "a", "q.x.other", "By boat"), picked("a"), ""},
		{choice, nil, form("q.x", "own"), picked("own"), ""},
		{choice, hard, form("q.x", "own"), picked("own"), "q.x.other other"},
		{choice, nil, form("q.x", "own", "q.x.other", strings.Repeat("é", 501)), Value{}, "q.x.other length 500"},
		{choices, nil, form("q.x", "b", "q.x", "a", "q.x", "b"), picked("b", "a"), ""},
		{choices, nil, form("q.x", "a", "q.x", "none"), Value{}, "q.x exclusive"},
		{choices, limited(Limits{MinChosen: count(2)}), form("q.x", "a"), Value{}, "q.x few 2"},
		{choices, limited(Limits{MinChosen: count(9)}), form("q.x", "a"), Value{}, "q.x few 3"},
		{choices, limited(Limits{MinChosen: count(9)}), form("q.x", "a", "q.x", "b", "q.x", "own"), picked("a", "b", "own"), ""},
		{choices, limited(Limits{MinChosen: count(2)}), form("q.x", "none"), picked("none"), ""},
		{choices, limited(Limits{MinChosen: count(2)}), form(), Value{}, ""},
		{choices, limited(Limits{MaxChosen: count(1)}), form("q.x", "a", "q.x", "b"), Value{}, "q.x many 1"},
		{Question{Kind: KindDropdown, Options: abc}, nil, form("q.x", "c"), picked("c"), ""},
		{matrix, nil, form("q.x.gate", "5", "q.x.desk", "na"), Value{Rows: map[string]Cell{"gate": {Number: least(5)}, "desk": {NA: true}}}, ""},
		{matrix, hard, form("q.x.gate", "5"), Value{Rows: map[string]Cell{"gate": {Number: least(5)}}}, "q.x.desk required"},
		{matrix, hard, form("q.x.gate.na", "1", "q.x.desk", "2"), Value{Rows: map[string]Cell{"gate": {NA: true}, "desk": {Number: least(2)}}}, ""},
		{matrix, nil, form("q.x.gate", "7"), Value{}, "q.x.gate unknown"},
		{matrix, nil, form("q.x.lounge", "1"), Value{}, "q.x.lounge unknown"},
		{picks, nil, form("q.x.gate", "a"), Value{Rows: map[string]Cell{"gate": {Chosen: []string{"a"}}}}, ""},
		{picks, nil, form("q.x.gate", "z"), Value{}, "q.x.gate unknown"},
		{picks, nil, form("q.x.gate", "a", "q.x.gate", "b"), Value{}, "q.x.gate many 1"},
		{ranking, nil, form("q.x", "c", "q.x", "a", "q.x", "b"), Value{Order: []string{"c", "a", "b"}}, ""},
		{ranking, nil, form("q.x.a", "2", "q.x.b", "1"), Value{Order: []string{"b", "a"}}, ""},
		{ranking, hard, form("q.x.a", "2", "q.x.b", "1"), Value{}, "q.x few 3"},
		{ranking, nil, form("q.x.a", "1", "q.x.b", "1"), Value{}, "q.x.b places 1"},
		{ranking, nil, form("q.x.a", "4"), Value{}, "q.x.a number 3"},
		{Question{Kind: KindSlider}, nil, form("q.x", "100"), numbered(100), ""},
		{Question{Kind: KindSlider}, nil, form("q.x", "101"), Value{}, "q.x most 100"},
		{number, nil, form("q.x", " 1 200,5 "), numbered(1200.5), ""},
		{number, nil, form("q.x", "1e9"), Value{}, "q.x number"},
		{number, nil, form("q.x", "NaN"), Value{}, "q.x number"},
		{number, limited(Limits{Min: least(1)}), form("q.x", "0"), Value{}, "q.x least 1"},
		{number, limited(Limits{Max: least(2.5)}), form("q.x", "3"), Value{}, "q.x most 2.5"},
		{number, limited(Limits{Min: least(1), Step: least(0.1)}), form("q.x", "1.3"), numbered(1.3), ""},
		{number, limited(Limits{Step: least(5)}), form("q.x", "7"), Value{}, "q.x step 5"},
		{text, func(q *Question) { q.Rules = []Rule{{Must: "int(x) > 3", Words: en("More")}} }, form("q.x", "2"), Value{}, "q.x rule"},
		{text, func(q *Question) { q.Rules = []Rule{{Must: "int(x) > 3", Words: en("More")}} }, form("q.x", "two"), Value{Text: "two"}, ""},
		{date, nil, form("q.x", "2024-02-29"), Value{Text: "2024-02-29"}, ""},
		{date, nil, form("q.x", "2023-02-29"), Value{}, "q.x date"},
		{date, limited(Limits{From: "2024-01-01"}), form("q.x", "2023-12-31"), Value{}, "q.x from 2024-01-01"},
		{date, limited(Limits{Until: "2024-01-01"}), form("q.x", "2024-01-02"), Value{}, "q.x until 2024-01-01"},
		{text, nil, form("q.x", "  a\x00b\r\nc\xff "), Value{Text: "ab\nc\uFFFD"}, ""},
		{text, hard, form("q.x", " \t "), Value{}, "q.x required"},
		{text, limited(Limits{Length: 3}), form("q.x", "日本語"), Value{Text: "日本語"}, ""},
		{text, limited(Limits{Length: 3}), form("q.x", "日本語!"), Value{}, "q.x length 3"},
		{Question{Kind: KindLongText}, nil, form("q.x", strings.Repeat("ф", 10000)), Value{Text: strings.Repeat("ф", 10000)}, ""},
		{Question{Kind: KindLongText}, nil, form("q.x", strings.Repeat("ф", 10001)), Value{}, "q.x length 10000"},
		{Question{Kind: KindEmail}, nil, form("q.x", "ann@example.org"), Value{Text: "ann@example.org"}, ""},
		{Question{Kind: KindEmail}, nil, form("q.x", "Ann <ann@example.org>"), Value{}, "q.x email"},
		{Question{Kind: KindEmail}, nil, form("q.x", "ann@example"), Value{}, "q.x email"},
		{Question{Kind: KindFile}, nil, form("q.x", "0af-9"), Value{Files: []string{"0af-9"}}, ""},
		{Question{Kind: KindFile}, nil, form("q.x", "../etc"), Value{}, "q.x file"},
		{Question{Kind: KindConsent}, hard, form("q.x", "0"), Value{Consent: &no}, ""},
		{Question{Kind: KindConsent}, hard, form("q.x", "1"), Value{Consent: &yes}, ""},
		{Question{Kind: KindConsent}, hard, form(), Value{}, "q.x required"},
		{Question{Kind: KindConsent}, nil, form("q.x", "on"), Value{}, "q.x unknown"},
		{Question{Kind: KindBlock}, hard, form(), Value{}, ""},
		{Question{Kind: KindBlock}, nil, form("q.x", "1"), Value{}, "q.x unknown"},
	} {
		got, found := one(t, c.q, c.change).Accept(State{}, "p", c.input)
		if told(found) != c.wrong || !reflect.DeepEqual(got["x"], c.want) {
			t.Errorf("case %d, %s %.60v: %+v, %q; want %+v, %q", i, c.q.Kind, c.input, got["x"], told(found), c.want, c.wrong)
		}
		if _, kept := got["x"]; kept != given(c.want) {
			t.Errorf("case %d: kept %t", i, kept)
		}
	}
}

// TestAcceptBestWorst: picks are of the sets that are shown, both or none.
func TestAcceptBestWorst(t *testing.T) {
	q := Question{Kind: KindBestWorst, Options: coded("a", "b", "c", "d", "e", "f"), Sets: &Sets{Count: 2, Size: 3}}
	f, s := one(t, q, nil), State{Seed: 5}
	sets := f.Walk(s).Pages[0].Questions[0].Sets
	if len(sets) != 2 || len(sets[0]) != 3 || !reflect.DeepEqual(f.Walk(s), f.Walk(s)) {
		t.Fatal(sets)
	}
	if codes := f.Sets("x", 5); codes[1][2] != sets[1][2].Code {
		t.Error("sets are told other than they are shown")
	}
	a, b, out := sets[0][0].Code, sets[0][1].Code, ""
	for _, o := range q.Options {
		if o.Code != a && o.Code != b && o.Code != sets[0][2].Code {
			out = o.Code
		}
	}
	for i, c := range []struct {
		required Required
		input    map[string][]string
		want     []Pick
		wrong    string
	}{
		{"", form("q.x.1.best", a, "q.x.1.worst", b), []Pick{{a, b}, {}}, ""},
		{"", form("q.x.1.best", a), nil, "q.x.1.worst pick"},
		{"", form("q.x.1.best", a, "q.x.1.worst", a), nil, "q.x.1.worst pick"},
		{"", form("q.x.1.best", out, "q.x.1.worst", a), nil, "q.x.1.best unknown"},
		{"", form("q.x.3.best", a), nil, "q.x.3.best unknown"},
		{RequiredHard, form("q.x.1.best", a, "q.x.1.worst", b), []Pick{{a, b}, {}}, "q.x.2.best required"},
		{"", form(), nil, ""},
	} {
		got, found := one(t, q, func(q *Question) { q.Required = c.required }).Accept(s, "p", c.input)
		if told(found) != c.wrong || !reflect.DeepEqual(got["x"].Picks, c.want) {
			t.Errorf("case %d: %+v, %s", i, got["x"], told(found))
		}
	}
}

// TestRules hold of what is answered, say so in the person's words, and speak of
// what stands before on the page.
func TestRules(t *testing.T) {
	d := journey()
	d.Pages[0].Questions = append(d.Pages[0].Questions,
		Question{Code: "people", Kind: KindNumber, Text: en("People?")},
		Question{Code: "children", Kind: KindNumber, Text: en("Children?"), Rules: []Rule{
			{Must: "children <= people", Words: Words{"en": "{{children}} of {{people|none}}?", "fr": "{{children}} sur {{people|aucun}} ?"}}}})
	f := flowOf(t, d)
	in := form("q.adult", "yes", "q.people", "2", "q.children", "3")
	got, found := f.Accept(State{Language: "fr"}, "first", in)
	if told(found) != "q.children rule" || found[0].Words != "3 sur 2 ?" || found[0].Question != "children" {
		t.Errorf("%+v", found)
	}
	if _, kept := got["children"]; kept || *got["people"].Number != 2 {
		t.Errorf("%+v", got)
	}
	in["q.children"] = []string{"2"}
	if got, found := f.Accept(State{}, "first", in); len(found) > 0 || *got["children"].Number != 2 {
		t.Errorf("%+v %+v", got, found)
	}
	if _, found := f.Accept(State{}, "first", form("q.adult", "yes")); len(found) > 0 {
		t.Errorf("a rule of what is not answered: %+v", found)
	}
}

// TestWhatIsHiddenIsDropped: an answer goes when its question, option or row is no
// longer shown, on this page and on later ones; what is not shown is not required.
func TestWhatIsHiddenIsDropped(t *testing.T) {
	d := journey()
	d.Pages[1].Questions[0].Options[0].ShowIf = "recommend < 9"
	d.Pages[3].Questions = append(d.Pages[3].Questions, Question{Code: "grid", Kind: KindMatrix, Text: en("?"), Scale: five, Required: RequiredHard,
		Rows: []Row{{Code: "gate", Text: en("Gate")}, {Code: "desk", Text: en("Desk"), ShowIf: "recommend < 9"}}})
	f := flowOf(t, d)
	s := State{Answers: Answers{"adult": picked("yes"), "recommend": numbered(3), "used": picked("shop", "web"), "low": {Text: "slow"}, "which": picked("a"),
		"there@shop": numbered(1), "there@web": numbered(1), "slow@web": {Text: "all"}, "grid": {Rows: map[string]Cell{"gate": {NA: true}, "desk": {NA: true}}}, "gone": numbered(1)}}
	got, found := f.Accept(s, "first", form("q.adult", "yes", "q.recommend", "9"))
	want := Answers{"adult": picked("yes"), "recommend": numbered(9), "used": picked("web"), "there@web": numbered(1), "slow@web": {Text: "all"},
		"grid": {Rows: map[string]Cell{"gate": {NA: true}}}}
	if len(found) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\n%+v", got, found)
	}
	if len(s.Answers) != 10 || len(s.Answers["grid"].Rows) != 2 {
		t.Error("the state was changed")
	}
	s.Answers = Answers{"recommend": numbered(9)}
	got, found = f.Accept(s, "second", form("q.used", "shop", "q.low", "x", "q.which", "a"))
	if len(found) > 0 || len(got) != 1 {
		t.Errorf("hidden option, hidden question, part not sent: %+v %+v", got, found)
	}
	if _, found = f.Accept(s, "last", form("q.grid.desk", "3", "q.grid.gate", "2")); len(found) > 0 {
		t.Errorf("a hidden row: %+v", found)
	}
	got, _ = f.Accept(s, "first", form("q.adult", "no"))
	if !reflect.DeepEqual(got, Answers{"adult": picked("no")}) {
		t.Errorf("screened out: %+v", got)
	}
}

// TestWholePagesDecideWithWhatTheySend: what an answer of the page hides is neither
// required nor kept, what it brings is; cut, each part stands for itself.
func TestWholePagesDecideWithWhatTheySend(t *testing.T) {
	f := flowOf(t, journey())
	base := Answers{"recommend": numbered(9)}
	for i, c := range []struct {
		whole bool
		page  string
		input map[string][]string
		wrong string
		keeps string
	}{
		{true, "second", form("q.used", "shop", "q.which", "a", "q.end_note", "n"), "", "end_note recommend used"},
		{true, "second", form("q.used", "shop", "q.used", "web"), "q.which required", "recommend used"},
		{true, "second", form("q.used", "shop", "q.used", "web", "q.which", "b"), "", "recommend used which"},
		{false, "second", form("q.used", "shop", "q.used", "web"), "", "recommend used"},
		{false, "second.2", form("q.end_note", "n"), "", "end_note recommend"},
		{true, "second.2", form("q.end_note", "n"), "page page", "recommend"},
		{true, "each@web", form("q.there@web", "3"), "page page", "recommend"},
	} {
		got, found := f.Accept(State{Answers: base, Whole: c.whole}, c.page, c.input)
		keeps := strings.Join(slices.Sorted(maps.Keys(got)), " ")
		if told(found) != c.wrong || keeps != c.keeps {
			t.Errorf("case %d: %q, %q", i, told(found), keeps)
		}
	}
	s := State{Whole: true, Answers: Answers{"used": picked("web")}}
	got, found := f.Accept(s, "each@web", form("q.there@web", "3", "q.slow@web", "all", "q.there@shop", "4"))
	if len(found) > 0 || strings.Join(slices.Sorted(maps.Keys(got)), " ") != "slow@web there@web used" {
		t.Errorf("in a loop: %+v %+v", got, found)
	}
}

// TestQuestionsWithNothingToChoose are not shown, so not required either.
func TestQuestionsWithNothingToChoose(t *testing.T) {
	for kind, q := range map[Kind]Question{KindChoice: {Options: abc}, KindMatrix: {Rows: gates, Scale: five}, KindBestWorst: {Options: abc, Sets: &Sets{Count: 1, Size: 3}}} {
		q.Kind, q.Required = kind, RequiredHard
		f := one(t, q, func(q *Question) {
			for i := range q.Options {
				q.Options = append([]Option{}, q.Options...)
				q.Options[i].ShowIf = "false"
			}
			for i := range q.Rows {
				q.Rows = append([]Row{}, q.Rows...)
				q.Rows[i].ShowIf = "false"
			}
		})
		if v := f.Walk(State{}); len(v.Pages) != 0 {
			t.Error(fmt.Sprint(kind, " ", way(v)))
		}
	}
}
