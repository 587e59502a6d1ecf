package table

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
)

// failing gives some rows and then an error.
type failing struct {
	rows, given int64
	err         error
}

func (f *failing) Next() (Row, error) {
	if f.given == f.rows {
		return Row{}, f.err
	}
	f.given++
	return Row{Number: f.given, Cells: []string{strconv.FormatInt(f.given, 10)}}, nil
}

func (f *failing) Blank() int64 { return f.given / 10 }
func (f *failing) Done() int64  { return f.given * 3 }
func (f *failing) Close() error { return errors.New("closed by somebody who does not own it") }

func TestRowsReadAheadAreTheSame(t *testing.T) {
	broken := errors.New("broken")
	for _, rows := range []int64{0, 1, aheadRows - 1, aheadRows, aheadRows + 1, 5 * aheadRows} {
		for _, end := range []error{io.EOF, broken} {
			a := Ahead(&failing{rows: rows, err: end})
			for want := int64(1); want <= rows; want++ {
				row, err := a.Next()
				if err != nil || row.Number != want || row.Cells[0] != strconv.FormatInt(want, 10) {
					t.Fatalf("row %d of %d is %+v, %v", want, rows, row, err)
				}
			}
			for range 2 {
				if _, err := a.Next(); !errors.Is(err, end) {
					t.Errorf("after %d rows: %v, want %v", rows, err, end)
				}
			}
			if a.Blank() != rows/10 || a.Done() != rows*3 {
				t.Errorf("%d rows: %d blank, %d done", rows, a.Blank(), a.Done())
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestRowsReadAheadEndWithTheirReader: who closes early does not leave a reader
// behind, and may close twice.
func TestRowsReadAheadEndWithTheirReader(t *testing.T) {
	src := &failing{rows: 1 << 40, err: io.EOF}
	a := Ahead(src)
	if _, err := a.Next(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.Close(), a.Close()); err != nil {
		t.Error(err)
	}
	given := src.given // nobody else touches it any more: the race detector would tell
	for range 4 * aheadRows {
		if _, err := a.Next(); err != nil {
			if !strings.Contains(err.Error(), "closed") || src.given != given {
				t.Errorf("%v after %d rows, %d before", err, src.given, given)
			}
			return
		}
	}
	t.Error("the rows go on after they were closed")
}
