package collect

import (
	"context"
	"database/sql"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Replace writes a response again that is in the record, under its id: what it says is
// another, whose it is, when it was given and what it is worth stay.
func (p *Prepared) Replace(ctx context.Context, tx *record.Tx) error {
	var n int64
	var customer, account, unit string
	var value, weight sql.Null[float64]
	k := *p.row
	found, err := tx.Get(ctx, "SELECT n, at, COALESCE(CAST(customer_id AS TEXT), ''), COALESCE(CAST(account_id AS TEXT), ''), COALESCE(CAST(unit_id AS TEXT), ''), value, weight FROM response WHERE id = ?",
		[]any{k.id}, &n, &k.at, &customer, &account, &unit, &value, &weight)
	if err == nil && !found {
		err = fault.NotFound("response")
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find the response that is changed")
	}
	k.customer, k.account, k.unit, k.value, k.weight = customer, account, unit, orNil(value), orNil(weight)
	s := p.taking.s
	if err := s.updateRow(ctx, tx, &k); err != nil {
		return err
	}
	if err := s.deleteWords(ctx, tx, n); err != nil {
		return err
	}
	tx.Log(ResponseChanged, k.id)
	return s.insertWords(ctx, tx, n, p.entry.words())
}

func orNil(v sql.Null[float64]) *float64 {
	if !v.Valid {
		return nil
	}
	return &v.V
}
