package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// npsContribution is that of the net promoter score, also of means.
func npsContribution(score float64) float64 {
	switch {
	case score >= 9:
		return 100
	case score <= 6:
		return -100
	}
	return 0
}

// accountOf is an account with contacts who answered these scores.
func accountOf(name string, bucket int, worth float64, contacts ...contactScores) AccountAnswers {
	a := AccountAnswers{ID: name, Bucket: bucket, Worth: worth}
	for i, c := range contacts {
		one := ContactAnswers{ID: fmt.Sprint(name, i), Role: c.role, Tie: c.tie, Latest: c.latest}
		for _, s := range c.scores {
			a.Answers.Add(npsContribution(s), 1)
			one.N++
			one.ScoreSum += s
		}
		a.ScoreSum += one.ScoreSum
		a.Contacts = append(a.Contacts, one)
	}
	return a
}

type contactScores struct {
	role, tie int
	latest    int64
	scores    []float64
}

// Five firms gave 10, 2, 7, 8 and 6. One promoter and two detractors of five
// are -20; by revenue, with 8,000 behind each detractor and 2,000 behind the
// others, (2,000 - 16,000) / 22,000 = -63.6.
func TestTheRevenueWeightedExampleIsRight(t *testing.T) {
	var accounts []AccountAnswers
	for i, s := range []float64{10, 2, 7, 8, 6} {
		worth := 2000.0
		if s <= 6 {
			worth = 8000
		}
		accounts = append(accounts, accountOf(fmt.Sprint("firm ", i), i, worth, contactScores{scores: []float64{s}}))
	}
	scores, _ := AccountScores(KindNPS, npsContribution, accounts)
	for _, s := range scores {
		if s.Estimate.Value != -20 || !s.Estimate.HasInterval() || s.Accounts != 5 || s.Contacts != 5 {
			t.Errorf("%s: %+v", s.Method, s)
		}
		if !close9(s.Worth.Weighted.Value, -14000.0/220) || s.Worth.Weighted.Trouble != TroubleTooFew || s.Worth.Weighted.HasInterval() {
			t.Errorf("%s by value: %+v", s.Method, s.Worth.Weighted)
		}
	}
}

func TestThreeScoresOfAccountsByHand(t *testing.T) {
	accounts := []AccountAnswers{
		// mean 8: passive; who decides is a detractor
		accountOf("a", 1, math.NaN(), contactScores{role: 1, scores: []float64{10, 10}}, contactScores{role: 4, scores: []float64{4}}),
		// mean 9.5: promoter; the one who influences with the stronger tie is passive
		accountOf("b", 2, math.NaN(), contactScores{role: 3, tie: 2, latest: 9, scores: []float64{10, 10}}, contactScores{role: 3, tie: 5, latest: 1, scores: []float64{8}}),
		// mean 6: detractor; the later of two alike is a promoter
		accountOf("c", 3, math.NaN(), contactScores{latest: 1, scores: []float64{3}}, contactScores{latest: 2, scores: []float64{9}}),
		// nobody known: not by contact
		{ID: "d", Bucket: 4, Worth: math.NaN(), Answers: oneAnswer(100), ScoreSum: 10},
	}
	scores, differences := AccountScores(KindNPS, npsContribution, accounts)
	want := []struct {
		value              float64
		n, accounts, known int64
	}{{100 * (6.0 - 2) / 9, 9, 4, 6}, {25, 4, 4, 6}, {0, 3, 3, 3}}
	for i, w := range want {
		if s := scores[i]; !close9(s.Estimate.Value, w.value) || s.Estimate.N != w.n || s.Accounts != w.accounts || s.Contacts != w.known || s.Worth.Weighted.Trouble != TroubleNoAnswers {
			t.Errorf("%s: %+v, want %+v", s.Method, s, w)
		}
	}
	if d := differences[0]; d.A != ByMean || d.B != ByAnswers || !close9(d.Difference.Value, 25-400.0/9) || d.Difference.Trouble != TroubleTooFew {
		t.Errorf("%+v", d)
	}
}

// randomAccounts have up to most contacts with up to three answers each.
func randomAccounts(r *rand.Rand, count, most int) []AccountAnswers {
	var list []AccountAnswers
	for i := range count {
		var contacts []contactScores
		base := r.IntN(8)
		for range 1 + r.IntN(most) {
			c := contactScores{role: r.IntN(5), tie: r.IntN(6), latest: r.Int64N(50)}
			for range 1 + r.IntN(min(most, 3)) {
				c.scores = append(c.scores, float64(base+r.IntN(4)))
			}
			contacts = append(contacts, c)
		}
		worth := 1000 * math.Exp(r.NormFloat64()/2)
		if r.IntN(5) == 0 {
			worth = math.NaN()
		}
		list = append(list, accountOf(fmt.Sprint(i), i*7%BucketCount, worth, contacts...))
	}
	return list
}

// With one contact and one answer an account, all three are the same score,
// with the same interval, and do not differ.
func TestOneContactAnAccountMakesThreeEqualScores(t *testing.T) {
	r := seeded(4_001)
	for range rounds {
		scores, differences := AccountScores(KindNPS, npsContribution, randomAccounts(r, 30+r.IntN(100), 1))
		for _, s := range scores[1:] {
			if !sameEstimate(s.Estimate, scores[0].Estimate) || !sameEstimate(s.Worth.Weighted, scores[0].Worth.Weighted) {
				t.Fatalf("%+v and %+v", s, scores[0])
			}
		}
		for _, d := range differences {
			if d.Difference.Value != 0 || d.Difference.Trouble != TroubleNoVariance {
				t.Fatalf("%+v", d)
			}
		}
	}
}

func TestOrderOfAccountsAndContactsDoesNotMatter(t *testing.T) {
	r := seeded(4_002)
	for range rounds {
		list := randomAccounts(r, 15+r.IntN(120), 5)
		scores, differences := AccountScores(KindNPS, npsContribution, list)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, a := range list {
			r.Shuffle(len(a.Contacts), func(i, j int) { a.Contacts[i], a.Contacts[j] = a.Contacts[j], a.Contacts[i] })
		}
		again, differ := AccountScores(KindNPS, npsContribution, list)
		for i := range scores {
			if !sameEstimate(scores[i].Estimate, again[i].Estimate) || !sameEstimate(scores[i].Worth.Weighted, again[i].Worth.Weighted) || scores[i].Contacts != again[i].Contacts {
				t.Fatalf("%+v, shuffled %+v", scores[i], again[i])
			}
			if a, b := differences[i].Difference, differ[i].Difference; !close9(a.Low, b.Low) || !close9(a.High, b.High) || !close9(a.P, b.P) {
				t.Fatalf("%+v, shuffled %+v", a, b)
			}
		}
	}
}

// Worth in another currency, or the same for all, moves no score by account.
func TestEqualWorthMovesNoAccountScore(t *testing.T) {
	r := seeded(4_003)
	for range rounds {
		list := randomAccounts(r, 40+r.IntN(100), 4)
		for i := range list {
			list[i].Worth = 1234
		}
		scores, _ := AccountScores(KindNPS, npsContribution, list)
		means := 0.0 // an account's answers share its worth, however many they are
		for _, a := range list {
			means += a.Answers.Mean() / float64(len(list))
		}
		if !close9(scores[0].Worth.Weighted.Value, means) {
			t.Fatalf("all answers by equal worth %v, want %v", scores[0].Worth.Weighted.Value, means)
		}
		for _, s := range scores[1:] {
			if !close9(s.Worth.Weighted.Value, s.Estimate.Value) || s.Worth.Difference.Trouble != TroubleNoVariance {
				t.Fatalf("%+v", s)
			}
		}
	}
}

// The interval of the mean by account covers what a large world of such
// accounts has, though its contacts are alike.
func TestAccountScoresCover(t *testing.T) {
	r := seeded(4_004)
	world := randomAccounts(r, 60_000, 4)
	truth, _ := AccountScores(KindNPS, npsContribution, world)
	const samples = 400
	missed := map[AccountMethod]int{}
	for range samples {
		var list []AccountAnswers
		for i := range 80 {
			a := world[r.IntN(len(world))]
			a.ID, a.Bucket = fmt.Sprint("sample ", i), r.IntN(BucketCount)
			list = append(list, a)
		}
		scores, _ := AccountScores(KindNPS, npsContribution, list)
		for i, s := range scores {
			if v := truth[i].Estimate.Value; v < s.Estimate.Low || v > s.Estimate.High {
				missed[s.Method]++
			}
		}
	}
	for m, n := range missed {
		if n > 34 { // 5 % of 400 is 20; three standard errors more
			t.Errorf("%s: %d of %d intervals miss", m, n, samples)
		}
	}
}
