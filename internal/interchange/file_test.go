package interchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seekOnly hides that a source can be read anywhere.
type seekOnly struct{ io.ReadSeeker }

// TestKinds: the content tells the kind, and what is not read is told by name.
func TestKinds(t *testing.T) {
	utf16 := "\xD0\xCF\x11\xE0" + strings.Repeat("\x00", headBytes-20) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00" + strings.Repeat("\x00", 99)
	for _, c := range []struct {
		name string
		file []byte
		kind table.FileKind
		err  error
	}{
		{"text", []byte("a,b\n1,2\n"), table.Delimited, nil},
		{"text that begins like JSON", []byte("{x},b\n1,2\n3,4\n"), table.Delimited, nil},
		{"text of references", []byte("[1],b\n[2],2\n"), table.Delimited, nil},
		{"workbook", read(t, "xlsx", "testdata", "openpyxl.xlsx"), table.Workbook, nil},
		{"parquet", read(t, "parquet", "testdata", "small.parquet"), table.Parquet, nil},
		{"json lines", []byte("{\"a\":1}\n{\"a\":2}\n"), table.JSONLines, nil},
		{"event log", []byte("<?xml version=\"1.0\"?><log><trace><event><string key=\"concept:name\" value=\"Ask\"/></event><event><string key=\"concept:name\" value=\"Close\"/></event></trace></log>"), table.EventLog, nil},
		{"json array", []byte(" [\n {\"a\":1}]"), "", table.ErrJSON},
		{"json object", []byte("{\n \"a\": [\n1]}"), "", table.ErrJSON},
		{"xls", read(t, "testdata", "sheetjs.xls"), "", table.ErrOldWorkbook},
		{"xlsb", read(t, "testdata", "sheetjs.xlsb"), "", table.ErrBinary},
		{"ods", read(t, "testdata", "sheetjs.ods"), "", table.ErrOpenDocument},
		{"encrypted", []byte(utf16), "", table.ErrEncrypted},
		{"empty", nil, "", table.ErrEmpty},
	} {
		for _, src := range []io.ReadSeeker{bytes.NewReader(c.file), seekOnly{bytes.NewReader(c.file)}} {
			f, err := Detect(src, table.Choice{}, table.DefaultLimits())
			if !errors.Is(err, c.err) || err == nil && f.Kind != c.kind {
				t.Errorf("%s: %q %v, want %q %v", c.name, f.Kind, err, c.kind, c.err)
			}
			if err != nil {
				continue
			}
			p, err := Scan(context.Background(), src, f, table.DefaultLimits(), time.UTC, nil)
			if err != nil || p.Rows == 0 || p.Rejected != 0 {
				t.Errorf("%s: %+v %v", c.name, p, err)
			}
		}
	}
}

// TestProgress: progress rises to the size of the file, and a context that
// has ended ends the scan.
func TestProgress(t *testing.T) {
	file := []byte("a,b\n" + strings.Repeat("1,2\n", 50_000))
	f, err := Detect(bytes.NewReader(file), table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var heard []int64
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if _, err = Scan(ctx, bytes.NewReader(file), f, table.DefaultLimits(), time.UTC, func(done int64) { heard = append(heard, done) }); err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(heard); i++ {
		if heard[i] < heard[i-1] {
			t.Errorf("progress %v", heard)
		}
	}
	if len(heard) < 10 || heard[len(heard)-1] != int64(len(file)) {
		t.Errorf("progress %v of %d", heard, len(file))
	}
	_, err = Scan(ctx, bytes.NewReader(file), f, table.DefaultLimits(), time.UTC, func(int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a scan whose context ended: %v", err)
	}
}
