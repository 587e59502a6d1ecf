package questionnaire

// State is what a walk starts from. The same State gives the same View, always.
type State struct {
	Answers     Answers
	Seed        uint64            // of all that comes in random order
	Language    string            // one of the document's; any other is its base
	Hidden      map[string]string // values of the link, by code; those of the contact come from Contact
	Contact     map[string]any    // traits as text, float64 or bool; "name" for texts
	Touchpoints []string          // ids of those used, for loops
	Names       map[string]string // of touchpoints by id, in Language, for {{item}}
	Full        map[string]bool   // codes of quotas that are full
	Whole       bool              // with JavaScript: pages are not cut, questions come and go in them
}

// FieldProblem is why a field of a page cannot be taken as it was posted.
//
// Keys: "required"; "unknown" (no such option, row or question); "number",
// "least", "most", "step"; "date", "from", "until"; "email"; "length"; "few",
// "many", "exclusive", "other" (its own text is missing); "places" (a place given
// twice); "pick" (a set half answered, or the same for both); "file" (no such
// file); "file_many", "file_size", "file_type"; "rule" (see
// Words); "page" (the page is not, or no longer, on the way).
type FieldProblem struct {
	Field    string `json:"field"`              // name in the form, see FieldName
	Question string `json:"question,omitempty"` // key of the question
	Key      string `json:"key"`
	Message  string `json:"message"`         // what would be right, in English
	Limit    string `json:"limit,omitempty"` // the number or day that was passed
	Words    string `json:"words,omitempty"` // of a rule, in State.Language
	Soft     bool   `json:"soft,omitempty"`  // asked once more, then let go: send again.KEY
}
