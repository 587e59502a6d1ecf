package facts

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// wholeRows takes whole responses while a file is made. They go straight into
// response_wide, in one transaction that lasts from piece to piece, so that
// nothing is written twice; their answers are made out of it at the end. They
// lie in the order in which they came.
type wholeRows struct {
	f     *file
	open  bool                             // a transaction
	alone map[uuid.UUID]map[uuid.UUID]bool // measures whose scores stand among the answers, by program
	last  []scoreSlot                      // of the last response: responses of one table have the same measures in the same order
	boxes wholeBoxes

	appenders turns
}

// scoreSlot is a measure whose column is known.
type scoreSlot struct {
	program, measure uuid.UUID
	slot             int // 0 where there is no column left for it
}

// add appends responses and refuses those that cannot be stored. Those that are
// no rows of response_wide, having one score or measures that it has no column
// for, are staged as answers.
func (w *wholeRows) add(ctx context.Context, responses []row.Response, refuse func(*row.Answer, error)) error {
	var several []*row.Response
	var single []row.Answer
	for i := range responses {
		r := &responses[i]
		if r.Scored() < 2 {
			single = append(single, r.Answers()...)
			continue
		}
		if err := checkAnswer(&r.Answer); err != nil {
			refuse(&r.Answer, err)
			continue
		}
		held, err := w.declare(ctx, r)
		switch {
		case err != nil:
			return err
		case held:
			several = append(several, r)
		default:
			single = append(single, r.Answers()...)
		}
	}
	if len(several)+len(single) == 0 {
		return nil
	}
	if err := w.begin(ctx); err != nil {
		return err
	}
	if len(several) > 0 {
		if err := w.append(several, refuse); err != nil {
			return err
		}
	}
	if len(single) == 0 {
		return nil
	}
	if err := w.appenders.settle(); err != nil {
		return err
	}
	if err := w.f.append(staging, "answer", appendAll(alone(single), w.f.enc.answer, refuse)); err != nil {
		return err
	}
	return w.f.appendWide(staging, single)
}

// append appends rows of response_wide.
func (w *wholeRows) append(responses []*row.Response, refuse func(*row.Answer, error)) error {
	layout := w.layoutOf(responses)
	a, err := w.appenders.next(w.f, layout.names)
	if err != nil {
		return err
	}
	for _, r := range responses {
		values, err := w.values(layout, r)
		if err != nil {
			refuse(&r.Answer, err)
			continue
		}
		if err := a.AppendRow(values...); err != nil {
			return err
		}
	}
	return w.appenders.flush()
}

func (w *wholeRows) begin(ctx context.Context) error {
	if w.open {
		return nil
	}
	_, err := w.f.writer.ExecContext(ctx, "BEGIN TRANSACTION")
	w.open = err == nil
	return err
}

// abandon lets go of a file that is thrown away.
func (w *wholeRows) abandon() {
	// What this says does not matter: something else went wrong before.
	_ = w.appenders.close()
}

// end commits what was appended so far.
func (w *wholeRows) end(ctx context.Context) error {
	if !w.open {
		return nil
	}
	w.open = false
	if err := w.appenders.close(); err != nil {
		return err
	}
	if err := w.f.appendWords(); err != nil {
		return err
	}
	_, err := w.f.writer.ExecContext(ctx, "COMMIT")
	w.f.enc.words.keep()
	return err
}

// declare finds the columns of a response's scores. A new measure gets one,
// which ends the transaction first: a table that was altered takes no rows in
// the same one. held tells that all have one.
func (w *wholeRows) declare(ctx context.Context, r *row.Response) (held bool, err error) {
	held = true
	for i, s := range r.Scores {
		if i < len(w.last) && w.last[i].measure == s.Measure && w.last[i].program == r.Program {
			held = held && w.last[i].slot > 0
			continue
		}
		slots := w.f.enc.wide.slots[r.Program]
		if slots[s.Measure] == 0 && s.Measure != uuid.Nil && len(slots) < maxScores {
			if err := w.end(ctx); err != nil {
				return false, err
			}
			if err := w.f.declareScore(ctx, r.Program, s.Measure, len(slots)+1, []place{inFile, staging}); err != nil {
				return false, err
			}
		}
		found := scoreSlot{r.Program, s.Measure, w.f.enc.wide.slots[r.Program][s.Measure]}
		w.last = append(w.last[:i], append([]scoreSlot{found}, w.last[min(i+1, len(w.last)):]...)...)
		if !s.Beside && found.slot > 0 {
			w.standAlone(r.Program, s.Measure)
		}
		held = held && found.slot > 0
	}
	return held, nil
}

func (w *wholeRows) standAlone(program, measure uuid.UUID) {
	if w.alone == nil {
		w.alone = map[uuid.UUID]map[uuid.UUID]bool{}
	}
	if w.alone[program] == nil {
		w.alone[program] = map[uuid.UUID]bool{}
	}
	w.alone[program][measure] = true
}

// finish makes the answers of all responses that were added: of the scores that
// stand among the answers. It comes before other rows are in response_wide.
func (w *wholeRows) finish(ctx context.Context) error {
	if err := w.end(ctx); err != nil {
		return err
	}
	for _, program := range sortedIDs(maps.Keys(w.alone)) {
		for _, measure := range sortedIDs(maps.Keys(w.alone[program])) {
			if err := w.answersOf(ctx, program, measure); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *wholeRows) answersOf(ctx context.Context, program, measure uuid.UUID) error {
	score := scoreColumn(w.f.enc.wide.slots[program][measure])
	var names, values []string
	for _, c := range answerColumns {
		names = append(names, c.name)
		switch c.name {
		case "measure":
			values = append(values, "CAST(? AS UUID)")
		case "score":
			values = append(values, score)
		case "choice":
			values = append(values, "NULL")
		default:
			values = append(values, c.name)
		}
	}
	for _, s := range w.f.enc.slots.order {
		names, values = append(names, traitColumn(s.slot)), append(values, traitColumn(s.slot))
	}
	_, err := w.f.writer.ExecContext(ctx, "INSERT INTO answer ("+strings.Join(names, ", ")+") SELECT "+strings.Join(values, ", ")+
		" FROM response_wide WHERE program = CAST(? AS UUID) AND "+score+" IS NOT NULL", idText(measure), idText(program))
	return err
}

// sortedIDs are ids in an order that does not depend on chance.
func sortedIDs(ids func(func(uuid.UUID) bool)) []uuid.UUID {
	return slices.SortedFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(string(a[:]), string(b[:])) })
}
