package access

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// tokenPrefix begins every API token, so that one that leaks is recognised.
const tokenPrefix = "bal_"

// Middleware finds out who asks: by an API token in Authorization: Bearer, or
// by the session cookie. A bad token is refused at once; a request without
// either goes on as nobody's. It belongs inside web.WithClient.
func (s *Service) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := s.identify(r)
		if err != nil {
			web.WriteError(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Service) identify(r *http.Request) (context.Context, error) {
	ctx := r.Context()
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return ctx, errToken()
		}
		who, err := s.byToken(ctx, strings.TrimSpace(token))
		if err != nil {
			return ctx, err
		}
		return context.WithValue(ctx, whoKey{}, who), nil
	}
	ctx = context.WithValue(ctx, agentKey{}, r.UserAgent())
	for _, cookie := range r.CookiesNamed(cookieName) {
		if cookie.Value != "" {
			return s.bySession(ctx, cookie.Value)
		}
	}
	return ctx, nil
}

type agentKey struct{}

// agentOf is how the browser names itself, shortened.
func agentOf(ctx context.Context) string {
	agent, _ := ctx.Value(agentKey{}).(string)
	if len(agent) > 300 {
		agent = agent[:300]
	}
	return strings.ToValidUTF8(agent, "")
}

func errToken() error {
	return fault.New(fault.CodeUnauthenticated, "This API token is not known, or it has expired or been revoked. Make a new one under Settings > API tokens.").Keyed("token.refused")
}

// bySession loads the session and puts its person into the context; a session
// that is over gives nobody.
func (s *Service) bySession(ctx context.Context, token string) (context.Context, error) {
	loaded, err := s.sessions.Load(ctx, token)
	if err != nil {
		return ctx, fault.Wrap(err, fault.CodeUnavailable, "load session")
	}
	user := s.sessions.GetString(loaded, keyUser)
	if user == "" {
		return ctx, nil
	}
	who, err := s.person(ctx, user)
	if err != nil || who == nil {
		return ctx, err
	}
	mine := *who
	mine.SessionID = s.sessions.GetString(loaded, keyID)
	return context.WithValue(loaded, whoKey{}, &mine), nil
}

// byToken is the person that an API token acts for, narrowed to its scopes.
func (s *Service) byToken(ctx context.Context, token string) (*Who, error) {
	if !strings.HasPrefix(token, tokenPrefix) || len(token) > 100 {
		return nil, errToken()
	}
	hash := sha256.Sum256([]byte(token))
	who, mark := s.tokens.get(hash)
	if who != nil {
		return who, nil
	}
	row, err := s.readToken(ctx, hashOf(token))
	if err != nil || row == nil {
		return nil, orTokenError(err)
	}
	maker, err := s.person(ctx, row.UserID)
	if err != nil || maker == nil {
		return nil, orTokenError(err)
	}
	narrowed := maker.WithToken(row.ID, row.scopes())
	s.tokens.put(hash, &narrowed, row.expires(), mark)
	return &narrowed, nil
}

func orTokenError(err error) error {
	if err != nil {
		return err
	}
	return errToken()
}

// Person is who a user id is, with what they reach now, for work that is done
// on their behalf; false for one that is unknown or disabled.
func (s *Service) Person(ctx context.Context, id string) (who Who, there bool, err error) {
	found, err := s.person(ctx, id)
	if err != nil || found == nil {
		return Who{}, false, err
	}
	return *found, true, nil
}

// person is who a user id is, with what they reach; nil for one that is
// unknown or disabled.
func (s *Service) person(ctx context.Context, id string) (*Who, error) {
	who, mark := s.people.get(id)
	if who != nil {
		return who, nil
	}
	user, err := s.readUser(ctx, id)
	if err != nil || user == nil || user.Disabled {
		return nil, err
	}
	resolved, err := Resolve(ctx, s.tree, Who{
		UserID: user.ID, Name: user.Name, Email: user.Email, Language: user.Language, Grants: user.grants,
	})
	if err != nil {
		return nil, err
	}
	s.people.put(&resolved, mark)
	return &resolved, nil
}
