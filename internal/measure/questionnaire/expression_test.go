package questionnaire

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// asking is a document with one question of most kinds on three pages, the last
// of which is looped over what was chosen on the first.
func asking() *Document {
	scale := &Scale{Look: LookNumbers, Min: 0, Points: 11}
	options := []Option{{Code: "shop"}, {Code: "phone"}, {Code: "web"}}
	return &Document{
		Languages: []string{"en"}, Title: Words{"en": "x"}, Settings: Settings{Consent: ConsentPerson},
		Hidden:     []Hidden{{Code: "source", From: HiddenLink, Kind: ValueText}, {Code: "visits", From: HiddenLink, Kind: ValueNumber}},
		Calculated: []Calculated{{Code: "twice", Kind: ValueNumber, Value: "recommend * 2"}, {Code: "warm", Kind: ValueBool, Value: "twice > 16"}},
		Pages: []Page{
			{Code: "p1", Questions: []Question{
				{Code: "recommend", Kind: KindScale, Scale: scale}, {Code: "used", Kind: KindChoices, Options: slices.Clone(options)}, {Code: "best", Kind: KindDropdown, Options: slices.Clone(options)},
			}},
			{Code: "p2", Questions: []Question{
				{Code: "care", Kind: KindMatrix, Scale: scale, Rows: []Row{{Code: "gate"}, {Code: "desk"}}},
				{Code: "why", Kind: KindLongText}, {Code: "day", Kind: KindDate}, {Code: "agree", Kind: KindConsent}, {Code: "order", Kind: KindRanking, Options: slices.Clone(options)},
				{Code: "words", Kind: KindBlock},
			}},
			{Code: "p3", Loop: &Loop{Over: LoopOptions, Question: "used"}, Questions: []Question{{Code: "there", Kind: KindScale, Scale: scale}, {Code: "more", Kind: KindText}}},
			{Code: "p4", Questions: []Question{{Code: "last", Kind: KindText}}},
		},
	}
}

var knownTraits = Known{"region": ValueText, "spend": ValueNumber}

// TestExpressionsSpeakOfWhatIsThere: each mistake is told once, with what it
// speaks of.
func TestExpressionsSpeakOfWhatIsThere(t *testing.T) {
	for _, c := range []struct{ page, text, key, other string }{
		{"p2", "recommend <= 6", "", ""},
		{"p2", `"phone" in used and best == "web"`, "", ""},
		{"p2", `best in ["shop", "web"] or len(used) > 1`, "", ""},
		{"p2", `contact.region == "North" && contact.spend > 100 && source != ""`, "", ""},
		{"p2", "answered(recommend) && warm && visits >= 2", "", ""},
		{"p4", `care.gate < care.desk && agree && day >= "2026-01-01" && "web" in order`, "", ""},
		{"p4", `why contains "late" or lower(why) startsWith "a"`, "", ""},
		{"p3", `item == "phone" && there > 3`, "later", "there"},
		{"p3", `item == "phone"`, "", ""},
		{"p2", "recomend <= 6", "nothing", "recomend"},
		{"p2", "last == ''", "later", "last"},
		{"p1", "twice > 3", "later", "recommend"},
		{"p1", "warm", "later", "recommend"},
		{"p4", "there > 3", "looped", "there"},
		{"p4", "item == 'x'", "nothing", "item"},
		{"p4", "care.lounge > 3", "row", "care"},
		{"p2", `best == "mail"`, "option", "best"},
		{"p2", `"mail" in used`, "option", "used"},
		{"p2", `best in ["shop", "mail"]`, "option", "best"},
		{"p2", `contact.age > 3`, "nothing", "age"},
		{"p2", `recommend == "six"`, "mismatch", ""},
		{"p2", `recommend + 1`, "gives_bool", ""},
		{"p2", `used > 2`, "mismatch", ""},
		{"p4", `words == ""`, "type", "words"},
		{"p2", `recommend <=`, "syntax", ""},
		{"p2", `1 in 1..1000000000`, "forbidden", ".."},
		{"p4", `why matches "a+"`, "forbidden", "matches"},
		{"p2", `filter(used, # == "web") != []`, "forbidden", ""},
		{"p2", `let a = 1; a == 1`, "forbidden", ""},
		{"p2", strings.Repeat("recommend < 1 or ", 200) + "true", "long", ""},
		{"p2", strings.Repeat("!", 1500) + "true", "long", ""},
	} {
		d := asking()
		i := slices.IndexFunc(d.Pages, func(p Page) bool { return p.Code == c.page })
		d.Pages[i].ShowIf = c.text
		_, found := CompileExpressions(d, knownTraits)
		if c.key == "" && len(found) > 0 {
			t.Errorf("%.60s: %+v", c.text, found)
		}
		told := func(p Problem) bool {
			return p.Key == c.key && p.Other == c.other && p.Path == fmt.Sprintf("pages[%d].show_if", i)
		}
		if c.key != "" && !slices.ContainsFunc(found, told) {
			t.Errorf("%.60s: %+v, want %s of %q", c.text, found, c.key, c.other)
		}
	}
}

// TestExpressionsKnowTheirPlace: what comes before on the same page is reached, but
// not on a page in random order; rules speak of their own answer.
func TestExpressionsKnowTheirPlace(t *testing.T) {
	d := asking()
	d.Pages[0].Questions[1].ShowIf = "recommend < 7"
	d.Pages[0].Questions[1].Options[0].ShowIf = "recommend < 3"
	d.Pages[0].Questions[0].Rules = []Rule{{Must: "recommend != 5"}}
	d.Pages[0].Branches = []Branch{{If: `"web" in used`, Page: "p4"}}
	d.Pages[2].Questions[1].ShowIf = "there < 5"
	d.Quotas = []Quota{{Code: "q", If: `best == "web"`, Count: 1, End: "e"}}
	if _, found := CompileExpressions(d, nil); len(found) > 0 {
		t.Errorf("sound: %+v", found)
	}
	d.Pages[0].Questions[0].ShowIf = "recommend < 7"
	if _, found := CompileExpressions(d, nil); len(found) != 1 || found[0].Key != "later" || found[0].Path != "pages[0].questions[0].show_if" {
		t.Errorf("a question that waits for itself: %+v", found)
	}
	d.Pages[0].Questions[0].ShowIf, d.Pages[0].Random = "", true
	if _, found := CompileExpressions(d, nil); len(found) != 2 {
		t.Errorf("on a page in random order: %+v", found)
	}
}

func numbered(n float64) Value { return Value{Number: &n} }

// TestWhatIsNotAnsweredHolds: nothing is true of what was not answered, but that
// it was not.
func TestWhatIsNotAnsweredHolds(t *testing.T) {
	yes := true
	answers := Answers{
		"recommend": numbered(9), "used": {Chosen: []string{"phone", "web"}}, "best": {Chosen: []string{"web"}}, "care": {Rows: map[string]Cell{"gate": {Number: numbered(2).Number}, "desk": {NA: true}}},
		"agree": {Consent: &yes}, "there@phone": numbered(4), "there@web": numbered(8), "day": {Text: "2026-03-01"}, "order": {Order: []string{"web", "shop"}},
	}
	hidden, traits := map[string]string{"visits": "3", "source": "mail"}, map[string]any{"region": "North", "spend": 12.5}
	for text, holds := range map[string][2]bool{ // with these answers, and with none
		"recommend <= 6": {false, false}, "recommend > 6": {true, false}, "recommend != 9": {false, true}, "not answered(recommend)": {false, true},
		`"phone" in used`: {true, false}, "len(used) == 0": {false, true}, `best == "web"`: {true, false}, `best != "web"`: {false, true},
		"care.gate < 3": {true, false}, "care.desk < 3": {false, false}, "answered(care)": {true, false}, "agree": {true, false},
		"twice == 18": {true, false}, "warm": {true, false}, "visits == 3": {true, false}, `contact.region == "North"`: {true, false}, "contact.spend > 10": {true, false},
		`day < "2026-04-01" && day != ""`: {true, false}, `"web" in order`: {true, false},
	} {
		d := asking()
		d.Pages[3].ShowIf = text
		e, found := CompileExpressions(d, knownTraits)
		if len(found) > 0 {
			t.Fatalf("%s: %+v", text, found)
		}
		for i, env := range []Env{e.Env(answers, hidden, traits, ""), e.Env(nil, nil, nil, "")} {
			if got, err := e.Holds("pages[3].show_if", env); err != nil || got != holds[i] {
				t.Errorf("%s, case %d: %t %v", text, i, got, err)
			}
		}
	}
	d := asking()
	d.Pages[2].Questions[1].ShowIf = "there < 5"
	e, _ := CompileExpressions(d, nil)
	for item, want := range map[string]bool{"phone": true, "web": false, "shop": false} {
		if got, err := e.Holds("pages[2].questions[1].show_if", e.Env(answers, nil, nil, item)); err != nil || got != want {
			t.Errorf("%s: %t %v", item, got, err)
		}
	}
	if got, err := e.Holds("pages[0].show_if", nil); !got || err != nil {
		t.Errorf("no condition: %t %v", got, err)
	}
}

// FuzzExpression: whatever somebody writes is told or can be asked, and ends.
func FuzzExpression(f *testing.F) {
	for _, s := range []string{"recommend <= 6", `"web" in used`, "care.gate", "1..9", "contact.region", `used[0] == "a"`, "len(why) > 2 ? true : false", "why + why", "nil == nil", "{}", "[1,2][5]", "day?.x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := asking()
		d.Pages[3].ShowIf = text
		e, found := CompileExpressions(d, knownTraits)
		if len(found) > 0 {
			return
		}
		_, _ = e.Holds("pages[3].show_if", e.Env(nil, nil, nil, ""))
	})
}

// BenchmarkConditions asks 40 conditions of a person's answers.
func BenchmarkConditions(b *testing.B) {
	d := asking()
	for i := range 40 {
		d.Pages[3].Branches = append(d.Pages[3].Branches, Branch{If: fmt.Sprintf(`recommend <= %d and "phone" in used and care.gate < 7`, i%11), Page: "p4"})
	}
	e, found := CompileExpressions(d, nil)
	if len(found) > 0 {
		b.Fatal(found)
	}
	env := e.Env(Answers{"recommend": numbered(0), "used": {Chosen: []string{"phone"}}, "care": {Rows: map[string]Cell{"gate": {Number: numbered(2).Number}}}}, nil, nil, "")
	paths := make([]string, 40)
	for i := range paths {
		paths[i] = fmt.Sprintf("pages[3].branches[%d].if", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, path := range paths {
			if ok, err := e.Holds(path, env); err != nil || !ok {
				b.Fatal(path, err)
			}
		}
	}
}

// TestValuesGiveTheirKind: what a calculated value gives is told apart from an
// expression whose parts do not go together.
func TestValuesGiveTheirKind(t *testing.T) {
	for _, c := range []struct {
		kind       ValueKind
		value, key string
	}{
		{ValueNumber, "recommend + 1", ""},
		{ValueNumber, `best`, "gives_number"},
		{ValueText, "best", ""},
		{ValueText, "recommend", "gives_text"},
		{ValueBool, "recommend", "gives_bool"},
		{ValueNumber, `recommend + best`, "mismatch"},
		{"date", "recommend", "value_kind"},
	} {
		d := asking()
		d.Calculated = []Calculated{{Code: "made", Kind: c.kind, Value: c.value}}
		_, found := CompileExpressions(d, nil)
		found = slices.DeleteFunc(found, func(p Problem) bool { return p.Path != "calculated[0].value" })
		if c.key == "" && len(found) > 0 || c.key != "" && (len(found) != 1 || found[0].Key != c.key) {
			t.Errorf("%s of %s: %+v, want %q", c.kind, c.value, found, c.key)
		}
	}
}
