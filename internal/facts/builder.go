package facts

import (
	"context"
	"fmt"
	"time"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// builder fills a new file: rows go to a staging area as they come, and from
// there sorted into the file.
type builder struct {
	f        *file
	tell     func(done, total int64)
	now      func() time.Time
	readAt   time.Time
	position log.Position
	done     int64
	total    int64
	whole    wholeRows
}

// stage makes the staging area: tables that live in memory, are spilled beside
// the file where they are large, and are gone with the connection.
func (b *builder) stage(ctx context.Context) error {
	b.whole.f = b.f
	for _, ddl := range stagingTables() {
		if _, err := b.f.writer.ExecContext(ctx, ddl); err != nil {
			return err
		}
	}
	return nil
}

// add puts rows into the staging area.
func (b *builder) add(ctx context.Context, rows row.Rows) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rejects := append([]row.Reject(nil), rows.Rejects...)
	if err := b.declare(ctx, rows.Traits, &rejects); err != nil {
		return err
	}
	err := b.whole.add(ctx, rows.Whole, func(a *row.Answer, why error) {
		rejects = append(rejects, row.Reject{ID: a.Response.String(), Reason: why.Error()})
	})
	if err != nil {
		return err
	}
	if rows.Len()-len(rows.Whole)+len(rejects) > 0 {
		if err := b.addStaged(ctx, rows, rejects); err != nil {
			return err
		}
	}
	b.done += rows.Things()
	b.tell(b.done, max(b.done, b.total))
	return nil
}

// declare adds the columns of traits that are new.
func (b *builder) declare(ctx context.Context, traits []row.Trait, rejects *[]row.Reject) error {
	for _, t := range traits {
		if err := b.f.enc.slots.check(t); err != nil {
			*rejects = append(*rejects, row.Reject{ID: fmt.Sprintf("trait %d", t.Slot), Reason: err.Error()})
			continue
		}
		if b.f.enc.slots.traits[t.Slot] == t {
			continue
		}
		if err := b.whole.end(ctx); err != nil {
			return err
		}
		if err := b.f.declareOne(ctx, t, inFile, staging); err != nil {
			return err
		}
		b.f.enc.slots.add(t)
	}
	return nil
}

// addStaged puts all rows but whole responses into the staging area, and sets rejects
// aside.
func (b *builder) addStaged(ctx context.Context, rows row.Rows, rejects []row.Reject) error {
	if err := b.whole.end(ctx); err != nil {
		return err
	}
	if err := b.f.declareScores(ctx, rows.Answers, inFile, staging); err != nil {
		return err
	}
	return b.f.transact(ctx, func() error {
		more, err := b.f.appendRows(staging, rows)
		if err != nil {
			return err
		}
		return b.f.setAside(ctx, append(rejects, more...), &step{position: b.position, now: b.now()})
	})
}

// sort writes the staged rows into the file in the order in which they are
// asked for, and marks the file finished at the snapshot's position.
func (b *builder) sort(ctx context.Context) error {
	if err := b.whole.finish(ctx); err != nil {
		return err
	}
	statements := []string{
		"INSERT INTO answer SELECT * FROM staged_answer ORDER BY survey, month, measure, instant",
		"INSERT INTO event SELECT * FROM staged_event ORDER BY name, month, instant",
		"INSERT INTO response_wide SELECT * FROM staged_response_wide ORDER BY program, month, instant",
		"INSERT INTO party SELECT * FROM staged_party ORDER BY id",
		"INSERT INTO account SELECT * FROM staged_account ORDER BY id",
		"INSERT INTO party_trait SELECT * FROM staged_party_trait ORDER BY trait, since, subject",
		"DROP TABLE staged_answer",
		"DROP TABLE staged_response_wide",
		"DROP TABLE staged_event",
		"DROP TABLE staged_party",
		"DROP TABLE staged_account",
		"DROP TABLE staged_party_trait",
	}
	for _, q := range statements {
		if _, err := b.f.writer.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	at := b.readAt.UTC()
	_, err := b.f.writer.ExecContext(ctx, "UPDATE meta SET position = ?, ahead = ?, as_of = ?, complete = true", int64(b.position), int64(b.position), at)
	if err != nil {
		return err
	}
	b.f.position, b.f.ahead, b.f.asOf = b.position, b.position, at
	_, err = b.f.writer.ExecContext(ctx, "CHECKPOINT")
	return err
}
