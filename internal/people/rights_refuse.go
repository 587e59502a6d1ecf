package people

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Refusal is the ground on which a request was refused.
type Refusal string

// The grounds. The last is not chosen: the person was erased while the request
// was open.
const (
	RefusedIdentity  Refusal = "identity"  // who asks did not prove who they are
	RefusedExcessive Refusal = "excessive" // unfounded, or asked again and again
	RefusedMustKeep  Refusal = "must_keep" // a law asks that it is kept
	RefusedClaims    Refusal = "claims"    // it is needed for legal claims
	RefusedOthers    Refusal = "others"    // it would take away rights of others
	RefusedErased    Refusal = "erased"
)

func refusals() []Refusal {
	return []Refusal{RefusedIdentity, RefusedExcessive, RefusedMustKeep, RefusedClaims, RefusedOthers}
}

// RefuseRight answers an open request with no, on a ground that is kept, and
// with what the person was told.
func (s *Service) RefuseRight(ctx context.Context, id, ifMatch string, ground Refusal, told string) (Right, log.Position, error) {
	return s.settleRight(ctx, id, ifMatch, "right.refused", func(r *Right) error {
		if !slices.Contains(refusals(), ground) {
			return fault.Invalid("reason", "Say on which ground it is refused.").Keyed("right.refusal")
		}
		if r.Told = strings.TrimSpace(told); r.Told == "" {
			return fault.Invalid("told", "Write down what the person was told: a refusal has to be explained to them.").Keyed("right.told")
		}
		now := s.now().UTC()
		r.State, r.Refusal, r.DoneAt = "refused", ground, &now
		return nil
	})
}
