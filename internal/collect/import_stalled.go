package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Stalled finds the imports that are under way and have not moved since they
// had the versions in before, and gives the versions of all under way. The
// change log asks for a run of each once, when it is started; this finds the
// few whose job is lost, as after a restore, or has given up.
func (s *Service) Stalled(ctx context.Context, before map[string]int64) (ids []string, now map[string]int64, err error) {
	var rows []struct {
		ID      string `bun:"id"`
		Version int64
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id, version FROM import_file WHERE state IN (?, ?, ?) ORDER BY id", string(StateWaiting), string(StateRunning), string(StateUndoing)).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.CodeUnavailable, "find imports under way")
	}
	now = make(map[string]int64, len(rows))
	for _, r := range rows {
		now[r.ID] = r.Version
		if before[r.ID] == r.Version {
			ids = append(ids, r.ID)
		}
	}
	return ids, now, nil
}
