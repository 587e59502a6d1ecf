package letter

import (
	"bytes"
	"cmp"
	_ "embed"
	"html/template"
	"strconv"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// Data is what is put into a letter for one person.
type Data struct {
	Language string         // of the person, "" unknown
	Contact  map[string]any // traits by name, text or number, and the name
	Title    questionnaire.Words
	Base     string // language of the survey that all texts have
	Minutes  func(language string) int
	House    string // who is responsible, as the survey says it
	Link     string // the personal link
	Stop     string // where no more mail is asked for
	Scale    *Scale // of the first question; nil: none can stand in a mail
	Again    bool   // a reminder that may reach who has answered: the mail says so itself
	Theme    questionnaire.Theme
	Logo     *Logo // nil: none
}

// Logo is the picture at the head of a mail. Programs that fetch no pictures show what
// the theme says of it.
type Logo struct {
	Link   string // whole, the same for everybody
	Height int    // CSS pixels; its width follows, so that the words in its place have room
	Ink    string // mean colour of what is drawn, "" where nothing shines through
}

// Scale is the first question as it stands in a mail.
type Scale struct {
	Question questionnaire.Words
	Points   []Point
	Low      questionnaire.Words // of the first point
	High     questionnaire.Words // of the last
}

// Point is a point of the scale with the address that chooses it.
type Point struct {
	Says string
	Link string
}

// Mail is a letter to one person.
type Mail struct {
	Language string
	Subject  string
	HTML     string
	Text     string
}

//go:embed mail.html
var layout string

var page = template.Must(template.New("mail").Parse(layout))

// fixed are the words that every letter has.
type fixed struct{ Or, Low, High, Privacy, Stop, Why, Again string }

var inWords = map[string]fixed{
	"en": {Or: "Or copy this address:", Privacy: "Responsible:", Stop: "No more of these mails", Why: "A click on a number opens the survey with it chosen. It counts once you send the page.",
		Again: "If you have answered already, thank you. This survey is anonymous: answers are counted only some at a time, so a reminder may reach you all the same."},
	"fr": {Or: "Ou copiez cette adresse :", Privacy: "Responsable :", Stop: "Ne plus recevoir ces courriels", Why: "Un clic sur un nombre ouvre l’enquête avec ce choix. Il compte une fois la page envoyée.",
		Again: "Si vous avez déjà répondu, merci. Cette enquête est anonyme : les réponses ne sont comptées que plusieurs à la fois, si bien qu’une relance peut vous parvenir malgré tout."},
}

func wordsOf(language string) fixed {
	short, _, _ := strings.Cut(language, "-")
	if w, is := inWords[short]; is {
		return w
	}
	return inWords["en"]
}

// Compose writes a letter to one person. It fails with code invalid where the
// letter has no words for a part that every mail needs.
func (l *Content) Compose(d Data) (Mail, error) {
	language, base := l.Spoken(d.Language), ""
	if len(l.Languages) > 0 {
		base = l.Languages[0]
	}
	value := func(ref string) string { return d.value(ref, language) }
	say := func(w questionnaire.Words) string { return questionnaire.Put(w.In(language, base), value) }
	m := Mail{Language: language, Subject: oneLine(say(l.Subject))}
	if m.Subject == "" || say(l.Text) == "" || say(l.Button) == "" {
		return m, fault.Invalid("letter", "The letter lacks a subject, a text or the words of its button.").Keyed("letter.incomplete")
	}
	shown := struct {
		Language, Subject, Preheader, Button, Link, Stop, House, Question, Low, High string
		Paragraphs, Signature                                                        [][]string
		Points                                                                       []Point
		W                                                                            fixed
		Light, Dark                                                                  questionnaire.Palette
		Logo                                                                         *Logo
		Alt, Plate                                                                   string
	}{
		Language: language, Subject: m.Subject, Preheader: oneLine(say(l.Preheader)), Button: oneLine(say(l.Button)), Link: d.Link, Stop: d.Stop, House: d.House,
		Paragraphs: paragraphs(say(l.Text)), Signature: paragraphs(say(l.Signature)), W: wordsOf(language),
	}
	if d.Again {
		shown.Paragraphs = append(shown.Paragraphs, []string{shown.W.Again})
	}
	shown.Light, shown.Dark = d.Theme.Palettes()
	if d.Logo != nil {
		shown.Plate = cmp.Or(shown.Light.Plate(d.Logo.Ink), shown.Light.Card) // also where mail is read dark
	}
	shown.Logo, shown.Alt = d.Logo, d.Theme.LogoAlt.In(language, d.Base)
	if l.Scale && d.Scale != nil {
		in := func(w questionnaire.Words) string { return questionnaire.Put(w.In(language, d.Base), value) }
		shown.Question, shown.Low, shown.High, shown.Points = in(d.Scale.Question), in(d.Scale.Low), in(d.Scale.High), d.Scale.Points
	}
	var html bytes.Buffer
	if err := page.Execute(&html, shown); err != nil {
		return m, fault.Wrap(err, fault.CodeInternal, "write a letter")
	}
	m.HTML = html.String()
	var text strings.Builder
	for _, p := range shown.Paragraphs {
		text.WriteString(strings.Join(p, "\n") + "\n\n")
	}
	if shown.Question != "" {
		text.WriteString(shown.Question + "\n")
		for i, p := range shown.Points {
			says := p.Says
			if i == 0 && shown.Low != "" {
				says += " (" + shown.Low + ")"
			}
			if i == len(shown.Points)-1 && shown.High != "" {
				says += " (" + shown.High + ")"
			}
			text.WriteString(says + ": " + p.Link + "\n")
		}
		text.WriteString(shown.W.Why + "\n\n")
	}
	text.WriteString(shown.Button + ":\n" + d.Link + "\n\n")
	for _, p := range shown.Signature {
		text.WriteString(strings.Join(p, "\n") + "\n\n")
	}
	text.WriteString("-- \n")
	if d.House != "" {
		text.WriteString(shown.W.Privacy + " " + d.House + "\n")
	}
	text.WriteString(shown.W.Stop + ":\n" + d.Stop + "\n")
	m.Text = text.String()
	return m, nil
}

// value is what a reference stands for, "" where it is not known.
func (d Data) value(ref, language string) string {
	switch ref {
	case "survey.title":
		return d.Title.In(language, d.Base)
	case "survey.controller":
		return d.House
	case "survey.minutes":
		if d.Minutes == nil {
			return ""
		}
		return strconv.Itoa(d.Minutes(language))
	}
	trait, of := strings.CutPrefix(ref, "contact.")
	if !of {
		return ""
	}
	switch v := d.Contact[trait].(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// oneLine is a text without anything that could end a header line.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))), " ")
}

// paragraphs are the parts of a text between empty lines, each as its lines.
func paragraphs(text string) [][]string {
	var out [][]string
	var now []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n") + "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line != "" {
			now = append(now, line)
			continue
		}
		if len(now) > 0 {
			out = append(out, now)
		}
		now = nil
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}
