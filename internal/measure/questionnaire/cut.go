package questionnaire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Limits of the cuts of an anonymous survey.
const (
	MaxCuts    = 4
	MaxClasses = 12
)

// Cut is something by which the figures of an anonymous survey are told, in
// classes that are declared with it and never change in a version. Who answers is
// told by the class alone.
type Cut struct {
	Code    string     `json:"code"`
	Label   Words      `json:"label"`
	Of      string     `json:"of"`      // code of a hidden value or of a question whose answer is one choice or number
	Classes []CutClass `json:"classes"` // 2 to 12; who is in none is told without this cut
}

// CutClass is one class of a cut: some values, or numbers from From on and below Below.
type CutClass struct {
	Code   string   `json:"code"`
	Label  Words    `json:"label"`
	Values []string `json:"values,omitempty"` // as they are sent or kept; codes of options
	From   *float64 `json:"from,omitempty"`
	Below  *float64 `json:"below,omitempty"`
}

// holds tells whether a value is of the class.
func (c CutClass) holds(value string) bool {
	if len(c.Values) > 0 {
		return slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(strings.TrimSpace(v), value) })
	}
	n, err := strconv.ParseFloat(value, 64)
	return err == nil && n-n == 0 && (c.From == nil || n >= *c.From) && (c.Below == nil || n < *c.Below)
}

// Class is the code of the first class that a value is of, "" for none.
func (c Cut) Class(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	for _, class := range c.Classes {
		if class.holds(value) {
			return class.Code
		}
	}
	return ""
}

// Classed gives the class of somebody in each cut of the document, "" where they
// are in none. Hidden are the values of the link, contact the traits of who was
// asked; answers decide where a cut is of a question.
func (d *Document) Classed(answers Answers, hidden map[string]string, contact map[string]any) []string {
	out := make([]string, len(d.Settings.Cuts))
	for i, c := range d.Settings.Cuts {
		value := hidden[c.Of]
		for _, h := range d.Hidden {
			if h.Code == c.Of && h.From == HiddenContact && value == "" {
				value = plainText(contact[h.Trait], "en")
			}
		}
		if v, is := answers[c.Of]; is {
			value = v.single()
		}
		out[i] = c.Class(value)
	}
	return out
}

// single is an answer that is one choice or one number, as text.
func (v Value) single() string {
	switch {
	case v.NA:
		return ""
	case v.Number != nil:
		return strconv.FormatFloat(*v.Number, 'f', -1, 64)
	case len(v.Chosen) == 1:
		return v.Chosen[0]
	}
	return ""
}

// cuttable are the kinds of questions that a cut can be of.
var cuttable = []Kind{KindScale, KindChoice, KindDropdown, KindSlider, KindNumber}

func (c *checker) cuts() {
	cuts := c.doc.Settings.Cuts
	if len(cuts) > MaxCuts {
		c.add("settings.cuts", "cuts", fmt.Sprintf("declare at most %d cuts", MaxCuts), "")
	}
	taken := map[string]bool{}
	for i, cut := range cuts {
		path := fmt.Sprintf("settings.cuts[%d]", i)
		c.own(path+".code", cut.Code, taken)
		c.worded(path+".label", cut.Label)
		if !c.cuttable(cut.Of) {
			c.add(path+".of", "cut_of", "name a hidden value, or a question that is asked once and answered by one choice or a number", cut.Of)
		}
		if n := len(cut.Classes); n < 2 || n > MaxClasses {
			c.add(path+".classes", "cut_classes", fmt.Sprintf("declare 2 to %d classes", MaxClasses), cut.Code)
		}
		c.classes(path, cut)
	}
}

// own is a code among those of its own kind.
func (c *checker) own(path, code string, taken map[string]bool) {
	c.code(path, code)
	if taken[code] {
		c.add(path, "repeated", "this code stands here twice; choose another", code)
	}
	taken[code] = true
}

func (c *checker) classes(path string, cut Cut) {
	codes, values := map[string]bool{}, map[string]bool{}
	for j, class := range cut.Classes {
		path := fmt.Sprintf("%s.classes[%d]", path, j)
		c.own(path+".code", class.Code, codes)
		c.worded(path+".label", class.Label)
		if (len(class.Values) > 0) == (class.From != nil || class.Below != nil) {
			c.add(path+".values", "class_values", "say which values are in it, or from and below which numbers", class.Code)
		}
		for _, v := range class.Values {
			key := strings.ToLower(strings.TrimSpace(v))
			if key == "" || values[key] {
				c.add(path+".values", "class_value", "a value is in one class, and none is empty", v)
			}
			values[key] = true
		}
	}
}

func (c *checker) cuttable(of string) bool {
	if slices.ContainsFunc(c.doc.Hidden, func(h Hidden) bool { return h.Code == of }) {
		return true
	}
	return slices.ContainsFunc(c.doc.Pages, func(p Page) bool {
		return p.Loop == nil && slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Code == of && slices.Contains(cuttable, q.Kind) })
	})
}

// anonymous refuses what would lead an anonymous answer back to somebody, and
// what could be watched to learn of one answer.
func (r *remarks) anonymous() {
	if r.doc.Settings.Consent != ConsentAnonymous {
		return
	}
	for i := range r.doc.Pages {
		for j := range r.doc.Pages[i].Questions {
			q, path := &r.doc.Pages[i].Questions[j], fmt.Sprintf("pages[%d].questions[%d]", i, j)
			switch {
			case slices.Contains([]Kind{KindEmail, KindFile, KindDate}, q.Kind):
				r.say(Refuse, path+".kind", "anonymous_kind", "an anonymous survey asks for no address, file or day; they tell who answers", q.Code)
			case (q.Kind == KindNumber || q.Kind == KindSlider) && (q.Limits == nil || q.Limits.Min == nil || q.Limits.Max == nil):
				r.say(Refuse, path+".limits", "anonymous_bounds", "give the least and the most number; one far from all others tells who gave it", q.Code)
			}
		}
	}
	if len(r.doc.Quotas) > 0 {
		r.say(Refuse, "quotas", "anonymous_quota", "an anonymous survey has no quotas; when one is full, that tells of a single answer", "")
	}
	for i, h := range r.doc.Hidden {
		if !slices.ContainsFunc(r.doc.Settings.Cuts, func(c Cut) bool { return c.Of == h.Code }) {
			r.say(Warn, fmt.Sprintf("hidden[%d]", i), "anonymous_cut", "no cut is made of this value, so it is not kept with the answers", h.Code)
		}
	}
}
