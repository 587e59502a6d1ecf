package understand

import (
	"context"
	"math"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/stat"
)

// WeightingMade is a weighting at work on a measure: the plain figure beside the
// one under fair weights, and what the weights did to the make-up of the answers.
type WeightingMade struct {
	Measure MeasureInfo  `json:"measure"`
	From    string       `json:"from,omitempty"`
	To      string       `json:"to,omitempty"`
	Plain   Figure       `json:"plain"`
	Fair    Figure       `json:"fair"`
	Weights WeightsMade  `json:"weights"`
	Margins []MarginMade `json:"margins" nullable:"false"`
	AsOf    AsOf         `json:"as_of"`
}

// MarginMade is a key of a weighting.
type MarginMade struct {
	Key     string      `json:"key"`
	Label   string      `json:"label"`
	Classes []ClassMade `json:"classes" nullable:"false"`
}

// ClassMade is a class with its shares of the answers, the customers, and the
// answers under weights.
type ClassMade struct {
	Name      string   `json:"name"`
	N         int64    `json:"n" doc:"Answers."`
	Answers   *float64 `json:"answers" doc:"Share of the answers, 0 to 1."`
	Customers float64  `json:"customers" doc:"Share of the customers."`
	Reached   *float64 `json:"reached" doc:"Share of the weights."`
}

// Made puts a weighting to work on a measure of its program, within days of f,
// and of one survey where survey is not "". An anonymous survey is refused: who
// answered it is not known, so nothing tells what share they stand for.
func (s *Service) Made(ctx context.Context, id, measure, survey string, f Filter) (*WeightingMade, error) {
	w, err := s.Weighting(ctx, id)
	if err != nil {
		return nil, err
	}
	if survey != "" {
		if err := s.weighable(ctx, survey, w.ProgramID); err != nil {
			return nil, err
		}
		f.Where = []Pick{{Key: surveyKey, Values: []string{survey}}}
	}
	out := &WeightingMade{From: f.From, To: f.To, Margins: []MarginMade{}}
	err = s.ask(ctx, measure, f, func(ctx context.Context, q *inquiry) error {
		if _, err := s.weightingOf(ctx, id, q.measure); err != nil {
			return err
		}
		plain, err := q.metric(ctx, Query{Period: PeriodNone, Filter: f})
		if err != nil {
			return err
		}
		work, err := q.weigher(w)
		if err != nil {
			return err
		}
		base, err := work.base(ctx)
		if err != nil {
			return err
		}
		made, err := work.figures(ctx, nil, false, base, q.inDays(q.from, q.to), nil)
		if err != nil {
			return err
		}
		out.Measure, out.AsOf, out.Plain, out.Fair, out.Weights = plain.Measure, plain.AsOf, plain.Total.Figure, figureOf(made.total), made.made
		out.Margins = work.made(made)
		return nil
	})
	return out, err
}

// weighable refuses a survey that is not of the program, or is anonymous.
func (s *Service) weighable(ctx context.Context, survey, program string) error {
	gone := fault.Invalid("survey", "There is no such survey in the program of this weighting.").Keyed("weighting.survey")
	if !isID(survey) || s.o.Surveys == nil {
		return gone
	}
	asked, err := s.o.Surveys.AskedVersion(ctx, survey, 0)
	switch {
	case fault.Is(err, fault.CodeNotFound) || err == nil && asked.Survey.ProgramID != program:
		return gone
	case err != nil:
		return err
	case asked.Document.Settings.Consent == questionnaire.ConsentAnonymous:
		return fault.Invalid("survey", "Answers of an anonymous survey are not weighted: who gave them is not known, nor what share of the customers they stand for.").Keyed("weighting.anonymous")
	}
	return nil
}

// made tells by class what the answers and their weights come to.
func (w *weigher) made(f *fair) []MarginMade {
	list := make([]MarginMade, len(w.margins))
	for i, m := range w.w.Margins {
		k, _ := w.q.traits.margin("weighting", m.Key) // was found before
		list[i] = MarginMade{Key: m.Key, Label: k.label, Classes: make([]ClassMade, len(m.Classes))}
		weights := make([]float64, len(m.Classes))
		for cell, c := range f.cells {
			at, t := c.Levels[i], c.Buckets.Total()
			if at < 0 || f.all.Trouble != stat.TroubleNone || math.IsNaN(f.all.Factors[cell]) {
				continue
			}
			list[i].Classes[at].N += t.N
			weights[at] += f.all.Factors[cell] * t.W
		}
		list[i].share(m, weights, f.all.N)
	}
	return list
}

func (m *MarginMade) share(of WeightingMargin, weights []float64, n int64) {
	all := 0.0
	for _, w := range weights {
		all += w
	}
	for i, c := range of.Classes {
		m.Classes[i].Name, m.Classes[i].Customers = c.Name, c.Share
		if n > 0 && all > 0 {
			answers, reached := float64(m.Classes[i].N)/float64(n), weights[i]/all
			m.Classes[i].Answers, m.Classes[i].Reached = &answers, &reached
		}
	}
}
