package answers

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// AskedReading says that own words count as a reason of a list, by whose decision.
type AskedReading struct {
	Code   string              `json:"code" doc:"Of the reason."`
	Text   questionnaire.Words `json:"text" doc:"The reason, by language."`
	ByName string              `json:"by_name"`
	At     time.Time           `json:"at"`
}

// readReasons says of own words to lists of reasons as which reason they count now.
func (s *Service) readReasons(ctx context.Context, d *questionnaire.Document, g *given, pages []AskedPage) error {
	if len(d.ReasonLists()) == 0 {
		return nil
	}
	var readings measure.ReasonReadings
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		readings, err = measure.ReasonReadingsIn(ctx, q)
		return err
	})
	if err != nil || len(readings) == 0 {
		return err
	}
	lists := map[string]string{} // of questions by their code
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			if q.ReasonListID != "" && q.Kind == questionnaire.KindChoice {
				lists[q.Code] = q.ReasonListID
			}
		}
	}
	for p := range pages {
		for i := range pages[p].Questions {
			q := &pages[p].Questions[i]
			reading := readings.Of(lists[q.Key], g.Language, g.answers[q.Key].Other)
			if reading == nil {
				continue
			}
			list, err := s.Measure.ListedReasons(ctx, lists[q.Key])
			if err != nil {
				return err
			}
			q.Read = &AskedReading{Code: reading.Code, Text: list.Words(reading.Code), ByName: reading.ByName, At: reading.At}
		}
	}
	return nil
}
