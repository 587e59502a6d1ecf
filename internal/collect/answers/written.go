package answers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostWritten is how many answers to a list of reasons are looked at, the newest of
// each survey.
const mostWritten = 10_000

// Written reads what people answered to a list of reasons, the newest answers of each
// survey, as far as the caller may read them; of anonymous versions the words that
// were let out, ten at once. It is wired to measure.Voices.
func (s *Service) Written(ctx context.Context, list *measure.ReasonList, surveys []string, each func(measure.Written)) (looked int64, more bool, err error) {
	for _, id := range surveys {
		found, documents, err := s.Measure.AskedDocuments(ctx, id)
		if err != nil {
			return looked, more, err
		}
		n, err := s.writtenTo(ctx, found, documents, list.ID, each)
		if err != nil {
			return looked, more, err
		}
		looked, more = looked+min(n, mostWritten), more || n > mostWritten
		if err := s.Audit.Saw(ctx, "responses.listed", id, map[string]string{"count": strconv.FormatInt(min(n, mostWritten), 10), "program": found.ProgramID}); err != nil {
			return looked, more, err
		}
	}
	return looked, more, nil
}

// writtenTo reads one survey and counts up to one more than are told.
func (s *Service) writtenTo(ctx context.Context, of measure.Survey, documents []*questionnaire.Document, list string, each func(measure.Written)) (n int64, err error) {
	asks := asksOf(documents, list)
	named := slices.DeleteFunc(named(documents), func(number int64) bool { return asks[number-1] == askedReasons{} })
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if len(named) > 0 {
			rows, err := writtenRows(ctx, q, seen(of.ID, named, access.From(ctx)))
			if err != nil {
				return err
			}
			for _, r := range rows[:min(len(rows), mostWritten)] {
				if err := r.tell(asks[r.Number-1], each); err != nil {
					return err
				}
			}
			n = int64(len(rows))
		}
		if !readsAll(access.From(ctx), of.ProgramID) {
			return nil // who reads some of the answers reads none that lead back to nobody
		}
		told, err := tellAnonymous(ctx, q, of.ID, documents, asks, each)
		n += told
		return err
	})
	return n, err
}

// readsAll tells whether somebody may read all answers of a program.
func readsAll(who access.Who, program string) bool {
	reach := who.Reach(access.AnswerRead)
	return reach.All || slices.ContainsFunc(reach.Any, func(r access.Rows) bool {
		return (r.Program == "" || r.Program == program) && !r.ByUnit && !r.ByAccount
	})
}

// askedReasons are the codes of the questions by which a version asks a list.
type askedReasons struct{ choice, why string }

func asksOf(documents []*questionnaire.Document, list string) []askedReasons {
	out := make([]askedReasons, len(documents))
	for i, d := range documents {
		for _, p := range d.Pages {
			for _, q := range p.Questions {
				switch {
				case q.ReasonListID != list || p.Loop != nil:
				case q.Kind == questionnaire.KindChoice:
					out[i].choice = cmp.Or(out[i].choice, q.Code)
				case q.Kind == questionnaire.KindLongText, q.Kind == questionnaire.KindText:
					out[i].why = cmp.Or(out[i].why, q.Code)
				}
			}
		}
	}
	return out
}

type writtenRow struct {
	Person    string // the customer where one is known: who answers twice is one
	Number    int64
	Language  string
	StartedAt int64
	Answers   string
}

func writtenRows(ctx context.Context, q record.Querier, c *condition) (rows []writtenRow, err error) {
	c.and("(a.outcome || '') = 'complete'")
	tables, where := c.from(false)
	err = q.NewRaw("SELECT COALESCE(r.customer_id, a.response_id) AS person, a.number, a.language, a.started_at, a.answers"+tables+" WHERE "+where+" ORDER BY a.started_at DESC, a.response_id DESC LIMIT ?", append(c.args, mostWritten+1)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read what was written to a list of reasons")
}

func (r writtenRow) tell(asks askedReasons, each func(measure.Written)) error {
	var given questionnaire.Answers
	if err := read(r.Answers, &given); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read the answers of a survey")
	}
	w := measure.Written{Person: r.Person, Language: r.Language, At: time.UnixMicro(r.StartedAt).UTC()}
	if chosen := given[asks.choice]; asks.choice != "" {
		w.Other = chosen.Other
		if len(chosen.Chosen) > 0 {
			w.Chosen = chosen.Chosen[0]
		}
	}
	if asks.why != "" {
		w.Why = given[asks.why].Text
	}
	each(w)
	return nil
}

// tellAnonymous tells the words under "other" that were let out. Who wrote the free
// text beside them is not known, so that it would count some people twice.
func tellAnonymous(ctx context.Context, q record.Querier, survey string, documents []*questionnaire.Document, asks []askedReasons, each func(measure.Written)) (n int64, err error) {
	for i, d := range documents {
		if d.Settings.Consent != questionnaire.ConsentAnonymous || asks[i].choice == "" {
			continue
		}
		texts, err := anonymous.Texts(ctx, q, survey, int64(i+1), asks[i].choice, nobody, mostWritten)
		if err != nil {
			return n, err
		}
		for _, text := range texts {
			each(measure.Written{Person: text.ID, Language: d.Base(), Other: text.Body})
		}
		n += int64(len(texts))
	}
	return n, nil
}

// nobody is the id before all others.
const nobody = "00000000-0000-0000-0000-000000000000"
