package collect

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Scores and traits stand inside documents, where no index of the record finds
// them. A page of a rare one is looked for among the newest responses, then in
// the facts, which have a column for each: they name candidates, and the record
// decides, so answers that the facts do not know yet, or know otherwise, are
// found all the same.
const (
	newestLooked  = 5000
	chunks        = 5 // of a fifth of it, and each four times the last; then the record is read through
	unknownEvents = 2000
)

// Narrow is what the facts can tell of a filter. Candidates are responses that
// match it as far as the facts know, and all that the facts could not tell.
type Narrow struct {
	Measure            string // "" for any
	ScoreMin, ScoreMax *float64
	Traits             []NarrowTrait // all must match
	Before             *Candidate    // only those after it in the list
}

// NarrowTrait is a trait with one of these values, canonical; nor do answers
// without any value count as told.
type NarrowTrait struct {
	Slot    int
	Kind    string
	Program string
	Values  []string
}

// Candidate is a response's place in the list, which goes from the newest to
// the oldest, and by id where times are equal.
type Candidate struct {
	At int64 // microseconds UTC
	ID string
}

// Narrowed is what the facts answer.
type Narrowed struct {
	Found []Candidate  // the first candidates in the order of the list
	Also  []string     // ids that the facts could not take in, wherever they stand
	Known log.Position // of the change log: later changes are not in it
}

// Narrower asks the facts for at most limit candidates.
type Narrower func(ctx context.Context, n Narrow, limit int) (Narrowed, error)

// narrow is the part of the filter that looks into documents; false where
// there is none that the facts can tell.
func (f Filter) narrow(k keysMeant) (Narrow, bool) {
	n := Narrow{Measure: f.Measure}
	for _, bound := range []struct {
		text string
		to   **float64
	}{{f.ScoreMin, &n.ScoreMin}, {f.ScoreMax, &n.ScoreMax}} {
		if v, err := scoreBound(bound.text); err == nil {
			*bound.to = v
		}
	}
	picks, err := f.picks()
	if err != nil {
		return n, false
	}
	for _, p := range picks {
		slot, isTrait := slotOf(p.key)
		t, declared := k.traits[slot]
		if !isTrait || !declared || slices.Contains(p.values, "") || hasRange(t, p.values) {
			continue
		}
		values := make([]string, 0, len(p.values))
		for _, v := range p.values {
			if written, ok := canonical(t.Kind, v); ok {
				values = append(values, written)
			}
		}
		n.Traits = append(n.Traits, NarrowTrait{Slot: slot, Kind: t.Kind, Program: t.ProgramID, Values: values})
	}
	return n, n.Measure != "" || len(n.Traits) > 0
}

// hasRange tells that a value is a range of numbers or days, which the record
// finds by itself.
func hasRange(t Trait, values []string) bool {
	return t.Kind != "text" && slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, "..") })
}

// search is one page of the list being filled.
type search struct {
	s     *Service
	whole *condition // all the filter says, and the caller's reach
	outer *condition // the same without what stands in documents
	limit int
	rows  []listRow
}

// find fills a page after a place: from the newest, from the facts, and where
// those cannot help by reading on.
func (p *search) find(ctx context.Context, n Narrow, narrowed bool, after *Candidate) error {
	if !narrowed || p.s.Narrow == nil {
		return p.take(ctx, after, nil, false, nil)
	}
	end, err := p.boundary(ctx, after)
	if err != nil {
		return err
	}
	if err := p.take(ctx, after, end, false, nil); err != nil || end == nil || p.full() {
		return err
	}
	after = end
	size := max(1, p.newest()/5)
	for range chunks {
		next, over, err := p.chunk(ctx, n, after, size)
		if errors.Is(err, errNarrow) {
			break
		}
		if err != nil || over || p.full() {
			return err
		}
		after, size = next, 4*size
	}
	return p.take(ctx, after, nil, false, nil)
}

var errNarrow = errors.New("collect: the facts cannot narrow the list at the moment")

// chunk takes the next candidates of the facts; next is the last of them, over
// where there are no more.
func (p *search) chunk(ctx context.Context, n Narrow, after *Candidate, size int) (next *Candidate, over bool, err error) {
	n.Before = after
	told, err := p.s.Narrow(ctx, n, size)
	if fault.Is(err, fault.CodeUnavailable) && ctx.Err() == nil {
		return nil, false, errNarrow // being made anew
	}
	if err != nil {
		return nil, false, err
	}
	over = len(told.Found) < size
	if !over {
		next = &told.Found[size-1]
	}
	ids, err := p.unknown(ctx, told.Known)
	if err != nil {
		return nil, false, err
	}
	ids = append(ids, told.Also...)
	for _, c := range told.Found {
		ids = append(ids, c.ID)
	}
	return next, over, p.take(ctx, after, next, true, ids)
}

// unknown are the responses that were written after a position.
func (p *search) unknown(ctx context.Context, known log.Position) ([]string, error) {
	events, err := p.s.Store.Events(ctx, known, unknownEvents)
	if errors.Is(err, log.ErrPruned) || len(events) == unknownEvents {
		return nil, errNarrow
	}
	if err != nil {
		return nil, err
	}
	changed := sortChanges(events)
	if len(changed.analysed) > 0 {
		return nil, errNarrow
	}
	r := reached{most: 4 * unknownEvents}
	if len(changed.counted)+len(changed.others) > 0 {
		err = p.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
			r.q = q
			return r.find(ctx, changed)
		})
	}
	ids := slices.Concat(r.responses, sortedKeys(changed.recorded), sortedKeys(changed.again))
	if r.over || len(ids) > 4*unknownEvents {
		return nil, errNarrow
	}
	return ids, err
}

func (p *search) newest() int { return cmp.Or(p.s.Newest, newestLooked) }

func (p *search) full() bool { return len(p.rows) >= p.limit }

// boundary is the place of the last of the newest responses that are looked at
// one by one; nil where there are fewer.
func (p *search) boundary(ctx context.Context, after *Candidate) (*Candidate, error) {
	c := p.outer.copied()
	c.after(after)
	var found []struct {
		At int64
		ID string `bun:"id"`
	}
	err := p.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT r.at, r.id FROM response r WHERE "+c.text()+" ORDER BY r.at DESC, r.id DESC LIMIT 1 OFFSET ?",
			append(c.args, p.newest()-1)...).Scan(ctx, &found)
	})
	if err != nil || len(found) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "list responses")
	}
	return &Candidate{At: found[0].At, ID: found[0].ID}, nil
}

// take adds responses after one place up to and with another, nil for no bound;
// where narrowed, of these ids only.
func (p *search) take(ctx context.Context, after, upTo *Candidate, narrowed bool, ids []string) error {
	c := p.whole.copied()
	c.after(after)
	if upTo != nil {
		c.and("(r.at > ? OR (r.at = ? AND r.id >= ?))", upTo.At, upTo.At, upTo.ID)
		c.and("r.at >= ?", upTo.At) // for the index
	}
	if narrowed {
		if len(ids) == 0 {
			return nil
		}
		c.and("r.id IN (?)", bun.List(ids))
	}
	var rows []listRow
	err := p.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		// The inner query finds the page in an index; the names join its rows only.
		text := "SELECT " + listColumns + " FROM (SELECT * FROM response r WHERE " + c.text() +
			" ORDER BY r.at DESC, r.id DESC LIMIT ?) r" + listJoins + " ORDER BY r.at DESC, r.id DESC"
		return q.NewRaw(text, append(c.args, p.limit-len(p.rows))...).Scan(ctx, &rows)
	})
	p.rows = append(p.rows, rows...)
	return fault.Wrap(err, fault.CodeInternal, "list responses")
}

// after narrows to what the list has after a place.
func (c *condition) after(at *Candidate) {
	if at == nil {
		return
	}
	c.and("(r.at < ? OR (r.at = ? AND r.id < ?))", at.At, at.At, at.ID)
	c.and("r.at <= ?", at.At) // for the index
}

func (c *condition) copied() *condition {
	return &condition{sql: slices.Clone(c.sql), args: slices.Clone(c.args)}
}
