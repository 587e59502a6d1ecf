package stat

import "math"

// Decile is a tenth of the answers by value, the least worth first.
type Decile struct {
	Number   int // 1 to 10
	From, To float64
	Metric   Estimate
}

// Inversion tells whether those who spend most are the least satisfied.
type Inversion struct {
	Rho     Estimate // Spearman's rank correlation of score and value, -1 to 1
	Flagged bool     // the whole interval lies below 0
	Deciles []Decile
}

// Invert is the rank correlation of scores and values with its interval, and
// the metric by tenths of value.
//
// The interval is a jackknife over the buckets of Fisher's z = atanh(rho),
// tanh(z +- t sqrt(v)), which keeps it in -1..1; it takes at least 50 clusters
// in 20 buckets, or 50 answers in 10 buckets (t then has few degrees of
// freedom), and is TroubleTooFew else. TroubleNoVariance where all scores
// or all values are equal, or where the order is the same throughout.
//
// contribution turns a score into its part of a metric of kind k. A decile is
// made of whole classes, by the middle of each; deciles that no class falls in
// are left out. Their intervals are those of Compute, TroubleTooFew where they
// would need the clusters.
//
// Source: see Spearman; Fisher 1921, Metron 1; see Jackknife.
func Invert(k Kind, t *Crosstab, contribution func(score float64) float64) Inversion {
	r := Inversion{Rho: t.correlation(), Deciles: t.deciles(k, contribution)}
	r.Flagged = r.Rho.High < 0
	return r
}

func (t *Crosstab) correlation() Estimate {
	total, groups := t.total(), t.occupied()
	rows, columns := len(t.Scores), len(t.Classes)
	n := 0.0
	for _, c := range total {
		n += c
	}
	e := Estimate{Value: Spearman(total, rows, columns), Low: math.NaN(), High: math.NaN(), N: int64(math.Round(n)), NEff: n, Deff: 1, Unit: "correlation", Method: MethodRankJackknife}
	switch {
	case n == 0:
		e.Trouble, e.Method = TroubleNoAnswers, MethodNone
		return e
	case !enoughGroups(len(groups), e.N, t.Clusters):
		e.Trouble = TroubleTooFew
		return e
	case math.IsNaN(e.Value) || math.Abs(e.Value) == 1:
		e.Trouble = TroubleNoVariance
		return e
	}
	rest := make([]float64, len(total))
	z, v := Jackknife(groups, func(without int) float64 {
		copy(rest, total)
		if without >= 0 {
			for i, c := range t.buckets[without] {
				rest[i] -= c
			}
		}
		return math.Atanh(Spearman(rest, rows, columns))
	})
	if v.Trouble == TroubleNone && (math.IsInf(v.V, 0) || math.IsNaN(v.V)) {
		v.Trouble = TroubleNoVariance
	}
	if e.Trouble = v.Trouble; v.Trouble == TroubleNone {
		half := criticalT(v.DF) * math.Sqrt(v.V)
		e.Low, e.High = math.Tanh(z-half), math.Tanh(z+half)
	}
	return e
}

// deciles puts each class in the tenth that its middle answer falls in.
func (t *Crosstab) deciles(k Kind, contribution func(float64) float64) []Decile {
	tenth := t.tenths()
	var list []Decile
	for number := 1; number <= 10; number++ {
		d := Decile{Number: number, From: math.Inf(1), To: math.Inf(-1)}
		g := Group{Buckets: new(Buckets), Repeated: t.Repeated}
		for c, class := range t.Classes {
			if tenth[c] != number {
				continue
			}
			d.From, d.To = math.Min(d.From, class.From), math.Max(d.To, class.To)
			t.fill(g.Buckets, c, contribution)
		}
		if g.Total = g.Buckets.Total(); g.Total.N > 0 {
			d.Metric = computeOrTooFew(k, g)
			list = append(list, d)
		}
	}
	return list
}

// tenths gives the decile of each class; 0 for a class without answers.
func (t *Crosstab) tenths() []int {
	total, columns := t.total(), len(t.Classes)
	byClass, all := make([]float64, columns), 0.0
	for i, n := range total {
		byClass[i%columns] += n
		all += n
	}
	tenth, before := make([]int, columns), 0.0
	for c, n := range byClass {
		if n > 0 {
			tenth[c] = 1 + min(9, int(10*(before+n/2)/all))
		}
		before += n
	}
	return tenth
}

// fill adds the answers of one class to the buckets.
func (t *Crosstab) fill(b *Buckets, class int, contribution func(float64) float64) {
	columns := len(t.Classes)
	for i, cells := range t.buckets {
		if cells == nil {
			continue
		}
		for s, score := range t.Scores {
			n, y := cells[s*columns+class], contribution(score)
			b[i].Absorb(Moments{N: int64(math.Round(n)), W: n, W2: n, WX: n * y, WX2: n * y * y})
		}
	}
}

// computeOrTooFew is Compute for a group whose clusters cannot be had: the
// value stands without an interval where only they would give one.
func computeOrTooFew(k Kind, g Group) Estimate {
	if g.NeedsClusters() {
		e := bare(k, g.Total)
		e.Trouble = TroubleTooFew
		return e
	}
	return Compute(k, g, 0)
}
