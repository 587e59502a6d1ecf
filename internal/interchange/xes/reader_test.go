package xes

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const small = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a log of three events -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="x"/>
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <string key="origin" value="nowhere"><string key="inside" value="x"/></string>
  <trace>
    <string key="concept:name" value="Case 1"/>
    <event>
      <string key="concept:name" value="Ask &amp; wait"/>
      <date key="time:timestamp" value="2012-10-09T14:50:17+00:00"/>
      <int key="cost" value="5"><string key="currency" value="EUR"/></int>
    </event>
    <event/>
    <event>
      <string key="concept:name" value="Close"/>
      <list key="who"><values><string key="name" value="A"/><string key="name" value="B"/></values></list>
    </event>
  </trace>
  <event><string key="concept:name" value="Loose"/></event>
</log>
`

func dump(b []byte, limits table.Limits) (string, error) {
	f, err := Detect(bytes.NewReader(b), int64(len(b)), limits)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintln(&out, strings.Join(f.Columns, "|"))
	r, err := Open(bytes.NewReader(b), f, limits)
	if err != nil {
		return "", err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return out.String(), r.Close()
		}
		if err != nil {
			return out.String(), err
		}
		if row.Reject != nil {
			fmt.Fprintf(&out, "%d %s\n", row.Number, row.Reject.Reason)
			continue
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(row.Cells, "|"))
	}
}

func zip(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEventsAreRows(t *testing.T) {
	want := `case:concept:name|concept:name|time:timestamp|cost|cost.currency|who|who.name
1 Case 1|Ask & wait|2012-10-09T14:50:17+00:00|5|EUR||
3 Case 1|Close|||||A; B
4 |Loose|||||
`
	for name, b := range map[string][]byte{"plain": []byte(small), "packed": zip(t, []byte(small)), "prefixed": []byte(strings.NewReplacer("<log", "<x:log", "</log", "</x:log").Replace(small))} {
		if !Is(b) {
			t.Errorf("%s: is not known for a log", name)
		}
		got, err := dump(b, table.DefaultLimits())
		if err != nil || got != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, want)
		}
	}
}

func TestIsNoLog(t *testing.T) {
	for _, text := range []string{"", "<", "<html>", "a,b\n1,2\n", "<?xml version='1.0'?>", "<logs>", `{"log": 1}`, string(packed), "<!-- <log> "} {
		if Is([]byte(text)) {
			t.Errorf("%q is taken for a log", text)
		}
	}
}

func TestOldEncoding(t *testing.T) {
	text := strings.Replace(small, `encoding="UTF-8"`, `encoding="ISO-8859-1"`, 1)
	text = strings.Replace(text, "Close", "Cl\xf4ture", 1)
	got, err := dump([]byte(text), table.DefaultLimits())
	if err != nil || !strings.Contains(got, "Clôture") {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestRefused holds what must end with an error, and with which.
func TestRefused(t *testing.T) {
	long := strings.Replace(small, "Close", strings.Repeat("x", 3<<20), 1)
	deep := strings.Replace(small, "<list", strings.Repeat(`<string key="a" value="">`, 40)+strings.Repeat("</string>", 40)+"<list", 1)
	wide := small[:strings.Index(small, "<list")]
	for i := range 5000 {
		wide += fmt.Sprintf(`<string key="k%d" value="1"/>`, i)
	}
	wide += small[strings.Index(small, "<list"):]
	tight := table.DefaultLimits()
	tight.Unpacked = 1 << 20
	bomb := strings.Replace(small, "<trace>", "<!--"+strings.Repeat(" -->\n<!-- ", 1<<18)+"--><trace>", 1)
	var damage *table.Damage
	for _, c := range []struct {
		name, text string
		limits     table.Limits
		is         func(error) bool
	}{
		{"one element too long", long, table.DefaultLimits(), func(err error) bool { return errors.Is(err, table.ErrTooLarge) }},
		{"too many levels", deep, table.DefaultLimits(), func(err error) bool { return errors.Is(err, table.ErrTooLarge) }},
		{"one event with too many attributes", wide, table.DefaultLimits(), func(err error) bool { return errors.Is(err, table.ErrColumns) }},
		{"unpacks to too much", bomb, tight, func(err error) bool { return errors.Is(err, table.ErrTooLarge) }},
		{"own entities", strings.Replace(small, "<log", `<!DOCTYPE log [<!ENTITY a "b">]><log`, 1), table.DefaultLimits(), func(err error) bool { return errors.As(err, &damage) }},
		{"unknown entity", strings.Replace(small, "&amp;", "&own;", 1), table.DefaultLimits(), func(err error) bool { return errors.As(err, &damage) }},
		{"cut off", small[:len(small)/2], table.DefaultLimits(), func(err error) bool { return errors.As(err, &damage) }},
		{"no events", "<log/>", table.DefaultLimits(), func(err error) bool { return errors.Is(err, table.ErrEmpty) }},
		{"closes another", "<log><trace></log></trace>", table.DefaultLimits(), func(err error) bool { return errors.As(err, &damage) }},
	} {
		for _, b := range [][]byte{[]byte(c.text), zip(t, []byte(c.text))} {
			if _, err := dump(b, c.limits); err == nil || !c.is(err) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

// TestReferenceLogs counts the events of real logs, where they are at hand.
func TestReferenceLogs(t *testing.T) {
	for _, c := range []struct {
		file   string
		events int
	}{{"helpdesk.xes.gz", 21348}, {"06_bpic2013_closed.xes.gz", 6660}} {
		b, err := os.ReadFile(filepath.Join("../../../../shared/data/event-logs", c.file))
		if errors.Is(err, os.ErrNotExist) {
			t.Logf("%s is not at hand and left out", c.file)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := dump(b, table.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(got, "\n") - 1; n != c.events {
			t.Errorf("%s: %d events, want %d\n%s", c.file, n, c.events, got[:500])
		}
		if strings.Contains(got, "table.") {
			t.Errorf("%s: rows are rejected", c.file)
		}
	}
}

// FuzzRead reads anything: it ends, within limits, and what Detect takes Open
// gives the same number of cells a row.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add(zip(f, []byte(small)))
	f.Add([]byte("<log><trace><event><string key='a' value='b'/></event></trace></log>"))
	f.Add([]byte("<log><event><a><b key='c' value='d'/></a></event></log>"))
	limits := table.DefaultLimits()
	limits.Unpacked, limits.LineBytes, limits.Columns = 1<<20, 1<<16, 20
	f.Fuzz(func(t *testing.T, b []byte) {
		Is(b)
		format, err := Detect(bytes.NewReader(b), int64(len(b)), limits)
		if err != nil {
			return
		}
		r, err := Open(bytes.NewReader(b), format, limits)
		if err != nil {
			t.Fatal(err)
		}
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("read once, and then not: %v", err)
			}
			if row.Reject == nil && len(row.Cells) != len(format.Columns) {
				t.Fatalf("%d cells in %d columns", len(row.Cells), len(format.Columns))
			}
		}
	})
}
