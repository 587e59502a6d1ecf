package understand

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The null world of "what changed": nothing changes, ever. An alarm is a
// verdict other than noise; at most 72 of 1,000 worlds may alarm. In a third of
// the worlds customers answer again and again, in both months.

const nullWorlds = 1000

func nullWorld(r *rand.Rand, measure string, i int) []answerRow {
	parties := 300
	if i%3 > 0 {
		parties = 1 << 40
	}
	return autumn(r, measure, 400, parties, func(time.Month, string) float64 { return .45 })
}

// judged is the screen of rows without SQL: the same groups made by plain
// loops, the same comparisons, the same judgement.
func judged(m measured, rows []answerRow) *ChangesResult {
	cuts := []func(answerRow) string{
		func(answerRow) string { return "" },
		func(a answerRow) string { return "c" + a.channel },
		func(a answerRow) string { return "u" + a.unit },
		func(a answerRow) string { return "s" + a.segment },
		func(a answerRow) string { return "p" + a.plan },
	}
	var result ChangesResult
	var changes []PeriodChange
	for i, value := range cuts {
		for _, p := range paired(m, rows, value) {
			d := differenceOf(stat.Compare(m.kind(), p.now.group, p.before.group, p.shared))
			if i == 0 {
				result.Overall.Difference = d
				continue
			}
			changes = append(changes, PeriodChange{Difference: d})
		}
	}
	result.judge(changes, maxChanges)
	return &result
}

func paired(m measured, rows []answerRow, value func(answerRow) string) map[string]*pair {
	pairs := map[string]*pair{}
	clusters := map[*tally]map[string]*stat.Cluster{}
	for _, a := range rows {
		p := pairs[value(a)]
		if p == nil {
			p = newPair()
			p.key = []sql.NullString{{String: value(a), Valid: true}}
			pairs[value(a)] = p
		}
		t := p.before
		if a.day.Month() == time.October {
			t = p.now
		}
		if clusters[t] == nil {
			clusters[t], t.group.Buckets = map[string]*stat.Cluster{}, new(stat.Buckets)
		}
		y := m.contribution(*a.score)
		t.group.Total.Add(y, 1)
		t.group.Buckets[bucketOf(a.cluster)].Add(y, 1)
		c := clusters[t][a.cluster]
		if c == nil {
			c = &stat.Cluster{ID: a.cluster}
			clusters[t][a.cluster] = c
		}
		c.N, c.W, c.WX, c.WX2 = c.N+1, c.W+1, c.WX+y, c.WX2+y*y
	}
	for _, p := range pairs {
		for _, t := range []*tally{p.now, p.before} {
			t.group.Clusters = []stat.Cluster{}
			for id, c := range clusters[t] {
				t.group.Clusters = append(t.group.Clusters, *c)
				p.shared = p.shared || t == p.now && clusters[p.before][id] != nil
			}
			t.group.Repeated = int64(len(t.group.Clusters)) < t.group.Total.N
		}
	}
	return pairs
}

func TestProveChangesRarelyAlarmInNullWorlds(t *testing.T) {
	nps := measured{measure.Measure{Metric: measure.NPS}}
	r, alarms := rand.New(rand.NewPCG(20261121, 53)), 0
	for i := range nullWorlds {
		got := judged(nps, nullWorld(r, id("nps"), i))
		if got.Considered != 14 {
			t.Fatalf("world %d considers %d comparisons, want 14", i, got.Considered)
		}
		if got.Verdict == "changed" {
			alarms++
		}
	}
	t.Logf("%d of %d null worlds alarm", alarms, nullWorlds)
	if alarms > 72 {
		t.Errorf("%d of %d null worlds alarm, at most 72 may", alarms, nullWorlds)
	}
}

// The same worlds through the store, and that both ways agree: a few in every
// test, all of them in make prove.
func TestProveChangesThroughTheStoreAgree(t *testing.T) {
	worlds := 6
	if os.Getenv("BALCONY_PROVE") != "" {
		worlds = nullWorlds
	}
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261121, 54))
	byWorld := make([][]answerRow, worlds)
	for i := range worlds {
		name := id(fmt.Sprintf("null %d", i))
		w.measures[name] = measure.Measure{ID: name, ProgramID: programA, Metric: measure.NPS, Scale: w.measures[id("nps")].Scale}
		byWorld[i] = nullWorld(r, name, i)
		w.load(byWorld[i])
	}
	s, alarms := w.service(), 0
	for i, rows := range byWorld {
		name := id(fmt.Sprintf("null %d", i))
		got, err := s.Changes(owner(t), ChangesQuery{Measure: name, Period: PeriodMonth})
		if err != nil {
			t.Fatal(err)
		}
		want := judged(measured{w.measures[name]}, rows)
		if got.Considered != want.Considered || got.Verdict != want.Verdict || !alike(got.Overall.Difference.Q, want.Overall.Difference.Q) ||
			!alike(got.Changes[0].Difference.Q, want.Changes[0].Difference.Q) {
			t.Errorf("world %d: the store says %s with least q %v, plain loops %s with %v", i, got.Verdict, show(got.Changes[0].Difference.Q), want.Verdict, show(want.Changes[0].Difference.Q))
		}
		if got.Verdict == "changed" {
			alarms++
		}
	}
	t.Logf("%d of %d null worlds alarm", alarms, worlds)
	if alarms*1000 > 72*worlds && worlds == nullWorlds {
		t.Errorf("%d of %d null worlds alarm, at most 72 in 1,000 may", alarms, worlds)
	}
}

func alike(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a-*b < 1e-9 && *b-*a < 1e-9
}
