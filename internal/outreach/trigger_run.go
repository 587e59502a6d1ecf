package outreach

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
)

const (
	heardAtOnce   = 200 // rows of the change log
	triggerPiece  = 100 // people of a transaction
	triggerReader = "triggers"
)

// RunTriggers hears what happened since the last time and asks whose wait is
// over. Each piece is a transaction that keeps the position of the log with what
// it heard, or the reason with the invitation: it may be killed and run again.
func (s *Service) RunTriggers(ctx context.Context) error {
	if s.Happened == nil {
		return nil
	}
	ctx = access.System(ctx, "triggers")
	if err := s.hear(ctx); err != nil {
		return err
	}
	var triggers []Trigger
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		triggers, err = listeningTriggers(ctx, q)
		return err
	})
	errs := []error{err}
	slices.Reverse(triggers) // a series goes on from its beginning
	for _, t := range triggers {
		for more := true; more && ctx.Err() == nil; {
			if more, err = s.ask(ctx, t); err != nil {
				errs = append(errs, err)
				break
			}
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// ask asks the next of those whose wait is over; more tells that there may be others.
// A survey that is closed, or a wave that is paused, has all of them wait on.
func (s *Service) ask(ctx context.Context, t Trigger) (more bool, err error) {
	asked, err := s.Measure.AskedVersion(ctx, t.SurveyID, 0)
	if fault.Is(err, fault.CodeNotFound) || err == nil && asked.Survey.State != measure.SurveyOpen || t.Settings.By == ByMail && s.Mail == nil {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var due []dueTrigger
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		due, err = dueNow(ctx, q, t.ID, s.Now(), triggerPiece)
		return err
	})
	if err != nil || len(due) == 0 {
		return false, err
	}
	out, err := s.outOfSegment(ctx, t, due)
	if err != nil {
		return false, err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := holdClock(ctx, tx); err != nil {
			return err
		}
		still, err := dueNow(ctx, tx, t.ID, s.Now(), triggerPiece)
		if err != nil || !slices.Equal(still, due) {
			return err // somebody else was faster
		}
		more, err = s.askSome(ctx, tx, t, asked, due, out)
		return err
	})
	return more && len(due) == triggerPiece, err
}

// outOfSegment are the customers for whom the conditions do not hold.
func (s *Service) outOfSegment(ctx context.Context, t Trigger, due []dueTrigger) (map[string]bool, error) {
	out := map[string]bool{}
	if t.Settings.SegmentID == "" || s.Members == nil {
		return out, nil
	}
	var stands map[string]string
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		stands, err = standsFor(ctx, q, customersOf(due))
		return err
	})
	for customer, id := range stands {
		if err != nil {
			return nil, err
		}
		var found []string
		if found, err = s.Members.SegmentMembers(ctx, t.Settings.SegmentID, idBefore(id), 1); fault.Is(err, fault.CodeNotFound) {
			found, err = nil, nil // whoever removed the segment meant nobody by it any more
		}
		out[customer] = !slices.Contains(found, id)
	}
	return out, err
}

// idBefore is the greatest id below another.
func idBefore(id string) string {
	u, err := uuid.Parse(id)
	if err != nil {
		return id
	}
	for i := len(u) - 1; i >= 0; i-- {
		u[i]--
		if u[i] != 0xff {
			break
		}
	}
	return u.String()
}

func customersOf(due []dueTrigger) []string {
	ids := make([]string, len(due))
	for i, d := range due {
		ids[i] = d.CustomerID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// askSome gives each of those due their one reason; more is false where they wait on.
func (s *Service) askSome(ctx context.Context, tx *record.Tx, t Trigger, asked measure.AskedSurvey, due []dueTrigger, out map[string]bool) (more bool, err error) {
	w, ready, err := s.waveFor(ctx, tx, t, asked)
	if err != nil || !ready {
		return false, err
	}
	rules, err := s.against(ctx, tx, t, due, out)
	if err != nil {
		return false, err
	}
	stands, err := standsFor(ctx, tx, customersOf(due))
	if err != nil {
		return false, err
	}
	before, err := invitedBy(ctx, tx, w.ID, idsIn(stands))
	if err != nil {
		return false, err
	}
	var fresh []string
	for _, d := range due {
		id, there := stands[d.CustomerID]
		switch {
		case rules[d.EventID] != "":
		case !there:
			rules[d.EventID] = RulePersonGone
		case before[id] != "" || slices.Contains(fresh, id):
			rules[d.EventID] = RuleAskedAlready
		default:
			fresh = append(fresh, id)
		}
	}
	became, err := s.inviteFresh(ctx, tx, w, fresh)
	if err != nil {
		return false, err
	}
	for _, d := range due {
		b := became[stands[d.CustomerID]]
		if rule := rules[d.EventID]; rule != "" {
			b = becameOf{reason: string(plan.ByRule), rule: rule}
		}
		if err := settleDue(ctx, tx, t.ID, d.EventID, b.reason, b.rule, b.invitation); err != nil {
			return false, err
		}
	}
	return true, s.followUp(ctx, tx, t, became)
}

func idsIn(stands map[string]string) []string {
	out := make([]string, 0, len(stands))
	for _, id := range stands {
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// against are the rules of the trigger itself that speak against asking after an event.
func (s *Service) against(ctx context.Context, tx *record.Tx, t Trigger, due []dueTrigger, out map[string]bool) (map[string]string, error) {
	there := map[string]bool{}
	if t.Settings.AfterID == "" {
		ids := make([]string, len(due))
		for i, d := range due {
			ids[i] = d.EventID
		}
		happened, err := s.Happened.Happenings(ctx, tx, ids)
		if err != nil {
			return nil, err
		}
		for _, h := range happened {
			there[h.ID] = true
		}
	}
	rules := map[string]string{}
	for _, d := range due {
		switch {
		case t.Settings.AfterID == "" && !there[d.EventID]:
			rules[d.EventID] = RuleEventGone
		case record.Time(d.DueAt).Before(s.Now().Add(-lateness)):
			rules[d.EventID] = RuleLate
		case out[d.CustomerID]:
			rules[d.EventID] = RuleLeftSegment
		}
	}
	return rules, nil
}

type becameOf struct{ reason, rule, invitation string }

// inviteFresh invites those whom the rules of contact let be asked, and gives
// what became of each.
func (s *Service) inviteFresh(ctx context.Context, tx *record.Tx, w Wave, ids []string) (map[string]becameOf, error) {
	out := map[string]becameOf{}
	if len(ids) == 0 {
		return out, nil
	}
	if err := reconsider(ctx, tx, w.ID, ids); err != nil {
		return nil, err
	}
	crowd, err := s.crowd(ctx, tx, w, ids, false)
	if err != nil {
		return nil, err
	}
	rows := make([][]any, len(crowd))
	for i, p := range crowd {
		rows[i] = []any{w.ID, p.id, orNull(p.account), string(plan.Invited), "", true, p.role, "", p.zone}
	}
	if _, err := tx.InsertAll(ctx, insertConsidered, rows); err != nil {
		return nil, err
	}
	if err := s.inviteSome(ctx, tx, w, ids); err != nil {
		return nil, err
	}
	reasons, err := reasonsIn(ctx, tx, w.ID, ids)
	if err != nil {
		return nil, err
	}
	made, err := invitedBy(ctx, tx, w.ID, ids)
	for id, r := range reasons {
		out[id] = becameOf{r.Reason, r.Rule, made[id]}
	}
	return out, err
}

// followUp has the next of a series wait after those who were asked.
func (s *Service) followUp(ctx context.Context, tx *record.Tx, t Trigger, became map[string]becameOf) error {
	triggers, err := listeningTriggers(ctx, tx)
	if err != nil {
		return err
	}
	var happened []Happening
	for id, b := range became {
		if b.invitation != "" {
			happened = append(happened, Happening{ID: b.invitation, CustomerID: id, At: s.Now().UTC()})
		}
	}
	for _, next := range triggers {
		if next.Settings.AfterID == t.ID {
			if err := waitFor(ctx, tx, next, happened); err != nil {
				return err
			}
		}
	}
	return nil
}
