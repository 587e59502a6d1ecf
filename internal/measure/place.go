package measure

import (
	"context"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// place is the touchpoint that a measure is to be about; its zero value is none.
type place struct{ id, program string }

func noPlace() *fault.Error {
	return fault.Invalid("touchpoint_id", "There is no such touchpoint in the program. Choose another.").Keyed("measure.touchpoint")
}

// placeFor finds a touchpoint ("" for none) that the caller may see. It reads
// for itself, so it is called before the transaction.
func (s *Service) placeFor(ctx context.Context, id string) (place, error) {
	if id == "" {
		return place{}, nil
	}
	if _, err := uuid.Parse(id); err != nil || s.expectations == nil {
		return place{}, noPlace()
	}
	t, _, _, err := s.expectations(ctx, id)
	if fault.Is(err, fault.CodeNotFound) {
		return place{}, noPlace()
	}
	if err == nil && access.From(ctx).Require(access.RegisterRead, access.Program(t.ProgramID)) != nil {
		err = noPlace()
	}
	return place{id: t.ID, program: t.ProgramID}, err
}

// in refuses a touchpoint of another program.
func (p place) in(program string) error {
	if p.id != "" && p.program != program {
		return noPlace()
	}
	return nil
}
