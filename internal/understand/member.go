package understand

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// SegmentSource knows segments, and what their rules mean in facts.
type SegmentSource interface {
	// GetSegment is a segment that whoever asks may use.
	GetSegment(ctx context.Context, id string) (people.Segment, error)
	// SegmentNames are up to limit segments that whoever asks may use, by name.
	SegmentNames(ctx context.Context, limit int) ([]people.SegmentName, error)
	Clause(ctx context.Context, r people.Rule, asked people.Asked) (people.Clause, error)
	// Members are customers by id, in the order of the ids.
	Members(ctx context.Context, ids []string) ([]people.Member, error)
}

// SegmentSize is how many customers meet a rule, among those within reach.
type SegmentSize struct {
	Size     *int64 `json:"size" doc:"null where it is not told: see hidden."`
	Of       *int64 `json:"of" doc:"All customers within reach that were known then; null where they are fewer than the smallest group and may not be seen."`
	Hidden   string `json:"hidden,omitempty" enum:"few,nearly_all" doc:"Whoever may not see customers is told neither sizes under the smallest group nor those that leave out fewer."`
	Smallest int64  `json:"smallest" doc:"The smallest group that is told, a setting of the organisation."`
	AsOf     AsOf   `json:"as_of"`
}

// SegmentSizes is the size of a segment at the end of each period, oldest
// first, by what was known of customers then.
type SegmentSizes struct {
	Period   string      `json:"period"`
	Sizes    []SizePoint `json:"sizes" nullable:"false"`
	Smallest int64       `json:"smallest" doc:"The smallest group that is told, a setting of the organisation."`
	AsOf     AsOf        `json:"as_of"`
}

// SizePoint is the size at the end of a period, or now while it runs.
type SizePoint struct {
	Period DaySpan `json:"period"`
	Size   *int64  `json:"size" doc:"null where it is not told: see hidden."`
	Of     *int64  `json:"of" doc:"All customers that were known then."`
	Hidden string  `json:"hidden,omitempty" enum:"few,nearly_all"`
}

// maxSizes bounds how many periods are asked about at once.
const maxSizes = 60

// SizeOf is how many customers meet a rule now. Whoever asks may make segments.
func (s *Service) SizeOf(ctx context.Context, rule people.Rule, position int64) (*SegmentSize, error) {
	if err := access.From(ctx).Any(access.SegmentWrite); err != nil {
		return nil, err
	}
	out := &SegmentSize{}
	err := s.o.Facts.View(ctx, position, func(ctx context.Context, snap Snapshot) error {
		p, at := snap.AsOf()
		out.AsOf = AsOf{Position: p, At: at}
		points, smallest, err := s.sizes(ctx, snap, rule, []instant{{at: s.o.Now()}})
		out.Smallest = smallest
		if err == nil {
			out.Size, out.Of, out.Hidden = points[0].Size, points[0].Of, points[0].Hidden
		}
		return err
	})
	return out, fault.Wrap(err, fault.CodeInternal, "count the customers of a segment")
}

// Sizes are the sizes of a segment at the end of the last n periods, the running
// one included.
func (s *Service) Sizes(ctx context.Context, id string, period Period, n int, position int64) (*SegmentSizes, error) {
	if period == PeriodNone || period == PeriodAuto || period.check("period") != nil {
		return nil, fault.Invalid("period", "Periods of sizes are day, week, month, quarter, year, fiscal_quarter and fiscal_year.")
	}
	if n < 1 || n > maxSizes {
		return nil, fault.Invalid("n", "Ask for 1 to 60 periods.")
	}
	segment, err := s.o.Segments.GetSegment(ctx, id)
	if err != nil {
		return nil, err
	}
	ends, err := s.ends(ctx, period, n)
	if err != nil {
		return nil, err
	}
	out := &SegmentSizes{Period: string(period)}
	err = s.o.Facts.View(ctx, position, func(ctx context.Context, snap Snapshot) (err error) {
		p, at := snap.AsOf()
		out.AsOf = AsOf{Position: p, At: at}
		out.Sizes, out.Smallest, err = s.sizes(ctx, snap, segment.Rule, ends)
		return err
	})
	return out, fault.Wrap(err, fault.CodeInternal, "count the customers of a segment")
}

// instant is a moment at which a segment is counted; past ones look at who was
// known then.
type instant struct {
	span DaySpan
	at   time.Time
	past bool
}

// ends are the last instants of the last n periods, now for the running one.
func (s *Service) ends(ctx context.Context, period Period, n int) ([]instant, error) {
	cal, err := s.calendar(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read the time zone")
	}
	current := period.start(cal.today, cal.begin)
	out := make([]instant, n)
	for i := range out {
		first := period.step(current, i-n+1)
		y, m, d := period.step(first, 1).Date()
		out[i] = instant{span: period.span(first, time.Time{}, time.Time{}, cal.today), at: time.Date(y, m, d, 0, 0, 0, 0, zone).Add(-time.Microsecond), past: true}
	}
	out[n-1].at, out[n-1].past = s.o.Now(), false
	return out, nil
}

// sqlInstant is a moment as SQL, of digits only.
func sqlInstant(t time.Time) string {
	return "CAST('" + t.UTC().Format(instantLayout) + "' AS TIMESTAMP)"
}

// membersWithin are the customers whose rows may be seen with a permission.
func membersWithin(who access.Who, p access.Permission) *condition {
	return partiesWithin(who, p, "account")
}

// partiesWithin are the customers or accounts whose rows may be seen with a
// permission; account is the column with the id of the account.
func partiesWithin(who access.Who, p access.Permission, account string) *condition {
	reach := who.Reach(p)
	if !reach.All {
		rows := append([]access.Rows{}, reach.Any...)
		for i := range rows {
			rows[i].Program = "" // customers belong to no program
		}
		reach.Any = rows
	}
	c := &condition{}
	sql, args := reach.Where(access.Columns{Unit: "unit", Account: account, Cast: "UUID"})
	c.add(sql, args...)
	return c
}

// sizes counts at each instant who meets the rule, and all that were known, in
// one statement; with the smallest group that is told.
func (s *Service) sizes(ctx context.Context, snap Snapshot, rule people.Rule, ends []instant) ([]SizePoint, int64, error) {
	smallest, err := s.smallest(ctx)
	if err != nil {
		return nil, 0, err
	}
	who := access.From(ctx)
	within := membersWithin(who, access.FigureRead)
	var text strings.Builder
	args := within.args
	text.WriteString("WITH member AS MATERIALIZED (SELECT id AS party, account, created AS known FROM party WHERE " + within.sql() + ")")
	from := "member"
	if ends[0].past {
		from = "seen"
		text.WriteString(seenFirst)
	}
	text.WriteString(" ")
	for i, end := range ends {
		at := sqlInstant(end.at)
		clause, err := s.o.Segments.Clause(ctx, rule, people.Asked{Instant: at, Answers: who.Reach(access.FigureRead)})
		if err != nil {
			return nil, 0, err
		}
		known := "1 = 1"
		if end.past {
			known = "known <= " + at
		}
		if i > 0 {
			text.WriteString(" UNION ALL ")
		}
		fmt.Fprintf(&text, "SELECT %d, (SELECT count(*) FROM %s WHERE %s), (SELECT count(*) FROM %s WHERE %s AND %s)", i, from, known, from, known, clause.SQL)
		args = append(args, clause.Args...)
	}
	points := make([]SizePoint, len(ends))
	names := who.Any(access.PersonRead) == nil
	err = each(ctx, snap, text.String(), args, func(r Rows) error {
		var i int
		var all, size int64
		if err := r.Scan(&i, &all, &size); err != nil {
			return err
		}
		points[i] = pointOf(ends[i].span, size, all, smallest, names)
		return nil
	})
	return points, smallest, err
}

// seenFirst is member with the instant from which each customer was known: as
// the record came to know it, or as it first answered or did something, which
// may have been taken in later.
const seenFirst = `, first AS (SELECT s_party, min(s_instant) AS s_first FROM (
	SELECT party AS s_party, instant AS s_instant FROM event WHERE party IS NOT NULL UNION ALL SELECT party, instant FROM answer WHERE known) s GROUP BY s_party),
	seen AS MATERIALIZED (SELECT party, account, least(known, coalesce(s_first, known)) AS known FROM member LEFT JOIN first ON s_party = party)`

// pointOf says a size as far as it may be said.
func pointOf(span DaySpan, size, all, smallest int64, names bool) SizePoint {
	p := SizePoint{Period: span, Size: &size, Of: &all}
	if names {
		return p
	}
	if all < smallest {
		p.Of = nil
	}
	switch {
	case size < smallest && all > 0 && size > 0 || all < smallest && all > 0:
		p.Size, p.Hidden = nil, "few"
	case size < all && all-size < smallest:
		p.Size, p.Hidden = nil, "nearly_all"
	}
	return p
}

// MembersOf lists up to limit+1 customers that are in a segment now, those
// after an id, in the order of their ids. Whoever asks sees those within reach.
func (s *Service) MembersOf(ctx context.Context, id, after string, limit int, position int64) ([]people.Member, error) {
	who := access.From(ctx)
	if err := who.Any(access.PersonRead); err != nil {
		return nil, err
	}
	segment, err := s.o.Segments.GetSegment(ctx, id)
	if err != nil {
		return nil, err
	}
	ids, err := s.members(ctx, segment.Rule, after, limit, position)
	if err != nil {
		return nil, err
	}
	return s.o.Segments.Members(ctx, ids)
}

// members are the ids of up to limit+1 customers after one who meet a rule now.
func (s *Service) members(ctx context.Context, rule people.Rule, after string, limit int, position int64) ([]string, error) {
	who := access.From(ctx)
	if after == "" {
		after = "00000000-0000-0000-0000-000000000000"
	}
	if !isID(after) {
		return nil, fault.Invalid("cursor", "This cursor is not one of ours. Start again from the first page.")
	}
	clause, err := s.o.Segments.Clause(ctx, rule, people.Asked{Instant: sqlInstant(s.o.Now()), Answers: who.Reach(access.AnswerRead)})
	if err != nil {
		return nil, err
	}
	within := membersWithin(who, access.PersonRead)
	within.add("id > CAST(? AS UUID)", after)
	text := fmt.Sprintf("SELECT CAST(party AS VARCHAR) FROM (SELECT id AS party, account FROM party WHERE %s) v WHERE %s ORDER BY party LIMIT %d", within.sql(), clause.SQL, limit+1)
	var ids []string
	err = s.o.Facts.View(ctx, position, func(ctx context.Context, snap Snapshot) error {
		return each(ctx, snap, text, append(within.args, clause.Args...), func(r Rows) error {
			var id string
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	return ids, fault.Wrap(err, fault.CodeInternal, "list the customers of a segment")
}
