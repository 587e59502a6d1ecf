package listen

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// FindingState says how a claim stands.
type FindingState string

// The states of a finding.
const (
	FindingProposed     FindingState = "proposed"
	FindingSupported    FindingState = "supported"
	FindingContradicted FindingState = "contradicted"
	FindingRetired      FindingState = "retired"
)

// Finding is one claim in plain words with what people said for and against it.
type Finding struct {
	ID            string       `json:"id" format:"uuid"`
	ProgramID     string       `json:"program_id" format:"uuid"`
	StudyID       string       `json:"study_id,omitempty" doc:"The study it came of; absent: it is the program's own."`
	Claim         string       `json:"claim" doc:"One claim in plain words. Everybody who may see findings reads it once it is published, so it names nobody."`
	Kind          Mode         `json:"kind" enum:"think,feel,do"`
	Why           string       `json:"why" doc:"Why it matters."`
	Ends          string       `json:"ends" doc:"Where it ends: of whom, or when, it is not so."`
	GroupBy       string       `json:"group_by,omitempty" doc:"The trait of documents by which segments are told apart; @segment: the segment of customers that somebody was chosen from."`
	TouchpointIDs []string     `json:"touchpoint_ids" nullable:"false"`
	State         FindingState `json:"state" enum:"proposed,supported,contradicted,retired"`
	Reason        string       `json:"reason,omitempty" doc:"Why it is in this state."`
	PublishedAt   *time.Time   `json:"published_at,omitempty" doc:"Since when everybody reads it who may see findings; absent: only who may write them."`
	For           int          `json:"for" doc:"Excerpts for it."`
	Against       int          `json:"against" doc:"Excerpts against it."`
	CreatedBy     string       `json:"created_by,omitempty" doc:"The name of who wrote it."`
	CreatedAt     time.Time    `json:"created_at"`
	ChangedAt     time.Time    `json:"changed_at"`
	Version       int64        `json:"version"`

	createdBy string
}

// Bounds of a finding: characters of its texts, and how many touchpoints and
// excerpts it has.
const (
	maxClaim         = 500
	maxFindingText   = 4000
	maxFindingPlaces = 40
	maxExcerpts      = 500
	maxExcerptLines  = 40
)

// checked cleans a finding and says what is wrong with it.
func (f Finding) checked() (Finding, error) {
	f.Claim, f.Why, f.Ends, f.GroupBy = cleanName(f.Claim), strings.TrimSpace(f.Why), strings.TrimSpace(f.Ends), cleanName(f.GroupBy)
	switch {
	case f.Claim == "" || len([]rune(f.Claim)) > maxClaim:
		return f, fault.Invalid("claim", "Say it in one claim of at most 500 characters.").Keyed("finding.claim")
	case len([]rune(f.Why)) > maxFindingText:
		return f, fault.Invalid("why", "This has at most 4,000 characters.").Keyed("finding.long")
	case len([]rune(f.Ends)) > maxFindingText:
		return f, fault.Invalid("ends", "This has at most 4,000 characters.").Keyed("finding.long")
	case len([]rune(f.GroupBy)) > 120:
		return f, fault.Invalid("group_by", "A trait has at most 120 characters.").Keyed("finding.long")
	case len(f.TouchpointIDs) > maxFindingPlaces:
		return f, fault.Invalid("touchpoint_ids", "A finding is about at most 40 touchpoints.").Keyed("finding.places")
	}
	f.TouchpointIDs = slices.Compact(slices.Sorted(slices.Values(f.TouchpointIDs)))
	if f.TouchpointIDs == nil {
		f.TouchpointIDs = []string{}
	}
	return f, oneOf("kind", f.Kind, Think, Feel, Do)
}

// grounded refuses a state for which a finding lacks excerpts: what is published
// has one, what is supported has one for it, what is contradicted one against
// it.
func (f Finding) grounded() error {
	switch {
	case f.PublishedAt != nil && f.For+f.Against == 0:
		return fault.New(fault.CodeConflict, "A published finding has an excerpt. Add what somebody said first, or withdraw the finding.").Keyed("finding.no_excerpt")
	case f.State == FindingSupported && f.For == 0:
		return fault.New(fault.CodeConflict, "A finding is supported by what somebody said for it. Add such an excerpt first.").Keyed("finding.none_for")
	case f.State == FindingContradicted && f.Against == 0:
		return fault.New(fault.CodeConflict, "A finding is contradicted by what somebody said against it. Add such an excerpt first.").Keyed("finding.none_against")
	}
	return nil
}

// FindingChange is what may be changed of the words of a finding; nil leaves as
// it is.
type FindingChange struct {
	Claim, Why, Ends, GroupBy *string
	Kind                      *Mode
	TouchpointIDs             *[]string
}

func (c FindingChange) to(f Finding) Finding {
	set(&f.Claim, c.Claim)
	set(&f.Why, c.Why)
	set(&f.Ends, c.Ends)
	set(&f.GroupBy, c.GroupBy)
	set(&f.Kind, c.Kind)
	set(&f.TouchpointIDs, c.TouchpointIDs)
	return f
}

// FindingStep is something that was done to a finding.
type FindingStep struct {
	What   string          `json:"what" enum:"created,changed,published,withdrawn,proposed,supported,contradicted,retired"`
	Reason string          `json:"reason,omitempty"`
	Before *FindingWording `json:"before,omitempty" doc:"Of a change: the words as they were."`
	By     string          `json:"by,omitempty" doc:"The name of who did it."`
	At     time.Time       `json:"at"`
}

// FindingWording is the words of a finding as they were.
type FindingWording struct {
	Claim string `json:"claim"`
	Kind  Mode   `json:"kind" enum:"think,feel,do"`
	Why   string `json:"why"`
	Ends  string `json:"ends"`
}

func (f Finding) wording() FindingWording { return FindingWording{f.Claim, f.Kind, f.Why, f.Ends} }

// FindingRef is what other rooms need to know of a finding.
type FindingRef struct {
	ID, ProgramID, Claim string
	Kind                 Mode
	State                FindingState
	Published            bool
	For, Against         int // excerpts
}
