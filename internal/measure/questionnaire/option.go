package questionnaire

// Option is something that may be chosen, ranked or weighed.
type Option struct {
	Code      string `json:"code"` // unique in its question
	Text      Words  `json:"text"`
	ShowIf    string `json:"show_if,omitempty"`
	Exclusive bool   `json:"exclusive,omitempty"` // goes with no other
	Other     bool   `json:"other,omitempty"`     // comes with a text of one's own
	Fixed     bool   `json:"fixed,omitempty"`     // keeps its place in random order
}

// Row is a line of a matrix.
type Row struct {
	Code         string `json:"code"` // unique in its question
	Text         Words  `json:"text"`
	ShowIf       string `json:"show_if,omitempty"`
	MeasureID    string `json:"measure_id,omitempty"`
	TouchpointID string `json:"touchpoint_id,omitempty"`
}
