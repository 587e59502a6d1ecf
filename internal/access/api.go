package access

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/web"
)

// Register adds the operations of access to the API.
func Register(api huma.API, s *Service) {
	registerSetup(api, s)
	registerSession(api, s)
	registerPassword(api, s)
	registerTOTP(api, s)
	registerUsers(api, s)
	registerColleagues(api, s)
	registerInvites(api, s)
	registerTokens(api, s)
	registerAudit(api, s)
	registerOrganisation(api, s)
}

// Session is what a signed-in page needs to know: who, what they may do, and
// the organisation's settings.
type Session struct {
	User         Self               `json:"user"`
	Permissions  map[string][]Scope `json:"permissions" doc:"Each permission held, with the scopes it is held over."`
	Grants       []Grant            `json:"grants" nullable:"false"`
	Organisation Organisation       `json:"organisation"`
}

// Self is the signed-in person.
type Self struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Language string `json:"language" enum:"en,fr"`
	TOTP     bool   `json:"totp" doc:"Whether a second factor is on."`
}

type sessionOutput struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
	Body      Session
}

type emptyOutput struct{}

type cookieOutput struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
}

// created makes an operation answer 201.
func created(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusCreated
	return op
}

// nothing makes an operation answer 204.
func nothing(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusNoContent
	return op
}

func registerSetup(api huma.API, s *Service) {
	type setupOutput struct{ Body SetupState }
	huma.Register(api, web.Op("get-setup", "GET", "/api/setup", web.Public, "Whether the first owner is still to be made"),
		func(ctx context.Context, _ *struct{}) (*setupOutput, error) {
			state, err := s.SetupState(ctx)
			return &setupOutput{Body: state}, err
		})
	type setupInput struct{ Body FirstOwner }
	huma.Register(api, created(web.Op("create-first-owner", "POST", "/api/setup", web.Public, "Make the first owner with the one-time link")),
		func(ctx context.Context, in *setupInput) (*sessionOutput, error) {
			return s.opened(s.SetUp(ctx, in.Body))
		})
}

func registerSession(api huma.API, s *Service) {
	type signInInput struct{ Body Credentials }
	type profileInput struct{ Body ProfileChange }
	type bodyOutput struct{ Body Session }
	huma.Register(api, web.Op("get-session", "GET", "/api/session", SessionSelf, "Who is signed in and what they may do"),
		func(ctx context.Context, _ *struct{}) (*bodyOutput, error) {
			session, err := s.Session(ctx)
			return &bodyOutput{Body: session}, err
		})
	huma.Register(api, created(web.Op("create-session", "POST", "/api/session", web.Public, "Sign in")),
		func(ctx context.Context, in *signInInput) (*sessionOutput, error) {
			return s.opened(s.SignIn(ctx, in.Body))
		})
	huma.Register(api, web.Op("update-session", "PATCH", "/api/session", SessionSelf, "Change one's own name or language"),
		func(ctx context.Context, in *profileInput) (*bodyOutput, error) {
			session, err := s.UpdateProfile(ctx, in.Body)
			return &bodyOutput{Body: session}, err
		})
	huma.Register(api, nothing(web.Op("delete-session", "DELETE", "/api/session", SessionSelf, "Sign out")),
		func(ctx context.Context, _ *struct{}) (*cookieOutput, error) {
			return &cookieOutput{SetCookie: s.clearedCookie(ctx)}, s.SignOut(ctx)
		})
	registerSessions(api, s)
}

func registerSessions(api huma.API, s *Service) {
	type listOutput struct{ Body web.List[OpenSession] }
	type oneInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	huma.Register(api, web.Op("list-sessions", "GET", "/api/sessions", SessionSelf, "Where one is signed in"),
		func(ctx context.Context, _ *struct{}) (*listOutput, error) {
			open, err := s.Sessions(ctx)
			return &listOutput{Body: web.List[OpenSession]{Items: open}}, err
		})
	huma.Register(api, nothing(web.Op("delete-sessions", "DELETE", "/api/sessions", SessionSelf, "Sign out everywhere")),
		func(ctx context.Context, _ *struct{}) (*cookieOutput, error) {
			return &cookieOutput{SetCookie: s.clearedCookie(ctx)}, s.SignOutEverywhere(ctx)
		})
	huma.Register(api, nothing(web.Op("delete-other-session", "DELETE", "/api/sessions/{id}", SessionSelf, "End one of one's own sessions")),
		func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
			return nil, s.EndSession(ctx, in.ID)
		})
}

// OpenSession is one place where a person is signed in.
type OpenSession struct {
	ID        string    `json:"id"`
	Current   bool      `json:"current" doc:"Whether this is the session that asks."`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"To the minute."`
	Address   string    `json:"address"`
	Agent     string    `json:"agent" doc:"The browser, as it names itself."`
}

func registerPassword(api huma.API, s *Service) {
	type forgotInput struct{ Body ForgottenPassword }
	type resetInput struct{ Body PasswordReset }
	type changeInput struct{ Body PasswordChange }
	type emailInput struct{ Body EmailChange }
	type emailOutput struct{ Body Session }
	accepted := web.Op("forget-password", "POST", "/api/password/forgot", web.Public, "Ask for a link to set a new password; the answer is the same for every address")
	accepted.DefaultStatus = http.StatusAccepted
	huma.Register(api, accepted, func(ctx context.Context, in *forgotInput) (*emptyOutput, error) {
		return nil, s.Forget(ctx, in.Body.Email)
	})
	huma.Register(api, nothing(web.Op("reset-password", "POST", "/api/password/reset", web.Public, "Set a new password with a one-time link")),
		func(ctx context.Context, in *resetInput) (*emptyOutput, error) {
			return nil, s.ResetPassword(ctx, in.Body)
		})
	huma.Register(api, nothing(web.Op("change-password", "POST", "/api/password", SessionSelf, "Change one's own password; other sessions end")),
		func(ctx context.Context, in *changeInput) (*emptyOutput, error) {
			return nil, s.ChangePassword(ctx, in.Body)
		})
	huma.Register(api, web.Op("change-email", "POST", "/api/email", SessionSelf, "Change one's own e-mail address, confirmed by password; other sessions end"),
		func(ctx context.Context, in *emailInput) (*emailOutput, error) {
			session, err := s.ChangeEmail(ctx, in.Body)
			return &emailOutput{Body: session}, err
		})
}

func registerTOTP(api huma.API, s *Service) {
	type passwordInput struct{ Body PasswordOnly }
	type codeInput struct{ Body CodeOnly }
	type startOutput struct{ Body TOTPStart }
	type codesOutput struct{ Body RecoveryCodes }
	huma.Register(api, created(web.Op("start-totp", "POST", "/api/totp", SessionSelf, "Begin to turn on a second factor")),
		func(ctx context.Context, in *passwordInput) (*startOutput, error) {
			start, err := s.StartTOTP(ctx, in.Body.Password)
			return &startOutput{Body: start}, err
		})
	huma.Register(api, web.Op("confirm-totp", "POST", "/api/totp/confirm", SessionSelf, "Turn the second factor on by a first code; shows the recovery codes once"),
		func(ctx context.Context, in *codeInput) (*codesOutput, error) {
			codes, err := s.ConfirmTOTP(ctx, in.Body.Code)
			return &codesOutput{Body: RecoveryCodes{Codes: codes}}, err
		})
	huma.Register(api, nothing(web.Op("delete-totp", "DELETE", "/api/totp", SessionSelf, "Turn the second factor off")),
		func(ctx context.Context, in *passwordInput) (*emptyOutput, error) {
			return nil, s.RemoveTOTP(ctx, in.Body.Password)
		})
}
