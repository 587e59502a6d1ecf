package stat

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Few clusters: firms whose answers resemble each other. With chance one half
// an answer is the firm's own, so two of a firm have a correlation of .25.
const firmly = .5

func fewFirms() []int { return []int{14, 20, 40} }

// firmBuckets puts firms into buckets, at least MinClusters different ones.
func firmBuckets(r *rand.Rand, firms int) []int {
	buckets := make([]int, firms)
	for {
		seen := map[int]bool{}
		for i := range buckets {
			buckets[i] = r.IntN(BucketCount)
			seen[buckets[i]] = true
		}
		if len(seen) >= MinClusters {
			return buckets
		}
	}
}

// quantile is the value of a population at a chance of 0 to 1.
func (p population) quantile(u float64) float64 {
	for i, s := range p.shares {
		if u -= s; u < 0 {
			return p.values[i]
		}
	}
	return p.values[len(p.values)-1]
}

// drawFirms is draw with answers of firms.
func (m makeUp) drawFirms(r *rand.Rand, n, firms int) []Stratum {
	levels := make([]Stratum, 3)
	own, buckets := make([]float64, firms), firmBuckets(r, firms)
	for i := range own {
		own[i] = r.Float64()
	}
	for range n {
		inA, firm := r.Float64() < .4, r.IntN(firms)
		mix := m.b
		if inA {
			mix = m.a
		}
		z := 0
		for u := r.Float64() - mix[0]; u >= 0 && z < 2; u -= mix[z] {
			z++
		}
		u := own[firm]
		if r.Float64() >= firmly {
			u = r.Float64()
		}
		side := &levels[z].B
		if inA {
			side = &levels[z].A
		}
		side[buckets[firm]].Add(m.levels[z].quantile(u), 1)
	}
	return levels
}

func TestProveStandardisedDifferencesOfFewFirmsCover(t *testing.T) {
	var cases []coverCase
	for j, pair := range differing() {
		m := uneven(pair[0], pair[1])
		for k, firms := range fewFirms() {
			cases = append(cases, coverCase{fmt.Sprintf("%s/%d firms", pair[0].name, firms), uint64(830_000 + 10*j + k), func(r *rand.Rand) interval {
				d := Restandardise(pair[0].kind, m.drawFirms(r, 600, firms), -1).Standard
				return interval{d.Low, d.High, 0}
			}})
		}
	}
	checkCoverage(t, cases)
}

func TestProveRankCorrelationsOfFewFirmsCover(t *testing.T) {
	var cases []coverCase
	for i, lean := range []float64{-.6, .1, .9} {
		j := jointOf(20, lean)
		truth, sums := Spearman(j.shares, 11, 20), j.cumulative()
		for k, firms := range fewFirms() {
			cases = append(cases, coverCase{fmt.Sprintf("rho %.2f/%d firms", truth, firms), uint64(730_000 + 10*i + k), func(r *rand.Rand) interval {
				table, buckets := NewCrosstab(j.scores, j.classes), firmBuckets(r, firms)
				own := make([]int, firms)
				for f := range own {
					own[f] = cellAt(sums, r.Float64())
				}
				for range 400 {
					firm := r.IntN(firms)
					cell := own[firm]
					if r.Float64() >= firmly {
						cell = cellAt(sums, r.Float64())
					}
					table.Add(buckets[firm], cell/len(j.classes), cell%len(j.classes), 1)
				}
				e := table.correlation()
				return interval{e.Low, e.High, truth}
			}})
		}
	}
	checkCoverage(t, cases)
}

func cellAt(cumulative []float64, u float64) int {
	for i, c := range cumulative {
		if u < c {
			return i
		}
	}
	return len(cumulative) - 1
}

func TestProveSlopesOfFewFirmsCover(t *testing.T) {
	p := populations()[7]
	var cases []coverCase
	for k, firms := range fewFirms() {
		for j, slope := range []float64{-1, 0, 2} {
			cases = append(cases, coverCase{fmt.Sprintf("slope %v/%d firms", slope, firms), uint64(550_000 + 10*j + k), func(r *rand.Rand) interval {
				b, buckets := emptyOutcome(), firmBuckets(r, firms)
				score, lift := make([]float64, firms), make([]float64, firms)
				for f := range score {
					score[f], lift[f] = r.Float64(), r.NormFloat64()
				}
				for range 400 {
					firm := r.IntN(firms)
					u := score[firm]
					if r.Float64() >= firmly {
						u = r.Float64()
					}
					x := p.quantile(u)
					b[buckets[firm]].Add([]float64{x, 10 + slope*x + lift[firm] + 2*r.NormFloat64()}, 1)
				}
				s := ComputeSlope(b, -1)
				return interval{s.Low, s.High, slope}
			}})
		}
	}
	checkCoverage(t, cases)
}
