package questionnaire

// View is a questionnaire as it stands for one person: all texts in their
// language and with what was answered put in, as plain text that is never markup.
type View struct {
	Language string         `json:"language"`
	Title    string         `json:"title"`
	Pages    []PageView     `json:"pages"`            // on the way, as far as answers tell
	End      EndView        `json:"end"`              // where the way leads as it stands; reached when Next says so
	Progress float64        `json:"progress"`         // share of questions on the way that are answered, 0 to 1
	Values   map[string]any `json:"values,omitempty"` // calculated: text, float64 or bool; numbers not known are left out
	Score    *float64       `json:"score,omitempty"`  // nil where nothing that scores is answered
	Quota    string         `json:"quota,omitempty"`  // code of the full quota that ends it
}

// Next returns the key of the page after the one with a key, or the end after the
// last. After "" comes the first page, and after a page that is not on the way.
func (v View) Next(key string) (next string, end *EndView) {
	at := 0
	for i := range v.Pages {
		if v.Pages[i].Key == key {
			at = i + 1
		}
	}
	if at >= len(v.Pages) {
		return "", &v.End
	}
	return v.Pages[at].Key, nil
}

// Page returns the page with a key, nil where it is not on the way.
func (v View) Page(key string) *PageView {
	for i := range v.Pages {
		if v.Pages[i].Key == key {
			return &v.Pages[i]
		}
	}
	return nil
}

// PageView is a page, or a part of one that was cut.
type PageView struct {
	Key       string         `json:"key"`  // code; code@item in a loop; .2 and on behind it where it is cut
	Code      string         `json:"code"` // of the page
	Item      string         `json:"item,omitempty"`
	Title     string         `json:"title,omitempty"`
	Lang      string         `json:"lang,omitempty"` // of Title, see QuestionView
	Questions []QuestionView `json:"questions"`
	Progress  float64        `json:"progress"` // share of the document that is behind, 0 to under 1; never falls on the way
}

// QuestionView is a question as it is shown.
type QuestionView struct {
	Code     string         `json:"code"`
	Key      string         `json:"key"`  // of its answer: code, or code@item
	Name     string         `json:"name"` // of its field, see FieldName
	Kind     Kind           `json:"kind"`
	Text     string         `json:"text"`
	Lang     string         `json:"lang,omitempty"` // of Text, where it is not that of the view: it was not translated
	Hint     string         `json:"hint,omitempty"`
	Why      string         `json:"why,omitempty"`
	Required Required       `json:"required,omitempty"`
	Options  []OptionView   `json:"options,omitempty"` // those shown, in their order
	Rows     []RowView      `json:"rows,omitempty"`    // those shown, in their order
	Scale    *ScaleView     `json:"scale,omitempty"`
	Sets     [][]OptionView `json:"sets,omitempty"` // of best_worst; a set that is not asked is empty
	Limits   *Limits        `json:"limits,omitempty"`
	Shown    bool           `json:"shown"`              // false only with State.Whole: an answer of the page may bring it
	ShownIf  []string       `json:"shown_if,omitempty"` // codes of the page's questions on which its showing or words depend
	Answer   *Value         `json:"answer,omitempty"`   // as it stands
}

// OptionView is an option as it is shown.
type OptionView struct {
	Code      string `json:"code"`
	Text      string `json:"text"`
	Lang      string `json:"lang,omitempty"`
	Exclusive bool   `json:"exclusive,omitempty"`
	Other     bool   `json:"other,omitempty"`
}

// RowView is a row of a matrix as it is shown.
type RowView struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"`
}

// ScaleView is a scale with its words.
type ScaleView struct {
	Look   Look        `json:"look"`
	Points []PointView `json:"points"`
	Low    string      `json:"low,omitempty"`
	High   string      `json:"high,omitempty"`
	NA     bool        `json:"na,omitempty"`
}

// PointView is a point of a scale.
type PointView struct {
	Number int    `json:"number"`
	Label  string `json:"label,omitempty"`
}

// EndView is the last page. Code is "" where the document has no end that fits.
type EndView struct {
	Code    string  `json:"code"`
	Outcome Outcome `json:"outcome"`
	Title   string  `json:"title,omitempty"`
	Text    string  `json:"text,omitempty"`
	Lang    string  `json:"lang,omitempty"` // of Title, see QuestionView
}
