package facts

import (
	"errors"
	"fmt"
	"slices"

	"github.com/duckdb/duckdb-go/v2"
)

// turns are two appenders on response_wide that take turns: while one writes
// its rows into the table, which costs about as much as handing them over, the
// other one is filled. Nothing else may use the writer meanwhile; settle waits
// until it is free.
type turns struct {
	columns  []string
	pair     [2]*duckdb.Appender
	turn     int
	flushing chan error // nil while nothing is written
}

// next is the appender to fill, for these columns of the table.
func (t *turns) next(f *file, columns []string) (*duckdb.Appender, error) {
	if t.pair[0] != nil && slices.Equal(t.columns, columns) {
		return t.pair[t.turn], nil
	}
	if err := t.close(); err != nil {
		return nil, err
	}
	t.columns = slices.Clone(columns)
	err := f.writer.Raw(func(c any) (err error) {
		conn, ok := c.(connection)
		if !ok {
			return fmt.Errorf("unexpected connection %T", c)
		}
		for i := range t.pair {
			if t.pair[i], err = duckdb.NewAppenderWithColumns(conn.Conn, inFile.catalog, inFile.schema, inFile.prefix+"response_wide", columns); err != nil {
				return err
			}
		}
		return nil
	})
	return t.pair[0], err
}

// flush has the appender that was filled written, and gives the turn to the
// other one, whose rows are written by then.
func (t *turns) flush() error {
	err := t.settle()
	filled, done := t.pair[t.turn], make(chan error, 1)
	t.flushing, t.turn = done, 1-t.turn
	go func() { done <- filled.Flush() }()
	return err
}

// settle waits until nothing is being written, and tells what went wrong.
func (t *turns) settle() error {
	if t.flushing == nil {
		return nil
	}
	err := <-t.flushing
	t.flushing = nil
	return err
}

// close writes what is left.
func (t *turns) close() error {
	err := t.settle()
	for i, a := range t.pair {
		if a != nil {
			err = errors.Join(err, a.Close())
		}
		t.pair[i] = nil
	}
	t.turn = 0
	return err
}
