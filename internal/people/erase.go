package people

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// eraseRows is how many rows a piece of an erasure takes.
const eraseRows = 500

// Erased is the kind under which the erasure of a person stands in the log
// that restored backups are erased by; the subject is a customer's id.
const Erased = "person"

// EraseCustomer begins to erase a person with all that was merged into them:
// from now on they are out of sight, and a job does the work. confirm is their
// key, typed by whoever asks.
func (s *Service) EraseCustomer(ctx context.Context, id, confirm, reason string) (Right, log.Position, error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	var out Right
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		p, err := personOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.notErasing(ctx, tx, p); err != nil {
			return err
		}
		if strings.TrimSpace(confirm) != p.Keys[0] {
			return fault.Invalid("confirm", "Type the key of the customer as it stands on the page: what is erased cannot be brought back.").Keyed("right.confirm")
		}
		if err := s.markRestricted(ctx, tx, p, true); err != nil {
			return err
		}
		if out, err = s.taken(ctx, tx, RightErase, p, reason); err != nil {
			return err
		}
		out.State = "running"
		if _, err := tx.Exec(ctx, "UPDATE right_request SET state = 'running', reason = ?, customer_id = ?, version = version + 1 WHERE id = ?", out.Reason, p.ID, out.ID); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "begin an erasure")
		}
		tx.Log(ErasureAsked, out.ID)
		return s.journal.Audit(ctx, tx, "person.erasing", p.ID, map[string]string{"reason": out.Reason})
	})
	return out, position, err
}

// RunErasures carries on all erasures that were begun, and does what they left
// to do. It may be called again at any time: what is done is not done twice.
// An erasure that has to wait for others does not keep the next from its turn.
func (s *Service) RunErasures(ctx context.Context) error {
	if !access.From(ctx).IsSystem() {
		return fault.New(fault.CodeForbidden, "Only the program itself runs erasures.")
	}
	var rows []rightRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT "+rightColumns+" FROM right_request WHERE state = 'running' AND kind = 'erase' ORDER BY asked_at LIMIT 100").Scan(ctx, &rows)
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "find erasures")
	}
	var errs []error
	for _, r := range rows {
		if err := ctx.Err(); err != nil {
			return errors.Join(append(errs, err)...)
		}
		if err := s.runErasure(ctx, r); !waits(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, s.Sweep(ctx))...)
}

// waits tells that an erasure has to wait for an import, and is tried again
// later.
func waits(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Key == "right.import_runs"
}

// stillRunning tells whether an erasure is to go on, and keeps others from it
// until the transaction ends.
func stillRunning(ctx context.Context, tx *record.Tx, request string) (bool, error) {
	text := "SELECT id FROM right_request WHERE id = ? AND state = 'running'"
	if tx.Engine() == record.PostgreSQL {
		text += " FOR UPDATE"
	}
	var id string
	found, err := tx.Get(ctx, text, []any{request}, &id)
	return found, fault.Wrap(err, fault.CodeInternal, "find an erasure")
}

// runErasure erases piece by piece until a piece finds nothing, which ends it
// in the same transaction.
func (s *Service) runErasure(ctx context.Context, row rightRow) error {
	request, err := row.right()
	if err != nil {
		return err
	}
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			running, err := stillRunning(ctx, tx, request.ID)
			if done = !running; err != nil || done {
				return err
			}
			p, err := personOf(ctx, tx, request.CustomerID)
			if err != nil {
				return err
			}
			if err := lockCustomers(ctx, tx, p.IDs); err != nil {
				return err
			}
			counts, err := s.erasePiece(ctx, tx, p)
			if err != nil {
				return err
			}
			if done = len(counts) == 0; done {
				return s.endErasure(ctx, tx, request, p)
			}
			return countErased(ctx, tx, request.ID, counts)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lockCustomers waits for those who write about customers, and keeps others
// from it until the transaction ends: what a piece does not find then, nobody
// adds before the customers are gone.
func lockCustomers(ctx context.Context, tx *record.Tx, ids []string) error {
	if tx.Engine() == record.SQLite {
		return nil // it has one writer
	}
	_, err := tx.NewRaw("SELECT id FROM customer WHERE id IN (?) ORDER BY id FOR UPDATE", bun.List(ids)).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "lock customers")
}

// erasePiece lets each room erase some rows, the first that finds any.
func (s *Service) erasePiece(ctx context.Context, tx *record.Tx, p Person) (Tally, error) {
	for _, room := range slices.Concat(s.rooms.Erasers, []Eraser{registry{}}) {
		counts, err := room.ErasePerson(ctx, tx, p, eraseRows)
		if err != nil || len(counts) > 0 {
			return counts, err
		}
	}
	return nil, nil
}

// countErased adds to what the log of rights says.
func countErased(ctx context.Context, tx *record.Tx, request string, more Tally) error {
	var text string
	counts := Tally{}
	found, err := tx.Get(ctx, "SELECT counts FROM right_request WHERE id = ?", []any{request}, &text)
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &counts)
	}
	counts.add(more)
	raw, _ := json.Marshal(counts) // numbers always marshal
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE right_request SET counts = ? WHERE id = ?", string(raw), request)
	}
	return fault.Wrap(err, fault.CodeInternal, "count what was erased")
}

// endErasure takes the customers themselves out, of the log of rights too, and
// writes down that they are erased for good.
func (s *Service) endErasure(ctx context.Context, tx *record.Tx, request Right, p Person) error {
	now := s.now()
	if err := eraseCustomers(ctx, tx, p, now); err != nil {
		return err
	}
	if err := countErased(ctx, tx, request.ID, Tally{"customers": len(p.IDs)}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE right_request SET state = 'done', done_at = ? WHERE id = ?", record.Micros(now), request.ID); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "end an erasure")
	}
	how, err := howErased(ctx, tx)
	if err != nil {
		return err
	}
	if err := tx.ErasedAs(ctx, Erased, how, now, p.IDs...); err != nil {
		return err
	}
	return s.journal.Audit(ctx, tx, "person.erased", p.ID, map[string]string{"request": request.ID})
}

// howErased is what programs say of the answers of the erased, for restored
// backups; "" where all do the usual.
func howErased(ctx context.Context, tx *record.Tx) (string, error) {
	how, err := purpose.ErasingsIn(ctx, tx)
	if err != nil || len(how) == 0 {
		return "", err
	}
	text, err := json.Marshal(how)
	return string(text), fault.Wrap(err, fault.CodeInternal, "write how somebody is erased")
}

// eraseCustomers takes out the rows of a person that this room alone has; those
// that may be many went before (registry).
func eraseCustomers(ctx context.Context, tx *record.Tx, p Person, now time.Time) error {
	if err := namelessRights(ctx, tx, p, record.Micros(now)); err != nil {
		return err
	}
	for _, id := range p.IDs {
		if err := customerIndex().forget(ctx, tx, tx.Engine(), id); err != nil {
			return err
		}
	}
	for _, part := range []string{
		"UPDATE customer SET party_id = NULL WHERE party_id IN (?)", // in an older record others may have stood in it
		"DELETE FROM customer WHERE id IN (?)",
	} {
		if _, err := tx.NewRaw(part, bun.List(p.IDs)).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "erase customer")
		}
	}
	if err := LeaveWords(ctx, tx, "customer_words"); err != nil {
		return err
	}
	tx.Log(CustomerRemoved, p.IDs...)
	return LeaveWAL(ctx, tx)
}

// EraseAgain erases in an older record, which a backup held, what was erased
// since. Erasures of other kinds go to rest.
func EraseAgain(rooms []Eraser, rest record.Eraser) record.Eraser {
	return func(ctx context.Context, tx *record.Tx, e record.Erasure) error {
		if e.Kind != Erased {
			return rest(ctx, tx, e)
		}
		p, err := personOf(ctx, tx, e.Subject)
		if fault.Is(err, fault.CodeNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p = p.only(e.Subject) // whoever is merged into it here may not have been at the time
		if p.Again = true; e.How != "" {
			if err := json.Unmarshal([]byte(e.How), &p.How); err != nil {
				return fault.Wrap(err, fault.CodeInvalid, "read how somebody was erased")
			}
		}
		for _, room := range slices.Concat(rooms, []Eraser{registry{}}) {
			for {
				counts, err := room.ErasePerson(ctx, tx, p, eraseRows)
				if err != nil {
					return err
				}
				if len(counts) == 0 {
					break
				}
			}
		}
		return eraseCustomers(ctx, tx, p, e.At)
	}
}

// only is one customer of a person.
func (p Person) only(id string) Person {
	for i := range p.IDs {
		if p.IDs[i] == id {
			return Person{ID: id, IDs: []string{id}, Keys: []string{p.Keys[i]}, Emails: p.Emails}
		}
	}
	return Person{ID: id, IDs: []string{id}, Keys: []string{""}}
}
