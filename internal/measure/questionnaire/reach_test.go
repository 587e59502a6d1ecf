package questionnaire

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// remarked are the remarks on what cannot be, each as key path.
func remarked(d *Document) []string {
	var out []string
	for _, r := range Check(d, knownTraits) {
		if r.Key == "never" || r.Key == "unreached" {
			out = append(out, strings.TrimSpace(r.Key+" "+r.Path))
		}
	}
	return out
}

// TestConditionsThatCannotHold are told as far as points and options tell, and no
// others are.
func TestConditionsThatCannotHold(t *testing.T) {
	for text, never := range map[string]bool{
		"recommend > 10": true, "recommend >= 10": false, "recommend < 3 and recommend > 6": true, "recommend < 3 or recommend > 6": false,
		"recommend == 2.5": true, "twice > 20": true, "twice == 20": false, "glad and recommend < 9": true, "glad and recommend == 9": false,
		`adult == "yes" and adult == "no"`: true, `"web" in used and len(used) == 0`: true, `"web" in used and len(used) == 4`: false, "len(used) > 4": true,
		"not answered(recommend) and recommend > 1": true, `answered(adult) and adult == ""`: true,
		"grid.gate > 5": true, "grid.gate > 4 and grid.gate < grid.desk": true, "grid.gate > 3 and grid.gate < grid.desk": false, "answered(grid) and not (grid.gate >= 1)": false,
		"agree and not agree": true, "agree": false,
		// of these nothing can be told
		`low == "a" and low == "b"`: false, "contact.spend > 5 and contact.spend < 4": false, `source == "x"`: false,
	} {
		d := journey()
		d.Quotas = nil
		d.Pages[1].Questions = append(d.Pages[1].Questions, Question{Code: "grid", Kind: KindMatrix, Text: en("?"), Scale: five, Rows: gates}, Question{Code: "agree", Kind: KindConsent, Text: en("?")})
		d.Pages[3].Questions[0].ShowIf = text
		got := slices.Contains(remarked(d), "never pages[3].questions[0].show_if")
		if got != never {
			t.Errorf("%s: %t", text, got)
		}
	}
}

// TestWhatNoWayLeadsTo: what is never asked is never answered, in all that follows.
func TestWhatNoWayLeadsTo(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Document)
		want  string
	}{
		"nothing": {func(*Document) {}, ""},
		"a question never shown": {func(d *Document) {
			d.Pages[0].Questions[1].ShowIf = "adult == 'yes' and adult == 'no'"
		}, "never pages[0].questions[1].show_if, never pages[0].branches[1].if, never pages[1].questions[1].show_if"},
		"an option never shown": {func(d *Document) {
			d.Pages[1].Questions[0].Options[2].ShowIf = "recommend > 10"
		}, "never pages[1].questions[0].options[2].show_if, never quotas[0].if, unreached ends[1]"},
		"a page jumped over": {func(d *Document) {
			d.Pages[0].Branches = []Branch{{If: "recommend < 11 or not answered(recommend)", Page: "last"}, {If: "adult == 'no'", End: "out"}}
		}, "unreached pages[0].branches[1], unreached pages[1], unreached pages[2], never quotas[0].if, unreached ends[0], unreached ends[1]"},
		"an item that cannot be": {func(d *Document) {
			d.Pages[2].Questions[1].ShowIf = `item == "shop" and item == "web"`
		}, "never pages[2].questions[1].show_if"},
		"a rule that cannot hold": {func(d *Document) {
			d.Pages[0].Questions[1].Rules = []Rule{{Must: "recommend > 10", Words: en("More")}}
		}, "never pages[0].questions[1].rules[0].must"},
		"a page that may be left out does not end the way": {func(d *Document) {
			d.Pages[1].ShowIf, d.Pages[1].Branches = "recommend > 5", []Branch{{If: "true", End: "out"}}
		}, ""},
	} {
		d := journey()
		c.spoil(d)
		if got := strings.Join(remarked(d), ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// TestWhatIsSaidNeverToHoldDoesNot: in interviews of documents made at random, no
// question is shown, no page and no end come of which it was said that they cannot.
func TestWhatIsSaidNeverToHoldDoesNot(t *testing.T) {
	told := 0
	for seed := range uint64(150) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 2))}
		f, _ := Compile(m.document(), nil)
		dead := remarked(f.doc)
		told += len(dead)
		s := State{Seed: seed, Touchpoints: []string{"t1"}, Full: map[string]bool{"quota": m.maybe(0.5)}}
		for key, end := f.Walk(s).Next(""); end == nil; {
			s.Answers, _ = f.Accept(s, key, m.page(f.Walk(s).Page(key), 0.7))
			key, end = f.Walk(s).Next(key)
		}
		v := f.Walk(s)
		alive := map[string]bool{"unreached ends[" + string('0'+rune(slices.IndexFunc(f.doc.Ends, func(e End) bool { return e.Code == v.End.Code }))) + "]": true}
		for p, page := range f.doc.Pages {
			for i, q := range page.Questions {
				for _, seen := range shownIn(v) {
					if seen.Code == q.Code {
						alive["never pages["+string('0'+rune(p))+"].questions["+string('0'+rune(i))+"].show_if"] = true
						alive["unreached pages["+string('0'+rune(p))+"]"] = true
					}
				}
			}
		}
		for _, line := range dead {
			if alive[line] {
				t.Errorf("seed %d: %s, and yet it came:\n%s", seed, line, way(v))
			}
		}
	}
	if told < 50 {
		t.Errorf("%d remarks are too few to tell anything", told)
	}
}

// TestWhatIsTriedIsBounded: of very many conditions some are not tried, and of those
// nothing is said.
func TestWhatIsTriedIsBounded(t *testing.T) {
	d := journey()
	d.Pages[3].ShowIf = "recommend > 10 and len(used) > 1 and adult == 'yes'"
	e, _ := CompileExpressions(d, knownTraits)
	tried := newDecider(e)
	for i := range 1000 {
		holds, fixed := tried.verdict("pages[3].show_if", 3)
		if untried := i >= allCases/(12*16*3); holds || fixed == untried {
			t.Fatalf("time %d: %t %t", i, holds, fixed)
		}
	}
	if tried.cases > allCases {
		t.Error(tried.cases)
	}
}

// BenchmarkCheck of 63 questions with 53 conditions.
func BenchmarkCheck(b *testing.B) {
	d := ferry(b).doc
	for b.Loop() {
		Check(d, Known{"region": ValueText})
	}
}
