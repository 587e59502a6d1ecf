package collect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// quotesOf reads rows in their order and turned round.
func quotesOf(t *testing.T, head string, rows []string, c SheetChoice) (Quotes, Quotes) {
	t.Helper()
	read := func(rows []string) Quotes {
		s, _, _, err := readSheet(t, head+"\n"+strings.Join(rows, "\n")+"\n", c)
		if err != nil {
			t.Fatal(err)
		}
		return s.Quotes()
	}
	turned := slices.Clone(rows)
	slices.Reverse(turned)
	return read(rows), read(turned)
}

func textsOf(list []Quote) string {
	var out []string
	for _, q := range list {
		out = append(out, q.Text)
	}
	return strings.Join(out, " | ")
}

// The lowest scores come first, then the newest; what stands in the middle of
// the scale, is short or was said before is not shown. Order of rows and days
// does not matter.
func TestQuotesAreChosenByRule(t *testing.T) {
	rows := []string{
		"2026-01-03,0,1,Worst of all and in January,",
		"2026-01-09,1,5,Nearly the worst in early January,",
		"2026-02-09,1,5,Nearly the worst in February,short",
		"2026-03-01,5,1,In the middle of the whole scale,",
		"2026-03-02,10,5,Could not have been any better,An even longer word about the same day out",
		"2026-03-03,9,2,Very good on the third of March,",
		"2026-03-04,0,1,too short,",
		"2026-03-05,1,1,nearly the worst in February,",
		"2026-03-06,2,1,Worst of all and in January,",
		"2026-03-07,8,3,,",
	}
	a, b := quotesOf(t, "date,recommend,speed (1-5),comment,what else", rows, SheetChoice{Score: "recommend", Scale: "0-10", Drivers: []string{"speed (1-5)"}, Texts: []string{"comment", "what else"}})
	for _, q := range []Quotes{a, b} {
		score, speed := "", ""
		for id, list := range q.Lowest {
			if len(q.Highest[id]) > 0 {
				score = textsOf(list)
			} else {
				speed = textsOf(list)
			}
		}
		if want := "Worst of all and in January | nearly the worst in February | Nearly the worst in February | Nearly the worst in early January"; score != want {
			t.Errorf("lowest: %s\nwant %s", score, want)
		}
		if want := "Worst of all and in January | nearly the worst in February | In the middle of the whole scale | Very good on the third of March"; speed != want {
			t.Errorf("low on speed: %s\nwant %s", speed, want)
		}
		for _, list := range q.Highest {
			if want := "An even longer word about the same day out | Very good on the third of March"; textsOf(list) != want {
				t.Errorf("highest: %s\nwant %s", textsOf(list), want)
			}
		}
		if q.N != 9 || q.Columns["comment"] != 9 || q.Columns["what else"] != 2 {
			t.Errorf("%d texts, by column %v", q.N, q.Columns)
		}
	}
	if a.Lowest == nil || len(a.Highest) != 1 {
		t.Errorf("only the score has highest ones: %v", a.Highest)
	}
}

// At most eight are kept, and they are the right ones.
func TestQuotesAreBounded(t *testing.T) {
	var rows []string
	for i := range 60 {
		rows = append(rows, fmt.Sprintf("no,This is the comment of row %d", i*7%60))
	}
	rows = append(rows, "yes,And one who was content with it")
	a, _ := quotesOf(t, "happy,comment", rows, SheetChoice{Score: "happy", Texts: []string{"comment"}})
	for _, list := range a.Lowest {
		if len(list) != quotesKept || list[0].Row != 60 || list[7].Row != 53 {
			t.Errorf("%d kept, from row %d to %d", len(list), list[0].Row, list[len(list)-1].Row)
		}
	}
}

func TestQuotesWithoutTexts(t *testing.T) {
	s, _, _, err := readSheet(t, "happy,place\nyes,a\nno,b\n", SheetChoice{Score: "happy"})
	if err != nil || s.quotes != nil || s.Quotes().N != 0 {
		t.Errorf("%v, %+v", err, s.Quotes())
	}
}

func TestMaskPersonal(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Write to ann.lee+x@mail.example.co.uk or call +33 (0)6 12 34 56 78.", "Write to […] or call […]."},
		{"See https://x.example/a?b=1 and www.y.example, says @annlee", "See […] and […] says […]"},
		{"Order 12345 of May 1 2026 cost 1 200 euros, twice 12.", "Order […] of May 1 2026 cost 1 200 euros, twice 12."},
		{"Call 555-1234 or 06.12.34.56.78", "Call […] or […]"},
		{"ANN was kind, Lee too; annoying Leeds is not meant", "[…] was kind, […] too; annoying Leeds is not meant"},
		{"Mme Müller-Böhm a été reçue", "Mme […]-[…] a été reçue"},
	} {
		if got := maskPersonal(tc.text, []string{"Ann Lee", "Müller Böhm", "of", ""}); got != tc.want {
			t.Errorf("%q\nbecame %q\nwant   %q", tc.text, got, tc.want)
		}
	}
	long := strings.Repeat("word ", 100)
	if got := shorten(long, 50); len([]rune(got)) > 50 || !strings.HasSuffix(got, "word…") {
		t.Errorf("shortened to %q", got)
	}
}
