package understand

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// AnswersIn tells collect which answers were given by customers who were in
// segments then, by the same conditions as figures. Since a list leads to single
// answers, those whose consent ends at the firm are on neither side.
func (s *Service) AnswersIn(ctx context.Context, ask collect.SegmentAsk, limit int) ([]collect.Candidate, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return nil, err
	}
	c := narrowed(ask.Narrow)
	c.within(who.Reach(access.AnswerRead))
	c.add("consent <> " + strconv.Itoa(int(collect.ConsentFirm)))
	if ask.Program != "" {
		if !isID(ask.Program) {
			return nil, nil
		}
		c.add("program = CAST(? AS UUID)", ask.Program)
	}
	c.at(" >= ", ask.From)
	c.at(" < ", ask.To)
	c.oneOf("channel", "?", ask.Channels)
	if ask.Among != nil {
		c.oneOf("response", "CAST(? AS UUID)", ask.Among)
	}
	for _, p := range ask.Picks {
		if err := s.onSides(ctx, c, p.Sides); err != nil {
			return nil, err
		}
	}
	text := "SELECT id, CAST(instant AS VARCHAR) FROM (SELECT DISTINCT CAST(response AS VARCHAR) AS id, instant FROM answer WHERE " + c.sql() +
		") v ORDER BY instant DESC, id DESC LIMIT " + strconv.Itoa(limit)
	var found []collect.Candidate
	err := s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		return each(ctx, snap, text, c.args, func(r Rows) error {
			var id, at string
			if err := r.Scan(&id, &at); err != nil {
				return err
			}
			t, err := time.Parse(instantLayout, at)
			found = append(found, collect.Candidate{At: t.UnixMicro(), ID: id})
			return err
		})
	})
	return found, fault.Wrap(err, fault.CodeInternal, "list the answers of a segment")
}

// onSides narrows to answers on any of these sides.
func (s *Service) onSides(ctx context.Context, c *condition, sides []collect.SegmentSide) error {
	var either []string
	var args []any
	for _, side := range sides {
		_, clause, err := s.segmentClause(ctx, side.ID)
		if err != nil {
			return err
		}
		text := "(known AND " + clause.SQL + ")"
		if side.Out {
			text = "(NOT " + text + ")"
		}
		either, args = append(either, text), append(args, clause.Args...)
	}
	c.add("("+strings.Join(either, " OR ")+")", args...)
	return nil
}

// segmentClause is the condition that whoever answered was in a segment then,
// with its name. One that is gone, or another's own, is an invalid filter.
func (s *Service) segmentClause(ctx context.Context, id string) (name string, _ people.Clause, _ error) {
	if s.o.Segments == nil || !isID(id) {
		return "", people.Clause{}, noSegment()
	}
	segment, err := s.o.Segments.GetSegment(ctx, id)
	if fault.Is(err, fault.CodeNotFound) {
		return "", people.Clause{}, goneSegment(err)
	}
	if err != nil {
		return "", people.Clause{}, err
	}
	clause, err := s.o.Segments.Clause(ctx, segment.Rule, people.Asked{Instant: "instant", Answers: access.From(ctx).Reach(access.FigureRead)})
	return segment.Name, clause, err
}

// at narrows to instants before or after one, nil for no bound.
func (c *condition) at(sign string, micros *int64) {
	if micros != nil {
		c.add("instant"+sign+"CAST(? AS TIMESTAMP)", time.UnixMicro(*micros).UTC().Format(instantLayout))
	}
}

// oneOf narrows a column to some values, none for any.
func (c *condition) oneOf(column, mark string, values []string) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	c.add(column+" IN ("+strings.TrimSuffix(strings.Repeat(mark+",", len(args)), ",")+")", args...)
}
