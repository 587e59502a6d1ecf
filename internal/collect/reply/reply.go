package reply

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Limits of a message in characters, of a thread in messages, and of what who answered
// writes in a row.
const (
	mostLetters  = 4000
	mostMessages = 200
	mostInARow   = 5
)

// About is what a thread is about: a response of a survey, or a text of an anonymous one.
type About struct{ Response, Text string }

// Message is one of a thread.
type Message struct {
	ID   string    `json:"id" format:"uuid"`
	Team bool      `json:"team" doc:"Written by somebody of the house; else by who answered."`
	By   string    `json:"by,omitempty" doc:"Who of the house. Who answered is told the organisation alone."`
	Text string    `json:"text"`
	At   time.Time `json:"at" doc:"About an anonymous survey the day alone, at midnight UTC."`
}

// Thread is what was written about one answer, the oldest first.
type Thread struct {
	MayReply bool      `json:"may_reply" doc:"The answer has a receipt code, behind which a reply is read, and the caller may write."`
	DayOnly  bool      `json:"day_only" doc:"Times are days."`
	Messages []Message `json:"messages" nullable:"false"`
}

// Listed is a thread of a survey by its last message.
type Listed struct {
	ResponseID string  `json:"response_id,omitempty" format:"uuid" doc:"Of the answer that it is about."`
	TextID     string  `json:"text_id,omitempty" format:"uuid" doc:"Of the text of an anonymous survey that it is about."`
	Said       string  `json:"said,omitempty" doc:"That text."`
	Messages   int     `json:"messages"`
	Last       Message `json:"last"`
	Waits      bool    `json:"waits" doc:"Who answered wrote last."`
}

// Place is where a list of threads goes on.
type Place struct {
	At int64
	ID string
}

// Behind is what a receipt code opens.
type Behind struct {
	Threads []Opened
}

// Opened is a thread as who answered reads it.
type Opened struct {
	ID       string // of the response or of the text
	Said     string // text that it is about, "" of a response
	Survey   string // id
	Messages []Message
	MayWrite bool
}

// checked is a message as it is kept.
func checked(text string) (string, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "\r\n", "\n"), "\uFFFD"))
	if text == "" {
		return "", fault.Invalid("text", "Write something.").Keyed("reply.empty")
	}
	if utf8.RuneCountInString(text) > mostLetters {
		return "", fault.Invalid("text", "A reply has at most 4,000 characters.").Keyed("reply.long")
	}
	return text, nil
}

// mayBack tells whether who answered may write once more.
func mayBack(messages []Message) bool {
	row := 0
	for i := len(messages) - 1; i >= 0 && !messages[i].Team; i-- {
		row++
	}
	return len(messages) > row && row < mostInARow && len(messages) < mostMessages
}
