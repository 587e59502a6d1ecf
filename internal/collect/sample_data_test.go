package collect

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"testing"
	"time"
)

// TestSampleHoldsWhatIsPromised reads the sample as a file and looks for what
// was planted in it.
func TestSampleHoldsWhatIsPromised(t *testing.T) {
	until := time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)
	file := SampleCSV(1, 3000, until)
	if !bytes.Equal(file, SampleCSV(1, 3000, until)) {
		t.Error("the same seed gives another file")
	}
	if bytes.Equal(file, SampleCSV(2, 3000, until)) {
		t.Error("another seed gives the same file")
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil || len(rows) != 3001 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	scores := map[string][]int{}
	ids, companies := map[string]bool{}, map[string]bool{}
	late := until.Add(-worseDays * 24 * time.Hour).Format("2006-01-02")
	for _, r := range rows[1:] {
		score, err := strconv.Atoi(r[8])
		if err != nil || score < 0 || score > 10 || r[1] < "2025-05-21" || r[1] >= "2026-11-21" {
			t.Fatalf("row %v", r)
		}
		ids[r[0]], companies[r[3]] = true, true
		group := r[6]
		if r[1] >= late {
			group += " late"
		}
		scores[group] = append(scores[group], score)
	}
	if len(ids) != 3000 || len(companies) < 150 {
		t.Errorf("%d ids, %d companies", len(ids), len(companies))
	}
	if fell := nps(scores["phone"]) - nps(scores["phone late"]); fell < 30 {
		t.Errorf("support by phone fell by %.0f points only", fell)
	}
	if fell := nps(scores["e-mail"]) - nps(scores["e-mail late"]); fell > 25 {
		t.Errorf("support by mail fell by %.0f points though nothing was planted", fell)
	}
}

func nps(scores []int) float64 {
	sum := 0
	for _, s := range scores {
		switch {
		case s >= 9:
			sum++
		case s <= 6:
			sum--
		}
	}
	return 100 * float64(sum) / float64(len(scores))
}
