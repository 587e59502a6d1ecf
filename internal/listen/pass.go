package listen

import "time"

// Pass is one coder's way through a document. Where a study is coded blind,
// nobody sees what another gave until every coder of the document is done, and
// there are two at least.
type Pass struct {
	DocumentID string     `json:"document_id" format:"uuid"`
	Coder      Coder      `json:"coder"`
	Blind      bool       `json:"blind"`
	ReadTo     int        `json:"read_to" doc:"The last sentence read; 0 of another's sealed pass."`
	BegunAt    time.Time  `json:"begun_at"`
	DoneAt     *time.Time `json:"done_at,omitempty"`
	OpenedAt   *time.Time `json:"opened_at,omitempty" doc:"When the coders saw each other's passages."`
}

// minBlind is how many coders a document needs before blind passages open.
const minBlind = 2

// opens tells whether these passes of one document open what is sealed.
func opens(passes []Pass) bool {
	if len(passes) < minBlind {
		return false
	}
	for _, p := range passes {
		if p.DoneAt == nil {
			return false
		}
	}
	return true
}

// revealed tells whether the coders of these passes saw each other already.
func revealed(passes []Pass) bool {
	for _, p := range passes {
		if p.OpenedAt != nil {
			return true
		}
	}
	return false
}
