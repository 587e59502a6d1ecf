package collect

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

func notYet() error { return fault.New(fault.CodeUnavailable, "Not there yet.") }

func (s *Service) LoadSample(context.Context) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) RemoveSample(context.Context) (log.Position, error) { return 0, notYet() }
func (s *Service) Upload(context.Context, string, string, io.Reader) (Import, error) {
	return Import{}, notYet()
}
func (s *Service) ListImports(context.Context, string, string, int) ([]ImportSummary, error) {
	return nil, notYet()
}
func (s *Service) GetImport(context.Context, string) (Import, error) { return Import{}, notYet() }
func (s *Service) StartImport(context.Context, string) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) CancelImport(context.Context, string) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) UndoImport(context.Context, string) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) DeleteImport(context.Context, string) (log.Position, error) { return 0, notYet() }
func (s *Service) ListRejects(context.Context, string, rejectCursor, int) ([]Reject, error) {
	return nil, notYet()
}
func (s *Service) rejectsFile(context.Context, string) (*huma.StreamResponse, error) {
	return nil, notYet()
}
func (s *Service) SetMapping(context.Context, string, string, Mapping) (Import, log.Position, error) {
	return Import{}, 0, notYet()
}
func (s *Service) PreviewImport(context.Context, string) (Preview, error) { return Preview{}, notYet() }

// RunImport carries a started import, or its undoing, on to the end.
func (s *Service) RunImport(context.Context, string) error { return notYet() }
