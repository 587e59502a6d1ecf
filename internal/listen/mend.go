package listen

import (
	"time"
)

// MendKind is what was mended.
type MendKind string

// The kinds of mend: speakers all over, who says a run of sentences, one
// sentence, when sentences were said.
const (
	MendedSpeakers MendKind = "speakers"
	MendedLines    MendKind = "lines"
	MendedLine     MendKind = "line"
	MendedTimes    MendKind = "times"
)

// Mend is something that was mended in a document after it was taken in.
// Numbers, texts, codings and masks stay as they were.
type Mend struct {
	ID        string     `json:"id" format:"uuid"`
	What      MendKind   `json:"what" enum:"speakers,lines,line,times"`
	FromN     int        `json:"from_n" doc:"The first sentence that it touched."`
	ToN       int        `json:"to_n"`
	Sentences int        `json:"sentences" doc:"How many it changed."`
	Speakers  []Speaks   `json:"speakers,omitempty" doc:"What speakers were called, and what since."`
	ShiftUS   int64      `json:"shift_us,omitempty" doc:"By how much times were moved, microseconds."`
	ByUserID  string     `json:"by_user_id"`
	ByName    string     `json:"by_name"`
	At        time.Time  `json:"at"`
	UndoneAt  *time.Time `json:"undone_at,omitempty"`
}

// mendRun is a run of sentences that had the same speaker, as they were. Times
// are kept only where one sentence was mended.
type mendRun struct {
	From        int    `json:"f"`
	To          int    `json:"t"`
	Speaker     string `json:"s"`
	Interviewer bool   `json:"i,omitempty"`
	Timed       bool   `json:"w,omitempty"` // from_us and to_us are kept
	FromUS      *int64 `json:"a,omitempty"`
	ToUS        *int64 `json:"b,omitempty"`
}

// runsOf gathers sentences, in their order, that follow each other and have the
// same speaker.
func runsOf(lines []Line) []mendRun {
	var out []mendRun
	for _, l := range lines {
		if n := len(out); n > 0 && out[n-1].To == l.N-1 && out[n-1].Speaker == l.Speaker && out[n-1].Interviewer == l.Interviewer {
			out[n-1].To = l.N
			continue
		}
		out = append(out, mendRun{From: l.N, To: l.N, Speaker: l.Speaker, Interviewer: l.Interviewer})
	}
	return out
}

// mending is what a change of sentences leaves behind for its history.
type mending struct {
	what     MendKind
	lines    []Line // as they were, in their order
	speakers []Speaks
	shift    int64
	times    bool // of its one sentence the times are kept
}
