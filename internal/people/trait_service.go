package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	TraitDefined  = "trait.defined"  // made, changed or removed; ids are definitions
	TraitAnalysed = "trait.analysed" // figures are cut by it from now on, or no more; ids are definitions
	TraitValued   = "trait.valued"   // ids are customers or accounts whose history changed
	TraitCounted  = "trait.counted"  // of these, those where a trait changed that figures are cut by
)

// PartyRestricted is the kind of customers of whom use may no longer be made, or
// may be again.
const PartyRestricted = "party.restricted"

// TraitUser is what makes room in the figures for a trait that they are to be
// cut by; it refuses where there is none left.
type TraitUser interface {
	UseTrait(ctx context.Context, tx *record.Tx, d TraitDefinition) error
}

// ConnectTraits says, before anybody uses the room, who makes room for traits in
// the figures.
func (s *Service) ConnectTraits(user TraitUser) { s.traitUser = user }

// Definitions lists all traits of customers and of accounts.
func (s *Service) Definitions(ctx context.Context) (all []TraitDefinition, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err = DefinitionsIn(ctx, q)
		return err
	})
	return all, err
}

// Define makes a trait.
func (s *Service) Define(ctx context.Context, d TraitDefinition) (TraitDefinition, log.Position, error) {
	if err := access.From(ctx).Require(access.PersonWrite, access.Whole()); err != nil {
		return d, 0, err
	}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		d, err = s.DefineIn(ctx, tx, d)
		return err
	})
	return d, position, err
}

// DefineIn makes a trait inside a caller's transaction; the caller has checked
// the permission.
func (s *Service) DefineIn(ctx context.Context, tx *record.Tx, d TraitDefinition) (TraitDefinition, error) {
	d, err := d.checked()
	if err != nil {
		return d, err
	}
	if err := s.lockDefinitions(ctx, tx, "UPDATE"); err != nil {
		return d, err
	}
	var n int64
	if err := tx.NewRaw("SELECT count(*) FROM trait_definition WHERE built_in = ?", false).Scan(ctx, &n); err != nil {
		return d, fault.Wrap(err, fault.CodeInternal, "count traits")
	}
	if n >= maxTraits {
		return d, fault.New(fault.CodeConflict, "There are 200 traits already. Remove one that has no values first.").Keyed("people_trait.too_many")
	}
	d.ID, d.CreatedAt, d.Version, d.BuiltIn, d.Used = s.newID(), s.now().UTC(), 1, false, false
	if err := insertDefinition(ctx, tx, d); err != nil {
		return d, err
	}
	tx.Log(TraitDefined, d.ID)
	if err := s.analysed(ctx, tx, TraitDefinition{}, d); err != nil {
		return d, err
	}
	return d, s.journal.Audit(ctx, tx, "trait.defined", d.ID, map[string]string{"of": string(d.Of), "kind": string(d.Kind)})
}

// analysed makes room in the figures for a trait that they are cut by from now
// on, and tells them where that has changed.
func (s *Service) analysed(ctx context.Context, tx *record.Tx, before, after TraitDefinition) error {
	if before.InAnalysis == after.InAnalysis {
		return nil
	}
	tx.Log(TraitAnalysed, after.ID)
	if !after.InAnalysis || s.traitUser == nil {
		return nil
	}
	return s.traitUser.UseTrait(ctx, tx, after)
}

// Redefine changes a trait that has the version of ifMatch ("" for any). Its
// kind and currency stay once it has values, and so do choices that somebody has.
func (s *Service) Redefine(ctx context.Context, id, ifMatch string, c TraitChange) (TraitDefinition, log.Position, error) {
	var d TraitDefinition
	if err := access.From(ctx).Require(access.PersonWrite, access.Whole()); err != nil {
		return d, 0, err
	}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.lockDefinitions(ctx, tx, "UPDATE"); err != nil {
			return err
		}
		before, err := definition(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, before.Version); err != nil {
			return err
		}
		if d, err = before.with(c); err != nil {
			return err
		}
		if err := choicesFree(ctx, tx, id, lostChoices(before, d)); err != nil {
			return err
		}
		d.Version++
		tx.Log(TraitDefined, d.ID)
		if err := updateDefinition(ctx, tx, d); err != nil {
			return err
		}
		if err := s.analysed(ctx, tx, before, d); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "trait.changed", d.ID, nil)
	})
	return d, position, err
}

// choicesFree refuses to let go of choices that somebody has or had.
func choicesFree(ctx context.Context, tx *record.Tx, trait string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	var used bool
	if err := tx.NewRaw("SELECT EXISTS (SELECT 1 FROM trait_value WHERE trait_id = ? AND value IN (?))", trait, bun.List(keys)).Scan(ctx, &used); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "look for choices")
	}
	if used {
		return fault.New(fault.CodeConflict, "Somebody has a choice that would go. Change those values first.").With("choices", "in use").Keyed("people_trait.choice_used")
	}
	return nil
}

// Undefine removes a trait that nobody has a value of.
func (s *Service) Undefine(ctx context.Context, id string) (log.Position, error) {
	if err := access.From(ctx).Require(access.PersonWrite, access.Whole()); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.lockDefinitions(ctx, tx, "UPDATE"); err != nil {
			return err
		}
		d, err := definition(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.BuiltIn || d.Used {
			return fault.New(fault.CodeConflict, "This trait has values or belongs to every customer, so it stays. Leave it out of the figures instead.").Keyed("people_trait.used")
		}
		tx.Log(TraitDefined, id)
		if _, err := tx.Exec(ctx, "DELETE FROM trait_definition WHERE id = ?", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove a trait")
		}
		return s.journal.Audit(ctx, tx, "trait.removed", id, nil)
	})
}
