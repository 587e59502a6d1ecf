package collect

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// AddJoin adds a further file to an import that is not started. Where nobody
// says by which columns, the last file of its kind tells, or names do; else the
// join stays open until SetJoin. The table is then looked at anew.
func (s *Service) AddJoin(ctx context.Context, id, ifMatch, name string, said Reading, on *JoinOn, content io.Reader) (Import, log.Position, error) {
	r, joins, err := s.joinable(ctx, id, ifMatch)
	if err != nil {
		return Import{}, 0, err
	}
	if len(joins) >= maxJoins {
		return Import{}, 0, fault.Newf(fault.CodeInvalid, "An import has at most %d further files.", maxJoins).With("file", "Too many.").Keyed("join.too_many")
	}
	hash, _, err := s.Store.Files().Put(ctx, content, maxUploadBytes)
	if err != nil {
		return Import{}, 0, err
	}
	further := importJoin{hash: hash, name: fileName(name), on: on}
	if err := s.examineFurther(ctx, r, &further, said, joins); err != nil {
		return Import{}, 0, s.withoutFile(ctx, hash, err)
	}
	out, position, err := s.rejoin(ctx, r, ifMatch, func(joins []importJoin) ([]importJoin, error) { return append(joins, further), nil })
	if err != nil {
		return Import{}, 0, s.withoutFile(ctx, hash, err)
	}
	return out, position, nil
}

// joinable is an import whose joins may still be changed, and those it has.
func (s *Service) joinable(ctx context.Context, id, ifMatch string) (r *importRow, joins []importJoin, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if r, err = changeable(ctx, q, id, ifMatch); err != nil {
			return err
		}
		joins, err = getJoins(ctx, q, id)
		return err
	})
	return r, joins, err
}

// examineFurther finds out how a further file is written, and by which columns
// it is joined where that is not said.
func (s *Service) examineFurther(ctx context.Context, r *importRow, j *importJoin, said Reading, joins []importJoin) error {
	own, err := r.stored()
	if err != nil {
		return err
	}
	var expected []ExpectedJoin
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		expected, err = s.expects(ctx, q, r, joins)
		return err
	})
	if err != nil {
		return err
	}
	e, err := s.examine(ctx, j.hash, said)
	before := s.asBefore(ctx, j.hash, said, &e, err, expected)
	if before == nil && err != nil {
		return err
	}
	j.format, j.total = e.stored(), e.total()
	switch {
	case j.on != nil:
	case before != nil:
		j.on = &before.On
	default:
		j.on, j.guessed = guessJoin(own.all(), e.profile), true
	}
	return nil
}

// asBefore is the expected join that a further file is, nil for none. A file
// that was read otherwise than found is read so again.
func (s *Service) asBefore(ctx context.Context, hash string, said Reading, e *examined, failed error, expected []ExpectedJoin) *ExpectedJoin {
	for i, x := range expected {
		if failed == nil && slices.Equal(x.Columns, e.format.Columns) {
			return &expected[i]
		}
		if !said.open() || x.Said.open() {
			continue
		}
		again, err := s.examine(ctx, hash, x.Said)
		if err == nil && slices.Equal(x.Columns, again.format.Columns) {
			*e = again
			return &expected[i]
		}
	}
	return nil
}

// SetJoin says by which columns a further file is joined.
func (s *Service) SetJoin(ctx context.Context, id, ifMatch string, place int, on JoinOn) (Import, log.Position, error) {
	r, _, err := s.joinable(ctx, id, ifMatch)
	if err != nil {
		return Import{}, 0, err
	}
	if (on.Name == "") != (on.Value == "") {
		return Import{}, 0, fault.Invalid("on", "A long table needs both the column of names and the column of values.").Keyed("join.half_pivot")
	}
	return s.rejoin(ctx, r, ifMatch, func(joins []importJoin) ([]importJoin, error) {
		if place < 0 || place >= len(joins) {
			return nil, fault.NotFound("join")
		}
		joins[place].on, joins[place].guessed = &on, false
		return joins, nil
	})
}

// RemoveJoin takes a further file out of an import.
func (s *Service) RemoveJoin(ctx context.Context, id, ifMatch string, place int) (Import, log.Position, error) {
	r, _, err := s.joinable(ctx, id, ifMatch)
	if err != nil {
		return Import{}, 0, err
	}
	hash := ""
	out, position, err := s.rejoin(ctx, r, ifMatch, func(joins []importJoin) ([]importJoin, error) {
		if place < 0 || place >= len(joins) {
			return nil, fault.NotFound("join")
		}
		hash = joins[place].hash
		return slices.Delete(joins, place, place+1), nil
	})
	if err != nil {
		return Import{}, 0, err
	}
	return out, position, s.dropFile(ctx, hash)
}

// rejoin looks at an import anew with its joins changed.
func (s *Service) rejoin(ctx context.Context, r *importRow, ifMatch string, change func([]importJoin) ([]importJoin, error)) (Import, log.Position, error) {
	return s.reread(ctx, r.ID, ifMatch, func(f storedFormat, joins []importJoin) (examined, error) {
		joins, err := change(joins)
		if err != nil {
			return examined{}, err
		}
		e := examined{format: f.Format, said: f.Said, guessed: f.Guessed}
		joins = reopened(f.Columns, joins)
		if !slices.ContainsFunc(joins, importJoin.said) {
			if e, err = s.examine(ctx, r.FileHash, f.Said); err != nil {
				return e, err
			}
		}
		return s.examineJoined(ctx, r, e, joins)
	})
}

// reopened opens the joins again whose left column is no longer there.
func reopened(own []string, joins []importJoin) []importJoin {
	there := slices.Clone(own)
	for i := range joins {
		j := &joins[i]
		if j.on == nil {
			continue
		}
		if !slices.ContainsFunc(there, func(c string) bool { return strings.EqualFold(c, j.on.Left) }) {
			j.on, j.report = nil, nil
			continue
		}
		if j.report != nil {
			there = append(append(there, j.report.Columns...), j.report.Renamed...)
		}
	}
	return joins
}

// examineJoined joins an import's files and profiles what they make together.
// What was made is kept for preview and import.
func (s *Service) examineJoined(ctx context.Context, r *importRow, e examined, joins []importJoin) (examined, error) {
	e.joins = joins
	for i := range joins {
		joins[i].report, joins[i].left = nil, e.format.Columns
	}
	if !slices.ContainsFunc(joins, importJoin.said) {
		s.dropSpools(r.ID)
		return e, nil
	}
	made, err := s.openJoined(ctx, r.FileHash, e.format, joins)
	if err != nil {
		return e, unreadableJoin(err)
	}
	w, err := s.writeSpool(r.ID, s.spoolPath(r.ID, r.FileHash, e.format, joins), made)
	if err != nil {
		return e, errors.Join(err, made.Close())
	}
	e.profile, err = table.ScanRows(ctx, w, made.format, s.Zone(), nil)
	if err == nil && e.profile.Rows == 0 {
		err = table.ErrEmpty
	}
	if err = errors.Join(w.end(err), made.Close()); err != nil {
		return e, unreadableJoin(err)
	}
	for i, side := range made.sides {
		joins[i].left = made.left[i]
		if side != nil {
			joins[i].report = &side.Report
		}
	}
	e.joined, e.joinedWording = made.format.Columns, made.format.Wording
	return e, nil
}

func unreadableJoin(err error) error {
	var damage *table.Damage
	switch {
	case errors.Is(err, errGone):
		return fault.New(fault.CodeConflict, "An uploaded file is gone or can no longer be read. Upload it again.").Keyed("import.gone").Because(err)
	case errors.Is(err, table.ErrEmpty), errors.As(err, &damage):
		return unreadable(err, Reading{})
	}
	return err
}

// openJoin refuses to go on while nobody has said how a further file is joined.
func openJoin(ctx context.Context, q record.Querier, id string) error {
	joins, err := getJoins(ctx, q, id)
	if err != nil {
		return err
	}
	for _, j := range joins {
		if j.on == nil {
			return fault.New(fault.CodeConflict, "Say first by which columns "+j.name+" is joined, or take it out.").Keyed("join.open")
		}
	}
	return nil
}
