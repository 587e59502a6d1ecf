package measure

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// GroundState says what a measure rests on.
type GroundState string

// The states of a measure's ground.
const (
	Grounded   GroundState = "grounded" // on a finding that stands and that somebody said
	ByReason   GroundState = "reason"   // on a written reason alone
	GroundLost GroundState = "lost"     // on findings none of which stands any more
	Groundless GroundState = "none"
)

// Finding is what a measure needs to know of a claim that it rests on.
type Finding struct {
	ID, ProgramID, Claim, Kind, State string
	Published                         bool
	For, Against                      int // excerpts
}

// carries tells whether something may rest on the finding: it is neither retired
// nor contradicted, and somebody said it.
func (f Finding) carries() bool {
	return f.State != "retired" && f.State != "contradicted" && f.For > 0
}

// Findings gives findings by id in the snapshot of q, whoever asks; one that is
// not there is left out.
type Findings func(ctx context.Context, q record.Querier, ids []string) (map[string]Finding, error)

// GroundFinding is a finding that something rests on, as far as who asks may
// read it.
type GroundFinding struct {
	ID      string `json:"id,omitempty" doc:"Absent where you may not read it."`
	Claim   string `json:"claim,omitempty" doc:"Absent where you may not read it."`
	Kind    string `json:"kind,omitempty" enum:"think,feel,do"`
	State   string `json:"state" enum:"proposed,supported,contradicted,retired,gone"`
	For     int    `json:"for" doc:"Excerpts for it."`
	Against int    `json:"against" doc:"Excerpts against it."`
	Carries bool   `json:"carries" doc:"It is neither retired nor contradicted, and somebody said it."`
	Hidden  bool   `json:"hidden" doc:"You may not read it."`

	id string
}

// WrittenReason is why a measure is followed that rests on no finding.
type WrittenReason struct {
	Text   string    `json:"text"`
	ByName string    `json:"by_name,omitempty" doc:"Who wrote it."`
	At     time.Time `json:"at"`
}

// Ground is what a measure rests on.
type Ground struct {
	MeasureID   string          `json:"measure_id" format:"uuid"`
	ProgramID   string          `json:"program_id" format:"uuid"`
	Name        string          `json:"name"`
	Intent      Intent          `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	State       GroundState     `json:"state" enum:"grounded,reason,lost,none" doc:"lost: all findings that it rested on were retired or contradicted, or nobody's words are left for them."`
	Findings    []GroundFinding `json:"findings" nullable:"false"`
	Reason      *WrittenReason  `json:"reason,omitempty"`
	PublishedAt *time.Time      `json:"published_at,omitempty" doc:"Since when it may be asked; needs a finding or a written reason."`
	PublishedBy string          `json:"published_by,omitempty"`
	Version     int64           `json:"version" doc:"Of the ground; 0 where nothing was ever said of it."`
}

// stateWithout is the state if one finding ("" for none) were retired.
func (g Ground) stateWithout(finding string) GroundState {
	for _, f := range g.Findings {
		if f.Carries && (finding == "" || f.id != finding) {
			return Grounded
		}
	}
	switch {
	case g.Reason != nil:
		return ByReason
	case len(g.Findings) > 0:
		return GroundLost
	}
	return Groundless
}

// holds refuses what would leave a published measure with nothing under it: it
// keeps a finding that it was drawn from, or a reason. A finding that is retired
// later stays the way to what was said, and the state says so.
func (g Ground) holds() error {
	if g.PublishedAt != nil && len(g.Findings) == 0 && g.Reason == nil {
		return fault.New(fault.CodeConflict, "A published measure rests on a finding or on a written reason. Give it another ground first, or withdraw it.").Keyed("ground.last")
	}
	return nil
}

// publishable refuses a measure that rests on nothing that stands.
func (g Ground) publishable() error {
	if g.State == Grounded || g.State == ByReason {
		return nil
	}
	return fault.New(fault.CodeConflict, "This measure rests on nothing that stands. Let it rest on a finding, or write down why it is followed all the same.").Keyed("ground.missing")
}

// The bounds of a reason, in characters.
const (
	leastReason = 10
	mostReason  = 1000
)

func checkedReason(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n != 0 && (n < leastReason || n > mostReason) {
		return "", fault.Invalid("text", "Write the reason as a sentence, of 10 to 1,000 characters.").Keyed("ground.reason")
	}
	return text, nil
}

// GroundCounts is how many measures stand how.
type GroundCounts struct {
	Grounded int `json:"grounded"`
	Reason   int `json:"reason"`
	Lost     int `json:"lost"`
	None     int `json:"none"`
}

func (c *GroundCounts) add(s GroundState) {
	switch s {
	case Grounded:
		c.Grounded++
	case ByReason:
		c.Reason++
	case GroundLost:
		c.Lost++
	case Groundless:
		c.None++
	}
}

// Resting is a measure that rests on a finding, and what would become of it.
type Resting struct {
	Ground
	IfRetired GroundState `json:"if_retired" enum:"grounded,reason,lost,none" doc:"Its state if the finding were retired."`
}

// RestingExpectation is what customers may expect as a finding led to it.
type RestingExpectation struct {
	ID             string      `json:"id" format:"uuid"`
	TouchpointID   string      `json:"touchpoint_id" format:"uuid"`
	TouchpointName string      `json:"touchpoint_name"`
	Words          string      `json:"words"`
	State          GroundState `json:"state" enum:"grounded,reason,lost,none"`
	IfRetired      GroundState `json:"if_retired" enum:"grounded,reason,lost,none"`
}

// Rests is what rests on a finding, and what would lose its ground without it.
type Rests struct {
	Measures     []Resting            `json:"measures" nullable:"false"`
	Expectations []RestingExpectation `json:"expectations" nullable:"false" doc:"Those in force, as far as you may see the register."`
	Lose         int                  `json:"lose" doc:"How many of these stand on it alone: retired, they would rest on nothing that stands."`
}

// weaker tells whether a state is one in which nothing carries any more.
func (s GroundState) weaker() bool { return s == GroundLost || s == Groundless }
