package questionnaire

// Words is a text in each language: BCP 47 code to plain text, never markup.
type Words map[string]string

// In returns the text in language, in base where it is missing, else "".
func (w Words) In(language, base string) string {
	if text := w[language]; text != "" {
		return text
	}
	return w[base]
}
