package understand

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The null worlds of "where it differs" and "what to do first": no segment
// differs, and no driver has to do with the score. An alarm is a segment with
// q of at most .05, or an action; at most 72 of 1,000 worlds may alarm (a true
// 5 % exceeds that once in a thousand), as 25 of 250 may.

const (
	someWorlds  = 250
	someAlarms  = 25
	worldAlarms = 72
)

// howMany worlds a test looks at, and how many of them may alarm.
func howMany() (worlds, most int) {
	if os.Getenv("BALCONY_PROVE") != "" {
		return nullWorlds, worldAlarms
	}
	return someWorlds, someAlarms
}

// segmented is the screen of rows without SQL.
func segmented(m measured, rows []answerRow) *SegmentsResult {
	var found []SegmentFigure
	for _, key := range []string{"channel", "unit", "t1", "t2"} {
		counts := map[string]int{}
		for _, r := range rows {
			counts[valueOf(r, key)]++
		}
		for value, n := range counts {
			if n >= stat.MinCompared {
				d := againstRest(m, rows, false, func(r answerRow) bool { return valueOf(r, key) == value })
				found = append(found, SegmentFigure{AgainstRest: differenceOf(d)})
			}
		}
	}
	var r SegmentsResult
	r.Considered, r.Distinct = judgeSegments(found)
	slices.SortStableFunc(found, byEvidence)
	r.Segments = found
	return &r
}

func TestProveSegmentsRarelyAlarmInNullWorlds(t *testing.T) {
	worlds, most := howMany()
	nps := measured{measure.Measure{Metric: measure.NPS, Scale: measure.Scale{Min: 0, Max: 10}}}
	r, alarms := rand.New(rand.NewPCG(20261122, 71)), 0
	for i := range worlds {
		got := segmented(nps, nullWorld(r, id("nps"), i))
		if got.Considered != 13 {
			t.Fatalf("world %d considers %d comparisons, want 13", i, got.Considered)
		}
		if got.Distinct > 0 {
			alarms++
		}
	}
	t.Logf("%d of %d null worlds alarm", alarms, worlds)
	if alarms > most {
		t.Errorf("%d of %d null worlds alarm, at most %d may", alarms, worlds, most)
	}
}

// A few of these worlds through the store, and both ways agree.
func TestSegmentsOfNullWorldsThroughTheStoreAgree(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261122, 72))
	for i := range 6 {
		name := id(fmt.Sprintf("null %d", i))
		w.measures[name] = measure.Measure{ID: name, ProgramID: programA, Metric: measure.NPS, Scale: w.measures[id("nps")].Scale}
		rows := nullWorld(r, name, i)
		w.load(rows)
		got, err := w.service().Segments(owner(t), SegmentsQuery{Measure: name, By: []string{"channel", "unit", "t1", "t2"}})
		if err != nil {
			t.Fatal(err)
		}
		want := segmented(measured{w.measures[name]}, rows)
		if got.Considered != want.Considered || got.Distinct != want.Distinct || !alike(got.Segments[0].AgainstRest.Q, want.Segments[0].AgainstRest.Q) {
			t.Errorf("world %d: the store finds %d with least q %v, plain loops %d with %v", i,
				got.Distinct, show(got.Segments[0].AgainstRest.Q), want.Distinct, show(want.Segments[0].AgainstRest.Q))
		}
	}
}

// nullRatings are responses whose ratings have much to do with each other and
// nothing with the score. In a third of the worlds customers answer up to five
// times, alike in ratings and in score.
func nullRatings(r *rand.Rand, n, world int) []ratedResponse {
	per := 1
	if world%3 == 0 {
		per = 5
	}
	rows := make([]ratedResponse, n)
	var mood, taste float64
	for i := range rows {
		if i%per == 0 {
			mood, taste = r.NormFloat64(), r.NormFloat64()
		}
		rate := func(points float64) float64 {
			x := (points+1)/2 + points/5*(taste+r.NormFloat64())
			return min(points, max(1, float64(int(x+.5))))
		}
		nps := min(10, max(0, float64(int(7.5+2*(mood+r.NormFloat64())))))
		rows[i] = ratedResponse{cluster: numbered(3, uint64(i/per)), known: per > 1, response: numbered(4, r.Uint64()), weight: 1, hasNoWeight: true,
			scores: [4]float64{nps, rate(5), rate(7), rate(5)}, noise: r.Float64(), unit: []string{id("lille"), id("south"), id("calais")}[i/per%3],
			day: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)}
	}
	return rows
}

// tagOf is a segment that has nothing to do with anything.
func tagOf(i int) string { return []string{"Gold", "Silver", "Bronze", "Tin"}[i/7%4] }

// advised is the screen of rows without SQL.
func advised(rows []ratedResponse) stat.Advice {
	parts := [][]ratedResponse{rows}
	by := map[string]int{}
	for i, r := range rows {
		for _, key := range []string{r.unit, tagOf(i)} {
			if by[key] == 0 {
				by[key], parts = len(parts), append(parts, nil)
			}
			parts[by[key]] = append(parts[by[key]], r)
		}
	}
	overall := stat.ComputeDrivers(stat.KindNPS, handSegment(rows, false))
	var candidates []stat.Candidate
	for i, part := range parts {
		found := overall
		if i > 0 {
			found = stat.ComputeDrivers(stat.KindNPS, handSegment(part, false))
		}
		candidates = append(candidates, stat.Candidates("", ratedDrivers, found, overall)...)
	}
	return stat.DoFirst(candidates)
}

func TestProveActionsRarelyAlarmInNullWorlds(t *testing.T) {
	worlds, most := howMany()
	r, alarms := rand.New(rand.NewPCG(20261122, 73)), 0
	for i := range worlds {
		got := advised(nullRatings(r, 400, i))
		if got.Considered != 8*3 {
			t.Fatalf("world %d considers %d candidates, want 24", i, got.Considered)
		}
		if len(got.Actions) > 0 {
			alarms++
		}
	}
	t.Logf("%d of %d null worlds alarm", alarms, worlds)
	if alarms > most {
		t.Errorf("%d of %d null worlds alarm, at most %d may", alarms, worlds, most)
	}
}

func TestActionsOfNullWorldsThroughTheStoreAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 74))
	for i := range 4 {
		w := newWorld(t)
		w.rate(1, 0, false, false) // declares the measures
		rows := nullRatings(r, 400, i)
		w.appendRated(rows)
		w.tag(rows, tagOf)
		got, err := w.service().Actions(owner(t), ActionsQuery{Measure: id("nps"), Drivers: ratedDrivers, By: []string{"t1", "unit"}})
		if err != nil {
			t.Fatal(err)
		}
		want := advised(rows)
		if got.Considered != want.Considered || len(got.Actions) != len(want.Actions) {
			t.Errorf("world %d: the store considers %d and advises %d, plain loops %d and %d", i, got.Considered, len(got.Actions), want.Considered, len(want.Actions))
		}
	}
}
