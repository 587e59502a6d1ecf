package collect

import (
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
)

// plan is a mapping with all that it names found or made: what reads a row.
// It is stored when an import starts, so that a later change of a measure
// does not change how the rest of the file is read.
type plan struct {
	Kind        ImportKind   `json:"kind,omitempty"`
	Program     string       `json:"program"`
	Source      string       `json:"source"`
	Columns     []planColumn `json:"columns"`
	Key         int          `json:"key"`  // column, -1 for the cells
	Time        int          `json:"time"` // column, -1 for none
	DefaultTime time.Time    `json:"default_time"`
	Consent     Consent      `json:"consent"`
	Channel     string       `json:"channel,omitempty"`
	Language    string       `json:"language,omitempty"`
	Zone        string       `json:"zone"` // of times without one
	// Currency is the organisation's; Rates say what one of another is worth in it.
	Currency string             `json:"currency,omitempty"`
	Rates    map[string]float64 `json:"rates,omitempty"`
}

// planColumn is how one column is read.
type planColumn struct {
	Name     string         `json:"name"`
	Role     Role           `json:"role"`
	Question string         `json:"question,omitempty"`
	Measure  string         `json:"measure,omitempty"`
	Scale    *measure.Scale `json:"scale,omitempty"`
	Trait    string         `json:"trait,omitempty"` // name under which it is kept
	Kind     string         `json:"kind,omitempty"`
	None     []string       `json:"none,omitempty"`
	Order    table.Order    `json:"order,omitempty"`
	Mark     table.Mark     `json:"mark"`
	Currency string         `json:"currency,omitempty"`
	// Definition is the trait of customers or accounts that the column holds.
	Definition *people.TraitDefinition `json:"definition,omitempty"`
}

// makePlan is the part of a plan that the mapping alone decides.
func makePlan(m Mapping, zone *time.Location) plan {
	p := plan{Kind: kindOf(m.Kind), Key: -1, Time: -1, Consent: ConsentPerson, Channel: clean(m.Channel), Language: clean(m.Language), Zone: zone.String()}
	if m.Consent == "firm" {
		p.Consent = ConsentFirm
	}
	if m.KeyColumn != nil {
		p.Key = *m.KeyColumn
	}
	switch {
	case m.TimeColumn != nil:
		p.Time = *m.TimeColumn // a row without a time is rejected: none is made up for it
	case m.DefaultTime != nil:
		p.DefaultTime = *m.DefaultTime
	}
	if p.Kind.ofParties() {
		p.ofParties(m)
	}
	for _, c := range m.Columns {
		p.Columns = append(p.Columns, c.plan(p.Time))
	}
	return p
}

// ofParties: rows are recognised by who they are about, and traits hold from the
// day of the file on where the row does not say.
func (p *plan) ofParties(m Mapping) {
	p.Key, p.DefaultTime = -1, time.Time{}
	if m.DefaultTime != nil {
		p.DefaultTime = *m.DefaultTime
	}
	wanted := []Role{RoleCustomer, RoleEmail}
	if p.Kind == KindAccounts {
		wanted = []Role{RoleAccount}
	}
	for _, role := range wanted {
		for i, c := range m.Columns {
			if p.Key < 0 && c.Role == role {
				p.Key = i
			}
		}
	}
}

func (c ColumnMapping) plan(timeColumn int) planColumn {
	out := planColumn{
		Name: c.Name, Role: c.Role, Question: clean(c.Label), Kind: c.Kind, None: c.NoAnswer,
		Order: table.Order(c.Order), Mark: table.Mark(c.Mark), Currency: c.Currency,
	}
	if out.Question == "" {
		out.Question = c.Name
	}
	if out.Mark == "" {
		out.Mark = table.Point
	}
	if out.Order == "" {
		out.Order = table.DayFirst
	}
	switch c.Role {
	case RoleSegment, RoleOutcome:
		out.Trait = traitName(c.Name)
		if out.Kind == "" {
			out.Kind = "text"
		}
	case RoleValue:
		out.Trait, out.Kind = traitName(c.Name), "number"
	case RoleProperty:
		if out.Kind == "" {
			out.Kind = "text"
		}
	case RoleTime:
		if c.Index != timeColumn {
			out.Trait, out.Kind = traitName(c.Name), "date"
		}
	}
	if c.Score != nil {
		scale := c.Score.Scale
		out.Scale = &scale
	}
	return out
}

func traitName(heading string) string { return cut(clean(heading), maxTraitText) }

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
