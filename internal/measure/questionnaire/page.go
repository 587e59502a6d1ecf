package questionnaire

// Page is a group of questions that are shown together.
type Page struct {
	Code      string     `json:"code"`
	Title     Words      `json:"title,omitempty"`
	ShowIf    string     `json:"show_if,omitempty"` // expression; empty is always
	Random    bool       `json:"random,omitempty"`  // order of its questions
	Loop      *Loop      `json:"loop,omitempty"`
	Questions []Question `json:"questions"`
	Branches  []Branch   `json:"branches,omitempty"` // the first that holds is taken
}

// Loop shows a page once for each item.
type Loop struct {
	Over     LoopOver `json:"over"`
	Question string   `json:"question,omitempty"` // earlier choices, with LoopOptions
	Max      int      `json:"max,omitempty"`      // 0 is all, up to MaxLoop
	Random   bool     `json:"random,omitempty"`
}

// LoopOver is what a loop goes through.
type LoopOver string

// What loops go through.
const (
	LoopOptions     LoopOver = "options"     // those chosen in an earlier question
	LoopTouchpoints LoopOver = "touchpoints" // those that the customer used
)

// Branch leads on from the end of a page to a later page, or to an end: one of
// Page and End is set.
type Branch struct {
	If   string `json:"if"` // expression
	Page string `json:"page,omitempty"`
	End  string `json:"end,omitempty"`
}
