package collect

import (
	"errors"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// checkMapping says what is wrong with a mapping of these columns. All faults
// are named together, with fields such as columns[2].score.scale.good.
func checkMapping(m Mapping, columns []ColumnProfile) error {
	var wrong *fault.Error
	bad := func(field, key, message string) {
		if wrong == nil {
			wrong = fault.New(fault.CodeInvalid, "The file cannot be read like this yet; see the columns named.").Keyed("mapping.invalid")
		}
		wrong.Fields = append(wrong.Fields, fault.Field{Field: field, Message: message, Key: key})
	}
	if len(m.Columns) != len(columns) {
		bad("columns", "mapping.columns", fmt.Sprintf("Give all %d columns of the file, in their order.", len(columns)))
		return wrong
	}
	for i, c := range m.Columns {
		if c.Index != i {
			bad(fmt.Sprintf("columns[%d].index", i), "mapping.columns", "Give the columns in the order of the file.")
			continue
		}
		checkColumn(fmt.Sprintf("columns[%d].", i), kindOf(m.Kind), c, bad)
	}
	if checkKind(m.Kind) != nil {
		bad("kind", "import.kind", "Choose one of the kinds of files.")
	}
	checkSingles(m, bad)
	checkScoreNames(m, bad)
	checkPlaces(m, bad)
	checkMoney(m, bad)
	if m.Consent != "" && m.Consent != "person" && m.Consent != "firm" {
		bad("consent", "consent.unknown", "Consent is person or firm.")
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

func checkColumn(prefix string, kind ImportKind, c ColumnMapping, bad complain) {
	if !slices.Contains(kind.roles(), c.Role) {
		bad(prefix+"role", "mapping.role", "Choose one of the roles.")
		return
	}
	if len(c.NoAnswer) > 50 {
		bad(prefix+"no_answer", "mapping.no_answer", "A column has at most 50 codes for no answer.")
	}
	if c.Order != "" && c.Order != string(table.DayFirst) && c.Order != string(table.MonthFirst) {
		bad(prefix+"order", "mapping.order", "Say dmy or mdy.")
	}
	if c.Mark != "" && c.Mark != string(table.Point) && c.Mark != string(table.Comma) {
		bad(prefix+"mark", "mapping.mark", "The decimal mark is a point or a comma.")
	}
	if kinds := []string{"", "text", "number", "date"}; !slices.Contains(kinds, c.Kind) && (!kind.ofParties() || c.Kind != "money" && c.Kind != "choice") {
		bad(prefix+"kind", "mapping.kind", "A trait is text, number or date.")
	}
	if c.Role == RoleScore && c.Score == nil {
		bad(prefix+"score", "mapping.score", "Say what scale the scores are on.")
	}
	if c.Score == nil || c.Role != RoleScore && c.Role != RoleOutcome {
		return
	}
	if c.Score.MeasureID == "" && clean(c.Score.Name) == "" {
		bad(prefix+"score.name", "measure.name", "Give the measure a name.")
	}
	var e *fault.Error
	if errors.As(measure.CheckScale(prefix+"score.", c.Score.Scale, c.Score.Metric), &e) {
		for _, f := range e.Fields {
			bad(f.Field, "measure.scale", f.Message)
		}
	}
}

// checkSingles: a response has one customer, one weight and so on.
func checkSingles(m Mapping, bad complain) {
	single := kindOf(m.Kind).single()
	first := map[Role]int{}
	for i, c := range m.Columns {
		if !slices.Contains(single, c.Role) {
			continue
		}
		if before, twice := first[c.Role]; twice {
			bad(fmt.Sprintf("columns[%d].role", i), "mapping.role_twice", fmt.Sprintf("%q is the %s already; one column may be.", m.Columns[before].Name, c.Role))
			continue
		}
		first[c.Role] = i
	}
}

// checkScoreNames: two columns cannot be one measure, since a response has
// one score of a measure.
func checkScoreNames(m Mapping, bad complain) {
	seen := map[string]bool{}
	for i, c := range m.Columns {
		if c.Score == nil || c.Role != RoleScore && c.Role != RoleOutcome {
			continue
		}
		name := c.Score.MeasureID
		if name == "" {
			name = foldName(c.Score.Name)
		}
		if seen[name] {
			bad(fmt.Sprintf("columns[%d].score.name", i), "mapping.measure_twice", "Another column is this measure already; give it another name.")
		}
		seen[name] = true
	}
}

func checkPlaces(m Mapping, bad complain) {
	inside := func(field string, i *int) bool {
		if i == nil {
			return false
		}
		if *i < 0 || *i >= len(m.Columns) {
			bad(field, "mapping.column", "There is no such column.")
			return false
		}
		return true
	}
	inside("key_column", m.KeyColumn)
	if inside("time_column", m.TimeColumn) && m.Columns[*m.TimeColumn].Role != RoleTime {
		bad("time_column", "mapping.time", "The column that says when must have the role time.")
	}
	switch {
	case m.Kind.ofParties():
		checkPartyMapping(m, bad)
	case m.Kind == KindEvents:
		checkEventMapping(m, bad)
	case m.TimeColumn == nil && m.DefaultTime == nil:
		bad("default_time", "mapping.no_time", "Name the column that says when the answers were given, or a day for all of them.")
	}
	for _, c := range m.Columns {
		if c.Role == RoleKey && (m.KeyColumn == nil || *m.KeyColumn != c.Index) {
			bad("key_column", "mapping.key", fmt.Sprintf("%q has the role key; name it as key_column too.", c.Name))
		}
	}
	if !slices.ContainsFunc(m.Columns, func(c ColumnMapping) bool { return c.Role != RoleIgnore }) {
		bad("columns", "mapping.nothing", "Every column is ignored; nothing would be taken in.")
	}
}
