package questionnaire

// Document is one version of a questionnaire. The first of Languages is the
// base: all that people read has words in it.
type Document struct {
	Title      Words        `json:"title"`
	Languages  []string     `json:"languages"`
	Pages      []Page       `json:"pages"`
	Hidden     []Hidden     `json:"hidden,omitempty"`
	Calculated []Calculated `json:"calculated,omitempty"`
	Quotas     []Quota      `json:"quotas,omitempty"`
	Ends       []End        `json:"ends,omitempty"`
	Settings   Settings     `json:"settings"`
}

// Base returns the language that all texts have, "" in a document without any.
func (d *Document) Base() string {
	if len(d.Languages) == 0 {
		return ""
	}
	return d.Languages[0]
}

// Hidden is a value that comes with the link or from the contact and is not asked.
type Hidden struct {
	Code  string     `json:"code"`
	From  HiddenFrom `json:"from"`
	Trait string     `json:"trait,omitempty"` // of the contact, with HiddenContact
	Kind  ValueKind  `json:"kind"`
}

// HiddenFrom is where a hidden value comes from.
type HiddenFrom string

// The sources of hidden values.
const (
	HiddenLink    HiddenFrom = "link"
	HiddenContact HiddenFrom = "contact"
)

// ValueKind is the type of a hidden or calculated value.
type ValueKind string

// The types of values.
const (
	ValueText   ValueKind = "text"
	ValueNumber ValueKind = "number"
	ValueBool   ValueKind = "bool"
)

// Calculated is a value that an expression makes from what was answered.
type Calculated struct {
	Code  string    `json:"code"`
	Kind  ValueKind `json:"kind"`
	Value string    `json:"value"` // expression
}

// Known is what conditions may ask of a contact: trait to its type.
type Known map[string]ValueKind
