package purpose

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Question is one of the five that a team should be able to answer about its
// customers.
type Question string

// The five questions.
const (
	WhichNeeds   Question = "which_needs"   // which needs do they have
	WhichProblem Question = "which_problem" // which problem do we solve for them
	WhyStill     Question = "why_still"     // why are they still with us
	HowUsed      Question = "how_used"      // how do they use what we offer
	HowItFeels   Question = "how_it_feels"  // how does it feel to contact us
)

func fiveQuestions() []Question {
	return []Question{WhichNeeds, WhichProblem, WhyStill, HowUsed, HowItFeels}
}

// QuestionState says whether a question is answered.
type QuestionState string

// The states. A question nobody has said anything of is open.
const (
	QuestionOpen     QuestionState = "open"
	QuestionUnknown  QuestionState = "unknown" // the team says that it does not know
	QuestionAnswered QuestionState = "answered"
)

// QuestionFigure is something to look at beside an answer: what people said, or
// a figure. Whether it may be read is for its own room to say.
type QuestionFigure struct {
	Kind string `json:"kind" enum:"finding,measure,trait,standard,volume" doc:"A finding of what people said, a measure's figure, how customers spread over a trait, how often a standard is kept, or how often something happens."`
	Key  string `json:"key" minLength:"1" maxLength:"200" doc:"The finding's or the measure's id, the trait's key as figures take it, or the touchpoint's id."`
}

// Known is what a team knows of one of the five questions.
type Known struct {
	ProgramID  string           `json:"program_id" format:"uuid"`
	Question   Question         `json:"question" enum:"which_needs,which_problem,why_still,how_used,how_it_feels"`
	State      QuestionState    `json:"state" enum:"open,unknown,answered"`
	Answer     string           `json:"answer"`
	Figures    []QuestionFigure `json:"figures" nullable:"false" doc:"What to look at beside the answer, in its order."`
	AuthorID   string           `json:"author_id,omitempty"`
	AuthorName string           `json:"author_name,omitempty"`
	WrittenAt  *time.Time       `json:"written_at,omitempty"`
	Version    int64            `json:"version" doc:"0 as long as nothing was said."`
}

const (
	maxQuestionText    = 8000
	maxQuestionFigures = 12
)

// checked cleans k and says what is wrong with it: an answer and not knowing
// exclude each other, and each figure stands once.
func (k Known) checked(unknown bool) (Known, error) {
	k.Answer = strings.TrimSpace(k.Answer)
	switch {
	case len([]rune(k.Answer)) > maxQuestionText:
		return k, fault.Invalid("answer", "An answer has at most 8,000 characters.")
	case unknown && k.Answer != "":
		return k, fault.Invalid("unknown", "Either write an answer or say that it is not known.").Keyed("question.both")
	case len(k.Figures) > maxQuestionFigures:
		return k, fault.Invalid("figures", "At most 12 figures stand beside an answer.")
	}
	figures := []QuestionFigure{}
	for _, f := range k.Figures {
		if !slices.Contains(figures, f) {
			figures = append(figures, f)
		}
	}
	k.Figures, k.State = figures, QuestionOpen
	switch {
	case k.Answer != "":
		k.State = QuestionAnswered
	case unknown:
		k.State = QuestionUnknown
	}
	return k, nil
}
