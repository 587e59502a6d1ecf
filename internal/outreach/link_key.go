package outreach

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// KeepLinks has the links of invitations open them that are made now, at most
// 1,000, whatever key of the vault the first ones were made with; those stay good
// too. It writes only where the key was changed since.
func (s *Service) KeepLinks(ctx context.Context, invitations []string) error {
	var fresh [][]any
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		hashes, err := linkHashes(ctx, q, invitations)
		for id, known := range hashes {
			if now := hashed(s.Token(id)); !known[now] {
				fresh = append(fresh, []any{now, id})
			}
		}
		return err
	})
	if err != nil || len(fresh) == 0 {
		return err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.InsertAll(ctx, insertLinks, fresh)
		return err
	})
	return err
}

var insertLinks = record.NewInsert("invitation_link", "token_hash", "invitation_id")

// linkHashes are the hashes by which invitations are found, by invitation.
func linkHashes(ctx context.Context, q record.Querier, ids []string) (map[string]map[string]bool, error) {
	var rows []struct {
		ID        string `bun:"id"`
		TokenHash string
	}
	err := q.NewRaw(`SELECT id, token_hash FROM invitation WHERE id IN (?) UNION ALL SELECT invitation_id, token_hash FROM invitation_link WHERE invitation_id IN (?)`,
		bun.List(ids), bun.List(ids)).Scan(ctx, &rows)
	out := map[string]map[string]bool{}
	for _, r := range rows {
		if out[r.ID] == nil {
			out[r.ID] = map[string]bool{}
		}
		out[r.ID][r.TokenHash] = true
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read the links of invitations")
}
