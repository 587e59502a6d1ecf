package collect

import (
	"strings"
	"testing"
)

// TestPreviewCountsWhatIsGone: the preview says how many rows are new, equal,
// changed and gone. By a key a changed row is changed; by its cells it is a new
// one, and the old one is gone.
func TestPreviewCountsWhatIsGone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const before = "id,day,recommend (0-10)\n1,2026-01-05,9\n2,2026-01-06,3\n3,2026-01-07,10\n4,2026-01-08,7\n"
		const after = "id,day,recommend (0-10)\n1,2026-01-05,9\n2,2026-01-06,5\n5,2026-01-09,1\n4,2026-01-08,99\n"
		for _, c := range []struct {
			name   string
			change func(*Mapping)
			want   Counts
			gone   int64
		}{
			{"by key", nil, Counts{New: 1, Same: 1, Changed: 1, Rejected: 1}, 1},
			{"by cells", func(m *Mapping) {
				m.KeyColumn, m.Columns[0].Role = nil, RoleIgnore
				m.SourceID = ""
			}, Counts{New: 2, Same: 1, Rejected: 1}, 3},
		} {
			first := f.takeIn(t, c.name+".csv", before, c.change)
			if first.Counts.New != 4 {
				t.Fatalf("%s: %s", c.name, counts(first))
			}
			next := f.upload(t, c.name+".csv", after)
			next.Mapping.ProgramID, next.Mapping.SourceID, next.Mapping.Columns = first.ProgramID, first.SourceID, first.Mapping.Columns
			next.Mapping.KeyColumn, next.Mapping.TimeColumn = first.Mapping.KeyColumn, first.Mapping.TimeColumn
			if _, _, err := f.SetMapping(owner(t), next.ID, "", next.Mapping); err != nil {
				t.Fatal(faultText(err))
			}
			p, err := f.PreviewImport(owner(t), next.ID)
			if err != nil || p.Counts != c.want || p.Gone == nil || *p.Gone != c.gone {
				t.Errorf("%s: %+v gone %d, %v", c.name, p.Counts, value(p.Gone), err)
			}
			fresh := f.upload(t, "fresh.csv", strings.ReplaceAll(before, "day", "other day"))
			if p, err := f.PreviewImport(owner(t), fresh.ID); err != nil || p.Gone != nil {
				t.Errorf("%s: a file of no source has %v gone, %v", c.name, p.Gone, err)
			}
		}
	})
}

// TestRejectedEventsAreNotGone: a row of an event that cannot be read this time
// still names what it brought before.
func TestRejectedEventsAreNotGone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const before = "event_id,event,at,customer_id\n1,paid,2026-01-05 10:00,C1\n2,paid,2026-01-06 10:00,C2\n3,paid,2026-01-07 10:00,C3\n"
		keyed := func(m *Mapping) {
			m.KeyColumn, m.Columns[0].Role = new(0), RoleKey
		}
		first := f.takeIn(t, "events.csv", before, keyed)
		if first.Kind != KindEvents || first.Counts.New != 3 {
			t.Fatalf("%s %s", first.Kind, counts(first))
		}
		p, err := f.PreviewImport(owner(t), f.upload(t, "events.csv", strings.Replace(before, "2026-01-06 10:00", "soon", 1)).ID)
		if err != nil || p.Counts != (Counts{Same: 2, Rejected: 1}) || p.Gone == nil || *p.Gone != 0 {
			t.Errorf("%+v gone %d, %v", p.Counts, value(p.Gone), err)
		}
	})
}
