package listen

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// codedRow is a row of a table as the plan reads it.
type codedRow struct {
	number   int64
	text     string
	codes    []frameKey // each once
	labels   []string   // what the row calls each, "" where it does not
	traits   map[string]string
	question string
	digest   string // by which it is known again
	rejects  []CodedReject
}

// frameKey is a code as a table writes it.
type frameKey struct{ family, key string }

// codedReader reads the rows of a table by a plan.
type codedReader struct {
	plan   CodedPlan
	rows   table.Rows
	at     map[string]int // columns
	known  map[frameKey]bool
	copies map[string]int        // of rows that read alike
	first  map[frameKey]frameKey // how a code was first written, whatever letters are capitals
}

// tableOf finds out how a table is written.
func tableOf(data []byte) (table.Format, error) {
	format, err := interchange.Detect(bytes.NewReader(data), table.Choice{}, table.DefaultLimits())
	return format, notTable(err)
}

// notTable says in public words why a file cannot be read as a table.
func notTable(err error) error {
	switch {
	case err == nil, fault.CodeOf(err) != fault.CodeInternal:
		return err
	case errors.Is(err, table.ErrEmpty):
		return fault.Invalid("file", "The file holds no rows.").Keyed("file.empty")
	case errors.Is(err, table.ErrEncrypted):
		return fault.Invalid("file", "This file is protected by a password. Save it without one and upload that.").Keyed("file.encrypted")
	}
	return fault.Invalid("file", "The file cannot be read as a table. Save it as CSV or XLSX.").Keyed("coded.unreadable").Because(err)
}

// profiled looks through all rows of a table.
func profiled(ctx context.Context, data []byte, format table.Format) (*table.Profile, error) {
	p, err := interchange.Scan(ctx, bytes.NewReader(data), format, table.DefaultLimits(), time.UTC, nil)
	return p, notTable(err)
}

// readCoded opens a table; with a frame, only codes that are in it are codes.
func readCoded(data []byte, plan CodedPlan, frame []FrameCode) (*codedReader, error) {
	format, err := tableOf(data)
	if err != nil {
		return nil, err
	}
	if plan, err = plan.checked(format.Columns); err != nil {
		return nil, err
	}
	r := &codedReader{plan: plan, at: map[string]int{}, copies: map[string]int{}, first: map[frameKey]frameKey{}}
	for i, name := range format.Columns {
		r.at[name] = i
	}
	if frame != nil {
		r.known = map[frameKey]bool{}
		for _, f := range frame {
			k := plan.keyOf(f)
			r.known[k], r.first[frameKey{nameKey(k.family), nameKey(k.key)}] = true, k
		}
	}
	r.rows, err = interchange.Open(bytes.NewReader(data), format, table.DefaultLimits())
	return r, notTable(err)
}

// keyOf is how a code of a frame stands in the table: beside its family where the
// table has a column of them.
func (p CodedPlan) keyOf(f FrameCode) frameKey {
	if p.Family == "" {
		return frameKey{"", f.Key}
	}
	return frameKey{f.Group, f.Key}
}

// next gives the next row; io.EOF after the last.
func (r *codedReader) next() (codedRow, error) {
	row, err := r.rows.Next()
	if errors.Is(err, io.EOF) {
		return codedRow{}, io.EOF
	}
	if err != nil {
		return codedRow{}, notTable(err)
	}
	out := codedRow{number: row.Number, traits: map[string]string{}}
	if row.Reject != nil {
		out.reject("", "row_shape")
		return out, nil
	}
	cell := func(name string) string {
		if at, there := r.at[name]; there && at < len(row.Cells) {
			return strings.TrimSpace(row.Cells[at])
		}
		return ""
	}
	out.text = strings.ToValidUTF8(strings.ReplaceAll(cell(r.plan.Text), "\x00", ""), "\uFFFD")
	switch {
	case out.text == "":
		out.reject(r.plan.Text, "no_text")
	case utf8.RuneCountInString(out.text) > maxCodedText:
		out.text = ""
		out.reject(r.plan.Text, "text_long")
	}
	r.codes(&out, cell)
	out.question = cell(r.plan.Question)
	for _, name := range r.plan.Traits {
		if v := cell(name); v != "" {
			out.traits[name] = table.Excerpt(v)
		}
	}
	r.digest(&out)
	return out, nil
}

func (row *codedRow) reject(column, reason string) {
	row.rejects = append(row.rejects, CodedReject{Row: row.number, Column: column, Reason: reason})
}

// codes reads which codes a row has.
func (r *codedReader) codes(row *codedRow, cell func(name string) string) {
	family, label := cell(r.plan.Family), cell(r.plan.Label)
	for _, column := range r.plan.Codes {
		said := []string{cell(column)}
		switch r.plan.Shape {
		case CodesFlags:
			set, is := flagOf(said[0])
			if !is {
				row.reject(column, "flag")
			}
			if said[0] = ""; set {
				said[0] = column
			}
		case CodesSeparated:
			said = strings.Split(said[0], r.plan.Separator)
		}
		for _, key := range said {
			r.code(row, column, frameKey{family, cleanName(table.Excerpt(key))}, label)
		}
	}
}

// code adds a code to a row.
func (r *codedReader) code(row *codedRow, column string, k frameKey, label string) {
	alike := frameKey{nameKey(k.family), nameKey(k.key)}
	if first, met := r.first[alike]; met {
		k = first
	}
	r.first[alike] = k
	switch {
	case k.key == "" || slices.Contains(row.codes, k):
	case r.known != nil && !r.known[k]:
		row.reject(column, "code_unknown")
	case len(row.codes) >= maxRowCodes:
		row.reject(column, "too_many_codes")
	default:
		row.codes, row.labels = append(row.codes, k), append(row.labels, label)
	}
}

// digest names a row by its text, question and traits, and the how manyth it is
// among those that read alike: the same file twice has the same digests.
func (r *codedReader) digest(row *codedRow) {
	h := sha256.New()
	write := func(s string) { h.Write([]byte(strconv.Itoa(len(s)) + ":" + s)) }
	write(row.text)
	write(row.question)
	for _, name := range slices.Sorted(maps.Keys(row.traits)) {
		write(name)
		write(row.traits[name])
	}
	sum := hex.EncodeToString(h.Sum(nil))
	r.copies[sum]++
	row.digest = sum + "-" + strconv.Itoa(r.copies[sum])
}

// framing gathers the codes of a table.
type framing struct {
	counts map[frameKey]int
	labels map[frameKey]map[string]int
}

func (f *framing) add(row codedRow) {
	for i, k := range row.codes {
		f.counts[k]++
		if row.labels[i] != "" {
			if f.labels[k] == nil {
				f.labels[k] = map[string]int{}
			}
			f.labels[k][row.labels[i]]++
		}
	}
}

// frame are the codes, most frequent first, each with a name of its own: that of
// a given frame, what most rows call it, or what stands in its column.
func (f *framing) frame(plan CodedPlan, given []FrameCode) []FrameCode {
	names := map[frameKey]FrameCode{}
	for _, g := range given {
		names[plan.keyOf(g)] = g
	}
	out := make([]FrameCode, 0, len(f.counts))
	for k, n := range f.counts {
		c := FrameCode{Key: k.key, Group: k.family, Family: k.family, Name: k.key, Count: n}
		if g, there := names[k]; there {
			c.Name, c.Family = g.Name, g.Family
		} else if len(f.labels[k]) > 0 {
			c.Name = slices.MinFunc(slices.Sorted(maps.Keys(f.labels[k])), func(a, b string) int {
				return cmp.Compare(f.labels[k][b], f.labels[k][a])
			})
		}
		c.Name = codeNamed(c.Name)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b FrameCode) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Family, b.Family), cmp.Compare(a.Key, b.Key))
	})
	taken := map[string]bool{}
	for i := range out {
		name := out[i].Name
		for n := 1; taken[nameKey(name)]; n++ {
			name = codeNamed(out[i].Name) + " (" + strings.Trim(out[i].Group+" "+out[i].Key, " ") + map[bool]string{true: " " + strconv.Itoa(n)}[n > 1] + ")"
		}
		taken[nameKey(name)], out[i].Name = true, name
	}
	return out
}

// codeNamed is a name of a code that fits beside what tells it apart.
func codeNamed(name string) string {
	if runes := []rune(cleanName(name)); len(runes) > maxCodeName-25 {
		return string(runes[:maxCodeName-26]) + "…"
	}
	return cleanName(name)
}
