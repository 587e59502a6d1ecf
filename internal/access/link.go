package access

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// purpose says what a one-time link is for.
type purpose string

const (
	forSetup  purpose = "setup"
	forReset  purpose = "reset"
	forInvite purpose = "invite"
)

// path is where a link of this purpose leads on the page. The token stands in
// the fragment, which no server and no log gets to see.
func (p purpose) path(token string) string {
	switch p {
	case forSetup:
		return "/setup#" + token
	case forReset:
		return "/reset#" + token
	}
	return "/invitation#" + token
}

type linkRow struct {
	bun.BaseModel `bun:"table:access_link"`
	ID            string `bun:",pk"`
	Purpose       purpose
	TokenHash     string
	UserID        *string
	Email         string
	Name          string
	Grants        string
	MadeBy        string // name
	MadeByID      string
	CreatedAt     int64
	ExpiresAt     int64
}

// grants are those that an invitation gives.
func (l linkRow) grants() ([]Grant, error) {
	var grants []Grant
	if l.Grants == "" {
		return nil, nil
	}
	err := json.Unmarshal([]byte(l.Grants), &grants)
	return grants, fault.Wrap(err, fault.CodeInternal, "read roles of a link")
}

// newLink prepares a one-time link with 144 random bits and its row.
func (s *Service) newLink(p purpose, life time.Duration) (token string, row *linkRow, err error) {
	if token, err = newSecret(s.random, 18); err != nil {
		return "", nil, err
	}
	id, err := newID(s.random)
	if err != nil {
		return "", nil, err
	}
	now := s.now()
	return token, &linkRow{
		ID: id, Purpose: p, TokenHash: hashOf(token),
		CreatedAt: record.Micros(now), ExpiresAt: record.Micros(now.Add(life)),
	}, nil
}

func insertLink(ctx context.Context, tx *record.Tx, row *linkRow) error {
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "write link")
}

func errLink() error {
	return fault.New(fault.CodeNotFound, "This link is not valid any more: it was used, withdrawn, or has run out. Ask for a new one.").Keyed("link.over")
}

// selectLink reads a link that is still good; a not_found fault otherwise.
func (s *Service) selectLink(ctx context.Context, q record.Querier, p purpose, token string) (linkRow, error) {
	var row linkRow
	err := q.NewSelect().Model(&row).Where("purpose = ? AND token_hash = ? AND expires_at > ?",
		p, hashOf(token), record.Micros(s.now())).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return row, errLink()
	}
	return row, fault.Wrap(err, fault.CodeUnavailable, "read link")
}

// consume uses a link up. Of two who try at once one gets a not_found fault.
func (s *Service) consume(ctx context.Context, tx *record.Tx, p purpose, token string) error {
	done, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ? AND token_hash = ? AND expires_at > ?",
		p, hashOf(token), record.Micros(s.now())).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "use link up")
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errLink()
	}
	return nil
}

// peek reads a good link outside of a transaction, and counts the try against
// the caller's address.
func (s *Service) peek(ctx context.Context, p purpose, token string) (linkRow, error) {
	var row linkRow
	if err := s.try(ctx, s.limits.link, s.address(ctx)); err != nil {
		return row, err
	}
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		row, err = s.selectLink(ctx, q, p, token)
		return err
	})
	return row, err
}
