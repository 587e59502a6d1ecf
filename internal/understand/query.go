package understand

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
)

// Filter narrows the answers that a figure is made of.
type Filter struct {
	From, To           string // days of the organisation's zone, both included; "" for no bound
	Where              []Pick
	ScoreMin, ScoreMax *float64
	Weighted           bool
	Position           int64 // wait until the facts have come this far
}

// Pick keeps the answers whose value of a key is one of these; "" stands for
// answers without a value.
type Pick struct {
	Key    string
	Values []string
}

// Query asks for a metric by cuts and period.
type Query struct {
	Measure string
	Period  Period
	By      []string
	Filter
	Weighting string // id of the fair weights to use, "" for none
	Limit     int
	Cursor    string
}

// ChangesQuery asks what changed between the last two periods.
type ChangesQuery struct {
	Measure string
	Period  Period
	Running bool
	By      []string
	Cross   bool // by all keys together instead of one after the other
	Filter
	Limit int
}

// maxPickValues bounds what one filter may list.
const maxPickValues = 500

// parseWhere reads KEY:VALUE pairs and gathers the values of a key.
func parseWhere(pairs []string) ([]Pick, error) {
	var picks []Pick
	for _, pair := range pairs {
		key, value, ok := collect.SplitPick(pair)
		if !ok {
			return nil, fault.Invalid("where", "A filter is written KEY:VALUE, for instance channel:email.")
		}
		if _, err := parseCut("where", key); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(picks, func(p Pick) bool { return p.Key == key })
		if i < 0 {
			picks = append(picks, Pick{Key: key})
			i = len(picks) - 1
		}
		if !slices.Contains(picks[i].Values, value) {
			picks[i].Values = append(picks[i].Values, value)
		}
		if len(picks[i].Values) > maxPickValues {
			return nil, fault.Invalid("where", "A filter lists at most 500 values of a key.")
		}
	}
	return picks, nil
}

func optionalNumber(field, s string) (*float64, error) {
	if s == "" {
		return nil, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, fault.Invalid(field, "This must be a number.")
	}
	return &x, nil
}

// dayLayout is a day as it is written in filters.
const dayLayout = "2006-01-02"

// days checks and reads the bounds of a filter; a zero time is no bound.
func (f Filter) days() (from, to time.Time, err error) {
	if from, err = day("from", f.From); err != nil {
		return
	}
	if to, err = day("to", f.To); err != nil {
		return
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		err = fault.Invalid("to", "The last day lies before the first.")
	}
	return
}

func day(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(dayLayout, s)
	if err != nil {
		return time.Time{}, fault.Invalid(field, "A day is written like 2026-11-21.")
	}
	return t, nil
}

// isID tells whether s is an id in its usual form.
func isID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}
