package answers

import (
	"context"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// TestDoubtsAreFoundEitherWay: by the index of flags, and in the order of the list.
func TestDoubtsAreFoundEitherWay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		for doubt, want := range map[string]string{"any": "21", "straight": "1", "none": "73", "duplicate": ""} {
			of, err := f.of(f.ctx, f.survey)
			if err == nil {
				err = Filter{Doubts: []string{doubt}}.narrow(of.seen, f.Store.Engine(), noon.Location())
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, few := range []bool{true, false} {
				got := ""
				err := f.Store.View(f.ctx, func(ctx context.Context, q record.Querier) error {
					rows, err := listRows(ctx, q, of.seen, few, 50)
					for _, r := range rows {
						got += r.ID[len(r.ID)-1:]
					}
					return err
				})
				if err != nil || got != want {
					t.Errorf("%q, few %v: %q, want %q (%v)", doubt, few, got, want, err)
				}
			}
		}
		f.checkWays()
	})
}

// checkWays: SQLite goes by the index of flags where few are flagged, and else in the
// order of the list, so that neither reads all answers of a survey.
func (f *fixture) checkWays() {
	f.t.Helper()
	if f.Store.Engine() != record.SQLite {
		return
	}
	for _, few := range []bool{true, false} {
		of, err := f.of(f.ctx, f.survey)
		if err == nil {
			err = Filter{Doubts: []string{"speeding"}}.narrow(of.seen, f.Store.Engine(), noon.Location())
		}
		if err != nil {
			f.t.Fatal(err)
		}
		of.seen.after(&Place{At: noon.UnixMicro(), ID: idOf(1)})
		var steps []struct {
			ID, Parent, Notused int64
			Detail              string
		}
		err = f.Store.View(f.ctx, func(ctx context.Context, q record.Querier) error {
			tables, where := of.seen.from(few)
			return q.NewRaw("EXPLAIN QUERY PLAN SELECT "+rowColumns+tables+rowNames+" WHERE "+where+" ORDER BY "+of.seen.order(few)+" LIMIT 51", of.seen.args...).Scan(ctx, &steps)
		})
		want := map[bool]string{true: "answering_by_flags", false: "answering_by_start"}[few]
		if err != nil || len(steps) == 0 || !strings.Contains(steps[0].Detail, want) {
			f.t.Errorf("few %v: %v %v, want %s", few, steps, err, want)
		}
	}
}
