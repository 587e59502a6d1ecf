package questionnaire

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr/vm"
)

// Flow is a document ready to be walked through, by several at once.
type Flow struct {
	doc    *Document
	asked  *Expressions
	scope  *scope
	pages  []flowPage
	values []*vm.Program
	feeds  map[string]bool // questions that calculated values speak of
	quotas []flowQuota
	before []int                       // questions of the pages before each, and last of all
	sets   map[string][]func() [][]int // designs of best_worst questions, made when first asked for
}

type flowPage struct {
	*Page
	showIf    *vm.Program
	questions []flowQuestion
	branches  []*vm.Program
	to        []int // page of each branch, -1 for an end
}

type flowQuestion struct {
	*Question
	showIf               *vm.Program
	options, rows, rules []*vm.Program
	waits                []string // questions of the page that its showing or words depend on
}

type flowQuota struct {
	*Quota
	program *vm.Program
	after   int // page after which all that it speaks of has been asked, -1 for none
}

// designs is how many designs of sets share the people who are asked.
const designs = 16

// Compile makes a document ready to be walked through. Problems are those of
// Structure, of CompileExpressions and of texts that speak of what there is not;
// what comes in {{ }} has the keys of expressions, and "pipe" where it is not closed.
// The Flow is nil if any but missing words are found.
func Compile(doc *Document, known Known) (*Flow, []Problem) {
	expressions, found := compile(doc, known)
	if expressions == nil {
		return nil, found
	}
	f := &Flow{doc: doc, asked: expressions, scope: fullScope(doc, known), feeds: map[string]bool{}, before: []int{0}, sets: map[string][]func() [][]int{}}
	for i, v := range doc.Calculated {
		f.values = append(f.values, expressions.programs[fmt.Sprintf("calculated[%d].value", i)])
		for code := range f.spokenOf(v.Value) {
			f.feeds[code] = true
		}
	}
	for i := range doc.Pages {
		f.pages = append(f.pages, f.page(i))
		f.before = append(f.before, f.before[i]+len(doc.Pages[i].Questions))
	}
	for i := range doc.Quotas {
		f.quotas = append(f.quotas, f.quota(i))
	}
	return f, found
}

// compile tells all that Compile does; its expressions are nil if any but missing
// words are found.
func compile(doc *Document, known Known) (*Expressions, []Problem) {
	found := Structure(doc)
	expressions, wrong := CompileExpressions(doc, known)
	found = append(append(found, wrong...), pipeProblems(doc, known)...)
	if slices.ContainsFunc(found, func(p Problem) bool { return p.Key != "unworded" }) {
		return nil, found
	}
	return expressions, found
}

// fullScope is a scope that knows what all calculated values need.
func fullScope(d *Document, known Known) *scope {
	s := newScope(d, known)
	for i := range d.Calculated {
		s.calculate(i)
	}
	return s
}

func (f *Flow) page(at int) flowPage {
	path, p := fmt.Sprintf("pages[%d]", at), &f.doc.Pages[at]
	out := flowPage{Page: p, showIf: f.asked.programs[path+".show_if"]}
	for i := range p.Questions {
		out.questions = append(out.questions, f.question(fmt.Sprintf("%s.questions[%d]", path, i), at, i))
	}
	for i, b := range p.Branches {
		out.branches = append(out.branches, f.asked.programs[fmt.Sprintf("%s.branches[%d].if", path, i)])
		out.to = append(out.to, slices.IndexFunc(f.doc.Pages, func(p Page) bool { return b.Page != "" && p.Code == b.Page }))
	}
	return out
}

func (f *Flow) question(path string, page, at int) flowQuestion {
	q := &f.doc.Pages[page].Questions[at]
	out := flowQuestion{Question: q, showIf: f.asked.programs[path+".show_if"]}
	for i := range q.Options {
		out.options = append(out.options, f.asked.programs[fmt.Sprintf("%s.options[%d].show_if", path, i)])
	}
	for i := range q.Rows {
		out.rows = append(out.rows, f.asked.programs[fmt.Sprintf("%s.rows[%d].show_if", path, i)])
	}
	for i := range q.Rules {
		out.rules = append(out.rules, f.asked.programs[fmt.Sprintf("%s.rules[%d].must", path, i)])
	}
	for code := range f.dependsOn(q) {
		if spot, is := f.scope.asked[code]; is && spot.page == page && spot.question < at {
			out.waits = append(out.waits, code)
		}
	}
	slices.Sort(out.waits)
	if q.Kind == KindBestWorst && q.Sets != nil {
		for i := range designs {
			f.sets[q.Code] = append(f.sets[q.Code], sync.OnceValue(func() [][]int {
				return Design(len(q.Options), q.Sets.Count, q.Sets.Size, seedOf(uint64(i), q.Code))
			}))
		}
	}
	return out
}

// Depends tells whether a question waits for an answer of its own page.
func (f *Flow) Depends() bool {
	return slices.ContainsFunc(f.pages, func(p flowPage) bool {
		return slices.ContainsFunc(p.questions, func(q flowQuestion) bool { return len(q.waits) > 0 })
	})
}

// dependsOn are the codes that decide whether and with what words q is shown.
func (f *Flow) dependsOn(q *Question) map[string]bool {
	out := f.spokenOf(q.ShowIf)
	add := func(more map[string]bool) {
		for code := range more {
			out[code] = true
		}
	}
	for _, o := range q.Options {
		add(f.spokenOf(o.ShowIf))
	}
	for _, r := range q.Rows {
		add(f.spokenOf(r.ShowIf))
	}
	q.eachWords("", func(path string, w Words) {
		if strings.HasPrefix(path, ".rules") {
			return // they are said when the page has been sent
		}
		for _, text := range w {
			for _, p := range pipesIn(text) {
				code, _, _ := strings.Cut(p.ref, ".")
				add(f.spokenOf(code))
			}
		}
	})
	return out
}

// spokenOf are the questions and values of which an expression speaks, with those
// of which its calculated values speak in turn.
func (f *Flow) spokenOf(text string) map[string]bool {
	out := map[string]bool{}
	if text == "" {
		return out
	}
	for name := range namesIn(text) {
		out[name] = true
	}
	// A value speaks only of values before it, so one way back is enough.
	for _, v := range slices.Backward(f.doc.Calculated) {
		if out[v.Code] {
			for name := range namesIn(v.Value) {
				out[name] = true
			}
		}
	}
	return out
}

func (f *Flow) quota(at int) flowQuota {
	q := &f.doc.Quotas[at]
	out := flowQuota{Quota: q, program: f.asked.programs[fmt.Sprintf("quotas[%d].if", at)], after: -1}
	if last, any := f.scope.last(q.If); any {
		out.after = last.page
	}
	return out
}

// Sets returns what a person with a seed is shown of a best-worst question: the
// codes of the options of each set; nil for other questions. Which of them are
// hidden from that person is not looked at.
func (f *Flow) Sets(code string, seed uint64) [][]string {
	made := f.sets[code]
	if len(made) == 0 {
		return nil
	}
	random := randomOf(seed, "sets "+code)
	design := made[random.IntN(len(made))]()
	q := f.scope.asked[code].q
	out := make([][]string, len(design))
	for i, at := range random.Perm(len(design)) {
		for _, item := range design[at] {
			out[i] = append(out[i], q.Options[item].Code)
		}
		random.Shuffle(len(out[i]), func(a, b int) { out[i][a], out[i][b] = out[i][b], out[i][a] })
	}
	return out
}
