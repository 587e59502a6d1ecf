package stat

import (
	"cmp"
	"math"
)

// MinAccountsBehind is the effective number of accounts, (sum v)^2 / sum v^2,
// under which a value-weighted figure hangs on a handful of them.
const MinAccountsBehind = MinValueBehind

// AccountAnswers are one account's answers to a measure.
type AccountAnswers struct {
	ID       string
	Bucket   int     // of the account's hash
	Worth    float64 // what the account is worth, 0 or more; NaN where nobody knows
	Answers  Moments // of the contributions of all its answers, unweighted
	ScoreSum float64 // of their scores
	Contacts []ContactAnswers
}

// ContactAnswers are the answers of one contact of an account.
type ContactAnswers struct {
	ID       string
	Role     int   // the strongest part played: 4 decides, 3 influences, 2 sponsors, 1 uses, 0 unknown
	Tie      int   // 1 to 5, 0 unknown
	Latest   int64 // when the latest answer was given; any unit that grows
	N        int64
	ScoreSum float64
}

// MeanScore is the mean of all scores of the account; NaN without any.
func (a AccountAnswers) MeanScore() float64 { return a.ScoreSum / float64(a.Answers.N) }

// MeanScore is the mean of the contact's scores; NaN without any.
func (c ContactAnswers) MeanScore() float64 { return c.ScoreSum / float64(c.N) }

// MostInfluential is the contact whose word counts most: by role, then by the
// strength of the tie, then by who answered last, then by id, so that the order
// of the contacts does not matter. ok is false without contacts.
func MostInfluential(contacts []ContactAnswers) (most ContactAnswers, ok bool) {
	for _, c := range contacts {
		if c.N > 0 && (!ok || c.before(most)) {
			most, ok = c, true
		}
	}
	return most, ok
}

func (c ContactAnswers) before(o ContactAnswers) bool {
	return cmp.Or(cmp.Compare(o.Role, c.Role), cmp.Compare(o.Tie, c.Tie), cmp.Compare(o.Latest, c.Latest), cmp.Compare(c.ID, o.ID)) < 0
}

// AccountMethod says how the answers of accounts become one score.
type AccountMethod string

// The methods.
const (
	ByAnswers AccountMethod = "answers" // every answer counts
	ByMean    AccountMethod = "mean"    // an account counts once, as the class of its mean
	ByContact AccountMethod = "contact" // an account counts once, as the class of its most influential contact
)

// AccountMethods lists them in the order in which they are shown.
func AccountMethods() []AccountMethod { return []AccountMethod{ByAnswers, ByMean, ByContact} }

// AccountScore is one score over accounts.
type AccountScore struct {
	Method   AccountMethod
	Estimate Estimate // N counts answers for ByAnswers, accounts otherwise
	Accounts int64
	Contacts int64   // people whose answers went in
	Worth    ByValue // the same by what accounts are worth, over those whose worth is known
}

// AccountDifference is one score less another, over the same accounts.
type AccountDifference struct {
	A, B       AccountMethod
	Difference Difference
}

// accountGroup gathers accounts for one method.
type accountGroup struct {
	all, plain, valued Group // plain and valued: accounts of known worth only
	contacts           int64
	w, w2              float64 // of the worth of accounts
}

func newAccountGroup() *accountGroup {
	g := &accountGroup{}
	for _, p := range []*Group{&g.all, &g.plain, &g.valued} {
		p.Buckets, p.Clusters = new(Buckets), []Cluster{}
	}
	g.valued.Weighted = true
	return g
}

// add puts in an account whose answers have these moments.
func (g *accountGroup) add(a AccountAnswers, m Moments, contacts int64) {
	g.contacts += contacts
	g.all.addCluster(a, m)
	if math.IsNaN(a.Worth) || a.Worth < 0 {
		return
	}
	g.plain.addCluster(a, m)
	share := a.Worth / m.W // an account's answers share what it is worth
	g.valued.addCluster(a, Moments{N: m.N, W: share * m.W, W2: share * share * m.W2, WX: share * m.WX, WX2: share * m.WX2})
	g.w += a.Worth
	g.w2 += a.Worth * a.Worth
}

func (g *Group) addCluster(a AccountAnswers, m Moments) {
	g.Total.Absorb(m)
	g.Buckets[a.Bucket].Absorb(m)
	g.Clusters = append(g.Clusters, Cluster{ID: a.ID, N: m.N, W: m.W, WX: m.WX, WX2: m.WX2})
	g.Repeated = g.Repeated || m.N > 1
}

// AccountScores sets three scores of the same accounts side by side, each with
// its interval over accounts, and how far they differ.
//
//   - all answers: the metric over every answer; accounts with many answers
//     weigh more;
//   - mean: the mean score of each account goes through contribution, as if it
//     were one answer;
//   - contact: the mean score of each account's most influential contact does.
//     Accounts without a known contact are left out here.
//
// contribution turns a score, or a mean of scores, into what it adds to the
// metric. The accounts are the clusters: for the last two they are unrelated,
// and the closed forms hold; the first goes by Compute. Differences are of
// figures of the same accounts, so the same account (or group of accounts) is
// left out on both sides, as in Compare. By value, an account's answers share
// what it is worth; under MinAccountsBehind effective accounts that is
// TroubleTooFew. No vendor publishes formulas; these are the three in common use.
func AccountScores(k Kind, contribution func(score float64) float64, accounts []AccountAnswers) ([]AccountScore, []AccountDifference) {
	groups := map[AccountMethod]*accountGroup{ByAnswers: newAccountGroup(), ByMean: newAccountGroup(), ByContact: newAccountGroup()}
	for _, a := range accounts {
		if a.Answers.N == 0 {
			continue
		}
		groups[ByAnswers].add(a, a.Answers, int64(len(a.Contacts)))
		groups[ByMean].add(a, oneAnswer(contribution(a.MeanScore())), int64(len(a.Contacts)))
		if c, ok := MostInfluential(a.Contacts); ok {
			groups[ByContact].add(a, oneAnswer(contribution(c.MeanScore())), 1)
		}
	}
	var scores []AccountScore
	for _, m := range AccountMethods() {
		scores = append(scores, groups[m].score(k, m))
	}
	var differences []AccountDifference
	for _, p := range [][2]AccountMethod{{ByMean, ByAnswers}, {ByContact, ByAnswers}, {ByContact, ByMean}} {
		d := Compare(k, groups[p[0]].all, groups[p[1]].all, true)
		differences = append(differences, AccountDifference{A: p[0], B: p[1], Difference: d})
	}
	return scores, differences
}

func oneAnswer(x float64) Moments {
	var m Moments
	m.Add(x, 1)
	return m
}

func (g *accountGroup) score(k Kind, m AccountMethod) AccountScore {
	s := AccountScore{Method: m, Estimate: Compute(k, g.all, 0), Accounts: int64(len(g.all.Clusters)), Contacts: g.contacts, Worth: WeighByValue(k, g.plain, g.valued)}
	if g.w2 > 0 && g.w*g.w/g.w2 < MinAccountsBehind {
		s.Worth.withhold()
	}
	return s
}

// withhold keeps the values and takes the intervals away.
func (v *ByValue) withhold() {
	nan := math.NaN()
	for _, trouble := range []*Trouble{&v.Weighted.Trouble, &v.Difference.Trouble} {
		if *trouble == TroubleNone || *trouble == TroubleNoVariance {
			*trouble = TroubleTooFew
		}
	}
	v.Weighted.Low, v.Weighted.High = nan, nan
	v.Difference.Low, v.Difference.High, v.Difference.P = nan, nan, nan
}
