package journey

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Touchpoint is one that the asker reads.
func (s *Service) Touchpoint(ctx context.Context, id string) (Touchpoint, error) {
	if err := access.From(ctx).Any(access.RegisterRead); err != nil {
		return Touchpoint{}, err
	}
	var t Touchpoint
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		t, err = getTouchpoint(ctx, q, id, false)
		return err
	})
	if err == nil && !reads(access.From(ctx), t.ProgramID) {
		err = fault.NotFound("touchpoint")
	}
	return t, err
}

// TouchpointName is what a touchpoint is called in a menu.
type TouchpointName struct {
	Key       string `bun:"key"`
	Name      string `bun:"name"`
	Channel   string `bun:"channel"`
	ProgramID string `bun:"program_id"`
}

// TouchpointNames are up to 2,000 touchpoints that the asker reads, by name; none
// for whoever reads no register.
func (s *Service) TouchpointNames(ctx context.Context) (out []TouchpointName, err error) {
	who := access.From(ctx)
	if who.Any(access.RegisterRead) != nil {
		return nil, nil //nolint:nilerr // who reads no register names nothing
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT t.key, t.name, c.name AS channel, t.program_id FROM touchpoint t JOIN channel c ON c.id = t.channel_id
			WHERE t.removed_at IS NULL ORDER BY t.name, c.name, t.id LIMIT ?`, maxTouchpoints).Scan(ctx, &out)
	})
	return slices.DeleteFunc(out, func(t TouchpointName) bool { return !reads(who, t.ProgramID) }), fault.Wrap(err, fault.CodeInternal, "name touchpoints")
}

// CreateTouchpoint adds a touchpoint. Without a key it gets one of its name and
// channel; an interaction that the register has stands where it stood.
func (s *Service) CreateTouchpoint(ctx context.Context, t Touchpoint) (Touchpoint, log.Position, error) {
	if err := writing(ctx, t.ProgramID); err != nil {
		return Touchpoint{}, 0, err
	}
	if err := s.refers(ctx, t); err != nil {
		return Touchpoint{}, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		t, err = s.createIn(ctx, tx, t)
		return err
	})
	return t, position, err
}

// refers checks the people and the measure that t names.
func (s *Service) refers(ctx context.Context, t Touchpoint) error {
	if err := s.knows(ctx, "owner_id", t.OwnerID); err != nil {
		return err
	}
	for _, id := range t.EditorIDs {
		if err := s.knows(ctx, "editor_ids", id); err != nil {
			return err
		}
	}
	return s.follows(ctx, "measure_id", t.ProgramID, t.MeasureID)
}

func (s *Service) createIn(ctx context.Context, tx *record.Tx, t Touchpoint) (Touchpoint, error) {
	if _, err := purpose.GetIn(ctx, tx, t.ProgramID); err != nil {
		return t, err
	}
	all, t, err := fit(ctx, tx, t)
	if err != nil {
		return t, err
	}
	if len(all) >= maxTouchpoints {
		return t, fault.New(fault.CodeConflict, "A register lists at most 2,000 touchpoints.").Keyed("touchpoint.too_many")
	}
	t.Position = placeOf(t.Name, all)
	t.ID, t.CreatedAt, t.ChangedAt, t.Version = s.NewID(), s.Now().UTC(), s.Now().UTC(), 1
	tx.Log(TouchpointChanged, t.ID)
	return t, insertTouchpoint(ctx, tx, t)
}

// fit cleans t and checks it against the register around it, which it gives.
func fit(ctx context.Context, tx *record.Tx, t Touchpoint) ([]Touchpoint, Touchpoint, error) {
	t, err := t.checked()
	if err != nil {
		return nil, t, err
	}
	channels, err := listChannels(ctx, tx, t.ProgramID)
	if err != nil {
		return nil, t, err
	}
	stages, err := listStages(ctx, tx, t.ProgramID)
	if err != nil {
		return nil, t, err
	}
	if t, err = t.placed(channels, stages); err != nil {
		return nil, t, err
	}
	all, err := listTouchpoints(ctx, tx, t.ProgramID)
	if err != nil {
		return nil, t, err
	}
	return all, t, nameOrKeyTaken(t, all)
}

// placeOf is where an interaction stands among those of a register, behind them
// where it is new.
func placeOf(name string, all []Touchpoint) int {
	last := 0
	for _, o := range all {
		if nameKey(o.Name) == nameKey(name) {
			return o.Position
		}
		last = max(last, o.Position)
	}
	return last + 1
}

// UpdateTouchpoint changes a touchpoint that has the version of ifMatch ("" for
// any). Its owner and editors may do so too; the editors only by those who may
// change the register, or the owner.
func (s *Service) UpdateTouchpoint(ctx context.Context, id, ifMatch string, c Change) (Touchpoint, log.Position, error) {
	before, err := s.changeable(ctx, id)
	if err != nil {
		return Touchpoint{}, 0, err
	}
	hands := c.OwnerID != nil && *c.OwnerID != before.OwnerID || c.EditorIDs != nil && !slices.Equal(once(*c.EditorIDs), before.EditorIDs)
	who := access.From(ctx)
	if hands && who.UserID != before.OwnerID && who.Require(access.RegisterWrite, access.Program(before.ProgramID)) != nil {
		return Touchpoint{}, 0, fault.New(fault.CodeForbidden, "Only its owner, or who may change the register, says who looks after it.").Keyed("touchpoint.owner_only")
	}
	asked := Touchpoint{ProgramID: before.ProgramID}
	c.apply(&asked)
	if err := s.refers(ctx, asked); err != nil {
		return Touchpoint{}, 0, err
	}
	var t Touchpoint
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if t, err = getTouchpoint(ctx, tx, id, false); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, t.Version); err != nil {
			return err
		}
		was := t
		c.apply(&t)
		all, t2, err := fit(ctx, tx, t)
		if err != nil {
			return err
		}
		if t = t2; nameKey(t.Name) != nameKey(was.Name) {
			t.Position = placeOf(t.Name, slices.DeleteFunc(all, func(o Touchpoint) bool { return o.ID == id }))
		}
		return s.save(ctx, tx, &t)
	})
	return t, position, err
}

// save writes t as its next version.
func (s *Service) save(ctx context.Context, tx *record.Tx, t *Touchpoint) error {
	t.Version, t.ChangedAt = t.Version+1, s.Now().UTC()
	tx.Log(TouchpointChanged, t.ID)
	return updateTouchpoint(ctx, tx, *t)
}

// changeable is a touchpoint that the asker may change.
func (s *Service) changeable(ctx context.Context, id string) (Touchpoint, error) {
	t, err := s.Touchpoint(ctx, id)
	if err != nil {
		return t, err
	}
	if !t.mayChange(access.From(ctx)) {
		return t, fault.New(fault.CodeForbidden, "Its owner changes this touchpoint, its editors, and who may change the register.").Keyed("touchpoint.not_yours")
	}
	return t, nil
}

// RemoveTouchpoint takes a touchpoint out of the register; RestoreTouchpoint
// brings it back with all that was said of it. Editors do not remove.
func (s *Service) RemoveTouchpoint(ctx context.Context, id string) (log.Position, error) {
	t, err := s.changeable(ctx, id)
	if err != nil {
		return 0, err
	}
	if err := s.mayRemove(ctx, t); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getTouchpoint(ctx, tx, id, false); err != nil {
			return err
		}
		now := s.Now()
		tx.Log(TouchpointChanged, id)
		return setRemoved(ctx, tx, id, &now)
	})
}

func (s *Service) mayRemove(ctx context.Context, t Touchpoint) error {
	who := access.From(ctx)
	if t.mayChange(who) && (who.UserID == t.OwnerID || who.Require(access.RegisterWrite, access.Program(t.ProgramID)) == nil) {
		return nil
	}
	return fault.New(fault.CodeForbidden, "Its owner removes this touchpoint, and who may change the register.").Keyed("touchpoint.owner_removes")
}

// RestoreTouchpoint brings a removed touchpoint back. Where its key or its name
// on its channel was taken meanwhile, it says so.
func (s *Service) RestoreTouchpoint(ctx context.Context, id string) (Touchpoint, log.Position, error) {
	if err := access.From(ctx).Any(access.RegisterRead); err != nil {
		return Touchpoint{}, 0, err
	}
	var t Touchpoint
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		t, err = getTouchpoint(ctx, q, id, true)
		return err
	})
	if err == nil && !reads(access.From(ctx), t.ProgramID) {
		err = fault.NotFound("touchpoint")
	}
	if err == nil {
		err = s.mayRemove(ctx, t)
	}
	if err != nil {
		return Touchpoint{}, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if t, err = getTouchpoint(ctx, tx, id, true); err != nil {
			return err
		}
		if _, t, err = fit(ctx, tx, t); err != nil {
			return err
		}
		t.Version++
		tx.Log(TouchpointChanged, id)
		return setRemoved(ctx, tx, id, nil)
	})
	return t, position, err
}
