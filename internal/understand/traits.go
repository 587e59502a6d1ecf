package understand

import (
	"context"
	"database/sql"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// maxTraitValues is how many values of a trait are listed.
const maxTraitValues = 100

// exactResponses is how many answers of several measures are told apart by
// response; beyond them answers are counted.
const exactResponses = 2_000_000

// Traits lists what figures can be cut and filtered by: declared traits, then
// channel, language, unit, touchpoint, survey, each with its most frequent
// values and how many responses within reach have them. program narrows to a
// program, measure to its answers; both may be empty. A key without any value
// within reach is left out, unless it is a declared trait.
func (s *Service) Traits(ctx context.Context, program, measure string) (*TraitsResult, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	c := &condition{}
	c.add("1 = 1")
	c.within(reach)
	if measure != "" {
		m, err := s.measure(ctx, measure, reach)
		if err != nil {
			return nil, err
		}
		if program != "" && program != m.ProgramID {
			return nil, fault.NotFound("measure")
		}
		program = m.ProgramID
		c.add("measure = CAST(? AS UUID)", m.ID)
	}
	if program != "" {
		if !isID(program) || !touches(reach, program) {
			return nil, fault.NotFound("program")
		}
		c.add("program = CAST(? AS UUID)", program)
	}
	result := &TraitsResult{Items: []TraitInfo{}, Segments: []TraitSegment{}}
	if err := s.offered(ctx, result); err != nil {
		return nil, err
	}
	err = s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		result.AsOf.Position, result.AsOf.At = snap.AsOf()
		var answers int64
		weights := "SELECT count(weight) > 0, count(*) FROM answer WHERE " + c.sql()
		if err := each(ctx, snap, weights, c.args, func(r Rows) error { return r.Scan(&result.Weights, &answers) }); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "look for weights")
		}
		var count string
		count, result.Counted = counting(measure, answers)
		declared, err := s.declared(ctx, snap, program, reach)
		if err != nil {
			return err
		}
		for _, k := range append(declared, fixedKeys()...) {
			info, err := s.values(ctx, snap, k, c, count)
			if err != nil {
				return err
			}
			if k.slot > 0 || len(info.Values) > 0 && !info.onlySound() {
				result.Items = append(result.Items, info)
			}
		}
		return nil
	})
	return result, err
}

// maxTraitSegments is how many segments are offered.
const maxTraitSegments = 500

// offered adds the segments that whoever asks may use.
func (s *Service) offered(ctx context.Context, result *TraitsResult) error {
	if s.o.Segments == nil {
		return nil
	}
	names, err := s.o.Segments.SegmentNames(ctx, maxTraitSegments+1)
	if err != nil {
		return err
	}
	if len(names) > maxTraitSegments {
		result.MoreSegments, names = true, names[:maxTraitSegments]
	}
	for _, n := range names {
		result.Segments = append(result.Segments, TraitSegment(n))
	}
	return nil
}

// counting is the SQL that counts the responses among so many answers, and what
// it counts. To one measure a response has one answer.
func counting(measure string, answers int64) (count, counted string) {
	switch {
	case measure != "":
		return "count(*)", "responses"
	case answers > exactResponses:
		return "count(*)", "answers"
	}
	return "count(DISTINCT response)", "responses"
}

// fixedKeys are the keys that are listed beside declared traits.
func fixedKeys() []cut {
	var keys []cut
	for _, k := range fixedCuts {
		if k.key != unitOnly && k.key != "account" && k.kind != cutSegment {
			keys = append(keys, k)
		}
	}
	return keys
}

// declared lists the traits of a program, or of all programs within reach, by
// slot.
func (s *Service) declared(ctx context.Context, snap Snapshot, program string, reach access.Reach) ([]cut, error) {
	var found []trait
	text := "SELECT slot, CAST(program AS VARCHAR), name, kind FROM trait ORDER BY slot"
	err := each(ctx, snap, text, nil, func(r Rows) error {
		var t trait
		var of sql.NullString
		if err := r.Scan(&t.slot, &of, &t.name, &t.kind); err != nil {
			return err
		}
		t.program = of.String
		if (program == "" || !of.Valid || of.String == program) && (!of.Valid || touches(reach, of.String)) {
			found = append(found, t)
		}
		return nil
	})
	cuts := make([]cut, len(found))
	for i, t := range found {
		cuts[i] = t.cut()
	}
	return cuts, fault.Wrap(err, fault.CodeInternal, "read the declared traits")
}

// values counts by value of a key, the most frequent first.
func (s *Service) values(ctx context.Context, snap Snapshot, k cut, c *condition, count string) (TraitInfo, error) {
	info := TraitInfo{Key: k.key, Label: k.label, Kind: string(k.kind), Values: []TraitValue{}}
	if k.kind == cutPlain {
		info.Kind = "text"
	}
	expr := k.dimension().expr
	text := "SELECT CAST(k AS VARCHAR), n FROM (SELECT " + expr + " AS k, " + count + " AS n FROM answer WHERE " + c.sql() +
		" AND " + expr + " IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 101) v"
	type counted struct {
		key sql.NullString
		n   int64
	}
	var found []counted
	err := each(ctx, snap, text, c.args, func(r Rows) error {
		var v counted
		if err := r.Scan(&v.key, &v.n); err != nil {
			return err
		}
		found = append(found, v)
		return nil
	})
	if err != nil {
		return info, fault.Wrap(err, fault.CodeInternal, "count the values of a trait")
	}
	if len(found) > maxTraitValues {
		info.More, found = true, found[:maxTraitValues]
	}
	ids := namedIDs{}
	for _, v := range found {
		if k.isNamed() {
			ids.add(k.key, v.key.String)
		}
	}
	l, err := s.loadLabels(ctx, snap, []cut{k}, ids)
	if err != nil {
		return info, err
	}
	for _, v := range found {
		info.Values = append(info.Values, TraitValue{CutValue: l.value(k, v.key), N: v.n})
	}
	slices.SortStableFunc(info.Values, func(a, b TraitValue) int { return int(b.N - a.N) })
	return info, nil
}
