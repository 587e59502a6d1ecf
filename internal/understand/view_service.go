package understand

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Views lists the views of whoever asks and those shared with a role of
// theirs, by name; program narrows to one program, "" for all.
func (s *Service) Views(ctx context.Context, program string) ([]*SavedView, error) {
	who, err := viewer(ctx)
	if err != nil {
		return nil, err
	}
	listed := []*SavedView{}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err := listViews(ctx, q, who.UserID, program)
		for _, v := range all {
			if v.listedFor(who) && mayUse(who, v) {
				v.seenBy(who)
				listed = append(listed, v)
			}
		}
		return err
	})
	return listed, fault.Wrap(err, fault.CodeInternal, "list saved views")
}

// View opens a view: one's own, one shared by link, or by a role one holds. Any
// other is not found.
func (s *Service) View(ctx context.Context, id string) (*SavedView, error) {
	who, err := viewer(ctx)
	if err != nil {
		return nil, err
	}
	var v *SavedView
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		v, err = find(ctx, q, who, id)
		return err
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read a saved view")
	}
	v.seenBy(who)
	return v, nil
}

// CreateView saves a view for whoever asks.
func (s *Service) CreateView(ctx context.Context, in NewSavedView) (*SavedView, error) {
	who, err := sharer(ctx)
	if err != nil {
		return nil, err
	}
	if !isID(in.ProgramID) || !touches(who.Reach(access.ViewShare), in.ProgramID) {
		return nil, fault.Invalid("program_id", "There is no such program, or you may not save views in it.")
	}
	if in.Shared == "" {
		in.Shared = SharedPrivate
	}
	now := s.o.Now().UTC()
	v := &SavedView{ID: s.o.NewID(), ProgramID: in.ProgramID, Name: in.Name, Path: in.Path, Params: orEmpty(in.Params), OwnerName: who.Name,
		Shared: in.Shared, Roles: in.Roles, CreatedAt: now, UpdatedAt: now, Version: 1, ownerID: who.UserID}
	if err := v.check(); err != nil {
		return nil, err
	}
	_, err = s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return insertView(ctx, tx, v) })
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "save a view")
	}
	v.seenBy(who)
	return v, nil
}

// UpdateView changes a view. Only its owner may; ifMatch is the version they
// saw, "" for any.
func (s *Service) UpdateView(ctx context.Context, id, ifMatch string, change SavedViewChange) (*SavedView, error) {
	var v *SavedView
	who, err := s.own(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, found *SavedView) error {
		v = found
		v.apply(change)
		if err := v.check(); err != nil {
			return err
		}
		v.UpdatedAt, v.Version = s.o.Now().UTC(), v.Version+1
		return updateView(ctx, tx, v)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "change a view")
	}
	v.seenBy(who)
	return v, nil
}

// DeleteView removes a view. Only its owner may.
func (s *Service) DeleteView(ctx context.Context, id, ifMatch string) error {
	_, err := s.own(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, _ *SavedView) error { return deleteView(ctx, tx, id) })
	return fault.Wrap(err, fault.CodeInternal, "remove a view")
}

// own runs fn on a view of whoever asks, in a transaction.
func (s *Service) own(ctx context.Context, id, ifMatch string, fn func(context.Context, *record.Tx, *SavedView) error) (access.Who, error) {
	who, err := sharer(ctx)
	if err != nil {
		return who, err
	}
	_, err = s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		v, err := find(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if v.ownerID != who.UserID {
			return fault.New(fault.CodeForbidden, "Only whoever saved this view may change it. Save a copy of your own.").Keyed("view.not_yours")
		}
		if err := web.MatchVersion(ifMatch, v.Version); err != nil {
			return err
		}
		return fn(ctx, tx, v)
	})
	return who, err
}

// find reads a view that opens to who.
func find(ctx context.Context, q record.Querier, who access.Who, id string) (*SavedView, error) {
	v, err := readView(ctx, q, id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (!v.opensTo(who) || !mayUse(who, v)) {
		return nil, fault.NotFound("view")
	}
	return v, err
}

// mayUse tells whether who may use views, and see figures, of the program.
func mayUse(who access.Who, v *SavedView) bool {
	return touches(who.Reach(access.ViewUse), v.ProgramID) && touches(who.Reach(access.FigureRead), v.ProgramID)
}

func viewer(ctx context.Context) (access.Who, error) {
	who := access.From(ctx)
	return who, who.Any(access.ViewUse)
}

func sharer(ctx context.Context) (access.Who, error) {
	who := access.From(ctx)
	return who, who.Any(access.ViewShare)
}

// seenBy marks whose the view is, as seen by who.
func (v *SavedView) seenBy(who access.Who) {
	v.Mine = v.ownerID == who.UserID
	if v.Roles == nil {
		v.Roles = []access.Role{}
	}
}

func (v *SavedView) apply(c SavedViewChange) {
	if c.Name != nil {
		v.Name = *c.Name
	}
	if c.Path != nil {
		v.Path = *c.Path
	}
	if c.Params != nil {
		v.Params = orEmpty(*c.Params)
	}
	if c.Shared != nil {
		v.Shared = *c.Shared
	}
	if c.Roles != nil {
		v.Roles = *c.Roles
	}
}
