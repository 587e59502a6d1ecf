package report

import (
	"context"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/understand"
)

// maxTerms is how many drivers one regression of an outcome takes.
const maxTerms = 20

// outcome asks how the odds of what happened go with the score, and with the
// score and the drivers together.
func (m *maker) outcome(ctx context.Context) error {
	c := m.happened()
	if c == nil {
		return nil
	}
	alone, err := m.odds(ctx, c, nil)
	if err != nil || alone == nil {
		return err
	}
	together := alone
	if terms := m.terms(); len(terms) > 0 {
		if together, err = m.odds(ctx, c, terms); err != nil {
			return err
		}
	}
	if together == nil || together.Trouble != "" { // too many different answers, or too few with every rating
		together = alone
	}
	out := outcomeOf(c.Name, m.goodOutcome(c.Name), together)
	if len(alone.Terms) > 0 && together != alone {
		t := termOf(alone.Terms[0])
		out.Alone = &t
	}
	m.doc.Outcome = out
	return nil
}

// happened is the column of what happened or did not, nil for none.
func (m *maker) happened() *collect.SheetColumn {
	for i := range m.Sheet.Columns {
		c := &m.Sheet.Columns[i]
		if c.Role == collect.SheetOutcome && c.Metric == measure.Share && c.MeasureID() != "" {
			return c
		}
	}
	return nil
}

// terms are the drivers that a regression takes beside the score: all, or the
// most important ones.
func (m *maker) terms() []string {
	var out []string
	for _, d := range m.doc.Drivers.Items {
		for id, c := range m.whose {
			if c.Role == collect.SheetDriver && c.Name == d.Column && d.Trouble == "" && len(out) < maxTerms {
				out = append(out, id)
			}
		}
	}
	return out
}

// odds is nil where the answers differ in too many ways to regress on.
func (m *maker) odds(ctx context.Context, c *collect.SheetColumn, terms []string) (*understand.OutcomesResult, error) {
	r, err := m.Figures.Outcomes(ctx, understand.OutcomesQuery{Measure: m.score.MeasureID(), Outcome: c.MeasureID(), Terms: terms, Filter: m.filter()})
	if fault.Is(err, fault.CodeInvalid) {
		return nil, nil
	}
	return r, err
}

func outcomeOf(column, event string, r *understand.OutcomesResult) *Outcome {
	out := &Outcome{Column: column, Event: event, N: r.N, Dropped: r.Dropped, Base: r.Base, Terms: []Term{}, Trouble: r.Trouble,
		Judged: Judged{AUC: oddsInterval(r.Judged.AUC), Better: oddsInterval(r.Judged.Better), Trouble: r.Judged.Trouble}}
	for _, t := range r.Terms {
		out.Terms = append(out.Terms, termOf(t))
	}
	return out
}

func termOf(t understand.OutcomeTerm) Term {
	return Term{Column: t.Measure.Name, Interval: oddsInterval(t.Odds), P: t.Odds.P, Trouble: t.Odds.Trouble}
}

func oddsInterval(f understand.OutcomeFigure) Interval {
	return Interval{Value: f.Value, Low: f.Low, High: f.High}
}
