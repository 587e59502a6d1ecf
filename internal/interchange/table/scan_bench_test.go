package table

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// benchTable is a table as surveys give it: an id, a date, ratings, words,
// amounts and a comment.
func benchTable(rows int) []byte {
	r := rand.New(rand.NewPCG(1, 7)) //nolint:gosec // made-up content
	var b bytes.Buffer
	b.WriteString("id,date,recommend,a,b,c,d,e,region,plan,age,spend,comment\n")
	for i := range rows {
		fmt.Fprintf(&b, "r%d,%s,%d", i, time.Date(2024, 11, 1+r.IntN(730), 0, 0, 0, 0, time.UTC).Format(time.DateOnly), r.IntN(11))
		for range 5 {
			fmt.Fprintf(&b, ",%d", 1+r.IntN(5))
		}
		fmt.Fprintf(&b, ",%s,%s,%d,%.2f,it was as we had hoped in %d\n", []string{"north", "south"}[r.IntN(2)], []string{"basic", "plus", "gold"}[r.IntN(3)], 18+r.IntN(70), 10+r.ExpFloat64()*90, i)
	}
	return b.Bytes()
}

// BenchmarkScan profiles such a table.
func BenchmarkScan(b *testing.B) {
	const rows = 20_000
	file := benchTable(rows)
	format, err := Detect(bytes.NewReader(file), DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := Scan(bytes.NewReader(file), format, DefaultLimits(), time.UTC)
		if err != nil || p.Rows != rows {
			b.Fatal(p, err)
		}
	}
}
