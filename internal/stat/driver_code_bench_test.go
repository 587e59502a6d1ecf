package stat

import "testing"

// BenchmarkDriverTables counts answers of 14 drivers into 64 groups.
func BenchmarkDriverTables(b *testing.B) {
	w := newCodedWorld(1)
	w.missing = .05
	scale := DriverScale{1, 5}
	w.codes.Plan, w.codes.Ratings = nil, nil
	for range 14 {
		w.codes.Plan = append(w.codes.Plan, DriverColumn{Scale: scale, Target: scale.Target()})
		w.codes.Ratings = append(w.codes.Ratings, []float64{1, 2, 3, 4, 5})
	}
	const groups = 64
	t := w.codes.Tables(groups, false)
	answers := make([][]uint8, 10_000)
	for i := range answers {
		answers[i], _ = w.answer(false)
	}
	i := 0
	for b.Loop() {
		t.Add(i*7%groups, answers[i%len(answers)], .5, 1)
		i++
	}
	b.ReportMetric(float64(w.codes.Cells()), "cells")
}
