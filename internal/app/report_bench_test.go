package app

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// BenchmarkReport makes a report of the bench's table, so that a profile tells
// where its time goes. BALCONY_ROWS says of how many rows.
func BenchmarkReport(b *testing.B) {
	rows, err := strconv.Atoi(os.Getenv("BALCONY_ROWS"))
	if err != nil || rows <= 0 {
		rows = 20_000
	}
	path := filepath.Join(b.TempDir(), "answers.csv")
	if _, err := writeReportCSV(path, rows); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := wholeReport(b.Context(), path); err != nil {
			b.Fatal(err)
		}
	}
}
