package outreach

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// The address at which somebody ends mails has to work for as long as the mail is kept
// (RFC 8058), so it is checked by what the record holds of the invitation's links, and
// not by the key of the vault, which may be another one by then.

// StopToken is the secret of the address at which somebody invited ends mails:
// the invitation and a mark that its link gives.
func (s *Service) StopToken(invitation string) string {
	id, err := uuid.Parse(invitation)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(id[:], stopMark(hashed(s.Token(invitation)))...))
}

// stopMark is the mark of a link, by its hash; 128 bits that do not lead back to the link.
func stopMark(hash string) []byte {
	sum := sha256.Sum256([]byte("stop " + hash))
	return sum[:16]
}

// StopBy is the invitation of a StopToken, whatever key of the vault made its link;
// errors: not_found for any other text.
func (s *Service) StopBy(ctx context.Context, token string) (invitation string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 32 {
		return "", fault.NotFound("invitation")
	}
	id, err := uuid.FromBytes(raw[:16])
	if err != nil {
		return "", fault.NotFound("invitation")
	}
	invitation = id.String()
	marks := [][]byte{s.Secret("stop " + invitation)[:16]} // of mails that went out before marks were of links
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		hashes, err := linkHashes(ctx, q, []string{invitation})
		for hash := range hashes[invitation] {
			marks = append(marks, stopMark(hash))
		}
		return err
	})
	for _, mark := range marks {
		if subtle.ConstantTimeCompare(mark, raw[16:]) == 1 && err == nil {
			return invitation, nil
		}
	}
	if err == nil {
		err = fault.NotFound("invitation")
	}
	return "", err
}

// StopLink is the address at which somebody invited ends mails; base
// is that of the server (PublicURL).
func (s *Service) StopLink(base, invitation string) string {
	return base + "/u/" + s.StopToken(invitation)
}
