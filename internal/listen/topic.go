package listen

import (
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// TopicKind is what a topic is: a moment of the journey, a code, or a word.
type TopicKind string

// The kinds of topics.
const (
	TopicTouchpoint TopicKind = "touchpoint"
	TopicCode       TopicKind = "code"
	TopicWord       TopicKind = "word"
)

// Topic is something that people talk about, with how many did: people, firms
// and passages, as far as who asks may know of them. Of a touchpoint they are the
// excerpts of findings, and what was coded there in studies of which the asker is
// a researcher; of a code what was coded with it in these; of a word the
// sentences that hold it and that the asker may find.
type Topic struct {
	Kind       TopicKind `json:"kind" enum:"touchpoint,code,word"`
	ID         string    `json:"id" doc:"Of the touchpoint or the code; of a word the word itself."`
	Name       string    `json:"name"`
	CodebookID string    `json:"codebook_id,omitempty" doc:"Of a code."`
	Family     string    `json:"family,omitempty" doc:"Of a code."`
	Definition string    `json:"definition,omitempty" doc:"Of a code."`
	People     int       `json:"people"`
	Accounts   int       `json:"accounts"`
	Passages   int       `json:"passages"`
	More       bool      `json:"more" doc:"Of a word: more sentences hold it than were counted."`
	MeasureID  string    `json:"measure_id,omitempty" doc:"The measure that follows the touchpoint."`
	FindingIDs []string  `json:"finding_ids" nullable:"false" doc:"Findings that speak of it, the newest first, at most 20."`
}

// TopicSaid is what people said of a topic.
type TopicSaid struct {
	Topic
	Findings      []Finding `json:"findings" nullable:"false" doc:"The newest first, at most 20."`
	TouchpointIDs []string  `json:"touchpoint_ids" nullable:"false" doc:"The moments of the journey concerned, most first, at most 40."`
}

// TopicQuote is a passage that speaks of a topic. Names and whatever else is
// masked are replaced, for researchers too, and nobody is named.
type TopicQuote struct {
	ID         string       `json:"id"`
	StudyID    string       `json:"study_id" format:"uuid"`
	StudyName  string       `json:"study_name"`
	DocumentID string       `json:"document_id" format:"uuid"`
	Kind       DocumentKind `json:"kind" enum:"transcript,comment"`
	Number     int          `json:"number" doc:"Of the interview, or of the comment in the study."`
	Pseudonym  string       `json:"pseudonym,omitempty"`
	Consent    string       `json:"consent,omitempty" enum:"anonymous,firm,person"`
	Language   string       `json:"language,omitempty"`
	FromN      int          `json:"from_n"`
	ToN        int          `json:"to_n"`
	Text       string       `json:"text"`
}

// TopicAsked names a topic.
type TopicAsked struct {
	Kind TopicKind
	ID   string // of a word: what was typed
}

// Bounds of topics: how many are listed of a kind, findings and touchpoints of
// one, sentences that a word is counted over, letters of a word.
const (
	mostTopics        = 100
	mostTopicFindings = 20
	mostTopicPlaces   = 40
	mostTopicHits     = 10_000
	maxTopicWord      = 200
)

// topicAsked reads which one of three is meant.
func topicAsked(touchpoint, code, word string) (TopicAsked, error) {
	var out []TopicAsked
	for _, one := range []TopicAsked{{TopicTouchpoint, touchpoint}, {TopicCode, code}, {TopicWord, strings.TrimSpace(word)}} {
		if one.ID != "" {
			out = append(out, one)
		}
	}
	if len(out) != 1 {
		return TopicAsked{}, fault.Invalid("touchpoint", "Name one topic: a touchpoint, a code or a word.").Keyed("topic.one")
	}
	return out[0], nil
}
