package collect

import (
	"sync"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// maxHanded is how many rows of imports are kept for the facts: some seconds
// of an import. What is pushed out is read from the record.
const maxHanded = 20_000

// handed are responses that imports have just written, on their way into the
// facts: they need not be read back and taken apart again. What stands here is
// what was committed with the event that says so; a later change is an event of
// its own, for which the record is read.
type handed struct {
	mu    sync.Mutex
	rows  map[string]handedRow // by id of the response
	order []string             // the ids, oldest first; those that were taken may be among them
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

// give keeps rows for the facts, in place of the oldest where there are many.
func (h *handed) give(rows []handedRow) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rows == nil {
		h.rows = make(map[string]handedRow, pieceRows)
	}
	for i := range rows {
		h.rows[rows[i].ID] = rows[i]
		h.order = append(h.order, rows[i].ID)
	}
	at := 0
	for at < len(h.order) {
		if _, waits := h.rows[h.order[at]]; waits && len(h.rows) <= maxHanded {
			break
		}
		delete(h.rows, h.order[at])
		at++
	}
	left := copy(h.order, h.order[at:])
	clear(h.order[left:])
	h.order = h.order[:left]
}

// drop forgets rows that did not get into the record after all.
func (h *handed) drop(rows []handedRow) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range rows {
		delete(h.rows, rows[i].ID)
	}
}

// take gives the rows of these ids out, and the ids that are not here.
func (h *handed) take(ids []string) (rows []handedRow, missing []string) {
	if h == nil {
		return nil, ids
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.rows) == 0 {
		return nil, ids
	}
	for _, id := range ids {
		r, here := h.rows[id]
		if !here {
			missing = append(missing, id)
			continue
		}
		delete(h.rows, id)
		rows = append(rows, r)
	}
	return rows, missing
}

// facts appends what Facts makes of the same response read from the record.
func (h *handedRow) facts(out []row.Answer, traits slots) ([]row.Answer, error) {
	return h.factRow.facts(out, len(h.answers), func(i int) (string, string, *float64) {
		a := &h.answers[i]
		return a.MeasureID, a.Choice, h.score(a.MeasureID)
	}, h.traitFacts(traits))
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
