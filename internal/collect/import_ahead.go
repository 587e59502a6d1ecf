package collect

import (
	"context"
	"errors"
	"io"
)

// Reading is ahead of writing by up to waitingBatches of readTogether rows
// beside those of a piece.
const (
	readTogether   = 512
	waitingBatches = 8
)

// preparedRow is a row with all that can be made of it without the record.
type preparedRow struct {
	readRow
	kept  *kept
	words string // of its texts, for search
}

func (r *run) prepare() (preparedRow, error) {
	row, err := r.rows.Next()
	if err != nil {
		return preparedRow{}, err
	}
	out := preparedRow{readRow: r.reader.read(row)}
	if out.entry != nil {
		out.kept, out.words = r.keeper.keep(out.entry, r.reader.now), out.entry.words()
	}
	return out, nil
}

// ahead reads the rows of a run, in their order, beside its writer.
type ahead struct {
	batches chan []preparedRow // closed where reading ended
	stop    chan struct{}
	rest    []preparedRow // read when it was to stop; good once batches is closed
	err     error         // why reading ended, io.EOF after the last row; likewise
}

// readAhead begins to read; stopReading has to be called afterwards.
func (r *run) readAhead() *ahead {
	a := &ahead{batches: make(chan []preparedRow, waitingBatches), stop: make(chan struct{})}
	if r.over {
		close(a.batches)
		return a
	}
	go func() {
		defer close(a.batches)
		for a.err == nil {
			a.rest, a.err = r.batch()
			select {
			case <-a.stop:
				return
			case a.batches <- a.rest:
				a.rest = nil
			}
		}
	}()
	return a
}

// batch reads some rows; with an error those before it.
func (r *run) batch() ([]preparedRow, error) {
	rows := make([]preparedRow, 0, readTogether)
	for len(rows) < readTogether {
		row, err := r.prepare()
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// gather waits until as many rows are at hand as a piece can take, or no more
// come. It fails where they cannot be read.
func (r *run) gather(ctx context.Context, a *ahead) error {
	for len(r.waiting) < pieceRows && !r.over {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case rows, more := <-a.batches:
			r.waiting = append(r.waiting, rows...)
			if more {
				continue
			}
			if err := r.ended(a); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// ended notes how reading came to its end.
func (r *run) ended(a *ahead) error {
	switch {
	case errors.Is(a.err, io.EOF) && !errors.Is(a.err, io.ErrUnexpectedEOF):
		r.over = true
	case a.err != nil:
		r.broken = r.s.unreadRows(r.id, a.err)
	}
	return r.broken
}

// stopReading ends the reading; rows that were read already wait for the next
// time.
func (r *run) stopReading(a *ahead) {
	close(a.stop)
	for rows := range a.batches {
		r.waiting = append(r.waiting, rows...)
	}
	r.waiting = append(r.waiting, a.rest...)
	if r.broken == nil && !r.over {
		_ = r.ended(a) // kept in the run
	}
}

// taken forgets the first n of the rows that wait.
func (r *run) taken(n int) {
	left := copy(r.waiting, r.waiting[n:])
	clear(r.waiting[left:])
	r.waiting = r.waiting[:left]
}
