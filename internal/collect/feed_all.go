package collect

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
)

type eventRow struct {
	ID            string `bun:"id"`
	At            int64
	Name          string
	CustomerID    *string `bun:"customer_id"`
	AccountID     *string `bun:"account_id"`
	UnitID        *string `bun:"unit_id"`
	TouchpointKey string
	Properties    string
	party         string // the customer that this one was merged into, "" for itself
	firm          string // the account that this one was merged into, "" for itself
	restricted    bool
}

func addEvents(out *row.Rows, rows []eventRow) {
	for _, r := range rows {
		if r.restricted {
			continue
		}
		like := factRow{ID: r.ID, At: r.At, CustomerID: r.CustomerID, AccountID: r.AccountID, UnitID: r.UnitID, TouchpointKey: r.TouchpointKey, ProgramID: uuid.Nil.String(), party: r.party, firm: r.firm}
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
	known, err := loadPeople(ctx, q, all)
	if err != nil {
		return err
	}
	readings, err := reasonsOf(ctx, q)
	if err != nil {
		return err
	}
	byProgram := slotsOf(all)
	for last := int64(0); ; {
		rows, err := readFactRows(ctx, q, " WHERE n > ? ORDER BY n LIMIT ?", last, factsAtOnce)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return allEvents(ctx, q, known, yield)
		}
		if err := known.answers(ctx, q, rows); err != nil {
			return err
		}
		last = rows[len(rows)-1].N
		out := row.Rows{Read: int64(len(rows))}
		addAnswers(&out, rows, byProgram, readings)
		if err := yield(out); err != nil {
			return err
		}
	}
}

func allEvents(ctx context.Context, q bun.IDB, known *peopleKnown, yield func(row.Rows) error) error {
	for last := ""; ; {
		var rows []eventRow
		if err := q.NewRaw(selectEvents+" WHERE id > ? ORDER BY id LIMIT ?", last, factsAtOnce).Scan(ctx, &rows); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read events for facts")
		}
		if len(rows) == 0 {
			return nil
		}
		last = rows[len(rows)-1].ID
		if err := known.events(ctx, q, rows); err != nil {
			return err
		}
		out := row.Rows{Read: int64(len(rows))}
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
