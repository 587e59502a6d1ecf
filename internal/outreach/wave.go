package outreach

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
)

// WaveState is how far a wave is.
type WaveState string

// The states of waves.
const (
	WaveDraft     WaveState = "draft"
	WavePlanning  WaveState = "planning"  // it is being found out whom it asks
	WavePlanned   WaveState = "planned"   // it is known; nobody is asked yet
	WaveSending   WaveState = "sending"   // invitations are being made
	WaveRunning   WaveState = "running"   // all are made; answers come, reminders go out
	WavePaused    WaveState = "paused"    // nothing goes out; answers are taken
	WaveDone      WaveState = "done"      // no more answers by its links
	WaveCancelled WaveState = "cancelled" // stopped; no more answers by its links
)

// Step is what somebody has a wave do.
type Step string

// The steps.
const (
	StepPlan   Step = "plan"
	StepStart  Step = "start"
	StepPause  Step = "pause"
	StepResume Step = "resume"
	StepFinish Step = "finish"
	StepCancel Step = "cancel"
)

// from are the states in which a step may be taken.
var from = map[Step][]WaveState{
	StepPlan:   {WaveDraft, WavePlanned},
	StepStart:  {WavePlanned},
	StepPause:  {WaveSending, WaveRunning},
	StepResume: {WavePaused},
	StepFinish: {WaveRunning, WavePaused},
	StepCancel: {WavePlanning, WavePlanned, WaveSending, WaveRunning, WavePaused},
}

// Addressing is how those invited are reached.
type Addressing string

// The ways: a mail each, or links in a file for whoever sends by other means.
const (
	ByMail  Addressing = "mail"
	ByLinks Addressing = "links"
)

// Strata are by what a sample is split.
type Strata string

// The strata of a sample.
const (
	ByNothing  Strata = ""
	ByUnit     Strata = "unit"
	ByLanguage Strata = "language"
	ByRole     Strata = "role"
	ByTrait    Strata = "trait"
)

// WavePeople says whom a wave considers: a segment, a list of keys that was
// given, or, with neither, every customer.
type WavePeople struct {
	SegmentID string `json:"segment_id,omitempty" doc:"A segment of people."`
	Listed    bool   `json:"listed,omitempty" doc:"The keys that were given with the wave."`
}

// WaveSample is how many of them are asked; all by default.
type WaveSample struct {
	Count        int            `json:"count,omitempty" minimum:"0" maximum:"1000000" doc:"So many are asked, of each stratum; 0: by the interval wanted, or all."`
	HalfWidth    float64        `json:"half_width,omitempty" minimum:"0" maximum:"0.5" doc:"Of the 95 % interval wanted in each stratum, as a share: 0.05 for five points."`
	Score        bool           `json:"score,omitempty" doc:"The interval is that of a recommendation score, from -1 to 1, in place of a share."`
	ResponseRate float64        `json:"response_rate,omitempty" minimum:"0" maximum:"1" doc:"The share of those asked who are expected to answer; 0 for 1."`
	By           Strata         `json:"by,omitempty" enum:"unit,language,role,trait" doc:"Each of these is a stratum of its own."`
	Trait        string         `json:"trait,omitempty" maxLength:"120" doc:"With by trait: its name. That of a customer goes before that of their account."`
	PerAccount   int            `json:"per_account,omitempty" minimum:"0" maximum:"1000" doc:"At most so many of an account."`
	PerRole      map[string]int `json:"per_role,omitempty" doc:"At most so many of a role in an account: decides, influences, uses, sponsors."`
}

// WaveSettings is what may be set of a wave before it starts.
type WaveSettings struct {
	People   WavePeople `json:"people"`
	Sample   WaveSample `json:"sample"`
	By       Addressing `json:"by" enum:"mail,links" doc:"A mail each, or links in a file."`
	LetterID string     `json:"letter_id,omitempty" doc:"The letter that is mailed."`
	// ReminderLetterID is "" for the same.
	ReminderLetterID string `json:"reminder_letter_id,omitempty" doc:"The letter of reminders; the same where left out."`

	SendAt    *time.Time `json:"send_at,omitempty" doc:"When mails go out, or from when on at their hour; absent: at once."`
	Local     *LocalHour `json:"local,omitempty" doc:"The hour at which mails come where each reader is; absent: at any."`
	Reminders []int      `json:"reminders" nullable:"false" maxItems:"5" doc:"Days after the invitation, rising, for those who have not answered."`
	Exempt    bool       `json:"exempt,omitempty" doc:"The rules of contact do not hold. Who opted out is never asked all the same."`
	ExemptWhy string     `json:"exempt_why,omitempty" maxLength:"500" doc:"Needed where they do not hold."`
}

// Wave is a survey sent to people.
type Wave struct {
	ID         string       `json:"id" format:"uuid"`
	ProgramID  string       `json:"program_id" format:"uuid"`
	SurveyID   string       `json:"survey_id" format:"uuid"`
	SurveyName string       `json:"survey_name"`
	Name       string       `json:"name"`
	TriggerID  string       `json:"trigger_id,omitempty" doc:"The trigger whose wave it is: people come to it one by one."`
	State      WaveState    `json:"state" enum:"draft,planning,planned,sending,running,paused,done,cancelled"`
	Settings   WaveSettings `json:"settings"`
	Number     int64        `json:"number,omitempty" doc:"Of the survey's version that is asked; absent before it is planned."`
	Problem    string       `json:"problem,omitempty" enum:"segment,survey,mail" doc:"Why it stands still: its segment cannot be read, its survey is not open, mail is not set up."`
	PlannedAt  *time.Time   `json:"planned_at,omitempty"`
	StartedAt  *time.Time   `json:"started_at,omitempty"`
	MadeBy     string       `json:"made_by"`
	CreatedAt  time.Time    `json:"created_at"`
	ChangedAt  time.Time    `json:"changed_at"`
	Version    int64        `json:"version"`
	seed       int64
	step       string
	cursor     string
}

// Steps of the work on a wave.
const (
	workConsider = "consider"
	workDraw     = "draw"
	workInvite   = "invite"
)

const (
	maxName       = 300
	maxKeys       = 100_000
	maxReminders  = 5
	maxRemindDays = 90
)

// roleNames are the roles in an account, in the order of their numbers.
var roleNames = []string{"decides", "influences", "uses", "sponsors"}

// checked cleans a wave and says what is wrong with it.
func (w Wave) checked() (Wave, error) {
	w.Name = strings.Join(strings.Fields(strings.ToValidUTF8(w.Name, "")), " ")
	switch {
	case w.Name == "":
		return w, fault.Invalid("name", "Give the wave a name.").Keyed("wave.no_name")
	case utf8.RuneCountInString(w.Name) > maxName:
		return w, fault.Invalid("name", "A wave's name has at most 300 characters.").Keyed("wave.long_name")
	}
	if w.Settings.Reminders == nil {
		w.Settings.Reminders = []int{}
	}
	if w.Settings.By == "" {
		w.Settings.By = ByMail
	}
	w.Settings.ExemptWhy = strings.TrimSpace(w.Settings.ExemptWhy)
	return w, w.Settings.check()
}

func (s WaveSettings) check() error {
	if s.By != ByMail && s.By != ByLinks {
		return fault.Invalid("settings.by", "Reach people by mail, or by links in a file.").Keyed("wave.by")
	}
	if s.People.SegmentID != "" && s.People.Listed {
		return fault.Invalid("settings.people", "Choose a segment or a list, not both.").Keyed("wave.people")
	}
	for i, days := range s.Reminders {
		if days < 1 || days > maxRemindDays || i > 0 && days <= s.Reminders[i-1] || i >= maxReminders {
			return fault.Invalid("settings.reminders", "At most five reminders, each some days after the one before, at most 90 days after the invitation.").Keyed("wave.reminders")
		}
	}
	if len(s.Reminders) > 0 && s.By == ByLinks {
		return fault.Invalid("settings.reminders", "Reminders go out by mail. With links in a file, send them yourself.").Keyed("wave.reminders_links")
	}
	if s.Exempt && s.ExemptWhy == "" {
		return fault.Invalid("settings.exempt_why", "Say why the rules of contact do not hold for this wave.").Keyed("wave.exempt_why")
	}
	if err := s.Local.check(s.By); err != nil {
		return err
	}
	return s.Sample.check()
}

func (s WaveSample) check() error {
	switch {
	case s.Count < 0 || s.Count > 1_000_000:
		return fault.Invalid("settings.sample.count", "Ask 1 to 1,000,000 people of each stratum, or leave it empty.").Keyed("wave.count")
	case s.HalfWidth < 0 || s.HalfWidth > 0.5 || s.HalfWidth > 0 && s.HalfWidth < 0.001:
		return fault.Invalid("settings.sample.half_width", "The half-width of an interval is between 0.1 and 50 points.").Keyed("wave.half_width")
	case s.Count > 0 && s.HalfWidth > 0:
		return fault.Invalid("settings.sample", "Choose a number or an interval, not both.").Keyed("wave.sample")
	case s.ResponseRate < 0 || s.ResponseRate > 1:
		return fault.Invalid("settings.sample.response_rate", "The share that answers is between 0 and 1.").Keyed("wave.rate")
	case s.PerAccount < 0 || s.PerAccount > 1000:
		return fault.Invalid("settings.sample.per_account", "At most 1,000 of an account, or leave it empty.").Keyed("wave.per_account")
	case !slices.Contains([]Strata{ByNothing, ByUnit, ByLanguage, ByRole, ByTrait}, s.By):
		return fault.Invalid("settings.sample.by", "A sample is split by unit, language, role or a trait.").Keyed("wave.strata")
	}
	if (s.By == ByTrait) != (s.Trait != "") {
		return fault.Invalid("settings.sample.trait", "Choose the trait by which the sample is split.").Keyed("wave.strata_trait")
	}
	for role, most := range s.PerRole {
		if !slices.Contains(roleNames, role) || most < 0 || most > 1000 {
			return fault.Invalid("settings.sample.per_role", "Give 0 to 1,000 for decides, influences, uses and sponsors.").Keyed("wave.per_role")
		}
	}
	return nil
}

func (s WaveSample) caps() plan.Caps {
	caps := plan.Caps{Account: s.PerAccount}
	for i, role := range roleNames {
		caps.Role[i] = s.PerRole[role]
	}
	return caps
}

func (s WaveSample) size() plan.Size {
	size := plan.Size{Count: s.Count, HalfWidth: s.HalfWidth, Rate: s.ResponseRate}
	if s.Score {
		size.Spread = 1
	}
	return size
}

// may refuses a step that a wave cannot take in its state.
func (w Wave) may(step Step) error {
	states, known := from[step]
	if !known {
		return fault.Invalid("step", "Steps are plan, start, pause, resume, finish and cancel.").Keyed("wave.step_unknown")
	}
	if !slices.Contains(states, w.State) {
		return fault.New(fault.CodeConflict, "The wave cannot do this in the state it is in. Load it again.").With("step", "not while "+string(w.State)).Keyed("wave.step")
	}
	return nil
}

// opens tells whether the links of a wave in this state take answers.
func (s WaveState) opens() bool {
	return s == WaveSending || s == WaveRunning || s == WavePaused
}
