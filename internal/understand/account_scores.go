package understand

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// AccountScores sets three scores over accounts side by side, with how much of
// the revenue was heard from, who is silent, what is at risk and which accounts
// have contacts in each role, and lists the accounts. Both figures and people
// must be within reach; only accounts within reach count.
func (s *Service) AccountScores(ctx context.Context, query AccountQuery) (*AccountScoresResult, error) {
	if err := query.check(); err != nil {
		return nil, err
	}
	var result *AccountScoresResult
	err := s.askAccounts(ctx, query, "", func(a *accounts) (err error) {
		result, err = a.result(ctx)
		return err
	})
	return result, err
}

// AccountScoresOf is how one account stands; one beyond reach is not found.
func (s *Service) AccountScoresOf(ctx context.Context, id string, query AccountQuery) (*AccountScoresOf, error) {
	if err := query.check(); err != nil {
		return nil, err
	}
	var result *AccountScoresOf
	err := s.askAccounts(ctx, query, id, func(a *accounts) (err error) {
		result, err = a.resultOf(ctx, id)
		return err
	})
	return result, err
}

func (s *Service) askAccounts(ctx context.Context, query AccountQuery, only string, do func(*accounts) error) error {
	if err := mayReadAccounts(ctx); err != nil {
		return err
	}
	query.Weighted, query.ScoreMin, query.ScoreMax = false, nil, nil
	return s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) error {
		a, err := q.standings(ctx, query, only)
		if err != nil {
			return err
		}
		return do(a)
	})
}

func (a *accounts) result(ctx context.Context) (*AccountScoresResult, error) {
	origin, err := a.origin(ctx, a.related())
	if err != nil {
		return nil, err
	}
	r := &AccountScoresResult{FigureOrigin: origin, Cadence: a.query.Cadence, Until: a.until.Format(dayLayout), By: string(a.query.By)}
	a.scores(r)
	a.revenue(r)
	shown := a.shown()
	r.Count = len(shown)
	pageOf, next, err := page(shown, a.query.Limit, 50, 500, a.query.Cursor)
	if err != nil {
		return nil, err
	}
	r.Next, r.Items = next, make([]AccountStanding, 0, len(pageOf))
	for _, s := range pageOf {
		r.Items = append(r.Items, a.standingOf(s))
	}
	return r, nil
}

// related says that somebody answered more than once, as notes need it.
func (a *accounts) related() *tally {
	t := emptyTally()
	for _, s := range a.listed {
		t.group.Repeated = t.group.Repeated || s.answers.Answers.N > 1
	}
	return t
}

func (a *accounts) scores(r *AccountScoresResult) {
	all := make([]stat.AccountAnswers, 0, len(a.listed))
	for _, s := range a.listed {
		all = append(all, s.answers)
	}
	scores, differences := stat.AccountScores(a.measure.kind(), a.measure.accountContribution, all)
	for _, s := range scores {
		r.Scores = append(r.Scores, AccountScore{Method: string(s.Method), Figure: figureOf(a.measure.clip(s.Estimate)), Accounts: s.Accounts, Contacts: s.Contacts,
			ByValue: figureOf(a.measure.clip(s.Worth.Weighted)), ValueShift: differenceOf(a.measure.clipDifference(s.Worth.Difference))})
	}
	for _, d := range differences {
		r.Differences = append(r.Differences, AccountScoreDifference{A: string(d.A), B: string(d.B), Difference: differenceOf(a.measure.clipDifference(d.Difference))})
	}
}

// revenue counts accounts and what they are worth.
func (a *accounts) revenue(r *AccountScoresResult) {
	if a.measure.kind() != stat.KindMean {
		r.Unhappy = &Revenue{}
	}
	for _, s := range a.listed {
		r.All.add(s)
		if s.answers.Answers.N > 0 {
			r.Heard.add(s)
		}
		if s.silent {
			r.Silent.add(s)
		}
		if r.Unhappy != nil && unhappy(s.classBy(a.measure, a.query.By)) {
			r.Unhappy.add(s)
		}
		r.Coverage.add(s.roles)
	}
	if r.All.Value > 0 {
		r.HeardShare = finite(r.Heard.Value / r.All.Value)
	}
}

func (c *RoleCoverage) add(r roleCounts) {
	for _, one := range []struct {
		full bool
		n    *int64
	}{{r.decides >= fullRole, &c.Decides}, {r.influences >= fullRole, &c.Influences}, {r.uses >= fullRole, &c.Uses}, {r.full(), &c.All}} {
		if one.full {
			*one.n++
		}
	}
}

// shown are the accounts that the query asks to list, in its order.
func (a *accounts) shown() []*standing {
	words := strings.Fields(strings.ToLower(a.query.Search))
	shown := make([]*standing, 0, len(a.listed))
	for _, s := range a.listed {
		if a.shows(s) && holdsAll(strings.ToLower(s.Key+" "+s.Name), words) {
			shown = append(shown, s)
		}
	}
	slices.SortStableFunc(shown, a.order)
	return shown
}

func (a *accounts) shows(s *standing) bool {
	switch a.query.Show {
	case "heard":
		return s.answers.Answers.N > 0
	case "silent":
		return s.silent
	case "at_risk":
		return unhappy(s.classBy(a.measure, a.query.By))
	}
	return true
}

func holdsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// order is by what is asked for, then by name and id, so that pages hold.
func (a *accounts) order(x, y *standing) int {
	first := 0
	switch a.query.Sort {
	case "score": // worst first; those without come last
		first = missingLast(x.answers.MeanScore(), y.answers.MeanScore())
		if a.measure.Scale.Direction == "down" {
			first = missingLast(-x.answers.MeanScore(), -y.answers.MeanScore())
		}
	case "last": // longest silence first
		first = x.last.Compare(y.last)
	case "name":
	default: // largest first
		first = missingLast(-x.answers.Worth, -y.answers.Worth)
	}
	return cmp.Or(first, cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.ID, y.ID))
}

// missingLast compares two numbers; NaN comes after all others.
func missingLast(x, y float64) int {
	switch {
	case math.IsNaN(x) && math.IsNaN(y):
		return 0
	case math.IsNaN(x):
		return 1
	case math.IsNaN(y):
		return -1
	}
	return cmp.Compare(x, y)
}

func (a *accounts) resultOf(ctx context.Context, id string) (*AccountScoresOf, error) {
	s := a.byID[id]
	if s == nil {
		return nil, fault.NotFound("account")
	}
	group := stat.Group{Total: s.answers.Answers, Clusters: s.parties, Repeated: s.answers.Answers.N > int64(len(s.parties))}
	origin, err := a.origin(ctx, &tally{group: stat.Group{Repeated: group.Repeated}})
	if err != nil {
		return nil, err
	}
	r := &AccountScoresOf{FigureOrigin: origin, Cadence: a.query.Cadence, Until: a.until.Format(dayLayout), Account: a.standingOf(s),
		Figure: figureOf(a.measure.clip(stat.Compute(a.measure.kind(), group, 0))), Unit: a.measure.kind().Unit(),
		Answers: a.answers(nil, []CutPart{{Cut: "account", Value: &s.ID}})}
	if s.answers.Answers.N > 0 {
		r.MeanValue = finite(a.measure.accountContribution(s.answers.MeanScore()))
	}
	if s.byFirst {
		r.FirstValue = finite(a.measure.accountContribution(s.first.MeanScore()))
	}
	if math.IsNaN(s.answers.Worth) {
		return r, nil
	}
	all, err := a.worthOfAll(ctx)
	if err == nil && all > 0 {
		r.ValueShare = finite(s.answers.Worth / all)
	}
	return r, err
}
