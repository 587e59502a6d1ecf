package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/text"
)

// The spaces and signs of figures.
const (
	noBreak   = "\u00a0"
	thinBreak = "\u202f" // between groups of three digits in French
	minusSign = "\u2212"
	dash      = "\u2013"
)

// num writes a number as the language does, with so many decimals.
func (w words) num(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	group, point := ",", "."
	if w.language == "fr" {
		group, point = thinBreak, ","
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if fraction != "" {
		whole += point + fraction
	}
	if v < 0 && strings.Trim(text, "0.") != "" {
		return minusSign + whole
	}
	return whole
}

func (w words) count(n int64) string { return w.num(float64(n), 0) }

// percent writes a share of 0 to 1.
func (w words) percent(v float64, decimals int) string {
	return w.num(100*v, decimals) + noBreak + "%"
}

// signed writes a difference.
func (w words) signed(v float64, decimals int) string {
	text := w.num(v, decimals)
	if v > 0 && strings.Trim(text, "0.,") != "" {
		return "+" + text
	}
	return text
}

// day writes a date with the name of its month, which no reader takes for another.
func (w words) day(t time.Time) string {
	if w.language != "fr" {
		return text.Day("en", t)
	}
	return text.Day("fr", t)
}

// A figure is written as finely as its interval allows: a digit more than its
// half width has before its first.
func decimals(unit string, v Interval) int {
	if v.Low == nil || v.High == nil {
		if unit == "score" {
			return 2
		}
		return 0
	}
	half := (*v.High - *v.Low) / 2
	if unit == "share" {
		half *= 100
	}
	switch {
	case unit == "score" && half < 1:
		return 2
	case half < 2:
		return 1
	}
	return 0
}

// figure writes a value of a unit: points, share, percent or score.
func (w words) figure(unit string, v float64, places int) string {
	switch unit {
	case "share":
		return w.percent(v, places)
	case "percent":
		return w.num(v, places) + noBreak + "%"
	}
	return w.num(v, places)
}

// change writes a difference in a unit.
func (w words) change(unit string, v float64, places int) string {
	if unit == "share" {
		v *= 100
	}
	return w.signed(v, places)
}

// shown is an interval as people read it.
type shown struct {
	Value, Low, High string
	Known            bool // there is an interval
}

func (w words) interval(unit string, v Interval) shown {
	places := decimals(unit, v)
	out := shown{Value: dash, Low: dash, High: dash}
	if v.Value != nil {
		out.Value = w.figure(unit, *v.Value, places)
	}
	if v.Low != nil && v.High != nil {
		out.Low, out.High, out.Known = w.figure(unit, *v.Low, places), w.figure(unit, *v.High, places), true
	}
	return out
}

// difference is an interval of a difference.
func (w words) difference(unit string, v Interval) shown {
	places := decimals(unit, v)
	out := shown{Value: dash, Low: dash, High: dash}
	if v.Value != nil {
		out.Value = w.change(unit, *v.Value, places)
	}
	if v.Low != nil && v.High != nil {
		out.Low, out.High, out.Known = w.change(unit, *v.Low, places), w.change(unit, *v.High, places), true
	}
	return out
}

// chance writes a p or q value.
func (w words) chance(q *float64) string {
	switch {
	case q == nil:
		return dash
	case *q < .001:
		return "<" + noBreak + w.num(.001, 3)
	case *q < .1:
		return w.num(*q, 3)
	}
	return w.num(*q, 2)
}
