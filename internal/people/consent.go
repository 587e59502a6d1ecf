package people

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Purpose is what somebody is asked to agree to.
type Purpose string

// The purposes of consent.
const (
	ForSurveys    Purpose = "surveys"
	ForInterviews Purpose = "interviews"
	ForContact    Purpose = "contact"
)

// Purposes lists every purpose in a fixed order.
func Purposes() []Purpose { return []Purpose{ForSurveys, ForInterviews, ForContact} }

// ConsentState is what somebody said last.
type ConsentState string

// The states of consent. Unknown is also that of who never said anything.
const (
	Given     ConsentState = "given"
	Withdrawn ConsentState = "withdrawn"
	Unknown   ConsentState = "unknown"
)

// Consent is what a customer said, once. What is said later stands; nothing is
// overwritten.
type Consent struct {
	ID          string       `json:"id" format:"uuid"`
	CustomerID  string       `json:"customer_id" format:"uuid"`
	Purpose     Purpose      `json:"purpose" enum:"surveys,interviews,contact"`
	State       ConsentState `json:"state" enum:"given,withdrawn,unknown"`
	Channel     string       `json:"channel,omitempty" doc:"How it was said, such as mail, phone or form."`
	TextVersion string       `json:"text_version,omitempty" doc:"Version of the wording that was shown."`
	Source      string       `json:"source,omitempty" doc:"Where that is written."`
	At          time.Time    `json:"at" doc:"When it was said."`
	NotedAt     time.Time    `json:"noted_at"`
	ByUserID    string       `json:"by_user_id,omitempty"`
}

// ConsentInput is what a customer said.
type ConsentInput struct {
	Purpose     Purpose      `json:"purpose" enum:"surveys,interviews,contact"`
	State       ConsentState `json:"state" enum:"given,withdrawn,unknown"`
	Channel     string       `json:"channel,omitempty" maxLength:"60"`
	TextVersion string       `json:"text_version,omitempty" maxLength:"60" doc:"One of the wordings that are kept; needed where consent is given."`
	Source      string       `json:"source,omitempty" maxLength:"200"`
	At          *time.Time   `json:"at,omitempty" doc:"When it was said; now where absent."`
}

func (in ConsentInput) checked(now time.Time) (Consent, error) {
	c := Consent{Purpose: in.Purpose, State: in.State, At: now, NotedAt: now}
	for _, f := range []struct {
		to   *string
		from string
	}{{&c.Channel, in.Channel}, {&c.TextVersion, in.TextVersion}, {&c.Source, in.Source}} {
		*f.to, _ = oneLine(f.from) // never fails
	}
	if in.At != nil {
		c.At = in.At.UTC()
	}
	switch {
	case !slices.Contains(Purposes(), c.Purpose):
		return c, fault.Invalid("purpose", "Purposes are surveys, interviews and contact.").Keyed("consent.purpose")
	case !slices.Contains([]ConsentState{Given, Withdrawn, Unknown}, c.State):
		return c, fault.Invalid("state", "Say given, withdrawn or unknown.").Keyed("consent.state")
	case c.At.After(now.Add(time.Minute)) || c.At.Year() < 1970:
		return c, fault.Invalid("at", "Nobody can have said this in the future.").Keyed("consent.future")
	case c.State == Given && c.TextVersion == "":
		return c, fault.Invalid("text_version", "Say which wording was agreed to.").Keyed("consent.text_missing")
	}
	return c, nil
}

// RecordConsent writes down what a customer that the caller may write said.
func (s *Service) RecordConsent(ctx context.Context, customer string, in ConsentInput) (Consent, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.PersonWrite); err != nil {
		return Consent{}, 0, err
	}
	c, err := in.checked(s.now().UTC())
	if err != nil {
		return Consent{}, 0, err
	}
	c.ID, c.CustomerID, c.ByUserID = s.newID(), customer, who.UserID
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getCustomer(ctx, tx, personReach(ctx, access.PersonWrite), customer); err != nil {
			return err
		}
		if c.TextVersion != "" {
			if there, err := hasConsentText(ctx, tx, c.TextVersion); err != nil || !there {
				return orUnknownText(err)
			}
		}
		tx.Log(CustomerChanged, customer)
		if err := insertConsent(ctx, tx, c); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "consent.recorded", customer, map[string]string{"purpose": string(c.Purpose), "state": string(c.State)})
	})
	return c, position, err
}

func orUnknownText(err error) error {
	if err != nil {
		return err
	}
	return fault.Invalid("text_version", "There is no wording of this version. Add it first.").Keyed("consent.text_unknown")
}

// Consents gives what a customer, and those merged into it, said, the latest
// first, at most 500, and what stands now for each purpose.
func (s *Service) Consents(ctx context.Context, customer string) (history []Consent, now map[Purpose]ConsentState, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		row, err := getCustomer(ctx, q, personReach(ctx, access.PersonRead), customer)
		if err != nil {
			return err
		}
		now = map[Purpose]ConsentState{}
		for _, p := range Purposes() {
			states, err := s.MayContact(ctx, q, []string{customer}, p)
			if err != nil {
				return err
			}
			now[p] = states[customer]
		}
		if row.RestrictedAt != nil {
			return nil
		}
		members, err := membersOf(ctx, q, customer)
		if err == nil {
			history, err = consentsOf(ctx, q, append(idsOf(members), customer))
		}
		return err
	})
	return history, now, err
}

// MayContact tells for each customer, at most 5,000, what they said last about a
// purpose, with whatever was said under a key that is the same person. Given and
// unknown are for the caller to judge; withdrawn is final until they say
// otherwise, and somebody who is restricted counts as withdrawn.
func (s *Service) MayContact(ctx context.Context, q record.Querier, customers []string, purpose Purpose) (map[string]ConsentState, error) {
	out := make(map[string]ConsentState, len(customers))
	for part := range slices.Chunk(customers, 500) {
		if err := statesOf(ctx, q, part, purpose, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}
