package questionnaire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func en(text string) Words { return Words{"en": text} }

func coded(codes ...string) []Option {
	var out []Option
	for _, c := range codes {
		out = append(out, Option{Code: c, Text: Words{"en": strings.ToUpper(c), "fr": strings.ToUpper(c) + " (fr)"}})
	}
	return out
}

// journey is a document with a way through it: two pages that branch, a loop, an
// end for each outcome.
func journey() *Document {
	ten := &Scale{Look: LookNumbers, Min: 0, Points: 11}
	return &Document{
		Languages: []string{"en", "fr"}, Title: Words{"en": "Visit of {{contact.name|a guest}}"}, Settings: Settings{Consent: ConsentPerson},
		Hidden:     []Hidden{{Code: "source", From: HiddenLink, Kind: ValueText}, {Code: "region", From: HiddenContact, Trait: "region", Kind: ValueText}},
		Calculated: []Calculated{{Code: "twice", Kind: ValueNumber, Value: "recommend * 2"}, {Code: "glad", Kind: ValueBool, Value: "twice >= 18"}},
		Quotas:     []Quota{{Code: "webbers", If: `"web" in used`, Count: 3, End: "full"}},
		Ends: []End{{Code: "out", Outcome: OutcomeScreened, Title: en("Not for you")}, {Code: "full", Outcome: OutcomeQuotaFull, Title: en("Enough")},
			{Code: "thanks", Outcome: OutcomeComplete, Title: Words{"en": "Thank you", "fr": "Merci"}, Text: en("You gave {{recommend|nothing}}.")}},
		Pages: []Page{
			{Code: "first", Branches: []Branch{{If: "adult == 'no'", End: "out"}, {If: "recommend == 0", Page: "last"}}, Questions: []Question{
				{Code: "adult", Kind: KindChoice, Text: en("Adult?"), Options: coded("yes", "no"), Required: RequiredHard},
				{Code: "recommend", Kind: KindScale, Text: en("Recommend?"), Scale: ten, Score: &Score{FromScale: true}}}},
			{Code: "second", Title: en("Contact"), Questions: []Question{
				{Code: "used", Kind: KindChoices, Text: en("Used?"), Options: append(coded("shop", "phone", "web"), Option{Code: "none", Text: en("None"), Exclusive: true}),
					Score: &Score{Points: map[string]float64{"shop": 5, "web": 1}}},
				{Code: "low", Kind: KindText, Text: Words{"en": "Why {{recommend}}?", "fr": "Pourquoi {{recommend}} ?"}, ShowIf: "recommend <= 6"},
				{Code: "which", Kind: KindChoice, Text: en("Which?"), Options: coded("a", "b"), ShowIf: `len(used) > 1`, Required: RequiredHard},
				{Code: "end_note", Kind: KindText, Text: en("Note")}}},
			{Code: "each", Loop: &Loop{Over: LoopOptions, Question: "used"}, Title: en("About {{item}}"), Questions: []Question{
				{Code: "there", Kind: KindScale, Text: en("How was {{item}}?"), Scale: ten},
				{Code: "slow", Kind: KindText, Text: en("What was slow?"), ShowIf: "there < 5"}}},
			{Code: "last", Questions: []Question{{Code: "bye", Kind: KindLongText, Text: en("Anything else, {{contact.name|friend}}?")}}},
		},
	}
}

func flowOf(t testing.TB, d *Document) *Flow {
	t.Helper()
	f, found := Compile(d, knownTraits)
	if f == nil {
		t.Fatalf("%+v", found)
	}
	return f
}

// way is what a view shows, a page a word: key:question,question>end.
func way(v View) string {
	var out []string
	for _, p := range v.Pages {
		var asked []string
		for _, q := range p.Questions {
			code := q.Code
			if !q.Shown {
				code = "(" + code + ")"
			}
			asked = append(asked, code)
		}
		out = append(out, p.Key+":"+strings.Join(asked, ","))
	}
	return strings.Join(out, " ") + " >" + v.End.Code
}

func picked(codes ...string) Value { return Value{Chosen: codes} }

// TestWalkGoesAsAnswersLead: display conditions, cuts, branches, loops, quotas and
// screen-out, each by what it changes.
func TestWalkGoesAsAnswersLead(t *testing.T) {
	for name, c := range map[string]struct {
		state State
		want  string
	}{
		"nothing yet": {State{}, "first:adult,recommend second:used second.2:end_note last:bye >thanks"},
		"screened":    {State{Answers: Answers{"adult": picked("no")}}, "first:adult,recommend >out"},
		"jumped":      {State{Answers: Answers{"recommend": numbered(0), "used": picked("web")}}, "first:adult,recommend last:bye >thanks"},
		"low":         {State{Answers: Answers{"recommend": numbered(6)}}, "first:adult,recommend second:used,low second.2:end_note last:bye >thanks"},
		"two used": {State{Answers: Answers{"used": picked("web", "shop")}},
			"first:adult,recommend second:used second.2:which,end_note each@shop:there each@web:there last:bye >thanks"},
		"in the loop": {State{Answers: Answers{"used": picked("web", "shop"), "there@web": numbered(2), "there@shop": numbered(9)}},
			"first:adult,recommend second:used second.2:which,end_note each@shop:there each@web:there each@web.2:slow last:bye >thanks"},
		"none is no item": {State{Answers: Answers{"used": picked("none")}}, "first:adult,recommend second:used second.2:end_note last:bye >thanks"},
		"whole": {State{Whole: true, Answers: Answers{"used": picked("shop")}},
			"first:adult,recommend second:used,(low),(which),end_note each@shop:there,(slow) last:bye >thanks"},
		"quota full":     {State{Answers: Answers{"used": picked("web")}, Full: map[string]bool{"webbers": true}}, "first:adult,recommend second:used second.2:end_note >full"},
		"not mine":       {State{Answers: Answers{"used": picked("shop")}, Full: map[string]bool{"webbers": true}}, "first:adult,recommend second:used second.2:end_note each@shop:there last:bye >thanks"},
		"hidden answers": {State{Answers: Answers{"recommend": numbered(0), "used": picked("web")}, Full: map[string]bool{"webbers": true}}, "first:adult,recommend last:bye >thanks"},
	} {
		if v := flowOf(t, journey()).Walk(c.state); way(v) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, way(v), c.want)
		}
	}
}

// TestNextLeads from page to page to the end.
func TestNextLeads(t *testing.T) {
	v := flowOf(t, journey()).Walk(State{Answers: Answers{"recommend": numbered(0)}})
	for _, c := range [][2]string{{"", "first"}, {"first", "last"}, {"gone", "first"}} {
		if next, end := v.Next(c[0]); next != c[1] || end != nil {
			t.Errorf("after %q: %q %v", c[0], next, end)
		}
	}
	if next, end := v.Next("last"); next != "" || end == nil || end.Outcome != OutcomeComplete || end.Text != "You gave 0." {
		t.Errorf("after the last: %q %+v", next, end)
	}
	if v.Page("last") == nil || v.Page("second") != nil {
		t.Error("pages that are and are not on the way")
	}
}

// TestWordsArePutIn: in the language, with fallback to the base, as plain text that
// is not read again.
func TestWordsArePutIn(t *testing.T) {
	d := journey()
	d.Pages[3].Questions[0].Hint = Words{"en": "{{used|nothing}}; {{ low | none }}; {{source|nowhere}}; {{twice}}; {{contact.spend}}"}
	d.Pages[3].Questions = append(d.Pages[3].Questions,
		Question{Code: "grid", Kind: KindMatrix, Text: en("Grid"), Rows: []Row{{Code: "gate", Text: en("Gate")}},
			Scale: &Scale{Look: LookWords, Min: 1, Points: 2, Labels: []Words{en("bad"), {"en": "good", "fr": "bien"}}}},
		Question{Code: "after", Kind: KindBlock, Text: en("It was {{grid.gate|unknown}}. {{")})
	if _, found := Compile(d, knownTraits); len(found) != 1 || found[0].Key != "pipe" {
		t.Errorf("what is not closed: %+v", found)
	}
	d.Pages[3].Questions[2].Text = en("It was {{grid.gate|unknown}}.")
	f := flowOf(t, d)
	two := 2.0
	s := State{Language: "fr", Hidden: map[string]string{"source": "<b>{{low}}</b>"}, Contact: map[string]any{"name": "Ann", "spend": 12.5}, Answers: Answers{
		"recommend": numbered(3), "used": picked("web", "shop"), "low": {Text: "{{recommend}}"}, "grid": {Rows: map[string]Cell{"gate": {Number: &two}}}}}
	last := func(v View) []QuestionView {
		var out []QuestionView
		for _, p := range v.Pages {
			if p.Code == "last" {
				out = append(out, p.Questions...)
			}
		}
		return out
	}
	v := f.Walk(s)
	got := last(v)
	if v.Title != "Visit of Ann" || got[0].Text != "Anything else, Ann?" || got[0].Hint != "SHOP (fr), WEB (fr); {{recommend}}; <b>{{low}}</b>; 6; 12,5" {
		t.Errorf("%q %q %q", v.Title, got[0].Text, got[0].Hint)
	}
	if got[2].Text != "It was bien." || v.End.Title != "Merci" {
		t.Errorf("%q, %q", got[2].Text, v.End.Title)
	}
	if v := f.Walk(State{Language: "de"}); v.Language != "en" {
		t.Errorf("a language that the document does not have: %s", v.Language)
	}
	got = last(f.Walk(State{Language: "de"}))
	if got[0].Text != "Anything else, friend?" || got[0].Hint != "nothing;  none ; nowhere; ; " || got[2].Text != "It was unknown." {
		t.Errorf("with nothing known: %q %q %q", got[0].Text, got[0].Hint, got[2].Text)
	}
	if last(v)[0].Lang != "en" || v.End.Lang != "" || v.Page("first").Questions[0].Lang != "en" || v.Page("first").Questions[0].Options[0].Lang != "" {
		t.Errorf("which words are not translated: %+v", v.Page("first").Questions[0])
	}
	for _, p := range f.Walk(State{}).Pages {
		for _, q := range p.Questions {
			if q.Lang != "" {
				t.Errorf("%s is in its own language and says %s", q.Code, q.Lang)
			}
		}
	}
	each := f.Walk(s).Page("each@web")
	if each.Title != "About WEB (fr)" || each.Questions[0].Text != "How was WEB (fr)?" || each.Questions[0].Key != "there@web" || each.Questions[0].Name != "q.there@web" {
		t.Errorf("in the loop: %+v", each)
	}
}

// TestTextsSpeakOfWhatIsThere: each mistake is told with what it speaks of.
func TestTextsSpeakOfWhatIsThere(t *testing.T) {
	for text, want := range map[string][2]string{
		"{{recommend}} {{contact.name}} {{contact.region|x}} {{source}} {{glad}}": {},
		"{{recomend}}": {"nothing", "recomend"}, "{{bye}}": {"later", "bye"}, "{{there}}": {"looped", "there"}, "{{item}}": {"nothing", "item"},
		"{{contact.age}}": {"nothing", "age"}, "{{contact}}": {"nothing", "contact"}, "{{len}}": {"nothing", "len"}, "{{recommend.x}}": {"nothing", "recommend.x"},
		"{{}}": {"nothing", ""}, "{{recommend": {"pipe", "en"}, "}} {": {},
	} {
		d := journey()
		d.Pages[3].Title = en(text)
		found := pipeProblems(d, knownTraits)
		if want[0] == "" && len(found) > 0 || want[0] != "" && (len(found) != 1 || found[0].Key != want[0] || found[0].Other != want[1] || found[0].Path != "pages[3].title") {
			t.Errorf("%s: %+v, want %v", text, found, want)
		}
	}
}

// TestRandomOrderIsOfTheSeed: the same for a seed at every call, another for others,
// fixed ones in their places, and unmoved by what is hidden.
func TestRandomOrderIsOfTheSeed(t *testing.T) {
	d := journey()
	options := coded("a", "b", "c", "d", "e", "f")
	options[0].ShowIf = "recommend > 5"
	options[5].Fixed = true
	d.Pages[3].Random = true
	for i := range 5 {
		d.Pages[3].Questions = append(d.Pages[3].Questions, Question{Code: fmt.Sprintf("q%d", i), Kind: KindText, Text: en("?")})
	}
	d.Pages[1].Questions = append(d.Pages[1].Questions, Question{Code: "mixed", Kind: KindRanking, Text: en("?"), Options: options, RandomOptions: true})
	f := flowOf(t, d)
	order := func(seed uint64, recommend float64) (options, questions string) {
		for _, p := range f.Walk(State{Seed: seed, Answers: Answers{"recommend": numbered(recommend)}}).Pages {
			for _, q := range p.Questions {
				for _, o := range q.Options {
					if q.Code == "mixed" {
						options += o.Code
					}
				}
				if p.Code == "last" {
					questions += " " + q.Code
				}
			}
		}
		return options, questions
	}
	options1, questions1 := map[string]bool{}, map[string]bool{}
	for seed := range uint64(40) {
		o, q := order(seed, 9)
		if o2, q2 := order(seed, 9); o2 != o || q2 != q {
			t.Fatalf("seed %d: %s %s, then %s %s", seed, o, q, o2, q2)
		}
		if without, _ := order(seed, 1); without != strings.Replace(o, "a", "", 1) {
			t.Errorf("seed %d: %s, without a %s", seed, o, without)
		}
		if o[5] != 'f' {
			t.Errorf("the fixed one moved: %s", o)
		}
		options1[o], questions1[q] = true, true
	}
	if len(options1) < 25 || len(questions1) < 25 {
		t.Errorf("40 seeds gave %d and %d orders", len(options1), len(questions1))
	}
}

// TestLoopsOverTouchpoints go through each used one once, by name, and no more than asked.
func TestLoopsOverTouchpoints(t *testing.T) {
	d := journey()
	d.Pages[2].Loop = &Loop{Over: LoopTouchpoints, Max: 2}
	s := State{Touchpoints: []string{"t1", "t1", "t2", "t3"}, Names: map[string]string{"t1": "Gate", "t2": "Desk"}}
	v := flowOf(t, d).Walk(s)
	if v.Page("each@t1").Title != "About Gate" || v.Page("each@t2") == nil || v.Page("each@t3") != nil {
		t.Error(way(v))
	}
	own := journey()
	own.Pages[1].Questions[0].Options[1].Other = true
	if v := flowOf(t, own).Walk(State{Answers: Answers{"used": {Chosen: []string{"phone"}, Other: "By fax"}}}); v.Page("each@phone").Title != "About By fax" {
		t.Errorf("own words of what is gone through: %+v", v.Page("each@phone"))
	}
	d.Pages[2].Loop.Random = true
	seen := map[string]bool{}
	for s.Seed = range 20 {
		seen[way(flowOf(t, d).Walk(s))] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d of 6 orders: %v", len(seen), seen)
	}
	d.Pages[2].Branches = []Branch{{If: "there > 5", Page: "last"}}
	d.Pages[2].Loop = &Loop{Over: LoopTouchpoints}
	s.Answers = Answers{"there@t1": numbered(9)}
	if v := flowOf(t, d).Walk(s); v.Page("each@t2") != nil || v.Page("last") == nil {
		t.Errorf("a branch does not leave the loop: %s", way(v))
	}
}

// TestOneByOne: each question is a page; a text stands before the next.
func TestOneByOne(t *testing.T) {
	d := journey()
	d.Settings.OneByOne = true
	d.Pages[0].Questions = slices.Insert(d.Pages[0].Questions, 1, Question{Code: "words", Kind: KindBlock, Text: en("Now")})
	for _, whole := range []bool{false, true} {
		if got := way(flowOf(t, d).Walk(State{Whole: whole})); !strings.HasPrefix(got, "first:adult first.2:words,recommend second:used ") {
			t.Error(got)
		}
	}
}

// TestSums: values, score, progress.
func TestSums(t *testing.T) {
	f := flowOf(t, journey())
	v := f.Walk(State{Answers: Answers{"adult": picked("yes"), "recommend": numbered(9), "used": picked("shop", "phone")}})
	if want := map[string]any{"twice": 18.0, "glad": true}; !reflect.DeepEqual(v.Values, want) || v.Score == nil || *v.Score != 14 {
		t.Errorf("%v, score %v", v.Values, v.Score)
	}
	// adult, recommend, used; which, end_note, there twice, bye
	if v.Progress != 3.0/8 || v.Page("first").Progress != 0 || v.Page("each@phone").Progress != 7.0/9 || v.Page("last").Progress != 8.0/9 {
		t.Errorf("progress %v: %v", v.Progress, way(v))
	}
	if v := f.Walk(State{}); v.Score != nil || v.Progress != 0 || !reflect.DeepEqual(v.Values, map[string]any{"glad": false}) {
		t.Errorf("of nothing: %v %v", v.Score, v.Values)
	}
}

// TestWaits: a question tells what it waits for, through calculated values and words too.
func TestWaits(t *testing.T) {
	d := journey()
	d.Pages[0].Questions = append(d.Pages[0].Questions,
		Question{Code: "x1", Kind: KindText, Text: en("?"), ShowIf: "glad"}, Question{Code: "x2", Kind: KindText, Text: en("And {{adult}}?")},
		Question{Code: "x3", Kind: KindText, Text: en("?"), Rules: []Rule{{Must: `x3 != adult`, Words: en("not {{adult}}")}}})
	v := flowOf(t, d).Walk(State{Whole: true})
	for i, want := range [][]string{nil, nil, {"recommend"}, {"adult"}, nil} {
		if got := v.Pages[0].Questions[i].ShownIf; !reflect.DeepEqual(got, want) {
			t.Errorf("question %d waits for %v, want %v", i, got, want)
		}
	}
	if got := way(flowOf(t, d).Walk(State{})); !strings.HasPrefix(got, "first:adult,recommend first.2:x2,x3 ") {
		t.Error(got)
	}
}

// TestCompileRefuses what Structure, expressions and texts have wrong; a document
// that only lacks words can be looked at.
func TestCompileRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Document){
		"form":       func(d *Document) { d.Pages[0].Branches[1].Page = "first" },
		"expression": func(d *Document) { d.Pages[1].ShowIf = "bye == ''" },
		"text":       func(d *Document) { d.Title = en("{{bye}}") },
		"loop in a loop": func(d *Document) {
			d.Pages[1].Loop = &Loop{Over: LoopTouchpoints}
			d.Pages[1].Questions, d.Quotas = d.Pages[1].Questions[:1], nil
		},
	} {
		d := journey()
		spoil(d)
		if f, found := Compile(d, knownTraits); f != nil || len(found) != 1 {
			t.Errorf("%s: %+v", name, found)
		}
	}
	d := journey()
	d.Title = nil
	if f, found := Compile(d, knownTraits); f == nil || len(found) != 1 {
		t.Errorf("without a title: %+v", found)
	}
}

// TestQuotasWaitForWhatTheySpeakOf: one of what is not asked yet ends nothing, though
// it holds of an empty answer.
func TestQuotasWaitForWhatTheySpeakOf(t *testing.T) {
	d := journey()
	d.Quotas[0].If = `bye != "x" and region == "North"`
	s := State{Full: map[string]bool{"webbers": true}, Contact: map[string]any{"region": "North"}}
	if v := flowOf(t, d).Walk(s); v.Quota != "webbers" || v.Page("last") == nil {
		t.Errorf("before it is asked: %s", way(v))
	}
	d.Quotas[0].If = `region == "North"`
	if v := flowOf(t, d).Walk(s); len(v.Pages) != 0 || v.End.Outcome != OutcomeQuotaFull {
		t.Errorf("of what is known from the start: %s", way(v))
	}
	s.Contact = nil
	if v := flowOf(t, d).Walk(s); v.Quota != "" || v.End.Code != "thanks" {
		t.Errorf("of somebody else: %s", way(v))
	}
}

// TestPagesThatAreNotShown take no branches and keep no answers; one without a
// question branches.
func TestPagesThatAreNotShown(t *testing.T) {
	d := journey()
	d.Pages[1].ShowIf, d.Pages[1].Branches = "recommend > 5", []Branch{{If: "true", End: "out"}}
	f := flowOf(t, d)
	for recommend, want := range map[float64]string{5: "first:adult,recommend last:bye >thanks", 6: "first:adult,recommend second:used,low second.2:end_note >out"} {
		if v := f.Walk(State{Answers: Answers{"recommend": numbered(recommend), "used": picked("web")}}); way(v) != want {
			t.Errorf("%v: %s", recommend, way(v))
		}
	}
	d.Pages[3].Questions, d.Pages[3].Branches = nil, []Branch{{If: "recommend == 1", End: "out"}}
	if v := flowOf(t, d).Walk(State{Answers: Answers{"recommend": numbered(1)}}); way(v) != "first:adult,recommend >out" {
		t.Errorf("a page without a question: %s", way(v))
	}
}
