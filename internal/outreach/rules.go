package outreach

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// RulesChanged is the kind of the change log for the rules of contact.
const RulesChanged = "contact_rules.changed"

// ContactRules keep people from being worn out. They hold for the whole house;
// 0 switches a rule off. A day is 24 hours.
type ContactRules struct {
	RestDays    int       `json:"rest_days" minimum:"0" maximum:"3650" doc:"Nobody is asked again within so many days, whatever about."`
	MeasureDays int       `json:"measure_days" minimum:"0" maximum:"3650" doc:"Nor about the same measure within so many days."`
	Most        int       `json:"most" minimum:"0" maximum:"1000" doc:"Nor more often than so, reminders too,"`
	MostDays    int       `json:"most_days" minimum:"0" maximum:"3650" doc:"in so many days."`
	NeedConsent bool      `json:"need_consent" doc:"Only who has agreed to surveys is asked."`
	ChangedAt   time.Time `json:"changed_at"`
	ChangedBy   string    `json:"changed_by"`
	Version     int64     `json:"version"`
}

func (r ContactRules) check() error {
	for _, f := range []struct {
		name string
		n    int
		most int
	}{{"rest_days", r.RestDays, 3650}, {"measure_days", r.MeasureDays, 3650}, {"most", r.Most, 1000}, {"most_days", r.MostDays, 3650}} {
		if f.n < 0 || f.n > f.most {
			return fault.Invalid(f.name, "Give 0 to switch the rule off, at most 3,650 days or 1,000 times.").Keyed("contact_rules.range")
		}
	}
	if (r.Most == 0) != (r.MostDays == 0) {
		return fault.Invalid("most", "How often goes with in how many days: give both, or 0 for both.").Keyed("contact_rules.most")
	}
	return nil
}

func (r ContactRules) limits() plan.Limits {
	return plan.Limits{RestDays: r.RestDays, MeasureDays: r.MeasureDays, Most: r.Most, MostDays: r.MostDays, NeedConsent: r.NeedConsent}
}

// Rules are the rules of contact that hold.
func (s *Service) Rules(ctx context.Context) (r ContactRules, err error) {
	if err := access.From(ctx).Any(access.OutreachRead); err != nil {
		return r, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		r, err = readRules(ctx, q)
		return err
	})
	return r, err
}

// SetRules changes the rules of contact, which hold for the whole house.
func (s *Service) SetRules(ctx context.Context, ifMatch string, r ContactRules) (ContactRules, log.Position, error) {
	who := access.From(ctx)
	if err := who.Require(access.OutreachWrite, access.Whole()); err != nil {
		return r, 0, err
	}
	if err := r.check(); err != nil {
		return r, 0, err
	}
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		old, err := readRules(ctx, tx)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, old.Version); err != nil {
			return err
		}
		r.Version, r.ChangedAt, r.ChangedBy = old.Version+1, s.Now().UTC().Truncate(time.Microsecond), who.UserID
		tx.Log(RulesChanged, who.UserID)
		if err := writeRules(ctx, tx, r); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "contact_rules.changed", "", nil)
	})
	return r, position, err
}
