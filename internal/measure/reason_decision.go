package measure

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// ReasonVerdict is what somebody decides of a proposed reason.
type ReasonVerdict string

// The verdicts.
const (
	ReasonAccepted ReasonVerdict = "accepted" // it becomes a reason
	ReasonMerged   ReasonVerdict = "merged"   // a reason says so already
	ReasonRefused  ReasonVerdict = "refused"  // it is none
)

// ReasonDecision is what was decided of a proposal. Texts that are like it are not
// proposed again while it stands.
type ReasonDecision struct {
	Stems   string        `json:"stems"`
	Verdict ReasonVerdict `json:"verdict" enum:"accepted,merged,refused"`
	Code    string        `json:"code" doc:"Of the reason that it became or went to; empty where it was refused."`
	Persons int64         `json:"persons" doc:"Who had written so."`
	ByName  string        `json:"by_name"`
	At      time.Time     `json:"at"`
}

func keysDecided(all []ReasonDecision) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = d.Stems
	}
	return out
}

// ReasonDecisions gives what was decided of proposals and stands, the newest first.
func (s *Service) ReasonDecisions(ctx context.Context, id string) (out []ReasonDecision, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seenReasonList(ctx, q, id); err != nil {
			return err
		}
		out, err = listReasonDecisions(ctx, q, id)
		return err
	})
	return out, err
}

// Deciding is a decision of a proposal.
type Deciding struct {
	Stems   string
	Verdict ReasonVerdict
	Text    questionnaire.Words // of the new reason, where it is accepted
	Code    string              // of the reason that says so, where it is merged
}

// DecideReason accepts a proposal as a new reason, merges it into another or refuses
// it. The proposal is one that the caller may read now. Who wrote so instead of
// choosing counts for the reason from then on, while what they wrote stays.
func (s *Service) DecideReason(ctx context.Context, id, ifMatch string, d Deciding) (l ReasonList, position log.Position, err error) {
	if err := access.From(ctx).Any(access.MeasureWrite); err != nil {
		return l, 0, err
	}
	found, err := s.Proposals(ctx, id)
	if err != nil {
		return l, 0, err
	}
	i := slices.IndexFunc(found.Proposals, func(p ReasonProposal) bool { return p.Stems == d.Stems })
	if i < 0 {
		return l, 0, fault.New(fault.CodeConflict, "This is proposed no more. Load the proposals again.").Keyed("reasons.not_proposed")
	}
	persons := int64(found.Proposals[i].Persons)
	return s.changeReasonList(ctx, id, ifMatch, func(ctx context.Context, c *changing) error {
		who := access.From(ctx)
		switch d.Verdict {
		case ReasonAccepted:
			d.Code = s.addReason(c, d.Text, who.Name).Code
		case ReasonMerged:
			if c.reason(d.Code) == nil {
				return fault.Invalid("code", "Choose the reason that says so.").Keyed("reasons.merge_into")
			}
		case ReasonRefused:
			d.Code = ""
		default:
			return fault.Invalid("verdict", "Choose accepted, merged or refused.").Keyed("reasons.verdict")
		}
		c.note(string(d.Verdict), d.Code, d.Stems, persons)
		if d.Verdict != ReasonRefused {
			c.tx.Log(ReasonsRead, id)
		}
		return insertReasonDecision(ctx, c.tx, id, ReasonDecision{d.Stems, d.Verdict, d.Code, persons, who.Name, s.now().UTC()})
	})
}

// UndoDecision takes a decision back: what it was of is proposed again. A reason that
// it became rests, since its code stands for it for ever; who wrote so counts for none
// again.
func (s *Service) UndoDecision(ctx context.Context, id, ifMatch, stems string) (ReasonList, log.Position, error) {
	return s.changeReasonList(ctx, id, ifMatch, func(ctx context.Context, c *changing) error {
		all, err := listReasonDecisions(ctx, c.tx, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(d ReasonDecision) bool { return d.Stems == stems })
		if i < 0 {
			return fault.NotFound("decision")
		}
		if r := c.reason(all[i].Code); r != nil && all[i].Verdict == ReasonAccepted && r.RestedAt == nil {
			now := s.now().UTC()
			r.RestedAt = &now
		}
		c.note("undone", all[i].Code, stems, all[i].Persons)
		if all[i].Verdict != ReasonRefused {
			c.tx.Log(ReasonsRead, id)
		}
		return deleteReasonDecision(ctx, c.tx, id, stems)
	})
}
