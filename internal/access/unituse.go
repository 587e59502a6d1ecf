package access

import (
	"context"
	"fmt"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// UsesUnit says, for the people room, what refers to a unit: roles held over
// it and invitations that would give them. It gives "" where nothing does.
func (s *Service) UsesUnit(ctx context.Context, q record.Querier, unit string) (string, error) {
	var held, offered int
	err := q.NewRaw("SELECT count(DISTINCT user_id) FROM access_grant WHERE scope_kind = ? AND scope_id = ?", ScopeUnit, unit).Scan(ctx, &held)
	if err == nil {
		err = q.NewRaw("SELECT count(*) FROM access_link WHERE purpose = ? AND expires_at > ? AND grants LIKE ?",
			forInvite, record.Micros(s.now()), `%"kind":"unit","id":"`+unit+`"%`).Scan(ctx, &offered)
	}
	switch {
	case err != nil:
		return "", fault.Wrap(err, fault.CodeUnavailable, "look for roles over a unit")
	case held > 0:
		return fmt.Sprintf("the access of %d %s", held, plural(held, "person", "people")), nil
	case offered > 0:
		return fmt.Sprintf("%d open %s", offered, plural(offered, "invitation", "invitations")), nil
	}
	return "", nil
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
