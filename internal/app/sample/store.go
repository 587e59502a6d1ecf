package sample

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// kept is a row of sample.
type kept struct {
	Key, State, Begins, Language, Problem, Holder string
	OwnerID                                       string `bun:"owner_id"`
	Until, Done, Total, HeldUntil                 int64
}

func (k kept) until() time.Time { return record.Time(k.Until).UTC() }

const keptColumns = "key, state, begins, until, language, owner_id, done, total, problem, holder, held_until"

func listKept(ctx context.Context, q record.Querier) (all []kept, err error) {
	err = q.NewRaw("SELECT "+keptColumns+" FROM sample ORDER BY key").Scan(ctx, &all)
	return all, fault.Wrap(err, fault.CodeInternal, "list samples")
}

// putKept writes a row; one that is there takes the state and begins its count
// anew.
func putKept(ctx context.Context, tx *record.Tx, k kept) error {
	_, err := tx.Exec(ctx, `INSERT INTO sample (key, state, begins, until, language, owner_id) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET state = excluded.state, done = 0, total = 0, problem = ''`, k.Key, k.State, k.Begins, k.Until, k.Language, k.OwnerID)
	return fault.Wrap(err, fault.CodeInternal, "write a sample")
}

// step writes how far the work is that a holder does in a state; false where
// somebody else has it or it is another's turn.
func step(ctx context.Context, tx *record.Tx, k kept, now time.Time, holdFor time.Duration) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE sample SET done = ?, total = ?, holder = ?, held_until = ? WHERE key = ? AND state = ? AND (holder = ? OR held_until < ?)",
		k.Done, k.Total, k.Holder, record.Micros(now.Add(holdFor)), k.Key, k.State, k.Holder, record.Micros(now))
	return n > 0, fault.Wrap(err, fault.CodeInternal, "note how far a sample is")
}

func setState(ctx context.Context, tx *record.Tx, key string, from, to State, problem string) error {
	_, err := tx.Exec(ctx, "UPDATE sample SET state = ?, problem = ?, held_until = 0 WHERE key = ? AND state = ?", string(to), problem, key, string(from))
	return fault.Wrap(err, fault.CodeInternal, "write the state of a sample")
}

func setOwner(ctx context.Context, tx *record.Tx, key, owner string) error {
	_, err := tx.Exec(ctx, "UPDATE sample SET owner_id = ? WHERE key = ?", owner, key)
	return fault.Wrap(err, fault.CodeInternal, "write the owner of a sample")
}

// dropKept forgets a sample and what was made for it.
func dropKept(ctx context.Context, tx *record.Tx, key string) error {
	_, err := tx.Exec(ctx, "DELETE FROM sample_made WHERE sample = ?", key)
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM sample WHERE key = ?", key)
	}
	return fault.Wrap(err, fault.CodeInternal, "forget a sample")
}

// Kinds of things that are made for a sample.
const (
	madeUnit     = "unit"
	madeAccount  = "account"
	madeCustomer = "customer"
	madeTrait    = "trait"
	madeSegment  = "segment"
	madeText     = "consent text"
)

func noteMade(ctx context.Context, tx *record.Tx, sample, kind string, keys ...string) error {
	for _, key := range keys {
		if _, err := tx.Exec(ctx, "INSERT INTO sample_made (sample, kind, key) VALUES (?, ?, ?) ON CONFLICT (sample, kind, key) DO NOTHING", sample, kind, key); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "note what is made for a sample")
		}
	}
	return nil
}

// made are at most limit keys of a kind, in the order of the keys.
func made(ctx context.Context, q record.Querier, sample, kind string, limit int) (keys []string, err error) {
	err = q.NewRaw("SELECT key FROM sample_made WHERE sample = ? AND kind = ? ORDER BY key LIMIT ?", sample, kind, limit).Scan(ctx, &keys)
	return keys, fault.Wrap(err, fault.CodeInternal, "list what was made for a sample")
}

func countMade(ctx context.Context, q record.Querier, sample string) (n int64, err error) {
	err = q.NewRaw("SELECT count(*) FROM sample_made WHERE sample = ?", sample).Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeInternal, "count what was made for a sample")
}

func forgetMade(ctx context.Context, tx *record.Tx, sample, kind string, keys []string) error {
	for _, key := range keys {
		if _, err := tx.Exec(ctx, "DELETE FROM sample_made WHERE sample = ? AND kind = ? AND key = ?", sample, kind, key); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget what was made for a sample")
		}
	}
	return nil
}
