package questionnaire

import (
	"fmt"
	"math"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Characters that an answer has at most where the question sets no limit.
var longest = map[Kind]int{KindText: 1000, KindLongText: 10000, KindEmail: 254}

const (
	longestOther  = 500
	longestNumber = 40
	mostText      = 100_000 // whatever a question says
)

// Ends of a slider without limits.
const sliderMost = 100

var (
	numberForm = regexp.MustCompile(`^[+-]?[0-9]{1,15}([.,][0-9]{1,10})?$`)
	fileForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
)

// read reads by kind.
func (r *reader) read() Value {
	name := FieldName(r.key)
	switch r.q.Kind {
	case KindScale, KindSlider, KindNumber:
		return r.number(name)
	case KindChoice, KindDropdown, KindChoices:
		return r.choice(name)
	case KindMatrix:
		return r.matrix()
	case KindRanking:
		return r.ranking(name)
	case KindBestWorst:
		return r.bestWorst()
	case KindDate:
		return Value{Text: r.date(name)}
	case KindText, KindLongText:
		return Value{Text: r.written(name, r.length())}
	case KindEmail:
		return Value{Text: r.email(name)}
	case KindFile:
		return Value{Files: r.files(name)}
	case KindConsent:
		return Value{Consent: r.consent(name)}
	}
	return Value{}
}

// all are the values of a field, without blanks around them.
func (r *reader) all(name string) []string {
	r.w.post.names[name] = true
	var out []string
	for _, v := range r.w.post.input[name] {
		if v = clean(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// text is the first value of a field.
func (r *reader) text(name string) string {
	if all := r.all(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// clean is a text as it is kept: valid, with plain ends of lines, without signs
// that cannot be seen and blanks around it.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\r':
			return '\n'
		case unicode.IsControl(c) && c != '\n' && c != '\t':
			return -1
		}
		return c
	}, s)
	return strings.TrimSpace(s)
}

func (r *reader) length() int {
	if l := r.q.Limits; l != nil && l.Length > 0 {
		return min(l.Length, mostText)
	}
	return longest[r.q.Kind]
}

func (r *reader) written(name string, most int) string {
	text := r.text(name)
	if utf8.RuneCountInString(text) > most {
		r.say(name, "length", fmt.Sprintf("write %d characters at most", most), strconv.Itoa(most))
	}
	return text
}

func (r *reader) email(name string) string {
	text := r.written(name, r.length())
	if text == "" {
		return ""
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || !strings.Contains(text[strings.LastIndexByte(text, '@'):], ".") {
		r.say(name, "email", "write an address like ann@example.org", "")
	}
	return text
}

// files are the ids of what was uploaded, whoever keeps it.
func (r *reader) files(name string) []string {
	ids := r.all(name)
	if slices.ContainsFunc(ids, func(id string) bool { return !fileForm.MatchString(id) }) {
		r.say(name, "file", "send the file again", "")
		return nil
	}
	if most := r.q.Limits.MostFiles(); len(ids) > most {
		r.say(name, "file_many", fmt.Sprintf("send %d files at most", most), strconv.Itoa(most))
		return nil
	}
	return ids
}

func (r *reader) consent(name string) *bool {
	switch text := r.text(name); text {
	case "":
		return nil
	case "1", "0":
		yes := text == "1"
		return &yes
	}
	r.say(name, "unknown", "answer yes or no", "")
	return nil
}

func (r *reader) date(name string) string {
	text := r.text(name)
	if text == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		r.say(name, "date", "write the day as 2006-01-31", "")
		return ""
	}
	if l := r.q.Limits; l != nil && l.From != "" && text < l.From {
		r.say(name, "from", "choose a day from "+l.From+" on", l.From)
	} else if l != nil && l.Until != "" && text > l.Until {
		r.say(name, "until", "choose a day until "+l.Until, l.Until)
	}
	return text
}

// number reads a point, a place on a slider or a number.
func (r *reader) number(name string) Value {
	text, na := r.text(name), r.text(FieldName(r.key, partNA)) != ""
	if s := r.q.Scale; s != nil && s.NA && (na || text == partNA) {
		return Value{NA: true}
	}
	return Value{Number: r.amount(name, text)}
}

// amount reads a number and what bounds it.
func (r *reader) amount(name, text string) *float64 {
	if text == "" {
		return nil
	}
	n, ok := readNumber(text)
	if !ok {
		r.say(name, "number", "write a number", "")
		return nil
	}
	if s := r.q.Scale; s != nil && (r.q.Kind == KindScale || r.q.Kind == KindMatrix) {
		if n != math.Trunc(n) || n < float64(s.Min) || n > float64(s.Max()) {
			r.say(name, "unknown", fmt.Sprintf("choose a point from %d to %d", s.Min, s.Max()), "")
			return nil
		}
		return &n
	}
	if l := r.limits(); l != nil && !r.within(name, n, l) {
		return nil
	}
	return &n
}

// readNumber reads digits with a point or a comma, and blanks between thousands.
func readNumber(text string) (float64, bool) {
	if len(text) > longestNumber {
		return 0, false
	}
	text = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '\u202f' {
			return -1
		}
		return c
	}, text)
	if !numberForm.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return n, err == nil
}

func (r *reader) within(name string, n float64, l *Limits) bool {
	plain := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	switch {
	case l.Min != nil && n < *l.Min:
		r.say(name, "least", "give "+plain(*l.Min)+" or more", plain(*l.Min))
	case l.Max != nil && n > *l.Max:
		r.say(name, "most", "give "+plain(*l.Max)+" or less", plain(*l.Max))
	case l.Step != nil && !onStep(n, l):
		r.say(name, "step", "go in steps of "+plain(*l.Step), plain(*l.Step))
	default:
		return true
	}
	return false
}

// onStep tells whether n is a whole number of steps from the least.
func onStep(n float64, l *Limits) bool {
	from := 0.0
	if l.Min != nil {
		from = *l.Min
	}
	steps := (n - from) / *l.Step
	return math.Abs(steps-math.Round(steps)) < 1e-6
}

// limits are those of the question; a slider always has ends.
func (r *reader) limits() *Limits {
	if r.q.Kind != KindSlider {
		return r.q.Limits
	}
	var l Limits
	if r.q.Limits != nil {
		l = *r.q.Limits
	}
	if l.Min == nil {
		l.Min = new(float64)
	}
	if l.Max == nil {
		most := max(sliderMost, *l.Min)
		l.Max = &most
	}
	return &l
}

// codes reads option codes: those that the question does not have are refused,
// those that are not shown are dropped.
func (r *reader) codes(name string, values []string) []string {
	if len(values) > len(r.q.Options) {
		r.say(name, "many", "choose each option once at most", strconv.Itoa(len(r.q.Options)))
		return nil
	}
	for _, c := range values {
		if !slices.ContainsFunc(r.q.Options, func(o Option) bool { return o.Code == c }) {
			r.say(name, "unknown", "choose one of the options that are shown", "")
			return nil
		}
	}
	return r.shown(values)
}
