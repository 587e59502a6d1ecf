package record_test

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// BenchmarkJoin stores one row and logs it, from 64 callers at once, each
// waiting until it is durable. rows/s is what matters. On PostgreSQL that
// takes BALCONY_TEST_FSYNC=on.
func BenchmarkJoin(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkJoin(b, recordtest.SQLite(b, notes)) })
	b.Run("postgresql", func(b *testing.B) { benchmarkJoin(b, recordtest.PostgreSQL(b, notes)) })
}

func benchmarkJoin(b *testing.B, s *record.Store) {
	const callers = 64
	var next atomic.Int64
	b.SetParallelism(callers / 2) // times GOMAXPROCS
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			id := "0193a000-0000-7000-8000-" + strconv.FormatInt(100000000000+next.Add(1), 10)
			_, err := s.Join(context.Background(), 200, func(ctx context.Context, tx *record.Tx) error {
				tx.Log("note.written", id)
				return insertNote(ctx, tx, id)
			})
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
