package journey

import (
	"context"
	"time"
)

// seenDays is over how many days things are counted.
const seenDays = 90

// Seen tells what events and answers show of touchpoints, within the reach of
// figures of whoever asks. A later room knows.
type Seen interface {
	// Met counts the events of the last days by touchpoint. listed are the keys
	// whose counts are wanted; others that are met come as Others, the most
	// frequent first, at most 200, but none of known.
	Met(ctx context.Context, q MetQuery) (Met, error)
	// MetOn tells what was done on a channel, which events name in their property
	// channel by one of these names, or at one of these touchpoints.
	MetOn(ctx context.Context, q MetOnQuery) (MetOn, error)
}

// MetQuery asks what was met in a program.
type MetQuery struct {
	Program string
	Listed  []string // keys
	Known   []string // keys that other registers list
	Days    int
}

// Met is what events showed.
type Met struct {
	Counts   map[string]int64 // events, by key of those listed
	Others   []Other
	Measures map[string][]MeasureMet // measures answered there, by key of those listed
	Since    time.Time               // midnight of the first day counted
	Until    time.Time               // midnight of the last, that of the last event
	Counted  bool                    // false where the asker sees no events at all
}

// Other is an interaction that events name and the register does not.
type Other struct {
	Key     string
	Channel string // as an event of it names it, "" for none
	Count   int64
}

// MeasureMet is a measure with the answers that named a touchpoint.
type MeasureMet struct {
	MeasureID string `json:"measure_id" format:"uuid"`
	Answers   int64  `json:"answers"`
}

// MetOnQuery asks what was done on a channel.
type MetOnQuery struct {
	Names []string // of the channel, as events may write them, lower case
	Keys  []string // of the touchpoints on it
	Days  int
	Most  int // how many interactions to tell
}

// MetOn is what was done on a channel, most often first.
type MetOn struct {
	Total int64   `json:"total" doc:"Events on the channel."`
	About []Doing `json:"about" nullable:"false"`
}

// Doing is something that was done.
type Doing struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}
