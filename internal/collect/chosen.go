package collect

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
)

// Chosen is what somebody chose of one set of a best-worst question, by the codes
// of its options.
type Chosen struct {
	Best, Worst string
	Shown       []string // the set, those two among them
}

// QuestionID is by what facts know a question that is no measure: the same in all
// versions of its survey.
func QuestionID(survey, code string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("question "+survey+" "+code)).String()
}

// text is how a choice is kept, as in "fast>dear|cheap,dear,fast": the items
// shown are in the order of their codes, so that equal choices are equal texts.
func (c Chosen) text() string {
	shown := slices.Clone(c.Shown)
	slices.Sort(shown)
	return c.Best + ">" + c.Worst + "|" + strings.Join(shown, ",")
}

// ReadChosen reads a choice as it is kept; ok is false for any other text.
func ReadChosen(text string) (c Chosen, ok bool) {
	picked, shown, whole := strings.Cut(text, "|")
	best, worst, both := strings.Cut(picked, ">")
	c = Chosen{Best: best, Worst: worst, Shown: strings.Split(shown, ",")}
	return c, whole && both && best != worst && slices.Contains(c.Shown, best) && slices.Contains(c.Shown, worst)
}

func appendSets(b []byte, sets []Chosen) []byte {
	if len(sets) == 0 {
		return b
	}
	b = append(b, `,"p":[`...)
	for i, c := range sets {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, c.text())
	}
	return append(b, ']')
}

// withChosen adds a row for each set of best-worst questions to the rows of a
// response, of which there is at least one.
func withChosen(rows []row.Answer, d document) ([]row.Answer, error) {
	for i := range d.Answers {
		a := &d.Answers[i]
		if a.Asked == "" || len(a.Sets) == 0 {
			continue
		}
		id, err := uuid.Parse(a.Asked)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read what was asked")
		}
		for _, set := range a.Sets {
			one := rows[0]
			one.Measure, one.Score, one.Beside, one.Choice = id, nil, false, set
			rows = append(rows, one)
		}
	}
	return rows, nil
}
