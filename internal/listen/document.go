package listen

import (
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
)

// DocumentKind is what a document is.
type DocumentKind string

// The kinds of document.
const (
	Transcript DocumentKind = "transcript"
	Comment    DocumentKind = "comment"
)

// Document is something to read and code, as who asks may see it.
type Document struct {
	ID          string            `json:"id" format:"uuid"`
	StudyID     string            `json:"study_id" format:"uuid"`
	Kind        DocumentKind      `json:"kind" enum:"transcript,comment"`
	InterviewID string            `json:"interview_id,omitempty" format:"uuid"`
	Number      int               `json:"number" doc:"Of its interview, or of the comment in the study."`
	Title       string            `json:"title,omitempty" doc:"For researchers: it may name somebody."`
	Pseudonym   string            `json:"pseudonym,omitempty" doc:"Of the person who was interviewed."`
	Language    string            `json:"language"`
	Sentences   int               `json:"sentences"`
	Words       int               `json:"words"`
	Traits      map[string]string `json:"traits" nullable:"false"`
	Question    string            `json:"question,omitempty" doc:"Of a comment: what was asked."`
	Consent     string            `json:"consent,omitempty" enum:"anonymous,firm,person"`
	Account     *people.PartyRef  `json:"account,omitempty" doc:"Where consent lets the firm be named, or to researchers."`
	Customer    *people.PartyRef  `json:"customer,omitempty" doc:"Where consent lets the person be named, or to researchers of the interview."`
	ReleasedAt  *time.Time        `json:"released_at,omitempty" doc:"Since when everybody who reads the study reads it, masked."`
	ErasedAt    *time.Time        `json:"erased_at,omitempty" doc:"Its person had it erased: the texts are empty."`
	HasAudio    bool              `json:"has_audio,omitempty" doc:"To researchers: there is a recording."`
	FileName    string            `json:"file_name,omitempty" doc:"To researchers: of the file it was taken from."`
	Originals   bool              `json:"originals" doc:"Whether who asks reads the original text."`
	Undecided   int               `json:"undecided,omitempty" doc:"To researchers: proposed masks that nobody decided on."`
	CreatedAt   time.Time         `json:"created_at"`
	Version     int64             `json:"version"`

	customerID, accountID string
	fileHash, audioHash   string
	audioName, audioType  string
}

// Line is a sentence of a document, as who asks may see it. Places in Text are
// those of the original for researchers, of what is shown for everybody else.
type Line struct {
	N           int    `json:"n" doc:"Number of the sentence in its document."`
	Turn        int    `json:"turn" doc:"Sentences of one turn follow each other."`
	Speaker     string `json:"speaker,omitempty" doc:"The name; to those who are no researchers a pseudonym."`
	Interviewer bool   `json:"interviewer"`
	FromUS      *int64 `json:"from_us,omitempty" doc:"In the recording, microseconds."`
	ToUS        *int64 `json:"to_us,omitempty"`
	Text        string `json:"text"`
	Masks       []Mask `json:"masks,omitempty" doc:"To researchers."`

	id int64
}

// pseudonyms are what speakers of a document are called for those who are no
// researchers: the one who was interviewed by the pseudonym, further ones with
// a number behind it, whoever interviews by nothing.
type pseudonyms struct {
	pseudonym string
	known     map[string]string
}

func newPseudonyms(pseudonym string) *pseudonyms {
	return &pseudonyms{pseudonym: pseudonym, known: map[string]string{}}
}

// of is the pseudonym of a speaker; speakers are asked for in the order in which
// they first speak.
func (p *pseudonyms) of(speaker string, interviewer bool) string {
	if interviewer || p.pseudonym == "" {
		return ""
	}
	name, there := p.known[speaker]
	if !there {
		name = p.pseudonym
		if n := len(p.known); n > 0 {
			name += " · " + strconv.Itoa(n+1)
		}
		p.known[speaker] = name
	}
	return name
}
