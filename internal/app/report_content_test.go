package app

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

// shops is a table of 16 shops that differ, with what customers said and
// whether they came back; who was served fast is content and comes back.
func shops() string {
	var b strings.Builder
	b.WriteString("Date,How satisfied are you? (1-5),Speed (1-5),Shop,Renewed,Customer name,Comment\n")
	r := rand.New(rand.NewPCG(7, 11))
	for i := range 640 {
		shop := i % 16
		speed := 1 + r.IntN(5)
		score := min(5, max(1, speed+(shop-8)/4+r.IntN(2)))
		renewed := "no"
		if r.IntN(6) < score {
			renewed = "yes"
		}
		fmt.Fprintf(&b, "2026-%02d-%02d,%d,%d,Shop %02d,%s,Ann Lee%d,\"Visit %d, write to ann%d@mail.example or ask Ann\"\n", 1+i/64, 1+i%28, score, speed, shop, renewed, i, i, i)
	}
	return b.String()
}

func TestReportSaysWhatPeopleSaid(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "shops.csv", shops()), Choice: collect.SheetChoice{Score: "How satisfied are you? (1-5)", ID: "Customer name"}})
	texts := doc.Texts
	if texts.N != 640 || len(texts.Columns) != 1 || texts.Columns[0] != (report.TextColumn{Column: "Comment", N: 640}) || len(texts.Groups) != 3 {
		t.Fatalf("texts %+v", texts)
	}
	kinds, seen := "", map[string]bool{}
	for _, g := range texts.Groups {
		kinds += " " + g.Kind
		for _, q := range g.Quotes {
			if strings.Contains(q.Text, "@") || strings.Contains(q.Text, "Ann") || !strings.HasPrefix(q.Text, "Visit ") || seen[q.Text] {
				t.Errorf("%s: %q", g.Kind, q.Text)
			}
			seen[q.Text] = true
			if g.Kind == "lowest" && q.Score != 1 || g.Kind == "highest" && (q.Score != 5 || q.Month != "2026-10") || g.Kind == "driver" && (g.Driver != "Speed (1-5)" || q.Score != 1) {
				t.Errorf("%s of %s: %+v", g.Kind, g.Driver, q)
			}
		}
	}
	if kinds != " lowest highest driver" || len(seen) != 10 {
		t.Errorf("groups%s with %d texts", kinds, len(seen))
	}
}

// Few texts would point to who wrote them.
func TestReportKeepsFewTexts(t *testing.T) {
	rows := strings.Repeat("yes,\n", 40) + strings.Repeat("no,\n", 40)
	for n := range 9 {
		rows += fmt.Sprintf("no,It was long in coming on day %d\n", n)
	}
	for _, tc := range []struct {
		rows    string
		trouble string
	}{{rows, "too_few"}, {rows + "yes,It came at last and was good\n", ""}} {
		doc := makeReport(t, ReportConfig{File: reportFile(t, "few.csv", "Happy,Comment\n"+tc.rows), Choice: collect.SheetChoice{Score: "Happy", Texts: []string{"Comment"}}})
		if doc.Texts.Trouble != tc.trouble || (len(doc.Texts.Groups) > 0) != (tc.trouble == "") {
			t.Errorf("texts %+v", doc.Texts)
		}
	}
	doc := makeReport(t, ReportConfig{File: reportFile(t, "none.csv", "Happy\nyes\nno\nyes\n"), Choice: collect.SheetChoice{Score: "Happy"}})
	if doc.Texts.Trouble != "no_texts" || doc.Texts.Groups == nil {
		t.Errorf("texts %+v", doc.Texts)
	}
}

func TestReportRanksShops(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "shops.csv", shops()), Choice: collect.SheetChoice{Score: "How satisfied are you? (1-5)"}})
	if len(doc.Rankings) != 1 {
		t.Fatalf("rankings %+v", doc.Rankings)
	}
	r := doc.Rankings[0]
	if r.Column != "Shop" || r.Count != 16 || len(r.Items) != 16 || r.Left != 0 || r.Spread.Distinct == 0 || *r.Spread.Real.Value < .5 {
		t.Fatalf("ranking %+v", r)
	}
	for _, i := range r.Items[:4] {
		if i.Value < "Shop 12" || i.From > 8 || i.N != 40 {
			t.Errorf("among the first four: %+v", i)
		}
	}
	first, last := r.Items[0], r.Items[15]
	if last.Value > "Shop 03" || last.From < 9 || last.To != 16 || first.From != 1 {
		t.Errorf("first %+v, last %+v", first, last)
	}
	if *first.Shrunken.Value >= *first.Metric.Value || *last.Shrunken.Value <= *last.Metric.Value {
		t.Errorf("not drawn to the mean: %v of %v, %v of %v", *first.Shrunken.Value, *first.Metric.Value, *last.Shrunken.Value, *last.Metric.Value)
	}
}

func TestReportOfAnOutcome(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "shops.csv", shops()), Choice: collect.SheetChoice{Score: "How satisfied are you? (1-5)"}})
	o := doc.Outcome
	if o == nil || o.Column != "Renewed" || o.Event != "yes" || o.N != 640 || o.Alone == nil || *o.Alone.Low <= 1 || len(o.Terms) != 2 {
		t.Fatalf("outcome %+v", o)
	}
	// Renewed is a draw of 6 against the score: from 1 to 5 the odds go from
	// 1:5 to 5:1, by 25 in four steps, and speed adds nothing to the score.
	near(t, "odds by the score", o.Alone.Value, 2.236, .15)
	if speed := o.Terms[1]; speed.Column != "Speed (1-5)" || *speed.Low > 1 || *speed.High < 1 {
		t.Errorf("speed beside the score: %+v", speed)
	}
	if *o.Judged.AUC.Low <= .5 || *o.Judged.Better.Low <= 0 {
		t.Errorf("judged %+v", o.Judged)
	}
}

// Each part stands on the page and in the summary, in both languages.
func TestReportPageOfShops(t *testing.T) {
	file := reportFile(t, "shops.csv", shops())
	for _, language := range report.Languages() {
		doc := makeReport(t, ReportConfig{File: file, Language: language, Choice: collect.SheetChoice{Score: "How satisfied are you? (1-5)"}})
		var b, summary bytes.Buffer
		if err := report.WriteHTML(&b, doc); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		for _, want := range []string{`id="texts"`, `id="rank0"`, `id="outcome"`, "<blockquote>", "Shop 15", "2026-10"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", language, want)
			}
		}
		for _, bad := range []string{"NaN", "mail.example", ".rule", "texts.", "ranking.", "outcome."} {
			if strings.Contains(page[strings.Index(page, "</style>"):], bad) {
				t.Errorf("%s: the page has %q", language, bad)
			}
		}
		wellFormed(t, page)
		if err := report.WriteSummary(&summary, doc, false); err != nil || !strings.Contains(summary.String(), "Shop 14") || !strings.Contains(summary.String(), "Renewed") {
			t.Errorf("%s: summary %q %v", language, summary.String(), err)
		}
	}
}

// stones is a table where treatment A heals more of the small and more of the
// large stones, and B more of both together; nine columns go with the result
// more strongly than size and treatment do.
func stones() string {
	var b strings.Builder
	b.WriteString("Healed,Treatment,Size")
	for c := range 9 {
		fmt.Fprintf(&b, ",Sign %d", c+1)
	}
	b.WriteString("\n")
	r := rand.New(rand.NewPCG(3, 4))
	for _, g := range []struct {
		treatment, size string
		healed, all     int
	}{{"A", "small", 810, 870}, {"B", "small", 2340, 2700}, {"A", "large", 1920, 2630}, {"B", "large", 550, 800}} {
		for i := range g.all {
			healed := "no"
			if i < g.healed {
				healed = "yes"
			}
			fmt.Fprintf(&b, "%s,%s,%s", healed, g.treatment, g.size)
			for c := range 9 {
				sign := healed
				if r.IntN(10) > 5+c/3 {
					sign = []string{"yes", "no"}[r.IntN(2)]
				}
				fmt.Fprintf(&b, ",sign %s", sign)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// What turns round is found among all columns, not only the strongest few.
func TestReportFindsWhatTurns(t *testing.T) {
	doc := makeReport(t, ReportConfig{File: reportFile(t, "stones.csv", stones()), Choice: collect.SheetChoice{Score: "Healed"}})
	var turned []string
	for _, s := range doc.Signals {
		if s.Kind == "simpson" && s.Flagged {
			turned = append(turned, s.Title)
		}
	}
	if len(turned) != 2 || !strings.Contains(strings.Join(turned, " "), "Treatment: A") || !strings.Contains(turned[0], "Size") {
		t.Errorf("turned: %q", turned)
	}
}
