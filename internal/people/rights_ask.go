package people

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// RightWay is how a request came.
type RightWay string

// The ways a request comes; none where whoever answers it wrote it down.
const (
	ByMail   RightWay = "mail"
	ByPhone  RightWay = "phone"
	ByLetter RightWay = "letter"
	ByVisit  RightWay = "visit"
	ByForm   RightWay = "form"
)

func rightWays() []RightWay { return []RightWay{ByMail, ByPhone, ByLetter, ByVisit, ByForm} }

// RightInput is a request to be answered later.
type RightInput struct {
	Kind        RightKind
	CustomerKey string // "" where who asked is not known
	Reason      string
	AskedAt     time.Time // zero for now
	DueAt       time.Time // zero for a month after
	CameBy      RightWay
	AskedBy     string
	Identity    string
	Notes       string
}

// RightChange is what may be changed of a request as long as it is open; nil
// leaves as it is.
type RightChange struct {
	DueAt    *time.Time `json:"due_at,omitempty" doc:"At most a year after it was asked."`
	CameBy   *RightWay  `json:"came_by,omitempty" enum:",mail,phone,letter,visit,form"`
	AskedBy  *string    `json:"asked_by,omitempty" maxLength:"200"`
	Identity *string    `json:"identity,omitempty" maxLength:"1000"`
	Notes    *string    `json:"notes,omitempty" maxLength:"4000"`
}

// AskRight writes down what somebody asked for, with the day by which it is to
// be answered.
func (s *Service) AskRight(ctx context.Context, in RightInput) (Right, log.Position, error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	asked, err := in.asked(s.now().UTC())
	if err != nil {
		return Right{}, 0, err
	}
	var out Right
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var p Person
		if strings.TrimSpace(in.CustomerKey) == "" {
			err = asked.strange()
		} else {
			p, err = s.askedAbout(ctx, tx, in.CustomerKey)
		}
		if err != nil {
			return err
		}
		if out, err = s.newRight(ctx, tx, p, asked); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "right.asked", p.ID, map[string]string{"kind": string(in.Kind)})
	})
	return out, position, err
}

// asked is the request as it is kept.
func (in RightInput) asked(now time.Time) (Right, error) {
	r := Right{Kind: in.Kind, Reason: in.Reason, AskedAt: in.AskedAt.UTC(), DueAt: in.DueAt.UTC(), CameBy: in.CameBy, AskedBy: in.AskedBy, Identity: in.Identity, Notes: in.Notes}
	if in.AskedAt.IsZero() {
		r.AskedAt = now
	}
	if in.DueAt.IsZero() {
		r.DueAt = monthAfter(r.AskedAt)
	}
	if !slices.Contains([]RightKind{RightExport, RightErase, RightRestrict, RightRelease}, r.Kind) {
		return r, fault.Invalid("kind", "Choose what was asked for.").Keyed("right.kind")
	}
	if r.AskedAt.After(now.Add(24*time.Hour)) || r.AskedAt.Before(now.AddDate(-5, 0, 0)) {
		return r, fault.Invalid("asked_at", "Give the day on which it was asked.").Keyed("right.asked_at")
	}
	return r.checked()
}

// checked is a request with its words made plain, if it can stand.
func (r Right) checked() (Right, error) {
	if r.DueAt.Before(r.AskedAt) || r.DueAt.After(r.AskedAt.AddDate(1, 0, 0)) {
		return r, fault.Invalid("due_at", "It is due after it was asked, and within a year.").Keyed("right.due_at")
	}
	if r.CameBy != "" && !slices.Contains(rightWays(), r.CameBy) {
		return r, fault.Invalid("came_by", "Say mail, phone, letter, visit or form.").Keyed("right.came_by")
	}
	r.AskedBy, _ = oneLine(r.AskedBy) // never fails
	for _, f := range []struct {
		name string
		text *string
		most int
	}{{"asked_by", &r.AskedBy, 200}, {"identity", &r.Identity, 1000}, {"notes", &r.Notes, 4000}, {"told", &r.Told, 4000}} {
		if *f.text = strings.TrimSpace(printableLines(*f.text)); utf8.RuneCountInString(*f.text) > f.most {
			return r, fault.Invalid(f.name, "This is too long.").Keyed("right.too_long")
		}
	}
	return r, nil
}

// monthAfter is the same day of the next month, or the last where it has none.
func monthAfter(t time.Time) time.Time {
	due := t.AddDate(0, 1, 0)
	if due.Day() != t.Day() {
		due = due.AddDate(0, 0, -due.Day())
	}
	return due
}

// ChangeRight changes what is written down of a request that is open.
func (s *Service) ChangeRight(ctx context.Context, id, ifMatch string, c RightChange) (Right, log.Position, error) {
	return s.settleRight(ctx, id, ifMatch, "right.changed", func(r *Right) error {
		for _, f := range []struct{ to, from *string }{{&r.AskedBy, c.AskedBy}, {&r.Identity, c.Identity}, {&r.Notes, c.Notes}} {
			if f.from != nil {
				*f.to = *f.from
			}
		}
		if c.CameBy != nil {
			r.CameBy = *c.CameBy
		}
		if c.DueAt != nil {
			r.DueAt = c.DueAt.UTC()
		}
		return nil
	})
}

// settleRight changes an open request, whose version the caller has seen.
func (s *Service) settleRight(ctx context.Context, id, ifMatch, act string, change func(r *Right) error) (r Right, position log.Position, err error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if r, err = openRight(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, r.Version); err != nil {
			return err
		}
		if err := change(&r); err != nil {
			return err
		}
		if r, err = r.checked(); err != nil {
			return err
		}
		if err := writeRight(ctx, tx, &r); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, act, r.CustomerID, map[string]string{"kind": string(r.Kind)})
	})
	return r, position, err
}
