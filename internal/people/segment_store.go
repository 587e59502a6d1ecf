package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

type segmentRow struct {
	ID        string `bun:"id"`
	Name      string `bun:"name"`
	Rule      string `bun:"rule"`
	OwnerID   string `bun:"owner_id"`
	Shared    bool   `bun:"shared"`
	CreatedAt int64  `bun:"created_at"`
	UpdatedAt int64  `bun:"updated_at"`
	Version   int64  `bun:"version"`
	RemovedAt *int64 `bun:"removed_at"`
}

func (r segmentRow) segment() (Segment, error) {
	s := Segment{ID: r.ID, Name: r.Name, OwnerID: r.OwnerID, Shared: r.Shared, CreatedAt: record.Time(r.CreatedAt), UpdatedAt: record.Time(r.UpdatedAt), Version: r.Version}
	if r.RemovedAt != nil {
		s.RemovedAt = new(record.Time(*r.RemovedAt))
	}
	return s, fault.Wrap(json.Unmarshal([]byte(r.Rule), &s.Rule), fault.CodeInternal, "read the rule of a segment")
}

const segmentColumns = "id, name, rule, owner_id, shared, created_at, updated_at, version, removed_at"

// segmentPlace is where a page of segments goes on.
type segmentPlace struct {
	Name string `json:"n"`
	ID   string `json:"i"`
}

// listSegments are those that are shared or the user's, by name.
func listSegments(ctx context.Context, q record.Querier, user string, after segmentPlace, limit int) ([]Segment, error) {
	var rows []segmentRow
	err := q.NewRaw("SELECT "+segmentColumns+" FROM segment WHERE removed_at IS NULL AND (shared = ? OR owner_id = ?) AND (name_key > ? OR (name_key = ? AND id > ?)) ORDER BY name_key, id LIMIT ?",
		true, user, after.Name, after.Name, after.ID, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list segments")
	}
	out := make([]Segment, len(rows))
	for i, r := range rows {
		if out[i], err = r.segment(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// getSegment is a segment that is there; one that was removed is given with the
// error that says so.
func getSegment(ctx context.Context, q record.Querier, id string) (Segment, error) {
	segment, err := anySegment(ctx, q, id)
	if err == nil && segment.RemovedAt != nil {
		err = errSegmentRemoved()
	}
	return segment, err
}

func anySegment(ctx context.Context, q record.Querier, id string) (Segment, error) {
	var r segmentRow
	err := q.NewRaw("SELECT "+segmentColumns+" FROM segment WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Segment{}, fault.NotFound("segment")
	}
	if err != nil {
		return Segment{}, fault.Wrap(err, fault.CodeInternal, "get segment")
	}
	return r.segment()
}

func segmentKey(name string) string { return strings.ToLower(name) }

func insertSegment(ctx context.Context, tx *record.Tx, s Segment) error {
	rule, err := json.Marshal(s.Rule)
	if err == nil {
		_, err = tx.NewRaw("INSERT INTO segment (id, name, name_key, rule, owner_id, shared, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			s.ID, s.Name, segmentKey(s.Name), string(rule), s.OwnerID, s.Shared, record.Micros(s.CreatedAt), record.Micros(s.UpdatedAt), s.Version).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "insert segment")
}

// updateSegment writes a segment whose version was counted up; a conflict where
// somebody else did so first.
func updateSegment(ctx context.Context, tx *record.Tx, s Segment) error {
	rule, err := json.Marshal(s.Rule)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write the rule of a segment")
	}
	done, err := tx.NewRaw("UPDATE segment SET name = ?, name_key = ?, rule = ?, shared = ?, updated_at = ?, version = ? WHERE id = ? AND version = ?",
		s.Name, segmentKey(s.Name), string(rule), s.Shared, record.Micros(s.UpdatedAt), s.Version, s.ID, s.Version-1).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "update segment")
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 { // on PostgreSQL somebody else was first
		return web.MatchVersion(web.ETag(s.Version-1), s.Version)
	}
	return nil
}
