package sample

// Text is something that a sample says, in the languages of the page.
type Text struct {
	EN string `json:"en"`
	FR string `json:"fr"`
}

// in is the text in a language, English where there is no other.
func (t Text) in(language string) string {
	if language == "fr" {
		return t.FR
	}
	return t.EN
}
