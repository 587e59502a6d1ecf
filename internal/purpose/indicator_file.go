package purpose

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// FileIndicator is what a file holds of one indicator.
type FileIndicator struct {
	IndicatorID string `json:"indicator_id" format:"uuid"`
	Name        string `json:"name"`
	Units       int    `json:"units" doc:"How many units it has values of, the whole organisation among them."`
	From        string `json:"from" format:"date"`
	To          string `json:"to" format:"date" doc:"First day of the last period."`
	Taken
}

// FileTaken is what a file of values holds and what becomes of it.
type FileTaken struct {
	Dry          bool            `json:"dry" doc:"Nothing was written: this is what would be."`
	Indicators   []FileIndicator `json:"indicators" nullable:"false"`
	Problems     []RowProblem    `json:"problems" nullable:"false" doc:"The first 100 of them. With any, nothing is taken."`
	ProblemCount int             `json:"problem_count"`
}

// sorted are the values of a file by their indicators.
type sorted struct {
	order  []string
	by     map[string]Indicator
	values map[string][]IndicatorValue
}

// RecordFile takes a file of values in, or with dry only tells what would
// become of it. A file with anything wrong in it is not taken at all; taking it
// again changes nothing.
func (s *Service) RecordFile(ctx context.Context, program string, content []byte, dry bool) (FileTaken, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.ImportRun); err != nil {
		return FileTaken{}, 0, err
	}
	if !programsOf(who, access.ImportRun).Covers(program, "", "") {
		return FileTaken{}, 0, fault.NotFound("program")
	}
	var defined []Indicator
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := getProgram(ctx, q, program)
		if err == nil {
			defined, err = listIndicators(ctx, q, program)
		}
		return err
	})
	if err != nil {
		return FileTaken{}, 0, err
	}
	if len(content) > maxFileBytes {
		return FileTaken{}, 0, fault.Invalid("file", "A file of values has at most 4 MiB. Send it in parts.").Keyed("indicator.file_long")
	}
	known, err := s.places(ctx)
	if err != nil {
		return FileTaken{}, 0, err
	}
	read, err := readSheet(content)
	if err != nil {
		return FileTaken{}, 0, err
	}
	all, problems := read.sort(who, defined, known)
	out := FileTaken{Dry: dry, Indicators: []FileIndicator{}, Problems: problems[:min(len(problems), maxRowProblems)], ProblemCount: len(problems)}
	if len(problems) > 0 && !dry {
		return out, 0, nil
	}
	var position log.Position
	for _, id := range all.order {
		told := span(all.by[id], all.values[id])
		if dry {
			told.Taken, err = s.wouldTake(ctx, id, all.values[id])
		} else {
			told.Taken, position, err = s.put(ctx, all.by[id], all.values[id])
		}
		if err != nil {
			return out, 0, err
		}
		out.Indicators = append(out.Indicators, told)
	}
	return out, position, nil
}

// sort reads the cells of a file: to which indicator, unit and period each
// belongs, and what is wrong with it.
func (s *sheet) sort(who access.Who, defined []Indicator, known places) (sorted, []RowProblem) {
	names := map[string]Indicator{}
	for _, i := range defined {
		names[nameKey(i.Name)] = i
	}
	all := sorted{by: map[string]Indicator{}, values: map[string][]IndicatorValue{}}
	type slot struct{ indicator, unit, period string }
	seen := map[slot]float64{}
	unknown := map[string]bool{}
	problems := append([]RowProblem{}, s.problems...)
	wrong := func(c cell, t trouble, column, value string) {
		problems = append(problems, c.problem(t, column, value))
	}
	for _, c := range s.cells {
		i, there := names[nameKey(c.indicator)]
		if !there {
			if !unknown[nameKey(c.indicator)] { // said once, not for every row
				wrong(c, noIndicator, c.indicatorColumn, c.indicator)
			}
			unknown[nameKey(c.indicator)] = true
			continue
		}
		unit, bad := placed(who, i, known, c.unit)
		period, isPeriod := ParsePeriod(i.Period, c.period)
		value, isNumber := table.ParseNumber(c.value, s.mark)
		before, again := seen[slot{i.ID, unit, period}]
		switch {
		case bad != fine:
			wrong(c, bad, c.unitColumn, c.unit)
		case !isPeriod:
			wrong(c, noPeriod, c.periods, c.period)
		case !isNumber:
			wrong(c, noNumber, c.valueColumn, c.value)
		case again && before != value:
			wrong(c, twice, c.valueColumn, c.value)
		case !again:
			if _, met := all.by[i.ID]; !met {
				all.order, all.by[i.ID] = append(all.order, i.ID), i
			}
			seen[slot{i.ID, unit, period}] = value
			all.values[i.ID] = append(all.values[i.ID], IndicatorValue{UnitID: unit, Period: period, Value: value})
		}
	}
	return all, problems
}

// span tells what values of an indicator a file holds.
func span(i Indicator, values []IndicatorValue) FileIndicator {
	units := map[string]bool{}
	out := FileIndicator{IndicatorID: i.ID, Name: i.Name, From: values[0].Period, To: values[0].Period}
	for _, v := range values {
		units[v.UnitID] = true
		out.From, out.To = min(out.From, v.Period), max(out.To, v.Period)
	}
	out.Units = len(units)
	return out
}

// wouldTake counts what would become of values.
func (s *Service) wouldTake(ctx context.Context, id string, values []IndicatorValue) (Taken, error) {
	var taken Taken
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		for _, v := range values {
			if err := standing(ctx, q, id, v, &taken); err != nil {
				return err
			}
		}
		return nil
	})
	return taken, err
}
