package understand

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/measure"
)

// holding is a standard that is held against what happened.
type holding struct {
	service    *Service
	snap       Snapshot
	reach      access.Reach
	touchpoint journey.Touchpoint
	standard   journey.Standard
	days       int
}

// clusterOf groups events of one account or customer; one without either stands
// for itself.
const clusterOf = "coalesce(CAST(cluster AS VARCHAR), CAST(id AS VARCHAR)) AS cluster, CAST(coalesce(bucket, 0) AS INTEGER) AS bucket"

// due is the query of what was due, or why there is none.
func (h holding) due(ctx context.Context) (dueRows, string, error) {
	switch {
	case h.standard.Kind == journey.StandardQuality:
		return h.quality(ctx)
	case h.standard.Kind == journey.StandardShare:
		return h.share(ctx)
	case h.standard.Promise != "":
		return h.promise(ctx)
	}
	return h.between(ctx)
}

// events are those of a name in the last days, within reach.
func (h holding) events(ctx context.Context, name string) (c *condition, d dueRows, why string, err error) {
	c = &condition{}
	c.add("name = ?", name)
	c.happened(h.reach)
	from, to, some, err := h.service.lastDays(ctx, h.snap, "event", c, h.days)
	if err != nil || !some {
		return c, d, "no_events", err
	}
	c.between(from, to)
	return c, dueRows{from: from, to: to}, "", nil
}

// share looks at a property of the events of a name.
func (h holding) share(ctx context.Context) (dueRows, string, error) {
	c, d, why, err := h.events(ctx, h.standard.Event)
	if err != nil || why != "" {
		return d, why, err
	}
	d.with = "WITH seen AS (SELECT " + property + " AS said, " + clusterOf + " FROM event WHERE " + c.sql() + `),
		due AS (SELECT CASE WHEN said IS NULL THEN 'untold' WHEN lower(said) = lower(?) THEN 'kept' ELSE 'missed' END AS state, cluster, bucket, 0.0 AS hours FROM seen)`
	d.args = append(append([]any{h.standard.Property}, c.args...), h.standard.Value)
	return d, "", nil
}

// promise sets the moment of an event beside the date that was promised. A date,
// or a moment at midnight, is kept until the end of its day in the
// organisation's zone; another moment is compared as it stands, in UTC.
func (h holding) promise(ctx context.Context) (dueRows, string, error) {
	c, d, why, err := h.events(ctx, h.standard.Until)
	if err != nil || why != "" {
		return d, why, err
	}
	hours := "(EXTRACT(EPOCH FROM instant) - EXTRACT(EPOCH FROM promised)) / 3600.0"
	d.with = "WITH seen AS (SELECT TRY_CAST(" + property + " AS TIMESTAMP) AS promised, instant, day, " + clusterOf + " FROM event WHERE " + c.sql() + `),
		due AS (SELECT CASE WHEN promised IS NULL THEN 'untold'
			WHEN promised = CAST(CAST(promised AS DATE) AS TIMESTAMP) AND day <= CAST(promised AS DATE) + CAST(floor(? / 24.0) AS INTEGER) THEN 'kept'
			WHEN ` + hours + ` <= ? THEN 'kept' ELSE 'missed' END AS state, cluster, bucket, ` + hours + ` AS hours FROM seen)`
	d.args = append(append([]any{h.standard.Promise}, c.args...), h.standard.Hours, h.standard.Hours)
	return d, "", nil
}

// between takes the time from each event that begins to the next that ends it,
// of the same customer or with the same property. One that nothing has ended is
// open until its time is up, as of the last of the days.
func (h holding) between(ctx context.Context) (dueRows, string, error) {
	_, d, why, err := h.events(ctx, h.standard.From)
	if err != nil || why != "" {
		return d, why, err
	}
	if _, ends, without, err := h.events(ctx, h.standard.Until); err != nil || without != "" {
		return d, without, err
	} else if ends.to.After(d.to) {
		d.to = ends.to
	}
	both := &condition{}
	both.add("name IN (?, ?)", h.standard.From, h.standard.Until)
	both.happened(h.reach)
	both.between(d.from, d.to)
	subject, args := "CAST(party AS VARCHAR)", []any{h.standard.Until}
	if h.standard.Match != "" {
		subject, args = property, append(args, h.standard.Match)
	}
	d.with = "WITH seen AS (SELECT CASE WHEN name = ? THEN 1 ELSE 0 END AS ends, " + subject + " AS subject, instant, " + clusterOf + " FROM event WHERE " + both.sql() + `),
		paired AS (SELECT *, min(CASE WHEN ends = 1 THEN instant END) OVER (PARTITION BY subject ORDER BY instant, ends
			ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS ended FROM seen),
		timed AS (SELECT subject, cluster, bucket, ended, (EXTRACT(EPOCH FROM ended) - EXTRACT(EPOCH FROM instant)) / 3600.0 AS hours,
			(EXTRACT(EPOCH FROM CAST(? AS TIMESTAMP)) - EXTRACT(EPOCH FROM instant)) / 3600.0 AS waited FROM paired WHERE ends = 0),
		due AS (SELECT CASE WHEN subject IS NULL THEN 'untold' WHEN hours <= ? THEN 'kept' WHEN ended IS NOT NULL OR waited > ? THEN 'missed' ELSE 'open' END AS state,
			cluster, bucket, hours FROM timed)`
	d.args = append(append(args, both.args...), d.to.AddDate(0, 0, 1).Format("2006-01-02 15:04:05"), h.standard.Hours, h.standard.Hours)
	d.timed = "hours IS NOT NULL AND state <> 'untold'"
	return d, "", nil
}

// quality counts good scores: of the answers that name the touchpoint where any
// do, else of all answers to the measure.
func (h holding) quality(ctx context.Context) (dueRows, string, error) {
	m, err := h.service.o.Measures.Measure(ctx, h.standard.MeasureID)
	if fault.Is(err, fault.CodeNotFound) || err == nil && m.ProgramID != h.touchpoint.ProgramID {
		return dueRows{}, "no_measure", nil
	}
	if err != nil {
		return dueRows{}, "", fault.Wrap(err, fault.CodeInternal, "find the measure of a standard")
	}
	all := &condition{}
	all.add("measure = CAST(? AS UUID) AND score IS NOT NULL", m.ID)
	all.within(h.reach)
	here := all.with("touchpoint = CAST(? AS UUID)", row.TouchpointID(h.touchpoint.Key).String())
	for _, c := range []*condition{here, all} {
		from, to, some, err := h.service.lastDays(ctx, h.snap, "answer", c, h.days)
		if err != nil {
			return dueRows{}, "", err
		}
		if some {
			c.between(from, to)
			good, args := goodScores(m, h.standard.Good)
			with := "WITH due AS (SELECT CASE WHEN " + good + " THEN 'kept' ELSE 'missed' END AS state, CAST(cluster AS VARCHAR) AS cluster, CAST(bucket AS INTEGER) AS bucket, 0.0 AS hours FROM answer WHERE " + c.sql() + ")"
			return dueRows{with: with, args: append(args, c.args...), from: from, to: to}, "", nil
		}
	}
	return dueRows{}, "no_answers", nil
}

// goodScores is the condition for a good score: from a bound on, else those that
// the measure calls good, else its two best.
func goodScores(m measure.Measure, bound *float64) (string, []any) {
	down := m.Scale.Direction == measure.Down
	if bound == nil && len(m.Scale.Good) > 0 {
		args := make([]any, len(m.Scale.Good))
		for i, g := range slices.Sorted(slices.Values(m.Scale.Good)) {
			args[i] = g
		}
		return "score IN (" + marks(len(args), "?") + ")", args
	}
	if bound == nil {
		best := m.Scale.Max - 1
		if down {
			best = m.Scale.Min + 1
		}
		bound = &best
	}
	sign := map[bool]string{true: "<=", false: ">="}[down]
	return "score " + sign + " ?", []any{*bound}
}
