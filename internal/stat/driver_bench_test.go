package stat

import (
	"strconv"
	"testing"
)

// BenchmarkDrivers is a whole analysis with its jackknife from moments in 64
// buckets: weights, noise, slopes, gains, penalties, rewards, skips.
func BenchmarkDrivers(b *testing.B) {
	for _, k := range []int{3, 14, 30} {
		w := driverWorld{kind: KindNPS, slopes: make([]float64, k), taste: .6, missing: .05}
		p := partsOf(w.plan(), w.sample(seeded(1), 20_000))
		b.Run(strconv.Itoa(k), func(b *testing.B) {
			for b.Loop() {
				if d := ComputeDrivers(w.kind, p); d.Trouble != TroubleNone || d.Shapes != TroubleNone {
					b.Fatal(d.Trouble, d.Shapes)
				}
			}
		})
	}
}
