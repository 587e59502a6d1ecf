package understand

import (
	"math"

	"github.com/balcony-cx/balcony/internal/stat"
)

// AccountScore is one of the three scores over accounts.
type AccountScore struct {
	Method     string           `json:"method" enum:"answers,mean,contact" doc:"answers: every answer counts; mean: an account counts once, as its mean; contact: an account counts once, as its most influential contact"`
	Figure     Figure           `json:"figure" doc:"n counts answers for answers, accounts otherwise"`
	Accounts   int64            `json:"accounts"`
	Contacts   int64            `json:"contacts" doc:"People known by name whose answers went in"`
	ByValue    Figure           `json:"by_value" doc:"The same, each account weighing what it is worth, over those whose value is known"`
	ValueShift FigureDifference `json:"value_shift" doc:"by_value less the plain score of the same accounts"`
}

// AccountScoreDifference is one score less another over the same accounts.
type AccountScoreDifference struct {
	A          string           `json:"a" enum:"answers,mean,contact"`
	B          string           `json:"b" enum:"answers,mean,contact"`
	Difference FigureDifference `json:"difference" doc:"a less b; no_variance where both are the same"`
}

// Revenue is how many accounts something holds for and what they are worth.
type Revenue struct {
	Accounts int64   `json:"accounts"`
	Value    float64 `json:"value" doc:"Of those whose value is known, in the organisation's currency"`
	Unknown  int64   `json:"unknown" doc:"Accounts among them whose value nobody knows"`
}

func (r *Revenue) add(s *standing) {
	r.Accounts++
	if math.IsNaN(s.answers.Worth) {
		r.Unknown++
		return
	}
	r.Value += s.answers.Worth
}

// RoleCoverage is how many accounts have three contacts in each role.
type RoleCoverage struct {
	Decides    int64 `json:"decides"`
	Influences int64 `json:"influences"`
	Uses       int64 `json:"uses"`
	All        int64 `json:"all" doc:"Accounts with three who decide, three who influence and three who use"`
}

// RoleCounts are the contacts of one account by role.
type RoleCounts struct {
	Decides    int `json:"decides"`
	Influences int `json:"influences"`
	Uses       int `json:"uses"`
	Sponsors   int `json:"sponsors"`
}

// AccountStanding is how one account stands.
type AccountStanding struct {
	ID           string     `json:"id" format:"uuid"`
	Key          string     `json:"key"`
	Name         string     `json:"name"`
	OwnerUserID  string     `json:"owner_user_id,omitempty"`
	UnitID       string     `json:"unit_id,omitempty"`
	Value        *float64   `json:"value" doc:"What it is worth; null where nobody knows"`
	ValueFrom    string     `json:"value_from" enum:",trait,answer" doc:"trait: on record; answer: its latest answer with a value"`
	N            int64      `json:"n" doc:"Answers to the measure in the period"`
	Contacts     int        `json:"contacts" doc:"People known by name who gave them"`
	Score        *float64   `json:"score" doc:"Mean score of its answers"`
	Class        string     `json:"class" enum:",promoter,passive,detractor,good,other" doc:"What that mean counts as"`
	ContactID    string     `json:"contact_id,omitempty" doc:"Its most influential contact who answered in their own name"`
	ContactScore *float64   `json:"contact_score" doc:"Mean score of that contact"`
	ContactClass string     `json:"contact_class" enum:",promoter,passive,detractor,good,other"`
	LastAnswer   string     `json:"last_answer,omitempty" format:"date" doc:"Day of its last answer to anything in the program"`
	Silent       bool       `json:"silent" doc:"No answer to anything in the program within the cadence, and none to other programs alone"`
	AtRisk       bool       `json:"at_risk" doc:"Detractor, or not good, by the method asked for"`
	Roles        RoleCounts `json:"roles"`
	Covered      bool       `json:"covered" doc:"Three who decide, three who influence, three who use"`
}

func (a *accounts) standingOf(s *standing) AccountStanding {
	out := AccountStanding{ID: s.ID, Key: s.Key, Name: s.Name, OwnerUserID: s.OwnerUserID, UnitID: s.UnitID, Value: s.Value,
		N: s.answers.Answers.N, Contacts: len(s.answers.Contacts), Silent: s.silent, Covered: s.roles.full(),
		Class: s.classBy(a.measure, stat.ByMean), ContactClass: s.classBy(a.measure, stat.ByContact), AtRisk: unhappy(s.classBy(a.measure, a.query.By)),
		Roles: RoleCounts{Decides: s.roles.decides, Influences: s.roles.influences, Uses: s.roles.uses, Sponsors: s.roles.sponsors}}
	switch {
	case s.byTrait:
		out.ValueFrom = "trait"
	case s.Value != nil:
		out.ValueFrom = "answer"
	}
	if out.N > 0 {
		out.Score = finite(s.answers.MeanScore())
	}
	if s.byFirst {
		out.ContactID, out.ContactScore = s.first.ID, finite(s.first.MeanScore())
	}
	if !s.last.IsZero() {
		out.LastAnswer = s.last.Format(dayLayout)
	}
	return out
}

// AccountScoresResult is how accounts stand as a whole, and a page of them.
type AccountScoresResult struct {
	FigureOrigin
	Cadence     int                      `json:"cadence" doc:"Months after which an account that said nothing is silent"`
	Until       string                   `json:"until" format:"date" doc:"The day on which silence is judged"`
	By          string                   `json:"by" enum:"mean,contact" doc:"The score that tells an unhappy account"`
	Scores      []AccountScore           `json:"scores" nullable:"false"`
	Differences []AccountScoreDifference `json:"differences" nullable:"false"`
	All         Revenue                  `json:"all" doc:"Every account within reach"`
	Heard       Revenue                  `json:"heard" doc:"Those that answered the measure in the period"`
	HeardShare  *float64                 `json:"heard_share" doc:"Share of revenue heard from: value heard over value of all; null where no value is known"`
	Silent      Revenue                  `json:"silent" doc:"Those silent beyond the cadence"`
	Unhappy     *Revenue                 `json:"unhappy" doc:"Detractors, or not good, by the method asked for; never added to the silent. Null for a measure without classes"`
	Coverage    RoleCoverage             `json:"coverage"`
	Items       []AccountStanding        `json:"items" nullable:"false"`
	Count       int                      `json:"count" doc:"All accounts of the query, of which this is a page"`
	Next        string                   `json:"next,omitempty"`
}

// AccountScoresOf is how one account stands.
type AccountScoresOf struct {
	FigureOrigin
	Cadence    int             `json:"cadence"`
	Until      string          `json:"until" format:"date"`
	Account    AccountStanding `json:"account"`
	Figure     Figure          `json:"figure" doc:"The metric over all its answers; its interval is over its people"`
	MeanValue  *float64        `json:"mean_value" doc:"What its mean counts in the metric"`
	FirstValue *float64        `json:"contact_value" doc:"What its most influential contact counts in the metric"`
	Unit       string          `json:"unit" enum:"points,share,score"`
	ValueShare *float64        `json:"value_share" doc:"Its share of the value of all accounts within reach"`
	Answers    string          `json:"answers" doc:"Query string with which GET /api/responses lists its answers"`
}
