package stat

import (
	"math"
	"sort"
)

// ActionLevel is the false discovery rate that actions are chosen at.
const ActionLevel = .05

// Candidate is one thing that could be done first: a driver in a segment (or
// among everybody).
type Candidate struct {
	Segment string // the caller's names, handed back
	Driver  string
	Gain    Coefficient
	Shape   Shape // of the driver in the segment
	Overall Shape // of the driver among everybody; empty where nobody asked
}

// Candidates are the drivers of one segment, named in their order. overall is
// the analysis of everybody with the same drivers; where the segment is
// everybody give it twice.
func Candidates(segment string, names []string, inSegment, overall Drivers) []Candidate {
	list := make([]Candidate, len(inSegment.Items))
	for j, item := range inSegment.Items {
		list[j] = Candidate{Segment: segment, Driver: names[j], Gain: item.Gain, Shape: item.Shaped.Shape, Overall: overall.Items[j].Shaped.Shape}
	}
	return list
}

// advisable tells that more of the driver goes with a better metric, and that
// it is not known to turn round somewhere on its scale.
func (c Candidate) advisable() bool {
	return c.Gain.Value > 0 && c.Shape != ShapeNotMonotone && c.Overall != ShapeNotMonotone
}

// Action is a candidate that stands out of all that were considered.
type Action struct {
	Candidate int // its place in the list that was asked about
	Q         float64
	// Low and High are the interval of the gain at the level of the advice,
	// adjusted for having been selected.
	Low, High float64
}

// Advice is what to do first, best first, and how many candidates it was
// chosen from.
type Advice struct {
	Actions    []Action
	Considered int       // candidates tested, those that may not be advised on too
	Untested   int       // candidates without an interval
	Level      float64   // of the actions' intervals
	Q          []float64 // of each candidate; NaN where it was not tested
}

// DoFirst chooses actions among all candidates considered and ranks them by
// gain.
//
//	p*_i = p_i where the candidate may be advised on, else 1
//	actions: q_i <= .05, q by Benjamini-Hochberg over all p*
//	interval: gain +- t_(1 - R .05 / 2m) SE, R actions of m candidates
//
// A candidate whose gain is not positive, or whose driver is not monotone in
// the segment or among everybody, is counted but never chosen; its p value of 1
// keeps the rate of false discoveries at or under .05. As all R chosen get the
// same level, the share of chosen intervals that miss their truth is at most
// .05 on average, and every one excludes 0.
//
// Candidates without an interval are not tested and counted apart. The p values
// must all be of one analysis; those of drivers in one model and of overlapping
// segments depend on each other, for which a null world of its own stands.
//
// Source: Benjamini & Hochberg 1995, JRSS B 57; Benjamini & Yekutieli 2005,
// JASA 100.
func DoFirst(candidates []Candidate) Advice {
	a := Advice{Level: Level}
	ps := make([]float64, len(candidates))
	for i, c := range candidates {
		ps[i] = c.Gain.P
		switch {
		case math.IsNaN(ps[i]):
			a.Untested++
			continue
		case !c.advisable():
			ps[i] = 1
		}
		a.Considered++
	}
	a.Q = BenjaminiHochberg(ps)
	for i, q := range a.Q {
		if q <= ActionLevel {
			a.Actions = append(a.Actions, Action{Candidate: i, Q: q})
		}
	}
	if len(a.Actions) == 0 {
		return a
	}
	a.Level = 1 - float64(len(a.Actions))*ActionLevel/float64(a.Considered)
	for i := range a.Actions {
		c := candidates[a.Actions[i].Candidate]
		a.Actions[i].Low, a.Actions[i].High = c.Gain.Interval(a.Level)
	}
	sort.SliceStable(a.Actions, func(i, j int) bool {
		return candidates[a.Actions[i].Candidate].Gain.Value > candidates[a.Actions[j].Candidate].Gain.Value
	})
	return a
}
