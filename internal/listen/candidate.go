package listen

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// CandidateProblem says why somebody of a list cannot be asked.
type CandidateProblem string

// The problems: no customer or account of this key or mail that who asks may
// see, several of one mail, nothing at all that says who it is.
const (
	NoSuchCustomer CandidateProblem = "no_customer"
	NoSuchAccount  CandidateProblem = "no_account"
	SeveralOfMail  CandidateProblem = "several"
	NobodyNamed    CandidateProblem = "nobody"
)

// Candidate is somebody of a list who might be asked in a study.
type Candidate struct {
	Ask      ToAsk            `json:"ask" doc:"As it is sent to plan the interview."`
	Customer *people.PartyRef `json:"customer,omitempty"`
	Account  *people.PartyRef `json:"account,omitempty"`
	Problem  CandidateProblem `json:"problem,omitempty" enum:"no_customer,no_account,several,nobody" doc:"Why they cannot be asked."`
	There    int              `json:"there,omitempty" doc:"The number of the study's interview that is with them already."`
	Double   bool             `json:"double,omitempty" doc:"They stand further up in the list."`
	Group    int              `json:"group" doc:"The group of those wanted for which they count, from 0; -1: for none."`
	Take     bool             `json:"take" doc:"They are proposed: new, and wanted while there is room in their group."`
}

// Candidates looks through a list of people, at most 500, for those whom a study
// might ask, as one of its researchers: who each is, whether they are asked
// already, and for which of the groups that are wanted they count. Those that
// are over what is wanted are not proposed; nothing is changed.
func (s *Service) Candidates(ctx context.Context, study string, list []ToAsk) ([]Candidate, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list) > maxAskedAtOnce {
		return nil, fault.Invalid("items", "Look through 1 to 500 people at once.").Keyed("listen.at_once")
	}
	out := make([]Candidate, len(list))
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := researching(ctx, q, study)
		if err != nil {
			return err
		}
		there, err := askedOf(ctx, q, st)
		if err != nil {
			return err
		}
		seen := newSeen(there)
		for n, ask := range list {
			if out[n], err = resolved(ctx, q, st, ask); err != nil {
				return inItem(err, n)
			}
			seen.mark(&out[n])
		}
		proposed(st.Wanted, there, out)
		return nil
	})
	return out, err
}

// proposed says for which group each counts and who of them is proposed.
func proposed(wanted []Wanted, there []askedRow, list []Candidate) {
	places := make([]askedPlace, len(there))
	for n, a := range there {
		places[n] = a.place()
	}
	for n := range list {
		c := &list[n]
		c.Group = -1
		if c.Problem != "" || c.There > 0 || c.Double {
			continue
		}
		place := askedPlace{Role: c.Ask.Role, SegmentID: c.Ask.SegmentID, Side: c.Ask.Side}
		before, _ := quotas(wanted, places)
		_, of := quotas(wanted, append(places, place))
		c.Group = of[len(places)]
		c.Take = len(wanted) == 0 || c.Group >= 0 && !before[c.Group].full()
		if c.Take {
			places = append(places, place)
		}
	}
}

// seen knows who is asked already.
type seen struct {
	interview map[string]int // by customer, or account where only that is known
	list      map[string]bool
}

func newSeen(there []askedRow) seen {
	s := seen{interview: map[string]int{}, list: map[string]bool{}}
	for _, a := range there {
		switch {
		case a.CustomerID != nil:
			s.interview[*a.CustomerID] = a.Number
		case a.AccountID != nil:
			s.interview[*a.AccountID] = a.Number
		}
	}
	return s
}

// mark says whether a candidate is asked already, or stood in the list before.
// After another project or proposal the same person may be asked again.
func (s seen) mark(c *Candidate) {
	var id string
	switch {
	case c.Customer != nil:
		id = c.Customer.ID
	case c.Account != nil:
		id = c.Account.ID
	default:
		return
	}
	c.There = s.interview[id]
	key := id + "\x00" + c.Ask.Project + "\x00" + c.Ask.Proposal
	c.Double = s.list[key]
	s.list[key] = true
}

// resolved finds who somebody of a list is. Roles and mails are read of those
// only whom the asker may see.
func resolved(ctx context.Context, q record.Querier, st Study, ask ToAsk) (Candidate, error) {
	c := Candidate{Ask: ask}
	c.Ask.Role, c.Ask.Project, c.Ask.Proposal = cleanName(ask.Role), cleanName(ask.Project), cleanName(ask.Proposal)
	customer, account, err := askedParty(ctx, q, c.Ask)
	switch {
	case fault.Is(err, fault.CodeInvalid):
		c.Problem = problemOf(err)
		return c, nil
	case err != nil:
		return c, err
	case customer == "" && account == "" && c.Ask.Project == "" && c.Ask.Proposal == "":
		c.Problem = NobodyNamed
		return c, nil
	}
	var roles []string
	if c.Customer, roles, err = candidateCustomer(ctx, q, customer); err != nil {
		return c, err
	}
	if c.Account, err = candidateAccount(ctx, q, account); err != nil {
		return c, err
	}
	if c.Customer != nil {
		c.Ask.CustomerKey, c.Ask.Mail = c.Customer.Key, ""
	}
	if c.Ask.Role == "" {
		c.Ask.Role = wantedRole(st.Wanted, roles)
	}
	return c, nil
}

func problemOf(err error) CandidateProblem {
	e, ok := err.(*fault.Error) //nolint:errorlint // the room's own, not wrapped
	switch {
	case ok && e.Key == "listen.mail_several":
		return SeveralOfMail
	case ok && len(e.Fields) > 0 && strings.HasPrefix(e.Fields[0].Field, "account"):
		return NoSuchAccount
	}
	return NoSuchCustomer
}

// wantedRole is the first of a contact's roles that a study asks for, else the
// first of them.
func wantedRole(wanted []Wanted, roles []string) string {
	for _, w := range wanted {
		for _, role := range roles {
			if nameKey(w.Role) == nameKey(role) {
				return role
			}
		}
	}
	if len(roles) > 0 {
		return roles[0]
	}
	return ""
}

// askedParty gives the ids of the customer and the account of somebody to ask,
// "" where none is named.
func askedParty(ctx context.Context, q record.Querier, a ToAsk) (customer, account string, err error) {
	switch {
	case a.CustomerKey != "":
		customer, account, err = customerByKey(ctx, q, a.CustomerKey)
	case a.Mail != "":
		customer, account, err = customerByMail(ctx, q, a.Mail)
	}
	if err == nil && a.AccountKey != "" {
		account, err = accountByKey(ctx, q, a.AccountKey)
	}
	return customer, account, err
}

// customerByMail finds the one customer who has a mail address.
func customerByMail(ctx context.Context, q record.Querier, mail string) (id, account string, err error) {
	within, args := peopleReach(ctx).Where(access.Columns{Unit: "c.unit_id", Account: "c.account_id"})
	var rows []struct {
		ID      string `bun:"id"`
		Account string
	}
	err = q.NewRaw(`SELECT DISTINCT r.id, COALESCE(r.account_id, '') AS account FROM customer c JOIN customer r ON r.id = COALESCE(c.party_id, c.id) WHERE c.email = ? AND c.email <> '' AND `+within+" LIMIT 2",
		append([]any{strings.ToLower(strings.TrimSpace(mail))}, args...)...).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return "", "", unknownParty(err, "mail")
	}
	if len(rows) > 1 {
		return "", "", fault.Invalid("mail", "Several customers have this mail address. Name one by the key.").Keyed("listen.mail_several")
	}
	return rows[0].ID, rows[0].Account, nil
}

func candidateCustomer(ctx context.Context, q record.Querier, id string) (*people.PartyRef, []string, error) {
	if id == "" {
		return nil, nil, nil
	}
	var r struct{ Key, Name, Roles string }
	if err := q.NewRaw("SELECT key, name, roles FROM customer WHERE id = ?", id).Scan(ctx, &r); err != nil {
		return nil, nil, found(err, "customer")
	}
	var roles []string
	if err := json.Unmarshal([]byte(r.Roles), &roles); err != nil {
		return nil, nil, fault.Wrap(err, fault.CodeInternal, "read roles")
	}
	return &people.PartyRef{ID: id, Key: r.Key, Name: r.Name}, roles, nil
}

func candidateAccount(ctx context.Context, q record.Querier, id string) (*people.PartyRef, error) {
	if id == "" {
		return nil, nil
	}
	var r struct{ Key, Name string }
	if err := q.NewRaw("SELECT key, name FROM account WHERE id = ?", id).Scan(ctx, &r); err != nil {
		return nil, found(err, "account")
	}
	return &people.PartyRef{ID: id, Key: r.Key, Name: r.Name}, nil
}
