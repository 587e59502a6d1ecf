package questionnaire

import "strings"

// Reading goes at 200 words a minute; answering takes as long as it does by kind.
const wordsAMinute = 200

// seconds is what answering takes, beside reading, a question or a row.
var seconds = map[Kind]float64{
	KindScale: 5, KindChoice: 5, KindChoices: 8, KindDropdown: 7, KindMatrix: 4, KindRanking: 20, KindBestWorst: 10, KindSlider: 6,
	KindNumber: 7, KindDate: 8, KindText: 12, KindLongText: 35, KindEmail: 12, KindFile: 40, KindConsent: 6,
}

// Minutes is about how long the document takes whoever is asked all of it, once,
// in a language: reading and answering.
func Minutes(d *Document, language string) float64 {
	words := 0
	read := func(w Words) { words += len(strings.Fields(w.In(language, d.Base()))) }
	answering := 0.0
	for _, p := range d.Pages {
		read(p.Title)
		for _, q := range p.Questions {
			read(q.Text)
			read(q.Hint)
			read(q.Why)
			for _, o := range q.Options {
				read(o.Text)
			}
			for _, r := range q.Rows {
				read(r.Text)
			}
			answering += seconds[q.Kind] * float64(times(&q))
		}
	}
	return float64(words)/wordsAMinute + answering/60
}

// times is how often something is chosen in a question.
func times(q *Question) int {
	switch {
	case q.Kind == KindMatrix:
		return len(q.Rows)
	case q.Kind == KindBestWorst && q.Sets != nil:
		return q.Sets.Count
	}
	return 1
}
