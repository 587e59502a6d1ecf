package people

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// registry is what this room itself keeps of a person: the tables that name a
// customer, those of which there may be many rows first.
type registry struct{}

// part is a table of this room that refers to customers.
type part struct {
	section string // in a person's file and in the tally
	table   string
	where   string // (?) for the list of ids, each time
	columns string // of the file
	order   string
	whole   bool // few rows a person, and no number of its own to delete some by
}

// parts are all but customer itself, its words, and the log of rights.
func parts() []part {
	return []part{
		{section: "notes", table: "party_note", where: "subject = 'customer' AND subject_id IN (?)", columns: "id, subject_id AS customer_id, body, author_name, at, edited_at, deleted_at", order: "at, id"},
		{section: "consents", table: "party_consent", where: "customer_id IN (?)", columns: "customer_id, purpose, state, channel, text_version, source, at, noted_at", order: "at, id"},
		{section: "traits", table: "trait_value", where: "subject_id IN (?)", order: "trait_id, since", whole: true,
			columns: "(SELECT name FROM trait_definition d WHERE d.id = trait_id) AS trait, subject_id AS customer_id, since, value, set_at"},
		{section: "merges", table: "party_merge", where: "kept_id IN (?) OR gone_id IN (?)", columns: "kept_id, gone_id, at, undone_at", order: "at, id"},
		{section: "apart", table: "party_apart", where: "customer_id IN (?) OR other_id IN (?)", columns: "customer_id, other_id, at", order: "at, customer_id, other_id"},
	}
}

// ExportPerson tells the customers themselves, then all that hangs on them.
func (registry) ExportPerson(ctx context.Context, q record.Querier, p Person, _ bool, tell func(section string, item any) error) error {
	var rows []customerRow
	if err := q.NewRaw("SELECT "+customerColumns+" FROM customer c"+customerJoins+" WHERE c.id IN (?) ORDER BY c.id", bun.List(p.IDs)).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export customers")
	}
	customers, err := readCustomers(rows)
	if err != nil {
		return err
	}
	for _, c := range customers {
		if err := tell("customers", c); err != nil {
			return err
		}
	}
	for _, t := range parts() {
		if err := t.export(ctx, q, p, tell); err != nil {
			return err
		}
	}
	var asked []rightRow
	if err := q.NewRaw("SELECT "+rightColumns+" FROM right_request WHERE customer_id IN (?) ORDER BY asked_at, id", bun.List(p.IDs)).Scan(ctx, &asked); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export requests of rights")
	}
	for _, row := range asked {
		r, err := row.right()
		if err != nil {
			return err
		}
		if err := tell("rights", r); err != nil {
			return err
		}
	}
	return nil
}

func (t part) args(p Person) []any {
	var args []any
	for _, c := range t.where {
		if c == '?' {
			args = append(args, bun.List(p.IDs))
		}
	}
	return args
}

// export tells the rows of a table.
func (t part) export(ctx context.Context, q record.Querier, p Person, tell func(section string, item any) error) error {
	var rows []map[string]any
	if err := q.NewRaw("SELECT "+t.columns+" FROM "+t.table+" WHERE "+t.where+" ORDER BY "+t.order, t.args(p)...).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export "+t.table)
	}
	for _, row := range rows {
		if err := tell(t.section, asTold(row)); err != nil {
			return err
		}
	}
	return nil
}

// asTold is a row as a person's file has it: instants as such, and nothing of
// what is not there.
func asTold(row map[string]any) map[string]any {
	for name, value := range row {
		switch v := value.(type) {
		case nil:
			delete(row, name)
		case []byte:
			row[name] = string(v)
		case int64:
			switch {
			case name == "since" && v <= always:
				row[name] = "always"
			case name == "since" || name == "at" || strings.HasSuffix(name, "_at"):
				row[name] = record.Time(v)
			}
		}
	}
	return row
}

// ErasePerson empties one table after the other.
func (registry) ErasePerson(ctx context.Context, tx *record.Tx, p Person, limit int) (Tally, error) {
	for _, t := range parts() {
		n, err := t.erase(ctx, tx, p, limit)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			return Tally{t.section: n}, nil
		}
	}
	return nil, nil
}

// erase deletes at most limit rows.
func (t part) erase(ctx context.Context, tx *record.Tx, p Person, limit int) (int, error) {
	if t.whole {
		return t.eraseWhere(ctx, tx, t.where, t.args(p)...)
	}
	row := "ctid"
	if tx.Engine() == record.SQLite {
		row = "rowid"
	}
	return t.eraseWhere(ctx, tx, row+" IN (SELECT "+row+" FROM "+t.table+" WHERE "+t.where+" LIMIT ?)", append(t.args(p), limit)...)
}

func (t part) eraseWhere(ctx context.Context, tx *record.Tx, where string, args ...any) (int, error) {
	res, err := tx.NewRaw("DELETE FROM "+t.table+" WHERE "+where, args...).Exec(ctx)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "erase "+t.table)
	}
	n, err := res.RowsAffected()
	return int(n), fault.Wrap(err, fault.CodeInternal, "erase "+t.table)
}

// TablesOfPersons are the tables of this room from which an erasure takes a
// person out; a test compares them with the migrations.
func TablesOfPersons() []string {
	tables := []string{"customer", "right_request"}
	for _, t := range parts() {
		tables = append(tables, t.table)
	}
	return tables
}
