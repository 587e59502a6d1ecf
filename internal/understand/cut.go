package understand

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
)

// cutKind says what the column behind a cut holds.
type cutKind string

const (
	cutID     cutKind = "id"     // UUID column
	cutPlain  cutKind = "plain"  // VARCHAR column
	cutText   cutKind = "text"   // trait: code of trait_value
	cutNumber cutKind = "number" // trait: DOUBLE
	cutDate   cutKind = "date"   // trait: DATE

	cutSegment cutKind = "segment" // no column: a condition
)

// cut is a key to cut or filter by. column is the program's own text.
type cut struct {
	key    string
	label  string
	column string
	kind   cutKind
	slot   int // of a trait, else 0

	classed bool    // to be cut into classes
	classes []class // ascending, once they are known
}

// unitOnly filters by a unit without those below it, unlike "unit".
const unitOnly = "unit_only"

// doubtfulKey tells answers apart that are flagged as doubtful, see package quality
// of collect.
const (
	doubtfulKey = "doubtful"
	surveyKey   = "survey"
	doubtfulYes = "yes"
	doubtfulNo  = "no"
)

// fixedCuts are the keys that every program has.
var fixedCuts = []cut{
	{key: "unit", label: "unit", column: "unit", kind: cutID},
	{key: unitOnly, label: "unit", column: "unit", kind: cutID},
	{key: "channel", label: "channel", column: "channel", kind: cutPlain},
	{key: "language", label: "language", column: "language", kind: cutPlain},
	{key: surveyKey, label: surveyKey, column: "survey", kind: cutID},
	{key: "touchpoint", label: "touchpoint", column: "touchpoint", kind: cutID},
	{key: "account", label: "account", column: "account", kind: cutID},
	{key: doubtfulKey, label: doubtfulKey, column: "(CASE WHEN flags > 0 THEN '" + doubtfulYes + "' ELSE '" + doubtfulNo + "' END)", kind: cutPlain},
	{key: memberKey, label: "segment", kind: cutSegment},
}

// parseCut finds a key; of a trait only its slot is known yet.
func parseCut(field, key string) (cut, error) {
	for _, c := range fixedCuts {
		if c.key == key {
			return c, nil
		}
	}
	if field == "where" && strings.HasPrefix(key, memberKey+":") {
		return cut{key: key, label: "segment", kind: cutSegment}, nil
	}
	if digits, ok := strings.CutPrefix(key, "t"); ok {
		if slot, err := strconv.Atoi(digits); err == nil && slot >= 1 && slot <= row.MaxSlot && digits == strconv.Itoa(slot) {
			return cut{key: key, slot: slot, column: fmt.Sprintf("t%03d", slot)}, nil
		}
	}
	return cut{}, fault.Invalid(field, "Keys are unit, channel, language, survey, doubtful, touchpoint, account, segment, and t1, t2 ... for declared traits. See GET /api/traits.")
}

// trait is a declared trait as the facts know it.
type trait struct {
	slot    int
	program string // "" where it belongs to all
	name    string
	kind    cutKind
}

func (t trait) cut() cut {
	return cut{key: "t" + strconv.Itoa(t.slot), label: t.name, column: fmt.Sprintf("t%03d", t.slot), kind: t.kind, slot: t.slot}
}

// catalogue are the traits of a program by slot.
type catalogue map[int]trait

// resolve completes a key by what is declared. A trait that the program does
// not have is invalid.
func (c catalogue) resolve(field, key string) (cut, error) {
	bare, classed := strings.CutSuffix(key, classesOf)
	classed = classed && field == "by"
	if !classed {
		bare = key
	}
	parsed, err := parseCut(field, bare)
	if err != nil || parsed.slot == 0 && !classed {
		return parsed, err
	}
	t, ok := c[parsed.slot]
	if !ok {
		return cut{}, fault.Invalid(field, "This program has no declared trait "+key+". See GET /api/traits.")
	}
	k := t.cut()
	if k.classed = classed; classed && !k.ordered() {
		return cut{}, fault.Invalid(field, "Classes are made of declared traits that are numbers or dates.")
	}
	return k, nil
}

// checkCrossed says whether so many keys can be crossed.
func checkCrossed(by []string, cross bool) error {
	if cross && len(by) > maxCuts {
		return fault.Invalid("by", "At most 4 keys are crossed with each other.")
	}
	return nil
}

// crossings are the sets of cuts to compare by: all of them together, or one
// after the other. Without cuts there is nothing to compare by.
func crossings(cuts []cut, cross bool) [][]cut {
	if cross && len(cuts) > 0 {
		return [][]cut{cuts}
	}
	sets := make([][]cut, len(cuts))
	for i := range cuts {
		sets[i] = cuts[i : i+1]
	}
	return sets
}

func dimensionsOf(cuts []cut) []dimension {
	dims := make([]dimension, len(cuts))
	for i, c := range cuts {
		dims[i] = c.dimension()
	}
	return dims
}
