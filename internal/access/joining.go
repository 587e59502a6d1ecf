package access

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// joining is somebody who is about to become a person with access.
type joining struct {
	name, email, password, language string
	grants                          []Grant
	organisation                    string // a password that is its name is refused
}

// newUser checks what was entered and prepares the row, with the password hashed.
func (s *Service) newUser(ctx context.Context, j joining) (*userRow, error) {
	name, err := cleanName("name", j.name)
	if err != nil {
		return nil, err
	}
	email, err := cleanEmail("email", j.email)
	if err != nil {
		return nil, err
	}
	if err := CheckPassword("password", j.password, email, name, j.organisation); err != nil {
		return nil, err
	}
	hash, err := s.hasher.Hash(ctx, j.password)
	if err != nil {
		return nil, err
	}
	id, err := newID(s.random)
	if err != nil {
		return nil, err
	}
	if j.language != "fr" {
		j.language = "en"
	}
	return &userRow{
		ID: id, Email: email, EmailKey: emailKey(email), Name: name, Language: j.language,
		Password: hash, CreatedAt: record.Micros(s.now()), Version: 1, grants: j.grants,
	}, nil
}

// AddUser makes a person with access without an invitation. Only the system
// may ask: commands, the demonstration, tests.
func (s *Service) AddUser(ctx context.Context, name, email, password string, grants ...Grant) (User, error) {
	if !From(ctx).IsSystem() {
		return User{}, From(ctx).refusal()
	}
	grants, err := checkGrants(ctx, s.tree, grants)
	if err != nil {
		return User{}, err
	}
	settings, err := s.Organisation(ctx)
	if err != nil {
		return User{}, err
	}
	user, err := s.newUser(ctx, joining{name: name, email: email, password: password, language: settings.Language, grants: grants, organisation: settings.Name})
	if err != nil {
		return User{}, err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		if err := insertUser(ctx, tx, user); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "user.added", user.ID, grantDetails(grants))
	})
	return user.user(), err
}

// As is a context in which the person with this address asks, for commands
// that work in somebody's name. Only the system may ask.
func (s *Service) As(ctx context.Context, email string) (context.Context, error) {
	if !From(ctx).IsSystem() {
		return ctx, From(ctx).refusal()
	}
	row, err := s.readUserByEmail(ctx, email)
	if err != nil {
		return ctx, err
	}
	nobody := fault.New(fault.CodeNotFound, "Nobody with this e-mail address has access.")
	if row == nil {
		return ctx, nobody
	}
	who, err := s.person(ctx, row.ID)
	if err != nil {
		return ctx, err
	}
	if who == nil {
		return ctx, nobody
	}
	return With(ctx, *who), nil
}
