package collect

import (
	"slices"
	"sync"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// maxHanded is how many rows are kept for the facts: some seconds of an import,
// or of single answers as fast as they come. What is not here any more is read
// from the record.
const maxHanded = 20_000

// handed are responses that were just written, on their way into the facts:
// they need not be read back and taken apart again. What stands here is what was
// committed with the event that says so; a later change is an event of its own,
// for which the record is read. Rows stand in two generations, the older of which is forgotten
// when the younger is full, so that a row that nobody takes goes too.
type handed struct {
	mu         sync.Mutex
	young, old map[string]handedRow // by id of the response
}

// handedRow is a response as the facts are made of it.
type handedRow struct {
	factRow // without its document
	answers []Answer
	traits  []traitValue
}

// hand is the row for the facts of what is kept of an entry.
func (r *kept) hand(e *entry) handedRow {
	return handedRow{
		factRow: factRow{
			ID: r.id, ProgramID: r.program, At: r.at, Consent: uint8(r.consent), CustomerID: someID(r.customer), AccountID: someID(r.account), UnitID: someID(r.unit),
			TouchpointKey: r.touchpoint, Channel: r.channel, Language: r.language, Value: r.value, Weight: r.weight,
		},
		answers: e.answers, traits: e.traits,
	}
}

func someID(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// give keeps rows for the facts, after the commit.
func (h *handed) give(rows ...handedRow) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range rows {
		if len(h.young) >= maxHanded/2 {
			clear(h.old)
			h.young, h.old = h.old, h.young
		}
		if h.young == nil {
			h.young = make(map[string]handedRow)
		}
		h.young[rows[i].ID] = rows[i]
	}
}

// drop forgets rows that were changed or removed since.
func (h *handed) drop(ids ...string) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		delete(h.young, id)
		delete(h.old, id)
	}
}

// take gives the rows of these ids out, and the ids that are not here.
func (h *handed) take(ids []string) (rows []handedRow, missing []string) {
	if h == nil {
		return nil, ids
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.young)+len(h.old) == 0 {
		return nil, ids
	}
	for _, id := range ids {
		r, here := h.young[id]
		if !here {
			r, here = h.old[id]
		}
		if !here {
			missing = append(missing, id)
			continue
		}
		delete(h.young, id)
		delete(h.old, id)
		rows = append(rows, r)
	}
	return rows, missing
}

// facts appends what Facts makes of the same response read from the record.
func (h *handedRow) facts(out []row.Answer, traits slots) ([]row.Answer, error) {
	return h.factRow.facts(out, len(h.answers), func(i int) (string, string, *float64) {
		a := &h.answers[i]
		return a.MeasureID, a.Choice, h.score(a.MeasureID)
	}, h.withGiven(h.traitFacts(traits), h.says))
}

// score is that of a measure: in a document it stands once, the last one given.
func (h *handedRow) score(measure string) *float64 {
	for i := len(h.answers) - 1; i >= 0 && measure != ""; i-- {
		if a := &h.answers[i]; a.Score != nil && a.MeasureID == measure {
			return a.Score
		}
	}
	return nil
}

// says tells whether the response speaks of a trait itself.
func (h *handedRow) says(name string) bool {
	return slices.ContainsFunc(h.traits, func(t traitValue) bool { return t.name == name })
}

func (h *handedRow) traitFacts(traits slots) map[int]any {
	var out map[int]any
	for _, t := range h.traits {
		declared, ok := traits[t.name]
		if !ok {
			continue
		}
		if out == nil {
			out = make(map[int]any, len(h.traits))
		}
		if fact := declared.fact(t.value); fact != nil {
			out[declared.Slot] = fact
		} else {
			delete(out, declared.Slot) // the last value of a name counts
		}
	}
	return out
}
