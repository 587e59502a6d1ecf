package people

import (
	"context"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
)

// TestTraitsBesideAnErasure: somebody writes a trait of a customer while the
// last piece of their erasure runs. Whoever is first, nothing of the customer
// stays, and what is written afterwards is left out.
func TestTraitsBesideAnErasure(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		tier, _, err := s.Define(system(t), TraitDefinition{Of: OfCustomer, Name: "Tier", Kind: TraitText})
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			id := asker(t, s, "K-"+s.newID())
			if _, _, err := s.EraseCustomer(system(t), id, writtenKey(t, s, id), "asked"); err != nil {
				t.Fatal(err)
			}
			erased := make(chan error, 1)
			_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				if s.store.Engine() == record.PostgreSQL { // SQLite has one writer: there it waits
					go func() { erased <- s.RunErasures(system(t)) }()
				}
				n, err := s.SetTraitsIn(ctx, tx, []TraitInput{{TraitID: tier.ID, SubjectID: id, Since: time.Unix(1, 0), Value: "Gold"}})
				if err == nil && n > 1 {
					t.Errorf("%d entries", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if s.store.Engine() == record.SQLite {
				erased <- s.RunErasures(system(t))
			}
			if err := <-erased; err != nil {
				t.Fatal(err)
			}
			after := 0
			_, err = s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) (err error) {
				after, err = s.SetTraitsIn(ctx, tx, []TraitInput{{TraitID: tier.ID, SubjectID: id, Since: time.Unix(2, 0), Value: "Gold"}})
				return err
			})
			var left int
			if err == nil {
				err = s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
					return q.NewRaw("SELECT (SELECT count(*) FROM trait_value WHERE subject_id = ?) + (SELECT count(*) FROM customer WHERE id = ?)", id, id).Scan(ctx, &left)
				})
			}
			if err != nil || after != 0 || left != 0 {
				t.Fatalf("%d rows left, %d written to nobody, %v", left, after, err)
			}
		}
	})
}

func writtenKey(t *testing.T, s *Service, id string) (key string) {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT key FROM customer WHERE id = ?", id).Scan(ctx, &key)
	})
	if err != nil {
		t.Fatal(err)
	}
	return key
}
