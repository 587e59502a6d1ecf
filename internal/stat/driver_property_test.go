package stat

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

const driverRounds = 20

func fewMissing() driverWorld {
	return driverWorld{"some missing", KindNPS, []float64{.6, .3, 0, .15}, .4, .5, .08}
}

// flatten lists all figures of an analysis.
func flatten(d Drivers) []float64 {
	list := []float64{float64(d.N), d.R2.Value, d.R2.SE}
	for _, i := range d.Items {
		for _, c := range []Coefficient{i.Weight, i.Share, i.OverNoise, i.Slope, i.Gain, i.Shaped.Penalty, i.Shaped.Reward, i.Shaped.Excess, i.Shaped.Means[0], i.Shaped.Means[1], i.Shaped.Means[2]} {
			list = append(list, c.Value, c.SE, c.P)
		}
		list = append(list, float64(i.N), i.Mean, i.Skipped.Difference.Value, i.Skipped.Q)
	}
	return list
}

func sameFigures(t *testing.T, what string, a, b []float64) {
	t.Helper()
	for i := range a {
		if math.IsNaN(a[i]) != math.IsNaN(b[i]) || math.Abs(a[i]-b[i]) > 1e-7*math.Max(1, math.Abs(b[i])) {
			t.Fatalf("%s: figure %d of %d is %.12g, want %.12g", what, i, len(a), b[i], a[i])
		}
	}
}

func TestDriversDoNotDependOnTheOrder(t *testing.T) {
	r, w := seeded(200), fewMissing()
	for range driverRounds {
		rows := w.sample(r, 300+r.IntN(300))
		before := flatten(ComputeDrivers(w.kind, partsOf(w.plan(), rows)))
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		sameFigures(t, "shuffled", before, flatten(ComputeDrivers(w.kind, partsOf(w.plan(), rows))))
	}
}

// The drivers' own order changes nothing but theirs.
func TestDriversMayStandInAnyOrder(t *testing.T) {
	r, w := seeded(201), fewMissing()
	for range driverRounds {
		rows := w.sample(r, 500)
		before := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
		order := r.Perm(len(w.slopes))
		for i := range rows {
			turned := make([]float64, len(order))
			for to, from := range order {
				turned[to] = rows[i].answer.Ratings[from]
			}
			rows[i].answer.Ratings = turned
		}
		after := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
		back := after
		back.Items = make([]Driver, len(order))
		for to, from := range order {
			back.Items[from] = after.Items[to]
		}
		sameFigures(t, fmt.Sprint("order ", order), flatten(before), flatten(back))
	}
}

func TestEqualWeightsChangeNoDriver(t *testing.T) {
	r, w := seeded(202), fewMissing()
	for range driverRounds {
		rows := w.sample(r, 400)
		plain := flatten(ComputeDrivers(w.kind, partsOf(w.plan(), rows)))
		for _, weight := range []float64{1, 2.5} {
			for i := range rows {
				rows[i].answer.Weight = weight
			}
			p := partsOf(w.plan(), rows)
			p.Weighted = true
			sameFigures(t, fmt.Sprint("weights of ", weight), plain, flatten(ComputeDrivers(w.kind, p)))
		}
	}
}

// A weight of 2 is the same answer twice, as far as the values go.
func TestAWeightOfTwoIsTwoAnswers(t *testing.T) {
	r, w := seeded(203), fewMissing()
	rows := w.sample(r, 400)
	var twice []ratedRow
	for i := range rows {
		twice = append(twice, rows[i])
		if i%3 == 0 {
			twice = append(twice, rows[i])
			rows[i].answer.Weight = 2
		}
	}
	a, b := ComputeDrivers(w.kind, partsOf(w.plan(), rows)), ComputeDrivers(w.kind, partsOf(w.plan(), twice))
	for j := range a.Items {
		near(t, "weight", a.Items[j].Weight.Value, b.Items[j].Weight.Value)
		near(t, "gain", a.Items[j].Gain.Value, b.Items[j].Gain.Value)
		near(t, "penalty", a.Items[j].Shaped.Penalty.Value, b.Items[j].Shaped.Penalty.Value)
		near(t, "reward", a.Items[j].Shaped.Reward.Value, b.Items[j].Shaped.Reward.Value)
		near(t, "standard error", a.Items[j].Gain.SE, b.Items[j].Gain.SE)
	}
}

func TestMergingDriverMomentsIsPooling(t *testing.T) {
	r, w := seeded(204), fewMissing()
	for range driverRounds {
		rows := w.sample(r, 500)
		cut := 100 + r.IntN(300)
		left, right, pooled := partsOf(w.plan(), rows[:cut]), partsOf(w.plan(), rows[cut:]), partsOf(w.plan(), rows)
		merged := DriverParts{}
		for i := range pooled.Groups {
			switch l, g := left.Groups[i], right.Groups[i]; {
			case l.Drivers() == 0:
				merged.Groups = append(merged.Groups, g)
			case g.Drivers() == 0:
				merged.Groups = append(merged.Groups, l)
			default:
				both := l.Merge(g)
				sameFigures(t, "taken apart", both.Without(g).Linear.P, l.Linear.P)
				merged.Groups = append(merged.Groups, both)
			}
		}
		sameFigures(t, "merged", flatten(ComputeDrivers(w.kind, pooled)), flatten(ComputeDrivers(w.kind, merged)))
	}
}

// Another unit for a driver leaves its weight and turns its slope.
func TestRescalingADriverLeavesItsWeight(t *testing.T) {
	r, w := seeded(205), fewMissing()
	rows := w.sample(r, 600)
	before := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	for i := range rows {
		rows[i].answer.Ratings[1] = 10*rows[i].answer.Ratings[1] - 7
		rows[i].answer.Score *= 3
	}
	after := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	for j := range before.Items {
		near(t, "weight", after.Items[j].Weight.Value, before.Items[j].Weight.Value)
		near(t, "share", after.Items[j].Share.SE, before.Items[j].Share.SE)
	}
	near(t, "slope in tenths", after.Items[1].Slope.Value, before.Items[1].Slope.Value/10)
	near(t, "slope of another", after.Items[0].Slope.Value, before.Items[0].Slope.Value)
}

// On complete answers slopes, penalties and rewards are least squares, computed
// here from the rows by QR.
func TestSlopesAndPenaltiesAreLeastSquares(t *testing.T) {
	r, w := seeded(206), fewMissing()
	w.missing = 0
	rows, plan, k := w.sample(r, 700), w.plan(), len(w.slopes)
	d := ComputeDrivers(w.kind, partsOf(plan, rows))
	linear, dummies, y := mat.NewDense(len(rows), k+1, nil), mat.NewDense(len(rows), 2*k+1, nil), mat.NewVecDense(len(rows), nil)
	for i, row := range rows {
		linear.Set(i, k, 1)
		dummies.Set(i, 2*k, 1)
		y.SetVec(i, row.answer.Contribution)
		for j, x := range row.answer.Ratings {
			linear.Set(i, j, x)
			dummies.Set(i, 2*j, flag(x <= 2))
			dummies.Set(i, 2*j+1, flag(x == 5))
		}
	}
	var slopes, contrasts mat.VecDense
	if err := slopes.SolveVec(linear, y); err != nil {
		t.Fatal(err)
	}
	if err := contrasts.SolveVec(dummies, y); err != nil {
		t.Fatal(err)
	}
	for j, item := range d.Items {
		near(t, "slope", item.Slope.Value, slopes.AtVec(j))
		near(t, "penalty", item.Shaped.Penalty.Value, -contrasts.AtVec(2*j))
		near(t, "reward", item.Shaped.Reward.Value, contrasts.AtVec(2*j+1))
		near(t, "excess", item.Shaped.Excess.Value, -contrasts.AtVec(2*j)-contrasts.AtVec(2*j+1))
		shortfall, n := 0.0, float64(len(rows))
		for _, row := range rows {
			shortfall += math.Max(0, 4-row.answer.Ratings[j]) / n
		}
		near(t, "gain", item.Gain.Value, slopes.AtVec(j)*shortfall/2)
	}
}

// Pairwise-complete correlations are those of the answers with both.
func TestCorrelationsArePairwiseComplete(t *testing.T) {
	r, w := seeded(207), fewMissing()
	w.missing = .3
	rows := w.sample(r, 300)
	m := partsOf(w.plan(), rows)
	total, _ := m.total()
	var xs, ys []float64
	for _, row := range rows {
		if x, y := row.answer.Ratings[0], row.answer.Ratings[1]; !math.IsNaN(x) && !math.IsNaN(y) {
			xs, ys = append(xs, x), append(ys, y)
		}
	}
	sum := func(f func(i int) float64) (s float64) {
		for i := range xs {
			s += f(i)
		}
		return s
	}
	n := float64(len(xs))
	mx, my := sum(func(i int) float64 { return xs[i] })/n, sum(func(i int) float64 { return ys[i] })/n
	want := sum(func(i int) float64 { return (xs[i] - mx) * (ys[i] - my) }) /
		math.Sqrt(sum(func(i int) float64 { return (xs[i] - mx) * (xs[i] - mx) })*sum(func(i int) float64 { return (ys[i] - my) * (ys[i] - my) }))
	near(t, "correlation", total.Linear.Correlation(0, 1), want)
}
