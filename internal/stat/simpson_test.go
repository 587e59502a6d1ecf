package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// dealt deals n good or other answers over the buckets in turn.
func dealt(good, n int) (b Buckets) {
	for i := range n {
		b[i*37%BucketCount].Add(float64(boolInt(i < good)), 1)
	}
	return b
}

// Kidney stones: treatment A heals more of the small and more of the large
// stones, B more of both together, for B was given the small ones (Charig et
// al. 1986, BMJ 292; counts as published, times ten).
func TestKidneyStonesTurn(t *testing.T) {
	r := Restandardise(KindShare, []Stratum{
		{"small", dealt(810, 870), dealt(2340, 2700)},
		{"large", dealt(1920, 2630), dealt(550, 800)},
	}, 7000)
	near(t, "crude", r.Crude.Value, 273.0/350-289.0/350)
	near(t, "same make-up", r.Standard.Value, 357.0/700*(81.0/87-234.0/270)+343.0/700*(192.0/263-55.0/80))
	if !r.Turned || r.Covered != 1 || len(r.LeftOut) != 0 || r.Crude.High >= 0 || r.Standard.Low <= 0 {
		t.Errorf("%+v", r)
	}
}

func TestRestandardisingSaysItsTrouble(t *testing.T) {
	none := Restandardise(KindShare, nil, -1)
	if none.Crude.Trouble != TroubleNoAnswers || none.Standard.Trouble != TroubleNoAnswers || none.Turned {
		t.Errorf("nobody: %+v", none)
	}
	one := Restandardise(KindShare, []Stratum{{"a", dealt(50, 100), dealt(30, 100)}, {"b", dealt(2, 4), dealt(9, 90)}}, 294)
	if one.Standard.Trouble != TroubleTooFew || len(one.LeftOut) != 1 || math.Abs(one.Covered-200.0/294) > 1e-12 || math.IsNaN(one.Standard.Value) {
		t.Errorf("one level: %+v", one)
	}
	few := Restandardise(KindShare, []Stratum{{"a", dealt(10, 20), dealt(9, 20)}, {"b", dealt(9, 15), dealt(9, 15)}}, 35)
	if few.Standard.Trouble != TroubleTooFew || few.Turned {
		t.Errorf("few clusters: %+v", few)
	}
}

// A trait with the same make-up on both sides changes nothing; turning the
// sides round turns the signs.
func TestEqualMakeUpChangesNothing(t *testing.T) {
	r := seeded(800)
	for range 50 {
		a, b := r.IntN(100), r.IntN(100)
		levels := []Stratum{{"x", dealt(a, 100), dealt(b, 200)}, {"y", dealt(b, 150), dealt(a, 300)}}
		same := Restandardise(KindShare, levels, 750)
		if !close9(same.Crude.Value, same.Standard.Value) {
			t.Fatalf("%+v", same)
		}
		levels[0].A, levels[0].B = levels[0].B, levels[0].A
		there := Restandardise(KindShare, levels, 750)
		for i := range levels {
			levels[i].A, levels[i].B = levels[i].B, levels[i].A
		}
		back := Restandardise(KindShare, levels, 750)
		if !close9(there.Standard.Value, -back.Standard.Value) || !close9(there.Standard.Low, -back.Standard.High) || there.Turned != back.Turned {
			t.Fatalf("%+v and %+v", there, back)
		}
	}
}

// makeUp is a world of two sides over three levels. Side A has more of the
// first level, B of the last, and the levels differ; within a level the sides
// differ only where a lift says so.
type makeUp struct {
	levels [3]population
	a, b   [3]float64 // make-up of the sides
}

// uneven mixes a population with its neighbour: a third, a half, and two
// thirds of it.
func uneven(p, other population) makeUp {
	m := makeUp{a: [3]float64{.6, .25, .15}, b: [3]float64{.2, .3, .5}}
	for z, part := range []float64{1. / 3, .5, 2. / 3} {
		shares := make([]float64, len(p.shares))
		for i := range shares {
			shares[i] = part*p.shares[i] + (1-part)*other.shares[i]
		}
		m.levels[z] = population{kind: p.kind, values: p.values, shares: shares}
	}
	return m
}

// draw gives n answers of unrelated parties; A has 40 %. In A every answer is
// of other with chance lift.
func (m makeUp) draw(r *rand.Rand, n int, lift float64, other population) []Stratum {
	levels := make([]Stratum, 3)
	for z := range levels {
		levels[z].Key = clusterIDs[z]
	}
	for range n {
		inA := r.Float64() < .4
		mix := m.b
		if inA {
			mix = m.a
		}
		z := 0
		for u := r.Float64() - mix[0]; u >= 0 && z < 2; u -= mix[z] {
			z++
		}
		x := draw(r, m.levels[z], m.levels[z].shares)
		if inA && r.Float64() < lift {
			x = draw(r, other, other.shares)
		}
		side := &levels[z].B
		if inA {
			side = &levels[z].A
		}
		side[r.IntN(BucketCount)].Add(x, 1)
	}
	return levels
}

// standard is the true difference at the same make-up.
func (m makeUp) standard(lift float64, other population) float64 {
	sum := 0.0
	for z, p := range m.levels {
		sum += (.4*m.a[z] + .6*m.b[z]) * lift * (other.truth() - p.truth())
	}
	return sum
}

func TestProveStandardisedDifferencesCover(t *testing.T) {
	var cases []coverCase
	for j, pair := range differing() {
		p, other := pair[0], pair[1]
		m := uneven(p, other)
		for k, n := range []int{200, 2000} { // 50 answers do not fill three levels on both sides
			cases = append(cases, coverCase{fmt.Sprintf("%s/%d", p.name, n), uint64(810_000 + 10*j + k), func(r *rand.Rand) interval {
				d := Restandardise(p.kind, m.draw(r, n, .3, p), int64(n)).Standard
				return interval{d.Low, d.High, m.standard(.3, p)}
			}})
		}
	}
	checkCoverage(t, cases)
}

// The sides differ by make-up alone: at the same make-up nothing differs.
func TestProveMakeUpAloneRarelyAlarms(t *testing.T) {
	var cases []alarmCase
	for j, pair := range differing() {
		m := uneven(pair[0], pair[1])
		cases = append(cases,
			alarmCase{name: "difference/" + pair[0].name, seed: uint64(820_000 + j), draw: func(r *rand.Rand) bool {
				return Restandardise(pair[0].kind, m.draw(r, 600, 0, pair[0]), 600).Standard.P <= .05
			}},
			alarmCase{name: "turned/" + pair[0].name, seed: uint64(821_000 + j), draw: func(r *rand.Rand) bool {
				return Restandardise(pair[0].kind, m.draw(r, 600, 0, pair[0]), 600).Turned
			}})
	}
	checkAlarms(t, cases)
}
