package facts

import (
	"database/sql/driver"
	"errors"
	"math"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// wholeLayout are the columns of response_wide that some responses need. A
// column that all of them leave empty is not named: an empty value costs as
// much as any other.
type wholeLayout struct {
	names    []string
	optional []optionalColumn // after the fixed ones
	first    int              // place of the first trait or score
	traits   [row.MaxSlot + 1]int
	scores   [maxScores + 1]int // by slot, the place from first on; -1 for none
}

// fixedWhole are the columns that every response fills.
var fixedWhole = []string{"response", "program", "party", "cluster", "bucket", "known", "instant", "day", "month", "consent", "noise"}

// optionalColumn is a column that few tables fill.
type optionalColumn struct {
	name  string
	value func(a *row.Answer) driver.Value
}

var optionalWhole = []optionalColumn{
	{"survey", func(a *row.Answer) driver.Value { return id(a.Survey) }},
	{"touchpoint", func(a *row.Answer) driver.Value { return id(a.Touchpoint) }},
	{"channel", func(a *row.Answer) driver.Value { return text(a.Channel) }},
	{"language", func(a *row.Answer) driver.Value { return text(a.Language) }},
	{"unit", func(a *row.Answer) driver.Value { return id(a.Unit) }},
	{"account", func(a *row.Answer) driver.Value { return id(a.Account) }},
	{"value", func(a *row.Answer) driver.Value { return number(a.Value) }},
	{"weight", func(a *row.Answer) driver.Value { return number(a.Weight) }},
	{"version", func(a *row.Answer) driver.Value { return some16(a.Version) }},
	{"flags", func(a *row.Answer) driver.Value { return some16(int16(a.Flags)) }},
}

// layoutOf finds the columns that responses need.
func (w *wholeRows) layoutOf(responses []*row.Response) *wholeLayout {
	l := &wholeLayout{names: append([]string{}, fixedWhole...)}
	for _, c := range optionalWhole {
		for _, r := range responses {
			if c.value(&r.Answer) != nil {
				l.names, l.optional = append(l.names, c.name), append(l.optional, c)
				break
			}
		}
	}
	l.first = len(l.names)
	for i := range l.traits {
		l.traits[i] = -1
	}
	for i := range l.scores {
		l.scores[i] = -1
	}
	for i, c := range w.f.enc.wide.order {
		if c.score > 0 {
			l.names, l.scores[c.score] = append(l.names, scoreColumn(c.score)), i
			continue
		}
		l.names, l.traits[c.trait.slot] = append(l.names, traitColumn(c.trait.slot)), i
	}
	return l
}

// values are those of a response's columns, in room that the next one uses again.
func (w *wholeRows) values(l *wholeLayout, r *row.Response) ([]driver.Value, error) {
	b := &w.boxes
	response := id(r.Response)
	party := response
	if r.Party != r.Response {
		party = id(r.Party)
	}
	cluster := party
	if r.Cluster != r.Party {
		cluster = id(r.Cluster)
	}
	day, month := b.days(r.At, w.f.enc.zone)
	buf := append(b.room[:0], response, b.id(r.Program), party, cluster, int16(Bucket(r.Cluster)), r.Known,
		r.At.UTC(), day, month, int16(r.Consent), Noise(r.Response))
	for _, c := range l.optional {
		buf = append(buf, c.value(&r.Answer))
	}
	for range w.f.enc.wide.order {
		buf = append(buf, nil)
	}
	b.room = buf
	rest := buf[l.first:]
	for _, v := range r.Values {
		if v.Slot < 1 || v.Slot > row.MaxSlot || l.traits[v.Slot] < 0 {
			return nil, undeclared(v.Slot)
		}
		at := l.traits[v.Slot]
		if v.Value == nil {
			continue
		}
		value, err := w.f.enc.trait(w.f.enc.wide.order[at].trait, v.Value)
		if err != nil {
			return nil, err
		}
		rest[at] = value
	}
	for i, s := range r.Scores {
		switch {
		case math.IsNaN(s.Score):
		case math.IsInf(s.Score, 0):
			return nil, errNotFinite
		default:
			rest[l.scores[w.slot(i, r.Program, s.Measure)]] = b.score(s.Score)
		}
	}
	return buf, nil
}

var errNotFinite = errors.New("a score is not a finite number")

// slot is the column of the i-th score of a response.
func (w *wholeRows) slot(i int, program, measure uuid.UUID) int {
	if i < len(w.last) && w.last[i].measure == measure && w.last[i].program == program {
		return w.last[i].slot
	}
	return w.f.enc.wide.slots[program][measure]
}

// wholeBoxes keep values that come again and again as the driver takes them.
type wholeBoxes struct {
	room    []driver.Value
	program uuid.UUID
	boxed   driver.Value
	scores  [101]driver.Value // of whole numbers from 0
	dates   map[time.Time][2]driver.Value
}

func (b *wholeBoxes) id(program uuid.UUID) driver.Value {
	if b.boxed == nil || b.program != program {
		b.program, b.boxed = program, id(program)
	}
	return b.boxed
}

func (b *wholeBoxes) score(x float64) driver.Value {
	if x < 0 || x >= float64(len(b.scores)) || x != math.Trunc(x) {
		return x
	}
	if b.scores[int(x)] == nil {
		b.scores[int(x)] = x
	}
	return b.scores[int(x)]
}

// mostDates bounds the dates that are kept.
const mostDates = 10_000

func (b *wholeBoxes) days(at time.Time, zone *time.Location) (day, month driver.Value) {
	y, m, d := at.In(zone).Date()
	of := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if found, ok := b.dates[of]; ok {
		return found[0], found[1]
	}
	if b.dates == nil || len(b.dates) >= mostDates {
		b.dates = map[time.Time][2]driver.Value{}
	}
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	b.dates[of] = [2]driver.Value{of, first}
	return of, first
}
