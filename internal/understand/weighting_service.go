package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log about weightings.
const (
	WeightingCreated = "weighting.created"
	WeightingChanged = "weighting.changed"
	WeightingRemoved = "weighting.removed"
)

// seesWhole tells whether somebody may do something in all of a program.
// Fair weights are made of all its answers, so whoever sees a part of them is
// told neither weights nor what they are made by.
func seesWhole(ctx context.Context, may access.Permission, program string) bool {
	return isID(program) && access.From(ctx).Reach(may).Covers(program, "", "")
}

// Weightings lists limit+1 weightings of a program at most, by name.
func (s *Service) Weightings(ctx context.Context, program string, after weightingPlace, limit int) (out []*Weighting, err error) {
	if err := access.From(ctx).Any(access.FigureRead); err != nil {
		return nil, err
	}
	if !seesWhole(ctx, access.FigureRead, program) {
		return nil, fault.NotFound("program")
	}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listWeightings(ctx, q, program, after, limit+1)
		return err
	})
	return out, fault.Wrap(err, fault.CodeInternal, "list weightings")
}

// Weighting is a weighting of a program that whoever asks sees whole.
func (s *Service) Weighting(ctx context.Context, id string) (w *Weighting, err error) {
	if err := access.From(ctx).Any(access.FigureRead); err != nil {
		return nil, err
	}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		w, err = seenWeighting(ctx, q, id)
		return err
	})
	return w, fault.Wrap(err, fault.CodeInternal, "read a weighting")
}

func seenWeighting(ctx context.Context, q record.Querier, id string) (*Weighting, error) {
	if !isID(id) {
		return nil, fault.NotFound("weighting")
	}
	w, err := readWeighting(ctx, q, id)
	if err == nil && !seesWhole(ctx, access.FigureRead, w.ProgramID) {
		return nil, fault.NotFound("weighting")
	}
	return w, err
}

// CreateWeighting makes a weighting, counting customers where it says so.
func (s *Service) CreateWeighting(ctx context.Context, in NewWeighting) (*Weighting, error) {
	if err := access.From(ctx).Any(access.SegmentWrite); err != nil {
		return nil, err
	}
	if !seesWhole(ctx, access.SegmentWrite, in.ProgramID) || !seesWhole(ctx, access.FigureRead, in.ProgramID) {
		return nil, fault.Invalid("program_id", "There is no such program, or you do not see all of it.").Keyed("weighting.program")
	}
	now := s.o.Now().UTC()
	w := &Weighting{ID: s.o.NewID(), ProgramID: in.ProgramID, Name: in.Name, Base: in.Base, SegmentID: in.SegmentID, Small: in.Small, Margins: in.Margins,
		CreatedAt: now, UpdatedAt: now, Version: 1}
	if w.Small == "" {
		w.Small = SmallMerge
	}
	if err := s.settleWeighting(ctx, w); err != nil {
		return nil, err
	}
	_, err := s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(WeightingCreated, w.ID)
		return insertWeighting(ctx, tx, w)
	})
	return w, fault.Wrap(err, fault.CodeInternal, "make a weighting")
}

// UpdateWeighting changes a weighting and counts customers again; ifMatch is the
// version that was seen, "" for any.
func (s *Service) UpdateWeighting(ctx context.Context, id, ifMatch string, c WeightingChange) (*Weighting, error) {
	if err := access.From(ctx).Any(access.SegmentWrite); err != nil {
		return nil, err
	}
	w, err := s.Weighting(ctx, id)
	if err != nil {
		return nil, err
	}
	seen := w.Version
	w.apply(c)
	if err := s.settleWeighting(ctx, w); err != nil {
		return nil, err
	}
	err = s.changeWeighting(ctx, id, ifMatch, WeightingChanged, func(ctx context.Context, tx *record.Tx, now *Weighting) error {
		if now.Version != seen { // changed while customers were counted
			return web.MatchVersion(web.ETag(seen), now.Version)
		}
		w.UpdatedAt, w.Version = s.o.Now().UTC(), now.Version+1
		return updateWeighting(ctx, tx, w)
	})
	return w, fault.Wrap(err, fault.CodeInternal, "change a weighting")
}

// DeleteWeighting removes a weighting. Figures that name it are refused then.
func (s *Service) DeleteWeighting(ctx context.Context, id, ifMatch string) error {
	err := s.changeWeighting(ctx, id, ifMatch, WeightingRemoved, func(ctx context.Context, tx *record.Tx, _ *Weighting) error {
		return deleteWeighting(ctx, tx, id)
	})
	return fault.Wrap(err, fault.CodeInternal, "remove a weighting")
}

func (s *Service) changeWeighting(ctx context.Context, id, ifMatch, kind string, do func(context.Context, *record.Tx, *Weighting) error) error {
	if err := access.From(ctx).Any(access.SegmentWrite); err != nil {
		return err
	}
	_, err := s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		w, err := seenWeighting(ctx, tx, id)
		if err != nil {
			return err
		}
		if !seesWhole(ctx, access.SegmentWrite, w.ProgramID) {
			return fault.NotFound("weighting")
		}
		if err := web.MatchVersion(ifMatch, w.Version); err != nil {
			return err
		}
		tx.Log(kind, id)
		return do(ctx, tx, w)
	})
	return err
}
