package questionnaire

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// MaxChangeDays is for how many days an answer may be changed at most.
const MaxChangeDays = 365

// MaxLoop is how often a page can be looped at most.
const MaxLoop = 50

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Problem is a rule of form that a document breaks.
type Problem struct {
	Path    string `json:"path"`            // where: "pages[1].questions[0].code"
	Key     string `json:"key"`             // names the rule: "repeated", "unknown", ...
	Message string `json:"message"`         // what would be right, in English
	Other   string `json:"other,omitempty"` // code of what it clashes with or speaks of
}

// Structure returns what is wrong with the form of d, in the order of the
// document; nothing if d is well formed. Expressions are not looked into.
func Structure(d *Document) []Problem {
	c := checker{doc: d, base: d.Base(), values: map[string]bool{}, pages: map[string]int{}, ends: map[string]bool{},
		asked: map[string]Kind{}}
	c.frame()
	c.names()
	for i := range d.Pages {
		c.page(i)
	}
	c.quotas()
	c.cuts()
	c.frames()
	return c.found
}

type checker struct {
	doc    *Document
	base   string
	found  []Problem
	values map[string]bool // codes of hidden and calculated values and of questions: one name space
	pages  map[string]int  // code to place
	ends   map[string]bool
	asked  map[string]Kind // questions of pages before the one in hand
}

func (c *checker) add(path, key, message, other string) {
	c.found = append(c.found, Problem{Path: path, Key: key, Message: message, Other: other})
}

func (c *checker) code(path, code string) {
	if !codeForm.MatchString(code) {
		c.add(path, "code", "start with a small letter; then small letters, digits and _, 40 characters at most", code)
	}
}

func (c *checker) once(path, code string) {
	c.code(path, code)
	if c.values[code] {
		c.add(path, "repeated", "another question or value has this code; choose one of its own", code)
	}
	c.values[code] = true
}

func (c *checker) worded(path string, w Words) {
	if w[c.base] == "" {
		c.add(path, "unworded", "write this in the base language", c.base)
	}
}

func (c *checker) frame() {
	seen := map[string]bool{}
	for i, l := range c.doc.Languages {
		if l == "" || seen[l] {
			c.add(fmt.Sprintf("languages[%d]", i), "repeated", "name each language once", l)
		}
		seen[l] = true
	}
	if len(c.doc.Languages) == 0 {
		c.add("languages", "missing", "name at least one language", "")
	}
	if len(c.doc.Pages) == 0 {
		c.add("pages", "missing", "add a page", "")
	}
	c.worded("title", c.doc.Title)
	switch days := c.doc.Settings.ChangeDays; {
	case days < 0 || days > MaxChangeDays:
		c.add("settings.change_days", "range", "let an answer be changed for 0 to 365 days", strconv.Itoa(days))
	case days > 0 && c.doc.Settings.Consent == ConsentAnonymous:
		c.add("settings.change_days", "change_anonymous", "nobody's answer is found again in an anonymous survey, so none can be changed", "")
	}
	if !slices.Contains([]Consent{ConsentAnonymous, ConsentFirm, ConsentPerson}, c.doc.Settings.Consent) {
		c.add("settings.consent", "unknown", "choose anonymous, firm or person", string(c.doc.Settings.Consent))
	}
}

// names gathers what branches and quotas may speak of.
func (c *checker) names() {
	for i, p := range c.doc.Pages {
		path := fmt.Sprintf("pages[%d].code", i)
		c.code(path, p.Code)
		if _, taken := c.pages[p.Code]; taken {
			c.add(path, "repeated", "another page has this code; choose one of its own", p.Code)
			continue
		}
		c.pages[p.Code] = i
	}
	for i, e := range c.doc.Ends {
		path := fmt.Sprintf("ends[%d]", i)
		c.code(path+".code", e.Code)
		if c.ends[e.Code] {
			c.add(path+".code", "repeated", "another end has this code; choose one of its own", e.Code)
		}
		c.ends[e.Code] = true
		c.worded(path+".title", e.Title)
		if !slices.Contains([]Outcome{OutcomeComplete, OutcomeScreened, OutcomeQuotaFull}, e.Outcome) {
			c.add(path+".outcome", "unknown", "choose complete, screened or quota_full", string(e.Outcome))
		}
	}
	for i, h := range c.doc.Hidden {
		c.hidden(fmt.Sprintf("hidden[%d]", i), h)
	}
	for i, v := range c.doc.Calculated {
		c.once(fmt.Sprintf("calculated[%d].code", i), v.Code)
	}
}

func (c *checker) hidden(path string, h Hidden) {
	c.once(path+".code", h.Code)
	if valueTypes[h.Kind] == nil {
		c.add(path+".kind", "unknown", "choose text, number or bool", string(h.Kind))
	}
	switch {
	case h.From != HiddenLink && h.From != HiddenContact:
		c.add(path+".from", "unknown", "choose link or contact", string(h.From))
	case h.From == HiddenContact && h.Trait == "":
		c.add(path+".trait", "missing", "name the trait of the contact", h.Code)
	}
}

func (c *checker) quotas() {
	for i, q := range c.doc.Quotas {
		path := fmt.Sprintf("quotas[%d]", i)
		if q.Count < 1 {
			c.add(path+".count", "range", "give a number of 1 or more", "")
		}
		if !c.ends[q.End] {
			c.add(path+".end", "unknown", "no end has this code", q.End)
		}
	}
}
