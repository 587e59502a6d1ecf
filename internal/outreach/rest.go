package outreach

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// RestChanged is the kind of the change log for who is left in peace.
const RestChanged = "contact_rest.changed"

// Rest is that somebody is left in peace until a time, by a colleague's word.
type Rest struct {
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
	SetAt  time.Time `json:"set_at"`
	SetBy  string    `json:"set_by" doc:"The id of who said so."`
}

// OptOut is that somebody does not want to be asked by a program.
type OptOut struct {
	ProgramID string    `json:"program_id" format:"uuid"`
	Program   string    `json:"program"`
	At        time.Time `json:"at"`
	Channel   string    `json:"channel"`
}

// PersonContact is whether and when somebody may be asked.
type PersonContact struct {
	Rest      *Rest      `json:"rest,omitempty" doc:"That holds now."`
	OptOuts   []OptOut   `json:"opt_outs" nullable:"false" doc:"Of programs that the caller may see. Who wants nothing at all has withdrawn consent."`
	LastAsked *time.Time `json:"last_asked,omitempty" doc:"By whatever channel, reminders too."`
	AgainFrom *time.Time `json:"again_from,omitempty" doc:"Until when the rules of contact keep them from being asked, where that is later than now."`
}

const (
	mostRestYears  = 10
	mostRestReason = 500
)

func checkRest(r Rest, now time.Time) (Rest, error) {
	r.Reason = strings.Join(strings.Fields(strings.ToValidUTF8(r.Reason, "")), " ")
	switch {
	case !r.Until.After(now):
		return r, fault.Invalid("until", "Leave them in peace until a day to come.").Keyed("contact_rest.past")
	case r.Until.After(now.AddDate(mostRestYears, 0, 0)):
		return r, fault.Invalid("until", "At most ten years. Whoever wants nothing at all withdraws consent.").Keyed("contact_rest.far")
	case r.Reason == "":
		return r, fault.Invalid("reason", "Say why, for colleagues who look.").Keyed("contact_rest.no_reason")
	case utf8.RuneCountInString(r.Reason) > mostRestReason:
		return r, fault.Invalid("reason", "A reason has at most 500 characters.").Keyed("contact_rest.long")
	}
	r.Until = r.Until.UTC().Truncate(time.Microsecond)
	return r, nil
}

// Contact tells whether and when a customer may be asked whom the caller may
// see; of one who is restricted nothing.
func (s *Service) Contact(ctx context.Context, customer string) (c PersonContact, err error) {
	c.OptOuts = []OptOut{}
	who := access.From(ctx)
	if err := who.Any(access.PersonRead); err != nil {
		return c, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		p, restricted, err := s.People.PersonWithin(ctx, q, access.PersonRead, customer)
		if err != nil || restricted {
			return err
		}
		if c.Rest, err = restOf(ctx, q, p.IDs, s.Now()); err != nil {
			return err
		}
		where, args := who.Reach(access.ProgramRead).Where(access.Columns{Program: "o.program_id"})
		if c.OptOuts, err = optOutsOf(ctx, q, p.IDs, where, args); err != nil {
			return err
		}
		return s.addLastAsked(ctx, q, p, &c)
	})
	return c, err
}

func (s *Service) addLastAsked(ctx context.Context, q record.Querier, p people.Person, c *PersonContact) error {
	rules, err := readRules(ctx, q)
	if err != nil {
		return err
	}
	asked, err := askedOf(ctx, q, p.IDs, s.Now())
	var last time.Time
	for _, a := range asked {
		last = later(last, a.Last)
	}
	if err != nil || last.IsZero() {
		return err
	}
	c.LastAsked = &last
	if again := last.Add(time.Duration(rules.RestDays) * 24 * time.Hour); again.After(s.Now()) {
		c.AgainFrom = &again
	}
	return nil
}

// SetRest leaves a customer whom the caller may write in peace until a time.
func (s *Service) SetRest(ctx context.Context, customer string, until time.Time, reason string) (r Rest, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.PersonWrite); err != nil {
		return r, 0, err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	if r, err = checkRest(Rest{Until: until, Reason: reason, SetAt: now, SetBy: who.UserID}, now); err != nil {
		return r, 0, err
	}
	position, err = s.resting(ctx, customer, "person.rest_set", func(ctx context.Context, tx *record.Tx, p people.Person) error {
		if err := dropRests(ctx, tx, p.IDs); err != nil {
			return err
		}
		return insertRest(ctx, tx, customer, r)
	})
	return r, position, err
}

// EndRest has a customer be asked again; it is no fault where they do not rest.
func (s *Service) EndRest(ctx context.Context, customer string) (log.Position, error) {
	return s.resting(ctx, customer, "person.rest_ended", func(ctx context.Context, tx *record.Tx, p people.Person) error {
		return dropRests(ctx, tx, p.IDs)
	})
}

func (s *Service) resting(ctx context.Context, customer, kind string, change func(context.Context, *record.Tx, people.Person) error) (log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return 0, err
	}
	return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		p, restricted, err := s.People.PersonWithin(ctx, tx, access.PersonWrite, customer)
		if err != nil {
			return err
		}
		if restricted {
			return fault.New(fault.CodeConflict, "This person's data are restricted; they are asked nothing as it is.").Keyed("contact_rest.restricted")
		}
		tx.Log(RestChanged, customer)
		if err := change(ctx, tx, p); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, kind, customer, nil)
	})
}
