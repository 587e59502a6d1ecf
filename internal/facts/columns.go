package facts

import (
	"database/sql/driver"
	"errors"
	"reflect"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// filled are the columns of a table that some row of a batch fills. The others
// are not named to the engine: an empty value costs as much as any other.
type filled struct {
	names []string
	at    []int // their places among all columns
	room  []driver.Value
}

// of picks the values of these columns out of those of all; they are good until
// the next call.
func (c *filled) of(values []driver.Value) []driver.Value {
	c.room = c.room[:0]
	for _, i := range c.at {
		c.room = append(c.room, values[i])
	}
	return c.room
}

// filledBy finds the columns that answers fill, of the fixed ones of a table
// and those that follow them, of which all are named.
func filledBy(answers []row.Answer, fixed []column, more []string) *filled {
	empty := emptyIn(answers)
	c := &filled{}
	for i, f := range fixed {
		if !empty[f.name] {
			c.names, c.at = append(c.names, f.name), append(c.at, i)
		}
	}
	for i, name := range more {
		c.names, c.at = append(c.names, name), append(c.at, len(fixed)+i)
	}
	return c
}

// emptyIn are the columns that no answer fills.
func emptyIn(answers []row.Answer) map[string]bool {
	var some row.Answer
	for i := range answers {
		a := &answers[i]
		for _, id := range [...]struct{ seen, here *uuid.UUID }{
			{&some.Survey, &a.Survey}, {&some.Touchpoint, &a.Touchpoint}, {&some.Unit, &a.Unit}, {&some.Account, &a.Account},
		} {
			if *id.here != uuid.Nil {
				*id.seen = *id.here
			}
		}
		some.Choice, some.Channel, some.Language = max(some.Choice, a.Choice), max(some.Channel, a.Channel), max(some.Language, a.Language)
		if a.Value != nil {
			some.Value = a.Value
		}
		if a.Weight != nil {
			some.Weight = a.Weight
		}
		some.Version, some.Flags = max(some.Version, a.Version), some.Flags|a.Flags
	}
	return map[string]bool{
		"survey": some.Survey == uuid.Nil, "touchpoint": some.Touchpoint == uuid.Nil, "unit": some.Unit == uuid.Nil, "account": some.Account == uuid.Nil,
		"choice": some.Choice == "", "channel": some.Channel == "", "language": some.Language == "",
		"value": some.Value == nil, "weight": some.Weight == nil,
		"version": some.Version == 0, "flags": some.Flags == 0,
	}
}

// appendAnswers appends answers; what cannot be stored goes to refuse.
func (f *file) appendAnswers(to place, answers []row.Answer, refuse func(*row.Answer, error)) error {
	var traits []string
	for _, s := range f.enc.slots.order {
		traits = append(traits, traitColumn(s.slot))
	}
	columns := filledBy(answers, answerColumns, traits)
	return f.appendColumns(to, "answer", columns.names, func(a *duckdb.Appender) error {
		one := answerValues{enc: &f.enc}
		for i := range answers {
			values, err := one.of(&answers[i])
			if err != nil {
				refuse(&answers[i], err)
				continue
			}
			if err := a.AppendRow(columns.of(values)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// The places among answerColumns in which answers of one response differ.
const (
	measurePlace = 3
	scorePlace   = 12
	choicePlace  = 13
)

// answerValues makes the values of one answer after another. Answers of one
// response stand together and share most of them.
type answerValues struct {
	enc    *encoder
	last   *row.Answer // whose values these are; nil for none
	values []driver.Value
}

// of gives the values of a's columns, good until the next call.
func (v *answerValues) of(a *row.Answer) ([]driver.Value, error) {
	if v.last == nil || !alike(v.last, a) {
		v.last = nil
		values, err := v.enc.answer(v.values[:0], a)
		if err == nil {
			v.last, v.values = a, values
		}
		return values, err
	}
	if err := errors.Join(checkNumber("score", a.Score), checkText("choice", a.Choice)); err != nil {
		return nil, err
	}
	v.values[measurePlace], v.values[scorePlace], v.values[choicePlace] = id(a.Measure), number(a.Score), text(a.Choice)
	return v.values, nil
}

// alike tells that two answers have all in common but measure, score and choice.
func alike(a, b *row.Answer) bool {
	return a.Response == b.Response && a.Program == b.Program && a.Survey == b.Survey && a.Touchpoint == b.Touchpoint &&
		a.Party == b.Party && a.Cluster == b.Cluster && a.Unit == b.Unit && a.Account == b.Account && a.At.Equal(b.At) &&
		a.Channel == b.Channel && a.Language == b.Language && a.Consent == b.Consent && a.Known == b.Known &&
		a.Value == b.Value && a.Weight == b.Weight &&
		a.Version == b.Version && a.Flags == b.Flags && sameTraits(a.Traits, b.Traits)
}

// sameTraits tells that two maps are one and the same.
func sameTraits(a, b map[int]any) bool {
	return reflect.ValueOf(a).UnsafePointer() == reflect.ValueOf(b).UnsafePointer()
}
