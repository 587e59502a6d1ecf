package collect

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// factRow is a response as the facts are made of it.
type factRow struct {
	N             int64
	ID            string
	ProgramID     string
	At            int64
	Consent       uint8
	CustomerID    *string
	AccountID     *string
	UnitID        *string
	TouchpointKey string
	Channel       string
	Language      string
	Value         *float64
	Weight        *float64
	Document      string

	// Of what came by a survey, as its answering has it.
	SurveyID *string
	Number   int16
	Flags    uint8

	// What people know of who gave it, beside what it says itself.
	party      string // the customer that this one was merged into, "" for itself
	firm       string // the account that this one was merged into, "" for itself
	restricted bool   // nothing of the customer may be made use of
	given      []given

	readings measure.ReasonReadings // of own words, by ReasonsID
}

const selectFacts = `SELECT n, id, r.program_id, at, consent, customer_id, account_id, unit_id, touchpoint_key, channel, r.language, value, weight, document,
	a.survey_id, COALESCE(a.number, 0), COALESCE(a.flags, 0) FROM response r LEFT JOIN answering a ON a.response_id = r.id`

// readFactRows reads the responses that a condition names. It scans by itself:
// every answer that comes in passes here.
func readFactRows(ctx context.Context, q bun.IDB, where string, args ...any) (out []factRow, err error) {
	const doing = "read responses for facts"
	rows, err := q.QueryContext(ctx, selectFacts+where, args...)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, doing)
	}
	defer func() {
		if closing := errors.Join(rows.Err(), rows.Close()); err == nil {
			err = fault.Wrap(closing, fault.CodeUnavailable, doing)
		}
	}()
	for rows.Next() {
		var r factRow
		if err := rows.Scan(&r.N, &r.ID, &r.ProgramID, &r.At, &r.Consent, &r.CustomerID, &r.AccountID, &r.UnitID,
			&r.TouchpointKey, &r.Channel, &r.Language, &r.Value, &r.Weight, &r.Document, &r.SurveyID, &r.Number, &r.Flags); err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, doing)
		}
		out = append(out, r)
	}
	return out, nil
}

// slots are the declared traits of one program by name.
type slots map[string]Trait

// Facts makes the rows of one response: one for each answer to a measure, or a
// single one without measure and score for a response that has none, so that
// texts can be counted too. What people know of who gave it was filled in before
// (peopleKnown); it depends on its arguments only.
func Facts(r factRow, traits slots) ([]row.Answer, error) {
	d, err := readDocument(r.Document)
	if err != nil {
		return nil, err
	}
	out, err := r.facts(nil, len(d.Answers), func(i int) (string, string, *float64) {
		a := &d.Answers[i]
		v, scored := d.Scores[a.Measure]
		if !scored {
			return a.Measure, a.Choice, nil
		}
		return a.Measure, a.Choice, &v
	}, r.withGiven(traitFacts(d.Traits, traits), func(name string) bool { _, said := d.Traits[name]; return said }))
	if err != nil {
		return nil, err
	}
	if out, err = withChosen(out, d); err != nil {
		return nil, err
	}
	return withReasons(out, d, r.Language, r.readings)
}

// facts appends to out what Facts gives of n answers that are at hand; the
// function at tells measure, choice and score of each.
func (r factRow) facts(out []row.Answer, n int, at func(i int) (measure, choice string, score *float64), traits map[int]any) ([]row.Answer, error) {
	base, err := r.base()
	if err != nil {
		return nil, err
	}
	base.Traits = traits
	before := len(out)
	out = slices.Grow(out, max(1, n))
	for i := range n {
		measure, choice, score := at(i)
		if measure == "" || score == nil && choice == "" {
			continue // a text, or a code for no answer
		}
		id, err := uuid.Parse(measure)
		if err != nil {
			return nil, err
		}
		out = append(out, base)
		fact := &out[len(out)-1]
		fact.Measure, fact.Choice, fact.Score = id, choice, score
	}
	if len(out) == before {
		out = append(out, base)
	}
	return out, nil
}

// base is what all answers of a response share. Who answered is the customer,
// or the response itself where none is known; answers of one account stand
// together, else those of one party.
func (r factRow) base() (row.Answer, error) {
	a := row.Answer{
		At: time.UnixMicro(r.At).UTC(), Channel: r.Channel, Language: r.Language, Consent: r.Consent,
		Value: r.Value, Weight: r.Weight, Known: r.CustomerID != nil, Touchpoint: row.TouchpointID(r.TouchpointKey),
		Version: r.Number, Flags: r.Flags,
	}
	party := r.CustomerID
	if r.party != "" {
		party = &r.party
	}
	firm := r.AccountID
	if r.firm != "" {
		firm = &r.firm
	}
	for _, id := range []struct {
		text *string
		into *uuid.UUID
	}{{&r.ID, &a.Response}, {&r.ProgramID, &a.Program}, {party, &a.Party}, {firm, &a.Account}, {r.UnitID, &a.Unit}, {r.SurveyID, &a.Survey}} {
		if id.text == nil {
			continue
		}
		parsed, err := uuid.Parse(*id.text)
		if err != nil {
			return a, err
		}
		*id.into = parsed
	}
	if !a.Known {
		a.Party = a.Response
	}
	a.Cluster = a.Party
	if r.AccountID != nil {
		a.Cluster = a.Account
	}
	return a, nil
}

// traitFacts reads declared traits by their kind; a value that is none of the
// kind is left out.
func traitFacts(values map[string]string, traits slots) map[int]any {
	var out map[int]any
	for name, value := range values {
		t, ok := traits[name]
		if !ok {
			continue
		}
		if fact := t.fact(value); fact != nil {
			if out == nil {
				out = make(map[int]any, len(values))
			}
			out[t.Slot] = fact
		}
	}
	return out
}

// withGiven adds what people know of traits that the response does not speak
// of itself.
func (r factRow) withGiven(out map[int]any, said func(name string) bool) map[int]any {
	for _, g := range r.given {
		if said(g.name) || g.fact == nil {
			continue
		}
		if out == nil {
			out = make(map[int]any, len(r.given))
		}
		out[g.slot] = g.fact
	}
	return out
}

// fact is a value of the trait as facts keep it; nil for none of its kind.
func (t Trait) fact(value string) any {
	if value == "" {
		return nil
	}
	switch t.Kind {
	case "number":
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || v-v != 0 {
			return nil
		}
		return v
	case "date":
		day, err := time.Parse(dateLayout, value)
		if err != nil {
			return nil
		}
		return day
	}
	return value
}
