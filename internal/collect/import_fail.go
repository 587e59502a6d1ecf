package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Why an import failed, in public words.
const (
	problemGone   = "An uploaded file is gone or can no longer be read. Upload it again."
	problemGaveUp = "The rows could not be stored, although it was tried several times. What is taken in stays. Ask whoever runs the server to look into its log, then try again."
)

// problemKey is the stable key of a problem by which the page finds a
// translation; "" for one of an older version.
func problemKey(problem string) string {
	switch problem {
	case problemGone:
		return "gone"
	case problemGaveUp:
		return "gave_up"
	}
	return ""
}

// fail ends an import for a reason that trying again does not mend.
func (s *Service) fail(ctx context.Context, id, problem string) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE import_file SET state = ?, problem = ?, finished_at = ?, version = version + 1 WHERE id = ? AND state IN ('waiting', 'running', 'undoing')",
			string(StateFailed), problem, record.Micros(s.Now()), id)
		if err == nil && n > 0 {
			tx.Log(ImportFinished, id)
		}
		return fault.Wrap(err, fault.CodeInternal, "end import")
	})
	return err
}

// GiveUp marks an import as failed whose run, or undoing, failed for the last
// time. It can be started again, which goes on where it stopped, or undone.
func (s *Service) GiveUp(ctx context.Context, id string) error {
	s.log.ErrorContext(ctx, "an import is given up", "import", id)
	return s.fail(ctx, id, problemGaveUp)
}
