package plan

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func ago(days float64) time.Time { return now.Add(-time.Duration(days * float64(day))) }

func TestJudge(t *testing.T) {
	limits := Limits{RestDays: 30, MeasureDays: 90, Most: 3, MostDays: 365}
	fine := Candidate{Address: true}
	with := func(change func(c *Candidate)) Candidate { c := fine; change(&c); return c }
	for name, tc := range map[string]struct {
		c    Candidate
		l    Limits
		want Verdict
	}{
		"nothing against": {fine, limits, Verdict{}},
		"the same person": {with(func(c *Candidate) { c.Repeated, c.OptedOut = true, true }), limits, Verdict{ByRule, SamePerson}},
		"opted out first": {with(func(c *Candidate) { c.OptedOut, c.Address = true, false }), limits, Verdict{OptedOut, ""}},
		"no address":      {Candidate{Known: true}, limits, Verdict{NoAddress, ""}},
		"known":           {with(func(c *Candidate) { c.Known, c.LastAsked = true, ago(1) }), limits, Verdict{Known, ""}},
		"put to rest":     {with(func(c *Candidate) { c.RestingUntil = ago(-1) }), Limits{}, Verdict{Resting, ""}},
		"rest is over":    {with(func(c *Candidate) { c.RestingUntil = ago(0) }), limits, Verdict{}},
		"asked lately":    {with(func(c *Candidate) { c.LastAsked = ago(29.9) }), limits, Verdict{Resting, ""}},
		"asked long ago":  {with(func(c *Candidate) { c.LastAsked = ago(30) }), limits, Verdict{}},
		"measure lately":  {with(func(c *Candidate) { c.LastMeasure = ago(89) }), limits, Verdict{ByRule, MeasureClock}},
		"often enough":    {with(func(c *Candidate) { c.Asked = 3 }), limits, Verdict{ByRule, MostAsked}},
		"not so often":    {with(func(c *Candidate) { c.Asked = 2 }), limits, Verdict{}},
		"no rules":        {with(func(c *Candidate) { c.Asked, c.LastAsked, c.LastMeasure = 99, ago(0.1), ago(0.1) }), Limits{}, Verdict{}},
		"not agreed":      {fine, Limits{NeedConsent: true}, Verdict{ByRule, NoConsent}},
		"agreed":          {with(func(c *Candidate) { c.Consented = true }), Limits{NeedConsent: true}, Verdict{}},
	} {
		if got, against := Judge(tc.c, tc.l, now); got != tc.want || against != (tc.want != Verdict{}) {
			t.Errorf("%s: %v, %v", name, got, against)
		}
	}
}

// A stricter rule lets nobody through whom a milder one kept out.
func TestJudgeIsMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	flip := func() bool { return r.IntN(4) == 0 }
	for range 20_000 {
		c := Candidate{OptedOut: flip(), Consented: flip(), Address: !flip(), Known: flip(), Asked: r.IntN(5)}
		c.LastAsked, c.LastMeasure = ago(float64(r.IntN(100))), ago(float64(r.IntN(200)))
		mild := Limits{RestDays: r.IntN(60), MeasureDays: r.IntN(120), Most: 1 + r.IntN(5), MostDays: 365, NeedConsent: flip()}
		strict := Limits{RestDays: mild.RestDays + r.IntN(60), MeasureDays: mild.MeasureDays + r.IntN(120), Most: 1 + r.IntN(mild.Most), MostDays: 365, NeedConsent: mild.NeedConsent || flip()}
		_, outMild := Judge(c, mild, now)
		_, outStrict := Judge(c, strict, now)
		if outMild && !outStrict {
			t.Fatalf("%+v is kept out by %+v and let through by %+v", c, mild, strict)
		}
	}
}

func crowd(r *rand.Rand, n int) []Entrant {
	pool := make([]Entrant, n)
	for i := range pool {
		for j := range pool[i].ID {
			pool[i].ID[j] = byte(r.IntN(256))
		}
		pool[i].Stratum, pool[i].Role = int32(r.IntN(3)), int8(r.IntN(5)-1)
		if r.IntN(5) > 0 {
			pool[i].Account[0] = byte(1 + r.IntN(40))
		}
	}
	return pool
}

func TestDraw(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		pool := crowd(r, r.IntN(600))
		caps := Caps{Account: r.IntN(8), Role: [4]int{r.IntN(4), r.IntN(4), r.IntN(4), r.IntN(4)}}
		size := Size{Count: r.IntN(60)}
		if r.IntN(2) == 0 {
			size = Size{HalfWidth: 0.02 + r.Float64()/5, Rate: 0.1 + r.Float64()}
		}
		seed := r.Uint64()
		got := Draw(pool, caps, size, seed)
		checkDrawn(t, pool, got, caps, size)
		again := slices.Clone(pool)
		r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		of := map[[16]byte]Verdict{}
		for i, v := range Draw(again, caps, size, seed) {
			of[again[i].ID] = v
		}
		for i, e := range pool {
			if of[e.ID] != got[i] {
				t.Fatal("the order of the candidates matters")
			}
		}
	}
}

func checkDrawn(t *testing.T, pool []Entrant, got []Verdict, caps Caps, size Size) {
	t.Helper()
	account, role := map[[16]byte]int{}, map[accountRole]int{}
	invited, left := map[int32]int{}, map[int32]int{}
	for i, v := range got {
		e := pool[i]
		switch {
		case v.Reason == Invited && v.Rule == "":
			invited[e.Stratum]++
			account[e.Account]++
			role[accountRole{e.Account, e.Role}]++
			left[e.Stratum]++
		case v.Reason == SampledOut && v.Rule == "":
			left[e.Stratum]++
		case v.Reason == ByRule && e.Account != [16]byte{} && (v.Rule == AccountCap && caps.Account > 0 || v.Rule == RoleCap && e.Role >= 0 && caps.Role[e.Role] > 0):
		default:
			t.Fatalf("verdict %+v on %+v", v, e)
		}
	}
	for stratum, n := range left {
		if invited[stratum] != size.Invitations(n) {
			t.Fatalf("%d of %d in a stratum, wanted %d", invited[stratum], n, size.Invitations(n))
		}
	}
	delete(account, [16]byte{})
	for a, n := range account {
		if caps.Account > 0 && n > caps.Account {
			t.Fatalf("%d of the account %x with a cap of %d", n, a[0], caps.Account)
		}
	}
	for ar, n := range role {
		if ar.account != [16]byte{} && ar.role >= 0 && caps.Role[ar.role] > 0 && n > caps.Role[ar.role] {
			t.Fatalf("%d of a role with a cap of %d", n, caps.Role[ar.role])
		}
	}
}

// With caps of a role inside those of an account, a wider cap never invites fewer.
func TestCapsAreMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	count := func(pool []Entrant, c Caps) (n int) {
		for _, v := range Draw(pool, c, Size{}, 7) {
			if v.Reason == Invited {
				n++
			}
		}
		return n
	}
	for range 300 {
		pool := crowd(r, 300)
		tight := Caps{Account: 1 + r.IntN(6), Role: [4]int{1 + r.IntN(3), 1 + r.IntN(3), 1 + r.IntN(3), 1 + r.IntN(3)}}
		wide := tight
		wide.Account += r.IntN(3)
		for i := range wide.Role {
			wide.Role[i] += r.IntN(3)
		}
		if count(pool, wide) < count(pool, tight) {
			t.Fatalf("%+v invites fewer than %+v", wide, tight)
		}
	}
}

// Reference: Cochran 1977; 95 %, five points: 384.1 -> 385, of 1,000 people 278,
// of 10,000 people 370. Recommendation score, ten points: 384.1 too.
func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		s          Size
		population int
		want, asks int
	}{
		{Size{HalfWidth: 0.05}, 1_000_000_000, 385, 385},
		{Size{HalfWidth: 0.05}, 1000, 278, 278},
		{Size{HalfWidth: 0.05, Rate: 0.25}, 10_000, 370, 1480},
		{Size{HalfWidth: 0.10, Spread: 1}, 1_000_000_000, 385, 385},
		{Size{HalfWidth: 0.05, Rate: 0.25}, 1000, 278, 1000},
		{Size{HalfWidth: 0.05}, 1, 1, 1},
		{Size{HalfWidth: 0.05}, 0, 0, 0},
		{Size{}, 17, 17, 17},
		{Size{Count: 5}, 17, 17, 5},
	} {
		if n := tc.s.Answers(tc.population); n != tc.want {
			t.Errorf("%+v of %d: %d answers", tc.s, tc.population, n)
		}
		if n := tc.s.Invitations(tc.population); n != tc.asks {
			t.Errorf("%+v of %d: %d invitations", tc.s, tc.population, n)
		}
	}
}

// The lot is fair: over many seeds each is drawn about as often.
func TestLotsAreFair(t *testing.T) {
	pool := crowd(rand.New(rand.NewPCG(8, 9)), 20)
	for i := range pool {
		pool[i].Stratum, pool[i].ID = 0, [16]byte{15: byte(i)}
	}
	drawn := make([]int, len(pool))
	const seeds = 4000
	for seed := range uint64(seeds) {
		for i, v := range Draw(pool, Caps{}, Size{Count: 5}, seed) {
			if v.Reason == Invited {
				drawn[i]++
			}
		}
	}
	for i, n := range drawn { // expected 1000, standard deviation 27
		if n < 880 || n > 1120 {
			t.Errorf("number %d was drawn %d times of 1000 expected", i, n)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	pool := crowd(rand.New(rand.NewPCG(1, 1)), 1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		Draw(pool, Caps{Account: 3}, Size{HalfWidth: 0.05}, 1)
	}
}
