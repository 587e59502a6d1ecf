package understand

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// labels turn keys as they come from the facts into values and labels.
type labels struct {
	cuts  []cut
	codes map[int]map[string]string // slot -> code -> value
	ids   map[string]string         // names of units, accounts and touchpoints
	named map[int]map[string]string // slot -> value -> label, of choices

	members segmentNames
}

// isNamed tells the cuts whose values are ids of what has a name.
func (c cut) isNamed() bool {
	return c.key == "unit" || c.key == unitOnly || c.key == "account" || c.key == "touchpoint" || c.key == "survey"
}

// namedIDs are ids that have names, by the key of their cut.
type namedIDs map[string][]string

func (n namedIDs) add(key string, ids ...string) {
	if key == unitOnly {
		key = "unit"
	}
	n[key] = append(n[key], ids...)
}

// loadLabels fetches what the cuts need: the values behind trait codes, and the
// names that these ids have.
func (s *Service) loadLabels(ctx context.Context, snap Snapshot, cuts []cut, ids namedIDs) (labels, error) {
	l := labels{cuts: cuts, codes: map[int]map[string]string{}}
	for _, c := range cuts {
		if c.kind != cutText {
			continue
		}
		codes := map[string]string{}
		err := each(ctx, snap, "SELECT CAST(code AS VARCHAR), value FROM trait_value WHERE slot = ?", []any{c.slot}, func(r Rows) error {
			var code, value string
			if err := r.Scan(&code, &value); err != nil {
				return err
			}
			codes[code] = value
			return nil
		})
		if err != nil {
			return l, fault.Wrap(err, fault.CodeInternal, "read the values of a trait")
		}
		l.codes[c.slot] = codes
	}
	if s.o.Choices != nil {
		var err error
		if l.named, err = s.o.Choices(ctx); err != nil {
			return l, fault.Wrap(err, fault.CodeInternal, "read the labels of choices")
		}
	}
	var err error
	l.ids, err = s.namesOf(ctx, ids)
	return l, err
}

func (s *Service) namesOf(ctx context.Context, ids namedIDs) (map[string]string, error) {
	all := map[string]string{}
	if s.o.Names == nil {
		return all, nil
	}
	for key, of := range map[string]func(context.Context, []string) (map[string]string, error){
		"unit": s.o.Names.UnitNames, "account": s.o.Names.AccountNames, "touchpoint": s.o.Names.TouchpointNames, "survey": s.o.Names.SurveyNames,
	} {
		wanted := slices.Compact(slices.Sorted(slices.Values(ids[key])))
		if len(wanted) == 0 {
			continue
		}
		names, err := of(ctx, wanted)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read names")
		}
		maps.Copy(all, names)
	}
	return all, nil
}

// value is a key's value as filters and people use it; nil for none.
func (l labels) value(c cut, key sql.NullString) CutValue {
	if !key.Valid || c.kind == cutPlain && key.String == "" {
		return CutValue{}
	}
	if found, ok := c.class(key.String); ok && c.classed {
		value := found.value()
		return CutValue{Value: &value, Label: found.label()}
	}
	text := c.written(key.String)
	if v, ok := l.codes[c.slot][text]; ok && c.kind == cutText {
		text = v
	}
	label := text
	if name, ok := l.named[c.slot][text]; ok && c.kind == cutText {
		label = name
	}
	if name, ok := l.ids[text]; ok && c.isNamed() {
		label = name
	}
	if strings.HasPrefix(c.key, memberKey+":") && text == sideOut {
		label = "≠ " + c.label
	} else if strings.HasPrefix(c.key, memberKey+":") {
		label = c.label
	}
	return CutValue{Value: &text, Label: label}
}

// part is one part of a cell's key.
func (l labels) part(c cut, key sql.NullString) CutPart {
	v := l.value(c, key)
	return CutPart{Cut: c.key, Value: v.Value, Label: v.Label}
}

// parts are the parts of a cell's key, one for each cut.
func (l labels) parts(cuts []cut, key []sql.NullString) []CutPart {
	list := make([]CutPart, len(cuts))
	for i, c := range cuts {
		list[i] = l.part(c, key[i])
	}
	return list
}

// less orders two keys of a cut: numbers by size, the rest by text, answers
// without a value last.
func (c cut) less(a, b CutPart) bool {
	switch {
	case a.Value == nil || b.Value == nil:
		return a.Value != nil
	case c.kind == cutNumber:
		return c.least(*a.Value) < c.least(*b.Value)
	case a.Label != b.Label:
		return a.Label < b.Label
	}
	return *a.Value < *b.Value
}

// least is the number that a value of a number or class begins with.
func (c cut) least(value string) float64 {
	from, _, _ := strings.Cut(value, rangeMark)
	x, _ := strconv.ParseFloat(from, 64)
	return x
}

// traits reads the traits of a program from the facts.
func (s *Service) traits(ctx context.Context, snap Snapshot, program string) (catalogue, error) {
	found := catalogue{}
	text := "SELECT slot, CAST(program AS VARCHAR), name, kind FROM trait WHERE program IS NULL OR program = CAST(? AS UUID)"
	err := each(ctx, snap, text, []any{program}, func(r Rows) error {
		var t trait
		var of sql.NullString
		var kind string
		if err := r.Scan(&t.slot, &of, &t.name, &kind); err != nil {
			return err
		}
		t.program, t.kind = of.String, cutKind(kind)
		switch t.kind {
		case cutText, cutNumber, cutDate:
		default:
			return fmt.Errorf("trait %d is of unknown kind %q", t.slot, kind)
		}
		found[t.slot] = t
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "read the declared traits")
}
