package questionnaire

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// maker makes documents and what is sent with their pages, at random.
type maker struct {
	*rand.Rand
	doc   *Document
	asked []Question // on pages that are not looped, and on the page in hand
}

func (m *maker) maybe(share float64) bool { return m.Float64() < share }

// document has all that a document may have, and compiles.
func (m *maker) document() *Document {
	m.doc = &Document{Languages: []string{"en", "fr"}, Title: en("T"), Settings: Settings{Consent: ConsentPerson, OneByOne: m.maybe(0.1)},
		Ends: []End{{Code: "out", Outcome: OutcomeScreened, Title: en("Out")}, {Code: "done", Outcome: OutcomeComplete, Title: en("Done")}}}
	pages := 1 + m.IntN(5)
	for p := range pages {
		page := Page{Code: fmt.Sprintf("p%d", p), Random: m.maybe(0.2), Loop: m.loop()}
		before := slices.Clone(m.asked)
		if m.maybe(0.3) {
			page.ShowIf = m.condition()
		}
		for i := range m.IntN(6) {
			if page.Random {
				m.asked = slices.Clone(before)
			}
			q := m.question(fmt.Sprintf("q%d_%d", p, i))
			page.Questions = append(page.Questions, q)
			m.asked = append(m.asked, q)
		}
		m.asked = before
		if page.Loop == nil {
			m.asked = append(m.asked, page.Questions...)
		}
		if m.maybe(0.3) {
			b := Branch{If: m.condition(), End: "out"}
			if to := p + 1 + m.IntN(3); to < pages {
				b = Branch{If: b.If, Page: fmt.Sprintf("p%d", to)}
			}
			page.Branches = []Branch{b}
		}
		m.doc.Pages = append(m.doc.Pages, page)
	}
	m.doc.Calculated = []Calculated{{Code: "many", Kind: ValueBool, Value: m.condition()}}
	m.doc.Quotas = []Quota{{Code: "quota", If: m.condition(), Count: 1, End: "out"}}
	return m.doc
}

func (m *maker) loop() *Loop {
	if m.maybe(0.7) {
		return nil
	}
	for _, q := range m.asked {
		if q.Kind == KindChoices {
			return &Loop{Over: LoopOptions, Question: q.Code, Max: m.IntN(3), Random: m.maybe(0.5)}
		}
	}
	return &Loop{Over: LoopTouchpoints}
}

func (m *maker) question(code string) Question {
	q := Question{Code: code, Kind: Kinds()[m.IntN(len(Kinds()))], Text: en("What?"), RandomOptions: m.maybe(0.3),
		Required: []Required{RequiredNo, RequiredSoft, RequiredHard}[m.IntN(3)]}
	if m.maybe(0.5) {
		q.ShowIf = m.condition()
	}
	switch q.Kind {
	case KindChoice, KindChoices, KindDropdown, KindRanking, KindBestWorst:
		q.Options = coded("a", "b", "c", "d")
		for i := range q.Options {
			if m.maybe(0.2) {
				q.Options[i].ShowIf = m.condition()
			}
		}
		q.Sets = &Sets{Count: 2, Size: 3}
	case KindMatrix:
		q.Rows = slices.Clone(gates)
		if m.maybe(0.3) {
			q.Rows[0].ShowIf = m.condition()
		}
		q.Scale = five
	case KindScale:
		q.Scale = five
	}
	return q
}

// condition speaks of something asked before.
func (m *maker) condition() string {
	if len(m.asked) == 0 {
		return []string{"true", "1 > 2"}[m.IntN(2)]
	}
	switch q := m.asked[m.IntN(len(m.asked))]; q.Kind {
	case KindScale, KindSlider, KindNumber:
		return fmt.Sprintf("%s %s %d", q.Code, []string{"<", ">", "!=", "=="}[m.IntN(4)], 1+m.IntN(4))
	case KindChoice, KindDropdown:
		return fmt.Sprintf("%s != 'a'", q.Code)
	case KindChoices, KindRanking:
		return fmt.Sprintf("'b' in %s or len(%s) == 0", q.Code, q.Code)
	case KindMatrix:
		return fmt.Sprintf("%s.gate > 2 or not answered(%s)", q.Code, q.Code)
	case KindBestWorst, KindBlock:
		return "1 < 2"
	default:
		return fmt.Sprintf("not answered(%s)", q.Code)
	}
}

// answer is what a person sends for a question that they see: in order, as a rule.
func (m *maker) answer(q QuestionView, into map[string][]string) {
	code := func() string { return q.Options[m.IntN(len(q.Options))].Code }
	switch q.Kind {
	case KindScale, KindSlider, KindNumber:
		into[q.Name] = []string{fmt.Sprint(1 + m.IntN(5))}
	case KindChoice, KindDropdown:
		into[q.Name] = []string{code()}
	case KindChoices:
		into[q.Name] = []string{code(), code()}
	case KindRanking:
		for _, i := range m.Perm(len(q.Options)) {
			into[q.Name] = append(into[q.Name], q.Options[i].Code)
		}
	case KindMatrix:
		for _, r := range q.Rows {
			into[q.Name+"."+r.Code] = []string{[]string{"1", "5", "na"}[m.IntN(3)]}
		}
	case KindBestWorst:
		for i, set := range q.Sets {
			if len(set) > 0 {
				into[setName(q.Key, i, partBest)], into[setName(q.Key, i, partWorst)] = []string{set[0].Code}, []string{set[1].Code}
			}
		}
	case KindDate:
		into[q.Name] = []string{"2026-02-03"}
	case KindEmail:
		into[q.Name] = []string{"ann@example.org"}
	case KindConsent, KindFile, KindText, KindLongText:
		into[q.Name] = []string{"1"}
	}
}

// page is what is sent with a page: all of it, some, or what nobody was asked for.
func (m *maker) page(p *PageView, share float64) map[string][]string {
	in := map[string][]string{}
	for _, q := range p.Questions {
		if m.maybe(share) && len(q.Options)+len(q.Rows) > 0 || len(q.Options) == 0 {
			m.answer(q, in)
		}
	}
	return in
}

func shownIn(v View) map[string]QuestionView {
	out := map[string]QuestionView{}
	for _, p := range v.Pages {
		for _, q := range p.Questions {
			if q.Shown {
				out[q.Key] = q
			}
		}
	}
	return out
}

// TestWalksOfAnyDocument: for documents and answers made at random, the same state
// gives the same view; what is shown is what conditions say of the answers that
// are kept; no answer is kept to what is not shown, nor asked for; a page that is
// cut and one that is whole show the same; each interview ends.
func TestWalksOfAnyDocument(t *testing.T) {
	interviews, required, dropped := 0, 0, 0
	for seed := range uint64(400) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 1))}
		f, found := Compile(m.document(), nil)
		if f == nil {
			t.Fatalf("seed %d: %+v", seed, found)
		}
		s := State{Seed: seed, Whole: m.maybe(0.5), Touchpoints: []string{"t1", "t2"}, Full: map[string]bool{"quota": m.maybe(0.3)}}
		passed := map[string]bool{}
		for key, end := f.Walk(s).Next(""); end == nil; {
			if len(passed) > 500 || passed[key] {
				t.Fatalf("seed %d: comes to %s again", seed, key)
			}
			before := f.Walk(s)
			answers, problems, v := f.Take(s, key, m.page(before.Page(key), 0.8))
			s.Answers = answers
			shown := shownIn(v)
			for _, p := range problems {
				required++
				if _, is := shown[p.Question]; !is || p.Key != "required" && p.Key != "few" {
					t.Fatalf("seed %d, %s: %+v", seed, key, p)
				}
			}
			dropped += len(shownIn(before)) - len(shown)
			agree(t, f, s, v, shown)
			if len(problems) > 0 { // all of what is missing, as far as it is seen
				in := m.page(v.Page(key), 1)
				if s.Answers, problems, v = f.Take(s, key, in); len(problems) > 0 && !s.Whole {
					t.Fatalf("seed %d, %s: %+v of %+v", seed, key, problems, in)
				}
				agree(t, f, s, v, shownIn(v))
			}
			passed[key] = true
			key, end = v.Next(key)
		}
		interviews++
	}
	if required < 100 || interviews != 400 {
		t.Errorf("%d interviews, %d problems: too few to tell anything", interviews, required)
	}
}

// agree checks a view against the expressions asked of the answers that are kept.
func agree(t *testing.T, f *Flow, s State, v View, shown map[string]QuestionView) {
	t.Helper()
	if !reflect.DeepEqual(v, f.Walk(s)) {
		t.Fatalf("seed %d: the same state gives another view", s.Seed)
	}
	for key, value := range s.Answers {
		q, is := shown[key]
		if !is || !reflect.DeepEqual(*q.Answer, value) {
			t.Fatalf("seed %d: %s is kept and not shown so", s.Seed, key)
		}
		for _, code := range append(slices.Clone(value.Chosen), value.Order...) {
			if !slices.ContainsFunc(q.Options, func(o OptionView) bool { return o.Code == code }) {
				t.Fatalf("seed %d: %s keeps %s, which is not shown", s.Seed, key, code)
			}
		}
	}
	other := s
	other.Whole = !s.Whole
	if w := f.Walk(other); !maps.EqualFunc(shown, shownIn(w), func(a, b QuestionView) bool { return a.Code == b.Code }) || w.End != v.End {
		t.Fatalf("seed %d: whole and cut differ:\n%s\n%s", s.Seed, way(v), way(w))
	}
	far := -1.0
	for _, p := range v.Pages {
		if p.Progress <= far || p.Progress >= 1 {
			t.Fatalf("seed %d: %s stands at %v after %v", s.Seed, p.Key, p.Progress, far)
		}
		far = p.Progress
	}
	onWay := map[string]bool{}
	for _, p := range v.Pages {
		onWay[p.Code] = true
	}
	for p, page := range f.doc.Pages {
		if page.Loop != nil || !onWay[page.Code] {
			continue
		}
		env := f.asked.Env(s.Answers, nil, nil, "")
		for i, q := range page.Questions {
			holds, err := f.asked.Holds(fmt.Sprintf("pages[%d].questions[%d].show_if", p, i), env)
			if _, is := shown[q.Code]; err != nil || is && !holds || holds && !is && !strings.Contains(fmt.Sprint(q.Options, q.Rows), "q") {
				t.Fatalf("seed %d: %s is shown %t, its condition %t %v", s.Seed, q.Code, is, holds, err)
			}
		}
	}
}

// FuzzAccept: whatever is sent with any page, on top of whatever answers stand, is
// taken or refused; nothing is kept that is not shown, and what is kept is taken
// again as it is.
func FuzzAccept(f *testing.F) {
	f.Add(uint64(1), "p0", "q.q0_0=a&q.q0_1=3&again.q0_2=1", `{"q0_0":{"c":["a"]}}`, false)
	f.Add(uint64(9), "p1@t1.2", "q.q1_0@t1.gate=na&q.q1_1.1.best=a&q.=&q", `{"q0_1":{"n":3},"q1_0@t1":{"r":{"gate":{"na":true}}},"q0_2":{"p":[{"b":"a"}]}}`, true)
	f.Fuzz(func(t *testing.T, seed uint64, page, body, standing string, whole bool) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 1))}
		flow, _ := Compile(m.document(), nil)
		answers, _ := DecodeAnswers([]byte(standing))
		in := map[string][]string{}
		for _, pair := range strings.Split(body, "&") {
			name, value, _ := strings.Cut(pair, "=")
			in[name] = append(in[name], value)
		}
		s := State{Seed: seed, Answers: answers, Whole: whole, Touchpoints: []string{"t1", page}}
		got, found, v := flow.Take(s, page, in)
		for _, p := range found {
			if p.Key == "" || p.Message == "" || p.Field == "" {
				t.Fatalf("%+v", p)
			}
		}
		s.Answers = got
		agree(t, flow, s, v, shownIn(v))
	})
}
