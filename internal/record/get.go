package record

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Get runs a fixed query by itself, with ? for arguments, prepared once for each
// connection, and scans its first row into dest: the cheap way to read one row where
// it is read alone, as a snapshot costs more than the row. It gives false, and leaves
// dest alone, when there is no row.
func (s *Store) Get(ctx context.Context, text string, args []any, dest ...any) (found bool, err error) {
	if err := s.refuseNested(ctx); err != nil {
		return false, err
	}
	if err := ctx.Err(); err != nil {
		return false, fault.Wrap(err, fault.CodeUnavailable, "read a row")
	}
	if s.one {
		return s.getOnWriter(ctx, text, args, dest)
	}
	if s.engine == SQLite {
		ctx = context.WithoutCancel(ctx) // to watch over one row costs more than the row
	} else {
		text = s.dollars(text)
	}
	switch err = s.read.DB.QueryRowContext(ctx, text, args...).Scan(dest...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fault.Wrap(broken(ctx, err), fault.CodeUnavailable, "read a row")
	}
	return true, nil
}

// getOnWriter is Get when there is one connection for everything.
func (s *Store) getOnWriter(ctx context.Context, text string, args, dest []any) (bool, error) {
	se, err := s.takeSession(ctx)
	if err != nil {
		return false, err
	}
	defer s.giveBack(se)
	if err := se.ensure(ctx); err != nil {
		return false, fault.Wrap(err, fault.CodeUnavailable, "read a row")
	}
	return se.get(ctx, text, args, dest)
}

// dollars is a text with $1 for ?, worked out once.
func (s *Store) dollars(text string) string {
	if done, is := s.texts.Load(text); is {
		return done.(string) //nolint:errcheck // nothing else is put there
	}
	done, _ := numbered(text)
	s.texts.Store(text, done)
	return done
}
