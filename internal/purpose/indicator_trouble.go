package purpose

import "github.com/balcony-cx/balcony/internal/fault"

// trouble is what may be wrong with a cell of values.
type trouble string

const (
	fine        trouble = ""
	noUnit      trouble = "unit_unknown"
	unitBeyond  trouble = "unit_beyond"
	noPeriod    trouble = "period"
	noNumber    trouble = "number"
	noIndicator trouble = "unknown"
	unreadable  trouble = "unreadable"
	twice       trouble = "twice"
)

// message says in English what is wrong and what would be right.
func (t trouble) message() string {
	switch t {
	case noUnit:
		return "There is no such unit. Name it by its key, or leave it empty for the whole organisation."
	case unitBeyond:
		return "You may not take values in for this unit."
	case noPeriod:
		return "This is no period of the indicator. Write it like 2026-11-20, 2026-W47, 2026-11 or 2026-Q4."
	case noNumber:
		return "This is no number."
	case noIndicator:
		return "There is no indicator of this name in the program. Define it first."
	case unreadable:
		return "This row cannot be read. Check its quotes and how many cells it has."
	case twice:
		return "Another number for the same unit and period stands further up."
	}
	return ""
}

// as makes the error of a field.
func (t trouble) as(field string) error {
	e := fault.Invalid(field, t.message())
	switch t {
	case noUnit:
		return e.Keyed("indicator.unit_unknown")
	case unitBeyond:
		return e.Keyed("indicator.unit_beyond")
	case noPeriod:
		return e.Keyed("indicator.period")
	}
	return e
}
