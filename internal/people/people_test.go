package people

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	recordtest.Each(t, []fs.FS{access.Migrations(), purpose.Migrations(), Migrations()}, func(t *testing.T, store *record.Store) {
		test(t, NewService(Options{Store: store, Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}))
	})
}

func system(t *testing.T) context.Context { return access.System(t.Context(), "test") }

// as is somebody with one grant, resolved over the room's own tree.
func as(t *testing.T, s *Service, id string, g access.Grant) context.Context {
	t.Helper()
	who, err := access.Resolve(t.Context(), s, access.Who{UserID: id, Grants: []access.Grant{g}})
	if err != nil {
		t.Fatal(err)
	}
	return access.With(t.Context(), who)
}

func add(t *testing.T, s *Service, name, parent string) Unit {
	t.Helper()
	u, position, err := s.CreateUnit(system(t), Unit{Name: name, ParentID: parent})
	if err != nil || position == 0 {
		t.Fatalf("make %s: %v at %d", name, err, position)
	}
	return u
}

func names(units []Unit) (out []string) {
	for _, u := range units {
		out = append(out, fmt.Sprint(u.Depth, u.Name))
	}
	return out
}

func TestUnitsAreATree(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		told := 0
		s.Connect(func() { told++ })
		ctx := system(t)
		south := add(t, s, "South", "")
		nice := add(t, s, "Nice", south.ID)
		shop := add(t, s, "Nice harbour", nice.ID)
		add(t, s, "North", "")

		units, err := s.ListUnits(ctx)
		if want := []string{"0North", "0South", "1Nice", "2Nice harbour"}; err != nil || !slices.Equal(names(units), want) {
			t.Errorf("list: %v %v, want %v", names(units), err, want)
		}
		for _, tc := range []struct {
			name   string
			id     string
			change UnitChange
			code   fault.Code
		}{
			{"under itself", nice.ID, UnitChange{ParentID: &nice.ID}, fault.CodeInvalid},
			{"under one below", south.ID, UnitChange{ParentID: &shop.ID}, fault.CodeInvalid},
			{"under nothing known", nice.ID, UnitChange{ParentID: new(uuid.NewString())}, fault.CodeInvalid},
			{"key of another", nice.ID, UnitChange{Key: new("North")}, fault.CodeConflict},
			{"no name", nice.ID, UnitChange{Name: new(" ")}, fault.CodeInvalid},
			{"not there", uuid.NewString(), UnitChange{Name: new("X")}, fault.CodeNotFound},
		} {
			if _, _, err := s.UpdateUnit(ctx, tc.id, "", tc.change); !fault.Is(err, tc.code) {
				t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
			}
		}
		if _, _, err := s.UpdateUnit(ctx, nice.ID, `"9"`, UnitChange{Name: new("X")}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("another version: %v", err)
		}
		if moved, _, err := s.UpdateUnit(ctx, nice.ID, `"1"`, UnitChange{ParentID: new("")}); err != nil || moved.ParentID != "" || moved.Version != 2 {
			t.Errorf("move to the top: %+v %v", moved, err)
		}
		if under, err := s.UnitsUnder(ctx, nice.ID); err != nil || !slices.Equal(sorted(under), sorted([]string{nice.ID, shop.ID})) {
			t.Errorf("under Nice: %v %v", under, err)
		}
		if _, err := s.UnitsUnder(ctx, uuid.NewString()); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("under an unknown unit: %v", err)
		}
		if told != 5 {
			t.Errorf("access was told of %d changes, want 5", told)
		}
	})
}

func sorted(s []string) []string { slices.Sort(s); return s }

// user says that it uses one unit.
type user struct{ unit string }

func (u user) UsesUnit(_ context.Context, _ record.Querier, unit string) (string, error) {
	if unit == u.unit {
		return "3 answers", nil
	}
	return "", nil
}

func TestUnitInUseIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := system(t)
		top := add(t, s, "Top", "")
		used := add(t, s, "Used", top.ID)
		free := add(t, s, "Free", top.ID)
		s.Connect(func() {}, user{used.ID})
		for id, code := range map[string]fault.Code{top.ID: fault.CodeConflict, used.ID: fault.CodeConflict, free.ID: "", uuid.NewString(): fault.CodeNotFound} {
			if _, err := s.DeleteUnit(ctx, id); fault.CodeOf(err) != code {
				t.Errorf("delete: %v, want %q", err, code)
			}
		}
		if units, _ := s.ListUnits(ctx); len(units) != 2 {
			t.Errorf("left: %v", names(units))
		}
	})
}

func TestWhoSeesAndChangesUnits(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		south := add(t, s, "South", "")
		nice := add(t, s, "Nice", south.ID)
		shop := add(t, s, "Shop", nice.ID)
		add(t, s, "North", "")
		lead := as(t, s, "l", access.Grant{Role: access.Lead, Scope: access.Unit(nice.ID)})
		units, err := s.ListUnits(lead)
		if want := []string{"0South", "1Nice", "2Shop"}; err != nil || !slices.Equal(names(units), want) {
			t.Errorf("lead of Nice sees %v %v", names(units), err)
		}
		if _, _, err := s.CreateUnit(lead, Unit{Name: "New", ParentID: nice.ID}); err != nil {
			t.Errorf("below the own unit: %v", err)
		}
		for name, act := range map[string]func() error{
			"make at the top": func() error { _, _, err := s.CreateUnit(lead, Unit{Name: "Mine"}); return err },
			"make above":      func() error { _, _, err := s.CreateUnit(lead, Unit{Name: "Mine", ParentID: south.ID}); return err },
			"move out": func() error {
				_, _, err := s.UpdateUnit(lead, shop.ID, "", UnitChange{ParentID: &south.ID})
				return err
			},
			"delete above": func() error { _, err := s.DeleteUnit(lead, south.ID); return err },
			"viewer makes one": func() error {
				_, _, err := s.CreateUnit(as(t, s, "v", access.Grant{Role: access.Viewer, Scope: access.Whole()}), Unit{Name: "V"})
				return err
			},
		} {
			if err := act(); !fault.Is(err, fault.CodeForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := s.UpdateAccount(lead, uuid.NewString(), "", AccountChange{}); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("an account out of reach: %v", err)
		}
		if _, err := s.ListUnits(t.Context()); !fault.Is(err, fault.CodeUnauthenticated) {
			t.Errorf("nobody lists units: %v", err)
		}
	})
}

func TestPartiesComeWithTheirAnswers(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := system(t)
		unit := add(t, s, "Shop", "")
		resolve := func(k Keys) (p Party, err error) {
			_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
				p, err = s.Resolve(ctx, tx, k)
				return err
			})
			return p, err
		}
		first, err := resolve(Keys{Customer: " c1 ", Account: "acme", Unit: "Shop"})
		if err != nil || first.CustomerID == "" || first.AccountID == "" || first.UnitID != unit.ID {
			t.Fatalf("first: %+v %v", first, err)
		}
		if again, err := resolve(Keys{Customer: "c1"}); err != nil || again.CustomerID != first.CustomerID || again.AccountID != first.AccountID {
			t.Errorf("the customer's account comes along: %+v %v", again, err)
		}
		moved, err := resolve(Keys{Customer: "c1", Account: "other"})
		if err != nil || moved.AccountID == first.AccountID || moved.CustomerID != first.CustomerID {
			t.Errorf("a customer moves: %+v %v", moved, err)
		}
		if now, _ := resolve(Keys{Customer: "c1"}); now.AccountID != moved.AccountID {
			t.Errorf("and stays there: %+v", now)
		}
		if nobody, err := resolve(Keys{}); err != nil || nobody != (Party{}) {
			t.Errorf("no keys: %+v %v", nobody, err)
		}
		if _, err := resolve(Keys{Customer: "c9", Unit: "nowhere"}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("unknown unit: %v", err)
		}
		if p, err := resolve(Keys{Unit: "nowhere", MakeUnit: true}); err != nil || p.UnitID == "" {
			t.Errorf("a unit made by a file: %+v %v", p, err)
		}
	})
}

func TestAccountsAreSeenByThoseWhoLookAfterThem(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := system(t)
		_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			for _, k := range []Keys{{Customer: "1", Account: "acme 100%"}, {Customer: "2", Account: "acme 100%"}, {Account: "bolt"}, {Account: "acme 1000"}} {
				if _, err := s.Resolve(ctx, tx, k); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.ListAccounts(ctx, AccountFilter{}, ListPlace{}, 10)
		if err != nil || len(all) != 3 {
			t.Fatalf("all: %+v %v", all, err)
		}
		found, err := s.ListAccounts(ctx, AccountFilter{Search: "100% ACME"}, ListPlace{}, 10)
		if err != nil || len(found) != 1 || found[0].Customers != 2 {
			t.Errorf("search: %+v %v", found, err)
		}
		owner := "user-1"
		if _, _, err := s.UpdateAccount(ctx, found[0].ID, `"1"`, AccountChange{OwnerUserID: &owner, Name: new("Acme Ltd")}); err != nil {
			t.Fatal(err)
		}
		mine := as(t, s, owner, access.Grant{Role: access.Analyst, Scope: access.Whole(), Rows: access.RowsMyAccounts})
		if got, err := s.ListAccounts(mine, AccountFilter{}, ListPlace{}, 10); err != nil || len(got) != 1 || got[0].Name != "Acme Ltd" {
			t.Errorf("own accounts: %+v %v", got, err)
		}
		if got, err := s.ListAccounts(mine, AccountFilter{Search: "bolt"}, ListPlace{}, 10); err != nil || len(got) != 0 {
			t.Errorf("a search leaks another's account: %+v %v", got, err)
		}
		if page, err := s.ListAccounts(ctx, AccountFilter{}, all[0].Place(), 1); err != nil || page[0].Key != all[1].Key {
			t.Errorf("next page: %+v %v", page, err)
		}
	})
}

func TestPartiesAreRemovedWithWhatBroughtThem(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		_, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) error {
			one, err := s.Resolve(ctx, tx, Keys{Customer: "1", Account: "a", Unit: "u", MakeUnit: true})
			if err != nil {
				return err
			}
			two, err := s.Resolve(ctx, tx, Keys{Customer: "2", Account: "b"})
			if err != nil {
				return err
			}
			return s.RemoveIn(ctx, tx, []string{one.CustomerID}, []string{one.AccountID, two.AccountID}, []string{one.UnitID})
		})
		if err != nil {
			t.Fatal(err)
		}
		if left, err := s.ListAccounts(system(t), AccountFilter{}, ListPlace{}, 10); err != nil || len(left) != 1 || left[0].Key != "b" {
			t.Errorf("accounts left: %+v %v", left, err)
		}
		if units, err := s.ListUnits(system(t)); err != nil || len(units) != 0 {
			t.Errorf("units left: %+v %v", units, err)
		}
	})
}
