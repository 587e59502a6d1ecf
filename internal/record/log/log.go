package log

import (
	"errors"
	"time"
)

// Position is a place in the change log: 0 before the first event, then
// growing with every commit that logs something. Numbers may have gaps.
type Position int64

// Event says that things of a kind changed. It carries ids, never contents.
type Event struct {
	Position Position
	Kind     string   // "response.recorded", "import.finished": noun of the room, verb in the past
	IDs      []string // at least one, in the order they were logged
	At       time.Time
}

// ErrPruned says that events after the asked position are gone: the reader
// has to build its state anew from the record and go on from there.
var ErrPruned = errors.New("change log: the events after this position are pruned")
