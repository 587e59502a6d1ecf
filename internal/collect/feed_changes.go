package collect

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mostReached is how many responses and events are made anew because of who
// gave them; where it would be more, the facts are made anew as a whole, while
// the old ones go on, so that a batch needs no more memory than others.
const mostReached = 50_000

// ids is a set of ids.
type ids map[string]bool

func sortedKeys(set ids) []string { return slices.Sorted(maps.Keys(set)) }

// factChanges are the ids of a batch by what happened to them, each once.
type factChanges struct {
	recorded   ids // responses that are new
	again      ids // responses whose rows must go before they are read again
	happened   ids // events that are new
	goneEvents ids // events whose rows must go before they are read again
	traits     bool
	analysed   ids // definitions that figures are cut by from now on, or no more
	counted    ids // customers and accounts of whom other things are known
	others     ids // customers who are another party than they were, or restricted
	firms      ids // accounts for which another one stands than did
	read       ids // lists of reasons to which own words are read otherwise
}

func sortChanges(events []log.Event) *factChanges {
	c := &factChanges{recorded: ids{}, again: ids{}, happened: ids{}, goneEvents: ids{}, analysed: ids{}, counted: ids{}, others: ids{}, firms: ids{}, read: ids{}}
	of := map[string]ids{
		ResponseChanged: c.again, ResponseRemoved: c.again, EventRecorded: c.happened, EventChanged: c.goneEvents, EventRemoved: c.goneEvents,
		people.TraitAnalysed: c.analysed, people.TraitCounted: c.counted, people.CustomerMerged: c.others, people.AccountMerged: c.firms, people.PartyRestricted: c.others,
		measure.ReasonsRead: c.read,
	}
	for _, e := range events {
		c.traits = c.traits || e.Kind == TraitDeclared
		for _, id := range e.IDs {
			switch {
			case e.Kind != ResponseRecorded:
				if set := of[e.Kind]; set != nil {
					set[id] = true
				}
			case c.recorded[id]:
				c.again[id] = true // recorded, removed and recorded again
			default:
				c.recorded[id] = true
			}
		}
	}
	return c
}

// gone are the responses whose rows must go.
func (c *factChanges) gone() []string { return sortedKeys(c.again) }

// fresh are those that are new and no more.
func (c *factChanges) fresh() []string {
	out := make([]string, 0, len(c.recorded))
	for id := range c.recorded {
		if !c.again[id] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// allEvents are the events to be read.
func (c *factChanges) allEvents() []string {
	all := slices.Concat(sortedKeys(c.happened), sortedKeys(c.goneEvents))
	slices.Sort(all)
	return slices.Compact(all)
}

// reach adds the responses and events that read otherwise now because of what
// became known of people, or was decided of own words. Where they are too many, all is made anew.
func (c *factChanges) reach(ctx context.Context, q bun.IDB, out *row.Delta) error {
	if len(c.analysed) > 0 {
		err := q.NewRaw("SELECT EXISTS (SELECT 1 FROM trait_value WHERE trait_id IN (?))", bun.List(sortedKeys(c.analysed))).Scan(ctx, &out.Anew)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "look for values of a trait")
		}
	}
	if len(c.counted)+len(c.others)+len(c.firms)+len(c.read) == 0 || out.Anew {
		return nil
	}
	r := reached{q: q, most: mostReached}
	if err := r.find(ctx, c); err != nil {
		return err
	}
	if err := r.ownWords(ctx, sortedKeys(c.read)); err != nil {
		return err
	}
	if r.over {
		out.Anew = true
		return nil
	}
	for _, id := range r.responses {
		c.again[id] = true
	}
	for _, id := range r.events {
		c.goneEvents[id] = true
	}
	return nil
}

// reached finds the responses and events of customers and accounts, at most so
// many; over tells that there are more.
type reached struct {
	q         bun.IDB
	most      int
	responses []string
	events    []string
	over      bool
}

// ownWords finds the responses with own words to lists of reasons.
func (r *reached) ownWords(ctx context.Context, lists []string) error {
	for _, list := range lists {
		left := r.most - len(r.responses) - len(r.events)
		found, err := ownWordsTo(ctx, r.q, list, left+1)
		if err != nil || r.over {
			return err
		}
		if r.over = len(found) > left; !r.over {
			r.responses = append(r.responses, found...)
		}
	}
	return nil
}

func (r *reached) find(ctx context.Context, c *factChanges) error {
	counted := sortedKeys(c.counted)
	members, err := people.PartiesIn(ctx, r.q, slices.Concat(counted, sortedKeys(c.others)))
	if err != nil {
		return err
	}
	others, err := people.PartiesIn(ctx, r.q, sortedKeys(c.others))
	if err != nil {
		return err
	}
	firms, err := people.FirmsIn(ctx, r.q, slices.Concat(counted, sortedKeys(c.firms)))
	if err != nil {
		return err
	}
	for _, look := range []struct {
		text string
		of   []string
		into *[]string
	}{
		{"SELECT id FROM response WHERE customer_id IN (?) LIMIT ?", members, &r.responses},
		{"SELECT id FROM response WHERE account_id IN (?) LIMIT ?", firms, &r.responses},
		{"SELECT id FROM event WHERE customer_id IN (?) LIMIT ?", others, &r.events},
		{"SELECT id FROM event WHERE account_id IN (?) LIMIT ?", sortedKeys(c.firms), &r.events},
	} {
		for part := range slices.Chunk(look.of, idsAtOnce) {
			var found []string
			left := r.most - len(r.responses) - len(r.events)
			if err := r.q.NewRaw(look.text, bun.List(part), left+1).Scan(ctx, &found); err != nil {
				return fault.Wrap(err, fault.CodeUnavailable, "look for what customers gave")
			}
			if len(found) > left {
				r.over = true
				return nil
			}
			*look.into = append(*look.into, found...)
		}
	}
	return nil
}
