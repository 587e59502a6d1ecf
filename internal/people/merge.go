package people

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Merge says that one customer is another, or one account. No answer and no key moves, so that
// it can be undone exactly: the one that is gone stands in the one that is kept.
type Merge struct {
	ID       string     `json:"id" format:"uuid"`
	Of       string     `json:"of" enum:"customer,account"`
	Kept     PartyRef   `json:"kept"`
	Gone     PartyRef   `json:"gone"`
	At       time.Time  `json:"at"`
	ByUserID string     `json:"by_user_id,omitempty"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
}

// MergeCustomers merges a customer, with all that were merged into it, into
// another, or into the one that stands for it. Whoever merges may write both.
func (s *Service) MergeCustomers(ctx context.Context, id, into string) (Merge, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Merge{}, 0, err
	}
	var m Merge
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		gone, kept, err := s.mayMerge(ctx, tx, id, into)
		if err != nil {
			return err
		}
		m = Merge{ID: s.newID(), Of: customersTable, Kept: kept.ref(), Gone: gone.ref(), At: s.now().UTC(), ByUserID: access.From(ctx).UserID}
		if err := insertMerge(ctx, tx, m); err != nil {
			return err
		}
		return s.mergeRows(ctx, tx, gone, kept, m)
	})
	return m, position, err
}

// ref names the customer of a row.
func (r customerRow) ref() PartyRef { return PartyRef{ID: r.ID, Key: r.Key, Name: r.Name} }

// mayMerge gives the rows of both, or says why one cannot be merged into the
// other.
func (s *Service) mayMerge(ctx context.Context, tx *record.Tx, id, into string) (gone, kept customerRow, err error) {
	reach := personReach(ctx, access.PersonWrite)
	if gone, err = getCustomer(ctx, tx, reach, id); err != nil {
		return gone, kept, err
	}
	if kept, err = getCustomer(ctx, tx, reach, into); fault.Is(err, fault.CodeNotFound) {
		return gone, kept, fault.Invalid("into", "There is no such customer, or you may not change it.").Keyed("merge.into_unknown")
	}
	if err == nil && kept.PartyID != "" {
		kept, err = getCustomer(ctx, tx, reach, kept.PartyID)
	}
	switch {
	case err != nil:
	case gone.ID == kept.ID || gone.PartyID == kept.ID:
		err = fault.New(fault.CodeConflict, "These are one customer already.").Keyed("merge.one_already")
	case gone.PartyID != "":
		err = fault.New(fault.CodeConflict, "This customer was merged into another one. Undo that first, or merge the other one.").Keyed("merge.gone_already")
	case gone.RestrictedAt != nil || kept.RestrictedAt != nil:
		err = errRestricted()
	}
	return gone, kept, err
}

// mergeRows has the row that goes, and those merged into it, stand in the one
// that is kept.
func (s *Service) mergeRows(ctx context.Context, tx *record.Tx, gone, kept customerRow, m Merge) error {
	members, err := membersOf(ctx, tx, gone.ID)
	if err != nil {
		return err
	}
	others, err := membersOf(ctx, tx, kept.ID)
	if err != nil {
		return err
	}
	if len(members)+len(others)+1 >= mostInParty {
		return fault.New(fault.CodeConflict, "At most 1,000 customers may be merged into one.").Keyed("merge.many")
	}
	row := gone
	if err := row.own(); err != nil {
		return err
	}
	row.PartyID = kept.ID
	if _, err := s.writeCustomer(ctx, tx, gone, row); err != nil {
		return err
	}
	if err := setParty(ctx, tx, customersTable, idsOf(members), kept.ID); err != nil {
		return err
	}
	if err := s.relend(ctx, tx, kept.ID); err != nil {
		return err
	}
	tx.Log(CustomerMerged, append(idsOf(members), gone.ID, kept.ID)...)
	return s.journal.Audit(ctx, tx, "customer.merged", kept.ID, map[string]string{"gone": gone.ID, "merge": m.ID})
}

// UndoMerge takes a merge back: what was merged into the customer that is gone
// stands in that one again, and each shows only what is its own. Merges may be
// undone in any order; one is undone once.
func (s *Service) UndoMerge(ctx context.Context, id string) (Merge, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Merge{}, 0, err
	}
	var m Merge
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if m, err = getMerge(ctx, tx, id); err != nil {
			return err
		}
		if m.Of == accountsTable {
			m, err = s.undoFirm(ctx, tx, m)
			return err
		}
		reach := personReach(ctx, access.PersonWrite)
		gone, err := getCustomer(ctx, tx, reach, m.Gone.ID)
		if err != nil {
			return err
		}
		if m.UndoneAt != nil {
			return fault.New(fault.CodeConflict, "This was undone already.").Keyed("merge.undone_already")
		}
		root, err := getCustomer(ctx, tx, reach, gone.PartyID)
		if err != nil {
			return err
		}
		if gone.RestrictedAt != nil || root.RestrictedAt != nil {
			return errRestricted()
		}
		m.UndoneAt = new(s.now().UTC())
		return s.undoIn(ctx, tx, m, root.ID)
	})
	if err == nil && m.Of == accountsTable { // whose own they are has changed
		s.changed()
	}
	return m, position, err
}

// undoIn undoes a merge of the party that root stands for.
func (s *Service) undoIn(ctx context.Context, tx *record.Tx, m Merge, root string) error {
	members, err := membersOf(ctx, tx, root)
	if err != nil {
		return err
	}
	if err := markUndone(ctx, tx, m.ID, record.Micros(s.now())); err != nil {
		return err
	}
	into, err := activeMerges(ctx, tx, idsOf(members))
	if err != nil {
		return err
	}
	below := below(m.Gone.ID, into)
	if err := setParty(ctx, tx, customersTable, []string{m.Gone.ID}, ""); err != nil {
		return err
	}
	if err := setParty(ctx, tx, customersTable, below, m.Gone.ID); err != nil {
		return err
	}
	for _, party := range []string{m.Gone.ID, root} {
		if err := s.relend(ctx, tx, party); err != nil {
			return err
		}
	}
	tx.Log(CustomerMerged, append(slices.Clone(below), m.Gone.ID, root)...)
	return s.journal.Audit(ctx, tx, "customer.merge_undone", root, map[string]string{"gone": m.Gone.ID, "merge": m.ID})
}

// below are the customers or accounts that were merged into one, directly or by others;
// into is what each was merged into.
func below(id string, into map[string]string) (ids []string) {
	for gone := range into {
		for at, steps := gone, 0; at != "" && steps <= len(into); at, steps = into[at], steps+1 {
			if at == id && gone != id {
				ids = append(ids, gone)
				break
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// Merges gives the merges of a customer's party that stand, newest first, at
// most 1,000.
func (s *Service) Merges(ctx context.Context, id string) (list []Merge, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		reach := personReach(ctx, access.PersonRead)
		row, err := getCustomer(ctx, q, reach, id)
		if err == nil && row.PartyID != "" {
			row, err = getCustomer(ctx, q, reach, row.PartyID)
		}
		if err != nil || row.RestrictedAt != nil {
			return err
		}
		list, err = mergesOf(ctx, q, customersTable, row.ID)
		return err
	})
	return list, err
}
