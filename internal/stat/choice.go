package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// ChoiceRow is how often, in one group of answers, a best and a worst were
// chosen of the same items.
type ChoiceRow struct {
	Shown       []int   // numbers of the items, each once, three or more
	Best, Worst int     // two of them
	Group       int     // bucket
	N           int64   // sets
	W           float64 // their weights
}

// ChoiceParts are the choices of a best-worst question with what is known of
// who made them.
type ChoiceParts struct {
	Items    int // numbers run from 0 to Items-1
	Rows     []ChoiceRow
	Answers  int64 // of how many answers the sets are
	Clusters int64 // of how many customers or accounts
}

// ItemChoices is one item: how often it was shown and chosen, and what follows.
type ItemChoices struct {
	Shown, Best, Worst int64
	// Score is (best - worst) / shown, from -1 (always the worst) to 1.
	Score Estimate
	// Share is how often it would be chosen as the best if all items were shown
	// at once, from 0 to 1; those of all items make 1.
	Share Estimate
}

// Choices are the results of a best-worst question.
type Choices struct {
	Sets  int64
	Items []ItemChoices
	// Trouble says why there are no shares; scores are there as soon as an item was shown.
	Trouble Trouble
}

const (
	choiceRounds   = 40
	choiceFarthest = 15.0 // log odds beyond which an item is seen as chosen always or never
)

// ComputeChoices counts the choices of a best-worst question and fits an
// aggregate logit: of the items of a set the best is chosen first, of those left
// the worst,
//
//	P(best i of S) = exp(u_i) / sum_S exp(u_k)
//	P(worst j of S without i) = exp(-u_j) / sum_{S without i} exp(-u_k)
//
// by maximum likelihood (Newton), u_0 = 0. The share of preference is
// exp(u_i) / sum exp(u_k) over all items. The sets of one person are related, so
// intervals come from the jackknife over buckets of customers or accounts, of a
// share on the scale of its log odds; under 10 clusters, or where buckets do not
// carry them (under 50 sets and few buckets), TroubleTooFew.
//
// An item that was always the best or never chosen other than as the worst:
// TroubleSeparation; items that were never shown beside the others:
// TroubleCollinear. Then there are scores and no shares.
//
// Source: Marley & Louviere 2005, Journal of Mathematical Psychology 49 (the
// sequential best-worst model); Louviere, Flynn & Marley 2015, Best-Worst Scaling.
func ComputeChoices(p ChoiceParts) Choices {
	c := Choices{Items: make([]ItemChoices, p.Items)}
	for _, r := range p.Rows {
		c.Sets += r.N
		for _, i := range r.Shown {
			c.Items[i].Shown += r.N
		}
		c.Items[r.Best].Best += r.N
		c.Items[r.Worst].Worst += r.N
	}
	g := p.replicas()
	c.Trouble = g.trouble
	for i := range c.Items {
		c.Items[i].Score = p.estimate(func(k int) float64 { return g.sums[k].score(i) }, g, "score", asIs)
		c.Items[i].Share = p.estimate(func(k int) float64 { return share(g.utilities[k], i) }, g, "share", fromLogOdds)
	}
	return c
}

// CompareChoices is the difference of each item's share between two groups of
// answers that have none in common, a less b; the same bucket is left out on both
// sides. There is none where one of them has no shares.
func CompareChoices(a, b ChoiceParts) []Difference {
	one, other := a.replicas(), b.replicas()
	out := make([]Difference, a.Items)
	for i := range out {
		out[i] = Difference{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), P: math.NaN(), NA: a.Answers, NB: b.Answers, Unit: "share"}
		for _, t := range []Trouble{one.trouble, other.trouble} {
			if t != TroubleNone {
				out[i].Trouble = t
			}
		}
		if out[i].Trouble != TroubleNone {
			continue
		}
		out[i].Value = share(one.utilities[wholeReplica], i) - share(other.utilities[wholeReplica], i)
		if one.few || other.few {
			out[i].Trouble = TroubleTooFew
			continue
		}
		theta, v := Jackknife(union(one.groups, other.groups), func(k int) float64 { return share(one.at(k), i) - share(other.at(k), i) })
		if v.Trouble != TroubleNone {
			out[i].Trouble = v.Trouble
			continue
		}
		out[i] = tested(out[i], theta, v)
	}
	return out
}

func tested(d Difference, theta float64, v Variance) Difference {
	d.Method = MethodJackknifeDifference
	half := criticalT(v.DF) * math.Sqrt(v.V)
	d.Low, d.High = math.Max(theta-half, -1), math.Min(theta+half, 1)
	switch {
	case v.V > 0:
		d.P = twoSidedT(theta/math.Sqrt(v.V), v.DF)
	case theta == 0:
		d.P = 1
	default:
		d.P = 0
	}
	return d
}

// wholeReplica stands for all answers, as in Jackknife.
const wholeReplica = -1

// choiceReplicas are sums and utilities of all answers and without each group.
type choiceReplicas struct {
	groups    []int
	sums      map[int]*choiceSums
	utilities map[int][]float64 // nil where they cannot be had
	few       bool              // too few groups for an interval
	trouble   Trouble           // why there are no utilities at all
}

// at are the utilities without a group; one that is not there changes nothing.
func (r choiceReplicas) at(group int) []float64 {
	if u, ok := r.utilities[group]; ok {
		return u
	}
	return r.utilities[wholeReplica]
}

func (p ChoiceParts) replicas() choiceReplicas {
	total := newChoiceSums(p.Items)
	parts := map[int]*choiceSums{}
	for _, r := range p.Rows {
		if parts[r.Group] == nil {
			parts[r.Group] = newChoiceSums(p.Items)
		}
		parts[r.Group].add(r)
		total.add(r)
	}
	out := choiceReplicas{sums: map[int]*choiceSums{wholeReplica: total}, utilities: map[int][]float64{}}
	for g := range parts {
		out.groups = append(out.groups, g)
	}
	slices.Sort(out.groups)
	sets := int64(0)
	for _, r := range p.Rows {
		sets += r.N
	}
	_, carried := fewGroups(len(out.groups), sets, p.Clusters)
	out.few = !carried && Choose(true, false, len(out.groups), p.Clusters) != DesignBuckets
	if total.sets == 0 {
		out.trouble = TroubleNoAnswers
		return out
	}
	out.utilities[wholeReplica], out.trouble = total.fit(nil)
	if out.few {
		return out
	}
	for _, g := range out.groups {
		rest := total.without(parts[g])
		out.sums[g] = rest
		if out.trouble == TroubleNone {
			out.utilities[g], _ = rest.fit(out.utilities[wholeReplica])
		}
	}
	return out
}

// estimate is a figure with the interval over the groups; on says on which scale
// the interval is made.
func (p ChoiceParts) estimate(f func(group int) float64, g choiceReplicas, unit string, on func(theta, half float64) (low, high float64)) Estimate {
	e := Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), N: p.Answers, NEff: float64(p.Answers), Deff: 1, Unit: unit}
	if unit == "share" && g.trouble != TroubleNone {
		e.Trouble = g.trouble
		return e
	}
	if e.Value = f(wholeReplica); math.IsNaN(e.Value) {
		e.Trouble = TroubleNoAnswers
		return e
	}
	if g.few {
		e.Trouble = TroubleTooFew
		return e
	}
	scale := func(x float64) float64 { return x }
	if unit == "share" {
		scale = logOdds
	}
	theta, v := Jackknife(g.groups, func(k int) float64 { return scale(f(k)) })
	if v.Trouble != TroubleNone {
		e.Trouble = v.Trouble
		return e
	}
	e.Method = MethodJackknife
	e.Low, e.High = on(theta, criticalT(v.DF)*math.Sqrt(v.V))
	return e
}

func asIs(theta, half float64) (low, high float64) {
	return math.Max(theta-half, -1), math.Min(theta+half, 1)
}

func fromLogOdds(theta, half float64) (low, high float64) {
	return logit(theta - half), logit(theta + half)
}

func logOdds(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// share of an item among all by their utilities.
func share(u []float64, item int) float64 {
	if u == nil {
		return math.NaN()
	}
	sum := 0.0
	for _, v := range u {
		sum += math.Exp(v - u[item])
	}
	return 1 / sum
}

func union(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// fit finds the utilities, from start or from 0.
func (s *choiceSums) fit(start []float64) ([]float64, Trouble) {
	u := make([]float64, s.items)
	copy(u, start)
	value, gradient, information := s.likelihood(u)
	for range choiceRounds {
		var chol mat.Cholesky
		if !chol.Factorize(information) || chol.Cond() > 1e12 {
			return nil, s.unfitted()
		}
		step := new(mat.VecDense)
		if err := chol.SolveVecTo(step, gradient); err != nil {
			return nil, s.unfitted()
		}
		size := 1.0
		for {
			next := slices.Clone(u)
			for i := 1; i < s.items; i++ {
				next[i] += size * step.AtVec(i-1)
			}
			v, g, h := s.likelihood(next)
			if v >= value-1e-12*math.Abs(value) || size < 1e-4 {
				u, value, gradient, information = next, v, g, h
				break
			}
			size /= 2
		}
		if largest(u) > choiceFarthest {
			return nil, TroubleSeparation
		}
		if mat.Norm(step, math.Inf(1)) < 1e-9 {
			return u, TroubleNone
		}
	}
	return nil, TroubleSeparation
}

// unfitted is why there is no way on: items that hang together by no set, or
// choices that leave utilities without bound.
func (s *choiceSums) unfitted() Trouble {
	if s.connected() {
		return TroubleSeparation
	}
	return TroubleCollinear
}
