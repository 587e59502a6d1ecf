package understand

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Narrow tells collect which responses may match a filter that looks into
// documents: those whose columns do, and those without a value, which a trait
// declared later may be the reason for.
func Narrow(ctx context.Context, facts Source, n collect.Narrow, limit int) (collect.Narrowed, error) {
	var told collect.Narrowed
	c := narrowed(n)
	text := "SELECT id, CAST(instant AS VARCHAR) FROM (SELECT DISTINCT CAST(response AS VARCHAR) AS id, instant FROM answer WHERE " + c.sql() +
		") v ORDER BY instant DESC, id DESC LIMIT " + strconv.Itoa(limit)
	err := facts.View(ctx, 0, func(ctx context.Context, s Snapshot) error {
		position, _ := s.AsOf()
		told.Known = log.Position(position)
		err := each(ctx, s, text, c.args, func(r Rows) error {
			var id, at string
			if err := r.Scan(&id, &at); err != nil {
				return err
			}
			t, err := time.Parse(instantLayout, at)
			told.Found = append(told.Found, collect.Candidate{At: t.UnixMicro(), ID: id})
			return err
		})
		if err != nil {
			return err
		}
		return each(ctx, s, "SELECT id FROM reject", nil, func(r Rows) error {
			var id string
			if err := r.Scan(&id); err != nil {
				return err
			}
			if isID(id) { // else it is a row of the log
				told.Also = append(told.Also, id)
			}
			return nil
		})
	})
	return told, fault.Wrap(err, fault.CodeInternal, "narrow the list of answers")
}

// instantLayout is how the engines write a TIMESTAMP, and read one.
const instantLayout = "2006-01-02 15:04:05.999999"

func narrowed(n collect.Narrow) *condition {
	c := &condition{}
	c.add("1 = 1")
	if n.Measure != "" {
		if !isID(n.Measure) {
			c.add("1 = 0")
			return c
		}
		c.add("measure = CAST(? AS UUID)", n.Measure)
		c.scores(n.ScoreMin, n.ScoreMax)
	}
	for _, t := range n.Traits {
		k := trait{slot: t.Slot, kind: cutKind(t.Kind)}.cut()
		marks := strings.TrimSuffix(strings.Repeat(k.mark()+",", len(t.Values)), ",")
		args := []any{t.Program}
		for _, v := range t.Values {
			if k.kind == cutNumber {
				x, err := strconv.ParseFloat(v, 64)
				if err != nil {
					continue // canonical: it is one
				}
				args = append(args, x)
				continue
			}
			args = append(args, v)
		}
		in := fmt.Sprintf("%s IN (%s)", k.column, marks)
		if k.kind == cutText {
			in = fmt.Sprintf("%s IN (SELECT code FROM trait_value WHERE slot = %d AND value IN (%s))", k.column, k.slot, marks)
		}
		c.add("program = CAST(? AS UUID) AND ("+k.column+" IS NULL OR "+in+")", args...)
	}
	if n.Before != nil {
		at := time.UnixMicro(n.Before.At).UTC().Format(instantLayout)
		c.add("(instant < CAST(? AS TIMESTAMP) OR (instant = CAST(? AS TIMESTAMP) AND CAST(response AS VARCHAR) < ?))", at, at, n.Before.ID)
	}
	return c
}
