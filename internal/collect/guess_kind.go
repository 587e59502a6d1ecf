package collect

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// guess is what the file and its columns are taken for, among the kinds that
// the caller may take in. Where rows of the file tell what was asked, that is
// the label.
func (e examined) guess(may func(ImportKind) bool) Guessed {
	wording := e.format.Wording
	if e.joined != nil {
		wording = e.joinedWording
	}
	g := newGuesser(e.profile, wording)
	answers := g.answers()
	kind, why := e.said.Kind, reason("kind_said", "You said so.")
	if kind == "" {
		if kind, why = g.kind(answers, e.format.Kind); kind != KindAnswers && !may(kind) {
			kind, why = KindAnswers, reason("kind_answers", "Read as answers, row by row.")
		}
	}
	out := answers
	switch {
	case kind == KindEvents:
		out = newGuesser(e.profile, wording).events()
	case kind.ofParties():
		out = newGuesser(e.profile, wording).people(kind)
	}
	out.Mapping.Kind, out.Kind = kind, why
	if out.Mapping.Consent == "" {
		out.Mapping.Consent = "person" // of answers only, and yet a mapping says one
	}
	for i := range out.Mapping.Columns {
		if i < len(wording) && wording[i] != "" {
			out.Mapping.Columns[i].Label = wording[i]
		}
	}
	return out
}

// kind tells what the rows are, by what the columns would be in a file of
// answers and by their headings. Opinions make a file one of answers.
func (g *guesser) kind(answers Guessed, file table.FileKind) (ImportKind, Reason) {
	if file == table.EventLog {
		return KindEvents, reason("kind_log", "An event log: each entry says what happened, and when.")
	}
	if g.standard() {
		return KindEvents, reason("kind_standard", "The headings are those of an event log, with what happened and when.")
	}
	if kind, why := g.parties(answers); kind != "" {
		return kind, why
	}
	if said, column := asked(answers); said {
		return KindAnswers, reason("kind_opinions", "{column} holds what somebody said or scored.", "column", column)
	}
	name, clock, moments := -1, false, 0
	for i := range g.columns {
		c := &g.columns[i]
		if _, ok := g.happened(c); ok {
			name = i
		}
		if c.Kind == table.KindDate && c.hasClock() {
			clock = true
			if !c.planned() {
				moments++
			}
		}
	}
	switch {
	case name >= 0 && clock:
		return KindEvents, reason("kind_happened", "{column} says what happened, and times of day say when.", "column", g.columns[name].Name)
	case moments >= 3:
		return KindEvents, reason("kind_moments", "{n} columns hold times of day and none holds an opinion: each is taken for something that happened.", "n", number(float64(moments)))
	}
	return KindAnswers, reason("kind_answers", "Read as answers, row by row.")
}

// asked tells whether a file of answers holds opinions, and in which column.
func asked(g Guessed) (bool, string) {
	for i, c := range g.Mapping.Columns {
		switch c.Role {
		case RoleText, RoleOutcome:
			return true, c.Name
		case RoleScore:
			if g.Guesses[i].Reason.Key != "guess.battery" {
				return true, c.Name
			}
		}
	}
	return false, ""
}

// standard tells that the columns are called as in event logs.
func (g *guesser) standard() bool {
	has := func(name string) bool {
		return slices.ContainsFunc(g.columns, func(c columnView) bool { return strings.EqualFold(c.Name, name) })
	}
	return has("concept:name") && has("time:timestamp")
}

// hasClock tells whether the dates have times of day.
func (c *columnView) hasClock() bool {
	return slices.ContainsFunc(c.Examples, func(cell string) bool { return strings.Contains(cell, ":") })
}

// planned tells that the dates say what should be, not what was.
func (c *columnView) planned() bool {
	return c.begins("estimat", "plan", "deadline", "expect", "promis", "prevu", "echeance", "schedul", "target", "birth", "naissance", "limit") || c.says("due", "eta", "sla")
}
