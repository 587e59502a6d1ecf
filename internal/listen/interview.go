package listen

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/text"
)

// InterviewKind is the occasion of an interview.
type InterviewKind string

// The kinds of interview.
const (
	InDepth       InterviewKind = "in_depth"
	MidProject    InterviewKind = "mid_project"
	PostProject   InterviewKind = "post_project"
	WinLoss       InterviewKind = "win_loss"
	AccountReview InterviewKind = "account_review"
	Exit          InterviewKind = "exit"
)

// InterviewState says how far an interview is.
type InterviewState string

// The states of an interview, in their order.
const (
	Planned     InterviewState = "planned"
	Invited     InterviewState = "invited"
	Agreed      InterviewState = "agreed"
	Held        InterviewState = "held"
	Transcribed InterviewState = "transcribed"
	Coded       InterviewState = "coded"
	Reported    InterviewState = "reported"
)

func interviewKinds() []InterviewKind {
	return []InterviewKind{InDepth, MidProject, PostProject, WinLoss, AccountReview, Exit}
}

func interviewStates() []InterviewState {
	return []InterviewState{Planned, Invited, Agreed, Held, Transcribed, Coded, Reported}
}

// Interview is a conversation with somebody, planned or held, as who asks may
// know of it.
type Interview struct {
	ID           string            `json:"id" format:"uuid"`
	StudyID      string            `json:"study_id" format:"uuid"`
	Number       int               `json:"number"`
	Kind         InterviewKind     `json:"kind" enum:"in_depth,mid_project,post_project,win_loss,account_review,exit"`
	State        InterviewState    `json:"state" enum:"planned,invited,agreed,held,transcribed,coded,reported"`
	Side         Side              `json:"side,omitempty" enum:"for,against"`
	Pseudonym    string            `json:"pseudonym"`
	Language     string            `json:"language,omitempty"`
	Consent      string            `json:"consent,omitempty" enum:"anonymous,firm,person" doc:"Absent: nobody consented yet."`
	Account      *people.PartyRef  `json:"account,omitempty"`
	Customer     *people.PartyRef  `json:"customer,omitempty"`
	DocumentID   string            `json:"document_id,omitempty" format:"uuid" doc:"Its transcript, where the asker may read it."`
	Traits       map[string]string `json:"traits,omitempty" doc:"To researchers."`
	OwnerID      string            `json:"owner_id,omitempty" doc:"To researchers, as all that follows: who leads it."`
	OwnerName    string            `json:"owner_name,omitempty"`
	Role         string            `json:"role,omitempty" doc:"What they do, as those who are wanted are told apart."`
	SegmentID    string            `json:"segment_id,omitempty" doc:"The segment out of which they were chosen."`
	Due          string            `json:"due,omitempty" format:"date"`
	Overdue      bool              `json:"overdue,omitempty" doc:"It should have been held before today."`
	HeldAt       *time.Time        `json:"held_at,omitempty"`
	Project      string            `json:"project,omitempty"`
	Proposal     string            `json:"proposal,omitempty"`
	ConsentText  string            `json:"consent_text,omitempty" doc:"Version of the wording."`
	ConsentAt    *time.Time        `json:"consent_at,omitempty"`
	Notes        string            `json:"notes,omitempty" doc:"Of the interviewer."`
	FollowedUp   string            `json:"followed_up,omitempty" doc:"What the interviewer followed up, and why."`
	CreatedAt    *time.Time        `json:"created_at,omitempty"`
	Version      int64             `json:"version"`
	customerID   string
	accountID    string
	customerName string
	accountName  string
}

const (
	maxInterviewText = 20_000
	maxAskedAtOnce   = 500
)

// checked cleans an interview and says what is wrong with it.
func (i Interview) checked() (Interview, error) {
	i.Pseudonym, i.Project, i.Proposal, i.Language = cleanName(i.Pseudonym), cleanName(i.Project), cleanName(i.Proposal), strings.TrimSpace(i.Language)
	i.Role = cleanName(i.Role)
	i.Notes, i.FollowedUp = strings.TrimSpace(i.Notes), strings.TrimSpace(i.FollowedUp)
	switch {
	case i.Pseudonym == "" || len([]rune(i.Pseudonym)) > 40:
		return i, fault.Invalid("pseudonym", "Give a pseudonym of at most 40 characters.").Keyed("listen.pseudonym")
	case i.names(i.Pseudonym):
		return i, fault.Invalid("pseudonym", "A pseudonym names neither the person nor the firm.").Keyed("listen.pseudonym_names")
	case len([]rune(i.Role)) > 120:
		return i, fault.Invalid("role", "Say what they do in at most 120 characters.").Keyed("listen.role")
	case len([]rune(i.Notes)) > maxInterviewText || len([]rune(i.FollowedUp)) > maxInterviewText:
		return i, fault.Invalid("notes", "Notes have at most 20,000 characters.")
	case len(i.Traits) > 40:
		return i, fault.Invalid("traits", "At most 40 traits are kept of an interview.")
	}
	if i.Due != "" {
		if _, err := time.Parse(time.DateOnly, i.Due); err != nil {
			return i, fault.Invalid("due", "Write the day as year-month-day.").Keyed("listen.day")
		}
	}
	if err := oneOf("kind", i.Kind, interviewKinds()...); err != nil {
		return i, err
	}
	if err := oneOf("side", i.Side, NoSide, For, Against); err != nil {
		return i, err
	}
	return i, oneOf("state", i.State, interviewStates()...)
}

// names tells whether a text has a word of the person's or the firm's name.
func (i Interview) names(s string) bool {
	own := text.Words(i.customerName + " " + i.accountName)
	return slices.ContainsFunc(text.Words(s), func(word string) bool { return len(word) > 2 && slices.Contains(own, word) })
}

// move says what is wrong with bringing an interview from one state to another:
// what follows a transcript needs one, and once there is one it was held.
func move(from, to InterviewState, consent string, transcribed bool) error {
	at := func(s InterviewState) int { return slices.Index(interviewStates(), s) }
	switch {
	case at(to) >= at(Transcribed) && consent == "":
		return fault.New(fault.CodeConflict, "Write down first what the person consented to.").With("state", "no consent").Keyed("listen.no_consent")
	case at(to) >= at(Transcribed) && !transcribed:
		return fault.New(fault.CodeConflict, "Take in the transcript first.").With("state", "no transcript").Keyed("listen.no_transcript")
	case at(to) < at(Transcribed) && transcribed:
		return fault.New(fault.CodeConflict, "It has a transcript, and so was held and transcribed.").With("state", "has a transcript").Keyed("listen.has_transcript")
	case to == Reported && at(from) < at(Coded):
		return fault.New(fault.CodeConflict, "An interview is coded before it is reported.").With("state", "not coded").Keyed("listen.not_coded")
	}
	return nil
}
