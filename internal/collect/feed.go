package collect

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Feed is this room's part of the facts. It reads the record only.
func Feed() row.Feed { return feed(nil) }

// Feed is the same for the process that takes files in: it has the rows that
// its imports have just written at hand.
func (s *Service) Feed() row.Feed { return feed(&s.handed) }

func feed(h *handed) row.Feed {
	return row.Feed{
		Name:  "collect",
		Kinds: []string{ResponseRecorded, ResponseChanged, ResponseRemoved, EventRecorded, TraitDeclared},
		Load: func(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
			return loadFacts(ctx, q, h, events)
		},
		All:   allFacts,
		Count: countFacts,
	}
}

// changes sorts the ids of a batch by what happened to them, each once.
type factChanges struct {
	fresh  []string // responses that are new and no more
	gone   []string // responses whose rows must go before they are read again
	events []string
	traits bool
}

func sortChanges(events []log.Event) factChanges {
	var c factChanges
	fresh, old := map[string]bool{}, map[string]bool{}
	happened := map[string]bool{}
	for _, e := range events {
		for _, id := range e.IDs {
			switch e.Kind {
			case ResponseRecorded:
				if fresh[id] {
					old[id] = true // recorded, removed and recorded again
				}
				fresh[id] = true
			case ResponseChanged, ResponseRemoved:
				old[id] = true
			case EventRecorded:
				happened[id] = true
			case TraitDeclared:
				c.traits = true
			}
		}
	}
	for id := range fresh {
		if !old[id] {
			c.fresh = append(c.fresh, id)
		}
	}
	for id := range old {
		c.gone = append(c.gone, id)
	}
	for id := range happened {
		c.events = append(c.events, id)
	}
	slices.Sort(c.fresh)
	slices.Sort(c.gone)
	slices.Sort(c.events)
	return c
}

// loadFacts answers with the state of the record now for all that a batch of
// the change log names.
func loadFacts(ctx context.Context, q bun.IDB, h *handed, events []log.Event) (row.Delta, error) {
	c := sortChanges(events)
	var out row.Delta
	out.Responses = parseIDs(&out, c.gone)
	all, err := listTraits(ctx, q)
	if err != nil {
		return out, err
	}
	if c.traits {
		if out.Anew, err = saidBefore(ctx, q, all, events); err != nil {
			return out, err
		}
	}
	if c.traits || len(c.fresh)+len(c.gone) > 0 {
		if out.Traits, err = declarations(all); err != nil {
			return out, err
		}
	}
	byProgram := slotsOf(all)
	h.drop(c.gone...)
	given, left := h.take(c.fresh)
	addHanded(&out.Rows, given, byProgram)
	for part := range slices.Chunk(slices.Concat(left, c.gone), idsAtOnce) {
		rows, err := readFactRows(ctx, q, " WHERE id IN (?)", bun.List(part))
		if err != nil {
			return out, err
		}
		addAnswers(&out.Rows, rows, byProgram)
	}
	for part := range slices.Chunk(c.events, idsAtOnce) {
		var rows []eventRow
		if err := q.NewRaw(selectEvents+" WHERE id IN (?)", bun.List(part)).Scan(ctx, &rows); err != nil {
			return out, fault.Wrap(err, fault.CodeUnavailable, "read events for facts")
		}
		addEvents(&out.Rows, rows)
	}
	return out, nil
}

// saidBefore tells whether responses that came before a trait was declared
// have a value of it: facts gave them no column for it then.
func saidBefore(ctx context.Context, q bun.IDB, all []Trait, events []log.Event) (bool, error) {
	for _, e := range events {
		if e.Kind != TraitDeclared {
			continue
		}
		for _, t := range all {
			if !slices.Contains(e.IDs, strconv.Itoa(t.Slot)) {
				continue
			}
			// A text that only looks like the trait costs no more than the work.
			name := `%"traits":{%` + likeText.Replace(string(appendString(nil, t.Name))) + `:%`
			var found bool
			err := q.NewRaw(`SELECT EXISTS (SELECT 1 FROM response WHERE program_id = ? AND received_at < ? AND document LIKE ? ESCAPE '!')`,
				t.ProgramID, e.At.UnixMicro(), name).Scan(ctx, &found)
			if err != nil || found {
				return found, fault.Wrap(err, fault.CodeUnavailable, "look for earlier values of a trait")
			}
		}
	}
	return false, nil
}

// likeText makes a text stand for itself in a pattern.
var likeText = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// parseIDs reads ids of the change log; one that is none is set aside.
func parseIDs(out *row.Delta, ids []string) []uuid.UUID {
	var parsed []uuid.UUID
	for _, id := range ids {
		u, err := uuid.Parse(id)
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: id, Reason: "not an id"})
			continue
		}
		parsed = append(parsed, u)
	}
	return parsed
}

const (
	idsAtOnce    = 500
	factsAtOnce  = 3000
	selectEvents = "SELECT id, at, name, customer_id, account_id, unit_id, touchpoint_key, properties FROM event"
)

func slotsOf(all []Trait) map[string]slots {
	out := map[string]slots{}
	for _, t := range all {
		if out[t.ProgramID] == nil {
			out[t.ProgramID] = slots{}
		}
		out[t.ProgramID][t.Name] = t
	}
	return out
}

func declarations(all []Trait) ([]row.Trait, error) {
	out := make([]row.Trait, 0, len(all))
	for _, t := range all {
		program, err := uuid.Parse(t.ProgramID)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read traits")
		}
		out = append(out, row.Trait{Slot: t.Slot, Program: program, Name: t.Name, Kind: row.Kind(t.Kind)})
	}
	return out, nil
}

func addAnswers(out *row.Rows, rows []factRow, byProgram map[string]slots) {
	for _, r := range rows {
		answers, err := Facts(r, byProgram[r.ProgramID])
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "its document or an id in it cannot be read"})
			continue
		}
		out.Answers = append(out.Answers, answers...)
	}
}

// addHanded is addAnswers of rows that are at hand.
func addHanded(out *row.Rows, rows []handedRow, byProgram map[string]slots) {
	out.Answers = slices.Grow(out.Answers, 4*len(rows))
	for i := range rows {
		r := &rows[i]
		answers, err := r.facts(out.Answers, byProgram[r.ProgramID])
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "an id in it cannot be read"})
			continue
		}
		out.Answers = answers
	}
}

type eventRow struct {
	ID            string `bun:"id"`
	At            int64
	Name          string
	CustomerID    *string `bun:"customer_id"`
	AccountID     *string `bun:"account_id"`
	UnitID        *string `bun:"unit_id"`
	TouchpointKey string
	Properties    string
}

func addEvents(out *row.Rows, rows []eventRow) {
	for _, r := range rows {
		like := factRow{ID: r.ID, At: r.At, CustomerID: r.CustomerID, AccountID: r.AccountID, UnitID: r.UnitID, TouchpointKey: r.TouchpointKey, ProgramID: uuid.Nil.String()}
		a, err := like.base()
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "an id in it cannot be read"})
			continue
		}
		e := row.Event{ID: a.Response, At: a.At, Name: r.Name, Account: a.Account, Unit: a.Unit, Touchpoint: a.Touchpoint, Properties: r.Properties}
		if r.CustomerID != nil {
			e.Party = a.Party
		}
		e.Cluster = e.Party
		if r.AccountID != nil {
			e.Cluster = a.Account
		}
		out.Events = append(out.Events, e)
	}
}

// allFacts yields everything, declarations first, in the order of rows.
func allFacts(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
	all, err := listTraits(ctx, q)
	if err != nil {
		return err
	}
	declared, err := declarations(all)
	if err != nil {
		return err
	}
	if err := yield(row.Rows{Traits: declared}); err != nil {
		return err
	}
	byProgram := slotsOf(all)
	for last := int64(0); ; {
		rows, err := readFactRows(ctx, q, " WHERE n > ? ORDER BY n LIMIT ?", last, factsAtOnce)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return allEvents(ctx, q, yield)
		}
		last = rows[len(rows)-1].N
		out := row.Rows{Read: int64(len(rows))}
		addAnswers(&out, rows, byProgram)
		if err := yield(out); err != nil {
			return err
		}
	}
}

func allEvents(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
	for last := ""; ; {
		var rows []eventRow
		if err := q.NewRaw(selectEvents+" WHERE id > ? ORDER BY id LIMIT ?", last, factsAtOnce).Scan(ctx, &rows); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read events for facts")
		}
		if len(rows) == 0 {
			return nil
		}
		last = rows[len(rows)-1].ID
		var out row.Rows
		addEvents(&out, rows)
		if err := yield(out); err != nil {
			return err
		}
	}
}

func countFacts(ctx context.Context, q bun.IDB) (int64, error) {
	var n int64
	err := q.NewRaw("SELECT (SELECT count(*) FROM response) + (SELECT count(*) FROM event)").Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeUnavailable, "count responses for facts")
}
