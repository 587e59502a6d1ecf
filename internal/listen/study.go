package listen

import (
	"fmt"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// StudyState says how far a study is.
type StudyState string

// The states of a study.
const (
	StudyPlanned StudyState = "planned"
	StudyRunning StudyState = "running"
	StudyClosed  StudyState = "closed"
)

// CodingMode says whether those who code see each other's codings.
type CodingMode string

// The modes of coding. Blind: nothing of the others shows until all are done.
const (
	CodingOpen  CodingMode = "open"
	CodingBlind CodingMode = "blind"
)

// Side is where somebody who is asked stands.
type Side string

// The sides; NoSide where that is not said.
const (
	NoSide  Side = ""
	For     Side = "for"
	Against Side = "against"
)

// Wanted says who is to be asked, and how many of them.
type Wanted struct {
	Role      string `json:"role,omitempty" maxLength:"120" doc:"What they do, such as buyer or user."`
	SegmentID string `json:"segment_id,omitempty" format:"uuid"`
	Side      string `json:"side" enum:"for,against,any" doc:"For: who is content; against: who is not."`
	Count     int    `json:"count" minimum:"1" maximum:"500"`
}

// Study is a round of interviews with a question.
type Study struct {
	ID               string     `json:"id" format:"uuid"`
	ProgramID        string     `json:"program_id" format:"uuid"`
	Name             string     `json:"name"`
	Purpose          string     `json:"purpose" doc:"What it is for."`
	Question         string     `json:"question" doc:"What the team wants to understand."`
	Wanted           []Wanted   `json:"wanted" nullable:"false" doc:"Who is to be asked, and how many."`
	Saturation       int        `json:"saturation" doc:"How many interviews running bring no new code before it may end; 0: no rule. It is set beforehand."`
	SaturationSet    *time.Time `json:"saturation_set,omitempty" doc:"When that rule was set."`
	Mode             CodingMode `json:"mode" enum:"open,blind" doc:"Blind: coders see nothing of each other until all are done."`
	State            StudyState `json:"state" enum:"planned,running,closed"`
	CreatedAt        time.Time  `json:"created_at"`
	Version          int64      `json:"version"`
	Part             Part       `json:"part,omitempty" enum:"researcher,reviewer" doc:"What the asker is in it; absent: no member."`
	InterviewsInAll  int        `json:"interviews" doc:"As many as the asker may know of."`
	DocumentsInAll   int        `json:"documents" doc:"As many as the asker may read."`
	interviewNumbers int        // the last number given
	commentNumbers   int
	createdBy        string
}

const (
	maxStudyText  = 8000
	maxWanted     = 40
	maxSaturation = 50
)

// checked cleans a study and says what is wrong with it.
func (st Study) checked() (Study, error) {
	st.Name, st.Purpose, st.Question = cleanName(st.Name), strings.TrimSpace(st.Purpose), strings.TrimSpace(st.Question)
	switch {
	case st.Name == "" || len([]rune(st.Name)) > 120:
		return st, fault.Invalid("name", "Give the study a name of at most 120 characters.").Keyed("listen.name")
	case len([]rune(st.Purpose)) > maxStudyText:
		return st, fault.Invalid("purpose", "A purpose has at most 8,000 characters.")
	case len([]rune(st.Question)) > maxStudyText:
		return st, fault.Invalid("question", "A question has at most 8,000 characters.")
	case st.Saturation < 0 || st.Saturation > maxSaturation:
		return st, fault.Invalid("saturation", "Say how many interviews running, 1 to 50, or 0 for no rule.").Keyed("listen.saturation")
	case len(st.Wanted) > maxWanted:
		return st, fault.Invalid("wanted", "At most 40 groups of people are asked in a study.")
	}
	if st.Wanted == nil {
		st.Wanted = []Wanted{}
	}
	for i := range st.Wanted {
		w := &st.Wanted[i]
		w.Role = cleanName(w.Role)
		if w.Count < 1 || w.Count > 500 {
			return st, fault.Invalid(fmt.Sprintf("wanted[%d].count", i), "Say how many, 1 to 500.")
		}
		if err := oneOf(fmt.Sprintf("wanted[%d].side", i), w.Side, "for", "against", "any"); err != nil {
			return st, err
		}
	}
	if err := oneOf("mode", st.Mode, CodingOpen, CodingBlind); err != nil {
		return st, err
	}
	return st, oneOf("state", st.State, StudyPlanned, StudyRunning, StudyClosed)
}

// StudyChange is what may be changed of a study; nil leaves as it is.
type StudyChange struct {
	Name, Purpose, Question *string
	Wanted                  *[]Wanted
	Saturation              *int
	Mode                    *CodingMode
	State                   *StudyState
}

// to puts the change on a study.
func (c StudyChange) to(st Study) Study {
	set(&st.Name, c.Name)
	set(&st.Purpose, c.Purpose)
	set(&st.Question, c.Question)
	set(&st.Wanted, c.Wanted)
	set(&st.Saturation, c.Saturation)
	set(&st.Mode, c.Mode)
	set(&st.State, c.State)
	return st
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}
