package questionnaire

// Answers are values by question code; inside a loop by code@item.
type Answers map[string]Value

// Value is one answer. Which members are set follows from the question's kind.
type Value struct {
	Number  *float64        `json:"n,omitempty"`
	Chosen  []string        `json:"c,omitempty"` // option codes
	Text    string          `json:"t,omitempty"` // text, e-mail address, date as 2006-01-02
	Other   string          `json:"o,omitempty"` // own text beside the option "other"
	Rows    map[string]Cell `json:"r,omitempty"` // of a matrix, by row code
	Order   []string        `json:"s,omitempty"` // of a ranking, best first
	Picks   []Pick          `json:"p,omitempty"` // of best_worst, one a set
	Sets    [][]string      `json:"g,omitempty"` // of best_worst: what each set showed, option codes
	Consent *bool           `json:"y,omitempty"`
	NA      bool            `json:"na,omitempty"`
	Files   []string        `json:"f,omitempty"` // ids of what was uploaded
}

// Cell is the answer in one row of a matrix.
type Cell struct {
	Number *float64 `json:"n,omitempty"`
	Chosen []string `json:"c,omitempty"`
	NA     bool     `json:"na,omitempty"`
}

// Pick is what was chosen in one set of a best-worst question.
type Pick struct {
	Best  string `json:"b,omitempty"`
	Worst string `json:"w,omitempty"`
}
