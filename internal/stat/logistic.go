package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// The troubles of a logistic regression.
const (
	// TroubleSeparation: the terms tell events and others apart without a
	// mistake, at least in a part of the answers; slopes are without bound.
	TroubleSeparation Trouble = "separation"
	// TroubleCollinear: a term is constant or follows from the others.
	TroubleCollinear Trouble = "collinear"
)

// MethodLogistic is the interval from the information of a logistic regression.
const MethodLogistic Method = "logistic_wald"

const (
	logisticRounds = 25
	// leastEvents is how many events, and how many others, each fitted term needs.
	leastEvents = 5
	// oneStepFrom is the number of rows from which on a replicate is one step.
	oneStepFrom = 200_000
)

// LogisticRow is one answer, or all answers with the same terms in one group.
type LogisticRow struct {
	X      []float64 // terms; a row with a NaN is left out and counted
	Group  int       // bucket, or number of the cluster
	N      int64     // answers
	Trials float64   // their weights
	Events float64   // weights of those among them where it happened
}

// LogisticParts are the rows of a regression with what is known of them.
type LogisticParts struct {
	Terms     int
	Rows      []LogisticRow
	ByCluster bool // groups are clusters, not buckets
	// ClusterCount is the number of clusters where groups are buckets and
	// somebody counted them, else 0.
	ClusterCount int64
	Repeated     bool // a cluster may hold more than one answer
	Weighted     bool // weights were used
}

// Logistic is a fitted regression of whether something happened.
type Logistic struct {
	N         int64 // complete answers
	Dropped   int64 // answers with a missing term
	Base      float64
	Intercept Coefficient
	Slopes    []Coefficient // log odds a unit of the term, the others held
	Deviance  float64       // -2 log likelihood
	Trouble   Trouble
	// Judged is how well it foretells answers it has not seen.
	Judged Judgement
}

// OddsRatio is exp of a slope with its interval: how many times the odds are
// multiplied by a unit more.
func (c Coefficient) OddsRatio() Estimate {
	e := c.Estimate
	e.Value, e.Low, e.High, e.Unit = math.Exp(c.Value), math.Exp(c.Low), math.Exp(c.High), "ratio"
	return e
}

// ComputeLogistic regresses whether something happened on the terms, by
// iteratively reweighted least squares.
//
//	log(p / (1-p)) = b_0 + sum_j b_j x_j
//	b <- b + (X' V X)^-1 X' (events - trials p),  V = trials p (1-p)
//
// Unrelated parties without weights: b +- z times the standard errors of the
// inverse information. Otherwise the jackknife over buckets or clusters; from
// 200,000 rows on a replicate is one step of the iteration from the full fit.
//
// Fewer than 5 events (or 5 others) for each term and the intercept:
// TroubleTooFew; everybody alike: TroubleNoVariance; terms that depend on each
// other: TroubleCollinear; an iteration that does not come to an end:
// TroubleSeparation. There are no slopes then.
//
// Source: McCullagh & Nelder 1989, Generalized Linear Models; the replicates in
// one step: Pregibon 1981, Annals of Statistics 9(4).
func ComputeLogistic(p LogisticParts) Logistic {
	l, rows := p.prepare()
	if l.Trouble != TroubleNone {
		return l
	}
	f := fitLogistic(rows, nil, nobody)
	if f.trouble != TroubleNone {
		return l.troubled(f.trouble)
	}
	l.Deviance = f.deviance
	l.coefficients(p, rows, f)
	l.Judged = p.judge(rows, f.beta, l.N)
	return l
}

// prepare counts the answers and puts the terms on one footing.
func (p LogisticParts) prepare() (Logistic, logisticRows) {
	l := Logistic{Base: math.NaN(), Deviance: math.NaN()}
	var trials, events float64
	rows := logisticRows{terms: p.Terms}
	for _, r := range p.Rows {
		if len(r.X) != p.Terms {
			panic("stat: a row of a regression has another number of terms")
		}
		if slices.ContainsFunc(r.X, math.IsNaN) {
			l.Dropped += r.N
			continue
		}
		l.N += r.N
		trials += r.Trials
		events += r.Events
		rows.list = append(rows.list, r)
	}
	if l.N > 0 && trials > 0 {
		l.Base = events / trials
	}
	rarer := math.Min(l.Base, 1-l.Base) * float64(l.N)
	switch {
	case math.IsNaN(l.Base):
		l.Trouble = TroubleNoAnswers
	case rarer <= 0:
		l.Trouble = TroubleNoVariance
	case rarer < leastEvents*float64(p.Terms+1):
		l.Trouble = TroubleTooFew
	case !rows.standardize(trials):
		l.Trouble = TroubleCollinear
	}
	l.Slopes = make([]Coefficient, p.Terms)
	return l.troubled(l.Trouble), rows
}

// troubled is the regression without figures.
func (l Logistic) troubled(t Trouble) Logistic {
	l.Trouble, l.Intercept, l.Judged = t, missing(t), notJudged(t)
	for j := range l.Slopes {
		l.Slopes[j] = missing(t)
	}
	return l
}

// coefficients fills in slopes and intercept in the terms' own units.
func (l *Logistic) coefficients(p LogisticParts, rows logisticRows, f logisticFit) {
	r := replicates{method: MethodLogistic, full: rows.plain(f.beta), groups: rows.groups()}
	simple := !p.Repeated && !p.Weighted
	if !simple {
		r = p.replicates(rows, f, l.N)
	}
	at := func(i int) Coefficient {
		if simple {
			c := missing(TroubleNone)
			c.Value = r.full[i]
			return c.byVariance(Variance{V: rows.variance(f.inverse, i), DF: math.Inf(1)}, MethodLogistic, criticalZ())
		}
		return r.at(i)
	}
	effective := rows.effectiveN()
	l.Intercept = at(0).of(l.N, effective, "log odds")
	for j := range l.Slopes {
		l.Slopes[j] = at(j+1).of(l.N, effective, "log odds")
	}
}

// replicates are the coefficients without each group in turn.
func (p LogisticParts) replicates(rows logisticRows, f logisticFit, n int64) replicates {
	groups := rows.groups()
	r := groupedReplicates(groups, p.ByCluster, p.Repeated, p.ClusterCount, n)
	r.full = rows.plain(f.beta)
	if r.trouble != TroubleNone {
		return r
	}
	parts := rows.sumsByGroup(f.beta)
	total := newLogisticSums(rows.terms)
	for _, g := range groups {
		total.add(parts[g], 1)
	}
	for _, g := range groups {
		total.add(parts[g], -1)
		r.without[g] = rows.plain(rows.replicate(f.beta, total, g))
		total.add(parts[g], 1)
	}
	return r
}

// replicate are the coefficients without a group, NaN where they cannot be had;
// rest are the sums without it at the full fit.
func (r logisticRows) replicate(full []float64, rest *logisticSums, group int) []float64 {
	beta := slices.Clone(full)
	step, _, ok := rest.step()
	if ok {
		addScaled(beta, step, 1)
		if len(r.list) < oneStepFrom {
			again := fitLogistic(r, beta, func(g int) bool { return g == group })
			beta, ok = again.beta, again.trouble == TroubleNone
		}
	}
	if !ok {
		for i := range beta {
			beta[i] = math.NaN()
		}
	}
	return beta
}

// groupedReplicates are replicates that are still to be filled.
func groupedReplicates(groups []int, byCluster, repeated bool, clusters, n int64) replicates {
	r := replicates{method: MethodJackknife, groups: groups, without: make(map[int][]float64, len(groups))}
	if byCluster {
		r.method = MethodClusters
	}
	if d := groupedDesign(len(groups), byCluster, repeated, clusters, n); d == DesignTooFew || d == DesignClusters && !byCluster {
		r.trouble = TroubleTooFew
		return r
	}
	r.critical = criticalT(float64(len(groups) - 1))
	return r
}

// logisticFit is where the iteration ended, in standardised terms.
type logisticFit struct {
	beta     []float64 // intercept first
	inverse  *mat.SymDense
	deviance float64
	trouble  Trouble
}

// nobody leaves no group out.
func nobody(int) bool { return false }

// fitLogistic fits all rows but those of the groups to leave out, from start or
// from slopes of 0.
func fitLogistic(rows logisticRows, start []float64, without func(group int) bool) logisticFit {
	f := logisticFit{beta: slices.Clone(start)}
	if f.beta == nil {
		f.beta = make([]float64, rows.terms+1)
	}
	sums := rows.sums(f.beta, without)
	for round := range logisticRounds {
		step, inverse, ok := sums.step()
		if !ok {
			f.trouble = TroubleSeparation
			if round == 0 {
				f.trouble = TroubleCollinear
			}
			return f
		}
		size := 1.0
		for {
			next := slices.Clone(f.beta)
			addScaled(next, step, size)
			after := rows.sums(next, without)
			if after.deviance <= sums.deviance*(1+1e-12) || size < 1e-3 {
				f.beta, sums = next, after
				break
			}
			size /= 2
		}
		if largest(step) < 1e-8 {
			f.inverse, f.deviance = inverse, sums.deviance
			return f
		}
	}
	f.trouble = TroubleSeparation
	return f
}

func largest(list []float64) float64 {
	most := 0.0
	for _, v := range list {
		most = math.Max(most, math.Abs(v))
	}
	return most
}
