package app

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

func reportFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func makeReport(t *testing.T, c ReportConfig) *report.Document {
	t.Helper()
	c.Now = func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }
	doc, err := Report(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func near(t *testing.T, what string, got *float64, want, within float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > within*math.Max(1, math.Abs(want)) {
		shown := "nothing"
		if got != nil {
			shown = fmt.Sprint(*got)
		}
		t.Errorf("%s: %s, want %v", what, shown, want)
	}
}

// visits is a table with every role: 80 rows over four months, two kinds of
// guest, ratings of which speed matters and decor does not.
func visits() string {
	var b strings.Builder
	b.WriteString("Date,Would you recommend us?,Speed,Decor,Kindness,Guest,Comment\n")
	for i := range 80 {
		speed, decor, kind := 1+i%5, 1+i/5%5, 1+i*7%5
		score := min(10, 2*speed-i%2)
		fmt.Fprintf(&b, "2026-%02d-10,%d,%d,%d,%d,%s,%s\n", 1+i/20, score, speed, decor, kind, []string{"new", "regular"}[i%2], "All was well on our visit to the place")
	}
	return b.String()
}

func TestReportByHand(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "visits.csv", visits())})
	// Scores by row: min(10, 2*speed - odd). Speeds 1..5 for even rows give
	// 2 4 6 8 10, for odd rows 1 3 5 7 9; 8 rows of each.
	const n, promoters, detractors = 80.0, 16.0, 48.0
	m := doc.Metric
	if m.Kind != "nps" || m.Unit != "points" || m.N != 80 || m.Counts["promoter"] != 16 || m.Counts["passive"] != 16 || m.Counts["detractor"] != 48 {
		t.Fatalf("metric %+v", m)
	}
	near(t, "nps", m.Value, 100*(promoters-detractors)/n, 1e-9)
	// Adjusted Wald: 3/4 promoter, 3/4 detractor, 3/2 passive added.
	p, d, all := promoters+.75, detractors+.75, n+3
	centre := (p - d) / all
	half := 1.959963984540054 * math.Sqrt(((p+d)/all-centre*centre)/all)
	near(t, "low", m.Low, 100*(centre-half), 1e-6)
	near(t, "high", m.High, 100*(centre+half), 1e-6)
	if len(doc.Trend) != 4 || doc.Trend[0].N != 20 || doc.TrendPeriod != "month" || doc.Trend[0].Period != "2026-01" {
		t.Errorf("trend by %s: %+v", doc.TrendPeriod, doc.Trend)
	}
	for _, s := range doc.Segments {
		// Even rows: 8 promoters (10), 8 passives (8), 24 detractors of 40; odd rows likewise.
		if s.Column == "Guest" {
			near(t, "guests "+s.Value, s.Metric.Value, -40, 1e-9)
			near(t, "difference of "+s.Value, s.AgainstRest.Difference, 0, 1e-9)
			near(t, "share of "+s.Value, &s.Share, .5, 1e-9)
		}
	}
	if len(doc.Drivers.Items) != 3 || doc.Drivers.Items[0].Column != "Speed" || doc.Drivers.Items[0].Noise {
		t.Errorf("drivers %+v", doc.Drivers)
	}
	near(t, "mean of speed", doc.Drivers.Items[0].Mean, 3, 1e-9)
	if len(doc.Actions) == 0 || doc.Actions[0].Evidence.Driver != "Speed" || doc.Candidates < 3 {
		t.Errorf("%d candidates, actions %+v", doc.Candidates, doc.Actions)
	}
	roles := map[string]string{}
	for _, r := range doc.Roles {
		roles[r.Column] = r.Role
		if r.Why == "" || !r.Guessed {
			t.Errorf("role without reason: %+v", r)
		}
	}
	if roles["Guest"] != "segment" || roles["Comment"] != "segment" && roles["Comment"] != "text" && roles["Comment"] != "ignore" || roles["Decor"] != "driver" || roles["Date"] != "time" {
		t.Errorf("roles %v", roles)
	}
}

// One yes/no column alone is a score.
func TestReportOfOneColumn(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "one.csv", "Happy\n"+strings.Repeat("yes\n", 31)+strings.Repeat("no\n", 17)), Choice: collect.SheetChoice{Score: "Happy"}})
	near(t, "share", doc.Metric.Value, 31.0/48, 1e-12)
	near(t, "low", doc.Metric.Low, 0.504390570103431, 1e-9) // Wilson, R: prop.test(31, 48, correct = FALSE)
	near(t, "high", doc.Metric.High, 0.765663558743951, 1e-9)
	if doc.Drivers.Trouble != "no_drivers" || doc.Trend == nil || doc.Segments == nil || doc.Actions == nil || doc.Signals == nil || doc.Source.Rejected == nil {
		t.Errorf("lists must be there, and empty: %+v", doc)
	}
}

func TestReportOfJoinedTables(t *testing.T) {
	left := reportFile(t, "left.csv", "id,score\n1,9\n2,10\n3,3\n4,8\n")
	long := reportFile(t, "long.csv", "ref,what,mark\n1,speed,5\n1,food,4\n2,speed,4\n3,speed,1\n3,food,2\n9,speed,3\n1,speed,2\n")
	wide := reportFile(t, "wide.csv", "ref,city\n1,Lyon\n2,Lyon\n3,Nice\n4,Nice\n")
	doc := makeReport(t, ReportConfig{File: left, Join: []string{wide, long}, On: []string{"id=ref", "id=ref"}, Pivot: []string{"", "what=mark"},
		Choice: collect.SheetChoice{Score: "score", Scale: "0-10", Drivers: []string{"speed,food"}, Segments: []string{"city"}, DriverScale: "1-5"}})
	j := doc.Source.Joins
	if len(j) != 2 || j[0].Matched != 4 || j[1].Matched != 3 || j[1].Unmatched != 1 || j[1].Unused != 1 || j[1].Twice != 1 || strings.Join(j[1].Columns, ",") != "speed,food" {
		t.Errorf("joins %+v", j)
	}
	if doc.Source.Used != 4 || doc.Metric.Counts["promoter"] != 2 {
		t.Errorf("%+v, %+v", doc.Source, doc.Metric)
	}
}

func TestReportRefuses(t *testing.T) {
	good := reportFile(t, "good.csv", visits())
	for _, tc := range []struct {
		name string
		c    ReportConfig
		want string
	}{
		{"no file", ReportConfig{File: filepath.Join(t.TempDir(), "none.csv")}, "There is no file"},
		{"a folder", ReportConfig{File: t.TempDir()}, "is no file"},
		{"empty", ReportConfig{File: reportFile(t, "empty.csv", "")}, "empty.csv: The file holds no rows."},
		{"names only", ReportConfig{File: reportFile(t, "names.csv", "a,b\n")}, "names.csv: "},
		{"no table", ReportConfig{File: reportFile(t, "x.bin", "\x00\x01\x02\x03\x00\x00")}, "x.bin: This is not a table"},
		{"no score", ReportConfig{File: reportFile(t, "places.csv", "town,street\nLyon,Rue A\nNice,Rue B\nLyon,Rue C\n")}, "No column looks like a score. Name one with --score"},
		{"unknown column", ReportConfig{File: good, Choice: collect.SheetChoice{Score: "Nothing"}}, "The columns are: Date, Would you recommend us?"},
		{"language", ReportConfig{File: good, Language: "de"}, "--lang: reports are written in en or fr."},
		{"join without on", ReportConfig{File: good, Join: []string{good}}, "Give each --join FILE its --on LEFT=RIGHT"},
		{"join of nothing", ReportConfig{File: good, Join: []string{"nothing.csv"}, On: []string{"Date=Date"}}, "There is no file"},
		{"join by nothing", ReportConfig{File: good, Join: []string{good}, On: []string{"Date=Day"}}, `there is no such column: "Day" is none of Date`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Report(t.Context(), tc.c)
			if !fault.Is(err, fault.CodeInvalid) || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("want invalid with %q, got %v", tc.want, err)
			}
			var e *fault.Error
			if errors.As(err, &e); strings.Contains(e.Message, "\n") || e.Unwrap() != nil {
				t.Errorf("more than one clear line: %q", e.Message)
			}
		})
	}
}

// Nothing is left in the temporary folder, also where a report was ended.
func TestReportLeavesNothing(t *testing.T) {
	file := reportFile(t, "visits.csv", visits())
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	makeReport(t, ReportConfig{File: file})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Report(ctx, ReportConfig{File: file, Now: func() time.Time { cancel(); return time.Now() }}) // asked for once the table is read
	if !errors.Is(err, context.Canceled) && !strings.Contains(fmt.Sprint(err), "cancel") {
		t.Errorf("a report that was ended: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestReportPage(t *testing.T) {
	file := reportFile(t, "visits.csv", visits()+"2026-05-01,x,1,1,1,\"<script>alert(1)</script>\",\n")
	for _, language := range report.Languages() {
		doc := makeReport(t, ReportConfig{File: file, Language: language})
		var b bytes.Buffer
		if err := report.WriteHTML(&b, doc); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		before, rest, _ := strings.Cut(page, "<style>")
		_, after, _ := strings.Cut(rest, "</style>")
		for _, bad := range []string{"NaN", "Inf%", "ZgotmplZ", "%!", ".title", ".note"} {
			if strings.Contains(before+after, bad) {
				t.Errorf("%s: the page has %q", language, bad)
			}
		}
		for _, bad := range []string{"http://", "https://", "//fonts", " src=", "<script", "@import", "<link", "url(f", "url(/"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page has %q", language, bad)
			}
		}
		for _, want := range []string{`<html lang="` + language + `">`, "SIL Open Font License", "prefers-color-scheme:dark", "@media print", "<h1>", "visits.csv"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", language, want)
			}
		}
		wellFormed(t, page)
		var summary bytes.Buffer
		if err := report.WriteSummary(&summary, doc, true); err != nil || !strings.Contains(summary.String(), "--html") {
			t.Errorf("summary %q %v", summary.String(), err)
		}
	}
}

// wellFormed reads a page to its end: each element closed where it was opened.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	var text strings.Builder
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "<meta") || strings.HasPrefix(line, "<!doctype") {
			continue
		}
		text.WriteString(line + "\n")
	}
	style := strings.Index(text.String(), "<style>")
	end := strings.Index(text.String(), "</style>")
	body := strings.ReplaceAll(text.String()[:style]+text.String()[end+len("</style>"):], "<br>", "<br/>")
	d := xml.NewDecoder(strings.NewReader(body))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
	}
}
