package understand

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/stat"
)

// Conformance is how far what happened kept to a standard.
type Conformance struct {
	TouchpointID  string   `json:"touchpoint_id" format:"uuid"`
	ExpectationID string   `json:"expectation_id,omitempty"`
	Why           string   `json:"why" enum:",no_expectation,no_standard,no_events,no_answers,nothing_due,no_measure" doc:"Why it cannot be measured yet; empty where it can."`
	Share         Figure   `json:"share" doc:"Of what was due, the share inside the standard, with its interval."`
	Kept          int64    `json:"kept"`
	Missed        int64    `json:"missed"`
	Open          int64    `json:"open" doc:"Not due yet; in no figure."`
	Untold        int64    `json:"untold" doc:"Without the customer, property or date that it takes; in no figure."`
	Target        float64  `json:"target"`
	Verdict       string   `json:"verdict" enum:",kept,missed,cannot_tell" doc:"The interval against the target; cannot tell where it holds the target."`
	MedianHours   *float64 `json:"median_hours" doc:"time: half took at most this long."`
	P90Hours      *float64 `json:"p90_hours" doc:"time: nine of ten took at most this long."`
	From          string   `json:"from,omitempty" format:"date"`
	To            string   `json:"to,omitempty" format:"date" doc:"The day of the last that was counted."`
	AsOf          AsOf     `json:"as_of"`
}

// The verdicts on a standard.
const (
	standardKept   = "kept"
	standardMissed = "missed"
	standardUnsure = "cannot_tell"
)

// Conformance holds what happened at a touchpoint in the last days, up to the
// last such thing, against its standard, within the reach of whoever asks. A
// touchpoint of a program beyond reach is not found.
func (s *Service) Conformance(ctx context.Context, touchpoint string, days int, position int64) (*Conformance, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	t, e, there, err := s.o.Expectations(ctx, touchpoint)
	if err != nil {
		return nil, err
	}
	if !touches(reach, t.ProgramID) {
		return nil, fault.NotFound("touchpoint")
	}
	out := &Conformance{TouchpointID: t.ID, ExpectationID: e.ID}
	if !there || e.Standard == nil {
		out.Why = map[bool]string{true: "no_standard", false: "no_expectation"}[there]
		return out, nil
	}
	out.Target = e.Standard.Target
	err = s.o.Facts.View(ctx, position, func(ctx context.Context, snap Snapshot) error {
		h := holding{service: s, snap: snap, reach: reach, touchpoint: t, standard: *e.Standard, days: days}
		out.AsOf.Position, out.AsOf.At = snap.AsOf()
		return h.fill(ctx, out)
	})
	return out, err
}

// fill makes the figure of what was held against the standard.
func (h holding) fill(ctx context.Context, out *Conformance) error {
	due, why, err := h.due(ctx)
	if err != nil {
		return err
	}
	out.Why = why
	if why != "" {
		return nil
	}
	out.From, out.To = due.from.Format(dayLayout), due.to.Format(dayLayout)
	group, err := due.group(ctx, h.snap, out)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "hold events against a standard")
	}
	if group.Total.N == 0 {
		out.Why = "nothing_due"
		return nil
	}
	estimate := stat.Compute(stat.KindShare, group, 0)
	out.Share, out.Verdict = figureOf(estimate), against(estimate, out.Target)
	if due.timed != "" {
		err = each(ctx, h.snap, due.with+" SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY hours), percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) FROM due WHERE "+due.timed,
			due.args, func(r Rows) error { return r.Scan(&out.MedianHours, &out.P90Hours) })
	}
	return fault.Wrap(err, fault.CodeInternal, "take the times of a standard")
}

// against sets an interval beside a target.
func against(e stat.Estimate, target float64) string {
	switch {
	case !e.HasInterval():
		return standardUnsure
	case e.Low >= target:
		return standardKept
	case e.High < target:
		return standardMissed
	}
	return standardUnsure
}

// dueRows is a query of what was due: WITH ... due (state, cluster, bucket,
// hours), state being kept, missed, open or untold.
type dueRows struct {
	with     string
	args     []any
	timed    string // condition on rows whose hours count; "" for none
	from, to time.Time
}

// group counts what was due by bucket, and by cluster where the interval needs
// that.
func (d dueRows) group(ctx context.Context, snap Snapshot, out *Conformance) (stat.Group, error) {
	g := stat.Group{Buckets: &stat.Buckets{}}
	text := d.with + ` SELECT bucket, count(*) FILTER (WHERE state = 'kept'), count(*) FILTER (WHERE state = 'missed'), count(*) FILTER (WHERE state = 'open'),
		count(*) FILTER (WHERE state = 'untold'), count(DISTINCT CASE WHEN state IN ('kept', 'missed') THEN cluster END) FROM due GROUP BY bucket`
	err := each(ctx, snap, text, d.args, func(r Rows) error {
		var bucket int
		var kept, missed, open, untold, clusters int64
		if err := r.Scan(&bucket, &kept, &missed, &open, &untold, &clusters); err != nil {
			return err
		}
		out.Kept, out.Missed, out.Open, out.Untold = out.Kept+kept, out.Missed+missed, out.Open+open, out.Untold+untold
		g.Buckets[bucket] = moments(kept, missed)
		g.ClusterCount += clusters
		return nil
	})
	if err != nil {
		return g, err
	}
	g.Total = g.Buckets.Total()
	g.Repeated = g.ClusterCount < g.Total.N
	if !g.NeedsClusters() {
		return g, nil
	}
	text = d.with + ` SELECT cluster, count(*) FILTER (WHERE state = 'kept'), count(*) FROM due WHERE state IN ('kept', 'missed') GROUP BY cluster`
	g.Clusters = []stat.Cluster{}
	err = each(ctx, snap, text, d.args, func(r Rows) error {
		var c stat.Cluster
		var kept int64
		if err := r.Scan(&c.ID, &kept, &c.N); err != nil {
			return err
		}
		c.W, c.WX, c.WX2 = float64(c.N), float64(kept), float64(kept)
		g.Clusters = append(g.Clusters, c)
		return nil
	})
	return g, err
}

// moments of what kept a standard (1) and what missed it (0).
func moments(kept, missed int64) stat.Moments {
	n, k := float64(kept+missed), float64(kept)
	return stat.Moments{N: kept + missed, W: n, W2: n, WX: k, WX2: k}
}

var _ journey.Seen = (*Service)(nil)
