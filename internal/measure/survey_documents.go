package measure

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// AskedDocuments are all versions of a survey as they were asked, by their numbers
// from 1, whoever asks. They must not be written to. A survey that was never
// published has none.
func (s *Service) AskedDocuments(ctx context.Context, id string) (survey Survey, all []*questionnaire.Document, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := listSurveys(ctx, q, "id = ?", []any{id}, "", 1)
		if err == nil && len(found) == 0 {
			err = fault.NotFound("survey")
		}
		if err != nil {
			return err
		}
		survey = found[0]
		for number := int64(1); number <= survey.Published; number++ {
			d, err := s.keptVersion(ctx, q, id, number)
			if err != nil {
				return err
			}
			all = append(all, d)
		}
		return nil
	})
	return survey, all, err
}

// keptVersion is a version, read once while this process runs.
func (s *Service) keptVersion(ctx context.Context, q record.Querier, id string, number int64) (*questionnaire.Document, error) {
	key := flowKey{id, number}
	if d, is := s.flows.documents.Load(key); is {
		return d.(*questionnaire.Document), nil //nolint:errcheck // nothing else is put there
	}
	d, err := readVersion(ctx, q, id, number)
	if err == nil {
		s.flows.documents.Store(key, d)
	}
	return d, err
}
