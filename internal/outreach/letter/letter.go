package letter

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// Content is what is mailed, in one language or more. Texts may speak of
// {{contact.name|fallback}}, {{contact.TRAIT|fallback}}, {{survey.title}},
// {{survey.minutes}} and {{survey.controller}}.
type Content struct {
	Languages []string            `json:"languages" nullable:"false" minItems:"1" maxItems:"20" doc:"The first is used where somebody's own is not there."`
	Subject   questionnaire.Words `json:"subject" doc:"One line, 200 characters at most."`
	Preheader questionnaire.Words `json:"preheader,omitempty" doc:"What lists of mails show after the subject."`
	Text      questionnaire.Words `json:"text" doc:"Paragraphs, with an empty line between them."`
	Button    questionnaire.Words `json:"button" doc:"The words of the link to the survey."`
	Signature questionnaire.Words `json:"signature,omitempty" doc:"Lines below the button."`
	Sender    string              `json:"sender,omitempty" maxLength:"100" doc:"Name that the mail comes from; the house's where left out."`
	ReplyTo   string              `json:"reply_to,omitempty" maxLength:"254" doc:"Address that answers to the mail go to."`
	Scale     bool                `json:"scale,omitempty" doc:"The scale of the survey's first question stands in the mail; a point leads to the page with it chosen, and counts once the page is sent."`
}

// Lengths of texts, in characters.
const (
	maxSubject = 200
	maxText    = 20_000
	maxButton  = 80
)

// part is one of the letter's texts.
type part struct {
	name     string
	words    questionnaire.Words
	most     int
	oneLine  bool
	required bool
}

func (l *Content) parts() []part {
	return []part{
		{"subject", l.Subject, maxSubject, true, true}, {"preheader", l.Preheader, maxSubject, true, false}, {"text", l.Text, maxText, false, true},
		{"button", l.Button, maxButton, true, true}, {"signature", l.Signature, 1000, false, false},
	}
}

// Check says what is wrong with a letter that is saved: form, and what it speaks
// of that there is not. Traits are those that contacts may have. A language
// without words is no mistake yet (see Missing).
func (l *Content) Check(traits []string) error {
	if len(l.Languages) == 0 {
		return fault.Invalid("languages", "Name a language.").Keyed("letter.languages")
	}
	for i, language := range l.Languages {
		if !tag(language) || slices.Contains(l.Languages[:i], language) {
			return fault.Invalid(fmt.Sprintf("languages[%d]", i), "A language is written like en or fr-CA, each once.").Keyed("letter.language")
		}
	}
	if strings.ContainsFunc(l.Sender, unicode.IsControl) || utf8.RuneCountInString(l.Sender) > 100 {
		return fault.Invalid("sender", "The sender's name is one line of at most 100 characters.").Keyed("letter.sender")
	}
	if l.ReplyTo != "" && !address(l.ReplyTo) {
		return fault.Invalid("reply_to", "Write an address like team@example.org.").Keyed("letter.reply_to")
	}
	for _, p := range l.parts() {
		for language, text := range p.words {
			if err := p.check(language, text, traits); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p part) check(language, text string, traits []string) error {
	field := p.name + "." + language
	if utf8.RuneCountInString(text) > p.most {
		return fault.Invalid(field, fmt.Sprintf("This has at most %d characters.", p.most)).Keyed("letter.long")
	}
	if p.oneLine && strings.ContainsFunc(text, unicode.IsControl) {
		return fault.Invalid(field, "This is one line.").Keyed("letter.line")
	}
	refs, closed := questionnaire.Refs(text)
	if !closed {
		return fault.Invalid(field, "Close {{ with }}.").Keyed("letter.open")
	}
	for _, ref := range refs {
		if !known(ref, traits) {
			return fault.Invalid(field, fmt.Sprintf("There is no {{%s}}. Letters know contact.name, contact. and a trait, survey.title, survey.minutes and survey.controller.", ref)).Keyed("letter.unknown")
		}
	}
	return nil
}

func known(ref string, traits []string) bool {
	if trait, of := strings.CutPrefix(ref, "contact."); of {
		return trait == "name" || slices.Contains(traits, trait)
	}
	return slices.Contains([]string{"survey.title", "survey.minutes", "survey.controller"}, ref)
}

// Missing lists the parts, as subject.fr, that have no words yet.
func (l *Content) Missing() []string {
	out := []string{}
	for _, p := range l.parts() {
		written := p.required
		for _, text := range p.words {
			written = written || text != ""
		}
		for _, language := range l.Languages {
			if written && strings.TrimSpace(p.words[language]) == "" {
				out = append(out, p.name+"."+language)
			}
		}
	}
	return out
}

// tag tells whether s is a language like en or fr-CA.
func tag(s string) bool {
	first, rest, more := strings.Cut(s, "-")
	letters := func(s string, least, most int) bool {
		return len(s) >= least && len(s) <= most && strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
	}
	return letters(first, 2, 3) && (!more || letters(rest, 2, 8))
}

// address tells whether s may be an address: one @, nothing that could end a
// header line.
func address(s string) bool {
	name, host, at := strings.Cut(s, "@")
	return at && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " \t\r\n<>,;:\"()[]\\") && !strings.Contains(host, "@") && utf8.ValidString(s)
}

// Spoken is the language in which somebody is written to: their own, a like one,
// else the letter's first.
func (l *Content) Spoken(wanted string) string {
	if slices.Contains(l.Languages, wanted) {
		return wanted
	}
	short, _, _ := strings.Cut(wanted, "-")
	for _, have := range l.Languages {
		if first, _, _ := strings.Cut(have, "-"); first == short {
			return have
		}
	}
	if len(l.Languages) == 0 {
		return ""
	}
	return l.Languages[0]
}
