package collect

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// ReasonsID is by what facts know the question for the main reason that asks a list,
// in whatever survey.
func ReasonsID(list string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("reasons "+list)).String()
}

// readMark stands in facts before the code of a reason that nobody chose: own words
// are read so, by a decision.
const readMark = "~"

// ReadReason reads a reason as facts keep it: its code, and whether it was read out of
// own words.
func ReadReason(kept string) (code string, read bool) {
	if len(kept) > 0 && kept[:1] == readMark {
		return kept[1:], true
	}
	return kept, false
}

// reasonsOf are the readings of own words by ReasonsID.
func reasonsOf(ctx context.Context, q bun.IDB) (measure.ReasonReadings, error) {
	byList, err := measure.ReasonReadingsIn(ctx, q)
	if err != nil || len(byList) == 0 {
		return nil, err
	}
	out := measure.ReasonReadings{}
	for list, readings := range byList {
		out[ReasonsID(list)] = readings
	}
	return out, nil
}

// withReasons adds a row for each list of reasons that a response answers: the reason
// that was chosen, or as which own words are read.
func withReasons(rows []row.Answer, d document, language string, readings measure.ReasonReadings) ([]row.Answer, error) {
	for i := range d.Answers {
		a := &d.Answers[i]
		if a.Asked == "" || a.Code == "" {
			continue
		}
		id, err := uuid.Parse(a.Asked)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read what was asked")
		}
		code := a.Code
		if code == measure.OtherReason {
			if read := readings.Of(a.Asked, language, d.ownWords(a.Asked)); read != nil {
				code = readMark + read.Code
			}
		}
		one := rows[0]
		one.Measure, one.Score, one.Beside, one.Choice = id, nil, false, code
		rows = append(rows, one)
	}
	return rows, nil
}

// ownWords are those under "other" to a list.
func (d document) ownWords(asked string) string {
	for _, a := range d.Answers {
		if a.Asked == asked && a.Code == "" {
			return a.Text
		}
	}
	return ""
}

// ownWordsTo are the ids of complete responses with own words to a list, at most so
// many.
func ownWordsTo(ctx context.Context, q bun.IDB, list string, limit int) (responses []string, err error) {
	surveys, err := measure.SurveysAskingIn(ctx, q, list)
	if err != nil || len(surveys) == 0 {
		return nil, err
	}
	err = q.NewRaw("SELECT response_id FROM answering WHERE survey_id IN (?) AND outcome = 'complete' AND answers LIKE ? LIMIT ?",
		bun.List(surveys), `%"c":["`+measure.OtherReason+`"]%"o":"%`, limit).Scan(ctx, &responses)
	return responses, fault.Wrap(err, fault.CodeUnavailable, "find own words to a list of reasons")
}
