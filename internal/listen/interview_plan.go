package listen

import (
	"context"
	"fmt"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// ToAsk is somebody who is to be asked for an interview: of an account or a
// customer, by the key, after a project or a proposal.
type ToAsk struct {
	CustomerKey string        `json:"customer_key,omitempty" maxLength:"200"`
	AccountKey  string        `json:"account_key,omitempty" maxLength:"200"`
	Mail        string        `json:"mail,omitempty" maxLength:"200" doc:"Of the customer, where there is no key."`
	Role        string        `json:"role,omitempty" maxLength:"200" doc:"What they do, as those who are wanted are told apart."`
	SegmentID   string        `json:"segment_id,omitempty" maxLength:"60" doc:"The segment out of which they were chosen."`
	Project     string        `json:"project,omitempty" maxLength:"200"`
	Proposal    string        `json:"proposal,omitempty" maxLength:"200"`
	Kind        InterviewKind `json:"kind,omitempty" enum:"in_depth,mid_project,post_project,win_loss,account_review,exit" doc:"Absent: in_depth."`
	Side        Side          `json:"side,omitempty" enum:"for,against"`
	OwnerID     string        `json:"owner_id,omitempty"`
	Due         string        `json:"due,omitempty" format:"date"`
	Language    string        `json:"language,omitempty" maxLength:"12"`
}

// PlanInterviews adds interviews to a study, at most 500 together, each with a
// number and a pseudonym of it. None is added where one cannot be.
func (s *Service) PlanInterviews(ctx context.Context, study string, all []ToAsk) ([]Interview, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return nil, 0, err
	}
	if len(all) == 0 || len(all) > maxAskedAtOnce {
		return nil, 0, fault.Invalid("items", "Plan 1 to 500 interviews at once.")
	}
	for n, a := range all {
		if err := s.knows(ctx, fmt.Sprintf("items[%d].owner_id", n), a.OwnerID); err != nil {
			return nil, 0, err
		}
	}
	out := make([]Interview, len(all))
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := researching(ctx, tx, study)
		if err != nil {
			return err
		}
		first, err := numbered(ctx, tx, st.ID, "interviews", len(all))
		if err != nil {
			return err
		}
		for n, a := range all {
			if out[n], err = s.plan(ctx, tx, st.ID, first+n, a); err != nil {
				return inItem(err, n)
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	return s.owned(ctx, out), position, nil
}

// inItem says in which item of a list a field is at fault.
func inItem(err error, n int) error {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // the room's own, not wrapped
		for i := range e.Fields {
			e.Fields[i].Field = fmt.Sprintf("items[%d].%s", n, e.Fields[i].Field)
		}
	}
	return err
}

func (s *Service) plan(ctx context.Context, tx *record.Tx, study string, number int, a ToAsk) (Interview, error) {
	now := s.Now().UTC()
	i := Interview{
		ID: s.NewID(), StudyID: study, Number: number, Kind: a.Kind, State: Planned, Side: a.Side, Pseudonym: fmt.Sprintf("P%02d", number), Language: a.Language,
		OwnerID: a.OwnerID, Due: a.Due, Project: a.Project, Proposal: a.Proposal, CreatedAt: &now, Version: 1,
	}
	if i.Kind == "" {
		i.Kind = InDepth
	}
	i.Role, i.SegmentID = a.Role, a.SegmentID
	var err error
	if i.customerID, i.accountID, err = askedParty(ctx, tx, a); err != nil {
		return i, err
	}
	if i, err = i.checked(); err != nil {
		return i, err
	}
	tx.Log(InterviewChanged, i.ID)
	if err := insertInterview(ctx, tx, i); err != nil {
		return i, err
	}
	i, _, err = readInterview(ctx, tx, i.ID, s.today())
	return i, err
}

// peopleReach is which customers and accounts who asks may read: programs divide
// answers, not people.
func peopleReach(ctx context.Context) access.Reach {
	reach := access.From(ctx).Reach(access.PersonRead)
	for n := range reach.Any {
		reach.Any[n].Program = ""
	}
	return reach
}

func customerByKey(ctx context.Context, q record.Querier, key string) (id, account string, err error) {
	within, args := peopleReach(ctx).Where(access.Columns{Unit: "c.unit_id", Account: "c.account_id"})
	var rows []struct {
		ID      string `bun:"id"`
		Account string
	}
	err = q.NewRaw(`SELECT r.id, COALESCE(r.account_id, '') AS account FROM customer r WHERE r.id = (SELECT COALESCE(c.party_id, c.id) FROM customer c WHERE c.key = ? AND `+within+`)`,
		append([]any{key}, args...)...).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return "", "", unknownParty(err, "customer_key")
	}
	return rows[0].ID, rows[0].Account, nil
}

func accountByKey(ctx context.Context, q record.Querier, key string) (string, error) {
	within, args := peopleReach(ctx).Where(access.Columns{Unit: "a.unit_id", Account: "a.id"})
	var ids []string
	err := q.NewRaw("SELECT COALESCE(a.party_id, a.id) FROM account a WHERE a.key = ? AND "+within, append([]any{key}, args...)...).Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return "", unknownParty(err, "account_key")
	}
	return ids[0], nil
}

func unknownParty(err error, field string) error {
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find a party")
	}
	return fault.Invalid(field, "There is nobody of this key, or you may not see them.").Keyed("listen.party_unknown")
}
