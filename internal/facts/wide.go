package facts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sort"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// maxScores is how many measures of a program stand side by side in
// response_wide; the scores of further ones are in answer only.
const maxScores = 500

// wide knows the columns of response_wide after the fixed ones, and which
// column holds the scores of a measure. A program's measures get columns
// s001.. in the order in which they first meet another one in a response;
// programs share the columns. A file made anew may number them otherwise.
type wide struct {
	order   []wideColumn
	slots   map[uuid.UUID]map[uuid.UUID]int // program -> measure -> slot, from 1
	columns int                             // score columns there are
}

// wideColumn is the column of a declared trait or, where score is not 0, of a
// slot of scores.
type wideColumn struct {
	trait slotKind
	score int
}

// scoreColumn is the column of a slot of scores, s001 to s500.
func scoreColumn(slot int) string { return fmt.Sprintf("s%03d", slot) }

// responses calls do with the answers of each response that has scores of at
// least two measures: with one there is nothing to compare side by side. The
// answers of a response stand together.
func responses(answers []row.Answer, do func([]row.Answer) error) error {
	for from := 0; from < len(answers); {
		to, scored := from, 0
		for ; to < len(answers) && answers[to].Response == answers[from].Response; to++ {
			if answers[to].Score != nil && answers[to].Measure != uuid.Nil {
				scored++
			}
		}
		if scored > 1 {
			if err := do(answers[from:to]); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// declareScores gives measures that are new a column, in transactions of
// their own: a table that was altered takes no rows in the same one.
func (f *file) declareScores(ctx context.Context, answers []row.Answer, places ...place) error {
	return responses(answers, func(of []row.Answer) error {
		for i := range of {
			a := &of[i]
			known := f.enc.wide.slots[a.Program]
			if a.Score == nil || a.Measure == uuid.Nil || known[a.Measure] > 0 || len(known) >= maxScores {
				continue
			}
			if err := f.declareScore(ctx, a.Program, a.Measure, len(known)+1, places); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *file) declareScore(ctx context.Context, program, measure uuid.UUID, slot int, places []place) error {
	w := f.enc.wide
	err := f.transact(ctx, func() error {
		if slot > w.columns {
			if err := f.addColumn(ctx, "response_wide", scoreColumn(slot)+" DOUBLE", places); err != nil {
				return err
			}
		}
		_, err := f.writer.ExecContext(ctx, "INSERT INTO score_slot VALUES (CAST(? AS UUID), CAST(? AS UUID), ?)", idText(program), idText(measure), slot)
		return err
	})
	if err != nil {
		return err
	}
	if slot > w.columns {
		w.columns = slot
		w.order = append(w.order, wideColumn{score: slot})
	}
	if w.slots[program] == nil {
		w.slots[program] = map[uuid.UUID]int{}
	}
	w.slots[program][measure] = slot
	return nil
}

// appendWide appends a row for each response with several scores. A response
// that cannot be stored was set aside with its answers already.
func (f *file) appendWide(to place, answers []row.Answer) error {
	some := responses(answers, func([]row.Answer) error { return errSome })
	if some == nil {
		return nil
	}
	columns := filledBy(answers, wideColumns, f.enc.wide.names())
	return f.appendColumns(to, "response_wide", columns.names, func(a *duckdb.Appender) error {
		var values []driver.Value
		scores := map[int]float64{}
		return responses(answers, func(of []row.Answer) error {
			made, err := f.enc.response(values[:0], of, scores)
			if err != nil {
				return nil //nolint:nilerr // see above
			}
			values = made
			return a.AppendRow(columns.of(values)...)
		})
	})
}

// errSome ends a look for responses at the first one.
var errSome = errors.New("there is one")

// names are the columns after the fixed ones.
func (w *wide) names() []string {
	names := make([]string, len(w.order))
	for i, c := range w.order {
		if names[i] = traitColumn(c.trait.slot); c.score > 0 {
			names[i] = scoreColumn(c.score)
		}
	}
	return names
}

// response appends the values of the columns of one response to buf, or says
// what is wrong with it. Scores is room to work in.
func (e *encoder) response(buf []driver.Value, of []row.Answer, scores map[int]float64) ([]driver.Value, error) {
	clear(scores)
	for i := range of {
		if err := checkAnswer(&of[i]); err != nil {
			return nil, err
		}
		if slot := e.wide.slots[of[i].Program][of[i].Measure]; slot > 0 && of[i].Score != nil {
			scores[slot] = *of[i].Score
		}
	}
	a := &of[0]
	day, month := days(a.At, e.zone)
	buf = append(buf, id(a.Response), id(a.Program), id(a.Survey), id(a.Touchpoint), id(a.Party), id(a.Cluster),
		int16(Bucket(a.Cluster)), a.Known, a.At.UTC(), day, month,
		text(a.Channel), text(a.Language), int16(a.Consent), id(a.Unit), id(a.Account),
		number(a.Value), number(a.Weight), Noise(a.Response), some16(a.Version), some16(int16(a.Flags)))
	return e.wideValues(buf, a.Traits, scores)
}

func (e *encoder) wideValues(buf []driver.Value, traits map[int]any, scores map[int]float64) ([]driver.Value, error) {
	for slot := range traits {
		if e.slots.kind(slot) == "" {
			return nil, undeclared(slot)
		}
	}
	for _, c := range e.wide.order {
		if c.score > 0 {
			if v, ok := scores[c.score]; ok {
				buf = append(buf, v)
			} else {
				buf = append(buf, nil)
			}
			continue
		}
		v := traits[c.trait.slot]
		if v == nil {
			buf = append(buf, nil)
			continue
		}
		dv, err := e.trait(c.trait, v)
		if err != nil {
			return nil, err
		}
		buf = append(buf, dv)
	}
	return buf, nil
}

// Noise is a number in [0, 1) that a response has for ever and that has
// nothing to do with what was answered: the reference for what drivers weigh
// by chance.
func Noise(response uuid.UUID) float64 {
	const bits = 53
	return float64(xxhash.Sum64(response[:])>>(64-bits)) / (1 << bits)
}

// readWide reads the columns of response_wide from a file with these traits.
func readWide(ctx context.Context, conn *sql.Conn, traits *slots) (*wide, error) {
	w := &wide{slots: map[uuid.UUID]map[uuid.UUID]int{}}
	rows, err := conn.QueryContext(ctx, "SELECT program, measure, slot FROM score_slot")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var program, measure uuid.UUID
		var slot int
		if err := rows.Scan(&program, &measure, &slot); err != nil {
			return nil, err
		}
		if w.slots[program] == nil {
			w.slots[program] = map[uuid.UUID]int{}
		}
		w.slots[program][measure] = slot
		w.columns = max(w.columns, slot)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return w, w.readColumns(ctx, conn, traits)
}

func (w *wide) readColumns(ctx context.Context, conn *sql.Conn, traits *slots) error {
	at, err := columnsOf(ctx, conn, "response_wide")
	if err != nil {
		return err
	}
	for _, c := range wideColumns {
		delete(at, c.name)
	}
	names := make([]string, 0, len(at))
	for name := range at {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return at[names[i]] < at[names[j]] })
	for _, name := range names {
		slot, err := strconv.Atoi(name[1:])
		if err != nil {
			return fmt.Errorf("table response_wide has a column %q", name)
		}
		if name[0] == 's' {
			w.order = append(w.order, wideColumn{score: slot})
			continue
		}
		w.order = append(w.order, wideColumn{trait: slotKind{slot, traits.kind(slot)}})
	}
	return nil
}
