package people

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Figures by account walk over accounts within reach, and over those who play a
// part in one: not over a customer without role and tie, nor a merged one.
func TestAccountsAndTheirContactsAreWalked(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		shop := add(t, s, "Shop", "")
		if _, _, err := s.UpsertAccounts(system(t), []AccountInput{{Key: "acme", Name: new("Acme"), Unit: new("Shop")}, {Key: "birch"}}); err != nil {
			t.Fatal(err)
		}
		ids := upserted(t, s, system(t), CustomerInput{Key: "a", Account: new("acme"), Roles: &[]Role{Uses, Decides}, Tie: new(2)},
			CustomerInput{Key: "b", Account: new("acme"), Tie: new(5)}, CustomerInput{Key: "c", Account: new("acme")}, CustomerInput{Key: "d", Roles: &[]Role{Uses}})
		keys := func(ctx context.Context, of AccountFilter) (keys []string) {
			t.Helper()
			err := s.EachAccount(ctx, time.Time{}, of, func(k KnownAccount) error {
				keys = append(keys, k.Key+":"+k.Name)
				if k.Key == "acme" && k.UnitID != shop.ID {
					t.Errorf("%+v", k)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(keys)
			return keys
		}
		worth := func(at time.Time) (values []float64) {
			t.Helper()
			err := s.EachAccount(system(t), at, AccountFilter{}, func(k KnownAccount) error {
				if k.Value != nil {
					values = append(values, *k.Value)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return values
		}
		day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		_, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) error {
			_, err := s.SetTraitsIn(ctx, tx, []TraitInput{{TraitID: AccountValue, SubjectID: accountOf(t, s, "acme"), Value: "1000"}, {TraitID: AccountValue, SubjectID: accountOf(t, s, "acme"), Since: day, Value: "2500"}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if before, after := worth(day), worth(day.Add(time.Hour)); !slices.Equal(before, []float64{1000}) || !slices.Equal(after, []float64{2500}) {
			t.Errorf("worth %v, then %v", before, after)
		}
		for _, c := range []struct {
			of   AccountFilter
			want []string
		}{
			{AccountFilter{}, []string{"acme:Acme", "birch:birch"}},
			{AccountFilter{Units: []string{shop.ID}}, []string{"acme:Acme"}},
			{AccountFilter{Traits: []string{AccountValue + ":2000..3000"}}, []string{"acme:Acme"}},
			{AccountFilter{Traits: []string{AccountValue + ":1000"}}, nil}, // it was so once
			{AccountFilter{Traits: []string{AccountValue + ":2500"}, Units: []string{shop.ID}}, []string{"acme:Acme"}},
		} {
			if got := keys(system(t), c.of); !slices.Equal(got, c.want) {
				t.Errorf("accounts of %+v: %v", c.of, got)
			}
		}
		wrong := AccountFilter{Traits: []string{"nothing:1"}}
		if err := s.EachAccount(system(t), day, wrong, func(KnownAccount) error { return nil }); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("a trait that is not there: %v", err)
		}
		found := map[string]KnownContact{}
		if err := s.EachContact(system(t), func(k KnownContact) error { found[k.ID] = k; return nil }); err != nil {
			t.Fatal(err)
		}
		if len(found) != 2 || !slices.Equal(found[ids[0]].Roles, []string{"decides", "uses"}) || found[ids[0]].Tie != 2 || found[ids[1]].Tie != 5 || len(found[ids[1]].Roles) != 0 {
			t.Errorf("contacts: %+v", found)
		}
		one, err := s.KnownAccount(system(t), accountOf(t, s, "acme"), day.Add(time.Hour))
		if err != nil || one.Key != "acme" || one.UnitID != shop.ID || *one.Value != 2500 {
			t.Errorf("one account: %+v %v", one, err)
		}
		if _, err := s.KnownAccount(system(t), ids[0], day); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("one that is none: %v", err)
		}
		of, err := s.ContactsOf(system(t), accountOf(t, s, "birch"), []string{ids[1], ids[2]})
		if err != nil || len(of) != 1 || of[0].ID != ids[1] {
			t.Errorf("contacts elsewhere: %+v %v", of, err)
		}
		if of, err = s.ContactsOf(system(t), accountOf(t, s, "acme"), []string{ids[1]}); err != nil || len(of) != 2 {
			t.Errorf("contacts of acme: %+v %v", of, err)
		}
		none := access.With(t.Context(), access.Who{UserID: "viewer"})
		if err := s.EachAccount(none, time.Time{}, AccountFilter{}, func(KnownAccount) error { return nil }); err == nil {
			t.Error("somebody without rights walks over accounts")
		}
	})
}

// accountOf is the id of an account by its key.
func accountOf(t *testing.T, s *Service, key string) (id string) {
	t.Helper()
	list, err := s.ListAccounts(system(t), AccountFilter{Search: key}, ListPlace{}, 2)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	return list[0].ID
}
