package people

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// keptSegment is how long a segment that was removed can be put back.
const keptSegment = 30 * 24 * time.Hour

// errSegmentRemoved is what figures, boards and objectives say that name it.
func errSegmentRemoved() error {
	return fault.New(fault.CodeNotFound, "This segment was removed. It can be put back for 30 days under People > Segments.").Keyed("segment.removed")
}

// RemovedSegments lists those that were removed at most 30 days ago and that
// whoever asks may put back, the newest first, at most limit.
func (s *Service) RemovedSegments(ctx context.Context, limit int) (out []Segment, err error) {
	who := access.From(ctx)
	if err := who.Any(access.SegmentWrite); err != nil {
		return nil, err
	}
	var rows []segmentRow
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT "+segmentColumns+" FROM segment WHERE removed_at >= ? AND (shared = ? OR owner_id = ?) ORDER BY removed_at DESC, id LIMIT ?",
			record.Micros(s.now().Add(-keptSegment)), true, who.UserID, limit).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list removed segments")
	}
	for _, r := range rows {
		segment, err := r.segment()
		if err != nil {
			return nil, err
		}
		if segment.changeableBy(who) == nil {
			out = append(out, s.ofSomebody(ctx, segment))
		}
	}
	return out, nil
}

// DeleteSegment removes a segment. It can be put back for 30 days; what names it
// says so until then. Those removed longer ago go for good.
func (s *Service) DeleteSegment(ctx context.Context, id, ifMatch string) (log.Position, error) {
	now := s.now().UTC()
	return s.changeSegment(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, _ Segment) error {
		_, err := tx.Exec(ctx, "UPDATE segment SET removed_at = ?, version = version + 1 WHERE id = ?", record.Micros(now), id)
		if err == nil {
			_, err = tx.NewRaw("DELETE FROM segment WHERE removed_at < ?", record.Micros(now.Add(-keptSegment))).Exec(ctx)
		}
		return fault.Wrap(err, fault.CodeInternal, "remove segment")
	})
}

// DropSegment removes a segment for good, for whoever takes out what a program
// made.
func (s *Service) DropSegment(ctx context.Context, id string) (log.Position, error) {
	return s.changeSegment(ctx, id, "", func(ctx context.Context, tx *record.Tx, _ Segment) error {
		_, err := tx.Exec(ctx, "DELETE FROM segment WHERE id = ?", id)
		return fault.Wrap(err, fault.CodeInternal, "delete segment")
	})
}

// RestoreSegment puts a segment back that was removed at most 30 days ago.
func (s *Service) RestoreSegment(ctx context.Context, id string) (Segment, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.SegmentWrite); err != nil {
		return Segment{}, 0, err
	}
	var segment Segment
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if segment, err = anySegment(ctx, tx, id); err != nil {
			return err
		}
		if !segment.usableBy(who) || segment.RemovedAt == nil || segment.RemovedAt.Before(s.now().Add(-keptSegment)) {
			return fault.NotFound("segment")
		}
		if err := segment.changeableBy(who); err != nil {
			return err
		}
		segment.RemovedAt, segment.Version = nil, segment.Version+1
		tx.Log(SegmentChanged, id)
		_, err = tx.Exec(ctx, "UPDATE segment SET removed_at = NULL, version = ? WHERE id = ?", segment.Version, id)
		return fault.Wrap(err, fault.CodeInternal, "restore segment")
	})
	if err != nil {
		return Segment{}, 0, err
	}
	return s.ofSomebody(ctx, segment), position, nil
}
