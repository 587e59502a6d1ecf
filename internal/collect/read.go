package collect

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/text"
)

// reader reads rows by a plan. It counts rows that are equal, or have one key,
// so it must be given every row of the file in order.
type reader struct {
	plan plan
	zone *time.Location
	now  time.Time
	seen met
	// scored has by column the answers of cells that were read before: scales
	// have few points. Their scores are shared and never written to.
	scored []map[string]Answer
	// spare, where there is one, hears of a cell that cannot be read and says
	// whether the rest of its row is taken all the same.
	spare func(column int, why *Reject) bool
}

func newReader(p plan, now time.Time) *reader {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC // the zone's name came from a loaded one
	}
	return &reader{plan: p, zone: zone, now: now, seen: met{}, scored: make([]map[string]Answer, len(p.Columns))}
}

// readRow is a row of a file as it will be kept, or why it will not be.
type readRow struct {
	number int64
	cells  []string
	entry  *entry
	key    string       // recognises the row in its source
	events []*happening // of a file of events, in the place of entry
	party  *partyEntry  // of a file of customers or accounts, likewise
	reject *Reject
}

// read reads one row.
func (r *reader) read(in table.Row) readRow {
	out := readRow{number: in.Number, cells: in.Cells}
	if in.Reject != nil {
		out.reject = r.rejectOf(in.Reject)
		return out
	}
	if out.key, out.reject = r.keyOf(in); out.reject != nil {
		return out
	}
	if r.plan.Kind.ofParties() {
		out.party, out.reject = r.partyOf(in)
		return out
	}
	if r.plan.Kind == KindEvents {
		out.events, out.reject = r.eventsOf(in, out.key)
		return out
	}
	out.entry, out.reject = r.entryOf(in)
	return out
}

// skip counts a row that an earlier run has dealt with.
func (r *reader) skip(in table.Row) {
	if in.Reject == nil {
		r.keyOf(in)
	}
}

func (r *reader) rejectOf(in *table.Reject) *Reject {
	out := &Reject{Row: in.Row, Key: string(in.Reason), Reason: in.Message(), Value: in.Value}
	if in.Column >= 0 && in.Column < len(r.plan.Columns) {
		out.Column = r.plan.Columns[in.Column].Name
	}
	return out
}

// keyOf is what recognises the row: its key column, or the hash of its cells
// with its number among equal rows.
func (r *reader) keyOf(in table.Row) (string, *Reject) {
	if r.plan.Key < 0 {
		d := digester{}
		d.text(in.Cells...)
		h := sha256.Sum256(d.buf)
		return "#" + base64.RawStdEncoding.EncodeToString(h[:16]) + "." + strconv.Itoa(r.seen.count(h)), nil
	}
	c := &r.plan.Columns[r.plan.Key]
	key := clean(in.Cells[r.plan.Key])
	switch {
	case key == "":
		return "", c.reject(in.Number, "", "key.missing", "The row has no key, so it could not be recognised when it comes again.")
	case len(key) > 500:
		return "", c.reject(in.Number, key, "key.too_long", "The key is longer than 500 bytes.")
	}
	met := key
	if r.plan.Kind.ofParties() && r.plan.Time >= 0 { // once a date
		met += "\x00" + strings.TrimSpace(in.Cells[r.plan.Time])
	}
	if r.seen.count(sha256.Sum256([]byte(met))) > 1 {
		return "", c.reject(in.Number, key, "key.twice", "An earlier row of the file has the same key.")
	}
	return "=" + key, nil
}

func (c *planColumn) reject(row int64, cell, key, message string) *Reject {
	return &Reject{Row: row, Column: c.Name, Value: cut(cell, 200), Key: key, Reason: message}
}

// entryOf reads the cells by their columns.
func (r *reader) entryOf(in table.Row) (*entry, *Reject) {
	e := &entry{answers: make([]Answer, 0, len(r.plan.Columns)/2), program: r.plan.Program, channel: r.plan.Channel, language: r.plan.Language, consent: ConsentFirm}
	e.at = r.plan.DefaultTime.UnixMicro()
	for i := range r.plan.Columns {
		c := &r.plan.Columns[i]
		if c.Role == RoleIgnore || c.Role == RoleKey {
			continue
		}
		cell := strings.TrimSpace(in.Cells[i])
		none := c.isNone(cell)
		if cell == "" || none {
			if none && c.Measure != "" {
				e.answers = append(e.answers, Answer{MeasureID: c.Measure, Question: c.Question, Raw: cut(cleanText(cell), 200)})
			}
			if reject := r.missing(i, in.Number); reject != nil {
				return nil, reject
			}
			continue
		}
		if reject := r.cell(e, i, c, cleanText(cell), in.Number); reject != nil && (r.spare == nil || !r.spare(i, reject)) {
			return nil, reject
		}
	}
	if e.customer != "" {
		e.consent = r.plan.Consent
	}
	sortTraits(e.traits)
	return e, nil
}

// missing: a row without a time is taken only where a day was named for such.
func (r *reader) missing(i int, row int64) *Reject {
	if i != r.plan.Time || !r.plan.DefaultTime.IsZero() {
		return nil
	}
	return r.plan.Columns[i].reject(row, "", "time.missing", "The row does not say when the answer was given.")
}

// isNone tells whether the cell is one of the column's codes for no answer:
// the same text, or the same number.
func (c *planColumn) isNone(cell string) bool {
	if len(c.None) == 0 || cell == "" {
		return false
	}
	v, isNumber := table.ParseNumber(cell, c.Mark)
	for _, code := range c.None {
		if strings.EqualFold(strings.TrimSpace(code), cell) {
			return true
		}
		if w, ok := table.ParseNumber(code, c.Mark); ok && isNumber && v == w {
			return true
		}
	}
	return false
}

func (r *reader) cell(e *entry, i int, c *planColumn, cell string, row int64) *Reject {
	switch c.Role {
	case RoleScore:
		return r.score(e, i, c, cell, row)
	case RoleText:
		if len(cell) > maxText {
			return c.reject(row, cell, "text.too_long", "The text is longer than 64 KiB.")
		}
		e.answers = append(e.answers, Answer{Question: c.Question, Text: cell})
	case RoleTime:
		return r.time(e, i, c, cell, row)
	case RoleCustomer, RoleAccount, RoleUnit:
		return c.who(e, cell, row)
	case RoleChannel:
		e.channel = cut(cell, 60)
	case RoleLanguage:
		e.language = languageCode(cell)
	case RoleWeight, RoleValue:
		return c.amount(e, cell, row)
	case RoleSegment:
		return c.trait(e, cell, row)
	case RoleOutcome:
		if reject := c.trait(e, cell, row); reject != nil || c.Measure == "" {
			return reject
		}
		return c.score(e, cell, row)
	}
	return nil
}

// maxScored bounds the cells of a column that are kept.
const maxScored = 256

// score is planColumn.score, once for equal cells.
func (r *reader) score(e *entry, i int, c *planColumn, cell string, row int64) *Reject {
	if a, known := r.scored[i][cell]; known {
		e.answers = append(e.answers, a)
		return nil
	}
	if reject := c.score(e, cell, row); reject != nil {
		return reject
	}
	if r.scored[i] == nil {
		r.scored[i] = map[string]Answer{}
	}
	if len(r.scored[i]) < maxScored {
		r.scored[i][strings.Clone(cell)] = e.answers[len(e.answers)-1]
	}
	return nil
}

func (c *planColumn) score(e *entry, cell string, row int64) *Reject {
	v, ok := c.Scale.ScoreOf(cell)
	if !ok {
		v, ok = table.ParseNumber(cell, c.Mark)
		ok = ok && c.Scale.Contains(v)
	}
	if !ok {
		return c.reject(row, cell, "score.off_scale", "This is no score of the scale from "+number(c.Scale.Min)+" to "+number(c.Scale.Max)+"; if it means no answer, add it to the column's codes.")
	}
	a := Answer{MeasureID: c.Measure, Question: c.Question, Score: &v, Choice: c.Scale.LabelOf(v)}
	if cell != a.Choice && cell != number(v) {
		a.Raw = cut(cell, 200)
	}
	e.answers = append(e.answers, a)
	return nil
}

func (r *reader) time(e *entry, i int, c *planColumn, cell string, row int64) *Reject {
	t, _, ok := table.ParseTime(cell, c.Order, r.zone)
	if !ok {
		return c.reject(row, cell, "time.unreadable", "This cannot be read as a date with the "+orderWords(c.Order)+" first.")
	}
	if i != r.plan.Time {
		e.traits = append(e.traits, traitValue{c.Trait, t.In(r.zone).Format(dateLayout)})
		return nil
	}
	if t.After(r.now.Add(clientAhead)) {
		return c.reject(row, cell, "response.future", "This lies more than a day in the future.")
	}
	e.at, e.atGiven = t.UnixMicro(), true
	return nil
}

func orderWords(o table.Order) string {
	if o == table.MonthFirst {
		return "month"
	}
	return "day"
}

func (c *planColumn) who(e *entry, cell string, row int64) *Reject {
	if len(cell) > 200 {
		return c.reject(row, cell, "text.too_long", "A key has at most 200 bytes.")
	}
	switch c.Role {
	case RoleCustomer:
		e.customer = cell
	case RoleAccount:
		e.account = cell
	case RoleUnit:
		e.unit = cell
	}
	return nil
}

func (c *planColumn) amount(e *entry, cell string, row int64) *Reject {
	v, ok := table.ParseNumber(cell, c.Mark)
	if !ok {
		return c.reject(row, cell, "number.unreadable", "This is no number.")
	}
	if c.Role == RoleValue {
		e.value = &v
		e.traits = append(e.traits, traitValue{c.Trait, number(v)})
		return nil
	}
	if v < 0 {
		return c.reject(row, cell, "response.weight", "A weight is not below 0.")
	}
	e.weight = &v
	return nil
}

func (c *planColumn) trait(e *entry, cell string, row int64) *Reject {
	switch c.Kind {
	case "number":
		v, ok := table.ParseNumber(cell, c.Mark)
		if !ok {
			return c.reject(row, cell, "number.unreadable", "This is no number; read the column as text if such cells are right.")
		}
		cell = number(v)
	case "date":
		t, _, ok := table.ParseTime(cell, c.Order, time.UTC)
		if !ok {
			return c.reject(row, cell, "time.unreadable", "This is no date; read the column as text if such cells are right.")
		}
		cell = t.Format(dateLayout)
	default:
		cell = cut(cell, maxTraitText)
	}
	e.traits = append(e.traits, traitValue{c.Trait, cell})
	return nil
}

// languageCode is the code of a language named by code or by its name in
// English, French or itself; what is not known stays as it is, cut to size.
func languageCode(cell string) string {
	word := text.Fold(cell)
	for code, names := range map[string]string{
		"en": "english anglais", "fr": "french francais", "de": "german deutsch allemand", "es": "spanish espanol espagnol castellano",
		"it": "italian italiano italien", "pt": "portuguese portugues portugais", "nl": "dutch nederlands neerlandais", "zh": "chinese chinois mandarin",
		"ja": "japanese japonais", "ko": "korean coreen", "ar": "arabic arabe", "ru": "russian russe", "pl": "polish polski polonais",
	} {
		for _, name := range strings.Fields(names) {
			if word == name {
				return code
			}
		}
	}
	return cut(word, 12)
}
