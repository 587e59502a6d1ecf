package access

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Journal writes the audit log.
type Journal struct{ Now func() time.Time }

type entryRow struct {
	bun.BaseModel `bun:"table:access_audit"`
	ID            int64 `bun:",pk,autoincrement"`
	At            int64
	UserID        string
	Name          string
	TokenID       string
	Kind          string
	Object        string
	Details       string
	Address       string
}

// Audit writes, in the caller's transaction, that who asks did kind to the
// object with this id. Details are short facts such as a role or a count,
// never contents, secrets or a customer's name.
func (j Journal) Audit(ctx context.Context, tx *record.Tx, kind, object string, details map[string]string) error {
	who, text := From(ctx), ""
	if len(details) > 0 {
		raw, err := json.Marshal(details)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "encode audit details")
		}
		text = string(raw)
	}
	row := entryRow{
		At: record.Micros(j.Now()), UserID: who.UserID, Name: who.Name, TokenID: who.TokenID,
		Kind: kind, Object: object, Details: text, Address: web.ClientIP(ctx),
	}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "write audit log")
}

// Entries lists the audit log, newest first.
func (s *Service) Entries(ctx context.Context, f EntryFilter, page web.Page) (web.List[Entry], error) {
	var none web.List[Entry]
	if err := From(ctx).Require(AuditRead, Whole()); err != nil {
		return none, err
	}
	var before int64
	if err := web.DecodeCursor(page.Cursor, &before); err != nil {
		return none, err
	}
	var rows []entryRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return entriesQuery(q, f, before, page.Limit).Scan(ctx, &rows)
	})
	if err != nil {
		return none, fault.Wrap(err, fault.CodeUnavailable, "read audit log")
	}
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		entries[i] = row.entry()
	}
	return web.Listed(entries, page.Limit, func(e Entry) any { return e.ID }), nil
}

func entriesQuery(q record.Querier, f EntryFilter, before int64, limit int) *bun.SelectQuery {
	query := q.NewSelect().Table("access_audit").Column("*").OrderExpr("id DESC").Limit(int64(limit) + 1)
	if before > 0 {
		query = query.Where("id < ?", before)
	}
	if f.User != "" {
		query = query.Where("user_id = ?", f.User)
	}
	if n := len(f.Kind); n > 0 && f.Kind[n-1] == '.' {
		query = query.Where("kind >= ? AND kind < ?", f.Kind, f.Kind[:n-1]+"/") // '/' follows '.'
	} else if n > 0 {
		query = query.Where("kind = ?", f.Kind)
	}
	if !f.From.IsZero() {
		query = query.Where("at >= ?", record.Micros(f.From))
	}
	if !f.To.IsZero() {
		query = query.Where("at < ?", record.Micros(f.To))
	}
	return query
}

func (r entryRow) entry() Entry {
	e := Entry{
		ID: r.ID, At: record.Time(r.At), UserID: r.UserID, Name: r.Name, TokenID: r.TokenID,
		Kind: r.Kind, Object: r.Object, Address: r.Address,
	}
	if r.Details != "" {
		_ = json.Unmarshal([]byte(r.Details), &e.Details) // written by audit above
	}
	return e
}
