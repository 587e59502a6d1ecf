package facts

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// step is one transaction of the projector: rows that go, rows that come, and
// the position that is reached with them.
type step struct {
	delta    row.Delta
	position log.Position // reached with this step
	ahead    log.Position // newest event that the rows may already show
	asOf     time.Time
	now      time.Time
}

// write makes a step, wholly or not at all.
func (f *file) write(ctx context.Context, s *step) error {
	rejects, err := f.declare(ctx, s.delta.Traits)
	if err != nil {
		return err
	}
	if err := f.declareScores(ctx, s.delta.Answers, inFile); err != nil {
		return err
	}
	rejects = append(rejects, s.delta.Rejects...)
	err = f.transact(ctx, func() error {
		if err := f.removeAll(ctx, &s.delta); err != nil {
			return err
		}
		more, err := f.appendRows(inFile, s.delta.Rows)
		if err != nil {
			return err
		}
		if err := f.setAside(ctx, append(rejects, more...), s); err != nil {
			return err
		}
		_, err = f.writer.ExecContext(ctx, "UPDATE meta SET position = ?, ahead = ?, as_of = ?", int64(s.position), int64(s.ahead), s.asOf.UTC())
		if err == nil && s.delta.Anew {
			// Should the process end before that is done, the next start does it.
			_, err = f.writer.ExecContext(ctx, "UPDATE meta SET version = ?", outdated)
		}
		return err
	})
	if err != nil {
		return err
	}
	f.position, f.ahead, f.asOf = s.position, s.ahead, s.asOf
	return nil
}

// transact runs work in a transaction of the writer. The codes given to new
// texts live and die with it.
func (f *file) transact(ctx context.Context, work func() error) error {
	if _, err := f.writer.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	err := work()
	if err == nil {
		_, err = f.writer.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		f.enc.words.drop()
		_, undo := f.writer.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		if undo != nil && strings.Contains(undo.Error(), "no transaction is active") {
			undo = nil // the failed commit has rolled back by itself
		}
		return errors.Join(err, undo)
	}
	f.enc.words.keep()
	return nil
}

// declare adds the columns of new traits and the new names of old ones, each
// in a transaction of its own: a table that was altered takes no rows in the
// same transaction. What cannot be declared is set aside.
func (f *file) declare(ctx context.Context, traits []row.Trait) ([]row.Reject, error) {
	var rejects []row.Reject
	for _, t := range traits {
		if err := f.enc.slots.check(t); err != nil {
			rejects = append(rejects, row.Reject{ID: fmt.Sprintf("trait %d", t.Slot), Reason: err.Error()})
			continue
		}
		if f.enc.slots.traits[t.Slot] == t {
			continue
		}
		if err := f.declareOne(ctx, t, inFile); err != nil {
			return nil, err
		}
		f.enc.slots.add(t)
	}
	return rejects, nil
}

// declareOne writes one declaration; a new slot gets its columns in each place.
func (f *file) declareOne(ctx context.Context, t row.Trait, places ...place) error {
	known := f.enc.slots.kind(t.Slot) != ""
	err := f.transact(ctx, func() error {
		for _, table := range []string{"answer", "response_wide"} {
			if known {
				break
			}
			if err := f.addColumn(ctx, table, traitColumn(t.Slot)+" "+traitType(t.Kind), places); err != nil {
				return err
			}
		}
		if _, err := f.writer.ExecContext(ctx, "DELETE FROM trait WHERE slot = ?", t.Slot); err != nil {
			return err
		}
		_, err := f.writer.ExecContext(ctx, "INSERT INTO trait VALUES (?, CAST(? AS UUID), ?, ?)", t.Slot, idText(t.Program), t.Name, string(t.Kind))
		return err
	})
	if err == nil && !known {
		f.enc.wide.order = append(f.enc.wide.order, wideColumn{trait: slotKind{t.Slot, t.Kind}})
	}
	return err
}

// addColumn adds a column, given by name and type, to a table in each place.
func (f *file) addColumn(ctx context.Context, table, definition string, places []place) error {
	for _, p := range places {
		if _, err := f.writer.ExecContext(ctx, "ALTER TABLE "+p.prefix+table+" ADD COLUMN "+definition); err != nil {
			return err
		}
	}
	return nil
}

// fewIDs is up to how many ids a removal names in its text, so that DuckDB can
// pass over the row groups that cannot hold them; more go through a table.
const fewIDs = 500

// removeAll deletes the rows that a batch says are no longer so.
func (f *file) removeAll(ctx context.Context, d *row.Delta) error {
	for _, of := range []struct {
		table, column string
		ids           []uuid.UUID
	}{
		{"answer", "response", d.Responses}, {"response_wide", "response", d.Responses}, {"event", "id", d.Events},
		{"party", "id", d.Parties}, {"account", "id", d.Accounts}, {"party_trait", "subject", d.Subjects},
	} {
		if err := f.remove(ctx, of.table, of.column, of.ids); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes the rows whose column is one of ids.
func (f *file) remove(ctx context.Context, table, column string, ids []uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	if len(ids) <= fewIDs {
		_, err := f.writer.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+column+" IN ("+literals(ids)+")")
		return err
	}
	if _, err := f.writer.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE gone (id UUID)"); err != nil {
		return err
	}
	err := f.append(place{"temp", "main", ""}, "gone", func(a *duckdb.Appender) error {
		for _, u := range ids {
			if err := a.AppendRow(duckdb.UUID(u)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = f.writer.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+column+" IN (SELECT id FROM temp.gone)")
	return err
}

// literals writes ids as a list of SQL literals; they consist of hex digits.
func literals(ids []uuid.UUID) string {
	b := make([]byte, 0, len(ids)*42)
	for i, u := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "UUID '"...)
		b = hex.AppendEncode(b, u[:])
		b = append(b, '\'')
	}
	return string(b)
}

// place says which tables rows are appended to.
type place struct{ catalog, schema, prefix string }

// inFile are the tables of the file; staging those of a builder.
var (
	inFile  = place{}
	staging = place{"temp", "main", "staged_"}
)

// appendRows appends rows and says which it set aside.
func (f *file) appendRows(to place, rows row.Rows) ([]row.Reject, error) {
	var rejects []row.Reject
	if len(rows.Answers) > 0 {
		err := f.appendAnswers(to, alone(rows.Answers), func(a *row.Answer, why error) {
			rejects = append(rejects, row.Reject{ID: a.Response.String(), Reason: why.Error()})
		})
		if err == nil {
			err = f.appendWide(to, rows.Answers)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(rows.Events) > 0 {
		err := f.append(to, "event", appendAll(rows.Events, f.enc.event, func(e *row.Event, why error) {
			rejects = append(rejects, row.Reject{ID: e.ID.String(), Reason: why.Error()})
		}))
		if err != nil {
			return nil, err
		}
	}
	more, err := f.appendParties(to, rows)
	if err != nil {
		return nil, err
	}
	return append(rejects, more...), f.appendWords()
}

// alone are the answers that stand for themselves.
func alone(answers []row.Answer) []row.Answer {
	if !slices.ContainsFunc(answers, func(a row.Answer) bool { return a.Beside }) {
		return answers
	}
	out := make([]row.Answer, 0, len(answers)/2)
	for i := range answers {
		if !answers[i].Beside {
			out = append(out, answers[i])
		}
	}
	return out
}

// appendAll makes the work of an appender: encode each row, append it, and
// hand what cannot be encoded to refuse.
func appendAll[T any](rows []T, encode func([]driver.Value, *T) ([]driver.Value, error), refuse func(*T, error)) func(*duckdb.Appender) error {
	return func(a *duckdb.Appender) error {
		var buf []driver.Value
		for i := range rows {
			values, err := encode(buf[:0], &rows[i])
			if err != nil {
				refuse(&rows[i], err)
				continue
			}
			buf = values
			if err := a.AppendRow(values...); err != nil {
				return err
			}
		}
		return nil
	}
}

// appendWords writes the texts that got a code since the last transaction.
func (f *file) appendWords() error {
	if len(f.enc.words.fresh) == 0 {
		return nil
	}
	return f.append(inFile, "trait_value", func(a *duckdb.Appender) error {
		for _, w := range f.enc.words.fresh {
			if err := a.AppendRow(int16(w.slot), w.code, w.text); err != nil {
				return err
			}
		}
		return nil
	})
}

// append opens an appender on the writer, inside its transaction.
func (f *file) append(to place, table string, work func(*duckdb.Appender) error) error {
	return f.appendColumns(to, table, nil, work)
}

// appendColumns is append for some columns of a table, nil for all; the others
// are left empty.
func (f *file) appendColumns(to place, table string, columns []string, work func(*duckdb.Appender) error) error {
	return f.writer.Raw(func(c any) error {
		conn, ok := c.(connection)
		if !ok {
			return fmt.Errorf("unexpected connection %T", c)
		}
		var a *duckdb.Appender
		var err error
		if columns == nil {
			a, err = duckdb.NewAppender(conn.Conn, to.catalog, to.schema, to.prefix+table)
		} else {
			a, err = duckdb.NewAppenderWithColumns(conn.Conn, to.catalog, to.schema, to.prefix+table, columns)
		}
		if err != nil {
			return err
		}
		return errors.Join(work(a), a.Close())
	})
}

// setAside writes rejects down.
func (f *file) setAside(ctx context.Context, rejects []row.Reject, s *step) error {
	for _, r := range rejects {
		_, err := f.writer.ExecContext(ctx, "INSERT INTO reject VALUES (?, ?, ?, ?)", int64(s.position), r.ID, strings.ToValidUTF8(r.Reason, "?"), s.now.UTC())
		if err != nil {
			return err
		}
	}
	return nil
}
