package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	quick "github.com/go-json-experiment/json"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Kinds of the change log.
const (
	ResponseRecorded = "response.recorded" // new
	ResponseChanged  = "response.changed"  // an import wrote it again, or who gave it changed it
	ResponseRemoved  = "response.removed"
	EventRecorded    = "event.recorded"
	EventChanged     = "event.changed" // an import wrote it again
	EventRemoved     = "event.removed"
	TraitDeclared    = "trait.declared" // ids are slots
	ImportStarted    = "import.started"
	ImportUndoing    = "import.undoing"
	ImportFinished   = "import.finished"
)

// responsesBody is one response or many.
type responsesBody struct {
	ResponseInput
	Responses *[]ResponseInput `json:"responses"`
}

// decodeBody reads JSON into a zero value and refuses members that are not
// known, since a misspelt one would be lost without a word. The quick decoder
// is stricter (letter case, members named twice); what it refuses is read
// again by the usual one, which decides and says what is wrong.
func decodeBody[T any](body []byte, into *T) error {
	if quick.Unmarshal(body, into, quick.RejectUnknownMembers(true)) == nil {
		return nil
	}
	*into = *new(T)
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.More() {
		err = errors.New("more after the end")
	}
	if err == nil {
		return nil
	}
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		name := strings.TrimPrefix(strings.TrimPrefix(typed.Field, "ResponseInput."), "EventInput.")
		return fault.Invalid(name, "A "+typed.Value+" does not fit here.").Keyed("intake.wrong_type")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault.Invalid(strings.Trim(name, `"`), "There is no such field.")
	}
	return fault.New(fault.CodeInvalid, "The body is no valid JSON: "+err.Error()+".").Keyed("intake.not_json")
}

// recordResponses takes in one response or many and says what became of each.
func (s *Service) recordResponses(ctx context.Context, body []byte) (Receipt, int, error) {
	if err := access.From(ctx).Any(access.AnswerWrite); err != nil {
		return Receipt{}, 0, err
	}
	var in responsesBody
	if err := decodeBody(body, &in); err != nil {
		return Receipt{}, 0, err
	}
	if in.Responses != nil {
		return s.takeResponses(ctx, *in.Responses)
	}
	t, err := s.taking(ctx)
	if err != nil {
		return Receipt{}, 0, err
	}
	return t.one(ctx, in.ResponseInput)
}

// RecordResponses takes in 1 to 1,000 responses, as the API does.
func (s *Service) RecordResponses(ctx context.Context, in []ResponseInput) (Receipt, error) {
	if err := access.From(ctx).Any(access.AnswerWrite); err != nil {
		return Receipt{}, err
	}
	receipt, _, err := s.takeResponses(ctx, in)
	return receipt, err
}

func (s *Service) takeResponses(ctx context.Context, in []ResponseInput) (Receipt, int, error) {
	if n := len(in); n == 0 || n > maxIntakeItems {
		return Receipt{}, 0, fault.Invalid("responses", "Send 1 to 1,000 responses at once.")
	}
	t, err := s.taking(ctx)
	if err != nil {
		return Receipt{}, 0, err
	}
	return t.many(ctx, in)
}

// taking is a request of whoever asks to take in responses now.
func (s *Service) taking(ctx context.Context) (taking, error) {
	d, err := s.directory(ctx)
	return taking{s: s, directory: d, reach: access.From(ctx).Reach(access.AnswerWrite), now: s.Now()}, err
}

// one is the busiest path: one response in a shared transaction.
func (t *taking) one(ctx context.Context, in ResponseInput) (Receipt, int, error) {
	e, err := t.check("", &in)
	if err == nil {
		err = t.makeRoom(ctx, e)
	}
	if err != nil {
		return Receipt{}, 0, err
	}
	position, fresh, err := t.store(ctx, e, newKept(e, t.now))
	if err != nil {
		return Receipt{}, 0, err
	}
	receipt := Receipt{Accepted: []Accepted{{ID: e.id, Status: "same"}}, Rejected: []Rejected{}, Position: int64(position)}
	if !fresh {
		return receipt, http.StatusOK, nil
	}
	receipt.Accepted[0].Status = "new"
	return receipt, http.StatusCreated, nil
}

// store puts one response into a shared transaction. One that names nobody and
// has no words is a row and no more, and goes with others of that kind; one
// that names somebody keeps out of the way of others that name the same.
func (t *taking) store(ctx context.Context, e *entry, r *kept) (position log.Position, fresh bool, err error) {
	insert := func(ctx context.Context, tx *record.Tx) (err error) {
		fresh, err = t.insert(ctx, tx, e, r)
		return err
	}
	size := len(r.document) + 300
	plain := e.customer == "" && e.account == "" && e.unit == "" && !r.hasText && t.reach.Covers(r.program, "", "")
	if plain {
		row := record.Row{Insert: responseRows, Args: r.plain(), Kind: ResponseRecorded, ID: r.id}
		position, err = retried(ctx, func() (log.Position, error) {
			position, alone, err := t.s.Store.JoinRow(ctx, size, row, insert)
			fresh = fresh || !alone
			return position, err
		})
	} else {
		position, err = t.s.joinBeside(ctx, e.customer, e.account, size, insert)
	}
	if err == nil && fresh { // not before: others may send the same id
		t.s.handed.give(r.hand(e))
	}
	return position, fresh, err
}

// joinBeside joins a shared transaction, out of the way of others that make or
// change the same customer or the same account.
func (s *Service) joinBeside(ctx context.Context, customer, account string, bytes int, write func(context.Context, *record.Tx) error) (log.Position, error) {
	whom := account
	if whom == "" {
		whom = customer
	}
	return retried(ctx, func() (log.Position, error) {
		if whom == "" {
			return s.Store.Join(ctx, bytes, write)
		}
		return s.Store.JoinBeside(ctx, whom, bytes, write)
	})
}

// many keeps the good ones of a list in one transaction and reports the others.
func (t *taking) many(ctx context.Context, in []ResponseInput) (Receipt, int, error) {
	receipt := Receipt{Accepted: []Accepted{}, Rejected: []Rejected{}}
	type item struct {
		index int
		entry *entry
		row   *kept
	}
	var items []item
	for i := range in {
		e, err := t.check(fmt.Sprintf("responses[%d].", i), &in[i])
		if err != nil {
			receipt.Rejected = append(receipt.Rejected, rejected(i, in[i].ID, err))
			continue
		}
		if err := t.makeRoom(ctx, e); err != nil {
			return Receipt{}, 0, err
		}
		items = append(items, item{i, e, newKept(e, t.now)})
	}
	status, kept := http.StatusOK, len(receipt.Rejected)
	position, err := retried(ctx, func() (log.Position, error) {
		receipt.Accepted, receipt.Rejected, status = []Accepted{}, receipt.Rejected[:kept:kept], http.StatusOK
		return t.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			for _, it := range items {
				fresh, err := t.insert(ctx, tx, it.entry, it.row)
				if refused(err) {
					receipt.Rejected = append(receipt.Rejected, rejected(it.index, it.entry.id, fault.Under(err, fmt.Sprintf("responses[%d].", it.index))))
					continue
				}
				if err != nil {
					return err
				}
				state := "same"
				if fresh {
					state, status = "new", http.StatusCreated
				}
				receipt.Accepted = append(receipt.Accepted, Accepted{ID: it.entry.id, Status: state})
			}
			return nil
		})
	})
	if err != nil {
		return Receipt{}, 0, err
	}
	if len(receipt.Rejected) > kept {
		sortRejected(receipt.Rejected)
	}
	receipt.Position = int64(position)
	return receipt, status, nil
}

// insert puts a checked response into the record; fresh is false when it was
// there with the same content. What the caller did wrong is a fault and leaves
// no trace.
func (t *taking) insert(ctx context.Context, tx *record.Tx, e *entry, r *kept) (fresh bool, err error) {
	if e.customer != "" || e.account != "" || e.unit != "" {
		p, err := t.s.People.Resolve(ctx, tx, people.Keys{Customer: e.customer, Account: e.account, Unit: e.unit})
		if err != nil {
			return false, err
		}
		if !mayMove(t.reach, p) {
			return false, notMoved()
		}
		r.party(p)
	}
	if !t.reach.Covers(r.program, r.unit, r.account) {
		return false, notCovered()
	}
	n, fresh, err := t.s.insertRow(ctx, tx, r)
	if err != nil {
		return false, err
	}
	if fresh {
		tx.Log(ResponseRecorded, r.id)
		return true, t.s.insertWords(ctx, tx, n, e.words())
	}
	var digest string
	found, err := tx.Get(ctx, "SELECT digest FROM response WHERE id = ?", []any{r.id}, &digest)
	if err != nil || !found {
		return false, fault.Wrap(orMissing(err), fault.CodeInternal, "read response sent before")
	}
	if digest != r.digest {
		return false, fault.New(fault.CodeConflict, "There is a response with this id and other content. Make a new id for a new response.").
			With("id", "taken by other content").Keyed("response.id_taken")
	}
	return false, nil
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return errors.New("a row that was in the way is gone")
}

func notCovered() error {
	return fault.New(fault.CodeForbidden, "Your role does not reach answers of this program, unit or account.").Keyed("access.forbidden")
}

// mayMove: what somebody sends must not take a customer away from an account
// beyond reach. A role over units reaches no account as a whole.
func mayMove(reach access.Reach, p people.Party) bool {
	if p.MovedFrom == "" || reach.All {
		return true
	}
	return slices.ContainsFunc(reach.Any, func(r access.Rows) bool {
		return !r.ByUnit && (!r.ByAccount || slices.Contains(r.Accounts, p.MovedFrom) && slices.Contains(r.Accounts, p.AccountID))
	})
}

func notMoved() error {
	return fault.New(fault.CodeForbidden, "This customer belongs to another account, which your role does not reach. Leave the account out, or ask somebody who may move the customer.").
		With("account_key", "another account than the customer's").Keyed("people.moved")
}
