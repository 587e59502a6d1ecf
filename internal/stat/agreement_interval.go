package stat

import "math"

// agree computes agreement over documents and codes, as KrippendorffAlpha says.
func agree(documents [][]Pairs, of func(Pairs) disagreement) Agreement {
	a := Agreement{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), Share: math.NaN()}
	var kept [][]Pairs
	for _, d := range documents {
		if n := sizes(d); n > 0 {
			a.Units += n
			kept = append(kept, d)
		}
	}
	if a.Documents = len(kept); a.Documents == 0 {
		a.Trouble = TroubleNoAnswers
		return a
	}
	totals := make([]Pairs, len(kept[0]))
	for code := range totals {
		column := make([]Pairs, len(kept))
		for i, d := range kept {
			column[i] = d[code]
		}
		totals[code] = totalPairs(column)
	}
	whole := disagreements(totals, of)
	a.Share = 1 - whole.observed/whole.judgements
	if whole.expected <= 0 {
		a.Trouble = TroubleNoVariance
		return a
	}
	a.Value = 1 - whole.observed/whole.expected
	switch {
	case whole.observed <= 0:
		a.Trouble = TroubleNoVariance
	case a.Documents < leastDocuments:
		a.Trouble = TroubleTooFew
	default:
		a.interval(without(kept, totals, of))
	}
	return a
}

func sizes(codes []Pairs) int {
	n := 0
	for _, c := range codes {
		n += c.units
	}
	return n
}

func disagreements(codes []Pairs, of func(Pairs) disagreement) disagreement {
	sum := disagreement{}
	for _, c := range codes {
		d := of(c)
		sum.observed += d.observed
		sum.expected += d.expected
		sum.judgements += d.judgements
	}
	return sum
}

// without gives the disagreement over all documents but one, for each.
func without(documents [][]Pairs, totals []Pairs, of func(Pairs) disagreement) []disagreement {
	out := make([]disagreement, len(documents))
	rest := make([]Pairs, len(totals))
	for i, d := range documents {
		for code := range rest {
			rest[code] = totals[code].less(d[code])
		}
		out[i] = disagreements(rest, of)
	}
	return out
}

// interval is that of log(observed / expected), by the estimates without one
// document each. Where all that differ, or all that could, stand in one document
// there is none.
func (a *Agreement) interval(deleted []disagreement) {
	here, sum := math.Log(1-a.Value), 0.0
	for _, d := range deleted {
		if d.observed <= 1e-9 || d.expected <= 1e-9 {
			a.Trouble = TroubleTooFew
			return
		}
		sum += math.Pow(math.Log(d.observed/d.expected)-here, 2)
	}
	g := float64(len(deleted))
	half := criticalT(g-1) * math.Sqrt((g-1)/g*sum)
	if half <= 0 {
		a.Trouble = TroubleNoVariance
		return
	}
	a.Low, a.High, a.Method = 1-math.Exp(here+half), 1-math.Exp(here-half), MethodAgreement
}
