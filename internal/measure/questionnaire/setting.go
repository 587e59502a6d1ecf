package questionnaire

// Consent is how far an answer can be led back to somebody.
type Consent string

// The levels of consent.
const (
	ConsentAnonymous Consent = "anonymous"
	ConsentFirm      Consent = "firm"
	ConsentPerson    Consent = "person"
)

// Settings is what holds for the questionnaire as a whole.
type Settings struct {
	Progress   bool     `json:"progress,omitempty"` // shows how far one is
	Back       bool     `json:"back,omitempty"`     // lets one go back
	OneByOne   bool     `json:"one_by_one,omitempty"`
	ChangeDays int      `json:"change_days,omitempty"` // for so many days after it was sent an answer may be changed; 0 is not
	Consent    Consent  `json:"consent"`
	Who        Words    `json:"who,omitempty"` // who asks
	Why        Words    `json:"why,omitempty"`
	After      Words    `json:"after,omitempty"` // what happens with the answers
	Since      Words    `json:"since,omitempty"` // what was done with what was said last time
	Privacy    Words    `json:"privacy,omitempty"`
	Controller string   `json:"controller,omitempty"`
	Contact    string   `json:"contact,omitempty"`
	Theme      Theme    `json:"theme,omitzero"`
	Frames     []string `json:"frames,omitempty"` // origins of the sites that may show it in a frame
	Cuts       []Cut    `json:"cuts,omitempty"`   // of an anonymous survey, the one kept longest first
}
