package people

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestListsByTrait: customers and accounts are listed by what is known of them
// now, whatever was so before, page after page; a merged customer is listed by
// the last that is known of either.
func TestListsByTrait(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := rand.New(rand.NewPCG(20261122, 241))
		define := func(of TraitOf, name string, kind TraitKind, choices ...Choice) string {
			d, _, err := s.Define(system(t), TraitDefinition{Of: of, Name: name, Kind: kind, Choices: choices})
			if err != nil {
				t.Fatal(err)
			}
			return d.ID
		}
		tier := define(OfCustomer, "Tier", TraitChoice, Choice{Key: "g", Label: "Gold"}, Choice{Key: "t", Label: "Tin"})
		spend, since := define(OfCustomer, "Spend", TraitNumber), define(OfCustomer, "Since", TraitDate)
		size := define(OfAccount, "Size", TraitNumber)
		type known struct{ tier, spend, since string }
		now := map[string]known{}
		var ids []string
		write := func(in ...TraitInput) {
			_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				_, err := s.SetTraitsIn(ctx, tx, in)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for i := range 30 {
			id := asker(t, s, fmt.Sprintf("c%02d", i))
			ids = append(ids, id)
			var k known
			for day := range 3 {
				k.tier, k.spend, k.since = []string{"g", "t", ""}[r.IntN(3)], strconv.Itoa(r.IntN(6)), fmt.Sprintf("2026-01-%02d", 1+r.IntN(9))
				at := time.Unix(int64(1000*day+i), 0)
				write(TraitInput{TraitID: tier, SubjectID: id, Since: at, Value: k.tier}, TraitInput{TraitID: spend, SubjectID: id, Since: at, Value: k.spend},
					TraitInput{TraitID: since, SubjectID: id, Since: at, Value: k.since})
			}
			write(TraitInput{TraitID: tier, SubjectID: id, Since: time.Now().AddDate(1, 0, 0), Value: "g"}) // not yet so
			now[id] = k
		}
		if _, _, err := s.MergeCustomers(system(t), ids[20], ids[3]); err != nil { // of 20 more was known later
			t.Fatal(err)
		}
		now[ids[3]] = now[ids[20]]
		delete(now, ids[20])
		for _, c := range []struct {
			picks []string
			is    func(known) bool
		}{
			{[]string{tier + ":Gold"}, func(k known) bool { return k.tier == "g" }},
			{[]string{tier + ":g", tier + ":t"}, func(k known) bool { return k.tier != "" }},
			{[]string{spend + ":2..4"}, func(k known) bool { return k.spend >= "2" && k.spend <= "4" }},
			{[]string{spend + ":3"}, func(k known) bool { return k.spend == "3" }},
			{[]string{spend + ":4..", tier + ":t"}, func(k known) bool { return k.spend >= "4" && k.tier == "t" }},
			{[]string{since + ":..2026-01-04"}, func(k known) bool { return k.since <= "2026-01-04" }},
			{[]string{spend + ":99"}, func(known) bool { return false }},
		} {
			var want, got []string
			for _, id := range ids {
				if k, there := now[id]; there && c.is(k) {
					want = append(want, id)
				}
			}
			for after := (ListPlace{}); ; {
				list, err := s.ListCustomers(system(t), CustomerFilter{Traits: c.picks}, after, 4)
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range list[:min(4, len(list))] {
					got, after = append(got, one.ID), one.Place()
				}
				if len(list) <= 4 {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%v: %d listed, want %d", c.picks, len(got), len(want))
			}
		}
		for name, pick := range map[string]string{"no trait": "x:1", "no number": spend + ":much", "no choice": tier + ":Brass", "no end": spend + ":.."} {
			if _, err := s.ListCustomers(system(t), CustomerFilter{Traits: []string{pick}}, ListPlace{}, 4); fault.CodeOf(err) != fault.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		listAccountsBySize(t, s, size)
	})
}

func listAccountsBySize(t *testing.T, s *Service, size string) {
	t.Helper()
	_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		for i := range 6 {
			p, err := s.Resolve(ctx, tx, Keys{Account: fmt.Sprintf("a%d", i)})
			if err != nil {
				return err
			}
			if _, err := s.SetTraitsIn(ctx, tx, []TraitInput{{TraitID: size, SubjectID: p.AccountID, Since: time.Unix(1, 0), Value: strconv.Itoa(10 * i)}}); err != nil {
				return err
			}
		}
		return nil
	})
	list, listed := s.ListAccounts(system(t), AccountFilter{Traits: []string{size + ":20..40"}}, ListPlace{}, 10)
	if err != nil || listed != nil || len(list) != 3 || list[0].Key != "a2" || list[2].Key != "a4" {
		t.Errorf("accounts: %+v %v %v", list, err, listed)
	}
}
