package questionnaire

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
)

// place is where an expression stands: it may speak of questions of pages before
// page, and of those of that page which come before question.
type place struct {
	page, question int
	own            string // the question that a rule is about
}

// scope is what expressions of a document may speak of.
type scope struct {
	doc    *Document
	asked  map[string]spot // questions
	values map[string]ValueKind
	known  Known
	needs  map[string]spot // calculated values: the last question that they speak of
}

// spot is where a question stands.
type spot struct {
	page, question int
	q              *Question
}

// item names, inside a looped page, what the page is shown for: the code of the
// option, or the id of the touchpoint.
const (
	loopItem = "item"
	contact  = "contact"
	answered = "answered"
)

func newScope(d *Document, known Known) *scope {
	s := &scope{doc: d, asked: map[string]spot{}, values: map[string]ValueKind{}, known: known, needs: map[string]spot{}}
	for p := range d.Pages {
		for i := range d.Pages[p].Questions {
			q := &d.Pages[p].Questions[i]
			s.asked[q.Code] = spot{p, i, q}
		}
	}
	for _, h := range d.Hidden {
		s.values[h.Code] = h.Kind
	}
	return s
}

// before is the place of a question: on a page in random order nothing of the
// page comes before it.
func (s *scope) before(page, question int) place {
	if s.doc.Pages[page].Random {
		question = 0
	}
	return place{page: page, question: question}
}

func (s *scope) after(page int) place {
	return place{page: page, question: len(s.doc.Pages[page].Questions)}
}

// calculate lets later expressions speak of a calculated value, as soon as all
// that it speaks of is answered.
func (s *scope) calculate(i int) {
	v := s.doc.Calculated[i]
	s.values[v.Code] = v.Kind
	if last, ok := s.last(v.Value); ok {
		s.needs[v.Code] = last
	}
}

// last is the question answered last of those that an expression speaks of.
func (s *scope) last(text string) (out spot, any bool) {
	names := namesIn(text)
	for name := range names {
		at, ok := s.asked[name]
		if !ok {
			at, ok = s.needs[name]
		}
		if ok && (!any || at.page > out.page || at.page == out.page && at.question > out.question) {
			out, any = at, true
		}
	}
	return out, any
}

// reaches tells whether a question is answered where an expression stands.
func (p place) reaches(at spot) bool {
	return at.page < p.page || at.page == p.page && at.question < p.question
}

// options declare all names with their types; what a place does not reach was
// told before the types are looked at.
func (s *scope) options(at place) []expr.Option {
	names := types.Map{}
	for code, spot := range s.asked {
		if t := typeOf(spot.q); t != nil {
			names[code] = t
		}
	}
	for code, k := range s.values {
		names[code] = k.typed()
	}
	traits := types.Map{}
	for trait, k := range s.known {
		traits[trait] = k.typed()
	}
	names[contact] = traits
	if s.loops(at) {
		names[loopItem] = types.String
	}
	out := []expr.Option{expr.Env(names), expr.DisableAllBuiltins(), expr.Function(answered, isAnswered, new(func(any) bool))}
	for _, name := range builtins {
		out = append(out, expr.EnableBuiltin(name))
	}
	return out
}

func (s *scope) loops(at place) bool {
	return at.page < len(s.doc.Pages) && s.doc.Pages[at.page].Loop != nil
}

// builtins are functions that take a text, a number or a list as it is; none
// goes through a list with a condition of its own.
var builtins = []string{"len", "abs", "ceil", "floor", "round", "min", "max", "sum", "mean", "lower", "upper", "trim", "int", "float", "string"}

var valueTypes = map[ValueKind]types.Type{ValueText: types.String, ValueNumber: types.Float, ValueBool: types.Bool}

// typed is the type of a value; one of no known kind, which is told elsewhere, may be
// anything.
func (k ValueKind) typed() types.Type {
	if t := valueTypes[k]; t != nil {
		return t
	}
	return types.Any
}

// typeOf is the type of the answer to a question, nil for what takes none.
func typeOf(q *Question) types.Type {
	switch q.Kind {
	case KindScale, KindSlider, KindNumber:
		return types.Float
	case KindChoice, KindDropdown, KindDate, KindText, KindLongText, KindEmail, KindFile:
		return types.String
	case KindChoices, KindRanking:
		return types.Array(types.String)
	case KindConsent:
		return types.Bool
	case KindMatrix:
		rows := types.Map{}
		for _, r := range q.Rows {
			rows[r.Code] = cellType(q)
		}
		return rows
	}
	return nil
}

func cellType(q *Question) types.Type {
	if len(q.Options) > 0 {
		return types.String
	}
	return types.Float
}

// namesIn are the names of an expression, nothing where it cannot be read.
func namesIn(text string) map[string]bool {
	out := namer{}
	if tree, err := parser.Parse(text); err == nil {
		ast.Walk(&tree.Node, &out)
	}
	return out
}

type namer map[string]bool

// Visit takes a name down.
func (n *namer) Visit(node *ast.Node) {
	if *n == nil {
		*n = namer{}
	}
	if id, ok := (*node).(*ast.IdentifierNode); ok {
		(*n)[id.Value] = true
	}
}

// speaker looks at what an expression speaks of.
type speaker struct {
	scope   *scope
	at      place
	problem func(key, message, other string)
	wrong   bool
	parts   int
}

func (v *speaker) say(key, message, other string) {
	v.wrong = true
	v.problem(key, message, other)
}

// Visit looks at a node after those inside it.
func (v *speaker) Visit(node *ast.Node) {
	v.parts++
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		v.name(n.Value)
	case *ast.MemberNode:
		v.member(n)
	case *ast.BinaryNode:
		v.binary(n)
	case *ast.VariableDeclaratorNode, *ast.PredicateNode, *ast.PointerNode, *ast.SliceNode, *ast.MapNode, *ast.SequenceNode:
		v.say("forbidden", "write a condition without variables, parts of lists and maps", "")
	}
}

func (v *speaker) name(code string) {
	s := v.scope
	switch at, is := s.asked[code]; {
	case is && code == v.at.own:
	case is && !v.at.reaches(at):
		v.say("later", "this question is not answered yet where the expression stands", code)
	case is && s.doc.Pages[at.page].Loop != nil && at.page != v.at.page:
		v.say("looped", "this question is asked once for each item of its page; only that page can speak of it", code)
	case is && typeOf(at.q) == nil:
		v.say("type", "this kind of question has no answer that can be compared", code)
	case is:
	case code == contact, code == answered, slices.Contains(builtins, code):
	case code == loopItem && s.loops(v.at):
	default:
		v.value(code)
	}
}

func (v *speaker) value(code string) {
	if _, is := v.scope.values[code]; !is {
		v.say("nothing", "no question and no value has this code", code)
		return
	}
	if needs, is := v.scope.needs[code]; is && !v.at.reaches(needs) {
		v.say("later", "this value needs a question that is not answered yet where the expression stands", needs.q.Code)
	}
}

func (v *speaker) member(n *ast.MemberNode) {
	of, isName := n.Node.(*ast.IdentifierNode)
	property, isText := n.Property.(*ast.StringNode)
	if !isName || !isText {
		v.say("forbidden", "name a row of a matrix or a trait of the contact", "")
		return
	}
	if of.Value == contact {
		if _, is := v.scope.known[property.Value]; !is {
			v.say("nothing", "no trait of the contact has this name", property.Value)
		}
		return
	}
	at, is := v.scope.asked[of.Value]
	if is && at.q.Kind == KindMatrix && !slices.ContainsFunc(at.q.Rows, func(r Row) bool { return r.Code == property.Value }) {
		v.say("row", fmt.Sprintf("the question has no row %q", property.Value), of.Value)
	}
}

// binary refuses ranges, which make lists as long as one likes, patterns, and
// options that there are not.
func (v *speaker) binary(n *ast.BinaryNode) {
	switch n.Operator {
	case "..", "matches":
		v.say("forbidden", "write it without ranges and patterns", n.Operator)
	case "==", "!=":
		v.options(n.Left, n.Right)
		v.options(n.Right, n.Left)
	case "in":
		v.options(n.Right, n.Left)
		if list, ok := n.Right.(*ast.ArrayNode); ok {
			for _, node := range list.Nodes {
				v.options(n.Left, node)
			}
		}
	}
}

// options tells of a text that stands beside a question and is none of its options.
func (v *speaker) options(of, value ast.Node) {
	if row, ok := of.(*ast.MemberNode); ok {
		of = row.Node
	}
	name, isName := of.(*ast.IdentifierNode)
	text, isText := value.(*ast.StringNode)
	if !isName || !isText || text.Value == "" {
		return
	}
	at, is := v.scope.asked[name.Value]
	if is && len(at.q.Options) > 0 && !slices.ContainsFunc(at.q.Options, func(o Option) bool { return o.Code == text.Value }) {
		v.say("option", fmt.Sprintf("the question has no option %q", text.Value), name.Value)
	}
}
