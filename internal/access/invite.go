package access

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Invite makes an invitation whose link is good for seven days and shown once.
// Where asked and mail is set up, the link is also sent.
func (s *Service) Invite(ctx context.Context, invite NewInvite) (MadeInvite, error) {
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return MadeInvite{}, err
	}
	grants, err := s.givable(ctx, who, invite.Grants)
	if err != nil {
		return MadeInvite{}, err
	}
	if invite.Email, err = inviteEmail(invite); err != nil {
		return MadeInvite{}, err
	}
	settings, err := s.Organisation(ctx)
	if err != nil {
		return MadeInvite{}, err
	}
	token, row, err := s.newLink(forInvite, inviteLife)
	if err != nil {
		return MadeInvite{}, err
	}
	raw, err := json.Marshal(grants)
	if err != nil {
		return MadeInvite{}, fault.Wrap(err, fault.CodeInternal, "write roles of a link")
	}
	row.Email, row.Name, row.Grants = invite.Email, strings.TrimSpace(invite.Name), string(raw)
	row.MadeBy, row.MadeByID = who.Name, who.UserID
	made := MadeInvite{Path: forInvite.path(token)}
	if base := s.BaseURL(ctx); base != "" {
		made.Link = base + made.Path
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		made.Queued, err = s.writeInvite(ctx, tx, row, grants, invite, s.inviteMail(row, invite, settings, made.Link))
		return err
	})
	if err != nil {
		return MadeInvite{}, err
	}
	made.Invite, err = row.invite()
	return made, err
}

func inviteEmail(invite NewInvite) (string, error) {
	if strings.TrimSpace(invite.Email) == "" {
		if invite.Send {
			return "", fault.Invalid("email", "Write the address to send the invitation to.")
		}
		return "", nil
	}
	return cleanEmail("email", invite.Email)
}

func (s *Service) inviteMail(row *linkRow, invite NewInvite, settings Organisation, link string) Mail {
	language := invite.Language
	if language == "" {
		language = settings.Language
	}
	return Mail{
		To: invite.Email, Language: language, Template: "invite", Expires: record.Time(row.ExpiresAt),
		Data: map[string]string{"name": row.Name, "link": link, "by": row.MadeBy, "organisation": settings.Name},
	}
}

// writeInvite stores the invitation and, where asked, queues its mail.
func (s *Service) writeInvite(ctx context.Context, tx *record.Tx, row *linkRow, grants []Grant, invite NewInvite, mail Mail) (queued bool, err error) {
	if invite.Email != "" {
		taken, err := tx.NewSelect().Table("access_user").Where("email_key = ?", emailKey(invite.Email)).Exists(ctx)
		if err != nil {
			return false, fault.Wrap(err, fault.CodeUnavailable, "look for address")
		}
		if taken {
			return false, fault.New(fault.CodeConflict, "Somebody with this e-mail address has access already. Change their roles instead.").Keyed("user.taken")
		}
	}
	if err := insertLink(ctx, tx, row); err != nil {
		return false, err
	}
	if err := s.journal.Audit(ctx, tx, "user.invited", row.ID, grantDetails(grants)); err != nil || !invite.Send {
		return false, err
	}
	ready, err := s.mailer.Ready(ctx, tx)
	if err != nil {
		return false, err
	}
	if !ready {
		return false, fault.Invalid("send", "Mail is not set up. Hand the link over yourself, or set mail up under Settings > Mail.").Keyed("mail.off")
	}
	if mail.Data["link"] == "" {
		return false, fault.Invalid("send", "The public URL is not set, so the mail could not hold a link. Set it under Settings > Organisation.").Keyed("organisation.no_public_url")
	}
	return true, s.mailer.Queue(ctx, tx, mail)
}

func (l linkRow) invite() (Invite, error) {
	grants, err := l.grants()
	return Invite{
		ID: l.ID, Email: l.Email, Name: l.Name, Grants: append([]Grant{}, grants...), InvitedBy: l.MadeBy,
		CreatedAt: record.Time(l.CreatedAt), ExpiresAt: record.Time(l.ExpiresAt),
	}, err
}

// Invites lists the invitations that wait, newest first, as far as who asks
// may manage what they give.
func (s *Service) Invites(ctx context.Context) ([]Invite, error) {
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return nil, err
	}
	var rows []linkRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&rows).Where("purpose = ? AND expires_at > ?", forInvite, record.Micros(s.now())).
			OrderExpr("created_at DESC, id DESC").Limit(1000).Scan(ctx)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "list invitations")
	}
	invites := []Invite{}
	for _, row := range rows {
		invite, err := row.invite()
		if err != nil {
			return nil, err
		}
		if who.manages(invite.Grants) == nil {
			invites = append(invites, invite)
		}
	}
	return invites, nil
}

// WithdrawInvite makes an invitation's link worthless.
func (s *Service) WithdrawInvite(ctx context.Context, id string) error {
	who := From(ctx)
	if err := who.Any(AccessManage); err != nil {
		return err
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var rows []linkRow
		if err := tx.NewSelect().Model(&rows).Where("purpose = ? AND id = ?", forInvite, id).Scan(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read invitation")
		}
		if len(rows) == 0 {
			return fault.NotFound("invitation")
		}
		grants, err := rows[0].grants()
		if err != nil {
			return err
		}
		if who.manages(grants) != nil {
			return fault.NotFound("invitation")
		}
		if _, err := tx.NewRaw("DELETE FROM access_link WHERE id = ?", id).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "remove invitation")
		}
		return s.journal.Audit(ctx, tx, "invite.withdrawn", id, nil)
	})
	return err
}

// dropInvites withdraws what a person offered who may offer it no more.
func dropInvites(ctx context.Context, tx *record.Tx, maker string) error {
	_, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ? AND made_by_id = ?", forInvite, maker).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "withdraw invitations")
}

// Invitation is what the holder of an invitation's link sees before joining.
func (s *Service) Invitation(ctx context.Context, token string) (Invitation, error) {
	row, err := s.peek(ctx, forInvite, token)
	if err != nil {
		return Invitation{}, err
	}
	settings, err := s.Organisation(ctx)
	return Invitation{
		Email: row.Email, Name: row.Name, InvitedBy: row.MadeBy, ExpiresAt: record.Time(row.ExpiresAt),
		Organisation: settings.public(),
	}, err
}

// Accept makes the holder of an invitation's link a person with access and
// signs them in. The link works once.
func (s *Service) Accept(ctx context.Context, token string, a Acceptance) (Opened, error) {
	row, err := s.peek(ctx, forInvite, token)
	if err != nil {
		return Opened{}, err
	}
	grants, err := row.grants()
	if err != nil {
		return Opened{}, err
	}
	settings, err := s.Organisation(ctx)
	if err != nil {
		return Opened{}, err
	}
	if row.Email != "" {
		a.Email = row.Email // the invitation is for this person
	}
	if a.Language == "" {
		a.Language = settings.Language
	}
	user, err := s.newUser(ctx, joining{
		name: a.Name, email: a.Email, password: a.Password, language: a.Language, grants: grants, organisation: settings.Name,
	})
	if err != nil {
		return Opened{}, err
	}
	ctx = With(ctx, Who{UserID: user.ID, Name: user.Name})
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		if err := s.consume(ctx, tx, forInvite, token); err != nil {
			return err
		}
		if err := insertUser(ctx, tx, user); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "user.joined", user.ID, map[string]string{"invitation": row.ID})
	})
	if err != nil {
		return Opened{}, err
	}
	return s.open(ctx, user)
}
