package table

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"
)

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		mark Mark
		want float64
		ok   bool
	}{
		{"12", Point, 12, true}, {"-1.5", Point, -1.5, true}, {"1,234.5", Point, 1234.5, true}, {"1.234,5", Comma, 1234.5, true},
		{"1 234,5", Comma, 1234.5, true}, {"1\u00a0234", Point, 1234, true}, {"1'234.50", Point, 1234.5, true}, {"€ 12,50", Comma, 12.5, true},
		{"$1,000", Point, 1000, true}, {"(12)", Point, -12, true}, {"85%", Point, 85, true}, {"−3", Point, -3, true}, {".5", Point, 0.5, true},
		{"1,23", Point, 0, false}, {"12,34,567", Point, 0, false}, {"1.234.5", Comma, 0, false}, {"", Point, 0, false}, {"-", Point, 0, false},
		{"0x10", Point, 0, false}, {"Inf", Point, 0, false}, {"NaN", Point, 0, false}, {"1_000", Point, 0, false}, {"12a", Point, 0, false}, {"e5", Point, 0, false},
		{"1e3", Point, 1000, true}, {"1e999", Point, 0, false}, {"5", Comma, 5, true}, {"5.0", Point, 5, true},
	} {
		if got, ok := ParseNumber(c.in, c.mark); ok != c.ok || ok && got != c.want {
			t.Errorf("ParseNumber(%q, %s) = %v, %v; want %v, %v", c.in, c.mark, got, ok, c.want, c.ok)
		}
	}
}

func TestParseTime(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in    string
		order Order
		want  string // UTC, "" for none
	}{
		{"2020-01-31", DayFirst, "2020-01-30T23:00:00Z"}, {"2020-01-31T10:00:00Z", DayFirst, "2020-01-31T10:00:00Z"},
		{"2020-01-31 10:00:00.402", DayFirst, "2020-01-31T09:00:00.402Z"}, {"2020-07-31T10:00+05:30", DayFirst, "2020-07-31T04:30:00Z"},
		{"01/02/2020", DayFirst, "2020-01-31T23:00:00Z"}, {"01/02/2020", MonthFirst, "2020-01-01T23:00:00Z"},
		{"24-02-2015 11.35", DayFirst, "2015-02-24T10:35:00Z"}, {"24/02/2015 à 11h35", DayFirst, ""}, {"24/02/2015 11h35", DayFirst, "2015-02-24T10:35:00Z"},
		{"2015 02 24", DayFirst, ""}, {"2015-02 03.11", DayFirst, ""}, {"5 Jan 2020 9.05", DayFirst, "2020-01-05T08:05:00Z"}, {"24-02-2015 25.35", DayFirst, ""},
		{"13/01/2020", DayFirst, "2020-01-12T23:00:00Z"}, {"13/01/2020", MonthFirst, ""}, {"11/1/2019 8:51:12 PM", MonthFirst, "2019-11-01T19:51:12Z"},
		{"5th Jan 2020", DayFirst, "2020-01-04T23:00:00Z"}, {"Jan 5, 2020 14:05", DayFirst, "2020-01-05T13:05:00Z"}, {"5 janvier 2020", DayFirst, "2020-01-04T23:00:00Z"},
		{"le 1er août 2021", DayFirst, "2021-07-31T22:00:00Z"}, {"Monday, 13 Jan 2020", DayFirst, "2020-01-12T23:00:00Z"}, {"20200131", DayFirst, "2020-01-30T23:00:00Z"},
		{"31.12.99", DayFirst, "1999-12-30T23:00:00Z"}, {"2020/1/5", DayFirst, "2020-01-04T23:00:00Z"}, {"12:00 AM", DayFirst, ""},
		{"30/02/2020", DayFirst, ""}, {"2020-13-01", DayFirst, ""}, {"3.14.15926", DayFirst, ""}, {"192.168.1.1", DayFirst, ""}, {"1 2 2020", DayFirst, ""},
		{"Monday - 13th Jan", DayFirst, ""}, {"2020-01-01 25:00", DayFirst, ""}, {"hello 2020", DayFirst, ""},
	} {
		got, _, ok := ParseTime(c.in, c.order, paris)
		text := ""
		if ok {
			text = got.UTC().Format(time.RFC3339Nano)
		}
		if text != c.want {
			t.Errorf("ParseTime(%q, %s) = %q, want %q", c.in, c.order, text, c.want)
		}
	}
}

func profileOf(t *testing.T, raw string) *Profile {
	t.Helper()
	f, err := Detect(strings.NewReader(raw), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := Scan(strings.NewReader(raw), f, DefaultLimits(), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestScanDates(t *testing.T) {
	for _, c := range []struct {
		name, cells string
		order       Order
		asked       bool
	}{
		{"day over twelve", "01/02/2020|13/02/2020", DayFirst, false},
		{"month first", "01/02/2020|02/13/2020", MonthFirst, false},
		{"nothing decides, close together by month first", "11/1/2019|11/2/2019|11/4/2019", MonthFirst, true},
		{"nothing decides", "01/02/2020|02/01/2020", DayFirst, true},
		{"contradiction", "13/02/2020|02/13/2020", DayFirst, true},
		{"year first", "2020-01-02|2020-01-03", "", false},
	} {
		p := profileOf(t, "when,x\n"+strings.ReplaceAll(c.cells, "|", ",1\n")+",1\n")
		col := p.Columns[0]
		if col.Order != c.order || col.Asked != c.asked {
			t.Errorf("%s: kind %s order %q asked %v, want %q %v", c.name, col.Kind, col.Order, col.Asked, c.order, c.asked)
		}
	}
}

func TestScanNumbers(t *testing.T) {
	p := profileOf(t, "a;b;c;d\n1,5;1.000;x;9\n2,25;2.500;y;10\n;3.000;x;11\n")
	a, b, d := p.Columns[0], p.Columns[1], p.Columns[3]
	if a.Mark != Comma || *a.Max != 2.25 || a.Missing != 1 || a.Kind != KindNumber {
		t.Errorf("decimal comma: %+v", a)
	}
	if b.Mark != Comma || *b.Max != 3000 || b.Kind != KindInteger {
		t.Errorf("groups in a semicolon file: mark %s max %v kind %s", b.Mark, *b.Max, b.Kind)
	}
	if d.Kind != KindInteger || !d.Unique() || d.Distinct != 3 {
		t.Errorf("integers: %+v", d)
	}
	if v := p.Columns[2].Values; len(v) != 2 || v[0] != (ValueCount{"x", 2}) {
		t.Errorf("values %v", v)
	}
	english := profileOf(t, "a,b\n\"1,000\",1\n\"2,500\",2\n")
	if c := english.Columns[0]; c.Mark != Point || *c.Max != 2500 {
		t.Errorf("groups in a comma file: mark %s max %v", c.Mark, *c.Max)
	}
}

func TestWriterNeutralisesFormulas(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	cells := []string{"=1+1", "@SUM(A1)", "-2+3", "-2", "+33 1", "\tx", "plain", "", "a\nb"}
	if err := w.Write(cells...); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(strings.NewReader(b.String())).Read()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"'=1+1", "'@SUM(A1)", "'-2+3", "-2", "'+33 1", "'\tx", "plain", "", "a\nb"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q want %q", got, want)
	}
}
