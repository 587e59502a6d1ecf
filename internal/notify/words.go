package notify

import (
	"bytes"
	_ "embed"
	"encoding/json"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"github.com/balcony-cx/balcony/internal/fault"
)

// message is what one mail says. Each part is a template over the mail's data.
type message struct {
	Subject string
	Hello   string
	Lines   []string
	Button  string // label of the link; the link itself is data "link"
	Note    string // small print below
}

// words are the messages by template and language. Data keys: name, link, by,
// organisation; of a saved view: view, heading, figure, line, filter, change, and
// rows as a JSON list of label, figure and detail.
var words = map[string]map[string]message{
	"invite": {
		"en": {
			Subject: "{{.by}} invites you to {{.organisation}} on Balcony",
			Hello:   "Hello{{with .name}} {{.}}{{end}},",
			Lines: []string{
				"{{.by}} gives you access to {{.organisation}} on Balcony, where the team follows what its customers say.",
				"Choose a password to begin.",
			},
			Button: "Accept the invitation",
			Note:   "The link works once and for seven days. If you do not expect it, you need not do anything.",
		},
		"fr": {
			Subject: "{{.by}} vous invite à rejoindre {{.organisation}} sur Balcony",
			Hello:   "Bonjour{{with .name}} {{.}}{{end}},",
			Lines: []string{
				"{{.by}} vous donne accès à {{.organisation}} sur Balcony, où l’équipe suit ce que disent ses clients.",
				"Choisissez un mot de passe pour commencer.",
			},
			Button: "Accepter l’invitation",
			Note:   "Le lien fonctionne une seule fois, pendant sept jours. Si vous ne l’attendiez pas, vous n’avez rien à faire.",
		},
	},
	"reset": {
		"en": {
			Subject: "Set a new password for Balcony",
			Hello:   "Hello {{.name}},",
			Lines:   []string{"Somebody, probably you, asked for a new password for your access to Balcony."},
			Button:  "Set a new password",
			Note:    "The link works once and for one hour. If it was not you, leave this message alone: your password stays as it is.",
		},
		"fr": {
			Subject: "Choisissez un nouveau mot de passe pour Balcony",
			Hello:   "Bonjour {{.name}},",
			Lines:   []string{"Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre accès à Balcony."},
			Button:  "Choisir un nouveau mot de passe",
			Note:    "Le lien fonctionne une seule fois, pendant une heure. Si ce n’était pas vous, ignorez ce message : votre mot de passe reste le même.",
		},
	},
	"moved": {
		"en": {
			Subject: "Your address for Balcony was changed",
			Hello:   "Hello {{.name}},",
			Lines:   []string{"{{.by}} gave your access to Balcony another e-mail address. From now on you sign in with that one, and messages go there."},
			Note:    "If this should not be, tell an owner of your organisation's Balcony.",
		},
		"fr": {
			Subject: "Votre adresse pour Balcony a changé",
			Hello:   "Bonjour {{.name}},",
			Lines:   []string{"{{.by}} a donné une autre adresse électronique à votre accès à Balcony. Vous vous connectez désormais avec celle-ci, et les messages y sont envoyés."},
			Note:    "Si cela ne devait pas être, prévenez un propriétaire du Balcony de votre organisation.",
		},
	},
	"view": {
		"en": {
			Subject: "{{.view}}{{with .figure}}: {{.}}{{end}}",
			Hello:   "Hello {{.name}},",
			Lines:   []string{"This is your saved view “{{.view}}”{{with .filter}} ({{.}}){{end}}.", "{{with .figure}}{{$.heading}}: {{.}}. {{$.line}}.{{end}}", "{{.change}}"},
			Button:  "Open the view",
			Note:    "You asked for this mail, and it shows what you may see on the page. Change how often it comes, or end it, where the view is listed.",
		},
		"fr": {
			Subject: "{{.view}}{{with .figure}} : {{.}}{{end}}",
			Hello:   "Bonjour {{.name}},",
			Lines:   []string{"Voici votre vue enregistrée « {{.view}} »{{with .filter}} ({{.}}){{end}}.", "{{with .figure}}{{$.heading}} : {{.}}. {{$.line}}.{{end}}", "{{.change}}"},
			Button:  "Ouvrir la vue",
			Note:    "Vous avez demandé ce courriel, et il montre ce que la page vous montrerait. Changez sa fréquence, ou arrêtez-le, dans la liste des vues.",
		},
	},
	testTemplate: {
		"en": {
			Subject: "Balcony can send mail",
			Hello:   "Hello {{.name}},",
			Lines:   []string{"This is the test message you asked for. Mail from Balcony reaches you."},
		},
		"fr": {
			Subject: "Balcony peut envoyer des courriels",
			Hello:   "Bonjour {{.name}},",
			Lines:   []string{"Voici le message d’essai que vous avez demandé. Les courriels de Balcony vous parviennent."},
		},
	},
}

// testTemplate is the message that tries the settings out; it is never queued.
const testTemplate = "test"

//go:embed mail.html
var layout string

// written is a message ready to go.
type written struct {
	Language string
	Subject  string
	Hello    string
	Lines    []string
	Rows     []row
	Button   string
	Link     string
	Note     string
}

// row is a line of the small table that a message may have.
type row struct {
	Label  string `json:"label"`
	Figure string `json:"figure"`
	Detail string `json:"detail"`
}

// write fills a message's words with its data. A language other than French
// gives English.
func write(name, language string, data map[string]string) (written, error) {
	if language != "fr" {
		language = "en"
	}
	m, ok := words[name][language]
	if !ok {
		return written{}, fault.New(fault.CodeInternal, "There is no mail named "+name+".")
	}
	w := written{Language: language, Link: data["link"]}
	var err error
	fill := func(text string) string {
		var filled string
		if err == nil {
			filled, err = fillIn(text, data)
		}
		return filled
	}
	w.Subject, w.Hello, w.Button, w.Note = fill(m.Subject), fill(m.Hello), fill(m.Button), fill(m.Note)
	for _, line := range m.Lines {
		if line = fill(line); line != "" { // a line may be about what this one has not
			w.Lines = append(w.Lines, line)
		}
	}
	if table := data["rows"]; table != "" && err == nil {
		err = fault.Wrap(json.Unmarshal([]byte(table), &w.Rows), fault.CodeInternal, "read the rows of a mail")
	}
	return w, err
}

func fillIn(text string, data map[string]string) (string, error) {
	t, err := template.New("").Option("missingkey=zero").Parse(text)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read words of a mail")
	}
	var filled strings.Builder
	if err := t.Execute(&filled, data); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "write mail")
	}
	return filled.String(), nil
}

// text is the message as plain text.
func (w written) text() string {
	parts := append([]string{w.Hello}, w.Lines...)
	for _, r := range w.Rows {
		parts = append(parts, r.Label+"\n"+r.Figure+", "+r.Detail)
	}
	if w.Link != "" {
		colon := ":"
		if w.Language == "fr" {
			colon = "\u00a0:"
		}
		parts = append(parts, w.Button+colon+"\n"+w.Link)
	}
	if w.Note != "" {
		parts = append(parts, w.Note)
	}
	return strings.Join(parts, "\n\n") + "\n\n-- \nBalcony\n"
}

// html is the message as HTML, without pictures and nothing from elsewhere.
func (w written) html() (string, error) {
	t, err := htmltemplate.New("mail").Parse(layout)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read layout of mail")
	}
	var page bytes.Buffer
	if err := t.Execute(&page, w); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "lay out mail")
	}
	return page.String(), nil
}
