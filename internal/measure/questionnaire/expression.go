package questionnaire

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// Limits of an expression: characters as written, and parts that it is made of.
// There are no loops in expressions, so their cost grows with their length alone.
const (
	MaxExpression = 2000
	maxParts      = 400
)

// Expressions are the conditions, rules and calculations of a document, ready to
// be asked. They may be used by several at once.
type Expressions struct {
	doc      *Document
	known    Known
	programs map[string]*vm.Program // by path
}

// CompileExpressions makes the expressions of d ready, with what may be known of a
// contact. What is wrong is returned in the order of the document, each problem
// with both ends: the path at which the expression stands, and in Other the code
// of what it speaks of. Of a document with problems nothing may be asked.
//
// Keys of problems: "long", "syntax", "nothing" (speaks of what there is not),
// "later" (of a question that is not answered yet), "looped" (of one in a loop,
// from outside it), "row", "option" (there is no such row or option), "type" (of
// one without an answer that can be compared), "mismatch" (texts and numbers are
// mixed), "gives_bool", "gives_number", "gives_text" (what it has to give),
// "value_kind" (a value of no known kind), "forbidden" (a part of the language that
// is not for conditions).
func CompileExpressions(d *Document, known Known) (*Expressions, []Problem) {
	e := &Expressions{doc: d, known: known, programs: map[string]*vm.Program{}}
	c := compiler{into: e, scope: newScope(d, known)}
	c.document()
	return e, c.found
}

type compiler struct {
	into  *Expressions
	scope *scope
	found []Problem
}

// gift is what an expression has to give, and what is said where it does not.
type gift struct {
	key, message string
	as           func() expr.Option
}

var gives = map[ValueKind]gift{
	ValueBool:   {"gives_bool", "this has to be true or false", expr.AsBool},
	ValueNumber: {"gives_number", "this has to give a number", expr.AsFloat64},
	ValueText:   {"gives_text", "this has to give a text", func() expr.Option { return expr.AsAny() }},
}

func (c *compiler) document() {
	for i, v := range c.scope.doc.Calculated {
		c.compile(fmt.Sprintf("calculated[%d].value", i), v.Value, v.Kind, place{page: len(c.scope.doc.Pages)})
		c.scope.calculate(i)
	}
	for i := range c.scope.doc.Pages {
		c.page(i)
	}
	for i, q := range c.scope.doc.Quotas {
		c.condition(fmt.Sprintf("quotas[%d].if", i), q.If, place{page: len(c.scope.doc.Pages)})
	}
}

func (c *compiler) page(at int) {
	p, path := &c.scope.doc.Pages[at], fmt.Sprintf("pages[%d]", at)
	c.condition(path+".show_if", p.ShowIf, place{page: at})
	for i := range p.Questions {
		c.question(fmt.Sprintf("%s.questions[%d]", path, i), &p.Questions[i], c.scope.before(at, i))
	}
	for i, b := range p.Branches {
		c.condition(fmt.Sprintf("%s.branches[%d].if", path, i), b.If, c.scope.after(at))
	}
}

func (c *compiler) question(path string, q *Question, at place) {
	c.condition(path+".show_if", q.ShowIf, at)
	for i, o := range q.Options {
		c.condition(fmt.Sprintf("%s.options[%d].show_if", path, i), o.ShowIf, at)
	}
	for i, r := range q.Rows {
		c.condition(fmt.Sprintf("%s.rows[%d].show_if", path, i), r.ShowIf, at)
	}
	at.own = q.Code // a rule is about the answer itself
	for i, r := range q.Rules {
		c.condition(fmt.Sprintf("%s.rules[%d].must", path, i), r.Must, at)
	}
}

func (c *compiler) condition(path, text string, at place) {
	if text != "" {
		c.compile(path, text, ValueBool, at)
	}
}

func (c *compiler) compile(path, text string, wanted ValueKind, at place) {
	problem := func(key, message, other string) {
		c.found = append(c.found, Problem{Path: path, Key: key, Message: message, Other: other})
	}
	if len(text) > MaxExpression {
		problem("long", "write it in 2,000 characters and 400 parts at most", "")
		return
	}
	tree, err := parser.Parse(text)
	if err != nil {
		problem("syntax", said(err), "")
		return
	}
	spoken := speaker{scope: c.scope, at: at, problem: problem}
	ast.Walk(&tree.Node, &spoken)
	if spoken.parts > maxParts {
		problem("long", "write it in 2,000 characters and 400 parts at most", "")
	}
	if spoken.wrong || spoken.parts > maxParts {
		return
	}
	as := gives[wanted].as
	if as == nil {
		problem("value_kind", "choose text, number or bool", string(wanted))
		return
	}
	options := append(c.scope.options(at), expr.MaxNodes(maxParts))
	program, err := expr.Compile(text, append(options, as())...)
	if err != nil {
		if _, err := expr.Compile(text, options...); err != nil {
			problem("mismatch", said(err), "")
			return
		}
	}
	if err != nil || wanted == ValueText && program.Node().Type() != nil && program.Node().Type().Kind().String() != "string" {
		problem(gives[wanted].key, gives[wanted].message, "")
		return
	}
	c.into.programs[path] = program
}

// said is what the compiler says is wrong, without the line it draws under it.
func said(err error) string {
	var at *file.Error
	if errors.As(err, &at) {
		return fmt.Sprintf("%s (at character %d)", at.Message, at.Column+1)
	}
	return err.Error()
}

// Holds tells whether the condition at a path holds; where there is none it does.
// One that cannot be asked of these answers (a text where its words say there is
// a number) does not hold, and the error says why.
func (e *Expressions) Holds(path string, env Env) (bool, error) {
	program := e.programs[path]
	if program == nil {
		return true, nil
	}
	got, err := expr.Run(program, map[string]any(env))
	if err != nil {
		return false, fmt.Errorf("%s: %s", path, said(err))
	}
	holds, _ := got.(bool)
	return holds, nil
}
