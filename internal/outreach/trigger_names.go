package outreach

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
)

// EventName is a name of events with people, and how often there were such.
type EventName struct {
	Name  string    `json:"name"`
	Count int64     `json:"count"`
	Last  time.Time `json:"last" doc:"The day of the last one."`
}

// EventNames tells what happens, which later rooms know.
type EventNames interface {
	// EventNames are the names of events with people of the last days, as far as
	// whoever asks may know, the most frequent first, at most so many.
	EventNames(ctx context.Context, days, most int) ([]EventName, error)
}

// Over how long and how many names of events are told.
const (
	namesDays = 90
	mostNames = 200
)

// TriggerEvents are the names after which a trigger may ask, with how often each
// was in 90 days, the most frequent first, 200 at most.
func (s *Service) TriggerEvents(ctx context.Context) ([]EventName, error) {
	if err := access.From(ctx).Any(access.OutreachRead); err != nil || s.Names == nil {
		return []EventName{}, err
	}
	return s.Names.EventNames(ctx, namesDays, mostNames)
}
