package report

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/understand"
)

// Input is what a report is made of.
type Input struct {
	Figures  *understand.Service
	Sheet    *collect.FactSheet
	Count    collect.SheetCount
	File     string // name of the table
	Joins    []Join
	Language string // en or fr
	Now      time.Time
}

// maker makes one document.
type maker struct {
	Input
	words words
	score *collect.SheetColumn
	whose map[string]*collect.SheetColumn // columns by measure
	rated []string                        // measures of the drivers, in the table's order
	doc   *Document
	found *understand.ActionsResult // with the drivers
}

// Compute asks for all figures of a report. The context must be of somebody
// who may see every figure.
func Compute(ctx context.Context, in Input) (*Document, error) {
	w, err := wordsOf(in.Language)
	if err != nil {
		return nil, err
	}
	m := &maker{Input: in, words: w, whose: map[string]*collect.SheetColumn{}, doc: &Document{
		Version: Version, Language: w.language, MadeAt: in.Now.UTC().Truncate(time.Second),
		Trend: []Period{}, Segments: []Segment{}, Signals: []Signal{}, Actions: []Action{}, Rankings: []Ranking{}, Notes: []string{},
	}}
	for i := range in.Sheet.Columns {
		c := &in.Sheet.Columns[i]
		if c.Role == collect.SheetDriver {
			m.rated = append(m.rated, c.MeasureID())
		}
		if c.MeasureID() != "" {
			m.whose[c.MeasureID()] = c
		}
		if c.Role == collect.SheetScore {
			m.score = c
		}
	}
	m.source()
	m.roles()
	if err := m.besideDrivers(ctx, m.metric, m.trend, m.segments, m.rankings, m.signals); err != nil {
		return nil, err
	}
	if err := run(ctx, m.outcome, m.actions, m.texts); err != nil {
		return nil, err
	}
	return m.doc, nil
}

// besideDrivers asks for drivers, which count by themselves much of the time,
// and meanwhile for parts that do without them. Notes stand in a fixed order.
func (m *maker) besideDrivers(ctx context.Context, parts ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	beside := *m
	beside.doc = &Document{}
	ended := make(chan error, 1)
	go func() { ended <- beside.drivers(ctx) }()
	err := run(ctx, parts...)
	if err != nil {
		stop()
	}
	if failed := <-ended; err == nil {
		err = failed
	}
	m.found, m.doc.Drivers, m.doc.Notes = beside.found, beside.doc.Drivers, append(m.doc.Notes, beside.doc.Notes...)
	return err
}

// run asks for parts one after the other.
func run(ctx context.Context, parts ...func(context.Context) error) error {
	for _, part := range parts {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) source() {
	c := m.Count
	m.doc.Source = Source{File: m.File, Rows: c.Rows, Used: c.Used, Unscored: c.Unscored, Dropped: c.Dropped, Cells: c.Cells, Rejected: []Reject{}, Joins: m.Joins}
	if m.Joins == nil {
		m.doc.Source.Joins = []Join{}
	}
	for _, r := range c.Rejects {
		m.doc.Source.Rejected = append(m.doc.Source.Rejected, Reject{Row: r.Row, Column: r.Column, Key: r.Key, Reason: r.In(m.words.language), Value: r.Value})
	}
}

func (m *maker) roles() {
	m.doc.Roles = []Role{}
	for i := range m.Sheet.Columns {
		c := &m.Sheet.Columns[i]
		m.doc.Roles = append(m.doc.Roles, Role{Column: c.Name, Role: string(c.Role), Scale: scaleOf(c), Guessed: c.Guessed, Why: m.words.reasons(c.Why)})
	}
}

func scaleOf(c *collect.SheetColumn) *Scale {
	switch c.Role {
	case collect.SheetScore, collect.SheetDriver, collect.SheetOutcome:
	default:
		return nil
	}
	if c.Scale == nil {
		return nil
	}
	s := &Scale{Min: c.Scale.Min, Max: c.Scale.Max, Best: "max", Labels: c.Scale.Labels, Missing: c.Missing}
	if c.Scale.Direction == measure.Down {
		s.Best = "min"
	}
	if c.Metric == measure.Share {
		s.Good = c.Scale.Good
	}
	return s
}

// filter is the one of every question: all answers, weighted where there are
// weights.
func (m *maker) filter() understand.Filter {
	return understand.Filter{Weighted: m.weighted()}
}

func (m *maker) weighted() bool {
	for i := range m.Sheet.Columns {
		if m.Sheet.Columns[i].Role == collect.SheetWeight {
			return true
		}
	}
	return false
}

func (m *maker) metric(ctx context.Context) error {
	r, err := m.Figures.Metric(ctx, understand.Query{Measure: m.score.MeasureID(), Filter: m.filter()})
	if err != nil {
		return err
	}
	f := r.Total.Figure
	m.doc.Metric = Metric{
		Column: m.score.Name, Kind: string(m.score.Metric), Unit: f.Unit, N: f.N, NEffective: f.NEff, Interval: intervalOf(f),
		Method: m.words.method(f.MethodLabel), Counts: map[string]int64{}, Distribution: []Bin{}, Weighted: r.Weighted, Trouble: f.Trouble,
	}
	for _, b := range r.Total.Distribution {
		good := goodScore(m.score, b.Score)
		m.doc.Metric.Distribution = append(m.doc.Metric.Distribution, Bin{Score: b.Score, Label: m.score.Scale.LabelOf(b.Score), N: b.N, Good: good})
		m.doc.Metric.Counts[className(m.score, b.Score, good)] += b.N
	}
	return nil
}

// className is the class that an answer counts in.
func className(c *collect.SheetColumn, score float64, good bool) string {
	switch c.Metric {
	case measure.NPS:
		switch {
		case score >= 9:
			return "promoter"
		case score <= 6:
			return "detractor"
		}
		return "passive"
	case measure.Share:
		if good {
			return "good"
		}
		return "other"
	}
	return measure.Key(score)
}

func goodScore(c *collect.SheetColumn, score float64) bool {
	for _, g := range c.Scale.Good {
		if g == score {
			return true
		}
	}
	return false
}

func intervalOf(f understand.Figure) Interval {
	return Interval{Value: f.Value, Low: f.Low, High: f.High}
}

// trend is left empty where no column says when.
func (m *maker) trend(ctx context.Context) error {
	timed := false
	for i := range m.Sheet.Columns {
		timed = timed || m.Sheet.Columns[i].Role == collect.SheetTime
	}
	if !timed {
		return nil
	}
	var r *understand.MetricResult
	for _, period := range []understand.Period{understand.PeriodAuto, understand.PeriodQuarter, understand.PeriodMonth} {
		found, err := m.Figures.Metric(ctx, understand.Query{Measure: m.score.MeasureID(), Period: period, Limit: maxPeriods, Filter: m.filter()})
		if err != nil {
			return err
		}
		if r == nil || len(found.Cells) > len(r.Cells) {
			r = found
		}
		if len(r.Cells) >= fewPeriods {
			break
		}
	}
	m.doc.TrendPeriod = r.Period
	for _, c := range r.Cells {
		f := c.Figure
		m.doc.Trend = append(m.doc.Trend, Period{Period: periodName(r.Period, c.Period.From), From: c.Period.From, To: c.Period.To, Complete: c.Period.Complete,
			N: f.N, Interval: intervalOf(f), Unit: f.Unit, Method: m.words.method(f.MethodLabel)})
	}
	return nil
}

// fewPeriods is under how many periods finer ones are tried: one or two points
// are no trend.
const fewPeriods = 3

// maxPeriods bounds a trend; with periods of a week that is ten years.
const maxPeriods = 520

// periodName names a period by ISO 8601, quarters as 2026-Q2.
func periodName(period, from string) string {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return from
	}
	switch period {
	case "year":
		return day.Format("2006")
	case "quarter":
		return day.Format("2006") + "-Q" + string(rune('1'+(int(day.Month())-1)/3))
	case "month":
		return day.Format("2006-01")
	}
	return from
}

func (m *maker) note(key string, params ...string) {
	m.doc.Notes = append(m.doc.Notes, m.words.say("note."+key, params...))
}
