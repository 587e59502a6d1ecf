package collect

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

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

// partyChanges are what an import does to customers and accounts, and not kept
// yet; of somebody who stands in several rows all of it together.
type partyChanges struct {
	done  []partyChange
	whose []whose
	at    map[whose]int
}

type whose struct{ what, id string }

func (c *partyChanges) add(what, id string, done partyChange) {
	of := whose{what, id}
	i, met := c.at[of]
	if met {
		c.done[i].join(done)
		return
	}
	if c.at == nil {
		c.at = map[whose]int{}
	}
	c.at[of] = len(c.done)
	c.done, c.whose = append(c.done, done), append(c.whose, of)
}

// join adds what was done later to the same.
func (p *partyChange) join(later partyChange) {
	p.After, p.Traits = later.After, append(p.Traits, later.Traits...)
	p.Consents = append(p.Consents, later.Consents...)
}

// partyChangeInsert are the columns of a change that is kept.
var partyChangeInsert = record.NewInsert("import_change", "import_id", "what", "subject_id", "before", "after")

// keep remembers what was done, those that an earlier piece changed too with
// that.
func (c *partyChanges) keep(ctx context.Context, tx *record.Tx, importID string) error {
	before, err := c.known(ctx, tx, importID)
	if err != nil {
		return err
	}
	var rows [][]any
	for i, of := range c.whose {
		if before[of] {
			if err := keepPartyChange(ctx, tx, importID, of.what, of.id, c.done[i]); err != nil {
				return err
			}
			continue
		}
		text, err := asJSON(c.done[i])
		if err != nil {
			return err
		}
		rows = append(rows, []any{importID, of.what, of.id, "", text})
	}
	n, err := tx.InsertAll(ctx, partyChangeInsert, rows)
	if err == nil && n < len(rows) {
		err = errStopped // another run of the import was first
	}
	return err
}

// known are those that the import has changed before.
func (c *partyChanges) known(ctx context.Context, q record.Querier, importID string) (map[whose]bool, error) {
	ids := make([]string, 0, len(c.done))
	for i, of := range c.whose {
		if !c.done[i].Made {
			ids = append(ids, of.id)
		}
	}
	out := map[whose]bool{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		What      string
		SubjectID string `bun:"subject_id"`
	}
	err := q.NewRaw("SELECT what, subject_id FROM import_change WHERE import_id = ? AND what IN ('customer', 'account') AND subject_id IN (?)", importID, bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		out[whose{r.What, r.SubjectID}] = true
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find what an import changed")
}

// keepPartyChange adds to what an import did to somebody before.
func keepPartyChange(ctx context.Context, tx *record.Tx, importID, what, id string, done partyChange) error {
	var text string
	var first partyChange
	if _, err := tx.Get(ctx, "SELECT after FROM import_change WHERE import_id = ? AND what = ? AND subject_id = ?", []any{importID, what, id}, &text); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an import changed")
	}
	if err := json.Unmarshal([]byte(text), &first); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an import changed")
	}
	first.join(done)
	text, err := asJSON(first)
	if err != nil {
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
