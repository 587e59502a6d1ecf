package people

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// MergeAccounts merges an account, with all that were merged into it, into
// another, or into the one that stands for it. No row of an answer, of an event
// or of a customer changes, and nothing of the account that stays; who looks
// after any of them has all of them as own accounts. Whoever merges may write
// both.
func (s *Service) MergeAccounts(ctx context.Context, id, into string) (Merge, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Merge{}, 0, err
	}
	var m Merge
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		gone, kept, err := mayMergeFirms(ctx, tx, id, into)
		if err != nil {
			return err
		}
		m = Merge{ID: s.newID(), Of: accountsTable, Kept: kept.ref(), Gone: gone.ref(), At: s.now().UTC(), ByUserID: access.From(ctx).UserID}
		if err := insertMerge(ctx, tx, m); err != nil {
			return err
		}
		return s.mergeFirms(ctx, tx, m)
	})
	if err == nil {
		s.changed()
	}
	return m, position, err
}

// ref names the account.
func (a Account) ref() PartyRef { return PartyRef{ID: a.ID, Key: a.Key, Name: a.Name} }

// mayMergeFirms gives both accounts, or says why one cannot be merged into the
// other.
func mayMergeFirms(ctx context.Context, q record.Querier, id, into string) (gone, kept Account, err error) {
	reach := personReach(ctx, access.PersonWrite)
	if gone, err = getAccount(ctx, q, reach, id); err != nil {
		return gone, kept, err
	}
	if kept, err = getAccount(ctx, q, reach, into); fault.Is(err, fault.CodeNotFound) {
		return gone, kept, fault.Invalid("into", "There is no such account, or you may not change it.").Keyed("merge.account_unknown")
	}
	if err == nil && kept.MergedInto != "" {
		kept, err = getAccount(ctx, q, reach, kept.MergedInto)
	}
	switch {
	case err != nil:
	case gone.ID == kept.ID || gone.MergedInto == kept.ID:
		err = fault.New(fault.CodeConflict, "These are one account already.").Keyed("merge.one_firm_already")
	case gone.MergedInto != "":
		err = fault.New(fault.CodeConflict, "This account was merged into another one. Undo that first, or merge the other one.").Keyed("merge.firm_gone_already")
	}
	return gone, kept, err
}

// mergeFirms has the account that goes, and those merged into it, stand in the
// one that is kept.
func (s *Service) mergeFirms(ctx context.Context, tx *record.Tx, m Merge) error {
	members, err := standIn(ctx, tx, m.Gone.ID)
	if err != nil {
		return err
	}
	others, err := standIn(ctx, tx, m.Kept.ID)
	if err != nil {
		return err
	}
	if len(members)+len(others)+1 >= mostInParty {
		return fault.New(fault.CodeConflict, "At most 1,000 accounts may be merged into one.").Keyed("merge.many_firms")
	}
	if err := setParty(ctx, tx, accountsTable, append(members, m.Gone.ID), m.Kept.ID); err != nil {
		return err
	}
	tx.Log(AccountMerged, append(slices.Clone(members), m.Gone.ID, m.Kept.ID)...)
	return s.journal.Audit(ctx, tx, "account.merged", m.Kept.ID, map[string]string{"gone": m.Gone.ID, "merge": m.ID})
}

// undoFirm takes a merge of accounts back, as UndoMerge does one of customers.
func (s *Service) undoFirm(ctx context.Context, tx *record.Tx, m Merge) (Merge, error) {
	reach := personReach(ctx, access.PersonWrite)
	gone, err := getAccount(ctx, tx, reach, m.Gone.ID)
	if err != nil {
		return m, err
	}
	if m.UndoneAt != nil {
		return m, fault.New(fault.CodeConflict, "This was undone already.").Keyed("merge.undone_already")
	}
	if _, err := getAccount(ctx, tx, reach, gone.MergedInto); err != nil {
		return m, err
	}
	m.UndoneAt = new(s.now().UTC())
	return m, s.partFirm(ctx, tx, m, gone.MergedInto)
}

// partFirm undoes a merge of the firm that root stands for.
func (s *Service) partFirm(ctx context.Context, tx *record.Tx, m Merge, root string) error {
	members, err := standIn(ctx, tx, root)
	if err != nil {
		return err
	}
	if err := markUndone(ctx, tx, m.ID, record.Micros(s.now())); err != nil {
		return err
	}
	into, err := activeMerges(ctx, tx, members)
	if err != nil {
		return err
	}
	below := below(m.Gone.ID, into)
	if err := setParty(ctx, tx, accountsTable, []string{m.Gone.ID}, ""); err != nil {
		return err
	}
	if err := setParty(ctx, tx, accountsTable, below, m.Gone.ID); err != nil {
		return err
	}
	tx.Log(AccountMerged, append(slices.Clone(below), m.Gone.ID, root)...)
	return s.journal.Audit(ctx, tx, "account.merge_undone", root, map[string]string{"gone": m.Gone.ID, "merge": m.ID})
}

// standIn are the accounts merged into one, by id.
func standIn(ctx context.Context, q record.Querier, root string) (ids []string, err error) {
	err = q.NewRaw("SELECT id FROM account WHERE party_id = ? ORDER BY id LIMIT ?", root, mostInParty).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "list which accounts were merged")
}

// AccountMerges gives the merges of an account's firm that stand, newest first,
// at most 1,000.
func (s *Service) AccountMerges(ctx context.Context, id string) (list []Merge, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		reach := personReach(ctx, access.PersonRead)
		a, err := getAccount(ctx, q, reach, id)
		if err == nil && a.MergedInto != "" {
			a, err = getAccount(ctx, q, reach, a.MergedInto)
		}
		if err != nil {
			return err
		}
		list, err = mergesOf(ctx, q, accountsTable, a.ID)
		return err
	})
	return list, err
}

// firmIDs are the accounts that are one firm with an account; those of one that
// was merged are itself alone.
func firmIDs(ctx context.Context, q record.Querier, id string) ([]string, error) {
	ids, err := standIn(ctx, q, id)
	return append([]string{id}, ids...), err
}

// inFirm is the condition that a column names an account, or one of those that
// are one firm with it, where they were read.
func inFirm(column, account string, ids []string) (string, []any) {
	if len(ids) < 2 {
		return column + " = ?", []any{account}
	}
	return column + " IN (?)", []any{bun.List(ids)}
}
