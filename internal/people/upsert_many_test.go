package people

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
)

// Many customers and accounts made at once are found by their words and say what
// they were before and after all inputs; words that go and come meet nobody
// else's.
func TestManyAreMadeAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		upserted(t, s, system(t), CustomerInput{Key: "k3", Name: new("Early Bird")})
		var inputs []CustomerInput
		for i := range 150 {
			inputs = append(inputs, CustomerInput{Key: fmt.Sprint("k", i), Name: new(fmt.Sprintf("Person Nr%d", i))})
		}
		inputs = append(inputs, CustomerInput{Key: "k7", Name: new("Second Thought")}, CustomerInput{Key: "fresh", Name: new("Very Fresh")})
		accounts := []AccountInput{{Key: "a1", Name: new("Acme Works")}, {Key: "a2"}, {Key: "a1", Name: new("Acme Mills")}}
		var done, firms []Upserted
		if _, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) (err error) {
			if done, err = s.UpsertCustomersIn(ctx, tx, inputs); err == nil {
				firms, err = s.UpsertAccountsIn(ctx, tx, accounts)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if d := done[3]; d.Status != Changed || d.Before.Name != "Early Bird" || d.After.Name != "Person Nr3" {
			t.Errorf("one that was there: %+v", d)
		}
		if a, b := done[7], done[150]; a.Status != Made || b.Status != Changed || a.ID != b.ID || a.Before.Name+b.Before.Name != "" || a.After != b.After || a.After.Name != "Second Thought" {
			t.Errorf("one that stands here twice: %+v %+v", a, b)
		}
		if a, b := firms[0], firms[2]; a.Status != Made || b.Status != Changed || a.ID != b.ID || a.After.Name != "Acme Mills" || a.After != b.After || firms[1].After.Name != "a2" {
			t.Errorf("accounts: %+v", firms)
		}
		upserted(t, s, system(t), CustomerInput{Key: "late", Name: new("Very Late")})
		for search, want := range map[string][]string{
			"nr149": {"k149"}, "nr7": nil, "bird": nil, "thought": {"k7"}, "person nr12": {"k12", "k120", "k121", "k122", "k123", "k124", "k125", "k126", "k127", "k128", "k129"}, "very": {"fresh", "late"},
		} {
			got := keysOf(t, s, system(t), CustomerFilter{Search: search})
			if slices.Sort(got); !slices.Equal(got, want) && search != "nr7" || search == "nr7" && slices.Contains(got, "k7") {
				t.Errorf("%q finds %v, want %v", search, got, want)
			}
		}
		list, err := s.ListAccounts(system(t), AccountFilter{Search: "mills"}, ListPlace{}, 10)
		if err != nil || len(list) != 1 || list[0].Key != "a1" {
			t.Errorf("by a word of the account: %+v %v", list, err)
		}
	})
}

// Many entries at once are what they would be one after the other.
func TestManyTraitsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		plan := define(t, s, TraitDefinition{Of: OfCustomer, Name: "Plan", Kind: TraitText})
		var keys []CustomerInput
		for i := range 20 {
			keys = append(keys, CustomerInput{Key: fmt.Sprint("k", i)})
		}
		ids := upserted(t, s, system(t), keys...)
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		write := func(in []TraitInput) (changed int) {
			t.Helper()
			if _, err := s.store.Write(system(t), func(ctx context.Context, tx *record.Tx) (err error) {
				changed, err = s.SetTraitsIn(ctx, tx, in)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return changed
		}
		var in []TraitInput
		for _, id := range ids {
			in = append(in, TraitInput{TraitID: plan.ID, SubjectID: id, Since: day, Value: "Basic"})
		}
		if n := write(in[:5]); n != 5 {
			t.Errorf("%d of 5", n)
		}
		in[4].Value = "Pro"
		in[7].IfOther = true
		in = append(in, TraitInput{TraitID: plan.ID, SubjectID: ids[6], Since: day, Value: "Team"},
			TraitInput{TraitID: plan.ID, SubjectID: ids[0], Since: day, Remove: true},
			TraitInput{TraitID: plan.ID, SubjectID: ids[8], Since: day.AddDate(0, 1, 0), Value: "Pro"})
		// Of the first five four are so, one is other and one goes; the sixth entry of ids[6] is written twice.
		if n := write(in); n != 1+15+1+1+1 {
			t.Errorf("%d changed", n)
		}
		var entries []Entry
		if err := s.store.View(system(t), func(ctx context.Context, q record.Querier) (err error) {
			entries, err = EntriesIn(ctx, q, in)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for i, want := range map[int]string{0: "", 1: "Basic", 4: "Pro", 6: "Team", 7: "Basic", 19: "Basic", 22: "Pro"} {
			if entries[i].Value != want {
				t.Errorf("entry %d is %q, want %q", i, entries[i].Value, want)
			}
		}
	})
}
