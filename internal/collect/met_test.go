package collect

import (
	"crypto/sha256"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
)

// TestMet: each is counted by itself, in any order.
func TestMet(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // made-up content
	var m met
	want := map[int]int{}
	for range 50_000 {
		n := random.IntN(20_000)
		want[n]++
		if got := m.count(sha256.Sum256([]byte(strconv.Itoa(n)))); got != want[n] {
			t.Fatalf("%d is counted %d times, not %d", n, got, want[n])
		}
	}
}

// BenchmarkMet tells what the keys of a file of ten million rows take.
//
//	go test ./internal/collect -run '^$' -bench Met -benchtime 1x
func BenchmarkMet(b *testing.B) {
	const rows = 10_000_000
	for b.Loop() {
		var m met
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for n := range rows {
			if m.count(sha256.Sum256(strconv.AppendInt(nil, int64(n), 10))) != 1 {
				b.Fatal("met twice")
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(m)
	}
}
