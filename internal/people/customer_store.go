package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

type customerRow struct {
	ID           string `bun:"id"`
	Key          string
	Name         string
	Email        string
	Phone        string
	Language     string
	Title        string
	AccountID    string `bun:"account_id"`
	FirmID       string `bun:"firm_id"` // the account that stands for it
	AccountKey   *string
	AccountName  *string
	UnitID       string `bun:"unit_id"`
	UnitKey      *string
	UnitName     *string
	Roles        string
	Tie          int
	PartyID      string `bun:"party_id"`
	Lent         string
	SortKey      string
	RestrictedAt *int64
	CreatedAt    int64
	UpdatedAt    int64
	Version      int64
}

// customerColumns name the account that stands for that of a customer.
const customerColumns = `c.id, c.key, c.name, c.email, c.phone, c.language, c.title, COALESCE(c.account_id, '') AS account_id, COALESCE(ac.id, '') AS firm_id, ac.key AS account_key, ac.name AS account_name,
	COALESCE(c.unit_id, '') AS unit_id, un.key AS unit_key, un.name AS unit_name, c.roles, COALESCE(c.tie, 0) AS tie, COALESCE(c.party_id, '') AS party_id, c.lent, c.sort_key, c.restricted_at, c.created_at, c.updated_at, c.version`

const customerJoins = " LEFT JOIN account al ON al.id = c.account_id LEFT JOIN account ac ON ac.id = COALESCE(al.party_id, al.id) LEFT JOIN unit un ON un.id = c.unit_id"

func (r customerRow) customer() (Customer, error) {
	c := Customer{ID: r.ID, Key: r.Key, Name: r.Name, Email: r.Email, Phone: r.Phone, Language: r.Language, Title: r.Title, Roles: []Role{},
		Account: refOf(r.FirmID, r.AccountKey, r.AccountName), Unit: refOf(r.UnitID, r.UnitKey, r.UnitName),
		Tie: r.Tie, MergedInto: r.PartyID, Restricted: r.RestrictedAt != nil, CreatedAt: record.Time(r.CreatedAt), UpdatedAt: record.Time(r.UpdatedAt), Version: r.Version, sort: r.SortKey}
	err := errors.Join(json.Unmarshal([]byte(r.Roles), &c.Roles), json.Unmarshal([]byte(r.Lent), &c.Lent))
	return c, fault.Wrap(err, fault.CodeInternal, "read customer")
}

func refOf(id string, key, name *string) *PartyRef {
	if id == "" {
		return nil
	}
	n := &PartyRef{ID: id}
	if key != nil {
		n.Key = *key
	}
	if name != nil {
		n.Name = *name
	}
	return n
}

func readCustomers(rows []customerRow) ([]Customer, error) {
	out := make([]Customer, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.customer(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ListPlace is where in a list, ordered by sort_key and id, a page begins.
type ListPlace struct {
	Sort string `json:"s"`
	ID   string `json:"i"`
}

// personReach is which customers and accounts who asks may use p on: programs
// divide answers, not people, so one who is limited to a program reaches none.
func personReach(ctx context.Context, p access.Permission) access.Reach {
	reach := access.From(ctx).Reach(p)
	for i := range reach.Any {
		reach.Any[i].Program = ""
	}
	return reach
}

func customerColumnsReached() access.Columns {
	return access.Columns{Unit: "c.unit_id", Account: "c.account_id"}
}

// CustomerFilter chooses customers; its zero value chooses all.
type CustomerFilter struct {
	Search  string // words of name, mail or key; the beginning of either; a telephone number
	Account string // id
	Units   []string
	Role    Role
	Traits  []string // ID:VALUE or ID:FROM..TO, as it is now

	firm       []string // the accounts that are one with Account
	traits     string   // the condition of Traits, once they are read
	traitsWith []any
}

func (f CustomerFilter) where(reach access.Reach) (string, []any) {
	within, args := reach.Where(customerColumnsReached())
	all := []string{"c.party_id IS NULL", "c.restricted_at IS NULL", within}
	if f.Account != "" {
		in, with := inFirm("c.account_id", f.Account, f.firm)
		all, args = append(all, in), append(args, with...)
	}
	if len(f.Units) > 0 {
		all, args = append(all, "c.unit_id IN (?)"), append(args, bun.List(f.Units))
	}
	if f.Role != "" {
		all, args = append(all, "c.roles <> '[]' AND c.roles LIKE ?"), append(args, `%"`+string(f.Role)+`"%`)
	}
	if f.traits != "" {
		all, args = append(all, f.traits), append(args, f.traitsWith...)
	}
	return strings.Join(all, " AND "), args
}

// listCustomers gives those the filter chooses within reach, by name, after a
// place, at most limit. A merged customer stands in the one it was merged into.
func listCustomers(ctx context.Context, q record.Querier, engine record.Engine, f CustomerFilter, reach access.Reach, after ListPlace, limit int) ([]customerRow, error) {
	var rows []customerRow
	query, args := f.query(engine, reach, after, limit)
	err := q.NewRaw(query, args...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list customers")
}

// query is the SQL of a page of the list.
func (f CustomerFilter) query(engine record.Engine, reach access.Reach, after ListPlace, limit int) (string, []any) {
	where, args := f.where(reach)
	from := "customer c"
	if f.Search != "" {
		found, with := customerIndex().asked(engine, f.Search, "c.id", where, args)
		from, where, args = "("+found+") AS found CROSS JOIN customer c", "c.id = found.id", with
	}
	return "SELECT " + customerColumns + " FROM (SELECT c.* FROM " + from + " WHERE " + where +
		" AND (c.sort_key, c.id) > (?, ?) ORDER BY c.sort_key, c.id LIMIT ?) c" + customerJoins + " ORDER BY c.sort_key, c.id", append(args, after.Sort, after.ID, limit)
}

// getCustomer gives a customer within reach, one that was merged too.
func getCustomer(ctx context.Context, q record.Querier, reach access.Reach, id string) (customerRow, error) {
	within, args := reach.Where(customerColumnsReached())
	var r customerRow
	err := q.NewRaw("SELECT "+customerColumns+" FROM customer c"+customerJoins+" WHERE c.id = ? AND "+within, append([]any{id}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.NotFound("customer")
	}
	return r, fault.Wrap(err, fault.CodeInternal, "get customer")
}

// customersByKey gives those that are there of the keys, by key.
func customersByKey(ctx context.Context, q record.Querier, keys []string) (map[string]customerRow, error) {
	out := make(map[string]customerRow, len(keys))
	for len(keys) > 0 {
		n := min(len(keys), 500)
		var rows []customerRow
		err := q.NewRaw("SELECT "+customerColumns+" FROM customer c"+customerJoins+" WHERE c.key IN (?)", bun.List(keys[:n])).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find customers")
		}
		for _, r := range rows {
			out[r.Key] = r
		}
		keys = keys[n:]
	}
	return out, nil
}

// customerInsert are the columns of a row that is made.
var customerInsert = record.NewInsert("customer", "id", "key", "name", "email", "phone", "phone_key", "language", "title", "account_id", "unit_id", "roles", "tie", "sort_key", "created_at", "updated_at")

// insertCustomers makes rows; false where another transaction was first with one
// of them.
func insertCustomers(ctx context.Context, tx *record.Tx, made []customerRow) (bool, error) {
	rows := make([][]any, len(made))
	for i, r := range made {
		rows[i] = []any{r.ID, r.Key, r.Name, r.Email, r.Phone, phoneKey(r.Phone), r.Language, r.Title, orNull(r.AccountID), orNull(r.UnitID), r.Roles, tieOrNull(r.Tie), r.SortKey, r.CreatedAt, r.UpdatedAt}
	}
	n, err := tx.InsertAll(ctx, customerInsert, rows)
	return n == len(made), fault.Wrap(err, fault.CodeInternal, "insert customers")
}

// updateCustomer writes a row whose version was counted up; a conflict where
// somebody else did so first.
func updateCustomer(ctx context.Context, tx *record.Tx, r customerRow) error {
	n, err := tx.Exec(ctx, `UPDATE customer SET name = ?, email = ?, phone = ?, phone_key = ?, language = ?, title = ?, account_id = ?, unit_id = ?, roles = ?, tie = ?,
		party_id = ?, lent = ?, sort_key = ?, updated_at = ?, version = ? WHERE id = ? AND version = ?`,
		r.Name, r.Email, r.Phone, phoneKey(r.Phone), r.Language, r.Title, orNull(r.AccountID), orNull(r.UnitID), r.Roles, tieOrNull(r.Tie),
		orNull(r.PartyID), r.Lent, r.SortKey, r.UpdatedAt, r.Version, r.ID, r.Version-1)
	if err == nil && n == 0 { // on PostgreSQL somebody else was first
		return web.MatchVersion(web.ETag(r.Version-1), r.Version)
	}
	return fault.Wrap(err, fault.CodeInternal, "update customer")
}

func tieOrNull(tie int) any {
	if tie == 0 {
		return nil
	}
	return tie
}
