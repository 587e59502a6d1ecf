package collect

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// errGone says that an uploaded file is no longer there, or cannot be read any
// more: trying again does not mend it.
var errGone = errors.New("collect: an uploaded file is gone or cannot be read any more")

// opened is a file whose rows are read, with all that hangs on it.
type opened struct {
	table.Rows
	also []io.Closer // closed after the rows, the last one first
}

// Close closes the rows and all below them.
func (o *opened) Close() error {
	var errs []error
	if o.Rows != nil {
		errs = append(errs, o.Rows.Close())
	}
	for _, c := range slices.Backward(o.also) {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// openFile opens a stored file. It fails with errGone where that is final.
func (s *Service) openFile(ctx context.Context, hash string, format table.Format) (*opened, error) {
	f, err := s.Store.Files().Open(ctx, hash)
	if fault.Is(err, fault.CodeNotFound) {
		return nil, errGone
	}
	if err != nil {
		return nil, err
	}
	rows, err := interchange.Open(f, format, table.DefaultLimits())
	if err != nil {
		return nil, errors.Join(errGone, f.Close())
	}
	return &opened{Rows: rows, also: []io.Closer{f}}, nil
}

// openTable opens the rows of an import as they are taken in: of its file, or
// of what its files make together.
func (s *Service) openTable(ctx context.Context, r *importRow, joins []importJoin) (table.Rows, error) {
	format, err := r.format()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(joins, importJoin.said) {
		// It may be read on in a later slice of an import.
		return s.openFile(context.WithoutCancel(ctx), r.FileHash, format)
	}
	return s.openSpool(ctx, r.ID, s.spoolPath(r.ID, r.FileHash, format, joins), func(ctx context.Context) (table.Rows, error) {
		made, err := s.openJoined(ctx, r.FileHash, format, joins)
		if err != nil {
			return nil, err
		}
		return made, nil
	})
}

// joinedRows are the rows of files that are joined, and how they are called.
type joinedRows struct {
	opened
	format table.Format // of the joined table
	sides  []*join.Side // one a join; nil for one that is open
	left   [][]string   // one a join: what it may be joined to
}

func (j importJoin) said() bool { return j.on != nil }

// openJoined joins the files anew. The right ones are sorted on disk first,
// which takes its time.
func (s *Service) openJoined(ctx context.Context, hash string, format table.Format, joins []importJoin) (out *joinedRows, err error) {
	out = &joinedRows{format: format}
	defer func() {
		if err != nil {
			err = errors.Join(err, out.Close())
			out = nil
		}
	}()
	main, err := s.openFile(ctx, hash, format)
	if err != nil {
		return out, err
	}
	out.Rows = main
	for _, j := range joins {
		out.left = append(out.left, out.format.Columns)
		if j.on == nil {
			out.sides = append(out.sides, nil)
			continue
		}
		if err := s.addSide(ctx, out, j); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Service) addSide(ctx context.Context, out *joinedRows, j importJoin) error {
	if err := s.makeScratch(); err != nil {
		return err
	}
	right, err := s.openFile(ctx, j.hash, j.format.table())
	if err != nil {
		return err
	}
	side, err := join.Prepare(ctx, right, j.format.table(), j.on.spec(), join.Options{
		Dir: s.scratch(), Columns: table.DefaultLimits().Columns - len(out.format.Columns),
	})
	if err = errors.Join(err, right.Close()); err != nil {
		return unjoinable(err)
	}
	out.also = append(out.also, side)
	out.sides = append(out.sides, side)
	rows, format, err := side.Rows(out.Rows, out.format)
	if err != nil {
		return unjoinable(err)
	}
	out.Rows, out.format = rows, format
	return nil
}

// unjoinable says in public words why files cannot be joined like this.
func unjoinable(err error) error {
	switch {
	case errors.Is(err, join.ErrColumn):
		return fault.Invalid("on", "One of the files has no column of this name. Choose among those it has.").Keyed("join.column").Because(err)
	case errors.Is(err, table.ErrColumns):
		return fault.Invalid("on", "Joined, the table has more than 1,000 columns. Leave columns out of the file.").Keyed("join.too_wide").Because(err)
	}
	return err
}
