package backup_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/backup"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// BenchmarkBackup backs up 200,000 rows idle and while 16 callers write.
func BenchmarkBackup(b *testing.B) {
	s := recordtest.SQLite(b, notes)
	const rows, piece = 200_000, 5000
	for from := 0; from < rows; from += piece {
		_, err := s.Write(b.Context(), func(ctx context.Context, tx *record.Tx) error {
			for i := from; i < from+piece; i++ {
				if _, err := tx.Exec(ctx, `INSERT INTO note (id, file) VALUES (?, ?)`, fmt.Sprint("old", i), strings.Repeat("x", 400)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	round := 0
	for b.Loop() {
		round++
		times, err := backup.Measure(b.Context(), s, 16, func(ctx context.Context, n int64) error {
			return writeNote(ctx, s, fmt.Sprintf("new-%d-%d", round, n), "")
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(times.Ratio(), "loaded/idle")
		b.ReportMetric(float64(times.Writes)/times.Loaded.Seconds(), "writes/s")
		b.Logf("idle %v, loaded %v, %d MB", times.Idle, times.Loaded, times.Bytes>>20)
	}
}
