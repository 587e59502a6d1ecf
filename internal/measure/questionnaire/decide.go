package questionnaire

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// How many combinations of answers are tried for one condition, and for all of a
// document; of what is over nothing is said.
const (
	mostCases = 4096
	allCases  = 100_000
)

// decider tells whether a condition always or never holds, by asking it of every
// answer there can be: points, options and sets of options. Of one that speaks of
// texts, numbers or traits, or of too much, it says nothing.
type decider struct {
	e       *Expressions
	scope   *scope
	unasked map[string]bool // questions that are never shown
	unshown map[string]bool // options that are never shown, question.option
	cases   int             // tried so far
	vm      vm.VM
}

func newDecider(e *Expressions) decider {
	return decider{e: e, scope: fullScope(e.doc, e.known), unasked: map[string]bool{}, unshown: map[string]bool{}}
}

// dimension is a name of a condition with all it may stand for.
type dimension struct {
	name   string
	values []any
}

// verdict tells what the condition at a path gives whatever is answered, and whether
// there is such a thing; page is where it stands. Where there is none it holds.
func (d *decider) verdict(path string, page int) (holds, fixed bool) {
	program := d.e.programs[path]
	if program == nil {
		return true, true
	}
	space, counted := d.space(program.Source().String(), page)
	cases := space.size()
	if !counted || cases > mostCases || d.cases+cases > allCases {
		return false, false
	}
	d.cases += cases
	yes := 0
	for n := range cases {
		got, err := d.vm.Run(program, map[string]any(d.env(space, n)))
		if err == nil && got == true {
			yes++
		}
	}
	return yes > 0, yes == 0 || yes == cases
}

// space is all that a condition may be asked of: what it speaks of itself, and the
// values it speaks of that are calculated, by their places.
type space struct {
	dimensions []dimension
	calculated []int
}

// size is how many combinations there are, as far as that matters.
func (s space) size() int {
	n := 1
	for _, m := range s.dimensions {
		n *= len(m.values)
		if n > mostCases {
			break
		}
	}
	return n
}

// env is the nth combination, with what is calculated of it. Names of which the
// condition does not speak are left out.
func (d *decider) env(s space, n int) Env {
	env := Env{}
	for _, m := range s.dimensions {
		env[m.name] = m.values[n%len(m.values)]
		n /= len(m.values)
	}
	for _, i := range s.calculated {
		v := d.e.doc.Calculated[i]
		env[v.Code] = v.Kind.read("")
		if got, err := d.vm.Run(d.e.programs[fmt.Sprintf("calculated[%d].value", i)], map[string]any(env)); err == nil {
			env[v.Code] = got
		}
	}
	return env
}

// space of an expression, through calculated values; false if one of the names it
// speaks of cannot be counted.
func (d *decider) space(text string, page int) (out space, counted bool) {
	spoken := speech{names: map[string]bool{}, parts: map[string][]string{}, whole: map[string]int{}}
	spoken.hear(text)
	for i, v := range slices.Backward(d.e.doc.Calculated) {
		if spoken.names[v.Code] {
			delete(spoken.names, v.Code)
			spoken.hear(v.Value)
			out.calculated = slices.Insert(out.calculated, 0, i)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(spoken.names)) {
		if name == answered || slices.Contains(builtins, name) && d.scope.asked[name].q == nil {
			continue
		}
		rows := spoken.parts[name]
		if spoken.whole[name] > 0 {
			rows = nil
		}
		values := d.values(name, rows, page)
		if len(values) == 0 {
			return out, false
		}
		out.dimensions = append(out.dimensions, dimension{name, values})
	}
	return out, true
}

// values are all that a name may stand for, none where they cannot be counted.
func (d *decider) values(name string, rows []string, page int) []any {
	if name == loopItem {
		return d.items(page)
	}
	spot, is := d.scope.asked[name]
	if !is {
		if d.scope.values[name] == ValueBool {
			return []any{false, true}
		}
		return nil
	}
	q := spot.q
	if d.unasked[name] {
		return []any{q.plain(Value{})}
	}
	switch q.Kind {
	case KindScale:
		return q.Scale.all()
	case KindChoice, KindDropdown:
		return d.codes(q)
	case KindChoices:
		return d.subsets(q)
	case KindConsent:
		return []any{false, true}
	case KindMatrix:
		return d.grids(q, rows)
	}
	return nil
}

// all are the points, and that none is chosen.
func (s *Scale) all() []any {
	out := []any{math.NaN()}
	for n := s.Min; n <= s.Max(); n++ {
		out = append(out, float64(n))
	}
	return out
}

// codes are those of the options that can be shown, and that none is chosen.
func (d *decider) codes(q *Question) []any {
	out := []any{""}
	for _, o := range q.Options {
		if !d.unshown[q.Code+"."+o.Code] {
			out = append(out, o.Code)
		}
	}
	return out
}

func (d *decider) subsets(q *Question) []any {
	codes := d.codes(q)[1:]
	if len(codes) > 12 {
		return nil
	}
	out := make([]any, 0, 1<<len(codes))
	for bits := range 1 << len(codes) {
		chosen := []string{}
		for i, code := range codes {
			if bits>>i&1 == 1 {
				chosen = append(chosen, code.(string))
			}
		}
		out = append(out, chosen)
	}
	return out
}

// items are what a looped page is shown for.
func (d *decider) items(page int) []any {
	if l := d.e.doc.Pages[page].Loop; l != nil && l.Over == LoopOptions {
		return d.codes(d.scope.asked[l.Question].q)[1:]
	}
	return nil
}

// grids are the answers to a matrix in the rows that are spoken of; in all rows
// where it is spoken of as a whole.
func (d *decider) grids(q *Question, rows []string) []any {
	cells := d.codes(q)
	if len(q.Options) == 0 {
		cells = q.Scale.all()
	}
	if len(rows) == 0 {
		for _, r := range q.Rows {
			rows = append(rows, r.Code)
		}
	}
	out := []any{q.plain(Value{})}
	for _, row := range rows {
		if len(out)*len(cells) > mostCases {
			return nil
		}
		var more []any
		for _, grid := range out {
			for _, cell := range cells {
				next := maps.Clone(grid.(map[string]any))
				next[row] = cell
				more = append(more, next)
			}
		}
		out = more
	}
	return out
}

// speech are the names of expressions, and the rows they speak of.
type speech struct {
	names map[string]bool
	parts map[string][]string
	whole map[string]int // how often a name stands without a row
}

func (s *speech) hear(text string) {
	if tree, err := parser.Parse(text); err == nil {
		ast.Walk(&tree.Node, s)
	}
}

// Visit takes names and rows down.
func (s *speech) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		s.names[n.Value] = true
		s.whole[n.Value]++
	case *ast.MemberNode:
		of, isName := n.Node.(*ast.IdentifierNode)
		row, isText := n.Property.(*ast.StringNode)
		if isName {
			s.whole[of.Value]--
		}
		if isName && isText && !slices.Contains(s.parts[of.Value], row.Value) {
			s.parts[of.Value] = append(s.parts[of.Value], row.Value)
		}
	}
}
