package outreach

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Happening is an event with somebody, as later rooms know it.
type Happening struct {
	ID, Name, CustomerID string
	At                   time.Time
}

// Happened tells of events with people, which a later room takes in.
type Happened interface {
	// HappeningKind is the kind of the change log under which they stand.
	HappeningKind() string
	// Happenings are those of the ids that are still there and of somebody, at
	// most 5,000 ids.
	Happenings(ctx context.Context, q record.Querier, ids []string) ([]Happening, error)
}

// TriggerChanged is the kind of the change log for triggers.
const TriggerChanged = "trigger.changed"

// Rules of triggers, beside those of contact, that keep somebody from being asked.
const (
	RuleEventGone    = "event_gone"    // what it was about was removed meanwhile
	RuleLeftSegment  = "left_segment"  // the conditions did not hold any more
	RuleAskedAlready = "asked_already" // this month, by this trigger
	RuleLate         = "late"          // it became known long after its time
	RulePersonGone   = "person_gone"
)

// TriggerSettings say after what, whom and how a trigger asks.
type TriggerSettings struct {
	Event     string     `json:"event,omitempty" maxLength:"200" doc:"The name of the events after which it asks."`
	AfterID   string     `json:"after_id,omitempty" doc:"In place of an event: the trigger after whose asking this one asks, so that the two are a series."`
	WaitHours int        `json:"wait_hours" minimum:"0" maximum:"8760"`
	SegmentID string     `json:"segment_id,omitempty" doc:"Only who is in it when the wait is over."`
	By        Addressing `json:"by" enum:"mail,links"`
	LetterID  string     `json:"letter_id,omitempty"`
	Reminders []int      `json:"reminders" nullable:"false" maxItems:"5" doc:"Days after the invitation, rising."`
	Local     *LocalHour `json:"local,omitempty" doc:"The hour at which mails come where each reader is, after the wait; absent: at any."`
}

// Trigger asks a survey by itself, some time after something happened with
// somebody. Those it asks are in waves of its own, one a month.
type Trigger struct {
	ID         string          `json:"id" format:"uuid"`
	ProgramID  string          `json:"program_id" format:"uuid"`
	SurveyID   string          `json:"survey_id" format:"uuid"`
	SurveyName string          `json:"survey_name"`
	Name       string          `json:"name"`
	Settings   TriggerSettings `json:"settings"`
	OnSince    *time.Time      `json:"on_since,omitempty" doc:"Since when it listens; absent where it is off."`
	MadeBy     string          `json:"made_by"`
	CreatedAt  time.Time       `json:"created_at"`
	ChangedAt  time.Time       `json:"changed_at"`
	Version    int64           `json:"version"`
}

// TriggerConsidered is somebody whom a trigger considers, for one event.
type TriggerConsidered struct {
	EventID    string          `json:"event_id" format:"uuid" doc:"Or the invitation after which it asks."`
	Customer   people.PartyRef `json:"customer"`
	HappenedAt time.Time       `json:"happened_at"`
	DueAt      time.Time       `json:"due_at"`
	Reason     string          `json:"reason,omitempty" doc:"Absent while it waits; else as of a wave."`
	Rule       string          `json:"rule,omitempty" doc:"As of a wave, or event_gone, left_segment, asked_already, late, person_gone."`
}

// lateness is how long after its due time an asking makes no sense any more.
const lateness = 7 * 24 * time.Hour

const maxWaitHours = 8760

func (t Trigger) checked() (Trigger, error) {
	t.Name = strings.Join(strings.Fields(strings.ToValidUTF8(t.Name, "")), " ")
	s := &t.Settings
	s.Event = strings.TrimSpace(s.Event)
	if s.Reminders == nil {
		s.Reminders = []int{}
	}
	switch {
	case t.Name == "":
		return t, fault.Invalid("name", "Give the trigger a name.").Keyed("trigger.no_name")
	case utf8.RuneCountInString(t.Name) > maxName:
		return t, fault.Invalid("name", "A trigger's name has at most 300 characters.").Keyed("trigger.long_name")
	case (s.Event == "") == (s.AfterID == ""):
		return t, fault.Invalid("settings.event", "Say after which event it asks, or after which trigger: one of the two.").Keyed("trigger.after")
	case s.AfterID != "" && s.AfterID >= t.ID:
		return t, fault.Invalid("settings.after_id", "A trigger follows one that was made before it.").Keyed("trigger.order")
	case s.WaitHours < 0 || s.WaitHours > maxWaitHours:
		return t, fault.Invalid("settings.wait_hours", "Wait 0 to 8,760 hours, which is a year.").Keyed("trigger.wait")
	}
	return t, t.wave().Settings.check()
}

// wave is the wave of those that a trigger asks.
func (t Trigger) wave() Wave {
	s := t.Settings
	return Wave{ProgramID: t.ProgramID, SurveyID: t.SurveyID, Name: t.Name, TriggerID: t.ID, MadeBy: t.MadeBy,
		Settings: WaveSettings{By: s.By, LetterID: s.LetterID, Reminders: s.Reminders, Local: s.Local}}
}

// around is a wave that names what the settings name.
func (s TriggerSettings) around() Wave {
	return Wave{Settings: WaveSettings{People: WavePeople{SegmentID: s.SegmentID}, Local: s.Local}}
}
