package access

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type userRow struct {
	bun.BaseModel `bun:"table:access_user,alias:u"`
	ID            string `bun:",pk"`
	Email         string
	EmailKey      string
	Name          string
	Language      string
	Password      string
	TOTP          string `bun:"totp"`
	TOTPPending   string `bun:"totp_pending"`
	TOTPStep      int64  `bun:"totp_step"`
	Disabled      bool
	CreatedAt     int64
	LastSeenAt    int64
	Version       int64

	grants []Grant
}

type grantRow struct {
	bun.BaseModel `bun:"table:access_grant"`
	UserID        string `bun:",pk"`
	Place         int    `bun:",pk"`
	Role          Role
	ScopeKind     ScopeKind
	ScopeID       string
	RowScope      RowScope
}

func (g grantRow) grant() Grant {
	return Grant{Role: g.Role, Scope: Scope{Kind: g.ScopeKind, ID: g.ScopeID}, Rows: g.RowScope}
}

// readUser reads a person with their grants; nil where there is none.
func (s *Service) readUser(ctx context.Context, id string) (*userRow, error) {
	var user *userRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		user, err = selectUser(ctx, q, "u.id = ?", id)
		return err
	})
	return user, fault.Wrap(err, fault.CodeUnavailable, "read person")
}

// readUserByEmail reads the person with this address, however it is written,
// without their grants: one query, whether there is such a person or not.
func (s *Service) readUserByEmail(ctx context.Context, email string) (*userRow, error) {
	var users []userRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&users).Where("u.email_key = ?", emailKey(email)).Scan(ctx)
	})
	if err != nil || len(users) == 0 {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read person")
	}
	return &users[0], nil
}

// selectUser reads one person by a condition of this package's own making.
func selectUser(ctx context.Context, q record.Querier, where string, arg any) (*userRow, error) {
	var user userRow
	err := q.NewSelect().Model(&user).Where(where, arg).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	users := []userRow{user}
	if err := addGrants(ctx, q, users); err != nil {
		return nil, err
	}
	return &users[0], nil
}

// addGrants fills in the grants of these people.
func addGrants(ctx context.Context, q record.Querier, users []userRow) error {
	if len(users) == 0 {
		return nil
	}
	at := make(map[string]*userRow, len(users))
	ids := make([]string, len(users))
	for i := range users {
		ids[i] = users[i].ID
		at[users[i].ID] = &users[i]
	}
	var rows []grantRow
	err := q.NewSelect().Model(&rows).Where("user_id IN (?)", bun.List(ids)).OrderExpr("user_id, place").Scan(ctx)
	for _, row := range rows {
		at[row.UserID].grants = append(at[row.UserID].grants, row.grant())
	}
	return err
}

// insertUser writes a new person; a conflict where the address is taken.
func insertUser(ctx context.Context, tx *record.Tx, user *userRow) error {
	taken, err := tx.NewSelect().Table("access_user").Where("email_key = ?", user.EmailKey).Exists(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "look for address")
	}
	if taken {
		return errEmailTaken()
	}
	if _, err := tx.NewInsert().Model(user).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "write person")
	}
	return replaceGrants(ctx, tx, user.ID, user.grants)
}

// replaceGrants writes all grants of a person anew.
func replaceGrants(ctx context.Context, tx *record.Tx, user string, grants []Grant) error {
	if _, err := tx.NewRaw("DELETE FROM access_grant WHERE user_id = ?", user).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove roles")
	}
	rows := make([]grantRow, len(grants))
	for i, g := range grants {
		rows[i] = grantRow{UserID: user, Place: i, Role: g.Role, ScopeKind: g.Scope.Kind, ScopeID: g.Scope.ID, RowScope: g.Rows}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "write roles")
}

// updateUser writes the columns named and counts the version up.
func updateUser(ctx context.Context, tx *record.Tx, user *userRow, columns ...string) error {
	user.Version++
	_, err := tx.NewUpdate().Model(user).Column(append(columns, "version")...).WherePK().Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "write person")
}

// ownersBeside counts the enabled owners of the whole, without this person.
func ownersBeside(ctx context.Context, q record.Querier, user string) (int, error) {
	var n int
	err := q.NewRaw(`SELECT count(DISTINCT u.id) FROM access_user u JOIN access_grant g ON g.user_id = u.id
		WHERE NOT u.disabled AND g.role = ? AND g.scope_kind = ? AND u.id <> ?`, Owner, ScopeWhole, user).Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeUnavailable, "count owners")
}

// endSessions ends the sessions of a person, but for the one kept.
func endSessions(ctx context.Context, tx *record.Tx, user, keep string) error {
	_, err := tx.NewRaw("DELETE FROM access_session WHERE user_id = ? AND id <> ?", user, keep).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "end sessions")
}
