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
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Feed is this room's part of the facts. It reads the record only.
func Feed() row.Feed { return feed(nil) }

// Feed is the same for the process that takes files in: it has the rows that
// its imports have just written at hand.
func (s *Service) Feed() row.Feed { return feed(&s.handed) }

func feed(h *handed) row.Feed {
	return row.Feed{
		Name: "collect",
		Kinds: []string{
			ResponseRecorded, ResponseChanged, ResponseRemoved, EventRecorded, EventChanged, EventRemoved, TraitDeclared,
			people.TraitAnalysed, people.TraitCounted, people.CustomerMerged, people.AccountMerged, people.PartyRestricted,
			measure.ReasonsRead,
		},
		Load: func(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
			return loadFacts(ctx, q, h, events)
		},
		All:   allFacts,
		Count: countFacts,
	}
}

// loadFacts answers with the state of the record now for all that a batch of
// the change log names.
func loadFacts(ctx context.Context, q bun.IDB, h *handed, events []log.Event) (row.Delta, error) {
	var out row.Delta
	all, err := listTraits(ctx, q)
	if err != nil {
		return out, err
	}
	known, err := loadPeople(ctx, q, all)
	if err != nil {
		return out, err
	}
	readings, err := reasonsOf(ctx, q)
	if err != nil {
		return out, err
	}
	c := sortChanges(events)
	if err := c.reach(ctx, q, &out); err != nil {
		return out, err
	}
	out.Responses, out.Events = parseIDs(&out, c.gone()), parseIDs(&out, sortedKeys(c.goneEvents))
	if c.traits {
		if out.Anew, err = saidBefore(ctx, q, all, known, events, out.Anew); err != nil {
			return out, err
		}
	}
	if c.traits || len(c.recorded)+len(c.again) > 0 {
		if out.Traits, err = declarations(all); err != nil {
			return out, err
		}
	}
	if err := c.answers(ctx, q, h, &out, slotsOf(all), known, readings); err != nil {
		return out, err
	}
	for part := range slices.Chunk(c.allEvents(), idsAtOnce) {
		var rows []eventRow
		if err := q.NewRaw(selectEvents+" WHERE id IN (?)", bun.List(part)).Scan(ctx, &rows); err != nil {
			return out, fault.Wrap(err, fault.CodeUnavailable, "read events for facts")
		}
		if err := known.events(ctx, q, rows); err != nil {
			return out, err
		}
		addEvents(&out.Rows, rows)
	}
	return out, nil
}

// answers adds the rows of the responses that changed.
func (c *factChanges) answers(ctx context.Context, q bun.IDB, h *handed, out *row.Delta, byProgram map[string]slots, known *peopleKnown, readings measure.ReasonReadings) error {
	gone := c.gone()
	h.drop(gone...)
	given, left := h.take(c.fresh())
	if err := known.handed(ctx, q, given); err != nil {
		return err
	}
	addHanded(&out.Rows, given, byProgram)
	for part := range slices.Chunk(slices.Concat(left, gone), idsAtOnce) {
		rows, err := readFactRows(ctx, q, " WHERE id IN (?)", bun.List(part))
		if err == nil {
			err = known.answers(ctx, q, rows)
		}
		if err != nil {
			return err
		}
		addAnswers(&out.Rows, rows, byProgram, readings)
	}
	return nil
}

// saidBefore tells whether responses that came before a trait was declared
// have a value of it, or may have one by what people know: facts gave them no
// column for it then.
func saidBefore(ctx context.Context, q bun.IDB, all []Trait, known *peopleKnown, events []log.Event, anew bool) (bool, error) {
	if anew {
		return true, nil
	}
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
			found, err := knownBefore(ctx, q, known, t, e.At.UnixMicro())
			if err != nil || found {
				return found, err
			}
			err = q.NewRaw(`SELECT EXISTS (SELECT 1 FROM response WHERE program_id = ? AND received_at < ? AND document LIKE ? ESCAPE '!')`,
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

func addAnswers(out *row.Rows, rows []factRow, byProgram map[string]slots, readings measure.ReasonReadings) {
	for _, r := range rows {
		r.readings = readings
		if r.restricted {
			continue
		}
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
		if r.restricted {
			continue
		}
		answers, err := r.facts(out.Answers, byProgram[r.ProgramID])
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "an id in it cannot be read"})
			continue
		}
		out.Answers = answers
	}
}
