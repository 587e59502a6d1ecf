package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

func notYet() error { return fault.New(fault.CodeUnavailable, "Not there yet.") }

func (s *Service) LoadSample(context.Context) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) RemoveSample(context.Context) (log.Position, error) { return 0, notYet() }
