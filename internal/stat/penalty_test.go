package stat

import (
	"math"
	"testing"
)

// spanning is a coefficient with this interval.
func spanning(low, high float64) Coefficient {
	c := missing(TroubleNone)
	c.Value, c.Low, c.High = (low+high)/2, low, high
	return c
}

func TestShapesAreNamedByInterval(t *testing.T) {
	up, open, down, none := spanning(1, 3), spanning(-1, 2), spanning(-3, -1), missing(TroubleTooFew)
	cases := []struct {
		name                    string
		penalty, reward, excess Coefficient
		want                    Shape
	}{
		{"costs more than it brings", up, open, up, ShapeMustBe},
		{"both, low costs more", up, up, up, ShapeMustBe},
		{"brings more than it costs", open, up, down, ShapeAttractive},
		{"both, high brings more", up, up, down, ShapeAttractive},
		{"both alike", up, up, open, ShapeLinear},
		{"low answers go with more", down, up, down, ShapeNotMonotone},
		{"high answers go with less", up, down, up, ShapeNotMonotone},
		{"only costs, nothing told apart", up, open, open, ShapeUnclear},
		{"only brings, nothing told apart", open, up, open, ShapeUnclear},
		{"nothing", open, open, open, ShapeUnclear},
		{"nobody was low", none, up, none, ShapeUnclear},
		{"nobody was low, high goes with less", none, down, none, ShapeNotMonotone},
		{"ends at 0", spanning(0, 3), open, up, ShapeUnclear},
	}
	for _, c := range cases {
		if got := ClassifyShape(c.penalty, c.reward, c.excess); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestScalesSayWhatIsLowHighAndGood(t *testing.T) {
	cases := []struct {
		scale             DriverScale
		low, high, target float64 // the highest low, the least high answer
	}{
		{DriverScale{1, 5}, 2, 5, 4},
		{DriverScale{1, 4}, 2, 4, 3},
		{DriverScale{1, 7}, 3, 7, 6},
		{DriverScale{0, 10}, 4, 9, 9},
		{DriverScale{1, 10}, 5, 9, 9},
		{DriverScale{1, 8}, 4, 7, 7},
		{DriverScale{0, 1}, 0, 1, 0},
	}
	for _, c := range cases {
		if !c.scale.Low(c.low) || c.scale.Low(c.low+1) || !c.scale.High(c.high) || c.scale.High(c.high-1) || c.scale.Target() != c.target {
			t.Errorf("%+v: low below %v, high from %v, target %v", c.scale, c.scale.LowBelow(), c.scale.HighFrom(), c.scale.Target())
		}
	}
}

// Four drivers built to have a shape each are found to have it, and their three
// means are those of the answers.
func TestShapesAreFound(t *testing.T) {
	r := seeded(600)
	steps := map[Shape][3]float64{ShapeMustBe: {-15, 0, 0}, ShapeAttractive: {0, 0, 15}, ShapeLinear: {-10, 0, 10}, ShapeNotMonotone: {10, 0, 10}}
	order := []Shape{ShapeMustBe, ShapeAttractive, ShapeLinear, ShapeNotMonotone}
	var rows []ratedRow
	for range 4000 {
		a := DriverAnswer{Noise: r.Float64(), Weight: 1}
		chance := 45.0
		for _, shape := range order {
			x := 1 + r.IntN(5)
			a.Ratings = append(a.Ratings, float64(x))
			switch {
			case x <= 2:
				chance += steps[shape][0]
			case x == 5:
				chance += steps[shape][2]
			}
		}
		a.Score = flag(100*r.Float64() < chance)
		a.Contribution = 100 * a.Score
		rows = append(rows, ratedRow{bucket: r.IntN(BucketCount), answer: a})
	}
	d := ComputeDrivers(KindShare, partsOf(fivePoints(4), rows))
	for j, shape := range order {
		s := d.Items[j].Shaped
		if s.Shape != shape {
			t.Errorf("%s is found to be %s: P %+v R %+v", shape, s.Shape, s.Penalty, s.Reward)
		}
		var sums, counts [3]float64
		for _, row := range rows {
			class := 1
			if x := row.answer.Ratings[j]; x <= 2 {
				class = 0
			} else if x == 5 {
				class = 2
			}
			sums[class] += row.answer.Contribution
			counts[class]++
		}
		for c := range sums {
			near(t, "mean of a class", s.Means[c].Value, sums[c]/counts[c])
			if s.Counts[c] != int64(counts[c]) || !s.Means[c].HasInterval() {
				t.Errorf("class %d of driver %d: %+v", c, j, s)
			}
		}
	}
	if DoFirst([]Candidate{{Gain: d.Items[2].Gain, Shape: d.Items[2].Shaped.Shape}, {Gain: d.Items[2].Gain, Shape: ShapeNotMonotone}}).Actions[0].Candidate != 0 {
		t.Error("a driver that is not monotone is advised on")
	}
}

// Too few low, middle or high answers: no penalty and reward, the others' stay.
func TestFewLowAnswersLeaveThePenaltyOpen(t *testing.T) {
	w := driverWorld{"few low", KindNPS, []float64{.5, .3, .2}, 0, .2, 0}
	rows := w.sample(seeded(601), 600)
	for i := range rows {
		if rows[i].answer.Ratings[1] <= 2 && i > 10 {
			rows[i].answer.Ratings[1] = 3
		}
		rows[i].answer.Ratings[2] = []float64{1, 5}[i%2]
	}
	d := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	full, low, middle := d.Items[0].Shaped, d.Items[1].Shaped, d.Items[2].Shaped
	if !full.Penalty.HasInterval() || !full.Reward.HasInterval() {
		t.Errorf("the full one: %+v", full)
	}
	for _, s := range []Shaped{low, middle} {
		if s.Penalty.Trouble != TroubleTooFew || s.Reward.Trouble != TroubleTooFew || s.Shape != ShapeUnclear {
			t.Errorf("%+v", s)
		}
	}
	if low.Counts[0] >= minShapeAnswers || middle.Counts[1] != 0 || !math.IsNaN(middle.Means[1].Value) || math.IsNaN(middle.Means[2].Value) {
		t.Errorf("counts %v and %v", low.Counts, middle.Counts)
	}
	many := driverWorld{"many drivers", KindNPS, make([]float64, 10), 0, .2, 0}
	small := ComputeDrivers(many.kind, partsFor(many.plan(), many.sample(seeded(602), 62)))
	if small.Shapes != TroubleTooFew || small.Trouble != TroubleNone || !math.IsNaN(small.Items[0].Shaped.Penalty.Value) {
		t.Errorf("62 answers: %q %q", small.Trouble, small.Shapes)
	}
}
