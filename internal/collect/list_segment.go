package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Who was in a segment when they answered is known by the facts alone, so a list
// that is narrowed to segments holds what the facts hold, as figures do: an
// answer that they do not know yet comes with the next look. Only answers that
// may be shown with their person count as of somebody in a segment.

// SegmentAsk asks the facts for answers by segments.
type SegmentAsk struct {
	Narrow
	Picks    []SegmentPick // all must match
	Program  string        // "" for any
	From, To *int64        // microseconds UTC; To is excluded
	Channels []string      // any of these, where there are some
	Among    []string      // only these responses, where not nil
}

// SegmentPick keeps the answers on one of these sides of a segment.
type SegmentPick struct{ Sides []SegmentSide }

// SegmentSide is those who were in a segment when they answered, or all others.
type SegmentSide struct {
	ID  string
	Out bool
}

// InSegments asks the facts for at most limit answers, the newest first. A
// segment that is gone is an invalid "where".
type InSegments func(ctx context.Context, ask SegmentAsk, limit int) ([]Candidate, error)

// The bounds of a page by segment: how many answers one question to the facts
// brings at most, and how many are asked about one by one.
const (
	segmentMost  = 64_000
	segmentAmong = 5_000
)

// ofSegment tells that a key names segments.
func (p pick) ofSegment() bool {
	return p.key == segmentKey || strings.HasPrefix(p.key, segmentKey+":")
}

// segmentPick reads the values of a key that names segments.
func (p pick) segmentPick() (SegmentPick, error) {
	var out SegmentPick
	for _, value := range p.values {
		id, of := strings.CutPrefix(p.key, segmentKey+":")
		if !of {
			id, value = value, "in"
		}
		if value != "in" && value != "out" {
			return out, fault.Invalid("where", "A filter by segment is written segment:ID, or segment:ID:out for all others.")
		}
		out.Sides = append(out.Sides, SegmentSide{ID: id, Out: value == "out"})
	}
	return out, nil
}

// segmentAsk is what the facts are asked of a filter; false where it names no
// segment.
func (f Filter) segmentAsk(n Narrow, zone *time.Location) (ask SegmentAsk, segmented bool, err error) {
	ask = SegmentAsk{Narrow: n, Program: f.Program}
	picks, err := f.picks()
	if err != nil {
		return ask, false, err
	}
	for _, p := range picks {
		if p.key == "channel" && !slices.Contains(p.values, "") {
			ask.Channels = p.values
		}
		if !p.ofSegment() {
			continue
		}
		sides, err := p.segmentPick()
		if err != nil {
			return ask, false, err
		}
		ask.Picks = append(ask.Picks, sides)
	}
	for _, end := range []struct {
		text string
		into **int64
		days int
	}{{f.From, &ask.From, 0}, {f.To, &ask.To, 1}} {
		if t, day, err := moment(end.text, zone); err == nil {
			if day {
				t = t.AddDate(0, 0, end.days)
			}
			at := t.UnixMicro()
			*end.into = &at
		}
	}
	return ask, len(ask.Picks) > 0, nil
}

// findInSegments fills a page. Where the record alone knows what the answers
// are narrowed to (words, an import), it names them and the facts choose among
// them; else the facts name them and the record looks each up.
func (p *search) findInSegments(ctx context.Context, ask SegmentAsk, recordFirst bool, after *Candidate) error {
	if p.s.InSegments == nil {
		return fault.Invalid("where", "Answers cannot be filtered by segment here.")
	}
	for size := max(1, p.newest()/5); ; size = min(4*size, segmentMost) {
		ask.Among, ask.Before = nil, after
		var next *Candidate
		if recordFirst {
			size = min(size, segmentAmong)
			ids, last, err := p.idsAfter(ctx, after, size)
			if err != nil {
				return err
			}
			ask.Among, next = ids, last
			if len(ids) < size {
				next = nil
			}
		}
		if !recordFirst || len(ask.Among) > 0 {
			found, err := p.s.InSegments(ctx, ask, size)
			if err != nil {
				return err
			}
			if !recordFirst && len(found) == size {
				next = &found[size-1]
			}
			for part := range slices.Chunk(found, segmentAmong) {
				ids := make([]string, len(part))
				for i, c := range part {
					ids[i] = c.ID
				}
				if err := p.take(ctx, after, nil, true, ids); err != nil || p.full() {
					return err
				}
			}
		}
		if next == nil {
			return nil
		}
		after = next
	}
}

// idsAfter are the next responses that meet all but the segments, with the last
// of them.
func (p *search) idsAfter(ctx context.Context, after *Candidate, limit int) (ids []string, last *Candidate, err error) {
	c := p.whole.copied()
	c.after(after)
	var rows []struct {
		At int64
		ID string `bun:"id"`
	}
	err = p.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT r.at, r.id FROM response r WHERE "+c.text()+" ORDER BY r.at DESC, r.id DESC LIMIT ?", append(c.args, limit)...).Scan(ctx, &rows)
	})
	for _, r := range rows {
		ids = append(ids, r.ID)
		last = &Candidate{At: r.At, ID: r.ID}
	}
	return ids, last, fault.Wrap(err, fault.CodeInternal, "list responses")
}
