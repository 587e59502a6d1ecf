package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Severity is what a remark means for publishing.
type Severity string

// The severities.
const (
	Refuse Severity = "refuse" // it cannot be published so
	Warn   Severity = "warn"   // it can, whoever publishes knows
)

// Remark is one line of the list that is gone through before publishing.
type Remark struct {
	Severity Severity `json:"severity" enum:"refuse,warn"`
	Problem
}

// longMinutes is how long a questionnaire may take before that is remarked.
const longMinutes = 10

// Check goes through a document before it is published: its form, its
// expressions, what its texts speak of, what is not translated, what can never be shown or reached,
// colours in whose place others are used, how long it takes, and whether it says who keeps
// what is answered. Refusals stand first. What can be reached is looked at once the
// document can be compiled. What measures rest on is not seen here.
//
// Keys beside those of Structure and Compile: "privacy", "controller",
// "colour", "shade", "shade_dark", "logo_alt", "untranslated", "never" (a condition that cannot hold),
// "unreached" (a page, a branch or an end), "screen_all" (somebody is sent away on no condition), "minutes"; of anonymous surveys
// "anonymous_kind", "anonymous_bounds", "anonymous_quota" and "anonymous_cut".
func Check(d *Document, known Known) []Remark {
	r := remarks{doc: d}
	expressions, found := compile(d, known)
	for _, p := range found {
		r.add(Refuse, p)
	}
	r.confidence()
	r.anonymous()
	r.theme()
	r.translations()
	r.screens()
	if expressions != nil {
		r.reach(expressions)
	}
	if m := Minutes(d, d.Base()); m > longMinutes {
		r.say(Warn, "pages", "minutes", fmt.Sprintf("it takes about %.0f minutes; people leave long ones", m), "")
	}
	slices.SortStableFunc(r.all, func(a, b Remark) int { return a.Severity.Rank() - b.Severity.Rank() })
	return r.all
}

// Rank orders severities, refusals first.
func (s Severity) Rank() int {
	if s == Refuse {
		return 0
	}
	return 1
}

type remarks struct {
	doc *Document
	all []Remark
}

func (r *remarks) add(s Severity, p Problem) { r.all = append(r.all, Remark{s, p}) }

func (r *remarks) say(s Severity, path, key, message, other string) {
	r.add(s, Problem{Path: path, Key: key, Message: message, Other: other})
}

// confidence: whoever answers is told who keeps the answers and on what terms.
func (r *remarks) confidence() {
	if s := r.doc.Settings; s.Privacy[r.doc.Base()] == "" {
		r.say(Refuse, "settings.privacy", "privacy", "say what becomes of the answers, and by what right they are kept", "")
	}
	if r.doc.Settings.Controller == "" {
		r.say(Refuse, "settings.controller", "controller", "name who answers for the data", "")
	}
}

// translations tells, a language at a time, of the texts that are there in the
// base language and not in it.
func (r *remarks) translations() {
	base := r.doc.Base()
	r.doc.eachWords(func(path string, w Words) {
		if w[base] == "" {
			return
		}
		for _, l := range r.doc.Languages {
			if w[l] == "" {
				r.say(Warn, path, "untranslated", "this is asked in the base language instead", l)
			}
		}
	})
}

// screens: nobody is sent away because a condition was never written; true is one.
func (r *remarks) screens() {
	for i, p := range r.doc.Pages {
		for j, b := range p.Branches {
			away := slices.ContainsFunc(r.doc.Ends, func(e End) bool { return e.Code == b.End && e.Outcome != OutcomeComplete })
			if away && strings.TrimSpace(b.If) == "" {
				r.say(Refuse, fmt.Sprintf("pages[%d].branches[%d].if", i, j), "screen_all", "say for whom; without a condition everybody who comes here is sent away, for which write true", b.End)
			}
		}
	}
}
