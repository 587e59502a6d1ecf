package sample

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// removing is one run of the work of taking a sample out.
type removing struct {
	s   *Service
	row kept
}

// remove takes a sample out, piece after piece. What is left is found anew each
// time, so it may be broken off anywhere.
func (s *Service) remove(ctx context.Context, k kept) error {
	r := &removing{s: s, row: k}
	if k.Key == AnswersKey {
		return r.answers(ctx)
	}
	if k.Total == 0 {
		if err := r.count(ctx); err != nil {
			return err
		}
	}
	for _, part := range []func(context.Context) (bool, error){
		r.responses, r.events, r.studies, r.customers, r.accounts, r.segments, r.traits, r.texts, r.units, r.program,
	} {
		for more := true; more; {
			if err := s.hold(ctx, r.row); err != nil {
				return err
			}
			var err error
			if more, err = part(ctx); err != nil {
				return err
			}
			if more {
				r.row.Done = min(r.row.Done+1, r.row.Total)
			}
		}
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return dropKept(ctx, tx, k.Key) })
	return err
}

// answers takes the invented survey out.
func (r *removing) answers(ctx context.Context) error {
	if err := r.s.hold(ctx, r.row); err != nil {
		return err
	}
	if _, err := r.s.Collect.RemoveSample(ctx); err != nil && !fault.Is(err, fault.CodeInvalid) {
		return err // invalid: it is gone
	}
	_, err := r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return dropKept(ctx, tx, r.row.Key) })
	return err
}

// count guesses how many pieces there are to do, for the bar.
func (r *removing) count(ctx context.Context) error {
	return r.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		n, err := countMade(ctx, q, r.row.Key)
		f := Invent(Seed, r.row.until(), "en")
		r.row.Total = n/partiesApiece + int64(len(f.Answers)+len(f.Events))/1000 + 4
		return err
	})
}

func (r *removing) responses(ctx context.Context) (bool, error) {
	more, err := r.s.Collect.RemoveResponsesOf(ctx, firmProgram)
	if fault.Is(err, fault.CodeNotFound) { // loading did not come as far, or the program is gone
		return false, nil
	}
	return more, err
}

func (r *removing) events(ctx context.Context) (bool, error) {
	first, last := r.row.eventsOf()
	return r.s.Collect.RemoveEventsBetween(ctx, first, last)
}

// studies takes what was heard out, with the files of transcripts.
func (r *removing) studies(ctx context.Context) (bool, error) {
	_, err := r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return listen.RemoveIn(ctx, tx, firmProgram) })
	if err != nil {
		return false, err
	}
	return false, r.s.People.Sweep(ctx)
}

// each does something with keys of a kind that were made, a piece at a time, in
// one transaction with forgetting them; false where none is left.
func (r *removing) each(ctx context.Context, kind string, do func(ctx context.Context, tx *record.Tx, keys []string) error) (more bool, err error) {
	_, err = r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		keys, err := made(ctx, tx, r.row.Key, kind, partiesApiece)
		if more = len(keys) > 0; err != nil || !more {
			return err
		}
		if err := do(ctx, tx, keys); err != nil {
			return err
		}
		return forgetMade(ctx, tx, r.row.Key, kind, keys)
	})
	return more, err
}

// customers takes out those that no answer or event of somebody else names.
func (r *removing) customers(ctx context.Context) (bool, error) {
	return r.each(ctx, madeCustomer, func(ctx context.Context, tx *record.Tx, keys []string) error {
		known, err := people.CustomersAsIs(ctx, tx, keys)
		if err != nil {
			return err
		}
		free, err := unused(ctx, tx, known)
		if err != nil {
			return err
		}
		return r.s.People.TakeAwayIn(ctx, tx, free, nil)
	})
}

func (r *removing) accounts(ctx context.Context) (bool, error) {
	defer r.s.People.Touched()
	return r.each(ctx, madeAccount, func(ctx context.Context, tx *record.Tx, keys []string) error {
		known, err := people.AccountsAsIs(ctx, tx, keys)
		if err != nil {
			return err
		}
		free, err := unused(ctx, tx, known)
		if err != nil {
			return err
		}
		return r.s.People.TakeAwayIn(ctx, tx, nil, free)
	})
}

// unused are the ids that no response, event or interview refers to, in the order of keys.
func unused(ctx context.Context, tx *record.Tx, known map[string]people.AsIs) (free []string, err error) {
	for _, key := range slices.Sorted(maps.Keys(known)) {
		used, err := collect.RefersIn(ctx, tx, known[key].ID)
		if err == nil && !used {
			used, err = listen.RefersIn(ctx, tx, known[key].ID)
		}
		if err != nil {
			return nil, err
		}
		if !used {
			free = append(free, known[key].ID)
		}
	}
	return free, nil
}

// texts takes the wording out, unless somebody real agreed to it.
func (r *removing) texts(ctx context.Context) (bool, error) {
	return r.each(ctx, madeText, func(ctx context.Context, tx *record.Tx, keys []string) error {
		for _, key := range keys {
			if err := people.RemoveConsentTextIn(ctx, tx, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// one does something with one key of a kind, outside a transaction, then forgets
// it; false where none is left. What cannot be taken out, since it is in use,
// stays.
func (r *removing) one(ctx context.Context, kind, key string, do func(ctx context.Context, key string) error) error {
	if err := do(ctx, key); err != nil && !fault.Is(err, fault.CodeNotFound) && !fault.Is(err, fault.CodeConflict) {
		return err
	}
	_, err := r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return forgetMade(ctx, tx, r.row.Key, kind, []string{key})
	})
	return err
}

// noted are all keys of a kind that were made and are not yet taken out.
func (r *removing) noted(ctx context.Context, kind string) (keys []string, err error) {
	err = r.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		keys, err = made(ctx, q, r.row.Key, kind, 1000)
		return err
	})
	return keys, err
}

func (r *removing) segments(ctx context.Context) (bool, error) {
	ids, err := r.noted(ctx, madeSegment)
	for _, id := range ids {
		err = errors.Join(err, r.one(ctx, madeSegment, id, func(ctx context.Context, id string) error {
			_, err := r.s.People.DropSegment(ctx, id)
			return err
		}))
	}
	return false, err
}

func (r *removing) traits(ctx context.Context) (bool, error) {
	names, err := r.noted(ctx, madeTrait)
	if err != nil || len(names) == 0 {
		return false, err
	}
	all, err := r.s.People.Definitions(ctx) // names of the sample's traits differ, whosever they are
	for _, name := range names {
		err = errors.Join(err, r.one(ctx, madeTrait, name, func(ctx context.Context, name string) error {
			i := slices.IndexFunc(all, func(d people.TraitDefinition) bool { return d.Name == name })
			if i < 0 {
				return nil
			}
			_, err := r.s.People.Undefine(ctx, all[i].ID)
			return err
		}))
	}
	return false, err
}

// units takes the teams out, those below before those above.
func (r *removing) units(ctx context.Context) (bool, error) {
	keys, err := r.noted(ctx, madeUnit)
	if err != nil || len(keys) == 0 {
		return false, err
	}
	all, err := r.s.People.ListUnits(ctx)
	slices.Reverse(all) // as a tree is read, from its end
	for _, u := range all {
		if !slices.Contains(keys, u.Key) {
			continue
		}
		err = errors.Join(err, r.one(ctx, madeUnit, u.Key, func(ctx context.Context, _ string) error {
			_, err := r.s.People.DeleteUnit(ctx, u.ID)
			return err
		}))
	}
	return false, err
}

func (r *removing) program(ctx context.Context) (bool, error) {
	err := r.s.Collect.RemoveProgram(ctx, firmProgram)
	if fault.Is(err, fault.CodeNotFound) {
		err = nil
	}
	return false, err
}
