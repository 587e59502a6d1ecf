package record

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/mattn/go-sqlite3"
)

// exec runs a statement prepared once for the session and gives the number of
// rows it changed. It goes past database/sql on SQLite, whose bookkeeping
// costs more than the statement.
func (se *session) exec(ctx context.Context, text string, args ...any) (int64, error) {
	if se.engine == PostgreSQL {
		return se.pg.exec(ctx, text, args)
	}
	stmt, named, err := se.prepare(text, args)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(context.Background(), named)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// get runs a query prepared once and scans its first row; false without one.
func (se *session) get(ctx context.Context, text string, args []any, dest []any) (found bool, err error) {
	if se.engine == PostgreSQL {
		return se.pg.get(ctx, text, args, dest)
	}
	stmt, named, err := se.prepare(text, args)
	if err != nil {
		return false, err
	}
	rows, err := stmt.QueryContext(context.Background(), named)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if n := len(rows.Columns()); n != len(dest) {
		return false, fmt.Errorf("the query has %d columns, %d were asked for", n, len(dest))
	}
	values := make([]driver.Value, len(dest))
	if err := rows.Next(values); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, err
	}
	for i, d := range dest {
		if err := assign(d, values[i]); err != nil {
			return false, fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return true, nil
}

// prepare finds or makes the statement and the driver's form of its arguments.
func (se *session) prepare(text string, args []any) (*sqlite3.SQLiteStmt, []driver.NamedValue, error) {
	stmt, known := se.stmts[text]
	if !known {
		made, err := se.raw.Prepare(text)
		if err != nil {
			return nil, nil, err
		}
		if len(se.stmts) >= statements {
			se.forgetStatements()
		}
		stmt = made.(*sqlite3.SQLiteStmt)
		se.stmts[text] = stmt
	}
	if n := stmt.NumInput(); n >= 0 && n != len(args) {
		return nil, nil, fmt.Errorf("the statement takes %d arguments, %d were given", n, len(args))
	}
	se.args = se.args[:0]
	for i, a := range args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			return nil, nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		se.args = append(se.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return stmt, se.args, nil
}

// forgetStatements closes all prepared statements: the cache is full, so the
// texts are not the few fixed ones that it is for.
func (se *session) forgetStatements() {
	for text, stmt := range se.stmts {
		_ = stmt.Close()
		delete(se.stmts, text)
	}
}

// assign puts a value of SQLite into what the caller has for it.
func assign(dest any, v driver.Value) error {
	if scanner, ok := dest.(sql.Scanner); ok {
		return scanner.Scan(v)
	}
	switch d := dest.(type) {
	case *int64:
		if n, ok := v.(int64); ok {
			*d = n
			return nil
		}
	case *string:
		switch t := v.(type) {
		case string:
			*d = t
			return nil
		case []byte:
			*d = string(t)
			return nil
		}
	}
	return convert(dest, v)
}

// convert handles the kinds that statements of the hot path seldom ask for.
func convert(dest any, v driver.Value) error {
	switch d := dest.(type) {
	case *int:
		if n, ok := v.(int64); ok {
			*d = int(n)
			return nil
		}
	case *bool:
		b, err := driver.Bool.ConvertValue(v)
		if err == nil {
			*d = b.(bool)
		}
		return err
	case *float64:
		switch n := v.(type) {
		case float64:
			*d = n
			return nil
		case int64:
			*d = float64(n)
			return nil
		}
	case *[]byte:
		switch t := v.(type) {
		case string:
			*d = []byte(t)
			return nil
		case []byte:
			*d = append([]byte(nil), t...)
			return nil
		case nil:
			*d = nil
			return nil
		}
	}
	return fmt.Errorf("cannot put %T into %T (use sql.Null for what may be missing)", v, dest)
}
