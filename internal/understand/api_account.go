package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/stat"
	"github.com/balcony-cx/balcony/internal/web"
)

// AccountFilter is what scores by account share.
type AccountFilter struct {
	Measure  string   `query:"measure" required:"true" maxLength:"64"`
	From     string   `query:"from" format:"date" doc:"First day, in the organisation's zone"`
	To       string   `query:"to" format:"date" doc:"Last day, included; silence is judged on it"`
	Where    []string `query:"where,explode" maxItems:"50" doc:"KEY:VALUE as in GET /api/metrics; narrows the answers, not the accounts"`
	Position int64    `query:"position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in"`
	Header   int64    `header:"Balcony-Position" minimum:"0" doc:"Same as position"`
	Cadence  int      `query:"cadence" minimum:"1" maximum:"60" default:"12" doc:"Months after which an account that said nothing is silent"`
	By       string   `query:"by" enum:"mean,contact" default:"mean" doc:"Which score tells an unhappy account: its mean, or its most influential contact"`
}

func (in AccountFilter) query() (AccountQuery, error) {
	picks, err := parseWhere(in.Where)
	return AccountQuery{Measure: in.Measure, Filter: Filter{From: in.From, To: in.To, Where: picks, Position: max(in.Position, in.Header)},
		Cadence: in.Cadence, By: stat.AccountMethod(in.By)}, err
}

type accountScoresInput struct {
	AccountFilter
	Trait  []string `query:"trait,explode" maxItems:"20" doc:"ID:VALUE, or ID:FROM..TO: figures and list are of accounts of which this trait is so now; the same trait again is or, as in GET /api/accounts"`
	Unit   string   `query:"unit" maxLength:"64" doc:"Accounts of this unit and of those below it"`
	Show   string   `query:"show" enum:"all,heard,silent,at_risk" default:"all" doc:"Which accounts to list; the figures are of all"`
	Sort   string   `query:"sort" enum:"value,score,last,name" default:"value" doc:"Largest first, worst first, longest silent first, or by name"`
	Search string   `query:"q" maxLength:"200" doc:"Words that key or name must hold"`
	Limit  int      `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Cursor string   `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
}

type accountScoresOfInput struct {
	ID string `path:"id"`
	AccountFilter
}

func registerAccounts(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-account-scores", http.MethodGet, "/api/account-scores", access.PersonRead, "Three scores over accounts side by side, revenue heard from, silent accounts, coverage by role; and the accounts"),
		func(ctx context.Context, in *accountScoresInput) (*body[*AccountScoresResult], error) {
			q, err := in.query()
			if err != nil {
				return nil, err
			}
			q.Accounts.Traits = in.Trait
			if in.Unit != "" {
				q.Accounts.Units = []string{in.Unit}
			}
			q.Show, q.Sort, q.Search, q.Limit, q.Cursor = in.Show, in.Sort, in.Search, in.Limit, in.Cursor
			return answer(s.AccountScores(ctx, q))
		})
	huma.Register(api, web.Op("get-scores-of-account", http.MethodGet, "/api/accounts/{id}/scores", access.PersonRead, "How one account stands: three scores, value, coverage by role, last answer"),
		func(ctx context.Context, in *accountScoresOfInput) (*body[*AccountScoresOf], error) {
			q, err := in.query()
			if err != nil {
				return nil, err
			}
			return answer(s.AccountScoresOf(ctx, in.ID, q))
		})
}
