package access

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/web"
)

// User is a person with access as those who manage access see them.
type User struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Language   string     `json:"language" enum:"en,fr"`
	Grants     []Grant    `json:"grants" nullable:"false"`
	Disabled   bool       `json:"disabled"`
	TOTP       bool       `json:"totp"`
	CreatedAt  time.Time  `json:"created_at"`
	LastSeenAt *time.Time `json:"last_seen_at,omitempty" doc:"To the minute; absent where they never signed in."`
	Version    int64      `json:"version"`
}

// UserChange changes a person with access; what is left out stays.
type UserChange struct {
	Name     *string  `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Email    *string  `json:"email,omitempty" minLength:"3" maxLength:"254" doc:"Their sessions end, and the old address is told. One's own is changed with the password: POST /api/email."`
	Grants   *[]Grant `json:"grants,omitempty" doc:"All roles; they replace those before."`
	Disabled *bool    `json:"disabled,omitempty"`
}

type userOutput struct {
	ETag string `header:"ETag"`
	Body User
}

func registerUsers(api huma.API, s *Service) {
	type listInput struct {
		web.Page
		Q string `query:"q" maxLength:"200" doc:"Part of a name or e-mail address."`
	}
	type listOutput struct{ Body web.List[User] }
	type oneInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	type changeInput struct {
		ID      string `path:"id" maxLength:"64"`
		IfMatch string `header:"If-Match"`
		Body    UserChange
	}
	huma.Register(api, web.Op("list-users", "GET", "/api/users", AccessManage, "People with access"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			list, err := s.Users(ctx, in.Q, in.Page)
			return &listOutput{Body: list}, err
		})
	huma.Register(api, web.Op("get-user", "GET", "/api/users/{id}", AccessManage, "A person with access"),
		func(ctx context.Context, in *oneInput) (*userOutput, error) {
			user, err := s.User(ctx, in.ID)
			return &userOutput{ETag: web.ETag(user.Version), Body: user}, err
		})
	huma.Register(api, web.Op("update-user", "PATCH", "/api/users/{id}", AccessManage, "Change roles, name, or disable"),
		func(ctx context.Context, in *changeInput) (*userOutput, error) {
			user, err := s.UpdateUser(ctx, in.ID, in.IfMatch, in.Body)
			return &userOutput{ETag: web.ETag(user.Version), Body: user}, err
		})
	huma.Register(api, nothing(web.Op("delete-user", "DELETE", "/api/users/{id}", AccessManage, "Remove a person with access")),
		func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
			return nil, s.DeleteUser(ctx, in.ID)
		})
}

// Invite is an open invitation.
type Invite struct {
	ID        string    `json:"id"`
	Email     string    `json:"email,omitempty"`
	Name      string    `json:"name,omitempty"`
	Grants    []Grant   `json:"grants" nullable:"false"`
	InvitedBy string    `json:"invited_by" doc:"Name of whoever invited."`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewInvite asks somebody to join.
type NewInvite struct {
	Email    string  `json:"email,omitempty" maxLength:"254" doc:"Needed to send it by mail."`
	Name     string  `json:"name,omitempty" maxLength:"200"`
	Language string  `json:"language,omitempty" enum:"en,fr" doc:"Of the mail; the organisation's where left out."`
	Grants   []Grant `json:"grants" minItems:"1" maxItems:"50" nullable:"false"`
	Send     bool    `json:"send,omitempty" doc:"Also send the link by mail, where mail is set up."`
}

// MadeInvite is an invitation with its link, which is shown this once.
type MadeInvite struct {
	Invite Invite `json:"invite"`
	Path   string `json:"path" doc:"The link's path and fragment on this page."`
	Link   string `json:"link,omitempty" doc:"The whole link, where the public URL is set."`
	Queued bool   `json:"queued" doc:"Whether a mail with the link is on its way."`
}

// Invitation is what the person invited sees before they join.
type Invitation struct {
	Email        string        `json:"email,omitempty"`
	Name         string        `json:"name,omitempty"`
	InvitedBy    string        `json:"invited_by"`
	ExpiresAt    time.Time     `json:"expires_at"`
	Organisation PublicProfile `json:"organisation"`
}

func registerInvites(api huma.API, s *Service) {
	type listOutput struct{ Body web.List[Invite] }
	type makeInput struct{ Body NewInvite }
	type makeOutput struct{ Body MadeInvite }
	type oneInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	huma.Register(api, web.Op("list-invites", "GET", "/api/invites", AccessManage, "Invitations that wait"),
		func(ctx context.Context, _ *struct{}) (*listOutput, error) {
			invites, err := s.Invites(ctx)
			return &listOutput{Body: web.List[Invite]{Items: invites}}, err
		})
	huma.Register(api, created(web.Op("create-invite", "POST", "/api/invites", AccessManage, "Invite somebody by a link, and by mail where it is set up")),
		func(ctx context.Context, in *makeInput) (*makeOutput, error) {
			made, err := s.Invite(ctx, in.Body)
			return &makeOutput{Body: made}, err
		})
	huma.Register(api, nothing(web.Op("delete-invite", "DELETE", "/api/invites/{id}", AccessManage, "Withdraw an invitation")),
		func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
			return nil, s.WithdrawInvite(ctx, in.ID)
		})
	registerInvitation(api, s)
}

func registerInvitation(api huma.API, s *Service) {
	type tokenInput struct {
		Token string `path:"token" maxLength:"100"`
	}
	type seeOutput struct{ Body Invitation }
	type acceptInput struct {
		Token string `path:"token" maxLength:"100"`
		Body  Acceptance
	}
	huma.Register(api, web.Op("get-invitation", "GET", "/api/invitation/{token}", web.Public, "What an invitation is for"),
		func(ctx context.Context, in *tokenInput) (*seeOutput, error) {
			seen, err := s.Invitation(ctx, in.Token)
			return &seeOutput{Body: seen}, err
		})
	huma.Register(api, created(web.Op("accept-invitation", "POST", "/api/invitation/{token}", web.Public, "Join with an invitation; signs in")),
		func(ctx context.Context, in *acceptInput) (*sessionOutput, error) {
			return s.opened(s.Accept(ctx, in.Token, in.Body))
		})
}
