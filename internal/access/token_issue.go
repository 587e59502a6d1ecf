package access

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
)

// IssueToken makes an API token for the person with this address, for the
// command `balcony token create`, and gives its secret, which is kept nowhere
// else. Without scopes it gets every permission of the person that a token can
// have. Only the system may ask.
func (s *Service) IssueToken(ctx context.Context, email, name string, scopes []Permission) (string, error) {
	if !From(ctx).IsSystem() {
		return "", From(ctx).refusal()
	}
	user, err := s.readUserByEmail(ctx, email)
	if err != nil {
		return "", err
	}
	if user == nil || user.Disabled {
		return "", fault.New(fault.CodeNotFound, "Nobody with this e-mail address has access.")
	}
	who, err := s.person(ctx, user.ID)
	if err != nil {
		return "", err
	}
	if who == nil {
		return "", fault.NotFound("person")
	}
	if len(scopes) == 0 {
		for _, p := range Permissions() {
			if p != SessionSelf && p != TokenOwn && who.Any(p) == nil {
				scopes = append(scopes, p)
			}
		}
	}
	made, err := s.MakeToken(With(ctx, *who), NewToken{Name: name, Scopes: scopes})
	return made.Secret, err
}
