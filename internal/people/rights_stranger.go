package people

import (
	"context"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// stateNothing: the request was answered with that nothing is held about who
// asked.
const stateNothing = "nothing"

// strange says who is asked about where nobody of the registry is named: the
// words of who asked are all there is to recognise them by.
func (r Right) strange() error {
	if r.AskedBy == "" {
		return fault.Invalid("asked_by", "Name the customer, or write down who asked: somebody who is not known is known by that alone.").Keyed("right.stranger")
	}
	return nil
}

// NameRight says which customer an open request is about that named nobody.
func (s *Service) NameRight(ctx context.Context, id, ifMatch, key string) (r Right, position log.Position, err error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if r, err = openRight(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, r.Version); err != nil {
			return err
		}
		if !r.Nobody {
			return fault.New(fault.CodeConflict, "This request is about a customer already.").Keyed("right.named")
		}
		p, err := s.askedAbout(ctx, tx, key)
		if err != nil {
			return err
		}
		r.CustomerID, r.CustomerKey, r.Nobody, r.Version = p.ID, p.Keys[0], false, r.Version+1
		r.Subject = subjectOf(r.ID, r.CustomerKey)
		_, err = tx.Exec(ctx, "UPDATE right_request SET customer_id = ?, customer_key = ?, subject = ?, version = ? WHERE id = ?", r.CustomerID, r.CustomerKey, r.Subject, r.Version, r.ID)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "name whom a request is about")
		}
		return s.journal.Audit(ctx, tx, "right.named", r.CustomerID, map[string]string{"kind": string(r.Kind)})
	})
	return r, position, err
}

// askedAbout is the customer that a request names by key.
func (s *Service) askedAbout(ctx context.Context, tx *record.Tx, key string) (Person, error) {
	var id string
	found, err := tx.Get(ctx, "SELECT id FROM customer WHERE key = ?", []any{strings.TrimSpace(key)}, &id)
	if err != nil {
		return Person{}, fault.Wrap(err, fault.CodeInternal, "find customer")
	}
	if !found {
		return Person{}, fault.Invalid("customer_key", "There is no customer with this key.").Keyed("right.customer_unknown")
	}
	p, err := personOf(ctx, tx, id)
	if err != nil {
		return p, err
	}
	return p, s.notErasing(ctx, tx, p)
}

// AnswerNothing answers an open request that names nobody with that nothing is
// held about who asked; what they were told is kept.
func (s *Service) AnswerNothing(ctx context.Context, id, ifMatch, told string) (Right, log.Position, error) {
	return s.settleRight(ctx, id, ifMatch, "right.nothing", func(r *Right) error {
		if !r.Nobody {
			return fault.New(fault.CodeConflict, "This request is about a customer of whom something is held.").Keyed("right.held")
		}
		if r.Told = strings.TrimSpace(told); r.Told == "" {
			return fault.Invalid("told", "Write down what the person was told.").Keyed("right.told_nothing")
		}
		now := s.now().UTC()
		r.State, r.DoneAt = stateNothing, &now
		return nil
	})
}

// RightCounts is how requests stand.
type RightCounts struct {
	Open    int64 `json:"open" doc:"Not answered yet."`
	Nobody  int64 `json:"nobody" doc:"Of those, that name nobody of the registry yet."`
	Done    int64 `json:"done"`
	Refused int64 `json:"refused"`
	Nothing int64 `json:"nothing" doc:"Answered with that nothing is held about who asked."`
}

// CountRights counts all requests that were ever written down, by how they
// stand.
func (s *Service) CountRights(ctx context.Context) (out RightCounts, err error) {
	if err := mayAnswer(ctx); err != nil {
		return out, err
	}
	var rows []struct {
		State string
		Named bool
		N     int64
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT state, subject <> '' AS named, count(*) AS n FROM right_request GROUP BY state, subject <> ''").Scan(ctx, &rows)
	})
	for _, r := range rows {
		switch r.State {
		case "done":
			out.Done += r.N
		case "refused":
			out.Refused += r.N
		case stateNothing:
			out.Nothing += r.N
		default:
			out.Open += r.N
			if !r.Named {
				out.Nobody += r.N
			}
		}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "count requests of rights")
}
