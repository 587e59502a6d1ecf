package trial

import (
	"context"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// List gives the tests of a survey that the caller may see, the newest begun first,
// limit+1 at most after a place, and how many there are.
func (s *Service) List(ctx context.Context, survey string, after Place, limit int) (out []TestAnswer, total int64, err error) {
	if _, err := s.Measure.Survey(ctx, survey); err != nil {
		return nil, 0, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		n, err := countTests(ctx, q, survey)
		if err != nil {
			return err
		}
		total = int64(n)
		found, err := listTests(ctx, q, survey, after, limit+1)
		for _, t := range found {
			out = append(out, t.Listed())
		}
		return err
	})
	return out, total, err
}

// Get is one test of a survey that the caller may see, as it was asked.
func (s *Service) Get(ctx context.Context, survey, id string) (of measure.Survey, t Test, d *questionnaire.Document, err error) {
	if of, err = s.Measure.Survey(ctx, survey); err != nil {
		return of, t, nil, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		t, d, err = readTest(ctx, q, "t.survey_id = ? AND t.id = ?", survey, id)
		return err
	})
	return of, t, d, err
}

// All are all tests of a survey that the caller may see, the newest begun first, with
// what each was asked. There are at most Most.
func (s *Service) All(ctx context.Context, survey string) (of measure.Survey, tests []Test, asked []*questionnaire.Document, err error) {
	if of, err = s.Measure.Survey(ctx, survey); err != nil {
		return of, nil, nil, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		documents, err := documentsOf(ctx, q, survey)
		if err != nil {
			return err
		}
		if tests, err = listTests(ctx, q, survey, Place{}, Most); err != nil {
			return err
		}
		for _, t := range tests {
			asked = append(asked, documents[t.document])
		}
		return nil
	})
	return of, tests, asked, err
}

// Remove forgets all tests of a survey, and tells how many there were. Links stay.
func (s *Service) Remove(ctx context.Context, survey string) (n int64, position log.Position, err error) {
	if _, err := s.mayWrite(ctx, survey); err != nil {
		return 0, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(Removed, survey)
		n, err = dropTests(ctx, tx, survey)
		return err
	})
	return n, position, err
}

// Forget forgets tests that are old, and what is left of surveys that are no more.
func (s *Service) Forget(ctx context.Context) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return forgetTests(ctx, tx, s.Now().Add(-Kept))
	})
	return err
}
