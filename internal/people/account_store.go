package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
	"github.com/balcony-cx/balcony/internal/web"
)

type accountRow struct {
	ID          string `bun:"id"`
	Key         string
	Name        string
	OwnerUserID string `bun:"owner_user_id"`
	UnitID      string `bun:"unit_id"`
	UnitKey     *string
	UnitName    *string
	PartyID     string `bun:"party_id"`
	Customers   int64
	CreatedAt   int64
	UpdatedAt   int64
	Version     int64
	SortKey     string
}

func (r accountRow) account() Account {
	return Account{ID: r.ID, Key: r.Key, Name: r.Name, OwnerUserID: r.OwnerUserID, Unit: refOf(r.UnitID, r.UnitKey, r.UnitName), MergedInto: r.PartyID, Customers: r.Customers,
		CreatedAt: record.Time(r.CreatedAt), UpdatedAt: record.Time(r.UpdatedAt), Version: r.Version, sort: r.SortKey}
}

const accountOwnColumns = `a.id, a.key, a.name, a.owner_user_id, COALESCE(a.unit_id, '') AS unit_id, un.key AS unit_key, un.name AS unit_name, COALESCE(a.party_id, '') AS party_id, a.created_at, a.updated_at, a.version, a.sort_key`

const accountColumns = accountOwnColumns + `,
	(SELECT count(*) FROM (SELECT 1 FROM customer c WHERE c.account_id IN (SELECT m.id FROM account m WHERE m.id = a.id UNION ALL SELECT m.id FROM account m WHERE m.party_id = a.id)
	AND c.party_id IS NULL LIMIT 10000) AS counted) AS customers`

const accountJoins = " LEFT JOIN unit un ON un.id = a.unit_id"

func accountColumnsReached() access.Columns {
	return access.Columns{Unit: "a.unit_id", Account: "a.id"}
}

// indexed are the words by which an account is found.
func (a Account) indexed() []string {
	words := text.Words(a.Name + " " + a.Key)
	slices.Sort(words)
	return slices.Compact(words)
}

func (f AccountFilter) where(reach access.Reach) (string, []any) {
	within, args := reach.Where(accountColumnsReached())
	all := []string{"a.party_id IS NULL", within}
	if len(f.Units) > 0 {
		all, args = append(all, "a.unit_id IN (?)"), append(args, bun.List(f.Units))
	}
	if f.Owner != "" {
		all, args = append(all, "a.owner_user_id = ?"), append(args, f.Owner)
	}
	if f.traits != "" {
		all, args = append(all, f.traits), append(args, f.traitsWith...)
	}
	return strings.Join(all, " AND "), args
}

func listAccounts(ctx context.Context, q record.Querier, engine record.Engine, search, where string, args []any, after ListPlace, limit int) ([]Account, error) {
	from := "account a"
	if search != "" {
		found, with := accountIndex().asked(engine, search, "a.id", where, args)
		from, where, args = "("+found+") AS found CROSS JOIN account a", "a.id = found.id", with
	}
	var rows []accountRow
	query := "SELECT " + accountColumns + " FROM (SELECT a.* FROM " + from + " WHERE " + where +
		" AND (a.sort_key, a.id) > (?, ?) ORDER BY a.sort_key, a.id LIMIT ?) a" + accountJoins + " ORDER BY a.sort_key, a.id"
	if err := q.NewRaw(query, append(args, after.Sort, after.ID, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list accounts")
	}
	out := make([]Account, len(rows))
	for i, r := range rows {
		out[i] = r.account()
	}
	return out, nil
}

// getAccount gives an account within reach.
func getAccount(ctx context.Context, q record.Querier, reach access.Reach, id string) (Account, error) {
	within, args := reach.Where(accountColumnsReached())
	var r accountRow
	err := q.NewRaw("SELECT "+accountColumns+" FROM account a"+accountJoins+" WHERE a.id = ? AND "+within, append([]any{id}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, fault.NotFound("account")
	}
	return r.account(), fault.Wrap(err, fault.CodeInternal, "get account")
}

// accountsByKey gives those that are there of the keys, by key; their customers
// are not counted.
func accountsByKey(ctx context.Context, q record.Querier, keys []string) (map[string]Account, error) {
	out := make(map[string]Account, len(keys))
	for part := range slices.Chunk(keys, 500) {
		var rows []accountRow
		err := q.NewRaw("SELECT "+accountOwnColumns+" FROM account a"+accountJoins+" WHERE a.key IN (?)", bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find accounts")
		}
		for _, r := range rows {
			out[r.Key] = r.account()
		}
	}
	return out, nil
}

// accountInsert are the columns of an account that is made.
var accountInsert = record.NewInsert("account", "id", "key", "name", "sort_key", "firm_key", "owner_user_id", "unit_id", "created_at", "updated_at", "version")

// insertAccounts makes rows; false where another transaction was first with one
// of them.
func insertAccounts(ctx context.Context, tx *record.Tx, made []Account) (bool, error) {
	rows := make([][]any, len(made))
	for i, a := range made {
		rows[i] = []any{a.ID, a.Key, a.Name, sortKey(a.Name, a.Key), firmKey(a.Name), a.OwnerUserID, orNull(a.unitID()), record.Micros(a.CreatedAt), record.Micros(a.UpdatedAt), a.Version}
	}
	n, err := tx.InsertAll(ctx, accountInsert, rows)
	return n == len(made), fault.Wrap(err, fault.CodeInternal, "insert accounts")
}

// unitNamed is a unit by id with its key and name; nil for "".
func unitNamed(ctx context.Context, q record.Querier, id string) (*PartyRef, error) {
	if id == "" {
		return nil, nil
	}
	u, err := getUnit(ctx, q, id)
	return &PartyRef{ID: u.ID, Key: u.Key, Name: u.Name}, err
}

// updateAccount writes an account whose version was counted up; a conflict
// where somebody else did so first.
func updateAccount(ctx context.Context, tx *record.Tx, a Account) error {
	n, err := tx.Exec(ctx, "UPDATE account SET name = ?, sort_key = ?, firm_key = ?, owner_user_id = ?, unit_id = ?, updated_at = ?, version = ? WHERE id = ? AND version = ?",
		a.Name, sortKey(a.Name, a.Key), firmKey(a.Name), a.OwnerUserID, orNull(a.unitID()), record.Micros(a.UpdatedAt), a.Version, a.ID, a.Version-1)
	if err == nil && n == 0 { // on PostgreSQL somebody else was first
		return web.MatchVersion(web.ETag(a.Version-1), a.Version)
	}
	return fault.Wrap(err, fault.CodeInternal, "update account")
}

func accountsOf(ctx context.Context, q record.Querier, user string) (ids []string, err error) {
	if user == "" {
		return nil, nil
	}
	const roots = "SELECT COALESCE(o.party_id, o.id) FROM account o WHERE o.owner_user_id = ?"
	err = q.NewRaw("SELECT id FROM account WHERE owner_user_id = ? UNION SELECT id FROM account WHERE id IN ("+roots+") UNION SELECT id FROM account WHERE party_id IN ("+roots+") ORDER BY 1",
		user, user, user).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find own accounts")
}
