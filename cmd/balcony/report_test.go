package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/balcony-cx/balcony/internal/app"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

func parseReport(t *testing.T, args ...string) *reportCommand {
	t.Helper()
	var c cli
	k, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(append([]string{"report"}, args...)); err != nil {
		t.Fatal(err)
	}
	return &c.Report
}

func TestReportFlags(t *testing.T) {
	c := parseReport(t, "f.csv", "--score", "S, all", "--scale", "0-10", "--good", "yes,of course", "--drivers", "A,B", "--drivers", "C", "--driver-scale", "1-5", "--missing", "0,9", "--missing", "A=7",
		"--segments", "X,Y", "--time", "T", "--text", "Q", "--weight", "W", "--value", "V", "--outcome", "O", "--id", "I", "--cluster", "K",
		"--join", "l.csv", "--on", "a=b", "--pivot", "", "--join", "m.csv", "--on", "c=d", "--pivot", "n=v", "--lang", "fr")
	got := c.choice()
	for _, is := range []struct {
		what, got, want string
	}{
		{"score", got.Score, "S, all"}, {"scale", got.Scale, "0-10"}, {"good", strings.Join(got.Good, "|"), "yes,of course"}, {"drivers", strings.Join(got.Drivers, "|"), "A,B|C"},
		{"driver scale", got.DriverScale, "1-5"}, {"missing", strings.Join(got.Missing, "|"), "0,9|A=7"}, {"segments", strings.Join(got.Segments, "|"), "X,Y"},
		{"single columns", strings.Join([]string{got.Time, got.Weight, got.Value, got.Outcome, got.ID, got.Cluster}, ""), "TWVOIK"}, {"text", strings.Join(got.Texts, "|"), "Q"},
		{"joins", strings.Join(c.Join, "|") + strings.Join(c.On, "|") + strings.Join(c.Pivot, "|"), "l.csv|m.csva=b|c=d|n=v"}, {"language", c.Lang, "fr"},
	} {
		if is.got != is.want {
			t.Errorf("%s: %q, want %q", is.what, is.got, is.want)
		}
	}
	none := parseReport(t, "f.csv", "--drivers", "none", "--segments", "none").choice()
	if !none.NoDrivers || !none.NoSplit || len(none.Drivers)+len(none.Segments) > 0 {
		t.Errorf("none: %+v", none)
	}
}

func TestReportWritesFilesWholeOrNot(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in.csv")
	if err := os.WriteFile(in, []byte("Happy\nyes\nno\nyes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &reportCommand{HTML: filepath.Join(dir, "out.html"), JSON: filepath.Join(dir, "out.json")}
	c.Score = "Happy"
	doc, err := app.Report(t.Context(), app.ReportConfig{File: in, Choice: c.choice()})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.write(doc); err != nil {
		t.Fatal(err)
	}
	page, err1 := os.ReadFile(c.HTML)
	text, err2 := os.ReadFile(c.JSON)
	if err1 != nil || err2 != nil || !bytes.HasPrefix(page, []byte("<!doctype html>")) || !bytes.Contains(text, []byte(`"version": "`+report.Version+`"`)) {
		t.Errorf("files: %v %v", err1, err2)
	}
	c.HTML = filepath.Join(dir, "nowhere", "out.html")
	if err := c.write(doc); exitCode(err) != 2 {
		t.Errorf("a place that cannot be written: %v", err)
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 3 {
		t.Errorf("left behind: %v", left)
	}
}
