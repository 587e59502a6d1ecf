package stat

import "math"

// Moments are the moments of a group: those that DriverPlan.Add would have
// summed up from its answers, but for the order of the sums.
func (t *DriverTables) Moments(group int) DriverMoments {
	k := len(t.codes.Ratings)
	g := codedGroup{t: t, group: group, k: k, m: t.codes.Plan.New()}
	for i, ratings := range t.codes.Ratings {
		low, high := t.codes.Plan.flags(i, ratings)
		g.driver(i, low, high)
		for j := i + 1; j < k; j++ {
			below, above := t.codes.Plan.flags(j, t.codes.Ratings[j])
			g.read(i, j)
			g.set(&g.m.Linear, i, j, ratings, t.codes.Ratings[j])
			g.set(&g.m.Shape, 2*i, 2*j, low, below)
			g.set(&g.m.Shape, 2*i, 2*j+1, low, above)
			g.set(&g.m.Shape, 2*i+1, 2*j, high, below)
			g.set(&g.m.Shape, 2*i+1, 2*j+1, high, above)
		}
		g.read(i, k)
		g.set(&g.m.Linear, i, scoreColumn(k), ratings, t.codes.Scores)
		g.set(&g.m.Linear, i, contributionColumn(k), ratings, t.codes.Contributions)
		g.set(&g.m.Shape, 2*i, 2*k, low, t.codes.Contributions)
		g.set(&g.m.Shape, 2*i+1, 2*k, high, t.codes.Contributions)
	}
	g.outcome()
	return g.m
}

// flags are, for each rating of a driver, whether it is low and whether high.
func (p DriverPlan) flags(j int, ratings []float64) (low, high []float64) {
	for _, x := range ratings {
		low, high = append(low, flag(p[j].Scale.Low(x))), append(high, flag(p[j].Scale.High(x)))
	}
	return low, high
}

// codedGroup makes the moments of one group. table is that of the pair read
// last, without the codes for no answer: a row for each code of the first column.
type codedGroup struct {
	t     *DriverTables
	group int
	k     int
	m     DriverMoments
	table [][]float64
}

// read reads the table of two columns of codes, i before j.
func (g *codedGroup) read(i, j int) {
	t, b := g.t, g.t.blocks[i]
	first := g.group*t.cells + b.start + t.firsts[j] - b.after
	g.table = g.table[:0]
	for code := 1; code < t.codes.levels(i); code++ {
		row := make([]float64, t.codes.levels(j)-1)
		at := first + code*b.width + 1
		if t.weighted {
			copy(row, t.weights[at:])
		} else {
			for c := range row {
				row[c] = float64(t.counts[at+c])
			}
		}
		g.table = append(g.table, row)
	}
}

// set sets the sums of a pair of columns, whose codes stand for u and v, from
// the table read last.
func (g *codedGroup) set(m *CrossMoments, i, j int, u, v []float64) {
	var w, su, sv, p, qu, qv float64
	for a, row := range g.table {
		var rw, rv, rq float64
		for b, cell := range row {
			y := v[b]
			rw += cell
			rv += cell * y
			rq += cell * y * y
		}
		x := u[a]
		w += rw
		su += rw * x
		sv += rv
		p += rv * x
		qu += rw * x * x
		qv += rq
	}
	m.SetPair(i, j, w, su, sv, p, qu, qv)
}

// driver sets what is known of driver i by itself and with the noise.
func (g *codedGroup) driver(i int, low, high []float64) {
	k, ratings := g.k, g.t.codes.Ratings[i]
	totals := g.t.of(g.group, i)[1:]
	linear, shape := &g.m.Linear, &g.m.Shape
	noise := noiseColumn(k)
	var sums, lows, highs codeSums
	for c, s := range totals {
		sums.add(s, ratings[c])
		lows.add(s, low[c])
		highs.add(s, high[c])
		g.m.Shortfall[i] += s.w * math.Max(0, g.t.codes.Plan[i].Target-ratings[c])
	}
	sums.own(linear, i)
	lows.own(shape, 2*i)
	highs.own(shape, 2*i+1)
	shape.SetPair(2*i, 2*i+1, sums.w, lows.x, highs.x, 0, lows.xx, highs.xx)
	linear.SetPair(i, noise, sums.w, sums.x, sums.e, sums.xe, sums.xx, sums.ee)
}

// outcome sets what is known of noise, score and contribution by themselves and
// with each other.
func (g *codedGroup) outcome() {
	k := g.k
	linear := &g.m.Linear
	noise, score, contribution := noiseColumn(k), scoreColumn(k), contributionColumn(k)
	var scores, contributions codeSums
	both := 0.0
	for c, s := range g.t.of(g.group, k)[1:] {
		scores.add(s, g.t.codes.Scores[c])
		contributions.add(s, g.t.codes.Contributions[c])
		both += s.w * g.t.codes.Scores[c] * g.t.codes.Contributions[c]
	}
	scores.own(linear, score)
	contributions.own(linear, contribution)
	contributions.own(&g.m.Shape, 2*k)
	linear.SetPair(score, contribution, scores.w, scores.x, contributions.x, both, scores.xx, contributions.xx)
	linear.SetPair(score, noise, scores.w, scores.x, scores.e, scores.xe, scores.xx, scores.ee)
	linear.SetPair(contribution, noise, scores.w, contributions.x, scores.e, contributions.xe, contributions.xx, scores.ee)
	linear.Count[noise], linear.W2[noise] = scores.n, scores.w2
	linear.SetPair(noise, noise, scores.w, scores.e, scores.e, scores.ee, scores.ee, scores.ee)
}

// codeSums are the sums of a column x of codes, and of it with the noise e.
type codeSums struct {
	n                       int64
	w, w2, x, xx, e, ee, xe float64
}

func (s *codeSums) add(t codeTotal, x float64) {
	s.n += t.n
	s.w += t.w
	s.w2 += t.w2
	s.x += t.w * x
	s.xx += t.w * x * x
	s.e += t.noise
	s.ee += t.noise2
	s.xe += t.noise * x
}

// own sets what is known of a column by itself.
func (s codeSums) own(m *CrossMoments, i int) {
	m.Count[i], m.W2[i] = s.n, s.w2
	m.SetPair(i, i, s.w, s.x, s.x, s.xx, s.xx, s.xx)
}
