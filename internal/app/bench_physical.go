package app

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/balcony-cx/balcony/internal/record"
)

// rawPiece is how many rows the raw writer puts into a transaction of SQLite.
const rawPiece = 5000

// physical are rows as they stand in the files of a data folder.
type physical struct {
	schema []string // of the record's tables
	record []physicalTable
	facts  []physicalTable
}

type physicalTable struct {
	name    string
	columns []string
	kinds   []string
	rows    [][]any
}

// String tells how many rows of each table there are.
func (p *physical) String() string {
	var parts []string
	for _, t := range append(append([]physicalTable{}, p.record...), p.facts...) {
		parts = append(parts, fmt.Sprintf("%s %d", t.name, len(t.rows)))
	}
	return strings.Join(parts, ", ")
}

// readPhysical reads what an import left in a folder that nobody has open.
func readPhysical(ctx context.Context, dir string) (p *physical, err error) {
	p = &physical{}
	db := record.OpenSQLiteFile(filepath.Join(dir, "record.db"))
	defer func() { err = errors.Join(err, db.Close()) }()
	// The index of words keeps no texts; what it holds of each row tells them.
	if _, err := db.ExecContext(ctx, "CREATE VIRTUAL TABLE temp.told USING fts5vocab('main', 'response_text', 'instance')"); err != nil {
		return nil, err
	}
	for _, name := range []string{"unit", "account", "customer", "response", "response_text", "change_log"} {
		query := "SELECT * FROM " + name
		if name == "response_text" {
			query = "SELECT doc AS rowid, group_concat(term, ' ') AS body FROM temp.told GROUP BY doc ORDER BY doc"
		}
		t, err := readTable(ctx, db, name, query)
		if err != nil {
			return nil, err
		}
		p.record = append(p.record, t)
		more, err := readTable(ctx, db, "", "SELECT sql FROM sqlite_master WHERE tbl_name = '"+name+"' AND sql IS NOT NULL ORDER BY type DESC, rootpage")
		if err != nil {
			return nil, err
		}
		for _, row := range more.rows {
			p.schema = append(p.schema, fmt.Sprint(row[0]))
		}
	}
	facts, err := sql.Open("duckdb", filepath.Join(dir, "facts.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, facts.Close()) }()
	for _, name := range []string{"answer", "response_wide"} {
		t, err := readTable(ctx, facts, name, "SELECT * FROM "+name)
		if err != nil {
			return nil, err
		}
		p.facts = append(p.facts, t)
	}
	return p, nil
}

func readTable(ctx context.Context, db *sql.DB, name, query string) (t physicalTable, err error) {
	t.name = name
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return t, err
	}
	for _, c := range types {
		t.columns, t.kinds = append(t.columns, c.Name()), append(t.kinds, c.DatabaseTypeName())
	}
	into := make([]any, len(types))
	for rows.Next() {
		row := make([]any, len(types))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		t.rows = append(t.rows, row)
	}
	return t, rows.Err()
}

// write puts the rows into new files, the record's first, then the facts'.
func (p *physical) write(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := p.writeRecord(ctx, filepath.Join(dir, "record.db")); err != nil {
		return err
	}
	return p.writeFacts(ctx, filepath.Join(dir, "facts.duckdb"))
}

func (p *physical) writeRecord(ctx context.Context, path string) (err error) {
	db := record.OpenSQLiteFile(path)
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, text := range p.schema {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	for i := range p.record {
		t := &p.record[i]
		for at := 0; at < len(t.rows); at += rawPiece {
			if err := t.insert(ctx, db, t.rows[at:min(at+rawPiece, len(t.rows))]); err != nil {
				return err
			}
		}
	}
	return nil
}

// insert puts a piece in by one transaction and one prepared statement.
func (t *physicalTable) insert(ctx context.Context, db *sql.DB, rows [][]any) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := t.insertIn(ctx, tx, rows); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (t *physicalTable) insertIn(ctx context.Context, tx *sql.Tx, rows [][]any) (err error) {
	text := "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES (" + strings.Repeat("?, ", len(t.columns)-1) + "?)"
	statement, err := tx.PrepareContext(ctx, text)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, statement.Close()) }()
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

func (p *physical) writeFacts(ctx context.Context, path string) (err error) {
	connector, err := duckdb.NewConnector(path, nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	connection, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, connection.Close()) }()
	for _, t := range p.facts {
		columns := make([]string, len(t.columns))
		for i := range columns {
			columns[i] = t.columns[i] + " " + t.kinds[i]
		}
		if _, err := connection.ExecContext(ctx, "CREATE TABLE "+t.name+" ("+strings.Join(columns, ", ")+")"); err != nil {
			return err
		}
		if err := connection.Raw(func(c any) error { return t.append(c.(driver.Conn)) }); err != nil { //nolint:forcetypeassert // the driver's own
			return err
		}
	}
	return nil
}

func (t *physicalTable) append(c driver.Conn) error {
	a, err := duckdb.NewAppenderFromConn(c, "", t.name)
	if err != nil {
		return err
	}
	values := make([]driver.Value, len(t.columns))
	for _, row := range t.rows {
		for i := range row {
			values[i] = row[i]
		}
		if err := a.AppendRow(values...); err != nil {
			return errors.Join(err, a.Close())
		}
	}
	return a.Close()
}
