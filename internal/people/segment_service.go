package people

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// SegmentChanged is the kind of the change log for a segment that was made,
// changed or removed.
const SegmentChanged = "segment.changed"

// Persons tells who a user id is; false for one that is unknown or disabled.
type Persons interface {
	Person(ctx context.Context, id string) (access.Who, bool, error)
}

// AddSegmentFields says, before anybody uses the room, what later rooms tell
// customers apart by, and who makes segments.
func (s *Service) AddSegmentFields(zone func() *time.Location, persons Persons, fields ...SegmentField) {
	s.zone, s.persons = zone, persons
	s.segmentFields = append(s.segmentFields, fields...)
}

// SegmentFields lists what conditions may name.
func (s *Service) SegmentFields(ctx context.Context) ([]FieldInfo, error) {
	if err := access.From(ctx).Any(access.FigureRead); err != nil {
		return nil, err
	}
	var out []FieldInfo
	for _, f := range s.fields() {
		more, err := f.Fields(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// Clause is a rule as a condition on rows of facts. What is wrong with a rule is
// told by its path, which begins with "rule".
func (s *Service) Clause(ctx context.Context, r Rule, asked Asked) (Clause, error) {
	n := 0
	if err := r.checkShape("rule", 1, &n); err != nil {
		return Clause{}, err
	}
	if asked.Zone == nil {
		asked.Zone = s.zone()
	}
	return s.compile(ctx, r, "rule", asked)
}

// checkRule compiles a rule only to see whether it can be.
func (s *Service) checkRule(ctx context.Context, r Rule) error {
	_, err := s.Clause(ctx, r, Asked{Instant: "instant", Answers: access.Reach{All: true}})
	return err
}

// ListSegments lists up to limit+1 segments that whoever asks may use, by name.
func (s *Service) ListSegments(ctx context.Context, after segmentPlace, limit int) (out []Segment, err error) {
	who := access.From(ctx)
	if err := who.Any(access.FigureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listSegments(ctx, q, who.UserID, after, limit+1)
		return err
	})
	for i := range out {
		out[i] = s.ofSomebody(ctx, out[i])
	}
	return out, err
}

// SegmentName is a segment as menus show it.
type SegmentName struct {
	ID   string `bun:"id"`
	Name string `bun:"name"`
}

// SegmentNames are up to limit segments that whoever asks may use, by name.
func (s *Service) SegmentNames(ctx context.Context, limit int) (out []SegmentName, err error) {
	who := access.From(ctx)
	if err := who.Any(access.FigureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id, name FROM segment WHERE removed_at IS NULL AND (shared = ? OR owner_id = ?) ORDER BY name_key, id LIMIT ?", true, who.UserID, limit).Scan(ctx, &out)
	})
	return out, fault.Wrap(err, fault.CodeInternal, "name segments")
}

// GetSegment is a segment that whoever asks may use; another's own is not found.
func (s *Service) GetSegment(ctx context.Context, id string) (Segment, error) {
	who := access.From(ctx)
	if err := who.Any(access.FigureRead); err != nil {
		return Segment{}, err
	}
	var segment Segment
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		segment, err = getSegment(ctx, q, id)
		return err
	})
	if segment.ID != "" && !segment.usableBy(who) {
		err = fault.NotFound("segment") // that it was removed is told to nobody else either
	}
	if err != nil {
		return Segment{}, err
	}
	return s.ofSomebody(ctx, segment), nil
}

func (s Segment) usableBy(who access.Who) bool {
	return s.Shared || who.IsSystem() || s.OwnerID == who.UserID && who.UserID != ""
}

// changeableBy: a shared one is changed by who made it, or by whoever may change
// segments of the whole.
func (s Segment) changeableBy(who access.Who) error {
	if s.OwnerID == who.UserID && who.UserID != "" {
		return nil
	}
	return who.Require(access.SegmentWrite, access.Whole())
}

// ofSomebody says whose it is.
func (s *Service) ofSomebody(ctx context.Context, segment Segment) Segment {
	segment.Mine = segment.OwnerID != "" && segment.OwnerID == access.From(ctx).UserID
	if segment.OwnerID == "" || s.persons == nil {
		return segment
	}
	if who, there, err := s.persons.Person(ctx, segment.OwnerID); err == nil && there {
		segment.OwnerName = who.Name
	}
	return segment
}

// CreateSegment makes a segment that is whoever's who asks.
func (s *Service) CreateSegment(ctx context.Context, segment Segment) (Segment, log.Position, error) {
	return s.CreateSegmentAnd(ctx, segment, func(context.Context, *record.Tx, Segment) error { return nil })
}

// CreateSegmentAnd is CreateSegment that does something more in its transaction.
func (s *Service) CreateSegmentAnd(ctx context.Context, segment Segment, also func(context.Context, *record.Tx, Segment) error) (Segment, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.SegmentWrite); err != nil {
		return segment, 0, err
	}
	segment, err := segment.checked()
	if err == nil {
		err = s.checkRule(ctx, segment.Rule)
	}
	if err != nil {
		return segment, 0, err
	}
	segment.ID, segment.OwnerID, segment.Version = s.newID(), who.UserID, 1
	segment.CreatedAt = s.now().UTC().Truncate(time.Microsecond)
	segment.UpdatedAt = segment.CreatedAt
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(SegmentChanged, segment.ID)
		if err := insertSegment(ctx, tx, segment); err != nil {
			return err
		}
		return also(ctx, tx, segment)
	})
	return s.ofSomebody(ctx, segment), position, err
}

// SegmentChange is what may be changed of a segment; nil leaves as it is.
type SegmentChange struct {
	Name   *string
	Rule   *Rule
	Shared *bool
}

// UpdateSegment changes a segment that has the version of ifMatch. A shared one
// is changed by who made it, or by whoever may change segments of the whole.
func (s *Service) UpdateSegment(ctx context.Context, id, ifMatch string, c SegmentChange) (Segment, log.Position, error) {
	var segment Segment
	if c.Rule != nil {
		if err := s.checkRule(ctx, *c.Rule); err != nil {
			return segment, 0, err
		}
	}
	position, err := s.changeSegment(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, old Segment) (err error) {
		segment = old
		if c.Name != nil {
			segment.Name = *c.Name
		}
		if c.Rule != nil {
			segment.Rule = *c.Rule
		}
		if c.Shared != nil {
			segment.Shared = *c.Shared
		}
		if segment, err = segment.checked(); err != nil {
			return err
		}
		segment.UpdatedAt = s.now().UTC().Truncate(time.Microsecond)
		segment.Version++
		return updateSegment(ctx, tx, segment)
	})
	if err != nil {
		return segment, 0, err
	}
	return s.ofSomebody(ctx, segment), position, nil
}

func (s *Service) changeSegment(ctx context.Context, id, ifMatch string, do func(context.Context, *record.Tx, Segment) error) (log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.SegmentWrite); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		segment, err := getSegment(ctx, tx, id)
		if segment.ID != "" && !segment.usableBy(who) {
			return fault.NotFound("segment")
		}
		if err == nil {
			err = segment.changeableBy(who)
		}
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, segment.Version); err != nil {
			return err
		}
		tx.Log(SegmentChanged, id)
		return do(ctx, tx, segment)
	})
}
