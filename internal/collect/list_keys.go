package collect

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// keysMeant is what the keys of a filter stand for in the record: units with
// those below them, traits by slot, touchpoints by the id that facts give them.
type keysMeant struct {
	under       map[string][]string
	traits      map[int]Trait
	touchpoints map[string]string
	firms       map[string][]string // the accounts that are one firm with one
	people      *peopleKnown        // which traits people feed; nil while no trait is asked for
}

// pick is one key of a filter with its values, "" for answers without one.
type pick struct {
	key    string
	values []string
}

// segmentKey is the key by which answers are filtered by a segment of
// customers: its values are ids. segment:ID is a key of its own with the values
// in and out.
const segmentKey = "segment"

// SplitPick reads a filter that is written KEY:VALUE. segment:ID:in and
// segment:ID:out are of the key segment:ID.
func SplitPick(pair string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(pair, ":")
	if id, side, sided := strings.Cut(value, ":"); key == segmentKey && sided {
		return key + ":" + id, side, ok
	}
	return key, value, ok
}

// picks reads the pairs of a filter; the same key again is an or.
func (f Filter) picks() ([]pick, error) {
	var all []pick
	for _, pair := range f.Where {
		key, value, ok := SplitPick(pair)
		if !ok {
			return nil, fault.Invalid("where", "A filter is written KEY:VALUE, for instance channel:email.")
		}
		i := slices.IndexFunc(all, func(p pick) bool { return p.key == key })
		if i < 0 {
			all = append(all, pick{key: key})
			i = len(all) - 1
		}
		if len(all[i].values) >= 500 {
			return nil, fault.Invalid("where", "A filter lists at most 500 values of a key.")
		}
		all[i].values = append(all[i].values, value)
	}
	return all, nil
}

// meant looks up what the keys of a filter stand for. It reads the record and
// must not be called inside a transaction.
func (s *Service) meant(ctx context.Context, f Filter) (keysMeant, error) {
	k := keysMeant{under: map[string][]string{}, traits: map[int]Trait{}, firms: map[string][]string{}}
	picks, err := f.picks()
	if err != nil {
		return k, err
	}
	for _, p := range picks {
		switch {
		case p.key == "unit":
			for _, unit := range p.values {
				under, err := s.People.UnitsUnder(ctx, unit)
				if err != nil && !fault.Is(err, fault.CodeNotFound) {
					return k, err
				}
				k.under[unit] = under
			}
		case p.key == "account":
			if err := s.firms(ctx, p.values, k.firms); err != nil {
				return k, err
			}
		case p.key == "touchpoint" && k.touchpoints == nil:
			if k.touchpoints, err = s.touchpointKeys(ctx); err != nil {
				return k, err
			}
		case strings.HasPrefix(p.key, "t") && len(k.traits) == 0:
			err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
				all, err := listTraits(ctx, q)
				for _, t := range all {
					k.traits[t.Slot] = t
				}
				if err == nil {
					k.people, err = loadPeople(ctx, q, all)
				}
				return err
			})
			if err != nil {
				return k, err
			}
		}
	}
	return k, nil
}

// firms notes which accounts are one firm with each of some.
func (s *Service) firms(ctx context.Context, accounts []string, into map[string][]string) error {
	return s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		for _, id := range accounts {
			if into[id], err = people.FirmsIn(ctx, q, []string{id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// touchpointKeys are the keys met so far by the id that facts give them.
func (s *Service) touchpointKeys(ctx context.Context) (map[string]string, error) {
	var keys []string
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT DISTINCT touchpoint_key FROM response WHERE touchpoint_key <> '' LIMIT 10000").Scan(ctx, &keys)
	})
	out := make(map[string]string, len(keys))
	for _, key := range keys {
		out[row.TouchpointID(key).String()] = key
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list touchpoints")
}

// keys adds the conditions of the filter's keys to the whole, and to outer
// those that do not look into documents.
func (f Filter) keys(outer, whole *condition, engine record.Engine, k keysMeant) error {
	picks, err := f.picks()
	if err != nil {
		return err
	}
	for _, p := range picks {
		if p.ofSegment() {
			continue // the facts know
		}
		either := &condition{}
		for _, value := range p.values {
			if err := p.add(either, value, engine, k); err != nil {
				return err
			}
		}
		text := "(" + strings.Join(either.sql, " OR ") + ")"
		whole.and(text, either.args...)
		if _, isTrait := slotOf(p.key); !isTrait {
			outer.and(text, either.args...)
		}
	}
	return nil
}

func (p pick) add(c *condition, value string, engine record.Engine, k keysMeant) error {
	switch p.key {
	case "channel", "language":
		c.and("r."+p.key+" = ?", value)
	case "account":
		idIn(c, "r.account_id", value, k.firms[value])
	case "unit_only":
		idIn(c, "r.unit_id", value, []string{value})
	case "unit":
		idIn(c, "r.unit_id", value, k.under[value])
	case "survey":
		if value == "" || value == uuid.Nil.String() {
			c.and("NOT EXISTS (SELECT 1 FROM answering s WHERE s.response_id = r.id)")
			return nil
		}
		c.and("EXISTS (SELECT 1 FROM answering s WHERE s.response_id = r.id AND s.survey_id = ?)", value)
	case "doubtful":
		const flagged = "EXISTS (SELECT 1 FROM answering s WHERE s.response_id = r.id AND s.flags > 0)"
		text, is := map[string]string{"yes": flagged, "no": "NOT " + flagged}[value]
		if !is {
			return fault.Invalid("where", "The value of doubtful is yes or no.")
		}
		c.and(text)
	case "touchpoint":
		key, known := k.touchpoints[value]
		if value != "" && !known {
			c.and("1 = 0")
			return nil
		}
		c.and("r.touchpoint_key = ?", key)
	default:
		return p.addTrait(c, value, engine, k)
	}
	return nil
}

// idIn compares a column of ids; an empty value finds rows without one.
func idIn(c *condition, column, value string, ids []string) {
	if value == "" {
		c.and(column + " IS NULL")
		return
	}
	if len(ids) == 0 {
		c.and("1 = 0")
		return
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	c.and(column+" IN (?"+strings.Repeat(", ?", len(ids)-1)+")", args...)
}

func (p pick) addTrait(c *condition, value string, engine record.Engine, k keysMeant) error {
	slot, isTrait := slotOf(p.key)
	if !isTrait {
		return fault.Invalid("where", "Keys are unit, channel, language, survey, doubtful, touchpoint, account, segment, and t1, t2 ... for declared traits. See GET /api/traits.")
	}
	t, ok := k.traits[slot]
	if !ok {
		return fault.Invalid("where", "There is no declared trait "+p.key+". See GET /api/traits.")
	}
	kept := k.valueOf(t, engine)
	if value == "" {
		c.and("(r.program_id <> ? OR "+kept.sql+" IS NULL)", append([]any{t.ProgramID}, kept.args...)...)
		return nil
	}
	if from, to, isRange := strings.Cut(value, ".."); isRange && t.Kind != "text" {
		return p.addRange(c, t, kept, from, to)
	}
	written, ok := canonical(t.Kind, value)
	if !ok {
		return fault.Invalid("where", "The trait "+p.key+" is a "+t.Kind+".")
	}
	c.and("(r.program_id = ? AND "+kept.sql+" = ?)", slices.Concat([]any{t.ProgramID}, kept.args, []any{written})...)
	return nil
}

// addRange finds numbers or days from one to another, both included; an end
// that is left out has no bound. The value is read as what its trait is only in
// rows of the trait's program: elsewhere the name may stand for something else.
func (p pick) addRange(c *condition, t Trait, kept expression, from, to string) error {
	value := kept.sql
	if t.Kind == "number" {
		value = "CAST(" + kept.sql + " AS DOUBLE PRECISION)"
	}
	text, args := "(CASE WHEN r.program_id = ? THEN "+value+" IS NOT NULL", append([]any{t.ProgramID}, kept.args...)
	for _, end := range []struct{ sign, text string }{{" >= ?", from}, {" <= ?", to}} {
		if end.text == "" {
			continue
		}
		bound, ok := canonical(t.Kind, end.text)
		if !ok {
			return fault.Invalid("where", "The trait "+p.key+" is a "+t.Kind+", and a range of it is written FROM..TO.")
		}
		var arg any = bound
		if t.Kind == "number" {
			arg, _ = strconv.ParseFloat(bound, 64) // canonical: it is one
		}
		text, args = text+" AND "+value+end.sign, append(append(args, kept.args...), arg)
	}
	c.and(text+" END)", args...)
	return nil
}

// slotOf is the slot of a key that names a declared trait.
func slotOf(key string) (slot int, isTrait bool) {
	digits, isTrait := strings.CutPrefix(key, "t")
	slot, err := strconv.Atoi(digits)
	return slot, isTrait && err == nil && slot >= 1 && slot <= row.MaxSlot
}

// traitOf is a trait's value by its name, which may hold any character: that
// rules out SQLite's ->>, which cannot find names with a quotation mark.
func traitOf(engine record.Engine) string {
	if engine == record.PostgreSQL {
		return "(CAST(r.document AS JSONB) -> 'traits' ->> ?)"
	}
	return "(SELECT value FROM json_each(r.document, '$.traits') WHERE key = ?)"
}
