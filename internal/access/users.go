package access

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// manages says whether who may change a person with these grants: each must
// lie where who manages access.
func (w Who) manages(grants []Grant) error {
	if err := w.Any(AccessManage); err != nil {
		return err
	}
	for _, g := range grants {
		if w.Require(AccessManage, g.Scope) != nil {
			return fault.NotFound("person")
		}
	}
	if len(grants) == 0 && w.Require(AccessManage, Whole()) != nil {
		return fault.NotFound("person")
	}
	return nil
}

// Users lists people with access by name. Who manages access in a part of the
// organisation sees the people whose roles all lie in that part.
func (s *Service) Users(ctx context.Context, q string, page web.Page) (web.List[User], error) {
	var none web.List[User]
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return none, err
	}
	var after struct{ Name, ID string }
	if err := web.DecodeCursor(page.Cursor, &after); err != nil {
		return none, err
	}
	var rows []userRow
	err := s.store.View(ctx, func(ctx context.Context, db record.Querier) error {
		query := db.NewSelect().Model(&rows).OrderExpr("lower(u.name), u.id").Limit(int64(page.Limit) + 1)
		query = managedBy(query, who.Reach(AccessManage))
		if q = strings.ToLower(strings.TrimSpace(q)); q != "" {
			like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(q) + "%"
			query = query.Where(`(lower(u.name) LIKE ? ESCAPE '\' OR u.email_key LIKE ? ESCAPE '\')`, like, like)
		}
		if after.ID != "" {
			query = query.Where("(lower(u.name), u.id) > (lower(?), ?)", after.Name, after.ID)
		}
		if err := query.Scan(ctx); err != nil {
			return err
		}
		return addGrants(ctx, db, rows)
	})
	if err != nil {
		return none, fault.Wrap(err, fault.CodeUnavailable, "list people")
	}
	users := make([]User, len(rows))
	for i := range rows {
		users[i] = rows[i].user()
	}
	return web.Listed(users, page.Limit, func(u User) any { return struct{ Name, ID string }{u.Name, u.ID} }), nil
}

// managedBy keeps the people whose grants all lie within reach.
func managedBy(query *bun.SelectQuery, reach Reach) *bun.SelectQuery {
	if reach.All {
		return query
	}
	programs, units := []string{""}, []string{""}
	for _, rows := range reach.Any {
		if rows.Program != "" {
			programs = append(programs, rows.Program)
		}
		units = append(units, rows.Units...)
	}
	return query.Where(`EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = u.id) AND NOT EXISTS (
		SELECT 1 FROM access_grant g WHERE g.user_id = u.id
		AND NOT (g.scope_kind = ? AND g.scope_id IN (?)) AND NOT (g.scope_kind = ? AND g.scope_id IN (?)))`,
		ScopeProgram, bun.List(programs), ScopeUnit, bun.List(units))
}

func (u *userRow) user() User {
	user := User{
		ID: u.ID, Name: u.Name, Email: u.Email, Language: u.Language, Grants: append([]Grant{}, u.grants...),
		Disabled: u.Disabled, TOTP: u.TOTP != "", CreatedAt: record.Time(u.CreatedAt), Version: u.Version,
	}
	if u.LastSeenAt > 0 {
		at := record.Time(u.LastSeenAt).Truncate(time.Minute)
		user.LastSeenAt = &at
	}
	return user
}

// User gives a person with access.
func (s *Service) User(ctx context.Context, id string) (User, error) {
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return User{}, err
	}
	row, err := s.readUser(ctx, id)
	if err != nil {
		return User{}, err
	}
	if row == nil {
		return User{}, fault.NotFound("person")
	}
	return row.user(), who.manages(row.grants)
}

// UpdateUser changes name, address, roles, or whether a person is disabled. The last
// enabled owner of the whole can be neither demoted nor disabled. A disabled
// person's sessions end and their API tokens stop working; open invitations of
// somebody who owns the whole no more are withdrawn.
func (s *Service) UpdateUser(ctx context.Context, id, ifMatch string, change UserChange) (User, error) {
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return User{}, err
	}
	if change.Grants != nil {
		grants, err := s.givable(ctx, who, *change.Grants)
		if err != nil {
			return User{}, err
		}
		change.Grants = &grants
	}
	var user *userRow
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if user, err = s.lockUser(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, user.Version); err != nil {
			return err
		}
		return s.changeUser(ctx, tx, user, change)
	})
	s.forget(id)
	s.kept.dropUser(id)
	if err != nil {
		return User{}, err
	}
	return user.user(), nil
}

// givable checks grants and that who may give each of them.
func (s *Service) givable(ctx context.Context, who Who, grants []Grant) ([]Grant, error) {
	checked, err := checkGrants(ctx, s.tree, grants)
	if err != nil {
		return nil, err
	}
	for _, g := range checked {
		if err := who.MayGive(g); err != nil {
			return nil, err
		}
	}
	return checked, nil
}

// lockUser reads a person whom who asks may manage, with everybody's access
// locked against other changes until the transaction ends.
func (s *Service) lockUser(ctx context.Context, tx *record.Tx, id string) (*userRow, error) {
	if err := guard(ctx, tx); err != nil {
		return nil, err
	}
	user, err := selectUser(ctx, tx, "u.id = ?", id)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read person")
	}
	if user == nil {
		return nil, fault.NotFound("person")
	}
	return user, From(ctx).manages(user.grants)
}

func (s *Service) changeUser(ctx context.Context, tx *record.Tx, user *userRow, change UserChange) error {
	was := *user
	if change.Name != nil {
		name, err := cleanName("name", *change.Name)
		if err != nil {
			return err
		}
		user.Name = name
	}
	if err := s.changeEmail(ctx, tx, user, change.Email); err != nil {
		return err
	}
	if change.Disabled != nil {
		user.Disabled = *change.Disabled
	}
	if change.Grants != nil {
		user.grants = *change.Grants
		if err := replaceGrants(ctx, tx, user.ID, user.grants); err != nil {
			return err
		}
	}
	if was.owns() && !user.owns() {
		if err := keepAnOwner(ctx, tx, user.ID); err != nil {
			return err
		}
	}
	if !user.owns() && (change.Grants != nil || user.Disabled) {
		if err := dropInvites(ctx, tx, user.ID); err != nil {
			return err
		}
	}
	if err := updateUser(ctx, tx, user, "name", "email", "email_key", "disabled"); err != nil {
		return err
	}
	if user.Disabled && !was.Disabled {
		if err := endSessions(ctx, tx, user.ID, ""); err != nil {
			return err
		}
	}
	return s.journal.Audit(ctx, tx, changeKind(was.Disabled, user.Disabled), user.ID, change.details(user.grants))
}

// changeEmail gives somebody else another address, with a line of its own in
// the audit log.
func (s *Service) changeEmail(ctx context.Context, tx *record.Tx, user *userRow, to *string) error {
	if to == nil {
		return nil
	}
	email, err := cleanEmail("email", *to)
	if err != nil || email == user.Email {
		return err
	}
	if user.ID == From(ctx).UserID {
		return fault.Invalid("email", "Change your own address under your account, with your password.").Keyed("email.own")
	}
	if err := s.moveTo(ctx, tx, user, email, ""); err != nil {
		return err
	}
	return s.journal.Audit(ctx, tx, "email.changed", user.ID, nil)
}

func changeKind(was, is bool) string {
	switch {
	case is && !was:
		return "user.disabled"
	case was && !is:
		return "user.enabled"
	}
	return "user.changed"
}

// details tell which roles a person has now, where those were changed.
func (c UserChange) details(now []Grant) map[string]string {
	if c.Grants == nil {
		return nil
	}
	return grantDetails(now)
}

func grantDetails(grants []Grant) map[string]string {
	details := map[string]string{}
	for i, g := range grants {
		text := string(g.Role) + " " + string(g.Scope.Kind)
		if g.Scope.ID != "" {
			text += " " + g.Scope.ID
		}
		if g.Rows == RowsMyAccounts {
			text += " " + string(g.Rows)
		}
		details["role "+strconv.Itoa(i+1)] = text
	}
	return details
}

// owns tells whether a person is an enabled owner of the whole.
func (u *userRow) owns() bool {
	for _, g := range u.grants {
		if g.Role == Owner && g.Scope.Kind == ScopeWhole {
			return !u.Disabled
		}
	}
	return false
}

// keepAnOwner refuses a change that leaves nobody beside this person to own
// the organisation.
func keepAnOwner(ctx context.Context, tx *record.Tx, user string) error {
	others, err := ownersBeside(ctx, tx, user)
	if err != nil {
		return err
	}
	if others == 0 {
		return fault.New(fault.CodeConflict, "This is the last owner. Make somebody else an owner first.").Keyed("access.last_owner")
	}
	return nil
}

// DeleteUser removes a person with access, with their sessions, API tokens and
// roles. The audit log keeps what they did. The last owner stays.
func (s *Service) DeleteUser(ctx context.Context, id string) error {
	if err := From(ctx).Any(AccessManage); err != nil {
		return err
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		user, err := s.lockUser(ctx, tx, id)
		if err != nil {
			return err
		}
		if user.owns() {
			if err := keepAnOwner(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := dropInvites(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.NewRaw("DELETE FROM access_user WHERE id = ?", id).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "remove person")
		}
		tx.Log("user.removed", id)
		return s.journal.Audit(ctx, tx, "user.removed", id, nil)
	})
	s.forget(id)
	s.kept.dropUser(id)
	return err
}
