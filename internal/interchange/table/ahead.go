package table

import (
	"errors"
	"sync"
)

// aheadRows is how many rows are handed over at once.
const aheadRows = 512

// Ahead gives the same rows, but reads them in a goroutine of its own, a little
// ahead of whoever asks for them. Close it, which ends the goroutine; the rows
// under it stay their owner's, who must leave them alone until then.
func Ahead(rows Rows) Rows {
	a := &ahead{pieces: make(chan aheadPiece, 2), stop: make(chan struct{})}
	a.running.Add(1)
	go func() {
		defer a.running.Done()
		defer close(a.pieces)
		a.read(rows)
	}()
	return a
}

type ahead struct {
	pieces  chan aheadPiece
	stop    chan struct{}
	stopped sync.Once
	running sync.WaitGroup
	piece   aheadPiece
	at      int
}

// aheadPiece are some rows, what ended the reading after them, and how far it
// was then.
type aheadPiece struct {
	rows        []Row
	err         error
	blank, done int64
}

// read reads until the end, an error, or Close.
func (a *ahead) read(rows Rows) {
	for {
		p := aheadPiece{rows: make([]Row, 0, aheadRows)}
		for len(p.rows) < aheadRows && p.err == nil {
			var row Row
			if row, p.err = rows.Next(); p.err == nil {
				p.rows = append(p.rows, row)
			}
		}
		p.blank, p.done = rows.Blank(), rows.Done()
		select {
		case a.pieces <- p:
		case <-a.stop:
			return
		}
		if p.err != nil {
			return
		}
	}
}

// Next implements Rows.
func (a *ahead) Next() (Row, error) {
	for a.at == len(a.piece.rows) {
		if a.piece.err != nil {
			return Row{}, a.piece.err
		}
		p, more := <-a.pieces
		if !more {
			return Row{}, errClosed
		}
		a.piece, a.at = p, 0
	}
	a.at++
	return a.piece.rows[a.at-1], nil
}

var errClosed = errors.New("table: rows are read after they were closed")

// Blank implements Rows: it counts those met by the reader so far.
func (a *ahead) Blank() int64 { return a.piece.blank }

// Done implements Rows.
func (a *ahead) Done() int64 { return a.piece.done }

// Close ends the reading; the rows under it are not closed.
func (a *ahead) Close() error {
	a.stopped.Do(func() { close(a.stop) })
	a.running.Wait()
	return nil
}
