package interchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const benchRows = 20_000

// BenchmarkRead reads the same answers, six columns, from each format.
func BenchmarkRead(b *testing.B) {
	rows := answers(rand.New(rand.NewPCG(1, 1)), benchRows) //nolint:gosec // made-up content
	for _, c := range []struct {
		name string
		make func([]answer) ([]byte, error)
	}{{"csv", func(a []answer) ([]byte, error) { return asCSV(a, ',') }}, {"jsonl", asJSON}, {"parquet", func(a []answer) ([]byte, error) { return asParquet(a, 100_000) }}, {"xlsx", asWorkbook}} {
		file, err := c.make(rows)
		if err != nil {
			b.Fatal(err)
		}
		format, err := Detect(bytes.NewReader(file), table.Choice{}, table.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := Open(bytes.NewReader(file), format, table.DefaultLimits())
				if err != nil {
					b.Fatal(err)
				}
				if n := drain(b, r); n != benchRows {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkJoin joins the answers to a long table of the same length.
func BenchmarkJoin(b *testing.B) {
	left, err := asCSV(answers(rand.New(rand.NewPCG(1, 1)), benchRows), ',') //nolint:gosec // made-up content
	if err != nil {
		b.Fatal(err)
	}
	format, err := Detect(bytes.NewReader(left), table.Choice{}, table.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	open := func() table.Rows {
		r, err := Open(bytes.NewReader(left), format, table.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	for b.Loop() {
		side, err := join.Prepare(context.Background(), open(), format, join.Spec{Left: "key", Right: "key", Name: "score", Value: "at"}, join.Options{Dir: b.TempDir(), Columns: 20})
		if err != nil {
			b.Fatal(err)
		}
		rows, _, err := side.Rows(open(), format)
		if err != nil {
			b.Fatal(err)
		}
		drain(b, rows)
		if err := side.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func drain(b *testing.B, r table.Rows) int {
	b.Helper()
	n := 0
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			return n
		} else if err != nil {
			b.Fatal(err)
		}
		n++
	}
}
