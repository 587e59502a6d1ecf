package stat

import (
	"fmt"
	"math"
)

// Missing is the value of a unit that a coder did not judge.
const Missing = -1

// leastDocuments is how many documents an interval of agreement needs: with
// fewer the spread between documents is a guess.
const leastDocuments = 5

// MethodAgreement is the jackknife over documents of the logarithm of the
// disagreement.
const MethodAgreement Method = "agreement_jackknife_documents"

// Pairs are the pairs of judgements of one code in one document: what agreement
// is computed from. They add up.
type Pairs struct {
	categories int
	cells      []float64
	units      int
}

// NewPairs are no pairs yet, of judgements 0 to categories-1.
func NewPairs(categories int) Pairs {
	return Pairs{categories: categories, cells: make([]float64, categories*categories)}
}

// Units is how many units two coders or more have judged.
func (p Pairs) Units() int { return p.units }

// AddUnit takes in one unit: what each coder said of it, Missing where nothing.
// A unit of m judgements gives m(m-1) ordered pairs of weight 1/(m-1); a unit
// with fewer than two tells nothing. The order of the coders does not matter.
func (p *Pairs) AddUnit(judgements ...int) {
	m := 0
	for _, j := range judgements {
		p.check(j)
		if j != Missing {
			m++
		}
	}
	if m < 2 {
		return
	}
	p.units++
	for a, one := range judgements {
		for b, other := range judgements {
			if a != b && one != Missing && other != Missing {
				p.cells[one*p.categories+other] += 1 / float64(m-1)
			}
		}
	}
}

// AddUnits takes in n units of which all coders said the same things, as
// AddUnit does one: most sentences carry no code, and nobody lists them.
func (p *Pairs) AddUnits(n int, judgements ...int) {
	if n <= 0 {
		return
	}
	one := NewPairs(p.categories)
	one.AddUnit(judgements...)
	p.units += n * one.units
	for i, c := range one.cells {
		p.cells[i] += float64(n) * c
	}
}

func (p *Pairs) check(j int) {
	if j != Missing && (j < 0 || j >= p.categories) {
		panic(fmt.Sprintf("stat: judgement %d of %d categories", j, p.categories))
	}
}

// disagreement is how much coders differ and how much they would by chance, in
// judgements (units, for two coders).
type disagreement struct{ observed, expected, judgements float64 }

// alpha is Krippendorff's disagreement: of n = sum of all cells,
//
//	observed = sum over c != k of o(c,k)
//	expected = sum over c != k of n(c) n(k) / (n - 1)
func (p Pairs) alpha() disagreement {
	n, margins := 0.0, make([]float64, p.categories)
	d := disagreement{}
	for i, o := range p.cells {
		n += o
		margins[i/p.categories] += o
		if i/p.categories != i%p.categories {
			d.observed += o
		}
	}
	d.judgements = n
	if n > 1 {
		d.expected = n * n
		for _, m := range margins {
			d.expected -= m * m
		}
		d.expected = math.Max(0, d.expected/(n-1))
	}
	return d
}

// totalPairs adds up; there is one at least.
func totalPairs(others []Pairs) Pairs {
	sum := NewPairs(others[0].categories)
	for _, o := range others {
		sum.units += o.units
		for i, c := range o.cells {
			sum.cells[i] += c
		}
	}
	return sum
}

func (p Pairs) less(o Pairs) Pairs {
	rest := NewPairs(p.categories)
	rest.units = p.units - o.units
	for i, c := range o.cells {
		rest.cells[i] = math.Max(0, p.cells[i]-c)
	}
	return rest
}

// Agreement is how far coders agree, beyond chance.
type Agreement struct {
	Value     float64 // 1 is full, 0 what chance gives, below 0 less than chance; NaN where Trouble says why
	Low       float64 // NaN where there is no interval
	High      float64
	Share     float64 // of pairs of judgements that are the same, 0..1: not corrected for chance
	Units     int     // judged by two coders at least, over all codes
	Documents int     // with such units
	Method    Method
	Trouble   Trouble
}

// KrippendorffAlpha is alpha for nominal judgements, of any number of coders
// each of whom may have left units out. documents holds, for each document, the
// pairs of each code; all documents have the same codes.
//
//	alpha = 1 - sum of observed / sum of expected, over the codes (see Pairs.alpha)
//
// Over one code that is Krippendorff's alpha; over several each keeps its own
// margins, so a rare code is judged against its own chance. The interval is the
// delete-a-document jackknife of log(1 - alpha) with t of documents - 1 degrees
// of freedom, never above 1. Under 5 documents: TroubleTooFew, the value stands.
// Full agreement in all documents, or no more than one judgement in use:
// TroubleNoVariance; in the second case there is no value either.
//
// Source: K. Krippendorff 2011, Computing Krippendorff's Alpha-Reliability;
// Hayes & Krippendorff 2007, Communication Methods and Measures 1(1).
func KrippendorffAlpha(documents [][]Pairs) Agreement { return agree(documents, Pairs.alpha) }

// CohenKappa is kappa of two coders: each unit has the judgement of the first
// and then of the second, made with AddOrdered. All else is as for alpha.
//
//	kappa = 1 - sum of n (1 - po) / sum of n (1 - pe)
//
// Source: J. Cohen 1960, Educational and Psychological Measurement 20(1).
func CohenKappa(documents [][]Crossed) Agreement {
	tables := make([][]Pairs, len(documents))
	for i, d := range documents {
		for _, c := range d {
			tables[i] = append(tables[i], c.pairs)
		}
	}
	return agree(tables, kappaOf)
}

// Crossed is the table of what two coders said of the same units.
type Crossed struct{ pairs Pairs }

// NewCrossed is an empty table of judgements 0 to categories-1.
func NewCrossed(categories int) Crossed { return Crossed{NewPairs(categories)} }

// AddOrdered takes in n units of which the first coder said one and the second
// other; n of 0 or less and a missing judgement add nothing.
func (c *Crossed) AddOrdered(one, other, n int) {
	c.pairs.check(one)
	c.pairs.check(other)
	if one == Missing || other == Missing || n <= 0 {
		return
	}
	c.pairs.cells[one*c.pairs.categories+other] += float64(n)
	c.pairs.units += n
}

// kappaOf is Cohen's disagreement; the cells are ordered pairs, a unit each.
func kappaOf(c Pairs) disagreement {
	n, rows, columns := 0.0, make([]float64, c.categories), make([]float64, c.categories)
	d := disagreement{}
	for i, o := range c.cells {
		n += o
		rows[i/c.categories] += o
		columns[i%c.categories] += o
		if i/c.categories != i%c.categories {
			d.observed += o
		}
	}
	d.judgements = n
	if n > 0 {
		d.expected = n
		for i := range rows {
			d.expected -= rows[i] * columns[i] / n
		}
		d.expected = math.Max(0, d.expected)
	}
	return d
}
