package listen

import (
	"cmp"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// CoderKind is what gave a passage its code.
type CoderKind string

// The kinds of coders. A rule's and a model's passages are never those of a person.
const (
	ByPerson CoderKind = "person"
	ByRule   CoderKind = "rule"
	ByModel  CoderKind = "model"
)

// Coder is who, or what, gave a passage its code.
type Coder struct {
	Kind CoderKind `json:"kind" enum:"person,rule,model"`
	ID   string    `json:"id" doc:"Of the person who signs in, or of a coder of the study who does not."`
	Name string    `json:"name,omitempty"`
}

// Mode is what a passage shows of somebody.
type Mode string

// The modes; "" is not said.
const (
	Think Mode = "think"
	Feel  Mode = "feel"
	Do    Mode = "do"
)

// Passage is a stretch of a document, from a place in a sentence to a place in
// the same or a later one. Sentences count from 1; places count code points of
// the original text of the sentence from 0, and the end is exclusive.
type Passage struct {
	FromN   int `json:"from_n" minimum:"1" doc:"The first sentence."`
	FromPos int `json:"from_pos" minimum:"0" doc:"Place in it, in code points from 0."`
	ToN     int `json:"to_n" minimum:"1" doc:"The last sentence."`
	ToPos   int `json:"to_pos" minimum:"1" doc:"Place in it behind the last character."`
}

// Compare orders passages by where they begin, longer ones first.
func (p Passage) Compare(o Passage) int {
	return cmp.Or(cmp.Compare(p.FromN, o.FromN), cmp.Compare(p.FromPos, o.FromPos), cmp.Compare(o.ToN, p.ToN), cmp.Compare(o.ToPos, p.ToPos))
}

// Overlaps tells whether the passages share at least one character.
func (p Passage) Overlaps(o Passage) bool {
	return p.beginsBefore(o.ToN, o.ToPos) && o.beginsBefore(p.ToN, p.ToPos)
}

// beginsBefore tells whether p begins before a place.
func (p Passage) beginsBefore(n, pos int) bool {
	return p.FromN < n || p.FromN == n && p.FromPos < pos
}

// fits says what is wrong with a passage of a document whose sentences have
// these lengths; lengths gives -1 for a sentence that is not there.
func (p Passage) fits(lengths func(n int) int) error {
	from, to := lengths(p.FromN), lengths(p.ToN)
	switch {
	case from < 0:
		return fault.Invalid("from_n", "The document has no such sentence.").Keyed("coding.sentence")
	case to < 0:
		return fault.Invalid("to_n", "The document has no such sentence.").Keyed("coding.sentence")
	case p.FromPos < 0 || p.FromPos >= from:
		return fault.Invalid("from_pos", "The sentence is not that long.").Keyed("coding.place")
	case p.ToPos < 1 || p.ToPos > to:
		return fault.Invalid("to_pos", "The sentence is not that long.").Keyed("coding.place")
	case !p.beginsBefore(p.ToN, p.ToPos):
		return fault.Invalid("to_pos", "A passage ends behind its begin.").Keyed("coding.empty")
	}
	return nil
}

// Coding is a passage that carries a code.
type Coding struct {
	ID           string    `json:"id" format:"uuid"`
	DocumentID   string    `json:"document_id" format:"uuid"`
	StudyID      string    `json:"study_id" format:"uuid"`
	CodeID       string    `json:"code_id" format:"uuid" doc:"The code that was given; where it was merged, another stands for it."`
	Coder        Coder     `json:"coder"`
	Mode         Mode      `json:"mode,omitempty" enum:"think,feel,do"`
	TouchpointID string    `json:"touchpoint_id,omitempty" doc:"The moment of the journey it speaks of."`
	Memo         string    `json:"memo,omitempty" doc:"Only researchers of the study read it."`
	Sealed       bool      `json:"sealed,omitempty" doc:"True: nobody but its coder sees it until all coders are done."`
	Dropped      bool      `json:"dropped,omitempty" doc:"True: the coders settled that it does not hold."`
	SettlementID string    `json:"settlement_id,omitempty"`
	MadeAt       time.Time `json:"made_at"`
	ChangedAt    time.Time `json:"changed_at"`
	Version      int64     `json:"version"`
	Passage
}

const (
	maxMemo    = 8000
	maxAtOnce  = 1000   // passages coded in one call
	maxCodings = 20_000 // of a document
)

// checked cleans c and says what is wrong with it.
func (c Coding) checked() (Coding, error) {
	if c.Mode != "" && !slices.Contains([]Mode{Think, Feel, Do}, c.Mode) {
		return c, fault.Invalid("mode", "Choose think, feel or do.").Keyed("coding.mode")
	}
	if len([]rune(c.Memo)) > maxMemo {
		return c, fault.Invalid("memo", "A memo has at most 8,000 characters.").Keyed("coding.memo_long")
	}
	return c, nil
}
