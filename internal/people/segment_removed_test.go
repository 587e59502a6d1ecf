package people

import (
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// TestRemovedSegments: a segment that was removed is nowhere but in the list of
// those that can be put back, by who might have removed it, for 30 days.
func TestRemovedSegments(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		s.now = func() time.Time { return now }
		s.zone = func() *time.Location { return time.UTC }
		grant := access.Grant{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}
		maker := as(t, s, "maker", access.Grant{Role: access.Researcher, Scope: access.Whole(), Rows: access.RowsAll})
		viewer, owner := as(t, s, "viewer", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}), as(t, s, "owner", grant)
		rule := Rule{Is: &Condition{Field: "customer.since", From: "2000-01-01"}}
		made := func(name string, shared bool) Segment {
			t.Helper()
			g, _, err := s.CreateSegment(maker, Segment{Name: name, Rule: rule, Shared: shared})
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		shared, own := made("Shared", true), made("Own", false)
		for _, g := range []Segment{shared, own} {
			if _, err := s.DeleteSegment(maker, g.ID, `"1"`); err != nil {
				t.Fatal(err)
			}
		}
		if list, err := s.ListSegments(maker, segmentPlace{}, 10); err != nil || len(list) != 0 {
			t.Errorf("listed %v %v", list, err)
		}
		if names, err := s.SegmentNames(maker, 10); err != nil || len(names) != 0 {
			t.Errorf("named %v %v", names, err)
		}
		if _, err := s.GetSegment(maker, shared.ID); fault.CodeOf(err) != fault.CodeNotFound || keyOf(err) != "segment.removed" {
			t.Errorf("got %v", err)
		}
		if _, err := s.GetSegment(viewer, own.ID); keyOf(err) == "segment.removed" {
			t.Error("a viewer learns that another's own was removed")
		}
		for name, c := range map[string]struct {
			who  []Segment
			want int
		}{"who made them": {removedFor(t, s, "maker"), 2}, "the owner": {removedFor(t, s, "owner"), 1}} {
			if len(c.who) != c.want {
				t.Errorf("%s may put back %d", name, len(c.who))
			}
		}
		if _, err := s.RemovedSegments(viewer, 10); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("a viewer: %v", err)
		}
		if _, _, err := s.RestoreSegment(viewer, shared.ID); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("a viewer puts back: %v", err)
		}
		if _, _, err := s.RestoreSegment(owner, own.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("another's own is put back: %v", err)
		}
		back, _, err := s.RestoreSegment(owner, shared.ID)
		if err != nil || back.RemovedAt != nil || back.Version != 3 {
			t.Fatalf("%+v %v", back, err)
		}
		if _, _, err := s.RestoreSegment(owner, shared.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("put back twice: %v", err)
		}
		if got, err := s.GetSegment(viewer, shared.ID); err != nil || got.Name != "Shared" {
			t.Errorf("after: %v %v", got, err)
		}
		now = now.Add(keptSegment + time.Hour)
		if _, _, err := s.RestoreSegment(maker, own.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("put back after 30 days: %v", err)
		}
		if _, err := s.DeleteSegment(maker, shared.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.GetSegment(maker, own.ID); keyOf(err) == "segment.removed" {
			t.Error("the old one is still kept")
		}
	})
}

func removedFor(t *testing.T, s *Service, user string) []Segment {
	t.Helper()
	role := map[string]access.Role{"maker": access.Researcher, "owner": access.Owner}[user]
	out, err := s.RemovedSegments(as(t, s, user, access.Grant{Role: role, Scope: access.Whole(), Rows: access.RowsAll}), 10)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
