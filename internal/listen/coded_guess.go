package listen

import (
	"regexp"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/text"
)

var (
	themeNames  = []string{"theme", "themes", "topic", "topics", "label", "labels", "category", "categories", "categorie", "tag", "tags", "codes", "code"}
	familyNames = []string{"family", "famille", "group", "groupe", "section"}
	numbered1   = regexp.MustCompile(`^(.*[^0-9])([0-9]{1,2})$`)
)

// mostValues is how many values a column has that tells texts apart.
const mostValues = 60

// guessCoded proposes how a table of coded texts is read, by what is in it.
func guessCoded(p *table.Profile, name, language string) CodedPlan {
	g := CodedPlan{Shape: CodesNone, Codes: []string{}, Traits: []string{}, Language: language, Consent: ConsentAnonymous, Kind: ByPerson, Coder: name}
	words := -1.0
	for _, c := range p.Columns {
		if c.Kind == table.KindText && c.Words > words && c.Words >= 2 {
			g.Text, words = c.Name, c.Words
		}
	}
	rest := slices.DeleteFunc(slices.Clone(p.Columns), func(c table.Column) bool { return c.Name == g.Text || c.Filled() == 0 })
	switch {
	case flagsAmong(rest, &g):
	case numbersAmong(rest, &g):
	default:
		namedAmong(rest, &g)
	}
	for _, c := range rest {
		key := text.Fold(c.Name)
		switch {
		case slices.Contains(g.Codes, c.Name):
		case g.Question == "" && key == "question":
			g.Question = c.Name
		case g.Shape == CodesOne && g.Family == "" && slices.ContainsFunc(familyNames, func(n string) bool { return strings.Contains(key, n) }) && c.Distinct <= mostValues:
			g.Family = c.Name
		case len(g.Traits) < 10 && !c.Unique() && !c.More && c.Distinct <= mostValues:
			g.Traits = append(g.Traits, c.Name)
		}
	}
	for _, c := range p.Columns {
		if c.Name == g.Text && g.Shape == CodesOne && !c.More && c.Distinct*5 < c.Filled() {
			g.Label = c.Name // the texts are those of a code frame
		}
	}
	return g
}

// flagsAmong finds columns with yes and no, three at least.
func flagsAmong(columns []table.Column, g *CodedPlan) bool {
	var flags []string
	for _, c := range columns {
		if c.More || c.Distinct > 3 || len(c.Values) == 0 {
			continue
		}
		if !slices.ContainsFunc(c.Values, func(v table.ValueCount) bool { _, is := flagOf(v.Value); return !is }) {
			flags = append(flags, c.Name)
		}
	}
	if len(flags) < 3 {
		return false
	}
	g.Shape, g.Codes = CodesFlags, flags
	return true
}

// numbersAmong finds columns whose names differ by a number, such as code1 and
// code2, with few different values.
func numbersAmong(columns []table.Column, g *CodedPlan) bool {
	of := map[string][]string{}
	for _, c := range columns {
		if m := numbered1.FindStringSubmatch(c.Name); m != nil && c.Words < 2 && !c.More {
			of[m[1]] = append(of[m[1]], c.Name)
		}
	}
	for _, names := range of {
		if len(names) > 1 && len(names) > len(g.Codes) {
			g.Shape, g.Codes = CodesNumbered, names
		}
	}
	return len(g.Codes) > 0
}

// namedAmong finds the column that is named as codes are.
func namedAmong(columns []table.Column, g *CodedPlan) {
	for _, exact := range []bool{true, false} {
		for _, name := range themeNames {
			for _, c := range columns {
				key := text.Fold(c.Name)
				if key != name && (exact || !strings.Contains(key, name)) || !exact && c.Unique() {
					continue
				}
				g.Shape, g.Codes = CodesOne, []string{c.Name}
				if s := separatorOf(c); s != "" {
					g.Shape, g.Separator = CodesSeparated, s
				}
				return
			}
		}
	}
}

// separatorOf is what stands between several codes in the cells of a column, ""
// where each holds one.
func separatorOf(c table.Column) string {
	cells := c.Examples
	for _, v := range c.Values {
		cells = append(cells, v.Value)
	}
	for _, s := range []string{";", "|", ","} {
		n := 0
		for _, cell := range cells {
			if strings.Contains(cell, s) {
				n++
			}
		}
		if n*3 > len(cells) {
			return s
		}
	}
	return ""
}

// flagOf reads yes and no; false where a cell says neither.
func flagOf(cell string) (set, is bool) {
	switch text.Fold(strings.TrimSpace(cell)) {
	case "1", "1.0", "yes", "y", "true", "x", "oui", "o", "vrai":
		return true, true
	case "", "0", "0.0", "no", "n", "false", "non", "faux":
		return false, true
	}
	return false, false
}
