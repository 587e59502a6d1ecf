package collect

import (
	"context"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestUnitIsNotDeletedUnderAnAnswer: an answer about a unit is being written
// while somebody deletes the unit. Whoever deletes waits and hears that it is
// in use; the answer's unit stays.
func TestUnitIsNotDeletedUnderAnAnswer(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.People.Connect(func() {}, f.Service)
		program, _ := f.program(t, "Feedback")
		shop, _, err := f.People.CreateUnit(owner(t), people.Unit{Name: "Shop"})
		if err != nil {
			t.Fatal(err)
		}
		deleted := make(chan error, 1)
		_, err = f.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			party, err := f.People.Resolve(ctx, tx, people.Keys{Unit: "Shop"})
			if err != nil {
				return err
			}
			go func() {
				_, err := f.People.DeleteUnit(owner(t), shop.ID)
				deleted <- err
			}()
			if f.Store.Engine() == record.PostgreSQL { // with SQLite there is one writer, and that is us
				f.untilSomebodyWaits(t, deleted)
			}
			k := &kept{id: newID(), program: program, at: 1, received: 1, consent: ConsentPerson, digest: "d", document: "{}"}
			k.party(party)
			_, _, err = f.insertRow(ctx, tx, k)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := <-deleted; !fault.Is(err, fault.CodeConflict) {
			t.Errorf("the unit was deleted under the answer: %v", err)
		}
		if n := f.count(t, "SELECT count(*) FROM response r WHERE unit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = r.unit_id)"); n != 0 {
			t.Errorf("%d answers about no unit", n)
		}
	})
}

// untilSomebodyWaits returns when a transaction waits for the lock of another,
// or when whoever deletes is through already.
func (f *fixture) untilSomebodyWaits(t *testing.T, deleted chan error) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for f.count(t, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0 && len(deleted) == 0 {
		select {
		case <-late:
			t.Fatal("nobody waits")
		case <-tick.C:
		}
	}
}
