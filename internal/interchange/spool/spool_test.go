package spool

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const text = "a,b,c\n1,\"x\ny\",\n\n2,é\n3,,z\n"

func rowsOf(t *testing.T) table.Rows {
	t.Helper()
	f, err := table.Detect(strings.NewReader(text), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.NewReader(strings.NewReader(text), f, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(r table.Rows) (out []table.Row, err error) {
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
}

// TestSame: rows come back as they were, rejects and their numbers too.
func TestSame(t *testing.T) {
	want, err := all(rowsOf(t))
	if err != nil || len(want) != 3 || want[1].Reject == nil {
		t.Fatalf("%+v %v", want, err)
	}
	var kept bytes.Buffer
	copied, err := all(Copy(&kept, rowsOf(t)))
	if err != nil || !reflect.DeepEqual(copied, want) {
		t.Fatalf("copied %+v %v", copied, err)
	}
	r := Open(io.NopCloser(bytes.NewReader(kept.Bytes())))
	got, err := all(r)
	if err != nil || !reflect.DeepEqual(got, want) || r.Blank() != 1 {
		t.Errorf("read back %+v %v, %d blank", got, err, r.Blank())
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v", err)
	}
}

// TestCutOff: cut anywhere, or with a byte changed in its frame, a spool is
// damaged and never ends as if it were whole.
func TestCutOff(t *testing.T) {
	var kept bytes.Buffer
	if _, err := all(Copy(&kept, rowsOf(t))); err != nil {
		t.Fatal(err)
	}
	for n := range kept.Len() {
		_, err := all(Open(io.NopCloser(bytes.NewReader(kept.Bytes()[:n]))))
		var d *table.Damage
		if !errors.As(err, &d) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("no space")
	}
	return len(p), nil
}

// TestNoSpace: a full disk is an error of the copying, not a short file.
func TestNoSpace(t *testing.T) {
	if _, err := all(Copy(&full{left: 10}, rowsOf(t))); err == nil {
		t.Error("a full disk went unnoticed")
	}
}

// FuzzOpen: no bytes whatever make the reader panic or claim more than they hold.
func FuzzOpen(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3, kindEnd, 0, 0})
	f.Add([]byte(fmt.Sprintf("%c%c\x02\x01\x03abc", 7, kindCells)))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, _ := all(Open(io.NopCloser(bytes.NewReader(b))))
		size := 0
		for _, r := range rows {
			for _, c := range r.Cells {
				size += len(c)
			}
		}
		if size > len(b) {
			t.Errorf("%d bytes of cells from %d", size, len(b))
		}
	})
}
