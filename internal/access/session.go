package access

import (
	"context"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// emailKey is an address as it is compared: without space around, lower case.
func emailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// cleanEmail checks an e-mail address and takes off space around it.
func cleanEmail(field, email string) (string, error) {
	email = strings.TrimSpace(email)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || strings.ContainsAny(email, "\r\n\x00") {
		return "", fault.Invalid(field, "Write an e-mail address, such as ines@example.org.").Keyed("email.invalid")
	}
	return email, nil
}

// cleanName takes off space around a name and refuses control characters.
func cleanName(field, name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", fault.Invalid(field, "Write a name, on one line.")
	}
	return name, nil
}

func (s *Service) address(ctx context.Context) string { return addressKey(web.ClientIP(ctx)) }

// SignIn begins a session for the right password, and the second factor where
// it is on. A wrong password, an unknown address and a disabled person get the
// same unauthenticated fault after the same work.
func (s *Service) SignIn(ctx context.Context, c Credentials) (Opened, error) {
	key := emailKey(c.Email)
	if err := s.try(ctx, s.limits.address, s.address(ctx)); err != nil {
		return Opened{}, err
	}
	if err := s.try(ctx, s.limits.account, key); err != nil {
		return Opened{}, err
	}
	user, err := s.readUserByEmail(ctx, c.Email)
	if err != nil {
		return Opened{}, err
	}
	stored := ""
	if user != nil && !user.Disabled {
		stored = user.Password
	}
	match, stale, err := s.hasher.Check(ctx, stored, c.Password)
	if err != nil {
		return Opened{}, err
	}
	if !match {
		return Opened{}, s.refuse(ctx, user, "password", fault.New(fault.CodeUnauthenticated,
			"The e-mail address or the password is not right.").Keyed("session.refused"))
	}
	if err := s.checkSecondFactor(ctx, user, c.Code); err != nil {
		return Opened{}, err
	}
	if stale {
		s.renewHash(ctx, user, c.Password)
	}
	s.forgive(ctx, s.limits.account, key)
	return s.open(ctx, user)
}

// refuse writes the refusal into the audit log, for known and unknown alike,
// and gives back the fault to answer.
func (s *Service) refuse(ctx context.Context, user *userRow, reason string, answer error) error {
	object := ""
	if user != nil {
		object = user.ID
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, "session.refused", object, map[string]string{"reason": reason})
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "write audit log")
	}
	return answer
}

// renewHash stores the password at today's cost. It may fail without harm.
func (s *Service) renewHash(ctx context.Context, user *userRow, password string) {
	fresh, err := s.hasher.Hash(ctx, password)
	if err == nil {
		_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.NewRaw("UPDATE access_user SET password = ? WHERE id = ? AND password = ?", fresh, user.ID, user.Password).Exec(ctx)
			return err
		})
	}
	if err != nil {
		s.log.WarnContext(ctx, "a password hash could not be renewed; it is tried again at the next sign-in", "user", user.ID, "error", err)
	}
}

// open begins a session of a person who proved who they are.
func (s *Service) open(ctx context.Context, user *userRow) (Opened, error) {
	who, err := s.person(ctx, user.ID)
	if err != nil {
		return Opened{}, err
	}
	if who == nil {
		return Opened{}, errLink()
	}
	id, err := newID(s.random)
	if err != nil {
		return Opened{}, err
	}
	ctx, err = s.sessions.Load(With(ctx, *who), "")
	if err != nil {
		return Opened{}, fault.Wrap(err, fault.CodeUnavailable, "prepare session")
	}
	if err := s.sessions.RenewToken(ctx); err != nil { // ends the one that the browser had before
		return Opened{}, fault.Wrap(err, fault.CodeUnavailable, "renew session token")
	}
	for key, value := range map[string]string{keyUser: user.ID, keyID: id, keyAddress: web.ClientIP(ctx), keyAgent: agentOf(ctx)} {
		s.sessions.Put(ctx, key, value)
	}
	token, _, err := s.sessions.Commit(ctx)
	if err != nil {
		return Opened{}, fault.Wrap(err, fault.CodeUnavailable, "write session")
	}
	session, err := s.Session(ctx)
	return Opened{Cookie: s.cookie(ctx, token, sessionLife), Session: session}, err
}

func (s *Service) cookie(ctx context.Context, token string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.secure(ctx), MaxAge: int(life.Seconds()),
	}
}

// clearedCookie takes the session cookie away from the browser.
func (s *Service) clearedCookie(ctx context.Context) *http.Cookie {
	return s.cookie(ctx, "", -time.Second)
}

// Session is what the page needs to know of who is signed in.
func (s *Service) Session(ctx context.Context) (Session, error) {
	who := From(ctx)
	if err := who.Any(SessionSelf); err != nil {
		return Session{}, err
	}
	user, err := s.readUser(ctx, who.UserID)
	if err != nil {
		return Session{}, err
	}
	if user == nil {
		return Session{}, Who{}.refusal()
	}
	settings, err := s.Organisation(ctx)
	if err != nil {
		return Session{}, err
	}
	permissions := map[string][]Scope{}
	for p, scopes := range who.Held() {
		permissions[string(p)] = scopes
	}
	return Session{
		User:        Self{ID: user.ID, Name: user.Name, Email: user.Email, Language: user.Language, TOTP: user.TOTP != ""},
		Permissions: permissions, Grants: append([]Grant{}, who.Grants...), Organisation: settings,
	}, nil
}

// UpdateProfile changes one's own name or language.
func (s *Service) UpdateProfile(ctx context.Context, change ProfileChange) (Session, error) {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return Session{}, err
	}
	err := s.changeSelf(ctx, "user.changed", func(_ context.Context, _ *record.Tx, user *userRow) ([]string, error) {
		if change.Name != nil {
			name, err := cleanName("name", *change.Name)
			if err != nil {
				return nil, err
			}
			user.Name = name
		}
		if change.Language != nil {
			user.Language = *change.Language
		}
		return []string{"name", "language"}, nil
	})
	if err != nil {
		return Session{}, err
	}
	return s.Session(ctx)
}

// self makes sure that a person, not a token or the system, asks for themselves.
func (s *Service) self(who Who) error {
	if err := who.Any(SessionSelf); err != nil {
		return err
	}
	if who.UserID == "" || who.TokenID != "" {
		return fault.New(fault.CodeForbidden, "This needs a person who is signed in, not an API token.").Keyed("session.person_needed")
	}
	return nil
}

// selfChange alters a person who was read and names the columns to write.
type selfChange func(ctx context.Context, tx *record.Tx, user *userRow) ([]string, error)

// changeSelf reads the person who asks, lets change alter them, and writes the
// columns it names, with a line in the audit log.
func (s *Service) changeSelf(ctx context.Context, kind string, change selfChange) error {
	who := From(ctx)
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		user, err := selectUser(ctx, tx, "u.id = ?", who.UserID)
		if err != nil || user == nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read person")
		}
		columns, err := change(ctx, tx, user)
		if err != nil {
			return err
		}
		if err := updateUser(ctx, tx, user, columns...); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, kind, user.ID, nil)
	})
	s.forget(who.UserID)
	return err
}

// SignOut ends the session that asks.
func (s *Service) SignOut(ctx context.Context) error {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return err
	}
	return s.endOwn(ctx, "session.closed", "DELETE FROM access_session WHERE user_id = ? AND id = ?", who.UserID, who.SessionID)
}

// SignOutEverywhere ends all sessions of the person who asks.
func (s *Service) SignOutEverywhere(ctx context.Context) error {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return err
	}
	return s.endOwn(ctx, "sessions.closed", "DELETE FROM access_session WHERE user_id = ?", who.UserID)
}

// EndSession ends one of the sessions of the person who asks.
func (s *Service) EndSession(ctx context.Context, id string) error {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return err
	}
	open, err := s.Sessions(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(open, func(o OpenSession) bool { return o.ID == id }) {
		return fault.NotFound("session")
	}
	return s.endOwn(ctx, "session.closed", "DELETE FROM access_session WHERE user_id = ? AND id = ?", who.UserID, id)
}

func (s *Service) endOwn(ctx context.Context, kind, text string, args ...any) error {
	user := From(ctx).UserID
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.NewRaw(text, args...).Exec(ctx); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, kind, user, nil)
	})
	s.kept.dropUser(user)
	return fault.Wrap(err, fault.CodeUnavailable, "end session")
}

// Sessions lists where the person who asks is signed in, last used first.
func (s *Service) Sessions(ctx context.Context) ([]OpenSession, error) {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return nil, err
	}
	var rows []sessionRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&rows).Where("user_id = ? AND expires_at > ?", who.UserID, record.Micros(s.now())).Scan(ctx)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read sessions")
	}
	open := []OpenSession{}
	for _, row := range rows {
		if seen := s.kept.seenAt(row); s.now().Sub(seen) < sessionIdle {
			open = append(open, OpenSession{
				ID: row.ID, Current: row.ID == who.SessionID, CreatedAt: record.Time(row.CreatedAt),
				SeenAt: seen.UTC().Truncate(time.Minute), Address: row.Address, Agent: row.Agent,
			})
		}
	}
	slices.SortFunc(open, func(a, b OpenSession) int {
		if c := b.SeenAt.Compare(a.SeenAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return open, nil
}
