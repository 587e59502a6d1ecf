package questionnaire

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Chance answers a questionnaire at random, to find out where its ways lead. Texts,
// numbers and values of contacts are drawn near those that its conditions name, so
// that these come true and untrue. The same random numbers give the same answers.
type Chance struct {
	flow    *Flow
	random  *rand.Rand
	texts   []string
	numbers []float64
}

// Leaves out, among so many, one question that need not be answered.
const leftOut = 8

var (
	textIn   = regexp.MustCompile(`"([^"]{1,200})"|'([^']{1,200})'`)
	numberIn = regexp.MustCompile(`\b[0-9]{1,12}(\.[0-9]{1,6})?\b`)
)

// Chance makes what answers at random.
func (f *Flow) Chance(random *rand.Rand) *Chance {
	c := &Chance{flow: f, random: random}
	for _, text := range f.doc.conditions() {
		for _, m := range textIn.FindAllStringSubmatch(text, -1) {
			c.texts = append(c.texts, m[1]+m[2])
		}
		for _, m := range numberIn.FindAllString(textIn.ReplaceAllString(text, ""), -1) {
			if n, err := strconv.ParseFloat(m, 64); err == nil {
				c.numbers = append(c.numbers, n)
			}
		}
	}
	return c
}

// conditions are all expressions of a document.
func (d *Document) conditions() (out []string) {
	for _, p := range d.Pages {
		out = append(out, p.ShowIf)
		for _, b := range p.Branches {
			out = append(out, b.If)
		}
		for _, q := range p.Questions {
			out = append(out, q.ShowIf)
			for _, r := range q.Rules {
				out = append(out, r.Must)
			}
			for _, o := range q.Options {
				out = append(out, o.ShowIf)
			}
			for _, r := range q.Rows {
				out = append(out, r.ShowIf)
			}
		}
	}
	for _, v := range d.Calculated {
		out = append(out, v.Value)
	}
	for _, q := range d.Quotas {
		out = append(out, q.If)
	}
	return out
}

// State begins somebody at random: a language, values of the link and of a contact.
func (c *Chance) State() State {
	s := State{Answers: Answers{}, Seed: c.random.Uint64(), Language: pick(c, c.flow.doc.Languages), Hidden: map[string]string{}, Contact: map[string]any{}}
	for _, h := range c.flow.doc.Hidden {
		if h.From != HiddenLink {
			continue
		}
		switch v := c.value(h.Kind).(type) {
		case string:
			s.Hidden[h.Code] = v
		case float64:
			s.Hidden[h.Code] = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			s.Hidden[h.Code] = strconv.FormatBool(v)
		}
	}
	names := make([]string, 0, len(c.flow.asked.known))
	for name := range c.flow.asked.known {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same numbers give the same person
	for _, name := range names {
		if c.random.IntN(leftOut) > 0 {
			s.Contact[name] = c.value(c.flow.asked.known[name])
		}
	}
	return s
}

// value is a value of a kind, of those that conditions name, or another.
func (c *Chance) value(kind ValueKind) any {
	switch kind {
	case ValueNumber:
		return c.number(nil)
	case ValueBool:
		return c.random.IntN(2) == 1
	}
	if len(c.texts) > 0 && c.random.IntN(4) > 0 {
		return pick(c, c.texts)
	}
	return "test"
}

// number is a whole number near those that conditions name, within limits.
func (c *Chance) number(l *Limits) float64 {
	n := float64(c.random.IntN(101))
	if len(c.numbers) > 0 && c.random.IntN(2) > 0 {
		n = pick(c, c.numbers) + float64(c.random.IntN(3)-1)
	}
	if l == nil {
		return n
	}
	low, high := math.Inf(-1), math.Inf(1)
	if l.Min != nil {
		low = *l.Min
	}
	if l.Max != nil {
		high = *l.Max
	}
	if n < low || n > high {
		n = math.Max(low, math.Min(high, low+c.random.Float64()*math.Min(high-low, 1e6)))
		if math.IsNaN(n) || math.IsInf(n, 0) {
			n = math.Min(high, 0)
		}
		n = math.Max(low, math.Floor(n))
	}
	if l.Step != nil && *l.Step > 0 {
		from := 0.0
		if l.Min != nil {
			from = *l.Min
		}
		n = from + math.Floor((n-from) / *l.Step)**l.Step
	}
	return n
}

// Form answers the questions of a page, as a form sends it.
func (c *Chance) Form(p *PageView) map[string][]string {
	form := map[string][]string{}
	for i := range p.Questions {
		q := &p.Questions[i]
		if q.Kind == KindBlock {
			continue
		}
		if q.Required != RequiredNo || c.random.IntN(leftOut) > 0 {
			c.question(q, form)
		}
		form[AgainName(q.Key)] = []string{"1"}
	}
	return form
}

func (c *Chance) question(q *QuestionView, form map[string][]string) {
	switch q.Kind {
	case KindScale:
		form[q.Name] = []string{c.point(q.Scale)}
	case KindChoice, KindDropdown, KindChoices:
		c.choose(q, form)
	case KindMatrix:
		for _, row := range q.Rows {
			if len(q.Options) > 0 {
				form[FieldName(q.Key, row.Code)] = []string{pick(c, q.Options).Code}
			} else {
				form[FieldName(q.Key, row.Code)] = []string{c.point(q.Scale)}
			}
		}
	case KindRanking:
		for _, at := range c.random.Perm(len(q.Options))[:c.howMany(q, len(q.Options), len(q.Options))] {
			form[q.Name] = append(form[q.Name], q.Options[at].Code)
		}
	case KindBestWorst:
		for i, set := range q.Sets {
			if len(set) >= 2 {
				order := c.random.Perm(len(set))
				form[setName(q.Key, i, partBest)], form[setName(q.Key, i, partWorst)] = []string{set[order[0]].Code}, []string{set[order[1]].Code}
			}
		}
	default:
		form[q.Name] = []string{c.written(q)}
	}
}

// written is what is written rather than chosen.
func (c *Chance) written(q *QuestionView) string {
	switch q.Kind {
	case KindNumber:
		return strconv.FormatFloat(c.number(q.Limits), 'f', -1, 64)
	case KindSlider:
		l := (&reader{q: &flowQuestion{Question: &Question{Kind: KindSlider, Limits: q.Limits}}}).limits()
		return strconv.FormatFloat(c.number(l), 'f', -1, 64)
	case KindDate:
		return c.day(q.Limits)
	case KindEmail:
		return "test@example.org"
	case KindConsent:
		return strconv.Itoa(c.random.IntN(2))
	case KindText, KindLongText:
		text, _ := c.value(ValueText).(string)
		if q.Limits != nil && q.Limits.Length > 0 {
			text = string([]rune(text)[:min(len([]rune(text)), q.Limits.Length)])
		}
		return text
	case KindFile:
		return "test" // of a test no file is kept
	}
	return ""
}

func (c *Chance) point(s *ScaleView) string {
	at := c.random.IntN(len(s.Points) + map[bool]int{true: 1}[s.NA])
	if at == len(s.Points) {
		return partNA
	}
	return strconv.Itoa(s.Points[at].Number)
}

// choose chooses one option, or several that go together.
func (c *Chance) choose(q *QuestionView, form map[string][]string) {
	if len(q.Options) == 0 {
		return
	}
	first := pick(c, q.Options)
	chosen := []OptionView{first}
	if q.Kind == KindChoices && !first.Exclusive {
		chosen = nil
		together := slices.DeleteFunc(slices.Clone(q.Options), func(o OptionView) bool { return o.Exclusive })
		for _, at := range c.random.Perm(len(together))[:c.howMany(q, 1, len(together))] {
			chosen = append(chosen, together[at])
		}
	}
	for _, o := range chosen {
		form[q.Name] = append(form[q.Name], o.Code)
		if o.Other {
			form[FieldName(q.Key, partOther)] = []string{"test"}
		}
	}
}

// howMany is between least and most, and within the limits of the question.
func (c *Chance) howMany(q *QuestionView, least, most int) int {
	if l := q.Limits; l != nil {
		if l.MinChosen != nil {
			least = min(max(*l.MinChosen, 1), most)
		}
		if l.MaxChosen != nil {
			most = min(most, max(*l.MaxChosen, 1))
		}
	}
	if least = min(least, most); least == most {
		return most
	}
	return least + c.random.IntN(most-least+1)
}

// day is a day within limits, of this century where there are none.
func (c *Chance) day(l *Limits) string {
	from, until := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	if l != nil {
		if t, err := time.Parse(time.DateOnly, l.From); err == nil {
			from = t
		}
		if t, err := time.Parse(time.DateOnly, l.Until); err == nil {
			until = t
		} else if until.Before(from) {
			until = from.AddDate(1, 0, 0)
		}
	}
	days := int(until.Sub(from).Hours()/24) + 1
	return from.AddDate(0, 0, c.random.IntN(max(days, 1))).Format(time.DateOnly)
}

func pick[T any](c *Chance, of []T) T { return of[c.random.IntN(len(of))] }
