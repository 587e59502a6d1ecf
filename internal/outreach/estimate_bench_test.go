package outreach

import (
	"context"
	"fmt"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// BenchmarkEstimate asks what a wave would come to that considers 100,000 people in
// 10,000 accounts, sampled by a trait: as the form does, which looks at 10,000 of them,
// and over all of them.
func BenchmarkEstimate(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchEstimate(b, recordtest.SQLite(b, tables())) })
	b.Run("postgresql", func(b *testing.B) { benchEstimate(b, recordtest.PostgreSQL(b, tables())) })
}

func benchEstimate(b *testing.B, store *record.Store) {
	b.Helper()
	w := newWorld(b, store)
	const n = 100_000
	ids := w.customers(b, "c", n, func(i int, in *people.CustomerInput) { in.Account = new(fmt.Sprint("firm", i%10_000)) })
	w.plans(b, ids)
	if store.Engine() == record.PostgreSQL { // as its own housekeeping does within minutes
		if _, err := store.Write(b.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.NewRaw("ANALYZE").Exec(ctx)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	ask := NewWave{SurveyID: w.survey.ID, Settings: WaveSettings{By: ByMail, LetterID: w.letter, Sample: WaveSample{By: ByTrait, Trait: "plan", HalfWidth: 0.05, ResponseRate: 0.3, PerAccount: 2}}}
	b.Run("form", func(b *testing.B) {
		for b.Loop() {
			if e, err := w.EstimateWave(owner(b), ask, ""); err != nil || e.Complete || e.LookedAt < lookedAt || e.Count != 3 {
				b.Fatalf("%+v %v", e, err)
			}
		}
	})
	b.Run("everybody", func(b *testing.B) {
		for b.Loop() {
			if e, err := w.estimate(owner(b), ask, "", n+1); err != nil || !e.Complete || e.LookedAt != n {
				b.Fatalf("%+v %v", e, err)
			}
		}
	})
}

// plans gives each customer one of three values of a trait.
func (w *world) plans(b *testing.B, ids []string) {
	b.Helper()
	var trait string
	for from := 0; from < len(ids); from += 1000 {
		_, err := w.Store.Write(access.System(b.Context(), "bench"), func(ctx context.Context, tx *record.Tx) error {
			if from == 0 {
				d, err := w.People.DefineIn(ctx, tx, people.TraitDefinition{Of: people.OfCustomer, Name: "plan", Kind: people.TraitText})
				if err != nil {
					return err
				}
				trait = d.ID
			}
			var in []people.TraitInput
			for i, id := range ids[from:min(len(ids), from+1000)] {
				in = append(in, people.TraitInput{TraitID: trait, SubjectID: id, Value: []string{"gold", "silver", "bronze"}[i%3]})
			}
			_, err := w.People.SetTraitsIn(ctx, tx, in)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
