package answers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// value is a column of what was answered under a key; of gives nil for nothing.
func (c *columns) value(key, suffix, title string, kind columnKind, of func(g *given, v questionnaire.Value) any) {
	c.add(key+suffix, title, kind, func(g *given) any {
		v, answered := g.answers[key]
		if !answered {
			return nil
		}
		return of(g, v)
	})
}

// question adds the columns of a question under the key of its answers.
func (c *columns) question(m *merged, key, title string) {
	switch m.kind {
	case questionnaire.KindScale, questionnaire.KindSlider, questionnaire.KindNumber:
		c.scale(m, key, title)
	case questionnaire.KindChoice, questionnaire.KindDropdown:
		c.value(key, "", title, textColumn, func(g *given, v questionnaire.Value) any { return textOrNil(c.chosen(g, m.code, v.Chosen)) })
	case questionnaire.KindChoices:
		c.choices(m, key, title)
	case questionnaire.KindMatrix:
		c.matrix(m, key, title)
	case questionnaire.KindRanking:
		c.ranking(m, key, title)
	case questionnaire.KindBestWorst:
		c.bestWorst(m, key, title)
	case questionnaire.KindConsent:
		c.value(key, "", title, numberColumn, func(_ *given, v questionnaire.Value) any {
			if v.Consent == nil {
				return nil
			}
			return one(*v.Consent)
		})
	case questionnaire.KindFile:
		c.value(key, "", title, textColumn, func(g *given, v questionnaire.Value) any { return textOrNil(g.names(v.Files)) })
	default:
		c.value(key, "", title, textColumn, func(_ *given, v questionnaire.Value) any { return textOrNil(v.Text) })
	}
	if m.other {
		c.value(key, ":text", title+" – …", textColumn, func(_ *given, v questionnaire.Value) any { return textOrNil(v.Other) })
	}
}

func one(is bool) any {
	if is {
		return 1.0
	}
	return 0.0
}

func numberOrNil(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// chosen are options by text or code, as the version had them.
func (c *columns) chosen(g *given, question string, codes []string) string {
	out := make([]string, len(codes))
	for i, code := range codes {
		if out[i] = code; !c.codes {
			out[i] = g.asked.option(question, code, c.lang)
		}
	}
	return strings.Join(out, "; ")
}

func (c *columns) scale(m *merged, key, title string) {
	c.value(key, "", title, numberColumn, func(_ *given, v questionnaire.Value) any { return numberOrNil(v.Number) })
	if m.labels && !c.codes {
		c.value(key, ":label", title+" – Aa", textColumn, func(g *given, v questionnaire.Value) any { return textOrNil(c.label(g, m.code, v.Number)) })
	}
	if m.na {
		c.value(key, ":na", title+" – n/a", numberColumn, func(_ *given, v questionnaire.Value) any { return one(v.NA) })
	}
}

// label is the word of a score as the version had it.
func (c *columns) label(g *given, question string, v *float64) string {
	q := g.asked.questions[question]
	if v == nil || q == nil || q.Scale == nil {
		return ""
	}
	if at := int(*v) - q.Scale.Min; at >= 0 && at < len(q.Scale.Labels) {
		return q.Scale.Labels[at].In(c.lang, g.asked.document.Base())
	}
	return ""
}

// choices: 1 or 0 an option; an option that the version did not have is empty.
func (c *columns) choices(m *merged, key, title string) {
	for _, o := range m.options {
		c.value(key, "."+o.code, title+" ["+o.text+"]", numberColumn, func(g *given, v questionnaire.Value) any {
			if !g.asked.has(m.code, o.code) {
				return nil
			}
			return one(slices.Contains(v.Chosen, o.code))
		})
	}
}

// has tells whether a version had an option.
func (v *version) has(question, option string) bool {
	q := v.questions[question]
	return q != nil && slices.ContainsFunc(q.Options, func(o questionnaire.Option) bool { return o.Code == option })
}

func (c *columns) matrix(m *merged, key, title string) {
	for _, r := range m.rows {
		title := title + " [" + r.text + "]"
		if len(m.options) > 0 {
			c.value(key, "."+r.code, title, textColumn, func(g *given, v questionnaire.Value) any {
				return textOrNil(c.chosen(g, m.code, v.Rows[r.code].Chosen))
			})
			continue
		}
		c.value(key, "."+r.code, title, numberColumn, func(_ *given, v questionnaire.Value) any { return numberOrNil(v.Rows[r.code].Number) })
		if m.na {
			c.value(key, "."+r.code+":na", title+" – n/a", numberColumn, func(_ *given, v questionnaire.Value) any {
				cell, answered := v.Rows[r.code]
				if !answered {
					return nil
				}
				return one(cell.NA)
			})
		}
	}
}

func (c *columns) ranking(m *merged, key, title string) {
	for _, o := range m.options {
		c.value(key, "."+o.code, title+" ["+o.text+"]", numberColumn, func(_ *given, v questionnaire.Value) any {
			if at := slices.Index(v.Order, o.code); at >= 0 {
				return float64(at + 1)
			}
			return nil
		})
	}
}

// bestWorst: for each set what it showed, and what was chosen as most and as least.
func (c *columns) bestWorst(m *merged, key, title string) {
	for set := range m.sets {
		n := strconv.Itoa(set + 1)
		of := func(name, sign string, codes func(v questionnaire.Value) []string) {
			c.value(key, "."+n+":"+name, title+" ["+n+sign+"]", textColumn, func(g *given, v questionnaire.Value) any { return textOrNil(c.chosen(g, m.code, codes(v))) })
		}
		of("best", " +", func(v questionnaire.Value) []string {
			return pickOf(v, set, func(p questionnaire.Pick) string { return p.Best })
		})
		of("worst", " −", func(v questionnaire.Value) []string {
			return pickOf(v, set, func(p questionnaire.Pick) string { return p.Worst })
		})
		of("shown", "", func(v questionnaire.Value) []string {
			if set < len(v.Sets) {
				return v.Sets[set]
			}
			return nil
		})
	}
}

func pickOf(v questionnaire.Value, set int, of func(questionnaire.Pick) string) []string {
	if set < len(v.Picks) && of(v.Picks[set]) != "" {
		return []string{of(v.Picks[set])}
	}
	return nil
}

// names are the names of files by their ids.
func (g *given) names(ids []string) string {
	var out []string
	for _, id := range ids {
		if at := slices.IndexFunc(g.files, func(f collect.AnswerFile) bool { return f.ID == id }); at >= 0 {
			out = append(out, g.files[at].Name)
		}
	}
	return strings.Join(out, "; ")
}
