package anonymous

import (
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// Names of items. Base counts the people in a pack, Number stands for a number
// with its square.
const (
	Base        = "n"
	scorePrefix = "s:" // a point of a scale was given
	optionIn    = "o:" // an option was chosen
	placePrefix = "p:" // an option was put on a place: p:2:CODE
	bestPrefix  = "b:"
	worstPrefix = "w:"
	Number      = "x"
	yes, no     = "y:1", "y:0"
)

// ItemName is what an item counts.
type ItemName struct {
	What  string // score, option, place, best, worst, yes, no
	Code  string // the score, or the option's code
	Score float64
	Place int
}

// Named reads the name of an item that is neither Base nor Number.
func Named(name string) ItemName {
	kind, code, _ := strings.Cut(name, ":")
	switch kind + ":" {
	case scorePrefix:
		score, _ := strconv.ParseFloat(code, 64) //nolint:errcheck // written by score
		return ItemName{What: "score", Code: code, Score: score}
	case placePrefix:
		place, option, _ := strings.Cut(code, ":")
		n, _ := strconv.Atoi(place) //nolint:errcheck // written by take
		return ItemName{What: "place", Code: option, Place: n}
	case bestPrefix:
		return ItemName{What: "best", Code: code}
	case worstPrefix:
		return ItemName{What: "worst", Code: code}
	}
	switch name {
	case yes:
		return ItemName{What: "yes"}
	case no:
		return ItemName{What: "no"}
	}
	return ItemName{What: "option", Code: code}
}

// Answered is what one person answered, taken apart by question. Keys of questions
// are those of answers, in a loop CODE@ITEM, in a matrix CODE.ROW.
type Answered struct {
	Parts map[string][]Item
	Texts map[string]string
}

// Apart takes answers apart. "Not applicable" is no answer. What a version does not
// ask, or asks in a way that an anonymous survey does not, is left out.
func Apart(d *questionnaire.Document, answers questionnaire.Answers) Answered {
	out := Answered{map[string][]Item{}, map[string]string{}}
	for p := range d.Pages {
		for i := range d.Pages[p].Questions {
			q := &d.Pages[p].Questions[i]
			for key, v := range answers {
				if code, _, _ := strings.Cut(key, "@"); code == q.Code {
					out.take(q, key, v)
				}
			}
		}
	}
	return out
}

func (a *Answered) take(q *questionnaire.Question, key string, v questionnaire.Value) {
	if v.NA {
		return
	}
	switch q.Kind {
	case questionnaire.KindScale:
		a.score(key, v.Number)
	case questionnaire.KindSlider, questionnaire.KindNumber:
		if v.Number != nil {
			a.put(key, Item{Name: Number, N: 1, Sum: *v.Number, Squares: *v.Number * *v.Number})
		}
	case questionnaire.KindChoice, questionnaire.KindChoices, questionnaire.KindDropdown:
		a.chosen(key, v.Chosen)
		a.text(key, v.Other)
	case questionnaire.KindMatrix:
		for row, cell := range v.Rows {
			if !cell.NA {
				a.score(key+"."+row, cell.Number)
				a.chosen(key+"."+row, cell.Chosen)
			}
		}
	case questionnaire.KindRanking:
		var items []Item
		for place, code := range v.Order {
			items = append(items, Item{Name: placePrefix + strconv.Itoa(place+1) + ":" + code, N: 1})
		}
		a.put(key, items...)
	case questionnaire.KindBestWorst:
		a.picks(key, v.Picks)
	case questionnaire.KindConsent:
		if v.Consent != nil {
			a.put(key, Item{Name: map[bool]string{true: yes, false: no}[*v.Consent], N: 1})
		}
	case questionnaire.KindText, questionnaire.KindLongText:
		a.text(key, v.Text)
	}
}

// put adds the answer of one person, where there is any.
func (a *Answered) put(key string, items ...Item) {
	if len(items) > 0 {
		a.Parts[key] = append([]Item{{Name: Base, N: 1}}, items...)
	}
}

func (a *Answered) score(key string, v *float64) {
	if v != nil {
		a.put(key, Item{Name: scorePrefix + strconv.FormatFloat(*v, 'f', -1, 64), N: 1})
	}
}

func (a *Answered) chosen(key string, codes []string) {
	var items []Item
	for _, code := range codes {
		items = append(items, Item{Name: optionIn + code, N: 1})
	}
	a.put(key, items...)
}

func (a *Answered) picks(key string, picks []questionnaire.Pick) {
	var items []Item
	for _, p := range picks {
		if p.Best != "" {
			items = append(items, Item{Name: bestPrefix + p.Best, N: 1})
		}
		if p.Worst != "" {
			items = append(items, Item{Name: worstPrefix + p.Worst, N: 1})
		}
	}
	a.put(key, items...)
}

func (a *Answered) text(key, text string) {
	if text = strings.TrimSpace(text); text != "" {
		a.Texts[key] = text
	}
}
