package understand

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
)

const (
	mostMet    = 20_000 // interactions that are told apart
	mostOthers = 200    // of those that no register lists
)

// happened narrows events to what the one who asks may see: events belong to no
// program, so a role in a program reaches them all, one over units or accounts
// theirs.
func (c *condition) happened(r access.Reach) {
	reach := access.Reach{All: r.All}
	for _, rows := range r.Any {
		rows.Program = ""
		if !rows.ByUnit && !rows.ByAccount {
			return
		}
		reach.Any = append(reach.Any, rows)
	}
	if !reach.All {
		text, args := reach.Where(access.Columns{Unit: "unit", Account: "account", Cast: "UUID"})
		c.add(text, args...)
	}
}

// lastDays narrows a table to its last days, up to that of the last row that the
// condition leaves, and gives the first and the last of them; false where there
// is no row.
func (s *Service) lastDays(ctx context.Context, snap Snapshot, table string, c *condition, days int) (from, to time.Time, some bool, err error) {
	cal, err := s.calendar(ctx)
	if err != nil {
		return from, to, false, err
	}
	var last sql.NullTime
	upTo := c.with("day <= CAST(? AS DATE)", cal.today.Format(dayLayout))
	err = each(ctx, snap, "SELECT max(day) FROM "+table+" WHERE "+upTo.sql(), upTo.args, func(r Rows) error { return r.Scan(&last) })
	if err != nil || !last.Valid {
		return from, to, false, fault.Wrap(err, fault.CodeInternal, "find the last day")
	}
	return last.Time.AddDate(0, 0, 1-days), last.Time, true, nil
}

// Met counts the events of a register's touchpoints, and finds those that no
// register lists. An event that names no touchpoint counts at the one whose key
// is its name.
func (s *Service) Met(ctx context.Context, q journey.MetQuery) (out journey.Met, err error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return out, err
	}
	out = journey.Met{Counts: map[string]int64{}, Measures: map[string][]journey.MeasureMet{}}
	if !touches(reach, q.Program) {
		return out, nil
	}
	err = s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		c := &condition{}
		c.add("1 = 1")
		c.happened(reach)
		from, to, some, err := s.lastDays(ctx, snap, "event", c, q.Days)
		if err != nil {
			return err
		}
		if some {
			out.Since, out.Until, out.Counted = from, to, true
			c.between(from, to)
			if err := s.countMet(ctx, snap, c, q, &out); err != nil {
				return err
			}
		}
		return s.measuresMet(ctx, snap, reach, q, &out)
	})
	return out, err
}

// ids are the keys of touchpoints by the ids that facts give them.
func ids(keys []string) map[string]string {
	out := make(map[string]string, len(keys))
	for _, key := range keys {
		out[row.TouchpointID(key).String()] = key
	}
	return out
}

// measuresMet finds the measures of answers that name a touchpoint.
func (s *Service) measuresMet(ctx context.Context, snap Snapshot, reach access.Reach, q journey.MetQuery, out *journey.Met) error {
	c := &condition{}
	c.add("program = CAST(? AS UUID) AND touchpoint IS NOT NULL AND measure IS NOT NULL", q.Program)
	c.within(reach)
	listed := ids(q.Listed)
	text := "SELECT CAST(touchpoint AS VARCHAR), CAST(measure AS VARCHAR), count(*) FROM answer WHERE " + c.sql() + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?"
	err := each(ctx, snap, text, append(slices.Clone(c.args), mostMet), func(r Rows) error {
		var touchpoint string
		var m journey.MeasureMet
		if err := r.Scan(&touchpoint, &m.MeasureID, &m.Answers); err != nil {
			return err
		}
		if key, is := listed[touchpoint]; is {
			out.Measures[key] = append(out.Measures[key], m)
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "find measures by touchpoint")
}

// MetOn tells what was done on a channel.
func (s *Service) MetOn(ctx context.Context, q journey.MetOnQuery) (journey.MetOn, error) {
	out := journey.MetOn{About: []journey.Doing{}}
	reach, err := s.reach(ctx)
	if err != nil {
		return out, err
	}
	c := &condition{}
	c.add("1 = 1")
	c.happened(reach)
	err = s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		from, to, some, err := s.lastDays(ctx, snap, "event", c, q.Days)
		if err != nil || !some {
			return err
		}
		c.between(from, to)
		c.on(q)
		text := "SELECT name, count(*), sum(count(*)) OVER () FROM event WHERE " + c.sql() + " GROUP BY name ORDER BY 2 DESC, 1 LIMIT ?"
		return each(ctx, snap, text, append(c.args, q.Most), func(r Rows) error {
			var d journey.Doing
			var total float64
			if err := r.Scan(&d.Name, &d.Count, &total); err != nil {
				return err
			}
			out.Total, out.About = int64(total), append(out.About, d)
			return nil
		})
	})
	return out, fault.Wrap(err, fault.CodeInternal, "count events on a channel")
}

// property is the text of a property of an event; the name is an argument.
const property = "(CAST(nullif(properties, '') AS JSON) ->> ?)"

// on narrows to events on a channel.
func (c *condition) on(q journey.MetOnQuery) {
	either := []string{"(properties LIKE '%\"channel\"%' AND lower" + property + " IN (" + marks(len(q.Names), "?") + "))"}
	args := []any{"channel"}
	for _, name := range q.Names {
		args = append(args, name)
	}
	if len(q.Keys) > 0 {
		either = append(either, "touchpoint IN ("+marks(len(q.Keys), "CAST(? AS UUID)")+")")
		for _, key := range q.Keys {
			args = append(args, row.TouchpointID(key).String())
		}
	}
	c.add("("+strings.Join(either, " OR ")+")", args...)
}

// marks are n placeholders.
func marks(n int, mark string) string {
	return strings.TrimSuffix(strings.Repeat(mark+",", n), ",")
}
