package people

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Status is what became of something that was sent in.
type Status string

// What became of a customer or account sent in.
const (
	Made    Status = "made"
	Changed Status = "changed"
	Same    Status = "same"
)

// Upserted is what became of one input. Err says why it was left out, and then
// the other fields are empty.
type Upserted struct {
	ID     string
	Status Status
	Err    error
	// Before and After are how the registry has it before and after all inputs of
	// the call. Before is empty where it was not there.
	Before, After AsIs
}

// upsert is one call's work: what it has looked up and what it has changed.
type upsert struct {
	s        *Service
	tx       *record.Tx
	reach    access.Reach
	accounts map[string]string // id by key
	units    map[string]string
	fresh    []customerRow // made and not inserted yet
	stale    bool          // a party borrowed anew, so rows read before may have changed
}

func (s *Service) newUpsert(ctx context.Context, tx *record.Tx) *upsert {
	return &upsert{s: s, tx: tx, reach: personReach(ctx, access.PersonWrite), accounts: map[string]string{}, units: map[string]string{}}
}

// UpsertCustomersIn makes or changes customers by key inside a caller's
// transaction, at most 5,000 at a time: what an input does not say stays as it
// is, and the same again changes nothing. An input that cannot be taken, or that
// lies outside what the caller may write, is left out and says why in its place;
// the others are kept. An error is of the store, and the transaction is over.
func (s *Service) UpsertCustomersIn(ctx context.Context, tx *record.Tx, inputs []CustomerInput) ([]Upserted, error) {
	u := s.newUpsert(ctx, tx)
	out := make([]Upserted, len(inputs))
	keys := make([]string, 0, len(inputs))
	good := slices.Clone(inputs)
	for i, in := range inputs {
		if good[i], out[i].Err = in.checked(); out[i].Err == nil {
			keys = append(keys, good[i].Key)
		}
	}
	known, err := customersByKey(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	before := maps.Clone(known)
	for i, in := range good {
		if out[i].Err != nil {
			continue
		}
		row, there := known[in.Key]
		if there && u.stale { // an input before it had its party borrow anew
			if row, err = u.again(ctx, row); err != nil {
				return nil, err
			}
		}
		if out[i], row, err = u.customer(ctx, in, row, there); err != nil {
			return nil, err
		}
		if out[i].Err == nil {
			known[in.Key] = row
		}
	}
	if err := u.insertFresh(ctx); err != nil {
		return nil, err
	}
	if u.stale {
		if known, err = customersByKey(ctx, tx, keys); err != nil {
			return nil, err
		}
	}
	for i := range out {
		if out[i].Err == nil {
			out[i].Before, out[i].After = before[good[i].Key].asIs(), known[good[i].Key].asIs()
		}
	}
	return out, nil
}

// again reads a row anew.
func (u *upsert) again(ctx context.Context, row customerRow) (customerRow, error) {
	if err := u.insertFresh(ctx); err != nil {
		return row, err
	}
	return getCustomer(ctx, u.tx, access.Reach{All: true}, row.ID)
}

// customer takes one input; old is the row of its key where there is one.
func (u *upsert) customer(ctx context.Context, in CustomerInput, old customerRow, there bool) (Upserted, customerRow, error) {
	row := old
	if !there {
		row = customerRow{ID: u.s.newID(), Key: in.Key, Roles: "[]", Lent: "{}", CreatedAt: record.Micros(u.s.now())}
	}
	refused := u.mayWrite(old, there)
	if refused == nil {
		refused = u.place(ctx, in, &row)
	}
	if refused == nil && !u.reach.All && !u.reach.Covers("", row.UnitID, row.AccountID) {
		refused = errOutside()
	}
	if refused != nil {
		return leftOut(refused, row)
	}
	in.apply(&row)
	if there && sameCustomer(old, row) {
		return Upserted{ID: row.ID, Status: Same}, old, nil
	}
	return u.write(ctx, old, row, there)
}

// leftOut is the outcome of an input that is at fault itself; what is the
// store's fault ends the call.
func leftOut(err error, row customerRow) (Upserted, customerRow, error) {
	switch fault.CodeOf(err) {
	case fault.CodeInvalid, fault.CodeConflict, fault.CodeForbidden, fault.CodeNotFound:
		return Upserted{Err: err}, row, nil
	}
	return Upserted{}, row, err
}

func (u *upsert) mayWrite(old customerRow, there bool) error {
	switch {
	case there && !u.reach.All && !u.reach.Covers("", old.UnitID, old.AccountID):
		return errOutside()
	case there && old.RestrictedAt != nil:
		return errRestricted()
	}
	return nil
}

func errOutside() error {
	return fault.New(fault.CodeForbidden, "This lies outside the units and accounts that you may change.").Keyed("customer.outside")
}

func errRestricted() error {
	return fault.New(fault.CodeConflict, "This person asked that their data be kept but not used. Lift that first.").Keyed("customer.restricted")
}

// place finds the account and the unit that an input names, and makes an
// account that is not known, unless the row would lie outside reach.
func (u *upsert) place(ctx context.Context, in CustomerInput, row *customerRow) (err error) {
	if in.Unit != nil {
		if row.UnitID, err = u.unit(ctx, *in.Unit, in.MakeUnits); err != nil {
			return err
		}
	}
	if in.Account == nil {
		return nil
	}
	if *in.Account == "" {
		row.AccountID = ""
		return nil
	}
	id, known := u.accounts[*in.Account]
	if !known {
		if known, err = u.tx.Get(ctx, "SELECT id FROM account WHERE key = ?", []any{*in.Account}, &id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find account")
		}
	}
	if !known {
		if !u.reach.All && !u.reach.Covers("", row.UnitID, "") {
			return errOutside()
		}
		if id, err = u.s.resolveAccount(ctx, u.tx, *in.Account); err != nil {
			return err
		}
	}
	u.accounts[*in.Account], row.AccountID = id, id
	return nil
}

// unit is the id of a unit by key, "" for "". One that is made lies at the top
// of the tree, which only who may write everything does.
func (u *upsert) unit(ctx context.Context, key string, makeIt bool) (string, error) {
	id, known := u.units[key]
	if key == "" || known {
		return id, nil
	}
	id, err := u.s.resolveUnit(ctx, u.tx, key, makeIt && u.reach.All)
	if err == nil {
		u.units[key] = id
	}
	return id, err
}

func (u *upsert) write(ctx context.Context, old, row customerRow, there bool) (Upserted, customerRow, error) {
	if there {
		if err := u.insertFresh(ctx); err != nil { // it may be one of them
			return Upserted{}, row, err
		}
		row, err := u.s.settle(ctx, u.tx, old, row)
		u.stale = u.stale || row.PartyID != ""
		return Upserted{ID: row.ID, Status: Changed}, row, err
	}
	row.SortKey, row.UpdatedAt, row.Version = sortKey(row.Name, row.Key), row.CreatedAt, 1
	u.fresh = append(u.fresh, row)
	return Upserted{ID: row.ID, Status: Made}, row, nil
}

// insertFresh inserts the customers that were made, in few statements.
func (u *upsert) insertFresh(ctx context.Context) error {
	if len(u.fresh) == 0 {
		return nil
	}
	all, err := insertCustomers(ctx, u.tx, u.fresh)
	if err == nil && !all { // on PostgreSQL somebody else was first
		err = fault.New(fault.CodeUnavailable, "Somebody made this customer at the same moment. Send it again.").Keyed("customer.at_once")
	}
	if err != nil {
		return err
	}
	words := make([]wordsOf, len(u.fresh))
	for i, r := range u.fresh {
		words[i] = wordsOf{r.ID, r.indexed()}
		u.tx.Log(CustomerChanged, r.ID)
	}
	u.fresh = u.fresh[:0]
	return customerIndex().addAll(ctx, u.tx, u.s.store.Engine(), words)
}

func (r customerRow) indexed() []string {
	return Customer{Key: r.Key, Name: r.Name, Email: r.Email, Phone: r.Phone}.indexed()
}

// apply writes what an input says into a row, but for account and unit.
func (in CustomerInput) apply(r *customerRow) {
	for _, f := range []struct{ to, from *string }{
		{&r.Name, in.Name}, {&r.Email, in.Email}, {&r.Phone, in.Phone}, {&r.Language, in.Language}, {&r.Title, in.Title},
	} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if in.Roles != nil {
		r.Roles = rolesText(*in.Roles)
	}
	if in.Tie != nil {
		r.Tie = *in.Tie
	}
}

func sameCustomer(a, b customerRow) bool {
	return a.Name == b.Name && a.Email == b.Email && a.Phone == b.Phone && a.Language == b.Language && a.Title == b.Title &&
		a.AccountID == b.AccountID && a.UnitID == b.UnitID && a.Roles == b.Roles && a.Tie == b.Tie
}

// UpsertReceipt says what became of each input of a call.
type UpsertReceipt struct {
	Accepted []UpsertAccepted `json:"accepted" nullable:"false"`
	Rejected []UpsertRejected `json:"rejected" nullable:"false"`
}

// UpsertAccepted is an input that was kept.
type UpsertAccepted struct {
	Index  int    `json:"index" doc:"Its place in what was sent, from 0."`
	ID     string `json:"id" format:"uuid"`
	Status Status `json:"status" enum:"made,changed,same"`
}

// UpsertRejected is an input that was left out, and why.
type UpsertRejected struct {
	Index   int           `json:"index" doc:"Its place in what was sent, from 0."`
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Key     string        `json:"key,omitempty" doc:"Stable key of the message."`
	Errors  []fault.Field `json:"errors,omitempty"`
}

func receiptOf(all []Upserted) UpsertReceipt {
	r := UpsertReceipt{Accepted: []UpsertAccepted{}, Rejected: []UpsertRejected{}}
	for i, u := range all {
		if u.Err == nil {
			r.Accepted = append(r.Accepted, UpsertAccepted{i, u.ID, u.Status})
			continue
		}
		out := UpsertRejected{Index: i, Code: string(fault.CodeOf(u.Err))}
		var e *fault.Error
		if errors.As(u.Err, &e) {
			out.Message, out.Key, out.Errors = e.Message, e.Key, e.Fields
		}
		r.Rejected = append(r.Rejected, out)
	}
	return r
}

// UpsertCustomers makes or changes customers by key, in one transaction.
func (s *Service) UpsertCustomers(ctx context.Context, inputs []CustomerInput) (UpsertReceipt, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return UpsertReceipt{}, 0, err
	}
	var all []Upserted
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		all, err = s.UpsertCustomersIn(ctx, tx, inputs)
		return err
	})
	return receiptOf(all), position, err
}
