package collect

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
)

// exportColumn is a column of an export: one of the fixed ones, the score of a
// measure or its words, what was written to a question, or a trait.
type exportColumn struct {
	kind  exportKind
	name  string // id of a measure, wording of a question, name of a trait, or which fixed one
	title string
}

type exportKind int

const (
	fixedColumn exportKind = iota
	scoreColumn
	choiceColumn
	textColumn
	traitColumn
)

// The fixed columns, in their order. Those before the answers always stand
// there; of the others only those that any response has.
const (
	columnID       = "id"
	columnAt       = "at"
	columnChannel  = "channel"
	columnLanguage = "language"
	columnUnit     = "unit"
	columnAccount  = "account"
	columnCustomer = "customer"
	columnConsent  = "consent"
	columnDoubts   = "doubts"
)

// exportColumns are the columns that responses call for, as they are met.
type exportColumns struct {
	measureName func(id string) string
	met         map[exportColumn]bool // without titles
	list        []exportColumn
}

func newExportColumns(measureName func(id string) string) *exportColumns {
	return &exportColumns{measureName: measureName, met: map[exportColumn]bool{}}
}

// note adds the columns that a response needs. It fails where there are more
// than a file can hold.
func (c *exportColumns) note(l *ListedResponse) error {
	for _, name := range [...]string{columnChannel, columnLanguage, columnUnit, columnAccount, columnCustomer, columnDoubts} {
		if fixedText(l, name) != "" {
			c.add(fixedColumn, name)
		}
	}
	for i := range l.Answers {
		a := &l.Answers[i]
		if a.MeasureID != "" && a.Score != nil {
			c.add(scoreColumn, a.MeasureID)
		}
		if a.Choice != "" {
			c.add(choiceColumn, askedOf(a))
		}
		if a.Text != "" {
			c.add(textColumn, askedOf(a))
		}
	}
	for name := range l.Traits {
		c.add(traitColumn, name)
	}
	if len(c.list) > mostColumns {
		return fault.Invalid("format", "These answers are to more than 4,000 different questions. Choose one program or filter, then export again.").Keyed("export.too_many_columns")
	}
	return nil
}

func (c *exportColumns) add(kind exportKind, name string) {
	column := exportColumn{kind: kind, name: name}
	if !c.met[column] {
		c.met[column] = true
		c.list = append(c.list, column)
	}
}

// askedOf is what an answer is to: the measure's id where it has one, else the
// wording of the question.
func askedOf(a *Answer) string {
	if a.MeasureID != "" {
		return a.MeasureID
	}
	return a.Question
}

// titled are the columns in the order of a file with their titles in a
// language: what identifies, what was answered, who and where, what is known.
// Where two share a title, the later ones are numbered.
func (c *exportColumns) titled(language string) []exportColumn {
	fixed := func(names ...string) []exportColumn {
		var list []exportColumn
		for _, name := range names {
			column := exportColumn{kind: fixedColumn, name: name}
			if name == columnID || name == columnAt || name == columnConsent || c.met[column] {
				list = append(list, column)
			}
		}
		return list
	}
	of := func(kind exportKind) []exportColumn {
		list := slices.DeleteFunc(slices.Clone(c.list), func(x exportColumn) bool { return x.kind != kind })
		if kind == traitColumn { // they are met in no order of their own
			slices.SortFunc(list, func(a, b exportColumn) int { return strings.Compare(a.name, b.name) })
		}
		return list
	}
	list := slices.Concat(fixed(columnID, columnAt), of(scoreColumn), of(choiceColumn), of(textColumn),
		fixed(columnChannel, columnLanguage, columnUnit, columnAccount, columnCustomer, columnConsent, columnDoubts), of(traitColumn))
	seen := map[string]int{}
	for i := range list {
		title := c.title(list[i], language)
		if seen[title]++; seen[title] > 1 {
			title += " (" + number(float64(seen[title])) + ")"
		}
		list[i].title = title
	}
	return list
}

func (c *exportColumns) title(column exportColumn, language string) string {
	words := exportWords(language)
	name := column.name
	if c.met[exportColumn{kind: scoreColumn, name: name}] || column.kind == scoreColumn {
		name = c.measureName(name)
	}
	switch column.kind {
	case fixedColumn:
		return words[column.name]
	case choiceColumn:
		if name == "" {
			return words["choice"]
		}
		return name + " (" + words["words"] + ")"
	case textColumn:
		if name == "" {
			return words["text"]
		}
	}
	return name
}

// exportWords are the titles of the fixed columns; English where a language is
// not spoken.
func exportWords(language string) map[string]string {
	if language == "fr" {
		return map[string]string{columnID: "Réponse", columnAt: "Donnée le", columnChannel: "Canal", columnLanguage: "Langue", columnUnit: "Unité",
			columnAccount: "Compte", columnCustomer: "Client", columnConsent: "Consentement", columnDoubts: "Doutes", "choice": "Choix", "text": "Texte", "words": "en mots"}
	}
	return map[string]string{columnID: "Response", columnAt: "Given on", columnChannel: "Channel", columnLanguage: "Language", columnUnit: "Unit",
		columnAccount: "Account", columnCustomer: "Customer", columnConsent: "Consent", columnDoubts: "Doubts", "choice": "Choice", "text": "Text", "words": "in words"}
}

// exportCell is what stands in a cell: a number, an instant, or a text; nil for
// nothing.
type exportCell any

func (column exportColumn) cell(l *ListedResponse, zone *time.Location, language string) exportCell {
	switch column.kind {
	case fixedColumn:
		switch column.name {
		case columnAt:
			return l.At.In(zone)
		case columnDoubts:
			words := make([]string, len(l.Doubts))
			for i, kind := range l.Doubts {
				words[i] = quality.Word(kind, language)
			}
			return strings.Join(words, "; ")
		}
		return fixedText(l, column.name)
	case traitColumn:
		return l.Traits[column.name]
	case scoreColumn:
		for i := range l.Answers {
			if a := &l.Answers[i]; a.MeasureID == column.name && a.Score != nil {
				return *a.Score
			}
		}
		return nil
	}
	return column.said(l)
}

// said is what a response says in words to the column's question; where it says
// more than one thing, they stand in lines.
func (column exportColumn) said(l *ListedResponse) exportCell {
	var all []string
	for i := range l.Answers {
		a := &l.Answers[i]
		text := a.Text
		if column.kind == choiceColumn {
			text = a.Choice
		}
		if text != "" && askedOf(a) == column.name {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}

func fixedText(l *ListedResponse, name string) string {
	switch name {
	case columnID:
		return l.ID
	case columnChannel:
		return l.Channel
	case columnLanguage:
		return l.Language
	case columnUnit:
		return calledBy(l.Unit)
	case columnAccount:
		return calledBy(l.Account)
	case columnCustomer:
		return calledBy(l.Customer)
	case columnConsent:
		return l.Consent
	case columnDoubts:
		return strings.Join(l.Doubts, "; ")
	}
	return ""
}

func calledBy(n *Named) string {
	if n == nil {
		return ""
	}
	if n.Name != "" {
		return n.Name
	}
	return n.Key
}
