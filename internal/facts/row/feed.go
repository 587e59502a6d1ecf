package row

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// Feed is a room's part of the facts: pure functions from the record to rows.
// Both functions read through the given querier only, which is one snapshot
// of the record.
type Feed struct {
	Name  string   // the room, for logs and the operator
	Kinds []string // kinds of the change log that Load hears

	// Load says what a batch of events means. It is given all events of its
	// kinds in the batch, oldest first, and answers with the state of the
	// record now, which may be newer than the events:
	//   - Delta.Responses and Delta.Events hold every id that an event of the
	//     batch changed or removed. Ids that are only new are left out,
	//     because a removal costs a scan.
	//   - Delta.Rows holds what these ids are now, each id once, and nothing
	//     for those that no longer exist.
	// An error with code invalid (fault), or a panic, means that the events
	// cannot be understood: they are narrowed down to the id at fault, which
	// is set aside. Any other error is retried until it goes away.
	Load func(ctx context.Context, q bun.IDB, events []log.Event) (Delta, error)

	// All yields every row there is, in pieces of a few thousand, trait
	// declarations before the answers that use them. It ends with the first
	// error that yield returns.
	All func(ctx context.Context, q bun.IDB, yield func(Rows) error) error

	// Count estimates how many things All will yield rows of (Rows.Things), for
	// the progress of a rebuild; it may be nil.
	Count func(ctx context.Context, q bun.IDB) (int64, error)
}
