package fieldwork

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// Counts by index are those of reading every answering of the version one by one.
func TestCountsAreThoseOfAllAnswerings(t *testing.T) {
	const survey, other = "01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"
	rooms := []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), listen.Migrations(), measure.Migrations(), collect.Migrations()}
	recordtest.Each(t, rooms, func(t *testing.T, s *record.Store) {
		const fast = 40
		outcomes, doubtful := map[string]int64{}, map[quality.Flags]int64{}
		_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for i := range 300 {
				outcome, of, number := []string{"complete", "complete", "", "screened", "quota_full"}[i%5], survey, 1+i%7/6
				if i%11 == 0 {
					of = other
				}
				pace, flags := int64(0), quality.Flags(0)
				if outcome == "complete" {
					pace, flags = int64(i%13*10), []quality.Flags{0, 0, quality.Nonsense, quality.Speeding | quality.Twin}[i%4]
				}
				var invitation *string
				if i%3 == 0 {
					id := fmt.Sprintf("01930000-0000-7000-8000-2%011d", i)
					invitation = &id
				}
				if of == survey && number == 1 {
					outcomes[fmt.Sprint(outcome, invitation != nil)]++
					if outcome == "complete" {
						seen := flags &^ quality.Speeding
						if pace > 0 && pace < fast {
							seen |= quality.Speeding
						}
						doubtful[seen]++
					}
				}
				_, err := tx.Exec(ctx, `INSERT INTO answering (token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, pace, flags, invitation_id, started_at, changed_at)
					VALUES (?, ?, ?, ?, ?, 1, 'en', '{}', '{}', ?, ?, ?, ?, 1, 2)`, fmt.Sprint("token", i), of, number, survey, fmt.Sprintf("01930000-0000-7000-8000-1%011d", i), outcome, pace, int64(flags), invitation)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			v := Version{Survey: survey, Number: 1}
			found, err := Outcomes(ctx, q, v)
			got := map[string]int64{}
			for _, o := range found {
				got[fmt.Sprint(o.Outcome, o.Invited)] += o.N
			}
			if err != nil || !maps.Equal(got, outcomes) {
				t.Errorf("outcomes %v, want %v: %v", got, outcomes, err)
			}
			doubts, err := Doubts(ctx, q, v, fast)
			if err != nil || !maps.Equal(doubts, doubtful) {
				t.Errorf("doubts %v, want %v: %v", doubts, doubtful, err)
			}
			return err
		})
		if err != nil || len(outcomes) != 8 || len(slices.Collect(maps.Keys(doubtful))) < 5 {
			t.Errorf("%d outcomes, %d kinds of doubts: %v", len(outcomes), len(doubtful), err)
		}
	})
}
