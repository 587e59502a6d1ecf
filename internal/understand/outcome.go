package understand

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// OutcomeInfo is what happened to customers: left, renewed, spent.
type OutcomeInfo struct {
	Key   string `json:"key" doc:"Id of a measure, or t5 for a declared trait"`
	Label string `json:"label"`
	Event string `json:"event" doc:"Of a trait that is a text: the value that counts as 1, all others as 0; else empty"`
	Unit  string `json:"unit" enum:"points,share,score,number" doc:"What it is counted in: a share where it happened or not"`
}

// outcome is an outcome with where its rows are.
type outcome struct {
	info   OutcomeInfo
	table  string // answer or response_wide
	score  string // column of the score
	expr   string // the outcome of a row
	column string // that it is made of
	cond   *condition
}

// whatHappened are the values of a text that say that it did, in lower case.
var whatHappened = []string{"yes", "true", "1", "y", "oui", "vrai", "left", "churned", "lost", "attrited", "attrited customer"}

// outcome finds the outcome that is asked for, or the one there is; nil where
// there is none. It is a measure of the same responses, or a declared trait:
// KEY or KEY:VALUE with the value that counts as 1.
func (q *inquiry) outcome(ctx context.Context, wanted string, cond *condition) (*outcome, error) {
	if isID(wanted) || wanted == "" {
		o, err := q.measuredOutcome(ctx, wanted)
		if err != nil || o != nil {
			return o, err
		}
		if wanted != "" {
			return nil, fault.Invalid("outcome", "The outcome is another measure of the program that was answered together with the score.")
		}
		if q.service.o.Outcomes == nil {
			return nil, nil
		}
		keys, err := q.service.o.Outcomes(ctx, q.measure.ProgramID)
		if err != nil || len(keys) == 0 {
			return nil, fault.Wrap(err, fault.CodeInternal, "look for outcomes")
		}
		o, err = q.traitOutcome(ctx, keys[0], cond)
		if fault.Is(err, fault.CodeInvalid) { // not one of those that can be guessed
			return nil, nil
		}
		return o, err
	}
	return q.traitOutcome(ctx, wanted, cond)
}

// measuredOutcome is a measure in response_wide: the one that is wanted, or the
// first by name whose intent is an outcome.
func (q *inquiry) measuredOutcome(ctx context.Context, wanted string) (*outcome, error) {
	slots, err := q.slots(ctx)
	if err != nil || slots[q.measure.ID] == "" {
		return nil, err
	}
	var found *measured
	for _, id := range sortedKeys(slots) {
		if id == q.measure.ID || wanted != "" && id != wanted {
			continue
		}
		m, err := q.service.o.Measures.Measure(ctx, id)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find an outcome")
		}
		if (wanted == id || m.Intent == measure.Outcome) && (found == nil || m.Name < found.Name) {
			found = &measured{m}
		}
	}
	if found == nil {
		return nil, nil
	}
	a := &analysis{snap: q.snap, query: driverQuery{score: slots[q.measure.ID]}}
	if err := q.wide(ctx, a); err != nil {
		return nil, err
	}
	column := slots[found.ID]
	return &outcome{info: OutcomeInfo{Key: found.ID, Label: found.Name, Unit: found.kind().Unit()}, table: "response_wide", score: slots[q.measure.ID],
		expr: strings.ReplaceAll(found.contributionSQL(), "score", column), column: column, cond: a.cond.with(column + " IS NOT NULL")}, nil
}

// traitOutcome is a declared trait: a number, or a text with the value that
// counts as 1.
func (q *inquiry) traitOutcome(ctx context.Context, wanted string, cond *condition) (*outcome, error) {
	key, event, _ := strings.Cut(wanted, ":")
	k, err := q.traits.resolve("outcome", key)
	if err != nil {
		return nil, err
	}
	o := &outcome{info: OutcomeInfo{Key: k.key, Label: k.label, Unit: "number"}, table: "answer", score: "score", expr: k.column, column: k.column, cond: cond.with(k.column + " IS NOT NULL")}
	switch k.kind {
	case cutNumber:
		return o, nil
	case cutText:
		code, value, err := q.eventOf(ctx, k, event)
		o.info.Event, o.info.Unit, o.expr = value, "share", fmt.Sprintf("CASE WHEN %s = %s THEN 1.0 ELSE 0.0 END", k.column, code)
		return o, err
	}
	return nil, fault.Invalid("outcome", "An outcome is a measure, or a declared trait that is a number or a text.")
}

// eventOf finds the code of the value that counts as 1.
func (q *inquiry) eventOf(ctx context.Context, k cut, event string) (code, value string, err error) {
	l, err := q.service.loadLabels(ctx, q.snap, []cut{k}, nil)
	if err != nil {
		return "", "", err
	}
	for _, found := range sortedKeys(l.codes[k.slot]) {
		v := l.codes[k.slot][found]
		if v == event || event == "" && slices.Contains(whatHappened, strings.ToLower(v)) {
			return found, v, nil
		}
	}
	return "", "", fault.Invalid("outcome", "Say which value counts, for instance "+k.key+":Yes.")
}
