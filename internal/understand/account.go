package understand

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/stat"
)

// AccountSource tells what the record knows of accounts and of the parts that
// people play in them, within reach of whoever asks.
type AccountSource interface {
	// EachAccount calls f for every account that of chooses, without its words;
	// its value is that of the instant at.
	EachAccount(ctx context.Context, at time.Time, of people.AccountFilter, f func(people.KnownAccount) error) error
	// OneFirm gives all accounts that are one firm with any of these, and these.
	OneFirm(ctx context.Context, accounts []string) ([]string, error)
	// EachContact calls f for every customer of an account who has a role or a tie.
	EachContact(ctx context.Context, f func(people.KnownContact) error) error
	// KnownAccount is one account; its value is that of the instant at. One beyond
	// reach is not found.
	KnownAccount(ctx context.Context, id string, at time.Time) (people.KnownAccount, error)
	// ContactsOf gives the customers of an account who have a role or a tie, and
	// those of also who have one in any account.
	ContactsOf(ctx context.Context, account string, also []string) ([]people.KnownContact, error)
}

// The bounds of figures by account.
const (
	maxAccounts    = 200_000
	defaultCadence = 12 // months after which an account that said nothing is silent
	maxCadence     = 60
	fullRole       = 3 // contacts in a role from which it is covered
)

// AccountQuery asks for scores by account.
type AccountQuery struct {
	Measure string
	Filter
	Accounts people.AccountFilter // which accounts count; its words are not looked at

	Cadence int                // months; 0 for a year
	By      stat.AccountMethod // which score tells an unhappy account: mean or contact
	Show    string             // all, heard, silent, at_risk
	Sort    string             // value, score, last, name
	Search  string             // words of key or name
	Limit   int
	Cursor  string
}

// standing is what is known of one account.
type standing struct {
	people.KnownAccount
	answers stat.AccountAnswers
	first   stat.ContactAnswers // the most influential contact who answered
	byFirst bool                // there is one
	last    time.Time           // of any answer in the program; zero for none
	silent  bool
	abroad  bool // it answered in other programs and never in this one
	roles   roleCounts
	byTrait bool           // the value is on record, not from an answer
	parties []stat.Cluster // who answered; for the account that is asked for alone
}

// roleCounts are how many contacts play each part.
type roleCounts struct{ decides, influences, uses, sponsors int }

func (r *roleCounts) add(roles []string) {
	for role, n := range map[string]*int{"decides": &r.decides, "influences": &r.influences, "uses": &r.uses, "sponsors": &r.sponsors} {
		if slices.Contains(roles, role) {
			*n++
		}
	}
}

// full tells that three decide, three influence and three use.
func (r roleCounts) full() bool {
	return r.decides >= fullRole && r.influences >= fullRole && r.uses >= fullRole
}

// rank is the weight of the strongest part that somebody plays.
func rank(roles []string) int {
	for i, role := range []string{"decides", "influences", "sponsors", "uses"} {
		if slices.Contains(roles, role) {
			return 4 - i
		}
	}
	return 0
}

// accountContribution is what an account with this mean score adds to the
// metric. For a share the mean is good where it is at least as good as the
// least good of the good scores.
func (m measured) accountContribution(mean float64) float64 {
	if m.kind() != stat.KindShare || len(m.Scale.Good) == 0 {
		return m.contribution(mean)
	}
	good := mean >= slices.Min(m.Scale.Good)
	if m.Scale.Direction == measure.Down {
		good = mean <= slices.Max(m.Scale.Good)
	}
	if good {
		return 1
	}
	return 0
}

// class names what a score, or a mean of scores, counts as; "" for means.
func (m measured) class(score float64) string {
	if math.IsNaN(score) {
		return ""
	}
	x := m.accountContribution(score)
	switch {
	case m.kind() == stat.KindMean:
		return ""
	case m.kind() == stat.KindShare && x == 1:
		return "good"
	case m.kind() == stat.KindShare:
		return "other"
	case x > 0:
		return "promoter"
	case x < 0:
		return "detractor"
	}
	return "passive"
}

// unhappy tells the classes that put an account at risk.
func unhappy(class string) bool { return class == "detractor" || class == "other" }

// classBy is the account's class by a method; "" where it has none.
func (s *standing) classBy(m measured, by stat.AccountMethod) string {
	if by == stat.ByContact {
		if !s.byFirst {
			return ""
		}
		return m.class(s.first.MeanScore())
	}
	if s.answers.Answers.N == 0 {
		return ""
	}
	return m.class(s.answers.MeanScore())
}

func (q *AccountQuery) check() error {
	if q.Cadence == 0 {
		q.Cadence = defaultCadence
	}
	if q.Cadence < 1 || q.Cadence > maxCadence {
		return fault.Invalid("cadence", "The cadence is 1 to 60 months.").Keyed("account.cadence")
	}
	if q.By == "" {
		q.By = stat.ByMean
	}
	return nil
}

// mayReadAccounts is who may see figures and the people behind them.
func mayReadAccounts(ctx context.Context) error {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return err
	}
	return access.From(ctx).Any(access.FigureRead)
}
