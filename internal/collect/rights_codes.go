package collect

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// sharedCell is in how many cells of its column a word has to stand to be no
// one person's own.
const sharedCell = 5

// ownCodes are, by the heading of their column, the codes for no answer of a
// mapping that may be the words of one person: no number, and in fewer than
// sharedCell cells of the file as it was profiled. A profile that was emptied
// already tells of none.
func ownCodes(m Mapping, columns []ColumnProfile) map[string][]string {
	own := map[string][]string{}
	for _, c := range m.Columns {
		if c.Index < 0 || c.Index >= len(columns) || len(columns[c.Index].Values)+len(columns[c.Index].Examples) == 0 {
			continue
		}
		for _, code := range c.NoAnswer {
			if _, err := strconv.ParseFloat(strings.ReplaceAll(code, ",", "."), 64); err != nil && cellsOf(columns[c.Index], code) < sharedCell {
				own[c.Name] = append(own[c.Name], code)
			}
		}
	}
	return own
}

// cellsOf is in how many cells of a column a word stands, 0 where nobody
// counted.
func cellsOf(c ColumnProfile, code string) (n int64) {
	for _, v := range c.Values {
		if strings.EqualFold(strings.TrimSpace(v.Value), strings.TrimSpace(code)) {
			n += v.Count
		}
	}
	return n
}

// forgetCodes takes such codes out of what is kept of how an import was read,
// and of how the next file of its source will be.
func forgetCodes(ctx context.Context, tx *record.Tx, r *importRow) error {
	m, err := r.mapping()
	if err != nil {
		return err
	}
	columns, err := r.columns()
	if err != nil {
		return err
	}
	own := ownCodes(m, columns)
	if len(own) == 0 {
		return nil
	}
	var sources []string
	if err := tx.NewRaw("SELECT mapping FROM import_source WHERE id = (SELECT source_id FROM import_file WHERE id = ?)", r.ID).Scan(ctx, &sources); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find how a source is read")
	}
	if r.Mapping, err = withoutCodes(r.Mapping, "no_answer", own); err == nil && r.Plan != "" {
		r.Plan, err = withoutCodes(r.Plan, "none", own)
	}
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE import_file SET mapping = ?, plan = ? WHERE id = ?", r.Mapping, r.Plan, r.ID)
	}
	for _, mapping := range sources {
		var kept string
		if err == nil {
			kept, err = withoutCodes(mapping, "no_answer", own)
		}
		if err == nil {
			_, err = tx.Exec(ctx, "UPDATE import_source SET mapping = ? WHERE id = (SELECT source_id FROM import_file WHERE id = ?)", kept, r.ID)
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "forget codes of an import")
}

// withoutCodes is the JSON of a mapping or a plan without some codes of its
// columns, which stand under a field; all else stays as it was written.
func withoutCodes(text, field string, own map[string][]string) (string, error) {
	var all map[string]json.RawMessage
	var columns []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return "", err
	}
	if err := json.Unmarshal(all["columns"], &columns); err != nil {
		return "", err
	}
	for _, c := range columns {
		var name string
		var codes []string
		if err := json.Unmarshal(c["name"], &name); err != nil {
			return "", err
		}
		if raw := c[field]; raw != nil {
			if err := json.Unmarshal(raw, &codes); err != nil {
				return "", err
			}
			codes = slices.DeleteFunc(codes, func(code string) bool { return slices.Contains(own[name], code) })
			c[field], _ = json.Marshal(append([]string{}, codes...)) // texts always marshal
		}
	}
	all["columns"], _ = json.Marshal(columns)
	out, err := json.Marshal(all)
	return string(out), err
}
