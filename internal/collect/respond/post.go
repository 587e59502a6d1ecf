package respond

import "github.com/balcony-cx/balcony/internal/measure/questionnaire"

// Sent is what became of a page that was sent.
type Sent struct {
	Problems []questionnaire.FieldProblem // the page is asked again
	Next     string                       // key of the page that comes
	Receipt  string                       // of an answering that has become a response just now
	took     bool                         // its files are kept
	last     string                       // of a page that is only kept, see lastPage
}

// Post is a page that somebody sends.
type Post struct {
	Page     string
	Input    map[string][]string
	Back     bool   // keeps what is in order and asks for nothing
	Keep     bool   // with Back: stays at the page
	Language string // changes to it; "" leaves it
	Whole    bool   // the page was not cut; see rest
	files    []upload
	problems []questionnaire.FieldProblem // of its files
}
