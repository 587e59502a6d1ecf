package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// OutsideCoders are the coders of a study who do not sign in, for its
// researchers: at most 400, removed ones too.
func (s *Service) OutsideCoders(ctx context.Context, study string) (out []OutsideCoder, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := studyFor(ctx, q, study); err != nil {
			return err
		}
		out, err = listOutside(ctx, q, study)
		return err
	})
	return out, err
}

// CreateRule keeps words by which a code is given: RunRule gives it.
func (s *Service) CreateRule(ctx context.Context, c OutsideCoder) (OutsideCoder, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return c, 0, err
	}
	c.Kind, c.Source = ByRule, FromWords
	c, err := c.checked()
	if err != nil {
		return c, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := researching(ctx, tx, c.StudyID)
		if err != nil {
			return err
		}
		if err := s.ruleCode(ctx, tx, st, c.CodeID); err != nil {
			return err
		}
		c, err = s.addOutside(ctx, tx, c)
		return err
	})
	return c, position, err
}

// ruleCode refuses a code that passages of the study may not carry.
func (s *Service) ruleCode(ctx context.Context, tx *record.Tx, st Study, id string) error {
	book, err := studyCodebook(ctx, tx, st.ID)
	if err != nil {
		return err
	}
	codes, err := codesOf(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	in := &coder{Service: s, tx: tx, codes: codes, documents: map[string]codable{}}
	return in.usable(ctx, codable{StudyID: st.ID, ProgramID: st.ProgramID, CodebookID: book}, id)
}

// addOutside keeps a coder whose name no other of the study has.
func (s *Service) addOutside(ctx context.Context, tx *record.Tx, c OutsideCoder) (OutsideCoder, error) {
	all, err := listOutside(ctx, tx, c.StudyID)
	if err != nil {
		return c, err
	}
	if len(all) >= maxOutside {
		return c, fault.New(fault.CodeConflict, "A study has at most 200 coders who do not sign in.").Keyed("coder.too_many")
	}
	if slices.ContainsFunc(all, func(o OutsideCoder) bool { return o.RemovedAt == nil && nameKey(o.Name) == nameKey(c.Name) }) {
		return c, fault.New(fault.CodeConflict, "This name is taken already.").With("name", "taken").Keyed("listen.taken")
	}
	c.ID, c.CreatedAt, c.Version = s.NewID(), s.Now().UTC(), 1
	if err := insertOutside(ctx, tx, c, access.From(ctx).UserID); err != nil {
		return c, err
	}
	tx.Log(StudyChanged, c.StudyID)
	return c, s.Audit.Audit(ctx, tx, "coder.added", c.StudyID, map[string]string{"coder": c.ID})
}

// outsideFor is a coder whom a researcher of its study changes.
func outsideFor(ctx context.Context, q record.Querier, id string) (OutsideCoder, Study, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return OutsideCoder{}, Study{}, err
	}
	c, err := getOutside(ctx, q, id)
	if err != nil {
		return c, Study{}, err
	}
	st, err := studyFor(ctx, q, c.StudyID)
	if err == nil {
		_, err = researching(ctx, q, c.StudyID)
	}
	if fault.Is(err, fault.CodeNotFound) {
		err = fault.NotFound("coder")
	}
	return c, st, err
}

// RemoveOutside takes all passages of a coder off, in pieces; those that were
// settled too. RestoreOutside puts them back. What was begun and broken off goes
// on when it is asked for again.
func (s *Service) RemoveOutside(ctx context.Context, id string) (OutsideCoder, log.Position, error) {
	return s.moveOutside(ctx, id, false)
}

// RestoreOutside undoes RemoveOutside, while no other coder took its name.
func (s *Service) RestoreOutside(ctx context.Context, id string) (OutsideCoder, log.Position, error) {
	return s.moveOutside(ctx, id, true)
}

func (s *Service) moveOutside(ctx context.Context, id string, back bool) (OutsideCoder, log.Position, error) {
	var c OutsideCoder
	for more := true; more; {
		_, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			if c, _, err = outsideFor(ctx, tx, id); err != nil {
				return err
			}
			if more = c.RemovedAt != nil || !back; !more {
				return nil
			}
			if c.RemovedAt == nil {
				c.RemovedAt = new(s.Now().UTC())
				if err := markOutside(ctx, tx, c); err != nil {
					return err
				}
			}
			n, err := takeOff(ctx, tx, id, record.Micros(*c.RemovedAt), back)
			more = n == piece
			tx.Log(CodingChanged, c.StudyID)
			return err
		})
		if err != nil {
			return c, 0, err
		}
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if c, _, err = outsideFor(ctx, tx, id); err != nil {
			return err
		}
		kind := "coder.removed"
		if back {
			kind = "coder.restored"
			all, err := listOutside(ctx, tx, c.StudyID)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(all, func(o OutsideCoder) bool {
				return o.ID != id && o.RemovedAt == nil && nameKey(o.Name) == nameKey(c.Name)
			}) {
				return fault.New(fault.CodeConflict, "This name is taken already.").With("name", "taken").Keyed("listen.taken")
			}
			c.RemovedAt = nil
			if err := markOutside(ctx, tx, c); err != nil {
				return err
			}
		}
		tx.Log(StudyChanged, c.StudyID)
		if err := s.Audit.Audit(ctx, tx, kind, c.StudyID, map[string]string{"coder": id}); err != nil {
			return err
		}
		c, err = getOutside(ctx, tx, id)
		return err
	})
	return c, position, err
}

// nameOutside says what coders are called who do not sign in: those of names
// that are "" so far.
func (s *Service) nameOutside(ctx context.Context, names map[string]string) {
	var ids []string
	for id, name := range names {
		if id != "" && name == "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	_ = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := outsideNames(ctx, q, ids)
		for id, name := range found {
			names[id] = name
		}
		return err
	})
}
