package stat

import (
	"math"
	"math/rand/v2"
)

// tasteShares is how people are inclined (out of sorts, so-so, pleased), and
// ratingShares how the inclined rate on five points. What the ratings have in
// common comes from the inclination.
var (
	tasteShares  = []float64{.25, .45, .3}
	ratingShares = [3][5]float64{{.3, .3, .2, .15, .05}, {.1, .2, .35, .25, .1}, {.03, .07, .2, .35, .35}}
)

// driverWorld is a population of k drivers rated on five points and one score.
type driverWorld struct {
	name    string
	kind    Kind
	slopes  []float64 // of the chance to be content, on the logit scale, one a driver
	bend    float64   // extra for a top rating of the first driver, and less for the last
	taste   float64   // of the inclination by itself
	missing float64   // share of ratings not given, at random
}

func (w driverWorld) plan() DriverPlan { return fivePoints(len(w.slopes)) }

// content is the chance of a good score, unhappy that of a bad one (of an NPS).
func (w driverWorld) content(taste int, ratings []float64) (content, unhappy float64) {
	z := w.taste * float64(taste-1)
	for j, x := range ratings {
		z += w.slopes[j] * (x - 3)
	}
	if ratings[0] == 5 {
		z += w.bend
	}
	if ratings[len(ratings)-1] == 1 {
		z -= w.bend
	}
	content = 1 / (1 + math.Exp(-z))
	if w.kind != KindNPS {
		return content, 1 - content
	}
	return content * content, (1 - content) * (1 - content)
}

// outcomes are score and contribution of good, neither and bad.
func (w driverWorld) outcomes() [3][2]float64 {
	if w.kind == KindNPS {
		return [3][2]float64{{10, 100}, {8, 0}, {4, -100}}
	}
	return [3][2]float64{{1, 100}, {0, 0}, {0, 0}}
}

// population are the moments of everybody, exactly: each possible answer with
// its probability as weight. The noise has nothing to do with anything.
func (w driverWorld) population() DriverMoments {
	k, plan := len(w.slopes), w.plan()
	m := plan.New()
	ratings := make([]float64, k)
	var walk func(j, taste int, chance float64)
	walk = func(j, taste int, chance float64) {
		if j < k {
			for x, share := range ratingShares[taste] {
				ratings[j] = float64(x + 1)
				walk(j+1, taste, chance*share)
			}
			return
		}
		content, unhappy := w.content(taste, ratings)
		for o, p := range []float64{content, 1 - content - unhappy, unhappy} {
			for _, noise := range []float64{0, 1} {
				plan.Add(&m, DriverAnswer{Ratings: ratings, Noise: noise, Score: w.outcomes()[o][0], Contribution: w.outcomes()[o][1], Weight: chance * p / 2 * 1e6})
			}
		}
	}
	for taste, share := range tasteShares {
		walk(0, taste, share)
	}
	return m
}

func pick5(r *rand.Rand, shares []float64) int {
	u := r.Float64()
	for i, s := range shares {
		if u -= s; u < 0 {
			return i
		}
	}
	return len(shares) - 1
}

// answer draws one answer of somebody of this inclination.
func (w driverWorld) answer(r *rand.Rand, taste int) DriverAnswer {
	a := DriverAnswer{Ratings: make([]float64, len(w.slopes)), Noise: r.Float64(), Weight: 1}
	for j := range a.Ratings {
		a.Ratings[j] = float64(pick5(r, ratingShares[taste][:]) + 1)
	}
	content, unhappy := w.content(taste, a.Ratings)
	o := w.outcomes()[pick5(r, []float64{content, 1 - content - unhappy, unhappy})]
	a.Score, a.Contribution = o[0], o[1]
	for j := range a.Ratings {
		if w.missing > 0 && r.Float64() < w.missing {
			a.Ratings[j] = math.NaN()
		}
	}
	return a
}

// sample draws n answers of n people.
func (w driverWorld) sample(r *rand.Rand, n int) []ratedRow {
	rows := make([]ratedRow, n)
	for i := range rows {
		rows[i] = ratedRow{bucket: r.IntN(BucketCount), answer: w.answer(r, pick5(r, tasteShares))}
	}
	return rows
}

// sampleAccounts draws n answers of so many accounts, where half the answers
// have the inclination of their account.
func (w driverWorld) sampleAccounts(r *rand.Rand, n, accounts int) []ratedRow {
	tastes, buckets := make([]int, accounts), make([]int, accounts)
	for a := range accounts {
		tastes[a], buckets[a] = pick5(r, tasteShares), r.IntN(BucketCount)
	}
	rows := make([]ratedRow, n)
	for i := range rows {
		a := r.IntN(accounts)
		taste := tastes[a]
		if r.Float64() < .5 {
			taste = pick5(r, tasteShares)
		}
		rows[i] = ratedRow{bucket: buckets[a], account: a, answer: w.answer(r, taste)}
	}
	return rows
}

// partsFor are the parts of a sample of unrelated people: by bucket, and by
// answer where there are too few for that.
func partsFor(plan DriverPlan, rows []ratedRow) DriverParts {
	p := partsOf(plan, rows)
	if !p.NeedsClusters() {
		return p
	}
	p = DriverParts{ByCluster: true}
	for _, row := range rows {
		m := plan.New()
		plan.Add(&m, row.answer)
		p.Groups = append(p.Groups, m)
	}
	return p
}
