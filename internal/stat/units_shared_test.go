package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// chainWorld are shops of one chain whose customers, of whom each goes to
// several shops, are content or not wherever they are: customer plus shop plus
// noise. true values are the shops' own.
func chainWorld(r *rand.Rand, shops, customers, n int, tau, like float64) (groups []NamedGroup, truth map[string]float64, mean float64) {
	groups, truth = make([]NamedGroup, shops), map[string]float64{}
	lift, mood, bucket := make([]float64, shops), make([]float64, customers), make([]int, customers)
	for i := range lift {
		lift[i] = 50 + tau*r.NormFloat64()
		groups[i] = NamedGroup{clusterIDs[i], Group{Buckets: new(Buckets), Repeated: true, ClusterCount: int64(customers)}}
		truth[clusterIDs[i]] = lift[i]
	}
	for i := range mood {
		mood[i], bucket[i] = like*r.NormFloat64(), r.IntN(BucketCount)
	}
	for range n {
		shop, customer := r.IntN(shops), r.IntN(customers)
		groups[shop].Group.Buckets[bucket[customer]].Add(lift[shop]+mood[customer]+10*r.NormFloat64(), 1)
	}
	for i := range groups {
		groups[i].Group.Total = groups[i].Group.Buckets.Total()
	}
	return groups, truth, 50
}

// Of one world by hand: customers' moods have a variance of 400, of which 80
// customers leave 5 to the mean of everybody.
func TestSharedVarianceIsThatOfTheSum(t *testing.T) {
	sum, rounds := 0.0, 60
	for i := range rounds {
		groups, _, _ := chainWorld(seeded(uint64(430_000+i)), 12, 80, 4000, 3, 20)
		units, _ := UnitsOf(KindMean, groups)
		sum += SharedVariance(groups, units) / float64(rounds)
	}
	if math.Abs(sum-5) > 1 {
		t.Errorf("shared variance %.2f, want about 5", sum)
	}
	groups, _, _ := chainWorld(seeded(440_000), 12, 4000, 4000, 3, 0)
	units, _ := UnitsOf(KindMean, groups)
	if got := SharedVariance(groups, units); got > .02 { // a unit's variance is .3
		t.Errorf("nothing is shared, and is %.3f", got)
	}
	groups[3].Group.Buckets = nil
	if SharedVariance(groups, units) != 0 || SharedVariance(groups[:1], units[:1]) != 0 {
		t.Error("without buckets, or of one unit, nothing can be told")
	}
}

func TestRankSharedOfNothingIsRank(t *testing.T) {
	units, _ := unitsWorld(seeded(441_000), 20, 5)
	a, b, c := Rank(units), RankShared(units, 0), RankShared(units, 4)
	if a.SE != b.SE || a.Units[0].Low != b.Units[0].Low {
		t.Error("a shared variance of 0 changes something")
	}
	if math.Abs(c.SE-math.Sqrt(a.SE*a.SE+4)) > 1e-12 || c.Tau2 != a.Tau2 || c.Units[0].Low >= a.Units[0].Low || c.Units[0].Shrunken != a.Units[0].Shrunken {
		t.Errorf("with 4 shared: %+v", c)
	}
}

// Shops of one chain with the same customers: their values are covered.
func TestProveUnitsOfSharedCustomersCover(t *testing.T) {
	var cases []coverCase
	for k, shops := range []int{12, 40} {
		cases = append(cases, coverCase{fmt.Sprintf("%d shops", shops), uint64(442_000 + k), func(r *rand.Rand) interval {
			groups, truth, _ := chainWorld(r, shops, 150, 100*shops, 6, 10)
			units, _ := UnitsOf(KindMean, groups)
			return oneOf(r, RankShared(units, SharedVariance(groups, units)), truth)
		}}, coverCase{fmt.Sprintf("mean of %d shops", shops), uint64(443_000 + k), func(r *rand.Rand) interval {
			groups, _, mean := chainWorld(r, shops, 150, 100*shops, 6, 10)
			units, _ := UnitsOf(KindMean, groups)
			ranking := RankShared(units, SharedVariance(groups, units))
			half := criticalT(float64(shops-1)) * ranking.SE
			return interval{ranking.Mean - half, ranking.Mean + half, mean}
		}})
	}
	checkCoverage(t, cases)
}
