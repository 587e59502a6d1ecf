package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func golden(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

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
			return out.String(), errors.Join(err, r.Close())
		}
		if row.Reject != nil {
			fmt.Fprintf(&out, "%d %s\n", row.Number, row.Reject.Reason)
			continue
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(row.Cells, "|"))
	}
}

// TestGolden reads files that other programs made.
func TestGolden(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"small.parquet", `score|again|day|moment|moment_utc|clock|price|large|share|why|id|big|themes|account.plan|account.seats|channel
1 9|true|2025-03-01|2025-03-01 08:51:12.402|2025-03-01 07:51:12Z|17:30:00|12.5|-1234567890123456789012.000001|0.1|Très bien, merci|5e2c1f2e-0d2b-4b7e-9d5a-1f6f0c9b2a11|18446744073709551615|price; staff|Pro|3|mail
2 |false|1969-12-31|1969-12-31 23:59:59.999999||00:00:00.000001|-0.05|0||||0||||web
3 0||||||||1e+300|line one
line two|||||1|
`},
		{"hyparquet.parquet", `name|score|at|ok
1 Zoë|9|2025-03-01 08:00:00Z|true
2 Łukasz|10|2025-03-02 00:00:00Z|false
3 |0||
`},
	} {
		got, err := dump(golden(t, c.file), table.DefaultLimits())
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%swant\n%s", c.file, err, got, c.want)
		}
	}
}

// TestRowGroups: all rows of all groups come, in order.
func TestRowGroups(t *testing.T) {
	got, err := dump(golden(t, "groups.parquet"), table.DefaultLimits())
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if err != nil || len(lines) != 6001 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for i, line := range lines[1:] {
		if want := fmt.Sprintf("%d %d|customer %d|%d", i+1, i+1, (i+1)%7, (i+1)%11); line != want {
			t.Fatalf("%q, want %q", line, want)
		}
	}
}

// TestDamaged: what is wrong with a file is told, with its place.
func TestDamaged(t *testing.T) {
	good := golden(t, "groups.parquet")
	with := func(change func(l *table.Limits)) table.Limits {
		l := table.DefaultLimits()
		change(&l)
		return l
	}
	locked := bytes.Clone(good)
	copy(locked[len(locked)-4:], "PARE")
	bad := bytes.Clone(good)
	copy(bad[len(bad)-40:], "this is no footer at all")
	for _, c := range []struct {
		name   string
		file   []byte
		limits table.Limits
		is     error
		says   string
	}{
		{"encrypted", locked, table.DefaultLimits(), table.ErrEncrypted, ""},
		{"cut off", good[:len(good)-100], table.DefaultLimits(), io.ErrUnexpectedEOF, "the end of the file"},
		{"middle missing", append(bytes.Clone(good[:1000]), good[2000:]...), table.DefaultLimits(), nil, "row group 1"},
		{"footer damaged", bad, table.DefaultLimits(), nil, "the footer"},
		{"columns", good, with(func(l *table.Limits) { l.Columns = 2 }), table.ErrColumns, ""},
		{"unpacks to too much", good, with(func(l *table.Limits) { l.Unpacked = 10_000 }), table.ErrTooLarge, ""},
		{"a page too large", good, with(func(l *table.Limits) { l.Held = 5000 }), table.ErrTooLarge, `row group 1, column "n"`},
		{"levels", golden(t, "small.parquet"), with(func(l *table.Limits) { l.Depth = 1 }), table.ErrTooLarge, "levels"},
	} {
		_, err := dump(c.file, c.limits)
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v %q", c.name, err, c.is, c.says)
		}
	}
	got, err := dump(golden(t, "small.parquet"), with(func(l *table.Limits) { l.CellBytes = 40 }))
	if err != nil || strings.Contains(got, "cell_too_long") {
		t.Error(err, got)
	}
	got, err = dump(golden(t, "small.parquet"), with(func(l *table.Limits) { l.CellBytes = 30 }))
	if err != nil || !strings.Contains(got, "1 table.cell_too_long\n2 |false") {
		t.Error(err, got)
	}
}

// FuzzReader: whatever the bytes are, reading ends without a panic, and a row
// not rejected is as wide as the table.
func FuzzReader(f *testing.F) {
	for _, name := range []string{"small.parquet", "hyparquet.parquet"} {
		b := golden(f, name)
		f.Add(b)
		for _, at := range []int{60, len(b) / 2, len(b) - 60} {
			changed := bytes.Clone(b)
			changed[at] ^= 0x55
			f.Add(changed)
		}
	}
	limits := table.Limits{LineBytes: 1 << 16, Columns: 40, CellBytes: 1 << 16, Unpacked: 1 << 20, Held: 1 << 18, Depth: 8}
	f.Fuzz(func(t *testing.T, b []byte) {
		format, err := Detect(bytes.NewReader(b), int64(len(b)), limits)
		if err != nil {
			return
		}
		r, err := Open(bytes.NewReader(b), format, limits)
		if err != nil {
			t.Fatalf("Open after Detect: %v", err)
		}
		for n := 0; n < 5000; n++ {
			row, err := r.Next()
			if err != nil {
				break
			}
			if row.Reject == nil && len(row.Cells) != len(format.Columns) {
				t.Fatalf("%d cells of %d", len(row.Cells), len(format.Columns))
			}
		}
		_ = r.Close() // of a damaged file it may fail too
	})
}

// TestRowsMissing: fewer rows than the footer promises are no whole file.
func TestRowsMissing(t *testing.T) {
	b := golden(t, "hyparquet.parquet")
	f, err := Detect(bytes.NewReader(b), int64(len(b)), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(bytes.NewReader(b), f, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r.(*rows).number = -1 //nolint:forcetypeassert // as if a row before these had not come
	for err == nil {
		_, err = r.Next()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "2 rows of 3") {
		t.Error(err)
	}
}
