package people

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	UnitChanged     = "unit.changed"
	UnitRemoved     = "unit.removed"
	AccountChanged  = "account.changed"
	AccountMerged   = "account.merged" // all of both, when they are merged and when that is undone
	AccountRemoved  = "account.removed"
	CustomerChanged = "customer.changed"
	CustomerMerged  = "customer.merged" // all of both, when they are merged and when that is undone
	CustomerRemoved = "customer.removed"
)

// UnitUser is something that refers to units: a unit in use is not deleted.
// UsesUnit says what for, in words that end "It is used by ...", or "".
type UnitUser interface {
	UsesUnit(ctx context.Context, q record.Querier, unit string) (string, error)
}

// Options are what the room needs.
type Options struct {
	Store *record.Store
	Now   func() time.Time
	NewID func() string // UUIDv7
}

// Service is the room's only way in. It is safe for concurrent use.
type Service struct {
	store   *record.Store
	now     func() time.Time
	newID   func() string
	journal access.Journal
	users   []UnitUser
	changed func()
	rooms   Rooms

	// What segments need of others; see AddSegmentFields.
	segmentFields []SegmentField
	persons       Persons
	zone          func() *time.Location
	traitUser     TraitUser
}

// NewService makes the room.
func NewService(o Options) *Service {
	return &Service{store: o.Store, now: o.Now, newID: o.NewID, journal: access.Journal{Now: o.Now}, changed: func() {},
		zone: func() *time.Location { return time.UTC }}
}

// Connect says, before anybody uses the room, who refers to units, and what to
// call after the tree or an account's owner changed.
func (s *Service) Connect(changed func(), users ...UnitUser) {
	s.changed, s.users = changed, users
}

// ListUnits gives the units the caller may see, as a tree is read. Whoever is
// limited to units sees those, what is below them, and what is above them.
func (s *Service) ListUnits(ctx context.Context) ([]Unit, error) {
	who := access.From(ctx)
	if err := who.Any(access.UnitRead); err != nil {
		return nil, err
	}
	var units []Unit
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		units, err = listUnits(ctx, q)
		return err
	})
	return ordered(visible(units, who.Reach(access.UnitRead))), err
}

// visible leaves the units within reach and those above them.
func visible(units []Unit, reach access.Reach) []Unit {
	if reach.All || slices.ContainsFunc(reach.Any, func(r access.Rows) bool { return !r.ByUnit }) {
		return units
	}
	above := map[string]string{}
	for _, u := range units {
		above[u.ID] = u.ParentID
	}
	seen := map[string]bool{}
	for _, rows := range reach.Any {
		for _, id := range rows.Units {
			for at := id; at != "" && !seen[at]; at = above[at] {
				seen[at] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return !seen[u.ID] })
}

// place is the scope in which a unit under parent is made or changed.
func place(parent string) access.Scope {
	if parent == "" {
		return access.Whole()
	}
	return access.Unit(parent)
}

// CreateUnit makes a unit. Its key must be free; without a key it gets its name.
func (s *Service) CreateUnit(ctx context.Context, u Unit) (Unit, log.Position, error) {
	if err := access.From(ctx).Require(access.UnitWrite, place(u.ParentID)); err != nil {
		return u, 0, err
	}
	u, err := u.checked()
	if err != nil {
		return u, 0, err
	}
	u.ID, u.CreatedAt, u.Version = s.newID(), s.now().UTC(), 1
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.lockTree(ctx, tx); err != nil {
			return err
		}
		if err := s.mayLie(ctx, tx, u); err != nil {
			return err
		}
		tx.Log(UnitChanged, u.ID)
		if err := insertUnit(ctx, tx, u); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "unit.made", u.ID, under(u))
	})
	return s.told(u, position, err)
}

// UnitChange is what may be changed of a unit; nil leaves as it is.
type UnitChange struct {
	Key, Name, ParentID *string
}

// UpdateUnit changes or moves a unit that has the version of ifMatch ("" for
// any). Whoever moves it needs the permission at both places.
func (s *Service) UpdateUnit(ctx context.Context, id, ifMatch string, c UnitChange) (Unit, log.Position, error) {
	who := access.From(ctx)
	if err := who.Require(access.UnitWrite, access.Unit(id)); err != nil {
		return Unit{}, 0, err
	}
	if c.ParentID != nil {
		if err := who.Require(access.UnitWrite, place(*c.ParentID)); err != nil {
			return Unit{}, 0, err
		}
	}
	var u Unit
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if err := s.lockTree(ctx, tx); err != nil {
			return err
		}
		if u, err = getUnit(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, u.Version); err != nil {
			return err
		}
		if u, err = u.with(c).checked(); err != nil {
			return err
		}
		if err := s.mayLie(ctx, tx, u); err != nil {
			return err
		}
		u.Version++
		tx.Log(UnitChanged, u.ID)
		if err := updateUnit(ctx, tx, u); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "unit.changed", u.ID, under(u))
	})
	return s.told(u, position, err)
}

// under tells the audit log where in the tree a unit lies, since that decides
// who sees its rows.
func under(u Unit) map[string]string {
	if u.ParentID == "" {
		return nil
	}
	return map[string]string{"under": u.ParentID}
}

func (u Unit) with(c UnitChange) Unit {
	for _, change := range []struct {
		to   *string
		from *string
	}{{&u.Key, c.Key}, {&u.Name, c.Name}, {&u.ParentID, c.ParentID}} {
		if change.from != nil {
			*change.to = *change.from
		}
	}
	return u
}

// lockTree makes changes of the tree follow one another until the transaction
// ends: two moves at once, each right by itself, could tie it into a circle.
// SQLite has one writer anyway. Reading the tree goes on.
func (s *Service) lockTree(ctx context.Context, tx *record.Tx) error {
	if s.store.Engine() == record.SQLite {
		return nil
	}
	_, err := tx.NewRaw("LOCK TABLE unit IN SHARE ROW EXCLUSIVE MODE").Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "lock units")
}

// lockUnit waits for those who write about a unit, and keeps others from it
// until the transaction ends: what is looked for afterwards in what refers to
// units is all there will be. An unknown unit is not found.
func (s *Service) lockUnit(ctx context.Context, tx *record.Tx, id string) error {
	if s.store.Engine() != record.SQLite {
		if _, err := tx.NewRaw("SELECT id FROM unit WHERE id = ? FOR UPDATE", id).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "lock unit")
		}
	}
	_, err := getUnit(ctx, tx, id)
	return err
}

// mayLie checks the unit's key and place among the others.
func (s *Service) mayLie(ctx context.Context, tx *record.Tx, u Unit) error {
	units, err := listUnits(ctx, tx)
	if err != nil {
		return err
	}
	parentKnown := u.ParentID == ""
	for _, other := range units {
		parentKnown = parentKnown || other.ID == u.ParentID
		if other.Key == u.Key && other.ID != u.ID {
			return fault.New(fault.CodeConflict, "There is a unit with this key already.").With("key", "Choose another key.").Keyed("unit.key_taken")
		}
	}
	if !parentKnown {
		return fault.Invalid("parent_id", "There is no such unit to lie under.").Keyed("unit.parent_unknown")
	}
	return canMove(units, u.ID, u.ParentID)
}

func (s *Service) told(u Unit, position log.Position, err error) (Unit, log.Position, error) {
	if err == nil {
		s.changed()
	}
	return u, position, err
}

// DeleteUnit deletes a unit that has none below it and is not in use.
func (s *Service) DeleteUnit(ctx context.Context, id string) (log.Position, error) {
	if err := access.From(ctx).Require(access.UnitWrite, access.Unit(id)); err != nil {
		return 0, err
	}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.lockTree(ctx, tx); err != nil {
			return err
		}
		if err := s.lockUnit(ctx, tx, id); err != nil {
			return err
		}
		children, err := countBelow(ctx, tx, id)
		if err != nil {
			return err
		}
		if children > 0 {
			return fault.New(fault.CodeConflict, "There are units below this one. Move or delete them first.").Keyed("unit.has_units")
		}
		for _, user := range append([]UnitUser{s}, s.users...) {
			use, err := user.UsesUnit(ctx, tx, id)
			if err != nil {
				return err
			}
			if use != "" {
				return fault.New(fault.CodeConflict, "This unit is in use and was left as it is. It is used by "+use+".").Keyed("unit.in_use")
			}
		}
		tx.Log(UnitRemoved, id)
		if err := deleteUnit(ctx, tx, id); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "unit.removed", id, nil)
	})
	_, position, err = s.told(Unit{}, position, err)
	return position, err
}

// UsesUnit says whether customers or accounts belong to a unit.
func (s *Service) UsesUnit(ctx context.Context, q record.Querier, unit string) (string, error) {
	var n int64
	err := q.NewRaw("SELECT (SELECT count(*) FROM customer WHERE unit_id = ?) + (SELECT count(*) FROM account WHERE unit_id = ?)", unit, unit).Scan(ctx, &n)
	if err != nil || n == 0 {
		return "", fault.Wrap(err, fault.CodeInternal, "count parties of a unit")
	}
	return strconv.FormatInt(n, 10) + " customers or accounts", nil
}

// UnitNames gives the names of units by id.
func (s *Service) UnitNames(ctx context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		units, err := listUnits(ctx, q)
		for _, u := range units {
			if slices.Contains(ids, u.ID) {
				names[u.ID] = u.Name
			}
		}
		return err
	})
	return names, err
}

// UnitsUnder gives a unit and all units below it, as access asks; an unknown
// unit is not found.
func (s *Service) UnitsUnder(ctx context.Context, unit string) (ids []string, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		ids, err = unitsUnder(ctx, q, unit)
		return err
	})
	if err == nil && len(ids) == 0 {
		return nil, fault.NotFound("unit")
	}
	return ids, err
}
