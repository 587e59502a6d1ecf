package people

import (
	"fmt"
	"slices"
	"testing"
)

func TestFirmKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"North Ltd": "north", "NORTH LIMITED": "north", "Nôrth, S.A.R.L.": "north", "SARL North": "north", "Müller & Co. KG": "muller",
		"Müller GmbH & Co. KG": "muller", "SA": "sa", "Société générale S.A.": "societe generale", "": "", "AG für Bau": "fur bau", "3M": "3m",
	} {
		if got := firmKey(name); got != want {
			t.Errorf("%q is compared as %q, want %q", name, got, want)
		}
	}
}

func TestPhoneKey(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]string{
		"+33 4 93 12 34 56": "93123456", "04.93.12.34.56": "93123456", "(0033) 493 12 34 56": "93123456", "12 34": "", "": "",
	} {
		if got := phoneKey(phone); got != want {
			t.Errorf("%q is compared as %q, want %q", phone, got, want)
		}
	}
}

// accountPairs reads the whole list of accounts alike, page after page.
func accountPairs(t *testing.T, s *Service, limit int) (out []string) {
	t.Helper()
	after := alikePlace{}
	for range 100 {
		list, next, err := s.AlikeAccounts(system(t), after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			pair := []string{p.A.Key, p.B.Key}
			slices.Sort(pair)
			out = append(out, fmt.Sprint(pair, p.Reason, p.Shared))
		}
		if next == nil {
			slices.Sort(out)
			return out
		}
		after = *next
	}
	t.Fatal("the list has no end")
	return nil
}

// TestAccountsAlikeAreListed: the same name whatever the legal form, or mail at
// one domain that is a firm's own; less those merged and kept apart.
func TestAccountsAlikeAreListed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := firms(t, s, AccountInput{Key: "a1", Name: new("Akoya SAS")}, AccountInput{Key: "a2", Name: new("AKOYA Ltd")}, AccountInput{Key: "b", Name: new("Bolt")},
			AccountInput{Key: "c", Name: new("Cedar")}, AccountInput{Key: "d", Name: new("Dune")})
		mail := func(key, account, mail string) CustomerInput {
			return CustomerInput{Key: key, Account: new(account), Email: new(mail)}
		}
		upserted(t, s, system(t), mail("1", "a1", "x@akoya.example"), mail("2", "a2", "y@akoya.example"), mail("3", "b", "x@group.example"), mail("4", "c", "y@group.example"),
			mail("5", "c", "cedar@gmail.com"), mail("6", "d", "dune@gmail.com"), mail("7", "d", "dune@orange.fr"), mail("8", "b", "bolt@orange.fr"))
		both := []string{"[a1 a2]same_name", "[b c]same_domaingroup.example"}
		for _, limit := range []int{1, 50} {
			if got := accountPairs(t, s, limit); !slices.Equal(got, both) {
				t.Errorf("alike, %d a page: %q, want %q", limit, got, both)
			}
		}
		if list, err := s.AccountDuplicates(system(t), ids[2]); err != nil || len(list) != 1 || list[0].Account.Key != "c" || list[0].Shared != "group.example" {
			t.Errorf("of one: %+v %v", list, err)
		}
		if list, err := s.AccountDuplicates(system(t), ids[0]); err != nil || len(list) != 1 || list[0].Reason != SameName {
			t.Errorf("of another: %+v %v", list, err)
		}
		if _, err := s.KeepAccountsApart(system(t), ids[3], ids[2]); err != nil {
			t.Fatal(err)
		}
		if got := accountPairs(t, s, 50); !slices.Equal(got, both[:1]) {
			t.Errorf("kept apart: %q", got)
		}
		if _, err := s.AccountsTogether(system(t), ids[2], ids[3]); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.MergeAccounts(system(t), ids[1], ids[0]); err != nil {
			t.Fatal(err)
		}
		if got := accountPairs(t, s, 50); !slices.Equal(got, both[1:]) {
			t.Errorf("merged, and together again: %q", got)
		}
	})
}

// TestCustomersAlikeByTelephone: a number is the same with and without the code
// of its country; who has the same mail too is named by that.
func TestCustomersAlikeByTelephone(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := upserted(t, s, system(t), CustomerInput{Key: "a", Phone: new("+33 4 93 12 34 56"), Email: new("a@x.example")}, CustomerInput{Key: "b", Phone: new("04 93 12 34 56")},
			CustomerInput{Key: "c", Phone: new("04.93.12.34.56"), Email: new("a@x.example")}, CustomerInput{Key: "d", Phone: new("04 93 12 34 57")})
		got := fmt.Sprint(pairsOf(t, s, system(t), 10))
		if want := "map[[a b]:same_phone [a c]:same_email [b c]:same_phone]"; got != want {
			t.Errorf("alike: %s, want %s", got, want)
		}
		list, err := s.Duplicates(system(t), ids[0])
		if err != nil || len(list) != 2 || list[0].Reason != SameEmail || list[1].Reason != SamePhone || list[1].Customer.Key != "b" {
			t.Errorf("of one: %+v %v", list, err)
		}
	})
}
