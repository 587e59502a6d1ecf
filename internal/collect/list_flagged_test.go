package collect

import (
	"context"
	"fmt"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestFlaggedAreFoundByTheirIndex: few flagged answers are looked up, page after page in
// the order of the list; many are not, and the list finds the same.
func TestFlaggedAreFoundByTheirIndex(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		p, m := f.program(t, "Feedback")
		var ids []string
		for i := range 6 {
			id := fmt.Sprintf("01930000-0000-7000-8000-00000000000%d", i+1)
			ids = append(ids, id)
			body := fmt.Sprintf(`{"id":%q,"program_id":%q,"at":"2026-01-0%dT00:00:00Z","answers":[{"measure_id":%q,"score":9}]}`, id, p, i+1, m)
			if status, got := f.call(t, as(access.Owner), "POST", "/api/responses", body); status != 201 {
				t.Fatal(status, got)
			}
		}
		_, err := f.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for i, id := range ids {
				if _, err := tx.Exec(ctx, `INSERT INTO answering (token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, started_at, changed_at, flags)
					VALUES (?, ?, 1, ?, ?, 0, 'en', '{}', '{}', 'complete', 0, 0, ?)`, id, p, p, id, i%2); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		list := func(filter Filter) (out string) {
			after := listCursor{}
			for {
				found, err := f.ListResponses(owner(t), filter, after, 2)
				if err != nil {
					t.Fatal(err)
				}
				for i, l := range found {
					if i < 2 {
						out += l.ID[35:]
						after = listCursor{At: record.Micros(l.At), ID: l.ID}
					}
				}
				if len(found) <= 2 {
					return out
				}
			}
		}
		for _, c := range []struct {
			where []string
			want  string
		}{{[]string{"doubtful:yes"}, "642"}, {[]string{"doubtful:no"}, "531"}, {[]string{"doubtful:yes", "doubtful:no"}, "654321"}, {[]string{"doubtful:yes", "channel:none"}, ""}} {
			if got := list(Filter{Where: c.where}); got != c.want {
				t.Errorf("%v finds %q, want %q", c.where, got, c.want)
			}
		}
		for most, want := range map[int]bool{3: true, 2: false} {
			done, err := (&search{s: f.Service, limit: 9, whole: &condition{sql: []string{"1 = 1"}}}).findFlagged(t.Context(), nil, most)
			if err != nil || done != want {
				t.Errorf("at most %d: %v %v", most, done, err)
			}
		}
	})
}
