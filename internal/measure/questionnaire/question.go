package questionnaire

// Kind is how a question is answered.
type Kind string

// The kinds of questions. A block shows text and takes no answer.
const (
	KindScale     Kind = "scale"
	KindChoice    Kind = "choice"
	KindChoices   Kind = "choices"
	KindDropdown  Kind = "dropdown"
	KindMatrix    Kind = "matrix"
	KindRanking   Kind = "ranking"
	KindBestWorst Kind = "best_worst"
	KindSlider    Kind = "slider"
	KindNumber    Kind = "number"
	KindDate      Kind = "date"
	KindText      Kind = "text"
	KindLongText  Kind = "long_text"
	KindEmail     Kind = "email"
	KindFile      Kind = "file"
	KindConsent   Kind = "consent"
	KindBlock     Kind = "block"
)

// Kinds returns all kinds in the order in which the builder offers them.
func Kinds() []Kind {
	return []Kind{KindScale, KindChoice, KindChoices, KindDropdown, KindMatrix, KindRanking, KindBestWorst, KindSlider,
		KindNumber, KindDate, KindText, KindLongText, KindEmail, KindFile, KindConsent, KindBlock}
}

// Required is how much an answer is insisted on.
type Required string

// The ways to require an answer; the zero value is no.
const (
	RequiredNo   Required = ""
	RequiredSoft Required = "soft" // asked once more, then let go
	RequiredHard Required = "hard"
)

// Question is one thing asked. Code names it in conditions and answers; after
// a version was published with it, it stands for no other question.
type Question struct {
	Code          string   `json:"code"` // [a-z][a-z0-9_]{0,39}, unique in the document
	Kind          Kind     `json:"kind"`
	Text          Words    `json:"text"`
	Hint          Words    `json:"hint,omitempty"`
	Why           Words    `json:"why,omitempty"`     // why we ask
	ShowIf        string   `json:"show_if,omitempty"` // expression; empty is always
	Required      Required `json:"required,omitempty"`
	MeasureID     string   `json:"measure_id,omitempty"`
	ReasonListID  string   `json:"reason_list_id,omitempty"` // of a choice among a list of reasons, and of the free text after it
	Options       []Option `json:"options,omitempty"`
	RandomOptions bool     `json:"random_options,omitempty"`
	Rows          []Row    `json:"rows,omitempty"`  // of a matrix
	Scale         *Scale   `json:"scale,omitempty"` // of a scale, or of a matrix without options
	Limits        *Limits  `json:"limits,omitempty"`
	Sets          *Sets    `json:"sets,omitempty"` // of best_worst
	Rules         []Rule   `json:"rules,omitempty"`
	Score         *Score   `json:"score,omitempty"`
}

// Rule is an expression that must hold of an answer, with what to say if not.
type Rule struct {
	Must  string `json:"must"`
	Words Words  `json:"words"`
}

// Sets is how the items of a best-worst question are shown.
type Sets struct {
	Count int `json:"count"` // sets shown to one person
	Size  int `json:"size"`  // items in a set, at least 3
}

// Score is what an answer counts: the number of the scale, or points by option code.
type Score struct {
	FromScale bool               `json:"from_scale,omitempty"`
	Points    map[string]float64 `json:"points,omitempty"`
}
