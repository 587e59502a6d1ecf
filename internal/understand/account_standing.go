package understand

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/stat"
)

// accounts are the accounts within reach and how they stand.
type accounts struct {
	*inquiry
	query   AccountQuery
	only    string    // the one account that is asked for; "" for all
	until   time.Time // the day on which silence is judged
	byID    map[string]*standing
	listed  []*standing // in the order of the record
	contact map[string]people.KnownContact
}

// standings reads what is known of every account, or of one: from the record who
// they are, from the facts what they said.
func (q *inquiry) standings(ctx context.Context, query AccountQuery, only string) (*accounts, error) {
	a := &accounts{inquiry: q, query: query, only: only, until: q.to, byID: map[string]*standing{}, contact: map[string]people.KnownContact{}}
	if a.until.IsZero() || a.until.After(q.calendar.today) {
		a.until = q.calendar.today
	}
	steps := []func(context.Context) error{a.readRecord, a.readAnswers, a.readContacts, a.readLast, a.readAbroad, a.readValues}
	if only != "" {
		steps = []func(context.Context) error{a.readOne, a.readAnswers, a.readItsContacts, a.readLast, a.readAbroad, a.readValues}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	silentBefore := a.until.AddDate(0, -query.Cadence, 0)
	for _, s := range a.listed {
		s.silent = !s.abroad && !s.last.After(silentBefore)
		s.answers.Worth = math.NaN()
		if s.Value != nil && *s.Value >= 0 {
			s.answers.Worth = *s.Value
		}
		for i := range s.answers.Contacts {
			c := &s.answers.Contacts[i]
			c.Role, c.Tie = rank(a.contact[c.ID].Roles), a.contact[c.ID].Tie
		}
		s.first, s.byFirst = stat.MostInfluential(s.answers.Contacts)
	}
	return a, nil
}

// instant is the end of the day on which accounts are judged.
func (a *accounts) instant() time.Time { return a.until.AddDate(0, 0, 1) }

// list adds an account.
func (a *accounts) list(k people.KnownAccount) {
	s := &standing{KnownAccount: k, answers: stat.AccountAnswers{ID: k.ID}, byTrait: k.Value != nil}
	a.byID[k.ID] = s
	a.listed = append(a.listed, s)
}

// play notes who plays a part in an account.
func (a *accounts) play(k people.KnownContact) {
	a.contact[k.ID] = k
	if s := a.byID[k.AccountID]; s != nil {
		s.roles.add(k.Roles)
	}
}

func (a *accounts) readRecord(ctx context.Context) error {
	err := a.service.o.Accounts.EachAccount(ctx, a.instant(), a.query.Accounts, func(k people.KnownAccount) error {
		if len(a.listed) == maxAccounts {
			return fault.New(fault.CodeInvalid, "There are more than 200,000 accounts; figures by account stop there.").Keyed("account.too_many")
		}
		a.list(k)
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "read the accounts")
}

func (a *accounts) readContacts(ctx context.Context) error {
	err := a.service.o.Accounts.EachContact(ctx, func(k people.KnownContact) error {
		a.play(k)
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "read the contacts of accounts")
}

// readAnswers sums up the answers of the question by account and party. Those
// whose consent is not for the person count for the account alone: whose they
// are is not looked at.
func (a *accounts) readAnswers(ctx context.Context) error {
	c := a.ofThem(a.inDays(a.from, a.to))
	named := fmt.Sprintf("(known AND consent = %d)", collect.ConsentPerson)
	text := "SELECT CAST(account AS VARCHAR), CAST(party AS VARCHAR), named, min(bucket), count(*), " +
		"CAST(sum(score) AS DOUBLE PRECISION), CAST(sum(y) AS DOUBLE PRECISION), CAST(sum(y * y) AS DOUBLE PRECISION), CAST(max(instant) AS VARCHAR) " +
		"FROM (SELECT account, party, " + named + " AS named, bucket, score, " + a.measure.contributionSQL() + " AS y, instant FROM answer WHERE " + c.sql() +
		") a GROUP BY account, party, named" + fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
	rows := 0
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("from", "This needs the sums of too many customers at once. Choose fewer days, or filter.").Keyed("account.too_many_answers")
		}
		return a.take(r)
	})
	return fault.Wrap(err, fault.CodeInternal, "sum answers by account")
}

func (a *accounts) take(r Rows) error {
	var account, party, latest string
	var named bool
	var bucket int
	var n int64
	var scores, x, x2 float64
	if err := r.Scan(&account, &party, &named, &bucket, &n, &scores, &x, &x2, &latest); err != nil {
		return err
	}
	if bucket < 0 || bucket >= stat.BucketCount {
		return fmt.Errorf("bucket %d is out of range", bucket)
	}
	s := a.byID[account]
	if s == nil {
		return nil // beyond reach as an account
	}
	s.answers.Bucket = bucket
	s.answers.Answers.Absorb(stat.Moments{N: n, W: float64(n), W2: float64(n), WX: x, WX2: x2})
	s.answers.ScoreSum += scores
	if account == a.only {
		s.parties = append(s.parties, stat.Cluster{ID: party, N: n, W: float64(n), WX: x, WX2: x2})
	}
	if !named {
		return nil
	}
	at, err := time.Parse(instantLayout, latest)
	s.answers.Contacts = append(s.answers.Contacts, stat.ContactAnswers{ID: party, Latest: at.UnixMicro(), N: n, ScoreSum: scores})
	return err
}

// ofThem narrows to answers of accounts, or of the one that is asked for.
func (a *accounts) ofThem(c *condition) *condition {
	if a.only != "" {
		return c.with("account = CAST(? AS UUID)", a.only)
	}
	return c.with("account IS NOT NULL")
}

// said is the condition of any answer of the program, within reach, by the day
// on which silence is judged.
func (a *accounts) said() *condition {
	c := &condition{}
	c.add("program = CAST(? AS UUID)", a.measure.ProgramID)
	c.within(a.reach)
	c.between(time.Time{}, a.until)
	return a.ofThem(c)
}

func (a *accounts) readLast(ctx context.Context) error {
	c := a.said()
	text := "SELECT CAST(account AS VARCHAR), CAST(max(day) AS VARCHAR) FROM answer WHERE " + c.sql() + " GROUP BY account"
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		var account, last string
		if err := r.Scan(&account, &last); err != nil {
			return err
		}
		s := a.byID[account]
		if s == nil || len(last) < len(dayLayout) {
			return nil
		}
		var err error
		s.last, err = time.Parse(dayLayout, last[:len(dayLayout)])
		return err
	})
	return fault.Wrap(err, fault.CodeInternal, "read when accounts last answered")
}

// readAbroad finds the accounts whose customers answered in other programs
// alone, as far as who asks may see those: they are not this program's, and not
// silent in it.
func (a *accounts) readAbroad(ctx context.Context) error {
	c := &condition{}
	c.add("program <> CAST(? AS UUID)", a.measure.ProgramID)
	c.within(a.reach)
	c.between(time.Time{}, a.until)
	c = a.ofThem(c)
	err := each(ctx, a.snap, "SELECT DISTINCT CAST(account AS VARCHAR) FROM answer WHERE "+c.sql(), c.args, func(r Rows) error {
		var account string
		if err := r.Scan(&account); err != nil {
			return err
		}
		if s := a.byID[account]; s != nil {
			s.abroad = s.last.IsZero()
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "read which accounts answered elsewhere")
}

// readValues takes the value that an account's latest answer carries where the
// record has none.
func (a *accounts) readValues(ctx context.Context) error {
	c := a.said().with("value >= 0")
	text := "SELECT CAST(account AS VARCHAR), value FROM (SELECT account, value, row_number() OVER (PARTITION BY account ORDER BY instant DESC, response DESC) AS nth " +
		"FROM answer WHERE " + c.sql() + ") v WHERE nth = 1"
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		var account string
		var value float64
		if err := r.Scan(&account, &value); err != nil {
			return err
		}
		if s := a.byID[account]; s != nil && s.Value == nil {
			s.Value = &value
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "read what accounts are worth")
}
