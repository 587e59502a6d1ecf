package questionnaire

import (
	"math"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
)

// Env is what expressions are asked with: answers, values and what is known of the
// contact, by their codes. What is not answered is not a number (every comparison
// with it is false), an empty text or an empty list.
type Env map[string]any

// Env makes what expressions are asked with. Hidden values come as texts, as a link
// carries them; traits of the contact as text, float64 or bool. For a looped page,
// item is what it is shown for, "" elsewhere.
func (e *Expressions) Env(answers Answers, hidden map[string]string, traits map[string]any, item string) Env {
	env := Env{contact: e.contact(traits), loopItem: item}
	for p := range e.doc.Pages {
		page := &e.doc.Pages[p]
		for i := range page.Questions {
			q := &page.Questions[i]
			code := q.Code
			if page.Loop != nil {
				code += "@" + item
			}
			env[q.Code] = q.plain(answers[code])
		}
	}
	for _, h := range e.doc.Hidden {
		env[h.Code] = h.Kind.read(hidden[h.Code])
	}
	for i, v := range e.doc.Calculated {
		env[v.Code] = v.Kind.read("")
		if program := e.programs["calculated["+strconv.Itoa(i)+"].value"]; program != nil {
			if got, err := expr.Run(program, map[string]any(env)); err == nil {
				env[v.Code] = got
			}
		}
	}
	return env
}

// contact is what is known of the contact, with what is not known as not answered.
func (e *Expressions) contact(traits map[string]any) map[string]any {
	out := make(map[string]any, len(e.known))
	for trait, k := range e.known {
		out[trait] = k.read("")
		switch v := traits[trait].(type) {
		case float64:
			if k == ValueNumber {
				out[trait] = v
			}
		case bool:
			if k == ValueBool {
				out[trait] = v
			}
		case string:
			out[trait] = k.read(v)
		}
	}
	return out
}

// plain is an answer as expressions see it.
func (q *Question) plain(v Value) any {
	switch q.Kind {
	case KindScale, KindSlider, KindNumber:
		return numberOf(v.Number, v.NA)
	case KindChoice, KindDropdown:
		return first(v.Chosen)
	case KindChoices:
		return list(v.Chosen)
	case KindRanking:
		return list(v.Order)
	case KindConsent:
		return v.Consent != nil && *v.Consent
	case KindFile:
		return first(v.Files)
	case KindMatrix:
		rows := make(map[string]any, len(q.Rows))
		for _, r := range q.Rows {
			cell := v.Rows[r.Code]
			if len(q.Options) > 0 {
				rows[r.Code] = first(cell.Chosen)
			} else {
				rows[r.Code] = numberOf(cell.Number, cell.NA)
			}
		}
		return rows
	}
	return v.Text
}

func numberOf(n *float64, na bool) float64 {
	if n == nil || na {
		return math.NaN()
	}
	return *n
}

func first(chosen []string) string {
	if len(chosen) == 0 {
		return ""
	}
	return chosen[0]
}

func list(chosen []string) []string {
	if chosen == nil {
		return []string{}
	}
	return chosen
}

// read is a text as a value of a kind; what is no such value counts as absent.
func (k ValueKind) read(text string) any {
	switch k {
	case ValueNumber:
		n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || math.IsInf(n, 0) {
			return math.NaN()
		}
		return n
	case ValueBool:
		return text == "true" || text == "1"
	}
	return text
}

// isAnswered is the function of that name: whether a question has an answer.
func isAnswered(params ...any) (any, error) {
	switch v := params[0].(type) {
	case float64:
		return !math.IsNaN(v), nil
	case string:
		return v != "", nil
	case []string:
		return len(v) > 0, nil
	case bool:
		return v, nil
	case map[string]any:
		for _, cell := range v {
			if got, _ := isAnswered(cell); got == true {
				return true, nil
			}
		}
	}
	return false, nil
}
