package people

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// pairsOf reads the whole list of those alike, page after page.
func pairsOf(t *testing.T, s *Service, ctx context.Context, limit int) map[[2]string]Reason {
	t.Helper()
	out, after := map[[2]string]Reason{}, alikePlace{}
	for range 100 {
		list, next, err := s.Alike(ctx, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			pair := [2]string{p.A.Key, p.B.Key}
			slices.Sort(pair[:])
			if _, twice := out[pair]; twice {
				t.Errorf("%v comes twice", pair)
			}
			out[pair] = p.Reason
		}
		if next == nil {
			return out
		}
		after = *next
	}
	t.Fatal("the list has no end")
	return nil
}

// TestThoseAlikeAreListed: the list holds each pair with the same mail, or the
// same name in one account, once, whatever the pages; less those merged,
// restricted and kept apart, which is taken back.
func TestThoseAlikeAreListed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := rand.New(rand.NewPCG(20261122, 240))
		type person struct{ key, mail, name, account string }
		var all []person
		var inputs []CustomerInput
		for i := range 40 {
			p := person{fmt.Sprintf("k%02d", i), "", "", ""}
			if r.IntN(3) > 0 {
				p.mail = fmt.Sprintf("m%d@example.org", r.IntN(14))
			}
			if r.IntN(3) > 0 {
				p.name = []string{"Ada", "Bo", "Cy"}[r.IntN(3)]
			}
			if r.IntN(2) > 0 {
				p.account = fmt.Sprintf("firm%d", r.IntN(4))
			}
			all = append(all, p)
			inputs = append(inputs, CustomerInput{Key: p.key, Email: &p.mail, Name: &p.name, Account: &p.account})
		}
		if receipt, _, err := s.UpsertCustomers(system(t), inputs); err != nil || len(receipt.Rejected) > 0 {
			t.Fatalf("%+v %v", receipt, err)
		}
		want := map[[2]string]Reason{}
		for i, a := range all {
			for _, b := range all[i+1:] {
				switch {
				case a.mail != "" && a.mail == b.mail:
					want[[2]string{a.key, b.key}] = SameEmail
				case a.account != "" && a.account == b.account && a.name != "" && a.name == b.name:
					want[[2]string{a.key, b.key}] = SameName
				}
			}
		}
		for _, limit := range []int{1, 3, 100} {
			if got := pairsOf(t, s, system(t), limit); !maps.Equal(got, want) {
				t.Fatalf("%d a page: %v, want %v", limit, got, want)
			}
		}
		pair := slices.MinFunc(slices.Collect(maps.Keys(want)), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
		ids := map[string]string{}
		for _, p := range all {
			ids[p.key] = asker(t, s, p.key)
		}
		a, b := ids[pair[0]], ids[pair[1]]
		if _, err := s.KeepApart(system(t), b, a); err != nil {
			t.Fatal(err)
		}
		reason := want[pair]
		delete(want, pair)
		if got := pairsOf(t, s, system(t), 5); !maps.Equal(got, want) {
			t.Errorf("kept apart: %v, want %v", got, want)
		}
		list, err := s.Duplicates(system(t), a)
		if err != nil || slices.ContainsFunc(list, func(d Duplicate) bool { return d.Customer.ID == b }) {
			t.Errorf("the page of one still offers the other: %v", err)
		}
		if _, err := s.Together(system(t), a, b); err != nil {
			t.Fatal(err)
		}
		want[pair] = reason
		if got := pairsOf(t, s, system(t), 5); !maps.Equal(got, want) {
			t.Errorf("taken back: %v, want %v", got, want)
		}
		m, _, err := s.MergeCustomers(system(t), a, b)
		if err != nil {
			t.Fatal(err)
		}
		for p := range pairsOf(t, s, system(t), 5) {
			if p[0] == pair[0] || p[1] == pair[0] {
				t.Errorf("who is merged is listed: %v", p)
			}
		}
		if _, _, err := s.UndoMerge(system(t), m.ID); err != nil {
			t.Fatal(err)
		}
		checkApartRefused(t, s, a, b)
	})
}

// checkApartRefused: nobody who may not write both says that they are apart.
func checkApartRefused(t *testing.T, s *Service, a, b string) {
	t.Helper()
	viewer := as(t, s, "viewer", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll})
	if _, err := s.KeepApart(viewer, a, b); fault.CodeOf(err) != fault.CodeForbidden {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := s.KeepApart(system(t), a, a); fault.CodeOf(err) != fault.CodeInvalid {
		t.Errorf("one customer: %v", err)
	}
	if _, err := s.KeepApart(system(t), a, "00000000-0000-7000-8000-000000000000"); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("nobody: %v", err)
	}
	var n int
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT count(*) FROM party_apart").Scan(ctx, &n)
	})
	if err != nil || n != 0 {
		t.Errorf("%d rows, %v", n, err)
	}
}
