package understand

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/stat"
)

const (
	packedBits = 52        // of a double that hold whole numbers exactly
	bucketBits = 6         // of a bucket
	batchRows  = 1 << 16   // handed from the reader of rows to the counter at once
	atMostRows = 2_000_000 // that the store holds at once
)

// codedField is a small whole number inside one of the numbers of a row.
type codedField struct {
	column int
	shift  uint
	mask   uint64
}

// codedReader reads the responses of an analysis as codes, several in one
// number, and counts them in the tables of several partitions.
type codedReader struct {
	partitions []partition
	parts      [][]codedPart
	levels     []uint8 // of the scores' codes
	weighted   bool
	batch      int // rows handed from the reader to the counter at once

	columns []string // SQL of the numbers of a row
	args    []any
	bucket  codedField
	groups  []codedField // the partitions' parts
	codes   []codedField
	used    uint // bits of the last number
	batches chan []float64
	spare   chan []float64
	work    codedWork
}

// codedWork is room for the rows of a batch.
type codedWork struct {
	codes  []uint8
	rows   []codedRow
	groups []int32 // of each row in a partition, -1 for none
	ends   []int32 // of the rows of each group in order
	order  []int32 // rows by group
}

type codedRow struct {
	noise, weight float64
	bucket        int32
}

func newCodedReader(a *analysis, list []partition) *codedReader {
	r := &codedReader{partitions: list, weighted: a.query.weighted, batch: a.coded.batch, batches: make(chan []float64, 2), spare: make(chan []float64, 4)}
	r.bucket = r.field("bucket", bucketBits)
	for _, p := range list {
		var parts []codedPart
		for i := range p.parts() {
			part := codedPart{tables: a.coded.codes.Tables(stat.BucketCount, r.weighted)}
			if p.expr != "" {
				part.value = p.values[i]
			}
			parts = append(parts, part)
		}
		r.parts = append(r.parts, parts)
		if p.expr == "" {
			r.groups = append(r.groups, codedField{})
			continue
		}
		text, args := p.literalCode()
		r.groups = append(r.groups, r.field(text, bits.Len(uint(len(p.values)))))
		r.args = append(r.args, args...)
	}
	for i, column := range a.query.columns() {
		levels := len(a.coded.codes.Scores)
		if i < len(a.query.drivers) {
			levels = len(a.coded.codes.Ratings[i])
		}
		r.codes = append(r.codes, r.field(scoreCode(column, a.coded.least[i]), bits.Len(uint(levels))))
		r.levels = append(r.levels, uint8(levels)) //nolint:gosec // at most maxLevels
	}
	r.columns = append(r.columns, "noise")
	if r.weighted {
		r.columns = append(r.columns, weight)
	}
	return r
}

// field packs a whole number of so many bits into the numbers of a row.
func (r *codedReader) field(text string, width int) codedField {
	if len(r.columns) == 0 || r.used+uint(width) > packedBits {
		r.columns, r.used = append(r.columns, "0"), 0
	}
	last := len(r.columns) - 1
	f := codedField{column: last, shift: r.used, mask: 1<<width - 1}
	r.columns[last] += fmt.Sprintf(" + CAST(%s AS DOUBLE PRECISION) * %d", text, uint64(1)<<r.used)
	r.used += uint(width)
	return f
}

// read reads all responses, so many at a time that the store need not hold all
// of them.
func (r *codedReader) read(ctx context.Context, a *analysis) (err error) {
	counted := make(chan error, 1)
	go func() { counted <- r.count() }()
	defer func() {
		close(r.batches)
		if failed := <-counted; err == nil {
			err = failed
		}
	}()
	slices := min(stat.BucketCount, 1+int(a.n/atMostRows))
	for i := range slices {
		cond := a.cond
		if slices > 1 {
			cond = cond.with(fmt.Sprintf("bucket >= %d AND bucket < %d", i*stat.BucketCount/slices, (i+1)*stat.BucketCount/slices))
		}
		if err := r.slice(ctx, a.snap, cond); err != nil {
			return err
		}
	}
	return nil
}

// slice hands the rows of a condition to the counter.
func (r *codedReader) slice(ctx context.Context, snap Snapshot, c *condition) error {
	width := len(r.columns)
	values, targets := make([]any, width), make([]any, width)
	for i := range values {
		targets[i] = &values[i]
	}
	var batch []float64
	text := "SELECT " + strings.Join(r.columns, ", ") + " FROM response_wide WHERE " + c.sql()
	err := each(ctx, snap, text, append(slices.Clone(r.args), c.args...), func(rows Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if batch == nil {
			batch = r.empty()
		}
		for i, v := range values {
			x, ok := v.(float64)
			if !ok {
				return fmt.Errorf("%s is a %T", r.columns[i], v)
			}
			batch = append(batch, x)
		}
		if len(batch) == cap(batch) {
			r.batches <- batch
			batch = nil
		}
		return nil
	})
	if err == nil && len(batch) > 0 {
		r.batches <- batch
	}
	return err
}

// empty is room for a batch.
func (r *codedReader) empty() []float64 {
	select {
	case b := <-r.spare:
		return b[:0]
	default:
		return make([]float64, 0, r.batch*len(r.columns))
	}
}

// count counts the batches until there are no more. It goes on reading after
// trouble, so that nobody waits for it.
func (r *codedReader) count() (err error) {
	for batch := range r.batches {
		if err == nil {
			err = r.countBatch(batch)
		}
		select {
		case r.spare <- batch:
		default:
		}
	}
	return err
}

// countBatch counts the rows of a batch by partition and group, so that the
// tables of a group are at hand while its rows are counted.
func (r *codedReader) countBatch(batch []float64) error {
	if err := r.unpack(batch); err != nil {
		return err
	}
	w, width := &r.work, len(r.codes)
	for i, parts := range r.parts {
		r.sortRows(batch, r.groups[i], len(parts)*stat.BucketCount)
		for _, row := range w.order {
			group := int(w.groups[row])
			x := &w.rows[row]
			parts[group/stat.BucketCount].tables.Add(group%stat.BucketCount, w.codes[int(row)*width:(int(row)+1)*width], x.noise, x.weight)
		}
	}
	return nil
}

// unpack reads codes, noise and weight of each row.
func (r *codedReader) unpack(batch []float64) error {
	w, width := &r.work, len(r.columns)
	w.codes, w.rows = w.codes[:0], w.rows[:0]
	for ; len(batch) > 0; batch = batch[width:] {
		row := batch[:width]
		x := codedRow{noise: row[width-1], weight: 1}
		if r.weighted {
			x.noise, x.weight = row[width-2], row[width-1]
		}
		x.bucket = int32(r.bucket.of(row)) //nolint:gosec // 6 bits
		w.rows = append(w.rows, x)
		for i, f := range r.codes {
			code := uint8(f.of(row)) //nolint:gosec // at most 5 bits
			if code > r.levels[i] {
				return fmt.Errorf("a score is %d steps above the least of its column", code)
			}
			w.codes = append(w.codes, code)
		}
	}
	return nil
}

// of is the field's number in a row.
func (f codedField) of(row []float64) uint64 { return uint64(row[f.column]) >> f.shift & f.mask }

// sortRows puts the rows that have a part in the order of their groups.
func (r *codedReader) sortRows(batch []float64, f codedField, groups int) {
	w, width := &r.work, len(r.columns)
	w.groups, w.order = slices.Grow(w.groups[:0], len(w.rows))[:len(w.rows)], slices.Grow(w.order[:0], len(w.rows))
	w.ends = slices.Grow(w.ends[:0], groups+1)[:groups+1]
	clear(w.ends)
	for i := range w.rows {
		part := int32(0)
		if f.mask > 0 {
			part = int32(f.of(batch[i*width:])) - 1 //nolint:gosec // few parts
		}
		if w.groups[i] = -1; part >= 0 {
			w.groups[i] = part*stat.BucketCount + w.rows[i].bucket
			w.ends[w.groups[i]+1]++
		}
	}
	for g := range groups {
		w.ends[g+1] += w.ends[g]
	}
	w.order = w.order[:w.ends[groups]]
	for i, g := range w.groups {
		if g >= 0 {
			w.order[w.ends[g]] = int32(i) //nolint:gosec // a batch has few rows
			w.ends[g]++
		}
	}
}
