package collect

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// taking is one request to take in responses.
type taking struct {
	s         *Service
	directory *directory
	reach     access.Reach
	now       time.Time
	roomy     map[string]bool // programs that traits of people have just got slots in
}

// check turns what a client sent into an entry, or says what is wrong with it,
// naming fields after the prefix.
func (t *taking) check(prefix string, in *ResponseInput) (*entry, error) {
	var wrong *fault.Error
	bad := func(field, key, message string) {
		if wrong == nil {
			wrong = fault.New(fault.CodeInvalid, message).Keyed(key)
		}
		wrong.Fields = append(wrong.Fields, fault.Field{Field: prefix + field, Message: message, Key: key})
	}
	e := &entry{
		customer: clean(in.CustomerKey), account: clean(in.AccountKey), unit: clean(in.UnitKey),
		touchpoint: clean(in.TouchpointKey), channel: clean(in.Channel), language: clean(in.Language),
		value: in.Value, weight: in.Weight,
	}
	id, err := uuid.Parse(in.ID)
	if err != nil {
		bad("id", "response.id", "Give each response an id of its own, a UUID.")
	}
	e.id = id.String()
	t.checkProgram(in, e, bad)
	checkTime(in.At, t.now, e, bad)
	checkConsent(in, e, bad)
	checkLengths(e, bad)
	if in.Weight != nil && *in.Weight < 0 {
		bad("weight", "response.weight", "A weight is not below 0.")
	}
	if len(in.Answers) == 0 || len(in.Answers) > 500 {
		bad("answers", "response.no_answers", "A response has 1 to 500 answers.")
	} else if e.program != "" {
		t.checkAnswers(in.Answers, e, bad)
	}
	t.checkTraits(in.Traits, e, bad)
	if wrong != nil {
		return nil, wrong
	}
	return e, nil
}

type complain func(field, key, message string)

func (t *taking) checkProgram(in *ResponseInput, e *entry, bad complain) {
	d := t.directory
	switch {
	case in.ProgramID != "":
		if _, ok := d.programs[in.ProgramID]; !ok {
			bad("program_id", "program.unknown", "There is no such program.")
			return
		}
		e.program = in.ProgramID
	case in.Program != "":
		id, ok := d.named[foldName(in.Program)]
		if !ok {
			bad("program", "program.unknown", "There is no program of this name.")
			return
		}
		e.program = id
	default:
		e.program = d.sole
		if e.program == "" {
			e.program = t.byMeasure(in)
		}
		if e.program == "" {
			bad("program_id", "program.needed", "Say which program the response belongs to.")
		}
	}
}

// byMeasure is the program of the first measure named by id.
func (t *taking) byMeasure(in *ResponseInput) string {
	for _, a := range in.Answers {
		if m := t.directory.measures[a.MeasureID]; m != nil {
			return m.ProgramID
		}
	}
	return ""
}

func checkTime(at *time.Time, now time.Time, e *entry, bad complain) {
	if at == nil {
		e.at = now.UnixMicro()
		return
	}
	e.atGiven, e.at = true, at.UnixMicro()
	if at.After(now.Add(clientAhead)) {
		bad("at", "response.future", "This lies more than a day in the future.")
	}
	if at.Year() < 1900 {
		bad("at", "response.past", "This lies before 1900.")
	}
}

func checkConsent(in *ResponseInput, e *entry, bad complain) {
	switch in.Consent {
	case "person":
		e.consent = ConsentPerson
	case "firm":
		e.consent = ConsentFirm
	case "":
		e.consent = ConsentFirm
		if e.customer != "" {
			e.consent = ConsentPerson
		}
	case "anonymous":
		bad("consent", "consent.anonymous", "Anonymous answers need an anonymous survey that keeps them so; they cannot be sent in with an id and a time. Send person or firm.")
	default:
		bad("consent", "consent.unknown", "Consent is person or firm.")
	}
}

func checkLengths(e *entry, bad complain) {
	for _, f := range [...]struct {
		field, text string
		most        int
	}{{"customer_key", e.customer, 200}, {"account_key", e.account, 200}, {"unit_key", e.unit, 200}, {"touchpoint_key", e.touchpoint, 200}, {"channel", e.channel, 60}, {"language", e.language, 12}} {
		if len(f.text) > f.most && utf8.RuneCountInString(f.text) > f.most {
			bad(f.field, "text.too_long", fmt.Sprintf("This has at most %d characters.", f.most))
		}
	}
}

const (
	maxText     = 64 << 10
	maxQuestion = 2000 * 4
	maxChoice   = 300 * 4
)

func (t *taking) checkAnswers(in []AnswerInput, e *entry, bad complain) {
	e.answers = make([]Answer, 0, len(in))
	for i := range in {
		a := &in[i]
		at := func(field string) string { return "answers[" + strconv.Itoa(i) + "]." + field }
		out := Answer{Question: clean(a.Question), Text: cleanText(a.Text), Choice: clean(a.Choice), Asked: a.Asked, Sets: a.Sets, Code: a.Code}
		if len(a.Text) > maxText || len(a.Question) > maxQuestion || len(a.Choice) > maxChoice {
			bad(at("text"), "text.too_long", "A text has at most 64 KiB, a question 2,000 characters, a choice 300.")
			continue
		}
		if a.MeasureID == "" && a.Measure == "" {
			if a.Score != nil {
				bad(at("measure_id"), "measure.needed", "A score needs the measure it belongs to.")
			} else if out.Text == "" && out.Choice == "" {
				bad(at("text"), "answer.empty", "An answer has a score, a choice or a text.")
			}
			e.answers = append(e.answers, out)
			continue
		}
		m := t.directory.measure(e.program, a.MeasureID, a.Measure)
		if m == nil {
			field := "measure_id"
			if a.MeasureID == "" {
				field = "measure"
			}
			bad(at(field), "measure.unknown", "There is no such measure in the program.")
			continue
		}
		if slices.ContainsFunc(e.answers, func(before Answer) bool { return before.MeasureID == m.ID }) {
			bad(at("measure_id"), "measure.twice", "This measure is answered twice in one response.")
			continue
		}
		out.MeasureID = m.ID
		checkScore(a, m, &out, at, bad)
		e.answers = append(e.answers, out)
	}
}

// checkScore puts score and words of an answer to a measure together.
func checkScore(a *AnswerInput, m *measure.Measure, out *Answer, at func(string) string, bad complain) {
	switch {
	case a.Score != nil:
		if !m.Scale.Contains(*a.Score) {
			bad(at("score"), "score.off_scale", fmt.Sprintf("The scale of %q runs from %s to %s.", m.Name, number(m.Scale.Min), number(m.Scale.Max)))
			return
		}
		out.Score, out.Choice = a.Score, m.Scale.LabelOf(*a.Score)
	case a.Choice != "":
		v, ok := m.Scale.ScoreOf(a.Choice)
		if !ok {
			bad(at("choice"), "choice.unknown", fmt.Sprintf("This is none of the words on the scale of %q.", m.Name))
			return
		}
		out.Score, out.Choice = &v, m.Scale.LabelOf(v)
	case out.Text == "":
		bad(at("score"), "answer.empty", "An answer has a score, a choice or a text.")
	}
}

func (t *taking) checkTraits(in map[string]any, e *entry, bad complain) {
	if len(in) > 200 {
		bad("traits", "traits.too_many", "A response has at most 200 traits.")
		return
	}
	for name, value := range in {
		field := "traits." + name
		text, ok := traitText(value)
		if clean(name) == "" || len(name) > maxTraitText || !ok || len(text) > maxTraitText {
			bad(field, "trait.value", "A trait has a name and a text, number or true/false of at most 300 bytes.")
			continue
		}
		if text == "" {
			continue
		}
		if declared, known := t.directory.traits[e.program][clean(name)]; known {
			if text, ok = canonical(declared.Kind, text); !ok {
				bad(field, "trait.kind", "This trait is a "+declared.Kind+".")
				continue
			}
		}
		e.traits = append(e.traits, traitValue{clean(name), text})
	}
	sortTraits(e.traits)
}

func traitText(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return clean(v), true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return number(v), !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return "", false
}

// clean trims and drops what databases do not keep in a text.
func clean(s string) string { return strings.TrimSpace(cleanText(s)) }

func cleanText(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// refused tells whether err is the fault of the item and not of the server.
func refused(err error) bool {
	switch fault.CodeOf(err) {
	case fault.CodeInvalid, fault.CodeConflict, fault.CodeForbidden, fault.CodeNotFound:
		return true
	}
	return false
}

func rejected(index int, id string, err error) Rejected {
	out := Rejected{Index: index, ID: id, Code: string(fault.CodeOf(err)), Errors: []FieldError{}}
	var e *fault.Error
	if !errors.As(err, &e) {
		return out
	}
	for _, f := range e.Fields {
		key := f.Key
		if key == "" {
			key = e.Key
		}
		out.Errors = append(out.Errors, FieldError{Field: f.Field, Message: f.Message, Key: key})
	}
	if len(out.Errors) == 0 {
		out.Errors = append(out.Errors, FieldError{Message: e.Message, Key: e.Key})
	}
	return out
}

func sortRejected(r []Rejected) {
	slices.SortFunc(r, func(a, b Rejected) int { return a.Index - b.Index })
}
