package people

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// partyFacts are the rows of facts as text, by the id by which they are removed.
type partyFacts map[string][]string

func (f partyFacts) take(d row.Delta) {
	for kind, ids := range map[string][]uuid.UUID{"party": d.Parties, "account": d.Accounts, "held": d.Subjects} {
		for _, id := range ids {
			delete(f, kind+id.String())
		}
	}
	put := func(kind string, id uuid.UUID, r any) {
		f[kind+id.String()] = append(f[kind+id.String()], fmt.Sprintf("%+v", r))
	}
	for _, p := range d.Rows.Parties {
		tie := 0
		if p.Tie != nil {
			tie, p.Tie = *p.Tie, nil
		}
		put("party", p.ID, fmt.Sprint(tie, p))
	}
	for _, a := range d.Rows.Accounts {
		put("account", a.ID, a)
	}
	for _, h := range d.Held {
		put("held", h.Subject, fmt.Sprint(h.Trait, h.Since, h.Until, h.Text, h.Number != nil))
	}
}

// TestTheFeedFollowsAnyHistory: whatever happens to customers, following the
// change log gives the rows that reading everything gives, each once, and what
// they say of any instant is what the history says.
func TestTheFeedFollowsAnyHistory(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		r := rand.New(rand.NewPCG(20261122, 5))
		ids, accounts := make([]string, 12), make([]string, 3)
		following := partyFacts{}
		at := log.Position(0)
		_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for i := range ids {
				p, err := s.Resolve(ctx, tx, Keys{Customer: fmt.Sprint("c", i), Account: fmt.Sprint("a", i%len(accounts))})
				if err != nil {
					return err
				}
				ids[i], accounts[i%len(accounts)] = p.CustomerID, p.AccountID
			}
			tx.Log(CustomerChanged, ids...)
			tx.Log(AccountChanged, accounts...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			change := somePartyChange(r, s, ids, accounts)
			if _, err := s.store.Write(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			if r.IntN(3) == 0 {
				at = follow(t, s, at, following)
				compareFacts(t, s, following)
			}
		}
		follow(t, s, at, following)
		compareFacts(t, s, following)
	})
}

// somePartyChange is one of the things that happen to customers.
func somePartyChange(r *rand.Rand, s *Service, ids, accounts []string) func(context.Context, *record.Tx) error {
	id, other := ids[r.IntN(len(ids))], ids[r.IntN(len(ids))]
	run := func(kind, text string, args ...any) func(context.Context, *record.Tx) error {
		return func(ctx context.Context, tx *record.Tx) error {
			tx.Log(kind, id, other)
			_, err := tx.NewRaw(text, args...).Exec(ctx)
			return err
		}
	}
	switch r.IntN(7) {
	case 0:
		return run(CustomerChanged, `UPDATE customer SET roles = '["uses"]', tie = ?, language = 'fr' WHERE id = ?`, r.IntN(5)+1, id)
	case 1: // a merge, as flat as the registry keeps it
		if id == other {
			return func(context.Context, *record.Tx) error { return nil }
		}
		return func(ctx context.Context, tx *record.Tx) error {
			tx.Log(CustomerMerged, id, other)
			var root string
			if err := tx.NewRaw("SELECT COALESCE(party_id, id) FROM customer WHERE id = ?", other).Scan(ctx, &root); err != nil || root == id {
				return err
			}
			_, err := tx.NewRaw("UPDATE customer SET party_id = ? WHERE id = ? OR party_id = ?", root, id, id).Exec(ctx)
			return err
		}
	case 2:
		return run(CustomerMerged, "UPDATE customer SET party_id = NULL WHERE id = ?", id)
	case 4:
		account := accounts[r.IntN(len(accounts))]
		return func(_ context.Context, tx *record.Tx) error {
			tx.Log(AccountChanged, account)
			return nil
		}
	case 3:
		return run(PartyRestricted, "UPDATE customer SET restricted_at = CASE WHEN restricted_at IS NULL THEN 5 END WHERE id = ?", id)
	}
	trait, subject := CustomerValue, id
	if r.IntN(3) == 0 {
		trait, subject = AccountValue, accounts[r.IntN(len(accounts))]
	}
	in := TraitInput{TraitID: trait, SubjectID: subject, Value: []string{"", "10", "250.5"}[r.IntN(3)]}
	if r.IntN(3) > 0 {
		in.Since = time.Date(2026, time.Month(1+r.IntN(12)), 1, 0, 0, 0, 0, time.UTC)
	}
	return func(ctx context.Context, tx *record.Tx) error {
		_, err := s.SetTraitsIn(ctx, tx, []TraitInput{in})
		return err
	}
}

// follow hands what was logged since to the feed.
func follow(t *testing.T, s *Service, after log.Position, f partyFacts) log.Position {
	t.Helper()
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		events, err := s.store.EventsIn(ctx, q, after, 1000)
		if err != nil || len(events) == 0 {
			return err
		}
		after = events[len(events)-1].Position
		feed := Feed()
		d, err := feed.Load(ctx, q, slices.DeleteFunc(events, func(e log.Event) bool { return !slices.Contains(feed.Kinds, e.Kind) }))
		if err == nil {
			f.take(d)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func compareFacts(t *testing.T, s *Service, following partyFacts) {
	t.Helper()
	all := partyFacts{}
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return Feed().All(ctx, q, func(rows row.Rows) error {
			all.take(row.Delta{Rows: rows})
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []partyFacts{all, following} {
		for _, rows := range f {
			slices.Sort(rows)
		}
	}
	if !maps.EqualFunc(all, following, slices.Equal) {
		t.Fatalf("followed:\n%v\nread anew:\n%v", following, all)
	}
}

// TestSpansSayWhatTheHistorySays: at any instant the one span that holds it has
// the value of that time.
func TestSpansSayWhatTheHistorySays(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 6))
	trait, subject := uuid.New(), uuid.New()
	instant := func() int64 { return time.Date(2026, 1, 1+r.IntN(9), 0, 0, 0, 0, time.UTC).UnixMicro() }
	for range 300 {
		var h history
		for range r.IntN(6) {
			since := instant()
			if r.IntN(6) == 0 {
				since = always
			}
			own := r.IntN(2) == 0
			h = append(h, moment{TraitValue{Value: []string{"", "Gold", "Tin"}[r.IntN(3)], Since: since}, fmt.Sprint(own), own})
		}
		h = h.sorted()
		spans := h.spans(trait, subject)
		for range 12 {
			at := instant()
			var held []string
			for _, s := range spans {
				if s.Since.UnixMicro() <= at && (s.Until.IsZero() || s.Until.UnixMicro() > at) {
					held = append(held, s.Text)
				}
			}
			want, known := h.at(at)
			if known != (len(held) == 1) || known && held[0] != want.Value || len(held) > 1 {
				t.Fatalf("%+v at %d: %v, the history says %v", h, at, held, want)
			}
		}
	}
}
