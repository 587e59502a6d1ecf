package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// SheetChoice is what somebody says about a table. Columns are named by their
// headings; what is left empty is guessed.
type SheetChoice struct {
	Score, Scale       string   // a scale is written worst-best: 0-10, 5-1
	Good               []string // cells that count as good
	Drivers            []string // each a heading, or several with commas between
	DriverScale        string
	Missing            []string // codes for no answer: 0,99 of drivers, COLUMN=11 of one column
	Segments, Texts    []string
	Time, Weight       string // "none" for no column, here and in the next two lines
	Value, Outcome     string
	ID, Cluster        string
	NoDrivers, NoSplit bool // neither drivers nor segments are wanted
}

// Choose reads the table as the choice says and as is guessed. It fails with
// invalid where a column is not there or cannot be what it is said to be, and
// where there is no score.
func (s *FactSheet) Choose(c SheetChoice) error {
	s.start()
	if c.DriverScale != "" {
		if _, err := parseScale("driver-scale", c.DriverScale); err != nil {
			return err
		}
	}
	codes, err := s.codes(c.Missing)
	if err != nil {
		return err
	}
	for _, step := range []func(SheetChoice, missingCodes) error{s.chooseScore, s.chooseSingles, s.chooseDrivers, s.chooseSegments, s.chooseTexts} {
		if err := step(c, codes); err != nil {
			return err
		}
	}
	s.tidy()
	return nil
}

// start takes over the guess.
func (s *FactSheet) start() {
	s.Columns = make([]SheetColumn, len(s.views))
	for i, m := range s.guess.Mapping.Columns {
		if i < len(s.wording) && s.wording[i] != "" {
			m.Label = s.wording[i]
		}
		g := s.guess.Guesses[i]
		c := SheetColumn{Name: m.Name, Role: sheetRole(m.Role), Guessed: true, Missing: m.NoAnswer, mapping: m}
		c.Why = append([]Reason{g.Reason}, g.Notes...)
		if m.Role == RoleTime {
			s.guessTime(i, &c)
		}
		if m.Score != nil {
			c.scored(m.Score)
		}
		s.Columns[i] = c
	}
	for _, q := range s.guess.Questions {
		if q.Index >= 0 {
			s.Columns[q.Index].Why = append(s.Columns[q.Index].Why, q.Reason)
		}
	}
}

// scored takes over a scale.
func (c *SheetColumn) scored(m *ScoreMapping) {
	scale := m.Scale
	c.Scale, c.Metric, c.Intent = &scale, m.Metric, m.Intent
}

func sheetRole(r Role) SheetRole {
	switch r {
	case RoleScore:
		return SheetDriver
	case RoleText, RoleTime, RoleSegment, RoleValue, RoleOutcome, RoleWeight, RoleUnit, RoleChannel, RoleLanguage:
		return SheetRole(r)
	case RoleCustomer:
		return SheetID
	case RoleAccount:
		return SheetCluster
	}
	return SheetIgnore
}

// column finds a column by its heading, or by its letters where no heading is
// like that.
func (s *FactSheet) column(flag, name string) (int, error) {
	name = strings.TrimSpace(name)
	for _, same := range []func(string) bool{
		func(heading string) bool { return heading == name },
		func(heading string) bool { return strings.EqualFold(clean(heading), clean(name)) },
	} {
		if i := slices.IndexFunc(s.views, func(c columnView) bool { return same(c.Name) }); i >= 0 {
			return i, nil
		}
	}
	for i, wording := range s.wording {
		if wording != "" && strings.EqualFold(clean(wording), clean(name)) {
			return i, nil
		}
	}
	return 0, fault.Newf(fault.CodeInvalid, "--%s: there is no column %q. The columns are: %s.", flag, name, s.headings())
}

const headingsShown = 40

func (s *FactSheet) headings() string {
	var names []string
	for i := range s.views {
		if i == headingsShown {
			names = append(names, fmt.Sprintf("and %d more", len(s.views)-i))
			break
		}
		names = append(names, s.views[i].Name)
	}
	return strings.Join(names, ", ")
}

// columns finds the columns of a list. A heading may have commas in it: the
// longest heading that fits is meant.
func (s *FactSheet) columns(flag string, lists []string) ([]int, error) {
	var out []int
	for _, list := range lists {
		parts := strings.Split(list, ",")
		for at := 0; at < len(parts); {
			i, used, err := s.longest(flag, parts[at:])
			if err != nil {
				return nil, err
			}
			at += used
			if i >= 0 && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out, nil
}

func (s *FactSheet) longest(flag string, parts []string) (column, used int, err error) {
	if strings.TrimSpace(parts[0]) == "" {
		return -1, 1, nil
	}
	for n := len(parts); n > 0; n-- {
		if i, err := s.column(flag, strings.Join(parts[:n], ",")); err == nil {
			return i, n, nil
		}
	}
	_, err = s.column(flag, parts[0])
	return 0, 1, err
}

// say gives a column a role that somebody named it for.
func (s *FactSheet) say(i int, role SheetRole, as Role) {
	c := &s.Columns[i]
	c.Role, c.Guessed, c.mapping.Role = role, false, as
	c.Why = []Reason{reason("named", "Named by you.")}
}

// drop leaves a column out for a reason.
func (s *FactSheet) drop(i int, why Reason) {
	c := &s.Columns[i]
	c.Role, c.mapping.Role, c.Why = SheetIgnore, RoleIgnore, []Reason{why}
}

// missingCodes are the codes for no answer: of drivers, and of columns.
type missingCodes struct {
	drivers []string
	of      map[int][]string
}

// codes reads --missing: CODES, or COLUMN=CODES.
func (s *FactSheet) codes(given []string) (missingCodes, error) {
	out := missingCodes{of: map[int][]string{}}
	for _, text := range given {
		name, list, named := cutLast(text, "=")
		codes := splitCodes(list)
		if len(codes) == 0 {
			return out, fault.Newf(fault.CodeInvalid, "--missing: %q names no code. Write --missing 0,99 for drivers or --missing COLUMN=11 for one column.", text)
		}
		if !named {
			out.drivers = append(out.drivers, codes...)
			continue
		}
		i, err := s.column("missing", name)
		if err != nil {
			return out, err
		}
		out.of[i] = append(out.of[i], codes...)
	}
	return out, nil
}

func cutLast(text, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(text, sep); i >= 0 {
		return text[:i], text[i+len(sep):], true
	}
	return "", text, false
}

func splitCodes(list string) []string {
	var out []string
	for _, code := range strings.Split(list, ",") {
		if code = strings.TrimSpace(code); code != "" {
			out = append(out, code)
		}
	}
	return out
}

// chooseSingles gives the roles that one column has.
func (s *FactSheet) chooseSingles(c SheetChoice, codes missingCodes) error {
	for _, single := range []struct {
		flag, name string
		role       SheetRole
		as         Role
	}{
		{"time", c.Time, SheetTime, RoleTime}, {"weight", c.Weight, SheetWeight, RoleWeight}, {"value", c.Value, SheetValue, RoleValue},
		{"outcome", c.Outcome, SheetOutcome, RoleOutcome}, {"id", c.ID, SheetID, RoleCustomer}, {"cluster", c.Cluster, SheetCluster, RoleAccount},
	} {
		if single.name == "" {
			continue
		}
		i, err := s.column(single.flag, single.name)
		if err != nil && strings.EqualFold(single.name, "none") {
			s.vacate(-1, single.role)
			continue
		}
		if err != nil {
			return err
		}
		if s.Columns[i].Role == SheetScore {
			return fault.Newf(fault.CodeInvalid, "--%s: %q is the score already.", single.flag, s.Columns[i].Name)
		}
		if err := s.fits(single.flag, i); err != nil {
			return err
		}
		s.vacate(i, single.role)
		s.say(i, single.role, single.as)
		if single.role == SheetOutcome {
			if err := s.setOutcome(i, codes); err != nil {
				return err
			}
		}
	}
	for i, list := range codes.of {
		if s.Columns[i].Role == SheetScore {
			continue // chooseScore knows them
		}
		s.Columns[i].Missing = list
		s.Columns[i].mapping.NoAnswer = list
	}
	return nil
}

// vacate frees a role for column i.
func (s *FactSheet) vacate(i int, role SheetRole) {
	for j := range s.Columns {
		c := &s.Columns[j]
		if j == i || c.Role != role {
			continue
		}
		s.drop(j, reason("other_named", "You named another column for this, or none."))
		if s.views[j].groups() {
			c.Role, c.mapping.Role, c.mapping.Kind = SheetSegment, RoleSegment, s.views[j].traitKind()
			if role == SheetTime {
				c.Role, c.mapping.Role = SheetIgnore, RoleIgnore
			}
		}
	}
}

// fits tells whether the cells of a column are what a flag says they are.
func (s *FactSheet) fits(flag string, i int) error {
	v := &s.views[i]
	filled := v.Filled()
	switch flag {
	case "time":
		if v.Dates*2 < filled || filled == 0 {
			return fault.Newf(fault.CodeInvalid, "--time: %q holds no dates.", v.Name)
		}
	case "weight", "value":
		if v.Numbers*2 < filled || filled == 0 {
			return fault.Newf(fault.CodeInvalid, "--%s: %q holds no numbers.", flag, v.Name)
		}
	}
	return nil
}

// chooseSegments leaves only the segments that were named.
func (s *FactSheet) chooseSegments(c SheetChoice, _ missingCodes) error {
	if len(c.Segments) == 0 && !c.NoSplit {
		return nil
	}
	chosen, err := s.columns("segments", c.Segments)
	if err != nil {
		return err
	}
	for i := range s.Columns {
		col := &s.Columns[i]
		if slices.Contains(chosen, i) {
			continue
		}
		switch col.Role {
		case SheetSegment, SheetUnit, SheetChannel, SheetLanguage:
			s.drop(i, reason("not_named", "You named others."))
		}
	}
	for _, i := range chosen {
		switch s.Columns[i].Role {
		case SheetScore:
			return fault.Newf(fault.CodeInvalid, "--segments: %q is the score already.", s.Columns[i].Name)
		case SheetDriver, SheetTime, SheetWeight, SheetID, SheetCluster, SheetValue, SheetOutcome:
			if !s.Columns[i].Guessed {
				return fault.Newf(fault.CodeInvalid, "--segments: %q was named for something else already.", s.Columns[i].Name)
			}
		}
		s.say(i, SheetSegment, RoleSegment)
		s.Columns[i].mapping.Kind = s.views[i].traitKind()
		s.Columns[i].mapping.Score = nil
		s.Columns[i].Scale = nil
	}
	return nil
}

func (s *FactSheet) chooseTexts(c SheetChoice, _ missingCodes) error {
	if len(c.Texts) == 0 {
		return nil
	}
	chosen, err := s.columns("text", c.Texts)
	if err != nil {
		return err
	}
	for i := range s.Columns {
		if s.Columns[i].Role == SheetText && !slices.Contains(chosen, i) {
			s.drop(i, reason("not_named", "You named others."))
		}
	}
	for _, i := range chosen {
		s.say(i, SheetText, RoleText)
	}
	return nil
}
