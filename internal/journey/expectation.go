package journey

import (
	"math"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// StandardKind is how a standard is held against what happened.
type StandardKind string

// The kinds.
const (
	StandardTime    StandardKind = "time"    // between two events, or by a promised date
	StandardQuality StandardKind = "quality" // share of good scores
	StandardShare   StandardKind = "share"   // share of events of a kind
)

// Standard is what meets an expectation, so that it can be measured.
type Standard struct {
	Kind   StandardKind `json:"kind" enum:"time,quality,share"`
	Target float64      `json:"target" minimum:"0" maximum:"1" doc:"The share that is to stay inside the standard."`
	// Of a time.
	From    string  `json:"from,omitempty" doc:"time: the event from which the clock runs."`
	Until   string  `json:"until,omitempty" doc:"time: the event that ends it."`
	Match   string  `json:"match,omitempty" doc:"time: a property that the two events share, such as the number of an order; absent: the same customer."`
	Hours   float64 `json:"hours,omitempty" doc:"time: how long it may take; with a promised date, how long after it."`
	Promise string  `json:"promise,omitempty" doc:"time: a property of the event that ends it with the promised date or moment; then no event begins it. A date is kept until the end of its day."`
	// Of a quality.
	MeasureID string   `json:"measure_id,omitempty" doc:"quality: the measure."`
	Good      *float64 `json:"good,omitempty" doc:"quality: the score from which an answer is good, or up to which where low scores are good; absent: the measure's two best scores."`
	// Of a share.
	Event    string `json:"event,omitempty" doc:"share: the event."`
	Property string `json:"property,omitempty" doc:"share: the property looked at."`
	Value    string `json:"value,omitempty" doc:"share: the value that keeps the standard, as text."`
}

// Expectation is what customers may expect at a touchpoint, in their words,
// and what meets it.
type Expectation struct {
	ID           string     `json:"id" format:"uuid"`
	TouchpointID string     `json:"touchpoint_id" format:"uuid"`
	ProgramID    string     `json:"program_id" format:"uuid"`
	Words        string     `json:"words" doc:"In the customer's words."`
	Standard     *Standard  `json:"standard,omitempty"`
	OwedBy       string     `json:"owed_by,omitempty" doc:"Who owes it, a person who signs in."`
	OwedByName   string     `json:"owed_by_name,omitempty"`
	Since        string     `json:"since" format:"date" doc:"The day from which it holds."`
	EndedAt      *time.Time `json:"ended_at,omitempty" doc:"When another took its place; absent: it is in force."`
	ByUser       string     `json:"by_user,omitempty"`
	ByName       string     `json:"by_name,omitempty" doc:"Who wrote it."`
	CreatedAt    time.Time  `json:"created_at"`
}

const (
	maxWords = 1000
	maxHours = 24 * 3660
	dayForm  = "2006-01-02"
)

// checked cleans e and says what is wrong with it.
func (e Expectation) checked() (Expectation, error) {
	e.Words = strings.TrimSpace(e.Words)
	switch {
	case e.Words == "":
		return e, fault.Invalid("words", "Say what customers may expect, in their words.").Keyed("expectation.no_words")
	case len([]rune(e.Words)) > maxWords:
		return e, fault.Invalid("words", "An expectation has at most 1,000 characters.").Keyed("expectation.words_long")
	}
	if _, err := time.Parse(dayForm, e.Since); err != nil {
		return e, fault.Invalid("since", "A day is written like 2026-11-21.").Keyed("expectation.day")
	}
	if e.Standard != nil {
		s, err := e.Standard.checked()
		if err != nil {
			return e, err
		}
		e.Standard = &s
	}
	return e, nil
}

// checked cleans s, keeps of it what its kind has, and says what is wrong.
func (s Standard) checked() (Standard, error) {
	if !(s.Target > 0 && s.Target <= 1) {
		return s, fault.Invalid("standard.target", "Say which share is to keep the standard: more than 0, at most all.").Keyed("standard.target")
	}
	for _, text := range []*string{&s.From, &s.Until, &s.Match, &s.Promise, &s.Event, &s.Property, &s.Value} {
		if *text = strings.TrimSpace(*text); len([]rune(*text)) > maxKey {
			return s, fault.Invalid("standard", "Names of events and properties have at most 200 characters.").Keyed("standard.name_long")
		}
	}
	switch s.Kind {
	case StandardTime:
		return s.time()
	case StandardQuality:
		if s.MeasureID == "" {
			return s, fault.Invalid("standard.measure_id", "Choose the measure.").Keyed("standard.no_measure")
		}
		if s.Good != nil && (math.IsNaN(*s.Good) || math.IsInf(*s.Good, 0)) {
			return s, fault.Invalid("standard.good", "Give the score from which an answer is good.").Keyed("standard.good")
		}
		return Standard{Kind: s.Kind, Target: s.Target, MeasureID: s.MeasureID, Good: s.Good}, nil
	case StandardShare:
		if s.Event == "" {
			return s, fault.Invalid("standard.event", "Name the event.").Keyed("standard.no_event")
		}
		if s.Property == "" {
			return s, fault.Invalid("standard.property", "Name the property that tells whether the standard is kept.").Keyed("standard.no_property")
		}
		return Standard{Kind: s.Kind, Target: s.Target, Event: s.Event, Property: s.Property, Value: s.Value}, nil
	}
	return s, fault.Invalid("standard.kind", "Choose time, quality or share.").Keyed("standard.kind")
}

func (s Standard) time() (Standard, error) {
	out := Standard{Kind: s.Kind, Target: s.Target, From: s.From, Until: s.Until, Match: s.Match, Hours: s.Hours, Promise: s.Promise}
	switch {
	case s.Until == "":
		return s, fault.Invalid("standard.until", "Name the event that ends the time.").Keyed("standard.no_until")
	case s.From == "" && s.Promise == "":
		return s, fault.Invalid("standard.from", "Name the event from which the clock runs, or the property with the promised date.").Keyed("standard.no_from")
	case s.From != "" && s.Promise != "":
		return s, fault.Invalid("standard.promise", "The clock runs from an event or to a promised date, not both.").Keyed("standard.both")
	case !(s.Hours >= 0 && s.Hours <= maxHours) || s.Hours == 0 && s.From != "":
		return s, fault.Invalid("standard.hours", "Say how long it may take, in hours, at most ten years.").Keyed("standard.hours")
	case s.From != "" && s.From == s.Until:
		return s, fault.Invalid("standard.until", "A time runs between two different events.").Keyed("standard.same")
	}
	if s.Promise != "" {
		out.Match = ""
	}
	return out, nil
}

// sameAs tells whether two expectations say the same.
func (e Expectation) sameAs(o Expectation) bool {
	a, b := e.Standard, o.Standard
	if e.Words != o.Words || e.OwedBy != o.OwedBy || e.Since != o.Since || (a == nil) != (b == nil) {
		return false
	}
	if a == nil {
		return true
	}
	x, y := *a, *b
	same := x.Good == y.Good || x.Good != nil && y.Good != nil && *x.Good == *y.Good
	x.Good, y.Good = nil, nil
	return same && x == y
}
