package letter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
)

func words(en, fr string) questionnaire.Words { return questionnaire.Words{"en": en, "fr": fr} }

func whole() letter.Content {
	return letter.Content{
		Languages: []string{"en", "fr"}, Subject: words("How was it, {{contact.name|dear guest}}?", "Comment était-ce, {{contact.name|cher hôte}} ?"),
		Preheader: words("It takes {{survey.minutes}} minutes.", "Cela prend {{survey.minutes}} minutes."),
		Text:      words("Hello {{contact.name|dear guest}},\n\nyou were with us in {{contact.Town|our hotel}}.\nTell us about it.", "Bonjour {{contact.name|cher hôte}},\n\nvous étiez chez nous."),
		Button:    words("Begin", "Commencer"), Signature: words("Ines", "Ines"), Scale: true,
	}
}

func data(language string, contact map[string]any) letter.Data {
	d := letter.Data{Language: language, Contact: contact, Title: words("Your stay", "Votre séjour"), Base: "en", House: "Hôtel du Lac & Fils",
		Link: "https://b.example.org/s/stay/i/abc", Stop: "https://b.example.org/u/def", Minutes: func(string) int { return 3 }}
	d.Scale = &letter.Scale{Question: words("Would you recommend us?", "Nous recommanderiez-vous ?"), Low: words("No", "Non"), High: words("Yes", "Oui")}
	for _, n := range []string{"0", "5", "10"} {
		d.Scale.Points = append(d.Scale.Points, letter.Point{Says: n, Link: d.Link + "?score=" + n})
	}
	return d
}

func TestCompose(t *testing.T) {
	l := whole()
	m, err := l.Compose(data("fr-CA", map[string]any{"name": "Zoé"}))
	if err != nil || m.Language != "fr" || m.Subject != "Comment était-ce, Zoé ?" {
		t.Fatalf("%+v %v", m, err)
	}
	for _, want := range []string{"Bonjour Zoé,", "Nous recommanderiez-vous ?", "0 (Non): https://b.example.org/s/stay/i/abc?score=0", "10 (Oui)", "Responsable : Hôtel du Lac & Fils", "https://b.example.org/u/def", "Commencer:\nhttps://b.example.org/s/stay/i/abc"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the text lacks %q:\n%s", want, m.Text)
		}
	}
	for _, want := range []string{`<html lang="fr">`, "Hôtel du Lac &amp; Fils", `href="https://b.example.org/s/stay/i/abc?score=10"`, "Cela prend 3 minutes."} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	m, err = l.Compose(data("de", map[string]any{"Town": 7.0}))
	if err != nil || m.Language != "en" || m.Subject != "How was it, dear guest?" || !strings.Contains(m.Text, "with us in 7.\nTell us") {
		t.Errorf("somebody else: %+v %v", m, err)
	}
	l.Scale = false
	if m, _ = l.Compose(data("en", nil)); strings.Contains(m.HTML, "score=") || strings.Contains(m.Text, "score=") {
		t.Error("a scale nobody asked for")
	}
	l.Button = nil
	if _, err = l.Compose(data("en", nil)); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("without a button: %v", err)
	}
}

func TestHostileWords(t *testing.T) {
	l := whole()
	m, err := l.Compose(data("en", map[string]any{"name": "Eve\r\nBcc: all@example.org\x00<script>alert(1)</script>{{contact.Town}}", "Town": "\"><img src=x>"}))
	if err != nil || strings.ContainsAny(m.Subject, "\r\n\x00") {
		t.Fatalf("%q %v", m.Subject, err)
	}
	if strings.Contains(m.HTML, "<script>") || strings.Contains(m.HTML, "<img") {
		t.Errorf("not escaped: %s", m.HTML)
	}
	if !strings.Contains(m.Text, "{{contact.Town}}") {
		t.Error("what is put in is looked at again")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*letter.Content)
		field string
	}{
		{"as it is", func(*letter.Content) {}, ""},
		{"no language", func(l *letter.Content) { l.Languages = nil }, "languages"},
		{"a language twice", func(l *letter.Content) { l.Languages = []string{"en", "en"} }, "languages[1]"},
		{"no language at all", func(l *letter.Content) { l.Languages = []string{"e\r\n"} }, "languages[0]"},
		{"a trait that is not", func(l *letter.Content) { l.Text["en"] = "{{contact.Shoe}}" }, "text.en"},
		{"a question", func(l *letter.Content) { l.Subject["fr"] = "{{want}}" }, "subject.fr"},
		{"not closed", func(l *letter.Content) { l.Signature["en"] = "{{contact.name" }, "signature.en"},
		{"a second line", func(l *letter.Content) { l.Subject["en"] = "a\nBcc: b" }, "subject.en"},
		{"too long", func(l *letter.Content) { l.Button["en"] = strings.Repeat("x", 81) }, "button.en"},
		{"a sender of two lines", func(l *letter.Content) { l.Sender = "A\r\nB" }, "sender"},
		{"no address", func(l *letter.Content) { l.ReplyTo = "a@b.example, c@d.example" }, "reply_to"},
	} {
		l := whole()
		c.spoil(&l)
		err := l.Check([]string{"Town"})
		if got := field(err); got != c.field {
			t.Errorf("%s: %q, want %q (%v)", c.name, got, c.field, err)
		}
	}
	l := whole()
	l.Subject["fr"], l.Signature["fr"] = "", " "
	if got := strings.Join(l.Missing(), " "); got != "subject.fr signature.fr" {
		t.Errorf("missing: %s", got)
	}
}

func field(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return ""
	}
	return f.Fields[0].Field
}

func FuzzCompose(f *testing.F) {
	f.Add("How was it, {{contact.name|you}}?", "Zoé\r\nX: y", "{{")
	f.Fuzz(func(t *testing.T, subject, name, text string) {
		l := letter.Content{Languages: []string{"en"}, Subject: questionnaire.Words{"en": subject}, Text: questionnaire.Words{"en": text}, Button: questionnaire.Words{"en": "Go"}}
		m, err := l.Compose(data("en", map[string]any{"name": name}))
		if err != nil {
			return
		}
		if strings.ContainsAny(m.Subject, "\r\n\x00") {
			t.Errorf("a header ends: %q", m.Subject)
		}
	})
}

// TestMailWearsTheTheme of its survey; points of a scale wear none of it.
func TestMailWearsTheTheme(t *testing.T) {
	l, d := whole(), data("en", nil)
	plain, err := l.Compose(d)
	if err != nil || strings.Contains(plain.HTML, "ZgotmplZ") || !strings.Contains(plain.HTML, "background:#b4532a") {
		t.Fatalf("the product's own: %v\n%s", err, plain.HTML)
	}
	d.Theme = questionnaire.Theme{Background: "#fdf6e3", Accent: "#ffcc00", Text: "#102030"}
	m, err := l.Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"background:#fdf6e3;color:#102030", "background:#ffcc00;border:1px solid #876c00;color:#14171d", "a.go{background:#ffcc00!important"} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("the mail lacks %q:\n%s", want, m.HTML)
		}
	}
	d.Theme.LogoAlt = questionnaire.Words{"en": "Hôtel du Lac"}
	d.Logo = &letter.Logo{Link: "https://b.example.org/s/stay/logo/1", Height: 50, Ink: "#ffffff"}
	if m, err = l.Compose(d); err != nil || !strings.Contains(m.HTML, `<img src="https://b.example.org/s/stay/logo/1" alt="Hôtel du Lac" height="50" style="display:inline-block;max-width:100%;width:auto;height:50px`) || !strings.Contains(m.HTML, "background:#14171d;color:") {
		t.Errorf("the logo: %v\n%s", err, m.HTML)
	}
	d.Logo = nil
	_, points, _ := strings.Cut(m.HTML, `<a class="point"`)
	if point, _, _ := strings.Cut(points, "</a>"); strings.Contains(point, "#ffcc00") || strings.Contains(point, "#102030") {
		t.Errorf("a point wears the theme: %s", point)
	}
	d.Theme = questionnaire.Theme{Accent: "red;} body{display:none"}
	if m, err = l.Compose(d); err != nil || m.HTML != plain.HTML {
		t.Errorf("no colour changes the mail: %v", err)
	}
}

// TestAgain: a reminder that may reach who has answered says so in its language,
// in the mail and in its text; other mails say nothing of it.
func TestAgain(t *testing.T) {
	c := letter.Content{Languages: []string{"en", "fr"}, Subject: questionnaire.Words{"en": "How was it?", "fr": "Alors ?"}, Text: questionnaire.Words{"en": "Tell us.", "fr": "Dites-nous."}, Button: questionnaire.Words{"en": "Begin", "fr": "Commencer"}}
	for language, says := range map[string]string{"en": "If you have answered already, thank you.", "fr": "Si vous avez déjà répondu, merci."} {
		for _, again := range []bool{true, false} {
			m, err := c.Compose(letter.Data{Language: language, Link: "https://x/s/a/i/b", Stop: "https://x/u/c", Again: again})
			if err != nil || strings.Contains(m.Text, says) != again || strings.Contains(m.HTML, says) != again {
				t.Errorf("%s %v: %v\n%s", language, again, err, m.Text)
			}
		}
	}
}
