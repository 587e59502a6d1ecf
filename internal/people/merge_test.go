package people

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

func merged(t *testing.T, s *Service, id, into string) Merge {
	t.Helper()
	m, position, err := s.MergeCustomers(system(t), id, into)
	if err != nil || position == 0 {
		t.Fatalf("merge: %v at %d", err, position)
	}
	return m
}

// told is what is known of each customer, but for times and versions.
func told(t *testing.T, s *Service, ids []string) (lines []string) {
	t.Helper()
	for _, id := range ids {
		c, err := s.GetCustomer(system(t), id)
		if err != nil {
			t.Fatal(err)
		}
		account := ""
		if c.Account != nil {
			account = c.Account.Key
		}
		lines = append(lines, fmt.Sprint(c.Key, "|", c.Name, "|", c.Email, "|", account, "|", c.Roles, "|", len(c.Lent), "|", slices.Index(ids, c.MergedInto)))
	}
	return lines
}

// What the one that stays lacks is lent by the one that goes, whose row stays;
// it is found by the words of both; undoing gives each back what it had.
func TestMergedCustomersAreOne(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := upserted(t, s, system(t),
			CustomerInput{Key: "a", Name: new("Ada Byron"), Email: new("ada@blue.example"), Account: new("acme"), Roles: &[]Role{Decides}, Title: new("Countess")},
			CustomerInput{Key: "b", Email: new("countess@red.example")},
			CustomerInput{Key: "c", Name: new("A. King"), Account: new("bolt")})
		before := told(t, s, ids)
		m := merged(t, s, ids[0], ids[1])
		b, err := s.GetCustomer(system(t), ids[1])
		if err != nil || b.Name != "Ada Byron" || b.Email != "countess@red.example" || b.Account.Key != "acme" || b.Title != "Countess" || b.Lent["name"] != ids[0] || b.Lent["email"] != "" {
			t.Errorf("the one that stays: %+v %v", b, err)
		}
		if a, _ := s.GetCustomer(system(t), ids[0]); a.MergedInto != ids[1] || a.Name != "Ada Byron" {
			t.Errorf("the one that goes: %+v", a)
		}
		for _, search := range []string{"blue", "red", "byron", "b", "a"} {
			if got := keysOf(t, s, system(t), CustomerFilter{Search: search}); !slices.Contains(got, "b") || slices.Contains(got, "a") {
				t.Errorf("%q finds %v", search, got)
			}
		}
		chain := merged(t, s, ids[1], ids[2])
		if got := told(t, s, ids); got[2] != "c|A. King|countess@red.example|bolt|[]|1|-1" || !strings.HasSuffix(got[0], "|2") || !strings.HasPrefix(got[1], "b||countess") {
			t.Errorf("a chain: %q", got)
		}
		if list, err := s.Merges(system(t), ids[0]); err != nil || len(list) != 2 || list[0].ID != chain.ID || list[1].Gone.Key != "a" {
			t.Errorf("merges: %+v %v", list, err)
		}
		if _, _, err := s.UndoMerge(system(t), m.ID); err != nil { // the older one first
			t.Fatal(err)
		}
		if got := told(t, s, ids); got[0] != before[0] || !strings.HasSuffix(got[1], "|2") || got[2] != "c|A. King|countess@red.example|bolt|[]|1|-1" {
			t.Errorf("without the first: %q", got)
		}
		if _, _, err := s.UndoMerge(system(t), chain.ID); err != nil {
			t.Fatal(err)
		}
		if got := told(t, s, ids); !slices.Equal(got, before) {
			t.Errorf("after undoing all: %q, want %q", got, before)
		}
	})
}

// Whatever is merged and undone in whatever order: what is left is what the
// merges that stand give, made in any order.
func TestUndoIsExact(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		random := rand.New(rand.NewPCG(1, 2))
		var in []CustomerInput
		for i := range 7 {
			c := CustomerInput{Key: fmt.Sprint("k", i), Name: new(""), Email: new(""), Account: new("")}
			if random.IntN(2) == 0 {
				c.Name = new(fmt.Sprint("Name ", i))
			}
			if random.IntN(2) == 0 {
				c.Email = new(fmt.Sprint("m", i, "@x.example"))
			}
			if random.IntN(2) == 0 {
				c.Account, c.Roles = new(fmt.Sprint("acc", i%2)), &[]Role{Uses}
			}
			in = append(in, c)
		}
		ids := upserted(t, s, system(t), in...)
		before := told(t, s, ids)
		for range 6 {
			var standing []Merge
			for range 25 {
				if len(standing) > 0 && random.IntN(3) == 0 {
					i := random.IntN(len(standing))
					if _, _, err := s.UndoMerge(system(t), standing[i].ID); err != nil {
						t.Fatal(err)
					}
					standing = slices.Delete(standing, i, i+1)
					continue
				}
				m, _, err := s.MergeCustomers(system(t), ids[random.IntN(len(ids))], ids[random.IntN(len(ids))])
				if fault.Is(err, fault.CodeConflict) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				standing = append(standing, m)
			}
			now := told(t, s, ids)
			random.Shuffle(len(standing), func(i, j int) { standing[i], standing[j] = standing[j], standing[i] })
			for _, m := range standing {
				if _, _, err := s.UndoMerge(system(t), m.ID); err != nil {
					t.Fatal(err)
				}
			}
			if got := told(t, s, ids); !slices.Equal(got, before) {
				t.Fatalf("after undoing all: %q, want %q", got, before)
			}
			var again []Merge // a merge into one that goes later comes first
			for len(standing) > 0 {
				m := standing[0]
				standing = standing[1:]
				if slices.ContainsFunc(standing, func(o Merge) bool { return o.Kept.ID == m.Gone.ID }) {
					standing = append(standing, m)
					continue
				}
				again = append(again, merged(t, s, m.Gone.ID, m.Kept.ID))
			}
			if got := told(t, s, ids); !slices.Equal(got, now) {
				t.Fatalf("the same merges in another order: %q, want %q", got, now)
			}
			for _, m := range again {
				if _, _, err := s.UndoMerge(system(t), m.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// Who merges reaches both; what makes no sense is refused and says why; answers
// and changes of one that was merged settle with its party.
func TestWhatMayBeMerged(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, "North", "")
		south := add(t, s, "South", "")
		ids := upserted(t, s, system(t), CustomerInput{Key: "a", Unit: new("South"), Name: new("Ann")}, CustomerInput{Key: "b", Unit: new("North")}, CustomerInput{Key: "c", Unit: new("South")})
		ofSouth := as(t, s, "u", access.Grant{Role: access.Lead, Scope: access.Unit(south.ID), Rows: access.RowsAll})
		refused := func(name string, ctx context.Context, id, into, key string) {
			t.Helper()
			_, _, err := s.MergeCustomers(ctx, id, into)
			if err == nil || keyOf(err) != key {
				t.Errorf("%s: %v (%s), want %s", name, err, keyOf(err), key)
			}
		}
		refused("into another unit", ofSouth, ids[0], ids[1], "merge.into_unknown")
		refused("into itself", ofSouth, ids[0], ids[0], "merge.one_already")
		refused("into nobody", ofSouth, ids[0], "x", "merge.into_unknown")
		refused("out of another unit", ofSouth, ids[1], ids[0], "")
		m, _, err := s.MergeCustomers(ofSouth, ids[0], ids[2])
		if err != nil {
			t.Fatal(err)
		}
		refused("twice", system(t), ids[0], ids[1], "merge.gone_already")
		refused("back", system(t), ids[2], ids[0], "merge.one_already")
		_, err = s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := s.Resolve(ctx, tx, Keys{Customer: "a", Account: "acme"})
			return err
		})
		if got := told(t, s, ids); err != nil || got[2] != "c|Ann||acme|[]|2|-1" {
			t.Errorf("an answer names an account of the one merged: %q %v", got, err)
		}
		upserted(t, s, system(t), CustomerInput{Key: "a", Name: new("Anna")}, CustomerInput{Key: "c", Email: new("c@x.example")})
		if got := told(t, s, ids); got[2] != "c|Anna|c@x.example|acme|[]|2|-1" {
			t.Errorf("the one merged changed: %q", got)
		}
		north := as(t, s, "n", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll})
		if _, _, err := s.UndoMerge(north, m.ID); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("a viewer undoes: %v", err)
		}
		if _, _, err := s.UndoMerge(ofSouth, m.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.UndoMerge(ofSouth, m.ID); keyOf(err) != "merge.undone_already" {
			t.Errorf("undone twice: %v", err)
		}
		merged(t, s, ids[0], ids[1])
		merged(t, s, ids[1], ids[2])
		_, err = s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error { return s.RemoveIn(ctx, tx, []string{ids[1]}, nil, nil) })
		if got := told(t, s, []string{ids[0], ids[2]}); err != nil || got[0] != "a|Anna||acme|[]|0|-1" || got[1] != "c||c@x.example||[]|0|-1" {
			t.Errorf("the one between is gone: %q %v", got, err)
		}
	})
}

func TestDuplicatesAreOffered(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := upserted(t, s, system(t),
			CustomerInput{Key: "a", Name: new("Zoë Élan"), Email: new("zoe@x.example"), Account: new("acme")}, CustomerInput{Key: "b", Name: new("zoe elan"), Account: new("acme")},
			CustomerInput{Key: "c", Email: new("ZOE@x.example")}, CustomerInput{Key: "d", Name: new("Zoe Elan"), Account: new("bolt")}, CustomerInput{Key: "e"})
		look := func(id string) (out []string) {
			t.Helper()
			list, err := s.Duplicates(system(t), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				out = append(out, d.Customer.Key+" "+string(d.Reason))
			}
			return out
		}
		if got := look(ids[0]); !slices.Equal(got, []string{"c same_email", "b same_name"}) {
			t.Errorf("of a: %v", got)
		}
		if got := look(ids[4]); len(got) != 0 {
			t.Errorf("of one without name and mail: %v", got)
		}
		merged(t, s, ids[2], ids[0])
		if got := look(ids[0]); !slices.Equal(got, []string{"b same_name"}) {
			t.Errorf("after merging: %v", got)
		}
	})
}

// keyOf is the key of a fault, "" where it has none.
func keyOf(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}
