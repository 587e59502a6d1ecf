package understand

import (
	"context"
	"database/sql"
	"slices"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
)

// other is an interaction that events name and no register lists: by its
// touchpoint, or by the name of events that name none.
type other struct {
	sample     string // an event of it
	touchpoint string
	name       string
	n          int64
}

// countMet counts the events of what a register lists, and tells what else was
// met there.
func (s *Service) countMet(ctx context.Context, snap Snapshot, c *condition, q journey.MetQuery, out *journey.Met) error {
	listed, known := ids(q.Listed), ids(q.Known)
	var others []other
	text := "SELECT CAST(touchpoint AS VARCHAR), CASE WHEN touchpoint IS NULL THEN name END, count(*), CAST(any_value(id) AS VARCHAR) FROM event WHERE " +
		c.sql() + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?"
	err := each(ctx, snap, text, append(slices.Clone(c.args), mostMet), func(r Rows) error {
		var touchpoint, name, sample sql.NullString
		var n int64
		if err := r.Scan(&touchpoint, &name, &n, &sample); err != nil {
			return err
		}
		id := touchpoint.String
		if !touchpoint.Valid {
			id = row.TouchpointID(name.String).String()
		}
		if key, is := listed[id]; is {
			out.Counts[key] += n
		} else if _, is := known[id]; !is && len(others) < mostOthers {
			others = append(others, other{sample.String, touchpoint.String, name.String, n})
		}
		return nil
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count events by touchpoint")
	}
	if others, err = ofProgram(ctx, snap, c, q.Program, others); err != nil {
		return err
	}
	return s.tellOthers(ctx, others, out)
}

// ofProgram leaves out what only customers of other programs do: events name no
// program, so what counts is whose answers their customers gave. What nobody
// does who answered anywhere may be anybody's.
func ofProgram(ctx context.Context, snap Snapshot, c *condition, program string, others []other) ([]other, error) {
	var programs int64
	err := each(ctx, snap, "SELECT count(DISTINCT program) FROM answer", nil, func(r Rows) error { return r.Scan(&programs) })
	if err != nil || programs < 2 || len(others) == 0 {
		return others, fault.Wrap(err, fault.CodeInternal, "count programs with answers")
	}
	only, args := amongOthers(others)
	text := `SELECT CAST(e.touchpoint AS VARCHAR), CASE WHEN e.touchpoint IS NULL THEN e.name END FROM (SELECT * FROM event WHERE ` + c.sql() + ` AND (` + only + `)) e
		LEFT JOIN (SELECT party, bool_or(program = CAST(? AS UUID)) AS here FROM answer WHERE party IS NOT NULL GROUP BY party) a ON a.party = e.party
		GROUP BY 1, 2 HAVING count(a.party) > 0 AND NOT bool_or(COALESCE(a.here, FALSE))`
	elsewhere := map[[2]string]bool{}
	err = each(ctx, snap, text, append(append(slices.Clone(c.args), args...), program), func(r Rows) error {
		var touchpoint, name sql.NullString
		err := r.Scan(&touchpoint, &name)
		elsewhere[[2]string{touchpoint.String, name.String}] = true
		return err
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "tell events of other programs")
	}
	return slices.DeleteFunc(others, func(o other) bool { return elsewhere[[2]string{o.touchpoint, o.name}] }), nil
}

// amongOthers narrows events to those of the others.
func amongOthers(others []other) (string, []any) {
	var touchpoints, names []any
	for _, o := range others {
		if o.touchpoint != "" {
			touchpoints = append(touchpoints, o.touchpoint)
		} else {
			names = append(names, o.name)
		}
	}
	text := "FALSE"
	if len(touchpoints) > 0 {
		text = "touchpoint IN (" + marks(len(touchpoints), "CAST(? AS UUID)") + ")"
	}
	if len(names) > 0 {
		text += " OR (touchpoint IS NULL AND name IN (" + marks(len(names), "?") + "))"
	}
	return text, append(touchpoints, names...)
}

// tellOthers finds the keys behind what events named.
func (s *Service) tellOthers(ctx context.Context, others []other, out *journey.Met) error {
	samples := make([]string, len(others))
	for i, o := range others {
		samples[i] = o.sample
	}
	keys, err := s.o.EventKeys(ctx, samples)
	if err != nil {
		return err
	}
	for _, o := range others {
		at := keys[o.sample]
		key := at.Touchpoint
		if key == "" {
			key = o.name
		}
		if key != "" { // an event that is gone from the record tells nothing
			out.Others = append(out.Others, journey.Other{Key: key, Channel: at.Channel, Count: o.n})
		}
	}
	return nil
}
