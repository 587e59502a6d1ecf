package stat

import (
	"cmp"
	"math"
	"slices"
)

// The bounds of fair weights.
const (
	MinRakedLevel   = 20      // fewest answers of a level; smaller ones are merged
	TrimAt          = 5.0     // the largest weight, in medians
	TrimRounds      = 5       // trimmed and raked again at most so often
	rakeSweeps      = 100     // sweeps over the margins
	rakeUntil       = 1e-12   // largest error of a margin at which sweeps end
	RakeAgainEffort = 400_000 // cells x buckets up to which the jackknife rakes again
)

// Margin is a trait whose shares among the customers are known.
type Margin struct {
	Name    string
	Levels  []string
	Targets []float64 // share of each level, 0 or more; scaled to sum to 1
}

// RakeCell is the answers with one combination of levels.
type RakeCell struct {
	Levels  []int    // place of the level in each margin; -1 where not known
	Buckets *Buckets // only N and W are read
}

// MergedLevels are levels of a margin that were too small to stand alone.
type MergedLevels struct {
	Margin string
	Levels []string
}

// Raking is the fair weights of a set of answers. Each answer's own weight is
// multiplied by the factor of its cell.
type Raking struct {
	Factors     []float64 // by cell; NaN for cells left out
	N           int64     // answers raked
	LeftOut     int64     // answers with a level that is not known, in no figure
	EffectiveN  float64   // (sum w)^2 / sum w^2 of the final weights
	Least, Most float64   // of the final weights, whose mean is 1
	Median      float64
	MarginError float64 // largest |share reached - target| of all levels
	Rounds      int     // times weights were trimmed
	Trimmed     int64   // answers whose weight stands at the bound
	Merged      []MergedLevels
	Refused     []string // margins left with one level only, not raked to
	Fixed       bool     // the jackknife takes the weights as fixed
	Trouble     Trouble

	without [BucketCount][]float64 // factors without a bucket; nil where it is empty or Fixed
}

// Rake finds weights that give the answers the known make-up of the customers.
//
// Levels under MinRakedLevel answers are merged with the next smallest of their
// margin, targets added up, and said in Merged; a margin left with one level is
// not raked to (Refused). Then iterative proportional fitting: each margin in
// turn is scaled to its targets until all hold. Weights above TrimAt medians
// are cut to that and the answers raked again, TrimRounds times at most; what
// is then still missing at the margins is MarginError. All of it is done again
// without each bucket, so that intervals take in that weights are estimated,
// unless cells x buckets is above RakeAgainEffort (Fixed).
//
// Weights are looked at by cell: where answers of a cell have weights of their
// own, the cell's mean is trimmed. Targets that contradict each other leave a
// MarginError. No answers: TroubleNoAnswers; targets of 0 for all that have
// answered: TroubleTooFew. Panics where a cell has another
// number of levels than there are margins, or a margin's targets are negative
// or sum to 0.
//
// Source: Deming & Stephan 1940, Annals of Math. Statistics 11; trimming:
// Potter 1990, Proc. ASA Survey Research; same as R's survey::rake where
// nothing is trimmed.
func Rake(cells []RakeCell, margins []Margin) Raking {
	var r Raking
	plan := planRaking(cells, margins, &r)
	totals := make([]Moments, len(cells))
	for i := range cells {
		if t := cells[i].Buckets.Total(); plan.kept[i] {
			totals[i], r.N = t, r.N+t.N
		} else {
			r.LeftOut += t.N
		}
	}
	if r.N == 0 {
		r.Trouble = TroubleNoAnswers
		return r
	}
	fit := plan.fit(totals)
	if math.IsNaN(fit.err) { // the targets leave no answer any weight
		r.Trouble = TroubleTooFew
		return r
	}
	r.Factors, r.MarginError, r.Rounds = fit.factors, fit.err, fit.rounds
	r.describe(totals, fit)
	if r.Fixed = len(cells)*BucketCount > RakeAgainEffort; r.Fixed {
		return r
	}
	rest := make([]Moments, len(cells))
	for b := range BucketCount {
		touched := false
		for i := range cells {
			rest[i] = totals[i]
			if part := cells[i].Buckets[b]; plan.kept[i] && part.N > 0 {
				rest[i] = totals[i].Without(part)
				touched = true
			}
		}
		if touched {
			r.without[b] = plan.fit(rest).factors
		}
	}
	return r
}

// describe fills the figures of the final weights.
func (r *Raking) describe(totals []Moments, fit fitted) {
	var w, w2 float64
	r.Least, r.Most = math.Inf(1), 0
	scale := float64(r.N)
	for i, t := range totals {
		if t.N == 0 {
			continue
		}
		w += r.Factors[i] * t.W
		w2 += r.Factors[i] * r.Factors[i] * t.W2
	}
	if w2 > 0 {
		r.EffectiveN = w * w / w2
	}
	for i, t := range totals {
		if t.N == 0 {
			continue
		}
		each := r.Factors[i] * t.W / float64(t.N) * scale / w
		r.Least, r.Most = math.Min(r.Least, each), math.Max(r.Most, each)
		if fit.trimmed[i] {
			r.Trimmed += t.N
		}
	}
	r.Median = medianWeight(totals, r.Factors) * scale / w
}

// rakePlan is what does not change when a bucket is left out.
type rakePlan struct {
	kept    []bool
	level   [][]int     // by margin and cell: place of the merged level
	targets [][]float64 // by margin
}

func planRaking(cells []RakeCell, margins []Margin, r *Raking) rakePlan {
	plan := rakePlan{kept: make([]bool, len(cells))}
	for i, c := range cells {
		if len(c.Levels) != len(margins) {
			panic("stat: a cell needs a level of each margin")
		}
		plan.kept[i] = !slices.Contains(c.Levels, -1)
	}
	for m, margin := range margins {
		counts := make([]int64, len(margin.Levels))
		for i, c := range cells {
			if plan.kept[i] {
				counts[c.Levels[m]] += c.Buckets.Total().N
			}
		}
		place, targets := mergeLevels(margin, counts, r)
		if len(targets) < 2 {
			r.Refused = append(r.Refused, margin.Name)
			continue
		}
		level := make([]int, len(cells))
		for i, c := range cells {
			if plan.kept[i] {
				level[i] = place[c.Levels[m]]
			}
		}
		plan.level, plan.targets = append(plan.level, level), append(plan.targets, targets)
	}
	return plan
}

// mergeLevels joins the smallest level with the next smallest until none is
// under MinRakedLevel, and gives each level its new place and each place its
// target.
func mergeLevels(margin Margin, counts []int64, r *Raking) (place []int, targets []float64) {
	type bin struct {
		n      int64
		target float64
		levels []int
	}
	bins, sum := make([]bin, len(counts)), 0.0
	for i, n := range counts {
		if margin.Targets[i] < 0 {
			panic("stat: a negative target")
		}
		bins[i] = bin{n, margin.Targets[i], []int{i}}
		sum += margin.Targets[i]
	}
	if sum <= 0 {
		panic("stat: targets that sum to 0")
	}
	// Levels that nobody expects and nobody has change nothing.
	bins = slices.DeleteFunc(bins, func(b bin) bool { return b.n == 0 && b.target == 0 })
	for len(bins) > 1 {
		slices.SortStableFunc(bins, func(a, b bin) int { return cmp.Compare(a.n, b.n) })
		if bins[0].n >= MinRakedLevel {
			break
		}
		bins[1] = bin{bins[0].n + bins[1].n, bins[0].target + bins[1].target, append(bins[0].levels, bins[1].levels...)}
		bins = bins[1:]
	}
	slices.SortFunc(bins, func(a, b bin) int { return slices.Min(a.levels) - slices.Min(b.levels) })
	place = make([]int, len(counts))
	for at, b := range bins {
		targets = append(targets, b.target/sum)
		slices.Sort(b.levels)
		names := make([]string, 0, len(b.levels))
		for _, l := range b.levels {
			place[l] = at
			names = append(names, margin.Levels[l])
		}
		if len(names) > 1 {
			r.Merged = append(r.Merged, MergedLevels{Margin: margin.Name, Levels: names})
		}
	}
	return place, targets
}

// fitted is the outcome of one raking.
type fitted struct {
	factors []float64
	trimmed []bool
	err     float64
	rounds  int
}

// fit rakes, trims and rakes again.
func (p rakePlan) fit(totals []Moments) fitted {
	f := fitted{factors: make([]float64, len(totals)), trimmed: make([]bool, len(totals))}
	for i := range f.factors {
		f.factors[i] = 1
		if !p.kept[i] {
			f.factors[i] = math.NaN()
		}
	}
	p.sweep(totals, f.factors)
	for f.rounds < TrimRounds {
		most := TrimAt * medianWeight(totals, f.factors)
		clear(f.trimmed)
		cut := false
		for i, t := range totals {
			if t.N == 0 || t.W <= 0 || !p.kept[i] {
				continue
			}
			if each := f.factors[i] * t.W / float64(t.N); each > most*(1+1e-9) {
				f.factors[i] *= most / each
				f.trimmed[i], cut = true, true
			}
		}
		if !cut {
			break
		}
		f.rounds++
		if f.rounds < TrimRounds {
			p.sweep(totals, f.factors)
		}
	}
	f.err = p.marginError(totals, f.factors)
	return f
}

// sweep scales each margin to its targets in turn until all hold.
func (p rakePlan) sweep(totals []Moments, factors []float64) {
	for range rakeSweeps {
		for m := range p.level {
			reached, all := p.reached(m, totals, factors)
			for i, t := range totals {
				if t.N > 0 && reached[p.level[m][i]] > 0 {
					factors[i] *= p.targets[m][p.level[m][i]] * all / reached[p.level[m][i]]
				}
			}
		}
		if p.marginError(totals, factors) < rakeUntil {
			return
		}
	}
}

// reached is the weight in each level of a margin, and in all.
func (p rakePlan) reached(m int, totals []Moments, factors []float64) (levels []float64, all float64) {
	levels = make([]float64, len(p.targets[m]))
	for i, t := range totals {
		if t.N > 0 {
			levels[p.level[m][i]] += factors[i] * t.W
			all += factors[i] * t.W
		}
	}
	return levels, all
}

func (p rakePlan) marginError(totals []Moments, factors []float64) float64 {
	most := 0.0
	for m := range p.level {
		levels, all := p.reached(m, totals, factors)
		for l, w := range levels {
			most = math.Max(most, math.Abs(w/all-p.targets[m][l]))
		}
	}
	return most
}

// medianWeight is the median of the answers' weights, each at its cell's mean;
// those without any weight do not count.
func medianWeight(totals []Moments, factors []float64) float64 {
	type part struct {
		weight float64
		n      int64
	}
	parts, all := make([]part, 0, len(totals)), int64(0)
	for i, t := range totals {
		if t.N > 0 && factors[i]*t.W > 0 {
			parts = append(parts, part{factors[i] * t.W / float64(t.N), t.N})
			all += t.N
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.weight, b.weight) })
	seen := int64(0)
	for _, p := range parts {
		if seen += p.n; 2*seen >= all {
			return p.weight
		}
	}
	return math.NaN()
}
