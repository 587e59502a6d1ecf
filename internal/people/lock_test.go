package people

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Two units are each moved under the other at the same moment: one move wins,
// or there would be a circle.
func TestMovesAtOnceMakeNoCircle(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for range 10 {
			a, b := add(t, s, "A", ""), add(t, s, "B", "")
			moved := atOnce(func() error {
				_, _, err := s.UpdateUnit(system(t), a.ID, "", UnitChange{ParentID: &b.ID})
				return err
			}, func() error {
				_, _, err := s.UpdateUnit(system(t), b.ID, "", UnitChange{ParentID: &a.ID})
				return err
			})
			if moved != 1 {
				t.Fatalf("%d of two opposite moves won", moved)
			}
			for _, u := range []Unit{a, b} { // out of the way of the next round's names
				name, top := u.ID, ""
				if _, _, err := s.UpdateUnit(system(t), u.ID, "", UnitChange{Name: &name, Key: &name, ParentID: &top}); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// Two people change the same version of an account: one is told.
func TestOneChangeOfAVersionWins(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		var party Party
		_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) (err error) {
			party, err = s.Resolve(ctx, tx, Keys{Account: "acme"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for version := range 8 {
			tag := []string{`"1"`, `"2"`, `"3"`, `"4"`, `"5"`, `"6"`, `"7"`, `"8"`}[version]
			change := func() error {
				name := "Acme"
				_, _, err := s.UpdateAccount(system(t), party.AccountID, tag, AccountChange{Name: &name})
				if err != nil && !fault.Is(err, fault.CodeConflict) {
					t.Errorf("the loser gets %v", err)
				}
				return err
			}
			if won := atOnce(change, change); won != 1 {
				t.Fatalf("%d of two changes of version %s won", won, tag)
			}
		}
	})
}

// atOnce runs all at the same time and counts those that worked.
func atOnce(all ...func() error) (worked int) {
	errs := make([]error, len(all))
	var ready, done sync.WaitGroup
	ready.Add(len(all))
	for i, f := range all {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = f()
		})
	}
	done.Wait()
	for _, err := range errs {
		if err == nil {
			worked++
		}
	}
	return worked
}

// Where a unit lies and who looks after an account decide who sees what, so
// that is in the audit log.
func TestWhatDecidesWhoSeesWhatIsAudited(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		north := add(t, s, "North", "")
		shop := add(t, s, "Shop", north.ID)
		top, owner := "", "somebody"
		var party Party
		_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) (err error) {
			party, err = s.Resolve(ctx, tx, Keys{Account: "acme"})
			return err
		})
		_, _, moved := s.UpdateUnit(system(t), shop.ID, "", UnitChange{ParentID: &top})
		_, _, given := s.UpdateAccount(system(t), party.AccountID, "", AccountChange{OwnerUserID: &owner})
		_, removed := s.DeleteUnit(system(t), shop.ID)
		if err := errors.Join(err, moved, given, removed); err != nil {
			t.Fatal(err)
		}
		var lines []string
		err = s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT kind || ' ' || details FROM access_audit ORDER BY id").Scan(ctx, &lines)
		})
		want := []string{"unit.made ", `unit.made {"under":"` + north.ID + `"}`, "unit.changed ", `account.changed {"owner":"somebody"}`, "unit.removed "}
		if err != nil || !slices.Equal(lines, want) {
			t.Errorf("%v, %v", lines, err)
		}
	})
}
