package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// ReasonList is a question for the main reason of an answer, whose reasons are kept
// current from what people write.
type ReasonList struct {
	ID        string              `json:"id" format:"uuid"`
	ProgramID string              `json:"program_id" format:"uuid"`
	Name      string              `json:"name"`
	Wording   questionnaire.Words `json:"wording" doc:"The question, by language."`
	Why       questionnaire.Words `json:"why" doc:"The free text asked after it, by language."`
	Other     questionnaire.Words `json:"other" doc:"The answer that is none of the reasons, by language."`
	Reasons   []ListedReason      `json:"reasons" nullable:"false" doc:"In their order, those that rest among them."`
	Breaks    []Break             `json:"breaks" nullable:"false" doc:"When a survey asked it otherwise than before, newest first."`
	MadeBy    string              `json:"made_by"`
	CreatedAt time.Time           `json:"created_at"`
	ChangedAt time.Time           `json:"changed_at"`
	Version   int64               `json:"version"`
}

// ListedReason is a reason; its code stands for it for ever.
type ListedReason struct {
	Code     string              `json:"code"`
	Text     questionnaire.Words `json:"text" doc:"By language."`
	AddedAt  time.Time           `json:"added_at"`
	AddedBy  string              `json:"added_by"`
	RestedAt *time.Time          `json:"rested_at,omitempty" doc:"Since when it is not asked; absent while it is."`
}

// ReasonEvent is one thing that became of a list.
type ReasonEvent struct {
	ID      string    `json:"id" format:"uuid"`
	What    string    `json:"what" enum:"added,reworded,rested,woken,accepted,merged,refused,undone,renamed,rephrased"`
	Code    string    `json:"code" doc:"Of the reason; empty where it is about none."`
	Label   string    `json:"label" doc:"What was proposed, how the reason or the question was worded, or what the list was called."`
	Persons int64     `json:"persons" doc:"Who had written so."`
	ByName  string    `json:"by_name"`
	At      time.Time `json:"at"`
}

const (
	mostAsked  = 30  // asked at once: more are not read by anybody
	mostListed = 300 // of a list, those that rest among them
	maxReason  = 200 // characters
	otherCode  = "other"
)

// reason is one by its code.
func (l *ReasonList) reason(code string) *ListedReason {
	i := slices.IndexFunc(l.Reasons, func(r ListedReason) bool { return r.Code == code })
	if i < 0 {
		return nil
	}
	return &l.Reasons[i]
}

// Words are those of a reason by its code, none where there is no such reason.
func (l *ReasonList) Words(code string) questionnaire.Words {
	if r := l.reason(code); r != nil {
		return r.Text
	}
	return questionnaire.Words{}
}

// asked are the reasons that do not rest.
func (l *ReasonList) asked() (out []ListedReason) {
	for _, r := range l.Reasons {
		if r.RestedAt == nil {
			out = append(out, r)
		}
	}
	return out
}

// checked cleans a list and says what is wrong with it.
func (l ReasonList) checked() (ReasonList, error) {
	l.Name = cleanName(l.Name)
	if l.Name == "" || utf8.RuneCountInString(l.Name) > maxName {
		return l, fault.Invalid("name", "Give the list a name of at most 300 characters.").Keyed("reasons.name")
	}
	for _, w := range []struct {
		field string
		words questionnaire.Words
	}{{"wording", l.Wording}, {"why", l.Why}, {"other", l.Other}} {
		if err := checkReasonWords(w.field, w.words, maxWording); err != nil {
			return l, err
		}
	}
	for i, r := range l.Reasons {
		if err := checkReasonWords(fmt.Sprintf("reasons[%d].text", i), r.Text, maxReason); err != nil {
			return l, err
		}
	}
	switch n := len(l.asked()); {
	case n < 1:
		return l, fault.Invalid("reasons", "A list asks for at least one reason.").Keyed("reasons.none")
	case n > mostAsked || len(l.Reasons) > mostListed:
		return l, fault.Invalid("reasons", "A list asks for at most 30 reasons. Let one rest that is hardly chosen.").Keyed("reasons.many")
	}
	return l, nil
}

func checkReasonWords(field string, w questionnaire.Words, most int) error {
	for lang, said := range w {
		if !isLanguage(lang) || strings.TrimSpace(said) == "" || utf8.RuneCountInString(said) > most {
			return fault.Invalid(field, fmt.Sprintf("Write at most %d characters in each language, kept by its code as in en or fr.", most)).Keyed("reasons.words")
		}
	}
	if len(w) == 0 {
		return fault.Invalid(field, "Write it in at least one language.").Keyed("reasons.unworded")
	}
	return nil
}

// question is the list as a survey asks it in its languages; a word that is lacking
// in one is said in another, so that the builder shows what is to be translated.
func (l *ReasonList) question(code string, d *questionnaire.Document) questionnaire.Question {
	q := questionnaire.Question{Code: code, Kind: questionnaire.KindChoice, Text: wordsFor(l.Wording, d), RandomOptions: true, ReasonListID: l.ID}
	for _, r := range l.asked() {
		q.Options = append(q.Options, questionnaire.Option{Code: r.Code, Text: wordsFor(r.Text, d)})
	}
	q.Options = append(q.Options, questionnaire.Option{Code: otherCode, Text: wordsFor(l.Other, d), Other: true, Fixed: true})
	return q
}

// wordsFor are the words in the languages of a document; its base has some in any case.
func wordsFor(w questionnaire.Words, d *questionnaire.Document) questionnaire.Words {
	out := questionnaire.Words{}
	for _, lang := range d.Languages {
		if said := w[lang]; said != "" {
			out[lang] = said
		}
	}
	if base := d.Base(); out[base] == "" {
		out[base] = anyWords(w)
	}
	return out
}

// anyWords are the words in English, else in the first language by its code.
func anyWords(w questionnaire.Words) string {
	if w["en"] != "" {
		return w["en"]
	}
	first := ""
	for lang := range w {
		if first == "" || lang < first {
			first = lang
		}
	}
	return w[first]
}

// wordsBefore are those that a change of words takes away, in the first language that
// it is about; where it only adds languages, any that stand.
func wordsBefore(was, now questionnaire.Words) string {
	gone := questionnaire.Words{}
	for lang, said := range was {
		if now[lang] != said {
			gone[lang] = said
		}
	}
	return cmp.Or(anyWords(gone), anyWords(was))
}

// follow brings the questions of a document that ask this list to its reasons:
// those that are new come before the fixed ones, those that rest go, words of the
// list are taken over. It tells whether anything changed.
func (l *ReasonList) follow(d *questionnaire.Document) (changed bool) {
	for p := range d.Pages {
		for i := range d.Pages[p].Questions {
			q := &d.Pages[p].Questions[i]
			if q.ReasonListID == l.ID && q.Kind == questionnaire.KindChoice && l.followIn(q, d) {
				changed = true
			}
		}
	}
	return changed
}

func (l *ReasonList) followIn(q *questionnaire.Question, d *questionnaire.Document) bool {
	before := len(q.Options)
	q.Options = slices.DeleteFunc(slices.Clone(q.Options), func(o questionnaire.Option) bool {
		r := l.reason(o.Code)
		return r != nil && r.RestedAt != nil
	})
	changed := len(q.Options) != before
	for _, r := range l.asked() {
		words := wordsFor(r.Text, d)
		at := slices.IndexFunc(q.Options, func(o questionnaire.Option) bool { return o.Code == r.Code })
		switch {
		case at < 0:
			fixed := slices.IndexFunc(q.Options, func(o questionnaire.Option) bool { return o.Fixed || o.Other })
			if fixed < 0 {
				fixed = len(q.Options)
			}
			q.Options = slices.Insert(q.Options, fixed, questionnaire.Option{Code: r.Code, Text: words})
			changed = true
		default:
			for lang, said := range words {
				if q.Options[at].Text[lang] != said {
					q.Options[at].Text = merged(q.Options[at].Text, lang, said)
					changed = true
				}
			}
		}
	}
	return changed
}

// merged are words with those of one language changed, in a map of their own.
func merged(w questionnaire.Words, lang, said string) questionnaire.Words {
	out := questionnaire.Words{lang: said}
	for l, s := range w {
		if l != lang {
			out[l] = s
		}
	}
	return out
}
