package access

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// forgotten is a request for a link, waiting for Run to look at it.
type forgotten struct{ email string }

// forgottenWaiting bounds the requests that wait; more are let go, and whoever
// asked asks again.
const forgottenWaiting = 256

// Forget asks for a link to set a new password, to be sent to this address if
// somebody with it has access. The answer, and the time it takes, is the same
// for every address: who has access is looked up afterwards, by Run.
func (s *Service) Forget(ctx context.Context, email string) error {
	if err := s.try(ctx, s.limits.asking, s.address(ctx)); err != nil {
		return err
	}
	if err := s.try(ctx, s.limits.forgot, emailKey(email)); fault.Is(err, fault.CodeTooMany) {
		return nil
	} else if err != nil {
		return err
	}
	select {
	case s.forgotten <- forgotten{email: email}:
	default:
		s.log.WarnContext(ctx, "requests for forgotten passwords come faster than they are answered; one was let go")
	}
	return nil
}

// answerForgotten sends the link, where the address is that of an enabled person.
func (s *Service) answerForgotten(ctx context.Context, f forgotten) error {
	user, err := s.readUserByEmail(ctx, f.email)
	if err != nil || user == nil || user.Disabled {
		return err
	}
	base := s.BaseURL(ctx)
	if base == "" {
		return fault.New(fault.CodeUnavailable, "No link can be sent while the public URL is not set. Set it under Settings > Organisation.")
	}
	token, row, err := s.newReset(user)
	if err != nil {
		return err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.writeReset(ctx, tx, row, "password.forgotten"); err != nil {
			return err
		}
		return s.mailer.Queue(ctx, tx, Mail{
			To: user.Email, Language: user.Language, Template: "reset", Expires: record.Time(row.ExpiresAt),
			Data: map[string]string{"name": user.Name, "link": base + forReset.path(token)},
		})
	})
	return err
}

func (s *Service) newReset(user *userRow) (string, *linkRow, error) {
	token, row, err := s.newLink(forReset, resetLife)
	if err == nil {
		row.UserID, row.Email = &user.ID, user.Email
	}
	return token, row, err
}

// writeReset stores a reset link in place of those before it.
func (s *Service) writeReset(ctx context.Context, tx *record.Tx, row *linkRow, kind string) error {
	if _, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ? AND user_id = ?", forReset, *row.UserID).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove older links")
	}
	if err := insertLink(ctx, tx, row); err != nil {
		return err
	}
	return s.journal.Audit(ctx, tx, kind, *row.UserID, nil)
}

// ResetLink makes a link to set a new password, good for an hour, for the
// command `balcony user reset`. With secondFactor the second factor and its
// recovery codes are taken off as well. Only the system may ask. The link is
// a path where the public URL is not known.
func (s *Service) ResetLink(ctx context.Context, email string, secondFactor bool) (string, error) {
	if !From(ctx).IsSystem() {
		return "", From(ctx).refusal()
	}
	user, err := s.readUserByEmail(ctx, email)
	if err != nil {
		return "", err
	}
	if user == nil {
		return "", fault.New(fault.CodeNotFound, "Nobody with this e-mail address has access.")
	}
	base := s.BaseURL(ctx)
	token, row, err := s.newReset(user)
	if err != nil {
		return "", err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if secondFactor {
			if err := s.dropSecondFactor(ctx, tx, user); err != nil {
				return err
			}
		}
		return s.writeReset(ctx, tx, row, "password.reset_link")
	})
	if err != nil {
		return "", err
	}
	s.forgive(ctx, s.limits.account, user.EmailKey)
	return base + forReset.path(token), nil
}

// ResetPassword sets a new password with a one-time link and ends all sessions
// of the person. A second factor stays on.
func (s *Service) ResetPassword(ctx context.Context, reset PasswordReset) error {
	link, err := s.peek(ctx, forReset, reset.Token)
	if err != nil {
		return err
	}
	user, err := s.readUser(ctx, *link.UserID)
	if err != nil {
		return err
	}
	if user == nil || user.Disabled {
		return errLink()
	}
	if err := CheckPassword("password", reset.Password, user.Email, user.Name); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, reset.Password)
	if err != nil {
		return err
	}
	ctx = With(ctx, Who{UserID: user.ID, Name: user.Name})
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.consume(ctx, tx, forReset, reset.Token); err != nil {
			return err
		}
		return s.setPassword(ctx, tx, user.ID, hash, "", "password.reset")
	})
	s.kept.dropUser(user.ID)
	if err == nil {
		s.forgive(ctx, s.limits.account, user.EmailKey)
	}
	return err
}

// ChangePassword replaces the password of the person who asks. Their other
// sessions end; the one that asks goes on.
func (s *Service) ChangePassword(ctx context.Context, change PasswordChange) error {
	who := From(ctx)
	user, err := s.confirm(ctx, "current", change.Current)
	if err != nil {
		return err
	}
	if err := CheckPassword("password", change.Password, user.Email, user.Name); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, change.Password)
	if err != nil {
		return err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.setPassword(ctx, tx, user.ID, hash, who.SessionID, "password.changed")
	})
	s.kept.dropUser(user.ID)
	return err
}

// setPassword writes the hash, ends sessions but for keep, and makes open
// reset links worthless.
func (s *Service) setPassword(ctx context.Context, tx *record.Tx, user, hash, keep, kind string) error {
	if err := guard(ctx, tx); err != nil {
		return err
	}
	_, err := tx.NewRaw("UPDATE access_user SET password = ?, version = version + 1 WHERE id = ?", hash, user).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "write password")
	}
	if _, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ? AND user_id = ?", forReset, user).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove older links")
	}
	if err := endSessions(ctx, tx, user, keep); err != nil {
		return err
	}
	return s.journal.Audit(ctx, tx, kind, user, nil)
}

// confirm makes sure, by password, that the person who asks is who they are.
// It counts as a try to sign in.
func (s *Service) confirm(ctx context.Context, field, password string) (*userRow, error) {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return nil, err
	}
	user, err := s.readUser(ctx, who.UserID)
	if err != nil {
		return nil, err
	}
	if user == nil {
		return nil, Who{}.refusal()
	}
	if err := s.try(ctx, s.limits.account, user.EmailKey); err != nil {
		return nil, err
	}
	match, _, err := s.hasher.Check(ctx, user.Password, password)
	if err != nil {
		return nil, err
	}
	if !match {
		return nil, s.refuse(ctx, user, "confirm", fault.Invalid(field, "This is not your password.").Keyed("password.wrong"))
	}
	s.forgive(ctx, s.limits.account, user.EmailKey)
	return user, nil
}
