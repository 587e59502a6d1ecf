package facts

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"time"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// Buckets is the number of groups that clusters are hashed into, for the
// delete-a-group jackknife.
const Buckets = 64

// Bucket is the group of a cluster, 0 to 63: xxhash64 of its 16 bytes mod 64.
func Bucket(cluster uuid.UUID) int { return int(xxhash.Sum64(cluster[:]) % Buckets) }

// The years that a row may have; outside them a date is a mistake, and DuckDB
// and PostgreSQL begin to differ.
const firstYear, lastYear = 1000, 9999

// encoder turns rows into the values of a file's columns. It is used by one
// goroutine at a time.
type encoder struct {
	zone  *time.Location
	slots *slots
	words *dictionary
	wide  *wide
}

// answer appends the values of a's columns to buf, or says what is wrong with
// the row. Codes it gives to new texts are kept even if the row is refused.
func (e *encoder) answer(buf []driver.Value, a *row.Answer) ([]driver.Value, error) {
	if err := checkAnswer(a); err != nil {
		return nil, err
	}
	day, month := days(a.At, e.zone)
	buf = append(buf, id(a.Response), id(a.Program), id(a.Survey), id(a.Measure), id(a.Touchpoint),
		id(a.Party), id(a.Cluster), int16(Bucket(a.Cluster)), a.Known,
		a.At.UTC(), day, month,
		number(a.Score), text(a.Choice), text(a.Channel), text(a.Language),
		int16(a.Consent), id(a.Unit), id(a.Account), number(a.Value), number(a.Weight),
		some16(a.Version), some16(int16(a.Flags)))
	return e.traits(buf, a.Traits)
}

// traits appends a value for each declared slot, in the order of the columns.
func (e *encoder) traits(buf []driver.Value, values map[int]any) ([]driver.Value, error) {
	used := 0
	for _, s := range e.slots.order {
		v, ok := values[s.slot]
		if !ok || v == nil {
			if ok {
				used++
			}
			buf = append(buf, nil)
			continue
		}
		used++
		dv, err := e.trait(s, v)
		if err != nil {
			return nil, err
		}
		buf = append(buf, dv)
	}
	if used < len(values) {
		for slot := range values {
			if e.slots.kind(slot) == "" {
				return nil, undeclared(slot)
			}
		}
	}
	return buf, nil
}

func (e *encoder) trait(s slotKind, v any) (driver.Value, error) {
	switch s.kind {
	case row.Text:
		t, ok := v.(string)
		if !ok || !utf8.ValidString(t) {
			return nil, wrongTrait(s, v)
		}
		if t == "" {
			return nil, nil
		}
		return e.words.code(s.slot, t), nil
	case row.Number:
		f, ok := v.(float64)
		if !ok || !finite(f) {
			return nil, wrongTrait(s, v)
		}
		return f, nil
	case row.Date:
		d, ok := v.(time.Time)
		if !ok || checkTime(d) != nil {
			return nil, wrongTrait(s, v)
		}
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC), nil
	}
	return nil, wrongTrait(s, v)
}

func undeclared(slot int) error { return fmt.Errorf("trait slot %d is not declared", slot) }

func wrongTrait(s slotKind, v any) error {
	return fmt.Errorf("trait slot %d holds a %s, not this %T", s.slot, s.kind, v)
}

func (e *encoder) event(buf []driver.Value, v *row.Event) ([]driver.Value, error) {
	if v.ID == uuid.Nil {
		return nil, errors.New("the event has no id")
	}
	if err := errors.Join(checkTime(v.At), checkText("name", v.Name), checkText("properties", v.Properties)); err != nil {
		return nil, err
	}
	day, month := days(v.At, e.zone)
	return append(buf, id(v.ID), v.At.UTC(), day, month, text(v.Name),
		id(v.Party), id(v.Cluster), int16(Bucket(v.Cluster)), id(v.Account), id(v.Unit), id(v.Touchpoint), text(v.Properties)), nil
}

func checkAnswer(a *row.Answer) error {
	if a.Response == uuid.Nil {
		return errors.New("the answer belongs to no response")
	}
	if a.Party == uuid.Nil || a.Cluster == uuid.Nil {
		return errors.New("the answer has no party or no cluster")
	}
	return errors.Join(checkNumber("score", a.Score), checkNumber("value", a.Value), checkNumber("weight", a.Weight), checkTime(a.At), checkText("choice", a.Choice), checkText("channel", a.Channel), checkText("language", a.Language))
}

func checkTime(t time.Time) error {
	if y := t.UTC().Year(); y < firstYear || y > lastYear {
		return fmt.Errorf("the year %d is out of range", y)
	}
	return nil
}

func checkNumber(name string, v *float64) error {
	if v != nil && !finite(*v) {
		return fmt.Errorf("the %s is not a finite number", name)
	}
	return nil
}

func checkText(name, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("the %s is not valid UTF-8", name)
	}
	return nil
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// days are the day and the first day of the month of t in the zone, as dates.
func days(t time.Time, zone *time.Location) (day, month time.Time) {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}

func id(u uuid.UUID) driver.Value {
	if u == uuid.Nil {
		return nil
	}
	return duckdb.UUID(u)
}

// idText is id where a statement binds it: the driver binds UUIDs as text only.
func idText(u uuid.UUID) any {
	if u == uuid.Nil {
		return nil
	}
	return u.String()
}

func number(f *float64) driver.Value {
	if f == nil {
		return nil
	}
	return *f
}

func text(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

func some16(v int16) driver.Value {
	if v == 0 {
		return nil
	}
	return v
}
