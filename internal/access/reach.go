package access

import "strings"

// Reach is which rows a permission reaches: all of them, or those that match
// any of the Rows. The zero Reach reaches nothing.
type Reach struct {
	All bool
	Any []Rows
}

// Rows are the rows of a program (all programs where empty) that also belong
// to one of the units where ByUnit, and to one of the accounts where ByAccount.
// An empty list with its flag set matches nothing.
type Rows struct {
	Program   string
	ByUnit    bool
	Units     []string
	ByAccount bool
	Accounts  []string
}

// Columns names the columns that Where compares. A restriction on a column
// that is left empty matches nothing, so a table without accounts is closed to
// whoever sees only own accounts. Cast, for instance "UUID", wraps the
// placeholders as CAST(? AS UUID).
type Columns struct {
	Program, Unit, Account string
	Cast                   string
}

// Reach is the rows that who may use p on.
func (w Who) Reach(p Permission) Reach {
	if w.system {
		return Reach{All: true}
	}
	var reach Reach
	for _, g := range w.holding(p) {
		if g.Scope.Kind == ScopeWhole && g.Rows != RowsMyAccounts {
			return Reach{All: true}
		}
		rows := Rows{}
		switch g.Scope.Kind {
		case ScopeWhole:
		case ScopeProgram:
			rows.Program = g.Scope.ID
		case ScopeUnit:
			rows.ByUnit, rows.Units = true, w.units[g.Scope.ID]
		default:
			continue
		}
		if g.Rows == RowsMyAccounts {
			rows.ByAccount, rows.Accounts = true, w.mine
		}
		if g.Scope.Kind == ScopeProgram && rows.Program == "" {
			continue
		}
		reach.Any = append(reach.Any, rows)
	}
	return reach
}

// Where is a condition for SQL in brackets with ? placeholders, and its
// arguments. It is never empty: (1=1) for all rows and (1=0) for none. The
// column names come from the program, never from a user.
func (r Reach) Where(c Columns) (string, []any) {
	if r.All {
		return "(1=1)", nil
	}
	var either []string
	var args []any
	for _, rows := range r.Any {
		if sql, with, ok := rows.where(c); ok {
			either = append(either, sql)
			args = append(args, with...)
		}
	}
	if len(either) == 0 {
		return "(1=0)", nil
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

func (r Rows) where(c Columns) (string, []any, bool) {
	var all []string
	var args []any
	in := func(restricted bool, column string, ids []string) bool {
		if !restricted {
			return true
		}
		if column == "" || len(ids) == 0 {
			return false
		}
		marks := make([]string, len(ids))
		for i, id := range ids {
			marks[i] = c.placeholder()
			args = append(args, id)
		}
		all = append(all, column+" IN ("+strings.Join(marks, ",")+")")
		return true
	}
	ok := in(r.Program != "", c.Program, []string{r.Program}) &&
		in(r.ByUnit, c.Unit, r.Units) && in(r.ByAccount, c.Account, r.Accounts)
	if !ok || len(all) == 0 {
		return "", nil, false
	}
	return "(" + strings.Join(all, " AND ") + ")", args, true
}

func (c Columns) placeholder() string {
	if c.Cast == "" {
		return "?"
	}
	return "CAST(? AS " + c.Cast + ")"
}

// Covers tells whether a row with this program, unit and account ("" where it
// has none) lies within reach.
func (r Reach) Covers(program, unit, account string) bool {
	if r.All {
		return true
	}
	for _, rows := range r.Any {
		if rows.covers(program, unit, account) {
			return true
		}
	}
	return false
}

func (r Rows) covers(program, unit, account string) bool {
	if r.Program == "" && !r.ByUnit && !r.ByAccount {
		return false
	}
	return (r.Program == "" || r.Program == program) &&
		(!r.ByUnit || contains(r.Units, unit)) && (!r.ByAccount || contains(r.Accounts, account))
}

func contains(ids []string, id string) bool {
	for _, have := range ids {
		if have == id && id != "" {
			return true
		}
	}
	return false
}
