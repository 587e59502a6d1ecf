package people

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
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
		keys := func(ctx context.Context) (keys []string) {
			t.Helper()
			err := s.EachAccount(ctx, time.Time{}, func(k KnownAccount) error {
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
		if got := keys(system(t)); !slices.Equal(got, []string{"acme:Acme", "birch:birch"}) {
			t.Errorf("all accounts: %v", got)
		}
		found := map[string]KnownContact{}
		if err := s.EachContact(system(t), func(k KnownContact) error { found[k.ID] = k; return nil }); err != nil {
			t.Fatal(err)
		}
		if len(found) != 2 || !slices.Equal(found[ids[0]].Roles, []string{"decides", "uses"}) || found[ids[0]].Tie != 2 || found[ids[1]].Tie != 5 || len(found[ids[1]].Roles) != 0 {
			t.Errorf("contacts: %+v", found)
		}
		none := access.With(t.Context(), access.Who{UserID: "viewer"})
		if err := s.EachAccount(none, time.Time{}, func(KnownAccount) error { return nil }); err == nil {
			t.Error("somebody without rights walks over accounts")
		}
	})
}
