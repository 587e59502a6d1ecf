package access

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// tokensEach is how many API tokens a person may have.
const tokensEach = 100

type tokenRow struct {
	bun.BaseModel `bun:"table:access_token"`
	ID            string `bun:",pk"`
	UserID        string
	Name          string
	Hint          string
	TokenHash     string
	Scopes        string
	CreatedAt     int64
	ExpiresAt     int64
	LastUsedAt    int64
}

func (r tokenRow) scopes() []Permission {
	scopes := []Permission{}
	_ = json.Unmarshal([]byte(r.Scopes), &scopes) // what cannot be read gives nothing
	return scopes
}

func (r tokenRow) expires() time.Time {
	if r.ExpiresAt == 0 {
		return time.Time{}
	}
	return record.Time(r.ExpiresAt)
}

func (r tokenRow) token() Token {
	t := Token{ID: r.ID, Name: r.Name, Hint: r.Hint, Scopes: r.scopes(), CreatedAt: record.Time(r.CreatedAt)}
	if r.ExpiresAt > 0 {
		at := record.Time(r.ExpiresAt)
		t.ExpiresAt = &at
	}
	if r.LastUsedAt > 0 {
		at := record.Time(r.LastUsedAt).Truncate(time.Minute)
		t.LastUsedAt = &at
	}
	return t
}

// readToken reads a token by its hash; nil where there is none that is good.
func (s *Service) readToken(ctx context.Context, hash string) (*tokenRow, error) {
	var rows []tokenRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&rows).
			Where("token_hash = ? AND (expires_at = 0 OR expires_at > ?)", hash, record.Micros(s.now())).Scan(ctx)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read token")
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0], nil
}

// Tokens lists the API tokens of the person who asks, newest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	who := From(ctx)
	if err := tokenOwner(who); err != nil {
		return nil, err
	}
	var rows []tokenRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&rows).Where("user_id = ?", who.UserID).OrderExpr("created_at DESC, id DESC").Scan(ctx)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "list tokens")
	}
	tokens := make([]Token, len(rows))
	for i, row := range rows {
		tokens[i] = row.token()
	}
	return tokens, nil
}

// tokenOwner makes sure that a person asks: a token makes no tokens.
func tokenOwner(who Who) error {
	if err := who.Any(TokenOwn); err != nil {
		return err
	}
	if who.UserID == "" || who.TokenID != "" {
		return fault.New(fault.CodeForbidden, "This needs a person who is signed in, not an API token.").Keyed("session.person_needed")
	}
	return nil
}

// MakeToken makes an API token of 256 random bits for the person who asks. It
// acts for them, within its scopes, and never with more than they hold.
func (s *Service) MakeToken(ctx context.Context, n NewToken) (MadeToken, error) {
	who := From(ctx)
	if err := tokenOwner(who); err != nil {
		return MadeToken{}, err
	}
	name, err := cleanName("name", n.Name)
	if err != nil {
		return MadeToken{}, err
	}
	scopes, err := tokenScopes(who, n.Scopes)
	if err != nil {
		return MadeToken{}, err
	}
	if n.ExpiresAt != nil && !n.ExpiresAt.After(s.now()) {
		return MadeToken{}, fault.Invalid("expires_at", "Choose a moment that is still to come.")
	}
	secret, err := newSecret(s.random, 32)
	if err != nil {
		return MadeToken{}, err
	}
	id, err := newID(s.random)
	if err != nil {
		return MadeToken{}, err
	}
	raw, err := json.Marshal(scopes)
	if err != nil {
		return MadeToken{}, fault.Wrap(err, fault.CodeInternal, "write scopes")
	}
	secret = tokenPrefix + secret
	row := tokenRow{
		ID: id, UserID: who.UserID, Name: name, Hint: secret[:len(tokenPrefix)+4], TokenHash: hashOf(secret),
		Scopes: string(raw), CreatedAt: record.Micros(s.now()),
	}
	if n.ExpiresAt != nil {
		row.ExpiresAt = record.Micros(*n.ExpiresAt)
	}
	if err := s.writeToken(ctx, row); err != nil {
		return MadeToken{}, err
	}
	return MadeToken{Token: row.token(), Secret: secret}, nil
}

// tokenScopes checks the permissions asked for. What only a person at a
// browser does is not given to tokens.
func tokenScopes(who Who, asked []Permission) ([]Permission, error) {
	scopes := []Permission{}
	for _, p := range asked {
		if !p.Valid() {
			return nil, fault.Invalid("scopes", "There is no permission "+string(p)+".")
		}
		if p == SessionSelf || p == TokenOwn {
			return nil, fault.Invalid("scopes", "A token cannot have the permission "+string(p)+"; it is for people only.")
		}
		if who.Any(p) != nil {
			return nil, fault.Invalid("scopes", "You do not hold the permission "+string(p)+" yourself.").Keyed("token.wider")
		}
		if !slices.Contains(scopes, p) {
			scopes = append(scopes, p)
		}
	}
	if len(scopes) == 0 {
		return nil, fault.Invalid("scopes", "Choose at least one permission.")
	}
	return scopes, nil
}

func (s *Service) writeToken(ctx context.Context, row tokenRow) error {
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		n, err := tx.NewSelect().Table("access_token").Where("user_id = ?", row.UserID).Count(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "count tokens")
		}
		if n >= tokensEach {
			return fault.Newf(fault.CodeConflict, "You have %d API tokens already. Revoke some that you do not use.", n)
		}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "write token")
		}
		return s.journal.Audit(ctx, tx, "token.made", row.ID, nil)
	})
	return err
}

// RevokeToken makes one of one's own API tokens stop working: at once in this
// process, within about a second in others.
func (s *Service) RevokeToken(ctx context.Context, id string) error {
	who := From(ctx)
	if err := tokenOwner(who); err != nil {
		return err
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		done, err := tx.NewRaw("DELETE FROM access_token WHERE id = ? AND user_id = ?", id, who.UserID).Exec(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "revoke token")
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return fault.NotFound("API token")
		}
		return s.journal.Audit(ctx, tx, "token.revoked", id, nil)
	})
	s.tokens.forgetUser(who.UserID)
	return err
}
