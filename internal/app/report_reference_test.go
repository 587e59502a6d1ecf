package app

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/collect"
)

// sharedFile is a file of the data beside the repository, or "" with the test
// left out where there is none.
func sharedFile(t *testing.T, path ...string) string {
	t.Helper()
	root := os.Getenv("BALCONY_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	file := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skip("the data are not here")
	}
	return file
}

// reference holds what R makes of the public data.
type reference struct {
	NPS struct {
		N        int64            `json:"n"`
		Counts   map[string]int64 `json:"counts"`
		NPS      float64          `json:"nps"`
		Wald     []float64        `json:"adjusted_wald"`
		Weighted float64          `json:"nps_weighted"`
		NEff     float64          `json:"n_eff"`
	} `json:"nps_sfo"`
	Drivers struct {
		Names []string  `json:"names"`
		N     int64     `json:"n"`
		R2    float64   `json:"r2"`
		Share []float64 `json:"share"`
	} `json:"airline_drivers"`
	Shapes struct {
		Penalty []float64 `json:"penalty"`
		Reward  []float64 `json:"reward"`
	} `json:"airline_penalty_reward"`
}

func readReference(t *testing.T) (r reference) {
	t.Helper()
	text, err := os.ReadFile(sharedFile(t, "vectors", "expected.json"))
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReportOfAnAirport(t *testing.T) {
	want := readReference(t).NPS
	file := sharedFile(t, "data", "sfo-airport-survey", "dev", "sfo2017_survey.csv")
	plain := makeReport(t, ReportConfig{File: file, Choice: collect.SheetChoice{Weight: "none", NoSplit: true}}).Metric
	if plain.N != want.N || plain.Counts["promoter"] != want.Counts["p"] || plain.Counts["detractor"] != want.Counts["d"] || plain.Weighted {
		t.Errorf("counts %+v", plain)
	}
	near(t, "nps", plain.Value, want.NPS, 1e-9)
	near(t, "low", plain.Low, want.Wald[1], 1e-6)
	near(t, "high", plain.High, want.Wald[2], 1e-6)
	weighted := makeReport(t, ReportConfig{File: file, Choice: collect.SheetChoice{NoSplit: true}}).Metric
	near(t, "weighted nps", weighted.Value, want.Weighted, 1e-9)
	near(t, "effective n", &weighted.NEffective, want.NEff, 1e-6)
}

// The reference is of the rows that have all eleven ratings.
func TestReportOfAnAirline(t *testing.T) {
	all := readReference(t)
	want := all.Drivers
	file := completeRows(t, sharedFile(t, "data", "airline-passenger-satisfaction", "airline_satisfaction-dev.csv"), want.Names)
	doc := makeReport(t, ReportConfig{File: file, Choice: collect.SheetChoice{Drivers: want.Names, NoSplit: true}})
	d := doc.Drivers
	if d.N != want.N || len(d.Items) != len(want.Names) {
		t.Fatalf("n %d, %d drivers", d.N, len(d.Items))
	}
	near(t, "r2", d.R2Value, want.R2, 1e-6)
	for _, item := range d.Items {
		at := slices.Index(want.Names, item.Column)
		near(t, "share of "+item.Column, item.Share, want.Share[at], 1e-6)
		near(t, "penalty of "+item.Column, item.Penalty, -100*all.Shapes.Penalty[at], 1e-6)
		near(t, "reward of "+item.Column, item.Reward, 100*all.Shapes.Reward[at], 1e-6)
	}
}

// completeRows keeps the rows in which none of the columns is 0.
func completeRows(t *testing.T, file string, names []string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.DeleteFunc(rows, func(row []string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return row[slices.Index(rows[0], name)] == "0" })
	})
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(kept); err != nil {
		t.Fatal(err)
	}
	return reportFile(t, "complete.csv", b.String())
}
