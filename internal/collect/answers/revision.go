package answers

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// AnswerRevision is one change of an answer by whoever gave it.
type AnswerRevision struct {
	Revision  int64             `json:"revision" doc:"From 1."`
	At        time.Time         `json:"at"`
	Way       string            `json:"way" enum:"personal,receipt" doc:"By the personal link, or by the receipt code."`
	Questions []ChangedQuestion `json:"questions" nullable:"false" doc:"Those that were answered otherwise, in the order of the document."`
}

// ChangedQuestion is a question with what was answered before and after; one that was
// not shown in either is absent there.
type ChangedQuestion struct {
	Key    string         `json:"key"`
	Text   string         `json:"text"`
	Before *AskedQuestion `json:"before,omitempty"`
	After  *AskedQuestion `json:"after,omitempty"`
}

type revisionRow struct {
	Revision int64
	At       int64
	Way      string
	Before   string
	After    string
}

func revisionsOf(ctx context.Context, q record.Querier, response string) (rows []revisionRow, err error) {
	err = q.NewRaw("SELECT revision, at, way, before, after FROM answer_revision WHERE response_id = ? ORDER BY revision", response).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read what an answer was")
}

// changes tells how an answer was changed since it was sent.
func (s *Service) changes(ctx context.Context, of survey, g *given, out *SurveyAnswered) error {
	for _, r := range g.revisions {
		before, err := s.askedThen(ctx, of, g, r.Before)
		if err != nil {
			return err
		}
		after, err := s.askedThen(ctx, of, g, r.After)
		if err != nil {
			return err
		}
		at := record.Time(r.At)
		out.Events = append(out.Events, AnswerEvent{At: at, Kind: "changed"})
		out.History = append(out.History, AnswerRevision{Revision: r.Revision, At: at, Way: r.Way, Questions: differing(before, after)})
	}
	return nil
}

// askedThen are the questions that answers of then led to, in their order.
func (s *Service) askedThen(ctx context.Context, of survey, g *given, answers string) ([]AskedQuestion, error) {
	then := *g
	then.answers = questionnaire.Answers{}
	if err := json.Unmarshal([]byte(answers), &then.answers); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read what an answer was")
	}
	view, err := s.walked(ctx, of, &then)
	var out []AskedQuestion
	for _, p := range askedPages(view, versionOf(0, of.documents[len(of.documents)-1])) {
		out = append(out, p.Questions...)
	}
	return out, err
}

// differing are the questions that are answered otherwise, those of after first where
// both were asked, and then those that are asked no more.
func differing(before, after []AskedQuestion) []ChangedQuestion {
	out, then := []ChangedQuestion{}, map[string]*AskedQuestion{}
	for i := range before {
		then[before[i].Key] = &before[i]
	}
	for i := range after {
		q := &after[i]
		was := then[q.Key]
		delete(then, q.Key)
		if was == nil && q.Answered || was != nil && !sameAnswer(*was, *q) {
			out = append(out, ChangedQuestion{Key: q.Key, Text: q.Text, Before: was, After: q})
		}
	}
	for i := range before {
		if q := &before[i]; then[q.Key] != nil && q.Answered {
			out = append(out, ChangedQuestion{Key: q.Key, Text: q.Text, Before: q})
		}
	}
	return out
}

// sameAnswer compares what was answered, whatever the question was called by then.
func sameAnswer(a, b AskedQuestion) bool {
	a.Text, b.Text = "", ""
	return reflect.DeepEqual(a, b)
}
