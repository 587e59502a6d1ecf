package people

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// firms makes accounts by key and gives their ids.
func firms(t *testing.T, s *Service, in ...AccountInput) []string {
	t.Helper()
	receipt, _, err := s.UpsertAccounts(system(t), in)
	if err != nil || len(receipt.Rejected) > 0 {
		t.Fatalf("accounts: %+v %v", receipt, err)
	}
	ids := make([]string, len(in))
	for i, a := range in {
		list, err := s.ListAccounts(system(t), AccountFilter{Search: a.Key}, ListPlace{}, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range list {
			if found.Key == a.Key {
				ids[i] = found.ID
			}
		}
	}
	return ids
}

// rowsOf is every row of the room that a merge might touch, but for versions.
func rowsOf(t *testing.T, s *Service) (lines []string) {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		for _, text := range []string{
			"SELECT id || key || name || owner_user_id || COALESCE(unit_id, '') || COALESCE(party_id, '') || sort_key || created_at FROM account ORDER BY id",
			"SELECT id || key || name || COALESCE(account_id, '') || lent || roles || sort_key FROM customer ORDER BY id",
			"SELECT trait_id || subject_id || since || value FROM trait_value ORDER BY 1",
			"SELECT id || subject_id || body FROM party_note ORDER BY id",
		} {
			var found []string
			if err := q.NewRaw(text).Scan(ctx, &found); err != nil {
				return err
			}
			lines = append(lines, found...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestMergedAccountsAreOneFirm(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := firms(t, s, AccountInput{Key: "north", Name: new("North Ltd"), OwnerUserID: new("ann")}, AccountInput{Key: "north-fr", Name: new("Nord SARL"), OwnerUserID: new("ben")}, AccountInput{Key: "other"})
		upserted(t, s, system(t), CustomerInput{Key: "p", Name: new("Pia"), Account: new("north"), Roles: &[]Role{Decides}},
			CustomerInput{Key: "q", Name: new("Quentin"), Account: new("north-fr"), Roles: &[]Role{Uses}})
		if _, err := s.SetTraits(system(t), OfAccount, ids[1], []TraitInput{{TraitID: "value", Value: "500"}}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.AddNote(system(t), AboutAccount, ids[1], "They moved to Lyon."); err != nil {
			t.Fatal(err)
		}
		before := rowsOf(t, s)
		m, _, err := s.MergeAccounts(system(t), ids[1], ids[0])
		if err != nil || m.Of != "account" || m.Kept.Key != "north" || m.Gone.Key != "north-fr" {
			t.Fatalf("merged: %+v %v", m, err)
		}
		for what, got := range map[string]string{
			"listed":       fmt.Sprint(keysOfAccounts(t, s, AccountFilter{})),
			"by the other": fmt.Sprint(keysOfAccounts(t, s, AccountFilter{Search: "nord"})),
			"contacts":     fmt.Sprint(contactsOf(t, s, ids[0])),
			"traits":       valueOfFirm(t, s, ids[0]),
			"notes":        fmt.Sprint(notesOf(t, s, ids[0])),
			"known":        knownFirm(t, s, ids[0]),
		} {
			want := map[string]string{"listed": "[north other]", "by the other": "[north]", "contacts": "[p@north q@north]", "traits": "500", "notes": "[They moved to Lyon.]", "known": "north worth 500, contacts [p q]"}[what]
			if got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		for _, user := range []string{"ann", "ben"} { // own accounts of either
			if got, err := s.AccountsOf(system(t), user); err != nil || len(got) != 2 {
				t.Errorf("%s looks after %v %v", user, got, err)
			}
		}
		if a, err := s.GetAccount(system(t), ids[0]); err != nil || a.Customers != 2 {
			t.Errorf("it counts %d customers, %v", a.Customers, err)
		}
		if _, _, err := s.MergeAccounts(system(t), ids[0], ids[1]); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("merged again: %v", err)
		}
		if _, _, err := s.UndoMerge(system(t), m.ID); err != nil {
			t.Fatal(err)
		}
		if after := rowsOf(t, s); !slices.Equal(before, after) {
			t.Errorf("undone:\n%q\nwant\n%q", after, before)
		}
		if _, _, err := s.UndoMerge(system(t), m.ID); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func keysOfAccounts(t *testing.T, s *Service, f AccountFilter) (keys []string) {
	t.Helper()
	list, err := s.ListAccounts(system(t), f, ListPlace{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		keys = append(keys, a.Key)
	}
	return keys
}

func contactsOf(t *testing.T, s *Service, account string) (keys []string) {
	t.Helper()
	list, err := s.ListContacts(system(t), account, "", ListPlace{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		keys = append(keys, c.Key+"@"+c.Account.Key)
	}
	return keys
}

func valueOfFirm(t *testing.T, s *Service, account string) string {
	t.Helper()
	list, err := s.AccountTraits(system(t), account, time.Now())
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return list[0].Value
}

func notesOf(t *testing.T, s *Service, account string) (texts []string) {
	t.Helper()
	list, err := s.ListNotes(system(t), AboutAccount, account, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}

// knownFirm is what figures know of an account, asked for by itself and met on
// the walk through all.
func knownFirm(t *testing.T, s *Service, account string) string {
	t.Helper()
	k, err := s.KnownAccount(system(t), account, time.Now())
	if err != nil || k.Value == nil {
		t.Fatalf("%+v %v", k, err)
	}
	var keys []string
	contacts, err := s.ContactsOf(system(t), account, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contacts {
		p, err := s.GetCustomer(system(t), c.ID)
		if err != nil || c.AccountID != account {
			t.Fatalf("%+v %v", c, err)
		}
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	walked := 0
	err = errors.Join(s.EachAccount(system(t), time.Now(), AccountFilter{}, func(each KnownAccount) error {
		if each.ID == account && *each.Value == *k.Value {
			walked++
		}
		return nil
	}), s.EachContact(system(t), func(c KnownContact) error {
		if c.AccountID == account {
			walked++
		}
		return nil
	}))
	if err != nil || walked != 1+len(contacts) {
		t.Fatalf("walked past %d, %v", walked, err)
	}
	return fmt.Sprintf("%s worth %g, contacts %v", k.Key, *k.Value, keys)
}

// The facts follow: the change that a merge is told by brings all of both firms,
// as does making all anew.
func TestFactsFollowMergedAccounts(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := firms(t, s, AccountInput{Key: "north"}, AccountInput{Key: "south"})
		upserted(t, s, system(t), CustomerInput{Key: "p", Account: new("north")}, CustomerInput{Key: "q", Account: new("south")})
		if _, err := s.SetTraits(system(t), OfAccount, ids[1], []TraitInput{{TraitID: "value", Value: "7"}}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.MergeAccounts(system(t), ids[1], ids[0]); err != nil {
			t.Fatal(err)
		}
		for how, rows := range map[string]row.Rows{"told": toldOf(t, s, ids[1]), "all": allOf(t, s)} {
			if len(rows.Accounts) != 1 || rows.Accounts[0].ID.String() != ids[0] {
				t.Errorf("%s: accounts %+v", how, rows.Accounts)
			}
			for _, p := range rows.Parties {
				if p.Account.String() != ids[0] && how == "all" || p.Account.String() == ids[1] {
					t.Errorf("%s: a customer of %s", how, p.Account)
				}
			}
			if len(rows.Held) != 1 || rows.Held[0].Subject.String() != ids[0] {
				t.Errorf("%s: held %+v", how, rows.Held)
			}
		}
	})
}

func toldOf(t *testing.T, s *Service, account string) (out row.Rows) {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		delta, err := loadParties(ctx, q, []log.Event{{Kind: AccountMerged, IDs: []string{account}}})
		out = delta.Rows
		return err
	})
	if err != nil || len(out.Parties) == 0 {
		t.Fatalf("told of %d customers, %v", len(out.Parties), err)
	}
	return out
}

func allOf(t *testing.T, s *Service) (out row.Rows) {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return allParties(ctx, q, func(r row.Rows) error {
			out.Parties, out.Accounts, out.Held = append(out.Parties, r.Parties...), append(out.Accounts, r.Accounts...), append(out.Held, r.Held...)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// standsAsMerged makes sure that each account stands in the one to which the
// merges that are not undone lead.
func standsAsMerged(t *testing.T, s *Service, ids []string, standing []Merge) {
	t.Helper()
	into := map[string]string{}
	for _, m := range standing {
		into[m.Gone.ID] = m.Kept.ID
	}
	for _, id := range ids {
		root := id
		for into[root] != "" {
			root = into[root]
		}
		if root == id {
			root = ""
		}
		if a, err := s.GetAccount(system(t), id); err != nil || a.MergedInto != root {
			t.Fatalf("%s stands in %q, want %q, %v", a.Key, a.MergedInto, root, err)
		}
	}
}

// Whatever is merged and undone in whatever order: each account stands where the
// merges that are left have it, and in the end every row is as it was.
func TestUndoOfAccountsIsExact(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		random := rand.New(rand.NewPCG(3, 4))
		var in []AccountInput
		for i := range 6 {
			in = append(in, AccountInput{Key: fmt.Sprint("firm", i), OwnerUserID: new(fmt.Sprint("u", i%2))})
		}
		ids := firms(t, s, in...)
		before := rowsOf(t, s)
		var standing []Merge
		for range 60 {
			if len(standing) > 0 && random.IntN(3) == 0 {
				i := random.IntN(len(standing))
				if _, _, err := s.UndoMerge(system(t), standing[i].ID); err != nil {
					t.Fatal(err)
				}
				standing = slices.Delete(standing, i, i+1)
				standsAsMerged(t, s, ids, standing)
				continue
			}
			m, _, err := s.MergeAccounts(system(t), ids[random.IntN(len(ids))], ids[random.IntN(len(ids))])
			if err == nil {
				standing = append(standing, m)
			} else if !fault.Is(err, fault.CodeConflict) {
				t.Fatal(err)
			}
		}
		if len(standing) == 0 {
			t.Fatal("nothing stands to be undone")
		}
		random.Shuffle(len(standing), func(i, j int) { standing[i], standing[j] = standing[j], standing[i] })
		for _, m := range standing {
			if _, _, err := s.UndoMerge(system(t), m.ID); err != nil {
				t.Fatal(err)
			}
		}
		if after := rowsOf(t, s); !slices.Equal(before, after) {
			t.Errorf("undone:\n%q\nwant\n%q", after, before)
		}
	})
}

// Who may write one account only merges nothing.
func TestMergingAccountsAsksForBoth(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := firms(t, s, AccountInput{Key: "mine", OwnerUserID: new("me")}, AccountInput{Key: "theirs"})
		own := as(t, s, "me", access.Grant{Role: access.Lead, Scope: access.Whole(), Rows: access.RowsMyAccounts})
		if _, _, err := s.MergeAccounts(own, ids[0], ids[1]); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("into another's: %v", err)
		}
		if _, _, err := s.MergeAccounts(own, ids[1], ids[0]); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("another's: %v", err)
		}
	})
}
