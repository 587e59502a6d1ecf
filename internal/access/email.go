package access

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// ChangeEmail gives the person who asks another address, confirmed by their
// password. Their other sessions end, the one that asks goes on, and the old
// address is told where mail is set up.
func (s *Service) ChangeEmail(ctx context.Context, change EmailChange) (Session, error) {
	who := From(ctx)
	email, err := cleanEmail("email", change.Email)
	if err != nil {
		return Session{}, err
	}
	if _, err := s.confirm(ctx, "password", change.Password); err != nil {
		return Session{}, err
	}
	err = s.changeSelf(ctx, "email.changed", func(ctx context.Context, tx *record.Tx, user *userRow) ([]string, error) {
		return []string{"email", "email_key"}, s.moveTo(ctx, tx, user, email, who.SessionID)
	})
	s.kept.dropUser(who.UserID)
	if err != nil {
		return Session{}, err
	}
	return s.Session(ctx)
}

// moveTo changes the address of a person whose row the caller writes: sessions
// end but for keep, and links to a new password that went to the old address
// are worth nothing. A conflict where somebody else has the address.
func (s *Service) moveTo(ctx context.Context, tx *record.Tx, user *userRow, email, keep string) error {
	taken, err := tx.NewSelect().Table("access_user").Where("email_key = ? AND id <> ?", emailKey(email), user.ID).Exists(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "look for the address")
	}
	if taken {
		return errEmailTaken()
	}
	old := user.Email
	user.Email, user.EmailKey = email, emailKey(email)
	if _, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ? AND user_id = ?", forReset, user.ID).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove older links")
	}
	if err := endSessions(ctx, tx, user.ID, keep); err != nil {
		return err
	}
	return s.tellMoved(ctx, tx, user, old)
}

// tellMoved queues a message to the old address, where mail is set up.
func (s *Service) tellMoved(ctx context.Context, tx *record.Tx, user *userRow, old string) error {
	ready, err := s.mailer.Ready(ctx, tx)
	if err != nil || !ready || emailKey(old) == user.EmailKey {
		return err
	}
	return s.mailer.Queue(ctx, tx, Mail{
		To: old, Language: user.Language, Template: "moved", Expires: s.now().Add(inviteLife),
		Data: map[string]string{"name": user.Name, "by": From(ctx).Name},
	})
}

func errEmailTaken() error {
	return fault.New(fault.CodeConflict, "Somebody with this e-mail address has access already.").With("email", "Choose another address.").Keyed("user.taken")
}
