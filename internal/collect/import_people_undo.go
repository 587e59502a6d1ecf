package collect

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// What an import changes besides answers and events.
const (
	changedCustomer = "customer"
	changedAccount  = "account"
)

// partyChange is what an import did to a customer or an account.
type partyChange struct {
	Made     bool              `json:"made,omitempty"`
	Before   people.AsIs       `json:"before"`
	After    people.AsIs       `json:"after"`
	Traits   []people.TraitWas `json:"traits,omitempty"`
	Consents []string          `json:"consents,omitempty"`
}

// keepPartyChange remembers what was done; of somebody who stands in several
// rows all of it together.
func keepPartyChange(ctx context.Context, tx *record.Tx, importID, what, id string, done partyChange) error {
	text, err := asJSON(done)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO import_change (import_id, what, subject_id, before, after) VALUES (?, ?, ?, '', ?)
		ON CONFLICT (import_id, what, subject_id) DO NOTHING`, importID, what, id, text)
	if err != nil || n > 0 {
		return fault.Wrap(err, fault.CodeInternal, "keep what an import changed")
	}
	var first partyChange
	if _, err := tx.Get(ctx, "SELECT after FROM import_change WHERE import_id = ? AND what = ? AND subject_id = ?", []any{importID, what, id}, &text); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an import changed")
	}
	if err := json.Unmarshal([]byte(text), &first); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an import changed")
	}
	first.After, first.Traits = done.After, append(first.Traits, done.Traits...)
	first.Consents = append(first.Consents, done.Consents...)
	if text, err = asJSON(first); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE import_change SET after = ? WHERE import_id = ? AND what = ? AND subject_id = ?", text, importID, what, id)
	return fault.Wrap(err, fault.CodeInternal, "keep what an import changed")
}

// undoParties takes back a piece of what an import did to customers, then to
// accounts, and gives how many it found.
func (s *Service) undoParties(ctx context.Context, tx *record.Tx, id string) (int, error) {
	for _, what := range []string{changedCustomer, changedAccount} {
		changes, err := changesOf(ctx, tx, id, what, undoRows)
		if err != nil {
			return 0, err
		}
		if len(changes) == 0 {
			continue
		}
		back := make([]people.TakeBack, len(changes))
		for i, c := range changes {
			var done partyChange
			if err := json.Unmarshal([]byte(c.After), &done); err != nil {
				return 0, fault.Wrap(err, fault.CodeInternal, "read what an import changed")
			}
			back[i] = people.TakeBack{ID: c.Subject, Made: done.Made, Before: done.Before, After: done.After, Traits: done.Traits, Consents: done.Consents}
		}
		if what == changedCustomer {
			err = s.People.TakeBackCustomersIn(ctx, tx, back, usedBy(ctx, tx, "customer_id"))
		} else {
			err = s.People.TakeBackAccountsIn(ctx, tx, back, usedBy(ctx, tx, "account_id"))
		}
		return len(changes), errors.Join(err, dropChanges(ctx, tx, id, changes))
	}
	return 0, nil
}

// usedBy tells whether answers or events are about somebody.
func usedBy(ctx context.Context, tx *record.Tx, column string) func(string) (bool, error) {
	return func(id string) (used bool, err error) {
		for _, table := range []string{"response", "event"} {
			err = tx.NewRaw("SELECT EXISTS (SELECT 1 FROM "+table+" WHERE "+column+" = ?)", id).Scan(ctx, &used)
			if err != nil || used {
				return used, fault.Wrap(err, fault.CodeInternal, "find who refers to somebody")
			}
		}
		return false, nil
	}
}
