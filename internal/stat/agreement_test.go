package stat

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// krippendorffC are the data of Krippendorff 2011, example C: 12 units, 4
// coders, "." for missing. krippendorff3 are those of the encyclopaedia's
// article: 15 units, 3 coders.
const (
	krippendorffC = `1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .`
	krippendorff3 = `. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4`
)

// units reads a table of coders into units.
func unitsOf(table string) [][]int {
	var out [][]int
	for coder, line := range strings.Split(table, "\n") {
		for i, cell := range strings.Fields(line) {
			if coder == 0 {
				out = append(out, nil)
			}
			v := Missing
			if cell != "." {
				v = int(cell[0] - '1')
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

func pairsOf(categories int, units [][]int) Pairs {
	p := NewPairs(categories)
	for _, u := range units {
		p.AddUnit(u...)
	}
	return p
}

func crossedOf(table [][]int) Crossed {
	c := NewCrossed(len(table))
	for i, row := range table {
		for j, n := range row {
			c.AddOrdered(i, j, n)
		}
	}
	return c
}

// TestAgreementReferences: published values. Kappa of the psychiatric diagnoses
// (Fleiss 1971, the first two raters) is R psych's, 3 x 3 is SAS's.
func TestAgreementReferences(t *testing.T) {
	for name, c := range map[string]struct {
		got    Agreement
		want   float64
		within float64
	}{
		"alpha, example C":     {KrippendorffAlpha([][]Pairs{{pairsOf(5, unitsOf(krippendorffC))}}), .743421, 5e-7},
		"alpha, three coders":  {KrippendorffAlpha([][]Pairs{{pairsOf(4, unitsOf(krippendorff3))}}), .691358, 5e-7},
		"kappa, 3 x 3":         {CohenKappa([][]Crossed{{crossedOf([][]int{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}})}}), .4842, 5e-5},
		"kappa, 2 x 2":         {CohenKappa([][]Crossed{{crossedOf([][]int{{45, 15}, {25, 15}})}}), .130434782608696, 1e-9},
		"kappa, two diagnoses": {CohenKappa([][]Crossed{{crossedOf(diagnoses)}}), .651162790697674, 1e-9},
	} {
		if math.Abs(c.got.Value-c.want) > c.within || c.got.Trouble != TroubleTooFew {
			t.Errorf("%s is %.7f (%s), want %.7f", name, c.got.Value, c.got.Trouble, c.want)
		}
	}
}

// diagnoses crosses the first two raters of the 30 patients.
var diagnoses = [][]int{{7, 1, 2, 3, 0}, {0, 8, 1, 1, 0}, {0, 0, 2, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 4}}

// TestJackknifeNearTheClosedForm: with each patient a document the standard error
// is near the large-sample one: R psych gives .4558 to .8465, which is .0997.
func TestJackknifeNearTheClosedForm(t *testing.T) {
	var documents [][]Crossed
	for i, row := range diagnoses {
		for j, n := range row {
			for range n {
				one := NewCrossed(len(diagnoses))
				one.AddOrdered(i, j, 1)
				documents = append(documents, []Crossed{one})
			}
		}
	}
	got := CohenKappa(documents)
	half := (math.Log(1-got.Low) - math.Log(1-got.High)) / 2
	if se := half / criticalT(29) * (1 - got.Value); got.Documents != 30 || math.Abs(se-.0997) > .01 {
		t.Errorf("%d documents: standard error %.4f", got.Documents, se)
	}
}

// coded draws a document of n units: the truth of each, and each coder's word
// for it. Documents differ in how often the code is there and how hard it is.
func coded(r *rand.Rand, n, coders int) [][]int {
	there, right := .1+.3*r.Float64(), .8+.15*r.Float64()
	out := make([][]int, n)
	for i := range out {
		truth := 0
		if r.Float64() < there {
			truth = 1
		}
		for range coders {
			v := truth
			if r.Float64() > right {
				v = 1 - truth
			}
			if r.Float64() < .05 {
				v = Missing
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

func sameAgreement(a, b Agreement) bool {
	return close9(a.Value, b.Value) && close9(a.Low, b.Low) && close9(a.High, b.High) && close9(a.Share, b.Share) && a.Units == b.Units && a.Trouble == b.Trouble
}

func TestAgreementProperties(t *testing.T) {
	r := seeded(5)
	var plain, swapped, relabelled, shuffled [][]Pairs
	for range 12 {
		units := coded(r, 60, 3)
		other, label := make([][]int, len(units)), make([][]int, len(units))
		for i, u := range units {
			other[i] = []int{u[2], u[0], u[1]}
			for _, v := range u {
				if v != Missing {
					v = 1 - v
				}
				label[i] = append(label[i], v)
			}
		}
		plain, swapped = append(plain, []Pairs{pairsOf(2, units)}), append(swapped, []Pairs{pairsOf(2, other)})
		relabelled = append(relabelled, []Pairs{pairsOf(2, label)})
	}
	for _, i := range r.Perm(len(plain)) {
		shuffled = append(shuffled, plain[i])
	}
	want := KrippendorffAlpha(plain)
	for name, documents := range map[string][][]Pairs{"coders in another order": swapped, "labels changed about": relabelled, "documents in another order": shuffled} {
		if got := KrippendorffAlpha(documents); !sameAgreement(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	empty := append([][]Pairs{{NewPairs(2)}}, plain...)
	if got := KrippendorffAlpha(empty); !sameAgreement(got, want) || got.Documents != 12 {
		t.Errorf("a document that nobody judged changes it: %+v", got)
	}
	twice := make([][]Pairs, len(plain))
	for i, d := range plain {
		twice[i] = []Pairs{d[0], d[0]}
	}
	if got := KrippendorffAlpha(twice); !close9(got.Value, want.Value) || !close9(got.Low, want.Low) {
		t.Errorf("a code beside itself changes it: %+v, want %+v", got, want)
	}
	many, one := NewPairs(2), NewPairs(2)
	many.AddUnits(7, 0, 0, 1)
	for range 7 {
		one.AddUnit(0, 0, 1)
	}
	if !close9(many.cells[0], one.cells[0]) || !close9(many.cells[1], one.cells[1]) || many.units != one.units {
		t.Errorf("seven at once %v, one by one %v", many, one)
	}
}

// TestKappaAndAlphaNearEachOther: over two coders of many units both say nearly
// the same, though kappa keeps the coders' margins apart.
func TestKappaAndAlphaNearEachOther(t *testing.T) {
	units := coded(seeded(6), 5000, 2)
	crossed := NewCrossed(2)
	for _, u := range units {
		crossed.AddOrdered(u[0], u[1], 1)
	}
	k, a := CohenKappa([][]Crossed{{crossed}}), KrippendorffAlpha([][]Pairs{{pairsOf(2, units)}})
	if math.Abs(k.Value-a.Value) > .01 || k.Units != a.Units || !close9(k.Share, a.Share) {
		t.Errorf("kappa %+v, alpha %+v", k, a)
	}
}

func TestAgreementInTrouble(t *testing.T) {
	all := func(n int, units ...[]int) [][]Pairs {
		var d [][]Pairs
		for range n {
			d = append(d, []Pairs{pairsOf(2, units)})
		}
		return d
	}
	for name, c := range map[string]struct {
		documents [][]Pairs
		trouble   Trouble
		value     float64
	}{
		"nothing at all":         {nil, TroubleNoAnswers, math.NaN()},
		"one coder":              {all(9, []int{1, Missing}), TroubleNoAnswers, math.NaN()},
		"one judgement in use":   {all(9, []int{0, 0}), TroubleNoVariance, math.NaN()},
		"full agreement":         {all(9, []int{0, 0}, []int{1, 1}), TroubleNoVariance, 1},
		"four documents":         {all(4, []int{0, 0}, []int{1, 1}, []int{0, 1}), TroubleTooFew, 1 - 8/(2*12*12/23.)},
		"documents all the same": {all(9, []int{0, 0}, []int{1, 1}, []int{0, 1}), TroubleNone, 1 - 18/(2*27*27/53.)},
	} {
		got := KrippendorffAlpha(c.documents)
		if got.Trouble != c.trouble || !math.IsNaN(c.value) && math.Abs(got.Value-c.value) > 1e-9 || math.IsNaN(c.value) != math.IsNaN(got.Value) {
			t.Errorf("%s: %+v, want %v %s", name, got, c.value, c.trouble)
		}
	}
}

// TestProveAgreementCoverage: interviews that differ in how often a code is there
// and how hard it is to see. The truth is the value over very many documents.
func TestProveAgreementCoverage(t *testing.T) {
	for _, documents := range []int{5, 8, 16, 40} {
		r := seeded(uint64(700 + documents))
		truth := manyCoded(r, 20_000).Value
		judgeCoverage(t, func() bool {
			a := manyCoded(r, documents)
			return a.Low <= truth && truth <= a.High
		})
	}
}

func manyCoded(r *rand.Rand, n int) Agreement {
	documents := make([][]Pairs, n)
	for i := range documents {
		documents[i] = []Pairs{pairsOf(2, coded(r, 60, 2))}
	}
	return KrippendorffAlpha(documents)
}
