package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Guest is whom a personal link invites.
type Guest struct {
	InvitationID string
	SurveyID     string
	Number       int64  // of the version that is asked
	CustomerID   string // as they are known now
	CustomerKey  string
	Language     string // "" unknown
	Answered     bool
	Contact      map[string]any // traits by name, text or number, and the name; what is not known is left out
}

// ByLink finds whom the secret of a link invites, whoever asks. A wave that is
// over, or cancelled, is a conflict; so is one whose guest was left out since.
func (s *Service) ByLink(ctx context.Context, token string) (g Guest, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		r, err := invitationBy(ctx, q, hashed(token))
		if err != nil {
			return err
		}
		g = Guest{InvitationID: r.ID, SurveyID: r.SurveyID, Number: r.Number, CustomerID: r.CustomerID}
		g.Answered = r.State == InvitationAnswered || r.State == InvitationClosed
		if !g.Answered && !WaveState(r.WaveState).opens() {
			return fault.New(fault.CodeConflict, "This survey is closed.").Keyed("survey.closed")
		}
		rows, err := crowdRows(ctx, q, []string{r.CustomerID})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.NotFound("invitation")
		}
		g.CustomerID, g.CustomerKey, g.Language = rows[0].ID, rows[0].Key, rows[0].Language
		g.Contact, err = s.contact(ctx, q, rows[0])
		return err
	})
	return g, err
}

// contact is what is known of a customer now.
func (s *Service) contact(ctx context.Context, q record.Querier, r crowdRow) (map[string]any, error) {
	all, err := s.contacts(ctx, q, []crowdRow{r})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// CustomerOf is the key of whom an invitation is for, "" where it is gone.
func (s *Service) CustomerOf(ctx context.Context, invitation string) (key string, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := invitationsOf(ctx, q, []string{invitation})
		if err != nil || len(found) == 0 {
			return err
		}
		rows, err := crowdRows(ctx, q, []string{found[0].CustomerID})
		if err == nil && len(rows) > 0 {
			key = rows[0].Key
		}
		return err
	})
	return key, err
}

// Started notes, inside the transaction that begins the answering, that somebody
// invited began.
func (s *Service) Started(ctx context.Context, tx *record.Tx, invitation string) error {
	if _, err := setState(ctx, tx, invitation, InvitationStarted, "", s.Now(), InvitationPlanned, InvitationSent); err != nil {
		return err
	}
	tx.Log(InvitationChanged, invitation)
	return noteStarted(ctx, tx, invitation, s.Now())
}

// Ended notes, inside the transaction that ends the answering, that somebody
// invited has answered, or was screened out: nobody reminds them. How is the
// outcome where it is not complete.
func (s *Service) Ended(ctx context.Context, tx *record.Tx, invitation, how string) error {
	if _, err := setState(ctx, tx, invitation, InvitationAnswered, how, s.Now(), InvitationPlanned, InvitationSent, InvitationStarted, InvitationBounced, InvitationUnsubscribed, InvitationFailed, InvitationDropped); err != nil {
		return err
	}
	tx.Log(InvitationChanged, invitation)
	return noteEnded(ctx, tx, invitation, s.Now())
}

// Closed notes of the invitations of an anonymous survey, together, that they
// are answered: no time, and nothing that tells one from another.
func (s *Service) Closed(ctx context.Context, tx *record.Tx, invitations []string) error {
	if len(invitations) == 0 {
		return nil
	}
	return noteClosed(ctx, tx, invitations)
}

// Asked is what an invitation asks and of whom.
type Asked struct {
	InvitationID, ProgramID, Program, CustomerID string
}

// AskedBy is what an invitation asks and of whom, whoever wants to know; one that
// is gone is not found.
func (s *Service) AskedBy(ctx context.Context, invitation string) (a Asked, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		a, err = s.AskedIn(ctx, q, invitation)
		return err
	})
	return a, err
}

// AskedIn is AskedBy inside a caller's transaction.
func (s *Service) AskedIn(ctx context.Context, q record.Querier, invitation string) (Asked, error) {
	found, err := invitationsOf(ctx, q, []string{invitation})
	if err == nil && len(found) == 0 {
		err = fault.NotFound("invitation")
	}
	if err != nil {
		return Asked{}, err
	}
	standing, err := standsFor(ctx, q, []string{found[0].CustomerID})
	if err == nil && standing[found[0].CustomerID] == "" {
		err = fault.NotFound("invitation")
	}
	if err != nil {
		return Asked{}, err
	}
	a := Asked{InvitationID: invitation, ProgramID: found[0].ProgramID, CustomerID: standing[found[0].CustomerID]}
	a.Program, err = programName(ctx, q, a.ProgramID)
	return a, err
}
