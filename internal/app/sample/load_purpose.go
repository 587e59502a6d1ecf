package sample

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// loadObjectives sets the objectives that are not there yet, each under the one
// that it serves.
func (l *loading) loadObjectives(ctx context.Context) error {
	there, err := l.s.Purpose.Objectives(ctx, firmProgram)
	if err != nil {
		return err
	}
	if err := l.readUnits(ctx); err != nil {
		return err
	}
	var ids []string
	for _, p := range objectivePlans() {
		if i := slices.IndexFunc(there, func(o purpose.Objective) bool { return o.Name == l.text(p.name) }); i >= 0 {
			ids = append(ids, there[i].ID)
			continue
		}
		o, err := l.objective(ctx, p, ids)
		if err != nil {
			return err
		}
		if o, _, err = l.s.Purpose.CreateObjective(ctx, o); err != nil {
			return err
		}
		ids = append(ids, o.ID)
	}
	return nil
}

func (l *loading) objective(ctx context.Context, p objectivePlan, ids []string) (purpose.Objective, error) {
	measure, err := l.measure(ctx, p.measure)
	day := func(days int) string { return l.firm.Until.AddDate(0, 0, days).Format("2006-01-02") }
	o := purpose.Objective{ProgramID: firmProgram, Name: l.text(p.name), Outcome: purpose.Outcome(p.outcome), MeasureID: measure, Target: p.target,
		BaselineFrom: day(-p.ended - 179), BaselineTo: day(-p.ended), Due: day(p.due)}
	if p.parent >= 0 {
		o.ParentID = ids[p.parent]
	}
	if p.unit != "" {
		o.Where = append(o.Where, "unit:"+l.units[p.unit])
	}
	if p.channel != "" {
		o.Where = append(o.Where, "channel:"+p.channel)
	}
	return o, err
}

// loadIndicators defines the indicators that are not there yet and writes their
// values; the same again changes nothing.
func (l *loading) loadIndicators(ctx context.Context) error {
	there, err := l.s.Purpose.Indicators(ctx, firmProgram)
	if err != nil {
		return err
	}
	for n, p := range indicatorPlans() {
		var i purpose.Indicator
		if at := slices.IndexFunc(there, func(i purpose.Indicator) bool { return i.Name == l.text(p.name) }); at >= 0 {
			i = there[at]
		} else if i, _, err = l.s.Purpose.CreateIndicator(ctx, purpose.Indicator{ProgramID: firmProgram, Name: l.text(p.name), Kind: purpose.Return(p.kind),
			MeasuredIn: l.text(p.measuredIn), Direction: p.direction, Period: purpose.Grain(p.span)}); err != nil {
			return err
		}
		if _, _, err := l.s.Purpose.RecordValues(ctx, i.ID, l.firm.values(p, uint64(n))); err != nil {
			return err
		}
	}
	return nil
}

// values are those of an indicator by team and whole periods of the two years;
// Lyon is the worse one.
func (f Firm) values(p indicatorPlan, n uint64) (out []purpose.GivenValue) {
	rnd := rand.New(rand.NewPCG(Seed, n))
	for _, u := range f.Units {
		if u.Key == "INV-FRANCE" || u.Key == "INV-ABROAD" {
			continue
		}
		at := p.start + rnd.NormFloat64()*p.spread
		if u.Key == "INV-LYON" {
			at += p.start * map[string]float64{"down": .5, "up": -.25}[p.direction]
		}
		for i, period := range f.periods(p.span) {
			value := max(0, at+p.step*float64(i)+rnd.NormFloat64()*p.spread*.6)
			if p.kind == "referrals" {
				value = math.Round(value)
			}
			unit := u.Key
			if u.Parent == "" {
				unit = ""
			}
			out = append(out, purpose.GivenValue{Unit: unit, Period: period, Value: math.Round(value*10) / 10})
		}
	}
	return out
}

// periods are the names of the whole months or quarters of the two years.
func (f Firm) periods(span string) (names []string) {
	size := map[string]int{"month": 1, "quarter": 3}[span]
	end := time.Date(f.Until.Year(), f.Until.Month(), 1, 0, 0, 0, 0, time.UTC)
	end = end.AddDate(0, -((int(end.Month()) - 1) % size), 0)
	for at := end.AddDate(0, -months, 0); at.Before(end); at = at.AddDate(0, size, 0) {
		name := at.Format("2006-01")
		if span == "quarter" {
			name = fmt.Sprintf("%d-Q%d", at.Year(), (int(at.Month())+2)/3)
		}
		names = append(names, name)
	}
	return names
}

// loadQuestions answers those of the five that nobody has said anything of.
func (l *loading) loadQuestions(ctx context.Context) error {
	there, err := l.s.Purpose.Questions(ctx, firmProgram)
	if err != nil {
		return err
	}
	cuts, err := l.cuts(ctx)
	if err != nil {
		return err
	}
	for _, p := range answerPlans() {
		i := slices.IndexFunc(there, func(k purpose.Known) bool { return string(k.Question) == p.question })
		if i < 0 || there[i].State != purpose.QuestionOpen {
			continue
		}
		k := purpose.Known{ProgramID: firmProgram, Question: purpose.Question(p.question), Answer: l.text(p.answer)}
		for _, key := range p.measures {
			id, err := l.measure(ctx, key)
			if err != nil {
				return err
			}
			k.Figures = append(k.Figures, purpose.QuestionFigure{Kind: "measure", Key: id})
		}
		for _, key := range p.traits {
			if cuts[key] != "" {
				k.Figures = append(k.Figures, purpose.QuestionFigure{Kind: "trait", Key: cuts[key]})
			}
		}
		if _, _, err := l.s.Purpose.AnswerQuestion(ctx, "", k.Answer == "", k); err != nil {
			return err
		}
	}
	return nil
}

// cuts are the keys by which figures know the sample's traits.
func (l *loading) cuts(ctx context.Context) (map[string]string, error) {
	known, err := l.s.Figures.Traits(ctx, firmProgram, "")
	if err != nil {
		return nil, err
	}
	cuts := map[string]string{}
	for _, p := range traitPlans() {
		for _, t := range known.Items {
			if t.Label == l.text(p.name) || t.Label == l.invented(p) {
				cuts[p.key] = t.Key
			}
		}
	}
	return cuts, nil
}

// loadSegment makes the n-th of the segments that everybody may use, unless it is
// made.
func (l *loading) loadSegment(ctx context.Context, n int) error {
	traits := map[string]string{}
	var noted []string
	err := l.s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if traits, err = l.traits(ctx, q); err == nil {
			noted, err = made(ctx, q, l.row.Key, madeSegment, 10)
		}
		return err
	})
	if err != nil || len(noted) > n {
		return err
	}
	none := int64(0)
	is := func(c people.Condition) people.Rule { return people.Rule{Is: &c} }
	all := [2]people.Segment{
		{Name: l.text(Text{"Those who decide at large accounts (invented)", "Décideurs des grands comptes (inventé)"}), Shared: true, Rule: people.Rule{All: []people.Rule{
			is(people.Condition{Field: "customer.role", OneOf: []string{"decides"}}), is(people.Condition{Field: "trait." + traits["size"], OneOf: []string{l.choice("size", Large.Key())}}),
		}}},
		{Name: l.text(Text{"No word for a year (invented)", "Silence depuis un an (inventé)"}), Shared: true, Rule: people.Rule{All: []people.Rule{
			is(people.Condition{Field: "trait." + traits["size"], Known: new(true)}), is(people.Condition{Field: "answers", AtMost: &none, Days: 365}),
		}}},
	}
	_, _, err = l.s.People.CreateSegmentAnd(ctx, all[n], func(ctx context.Context, tx *record.Tx, s people.Segment) error {
		return noteMade(ctx, tx, l.row.Key, madeSegment, s.ID)
	})
	return err
}
