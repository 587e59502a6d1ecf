package outreach

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
)

// noID comes before every id.
const noID = "00000000-0000-0000-0000-000000000000"

func first(after string) string {
	if after == "" {
		return noID
	}
	return after
}

// customersAfter are those that stand for themselves, by id.
func customersAfter(ctx context.Context, q record.Querier, after string, limit int) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT id FROM customer WHERE id > ? AND party_id IS NULL ORDER BY id LIMIT ?", first(after), limit).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "list customers")
}

// listedAfter are the customers whose keys a wave was given, by id.
func listedAfter(ctx context.Context, q record.Querier, wave, after string, limit int) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT c.id FROM wave_key k JOIN customer c ON c.key = k.customer_key WHERE k.wave_id = ? AND c.id > ? ORDER BY c.id LIMIT ?", wave, first(after), limit).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "list customers by their keys")
}

func forgetConsidered(ctx context.Context, tx *record.Tx, wave string, limit int) (int64, error) {
	n, err := tx.Exec(ctx, "DELETE FROM considered WHERE wave_id = ? AND customer_id IN (SELECT customer_id FROM considered WHERE wave_id = ? LIMIT ?)", wave, wave, limit)
	return n, fault.Wrap(err, fault.CodeInternal, "forget an earlier plan")
}

func noteMeasure(ctx context.Context, tx *record.Tx, survey string, number int64, measure string) error {
	_, err := tx.Exec(ctx, "INSERT INTO survey_measure (survey_id, number, measure_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", survey, number, measure)
	return fault.Wrap(err, fault.CodeInternal, "note the measures of a version")
}

var insertConsidered = record.NewInsert("considered", "wave_id", "customer_id", "account_id", "reason", "rule", "pool", "role", "stratum", "zone")

type poolRow struct {
	CustomerID string `bun:"customer_id"`
	AccountID  string `bun:"account_id"`
	Role       int
	Stratum    string
}

// entrant is a row of the pool as the draw takes it; strata get their numbers here.
func (r poolRow) entrant(strata map[string]int32) (e plan.Entrant, err error) {
	id, err := uuid.Parse(r.CustomerID)
	if err != nil {
		return e, fault.Wrap(err, fault.CodeInternal, "read the id of a customer")
	}
	e.ID, e.Role = id, int8(r.Role) //nolint:gosec // -1 to 3
	if r.AccountID != "" {
		account, err := uuid.Parse(r.AccountID)
		if err != nil {
			return e, fault.Wrap(err, fault.CodeInternal, "read the id of an account")
		}
		e.Account = account
	}
	number, known := strata[r.Stratum]
	if !known {
		number = int32(len(strata)) //nolint:gosec // far fewer
		strata[r.Stratum] = number
	}
	e.Stratum = number
	return e, nil
}

func poolAfter(ctx context.Context, q record.Querier, wave, after string, limit int) ([]poolRow, error) {
	var rows []poolRow
	err := q.NewRaw("SELECT customer_id, COALESCE(account_id, '') AS account_id, role, stratum FROM considered WHERE wave_id = ? AND customer_id > ? AND pool = ? ORDER BY customer_id LIMIT ?",
		wave, first(after), true, limit).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read the pool of a wave")
}

// writeVerdicts writes what became of people, those with the same together.
func writeVerdicts(ctx context.Context, tx *record.Tx, wave string, ids []string, verdicts []plan.Verdict) error {
	same := map[plan.Verdict][]string{}
	for i, v := range verdicts {
		same[v] = append(same[v], ids[i])
	}
	for v, some := range same {
		_, err := tx.NewRaw("UPDATE considered SET reason = ?, rule = ? WHERE wave_id = ? AND customer_id IN (?)", string(v.Reason), string(v.Rule), wave, bun.List(some)).Exec(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write who is asked")
		}
	}
	return nil
}

// invitedAfter are those that a wave is to invite, by id.
func invitedAfter(ctx context.Context, q record.Querier, wave, after string, limit int) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT customer_id FROM considered WHERE wave_id = ? AND reason = 'invited' AND rule = '' AND customer_id > ? ORDER BY customer_id LIMIT ?", wave, first(after), limit).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "list those who are invited")
}
