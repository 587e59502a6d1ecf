package interchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// answer is a row of the same content in every format.
type answer struct {
	Key   string    `parquet:"key" json:"key"`
	Score int64     `parquet:"score" json:"score"`
	Value *float64  `parquet:"value,optional" json:"value"`
	Again bool      `parquet:"again" json:"again"`
	At    time.Time `parquet:"at,timestamp(millisecond)" json:"-"`
	When  string    `parquet:"-" json:"at"`
	Why   *string   `parquet:"why,optional,snappy" json:"why"`
}

func (a answer) cells() []string {
	value, why := "", ""
	if a.Value != nil {
		value = strconv.FormatFloat(*a.Value, 'f', -1, 64)
	}
	if a.Why != nil {
		why = *a.Why
	}
	return []string{a.Key, strconv.FormatInt(a.Score, 10), value, strconv.FormatBool(a.Again), a.When, why}
}

var columns = []string{"key", "score", "value", "again", "at", "why"}

// answers makes up rows with what tends to break readers.
func answers(r *rand.Rand, n int) []answer {
	texts := []string{"good", "a, b; c\td", `say "no"`, "two\nlines", "é ☕ 你好", "<b>&amp;</b>", "'=1+1", "  spaces  inside", "null", "true", "12", "2025-01-01"}
	out := make([]answer, n)
	for i := range out {
		at := time.Date(2020, 1, 1, 0, 0, r.IntN(200_000_000), 0, time.UTC)
		out[i] = answer{Key: "C-" + strconv.Itoa(i), Score: int64(r.IntN(11)), Again: r.IntN(2) == 1, At: at, When: at.Format("2006-01-02 15:04:05")}
		if r.IntN(4) > 0 {
			v := float64(r.IntN(2_000_001)-1_000_000) / 1000
			out[i].Value = &v
		}
		if r.IntN(3) > 0 {
			why := strings.TrimSpace(texts[r.IntN(len(texts))] + " " + strconv.Itoa(r.IntN(100)))
			out[i].Why = &why
		}
	}
	return out
}

func asCSV(rows []answer, delimiter rune) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = delimiter
	all := [][]string{columns}
	for _, a := range rows {
		all = append(all, a.cells())
	}
	err := w.WriteAll(all)
	return b.Bytes(), err
}

func asJSON(rows []answer) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, a := range rows {
		if err := e.Encode(a); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func asParquet(rows []answer, group int64) ([]byte, error) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[answer](&b, parquet.MaxRowsPerRowGroup(group), parquet.Compression(&parquet.Zstd))
	_, err := w.Write(rows)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

func asWorkbook(rows []answer) ([]byte, error) {
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err == nil {
		err = f.SetSheetRow("Sheet1", "A1", &columns)
	}
	for i, a := range rows {
		if err != nil {
			return nil, err
		}
		row := []any{a.Key, a.Score, nil, a.Again, a.At, nil}
		if a.Value != nil {
			row[2] = *a.Value
		}
		if a.Why != nil {
			row[5] = *a.Why
		}
		at := "A" + strconv.Itoa(i+2)
		err = errors.Join(f.SetSheetRow("Sheet1", at, &row), f.SetCellStyle("Sheet1", "E"+strconv.Itoa(i+2), "E"+strconv.Itoa(i+2), style))
	}
	if err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), f.Close()
}

func readRows(t *testing.T, kind string, file []byte) (table.Format, [][]string) {
	t.Helper()
	f, err := Detect(bytes.NewReader(file), table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	r, err := Open(bytes.NewReader(file), f, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			return f, out
		}
		if err != nil || row.Reject != nil {
			t.Fatalf("%s, row %d: %+v %v", kind, row.Number, row.Reject, err)
		}
		out = append(out, row.Cells)
	}
}

// TestSameContent: the same content comes out of every format the same.
func TestSameContent(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // made-up content
		rows := answers(r, 20+r.IntN(300))
		var want [][]string
		for _, a := range rows {
			want = append(want, a.cells())
		}
		for kind, make := range map[string]func() ([]byte, error){
			"csv": func() ([]byte, error) { return asCSV(rows, ',') }, "tsv": func() ([]byte, error) { return asCSV(rows, '\t') },
			"semicolon": func() ([]byte, error) { return asCSV(rows, ';') }, "jsonl": func() ([]byte, error) { return asJSON(rows) },
			"parquet": func() ([]byte, error) { return asParquet(rows, 70) }, "xlsx": func() ([]byte, error) { return asWorkbook(rows) },
		} {
			file, err := make()
			if err != nil {
				t.Fatal(err)
			}
			f, got := readRows(t, kind, file)
			if !slices.Equal(f.Columns, columns) {
				t.Fatalf("%s, seed %d: columns %v", kind, seed, f.Columns)
			}
			if kind == "parquet" { // its times are moments: they say so
				for i := range got {
					got[i][4] = strings.TrimSuffix(got[i][4], "Z")
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s, seed %d: %s", kind, seed, difference(got, want))
			}
		}
	}
}

func difference(got, want [][]string) string {
	for i := range min(len(got), len(want)) {
		if !slices.Equal(got[i], want[i]) {
			return fmt.Sprintf("row %d\n%q\n%q", i+1, got[i], want[i])
		}
	}
	return fmt.Sprintf("%d rows, %d wanted", len(got), len(want))
}
