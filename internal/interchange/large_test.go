package interchange

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const tenMillion = 10_000_000

// BenchmarkTenMillion reads and joins ten million rows of CSV from disk and
// reports the most memory that the process ever had resident, where the system
// tells it. Run one at a time, in a process of its own:
//
//	go test ./internal/interchange -run XXX -bench TenMillion/scan -benchtime 1x
func BenchmarkTenMillion(b *testing.B) {
	b.Run("scan", func(b *testing.B) {
		f := largeFile(b, "key,at,score,channel,city,value,food,staff,price,comment", func(w *bufio.Writer, i int) error {
			_, err := fmt.Fprintf(w, "C-%d,2025-%02d-%02d,%d,mail,city %d,%d.25,%d,%d,%d,quick and friendly %d\n", i, i%12+1, i%28+1, i%11, i%100, i%5000, i%5+1, i%7%5+1, i%3+1, i%1000)
			return err
		})
		for b.Loop() {
			format, err := Detect(f, table.Choice{}, table.DefaultLimits())
			if err != nil {
				b.Fatal(err)
			}
			calls, last := 0, int64(0)
			p, err := Scan(context.Background(), f, format, table.DefaultLimits(), time.UTC, func(done int64) { calls, last = calls+1, done })
			if err != nil || p.Rows != tenMillion || calls < 1000 || last != format.Size {
				b.Fatalf("%v, progress heard %d times up to %d of %d", err, calls, last, format.Size)
			}
		}
		report(b)
	})
	b.Run("join", func(b *testing.B) {
		left := largeFile(b, "id,score", func(w *bufio.Writer, i int) error {
			_, err := fmt.Fprintf(w, "C-%d,%d\n", i*7919%tenMillion, i%11)
			return err
		})
		right := largeFile(b, "resp,question,rating", func(w *bufio.Writer, i int) error {
			_, err := fmt.Fprintf(w, "C-%d,q%d,%d\n", i*104729%(tenMillion/4), i%4, i%5+1)
			return err
		})
		for b.Loop() {
			joinLarge(b, left, right)
		}
		report(b)
	})
}

func joinLarge(b *testing.B, left, right *os.File) {
	b.Helper()
	open := func(f *os.File) (table.Rows, table.Format) {
		format, err := Detect(f, table.Choice{}, table.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		rows, err := Open(f, format, table.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		return rows, format
	}
	rightRows, rightFormat := open(right)
	side, err := join.Prepare(context.Background(), rightRows, rightFormat, join.Spec{Left: "id", Right: "resp", Name: "question", Value: "rating"}, join.Options{Dir: b.TempDir(), Columns: 20})
	if err != nil {
		b.Fatal(err)
	}
	leftRows, leftFormat := open(left)
	rows, _, err := side.Rows(leftRows, leftFormat)
	if err != nil {
		b.Fatal(err)
	}
	if n := drain(b, rows); n != tenMillion || side.Report.Keys != tenMillion/4 || side.Report.Matched != tenMillion/4 {
		b.Fatalf("%d rows, %+v", n, side.Report)
	}
	if err := side.Close(); err != nil {
		b.Fatal(err)
	}
}

// largeFile writes ten million rows to disk.
func largeFile(b *testing.B, names string, row func(w *bufio.Writer, i int) error) *os.File {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "large.csv"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	w := bufio.NewWriterSize(f, 1<<20)
	_, err = fmt.Fprintln(w, names)
	for i := 0; i < tenMillion && err == nil; i++ {
		err = row(w, i)
	}
	if err = errors.Join(err, w.Flush()); err != nil {
		b.Fatal(err)
	}
	return f
}

// report adds the rate and the peak of resident memory.
func report(b *testing.B) {
	b.Helper()
	b.ReportMetric(tenMillion*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == "VmHWM:" {
			kib, err := strconv.Atoi(fields[1])
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(kib)/1024, "peak-MiB")
		}
	}
}
