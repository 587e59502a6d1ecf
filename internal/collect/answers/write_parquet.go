package answers

import (
	"context"
	"io"
	"time"

	pq "github.com/parquet-go/parquet-go"

	"github.com/balcony-cx/balcony/internal/fault"
)

// parquetCells is how many cells a group of rows has at most: what of a file is in
// memory at once.
const parquetCells = 2_000_000

// inTheirOrder is a group of columns that keeps their order: that of parquet-go sorts
// them by name.
type inTheirOrder struct {
	pq.Group
	names []string
}

// Fields gives the columns in their order.
func (o inTheirOrder) Fields() []pq.Field {
	byName := map[string]pq.Field{}
	for _, f := range o.Group.Fields() {
		byName[f.Name()] = f
	}
	out := make([]pq.Field, len(o.names))
	for i, name := range o.names {
		out[i] = byName[name]
	}
	return out
}

// writeParquet writes columns under their keys, each of its type and optional.
func (e *Export) writeParquet(ctx context.Context, to io.Writer) error {
	schema := inTheirOrder{Group: pq.Group{}}
	for _, c := range e.Columns {
		schema.Group[c.key] = pq.Optional(parquetNode(c.kind))
		schema.names = append(schema.names, c.key)
	}
	w := pq.NewWriter(to, pq.NewSchema("answers", schema), pq.Compression(&pq.Snappy))
	group := max(1000, parquetCells/len(e.Columns))
	line := make(pq.Row, len(e.Columns))
	rows := []pq.Row{line}
	n := 0
	err := e.each(ctx, func(g *given) error {
		for i, c := range e.Columns {
			line[i] = parquetValue(c.cell(g), i)
		}
		if _, err := w.WriteRows(rows); err != nil {
			return err
		}
		if n++; n%group == 0 {
			return w.Flush()
		}
		return nil
	})
	if err == nil {
		err = w.Close()
	}
	return fault.Wrap(err, fault.CodeInternal, "write Parquet")
}

func parquetNode(kind columnKind) pq.Node {
	switch kind {
	case numberColumn:
		return pq.Leaf(pq.DoubleType)
	case momentColumn:
		return pq.Timestamp(pq.Microsecond)
	case textColumn:
	}
	return pq.String()
}

func parquetValue(cell any, at int) pq.Value {
	switch v := cell.(type) {
	case float64:
		return pq.DoubleValue(v).Level(0, 1, at)
	case time.Time:
		return pq.Int64Value(v.UnixMicro()).Level(0, 1, at)
	case string:
		return pq.ByteArrayValue([]byte(v)).Level(0, 1, at)
	}
	return pq.NullValue().Level(0, 0, at)
}
