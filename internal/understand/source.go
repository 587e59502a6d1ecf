package understand

import (
	"context"
	"time"
)

// Source is the column store as this room sees it.
type Source interface {
	// View runs f on one snapshot. It first waits up to 2 s until the change
	// log has been read up to position; later than that it goes on with what
	// there is, and AsOf tells.
	View(ctx context.Context, position int64, f func(ctx context.Context, s Snapshot) error) error
}

// Snapshot answers queries of one moment. Placeholders are ?.
type Snapshot interface {
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	AsOf() (position int64, at time.Time)
}

// Rows is a result that is read row by row, as *sql.Rows is.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// Names finds names by id for labels: of those ids that are units, or accounts
// or touchpoints that the asker may read. Others are left out.
type Names interface {
	UnitNames(ctx context.Context, ids []string) (map[string]string, error)
	AccountNames(ctx context.Context, ids []string) (map[string]string, error)
	TouchpointNames(ctx context.Context, ids []string) (map[string]string, error)
	SurveyNames(ctx context.Context, ids []string) (map[string]string, error)
}

// each runs a query and calls scan for every row.
func each(ctx context.Context, s Snapshot, sql string, args []any, scan func(Rows) error) (err error) {
	rows, err := s.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
	}()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
