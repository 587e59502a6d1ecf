package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// keptRemoved is how long a document that was removed can be put back.
const keptRemoved = 7 * 24 * time.Hour

// RestoreDocument puts a document back that was removed at most a week ago, as
// a researcher of its study: text, masks, codings, memos and recording as they
// were, its interview where it stood. It is refused where something else stands
// in its place by now. A comment is what its answer became meanwhile.
func (s *Service) RestoreDocument(ctx context.Context, id string) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := s.restorable(ctx, tx, id)
		if err != nil {
			return err
		}
		rows, err := r.rows()
		if err != nil {
			return err
		}
		if err := rows.insert(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM document_removed WHERE id = ?", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "put a document back")
		}
		if err := s.findAgain(ctx, tx, id); err != nil {
			return err
		}
		if err := s.resume(ctx, tx, r); err != nil {
			return err
		}
		// Whoever may not change it, as it is now, has not put it back.
		if _, err := changing(ctx, tx, id); err != nil {
			return err
		}
		return s.Audit.Audit(ctx, tx, "document.restored", r.StudyID, map[string]string{"document": id})
	})
}

// restorable is a removed document of a study in which the asker is a researcher.
func (s *Service) restorable(ctx context.Context, tx *record.Tx, id string) (removedDocument, error) {
	r, err := getRemoved(ctx, tx, id, s.Now().Add(-keptRemoved))
	if err != nil {
		return r, err
	}
	// To whoever is no researcher there is no such document, as before.
	if _, err = researching(ctx, tx, r.StudyID); fault.Is(err, fault.CodeNotFound) || fault.Is(err, fault.CodeForbidden) {
		err = fault.NotFound("document")
	}
	return r, err
}

// resume has the interview of a document stand where it stood, and a comment say
// what its answer says.
func (s *Service) resume(ctx context.Context, tx *record.Tx, r removedDocument) error {
	tx.Log(CodingChanged, r.ID)
	if answer := textOf(r.ResponseID); answer != "" {
		return s.follow(ctx, tx, []string{answer})
	}
	interview := textOf(r.InterviewID)
	if interview == "" {
		return nil
	}
	n, err := tx.Exec(ctx, "UPDATE interview SET state = ?, version = version + 1 WHERE id = ?", r.InterviewState, interview)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "bring an interview back")
	}
	if n == 0 {
		return fault.New(fault.CodeConflict, "Its interview was removed since, so it cannot come back. Plan the interview again and take the file in.").Keyed("listen.interview_gone")
	}
	tx.Log(InterviewChanged, interview)
	return nil
}

// ForgetRemoved has documents go for good, with their files, that can no longer
// be put back. It gives how many; the bytes of files go with the next
// people.Service.Sweep.
func (s *Service) ForgetRemoved(ctx context.Context) (forgotten int, err error) {
	if err := access.From(ctx).Require(access.ListenWrite, access.Whole()); err != nil {
		return 0, err
	}
	for n := forgottenAtOnce; n == forgottenAtOnce; forgotten += n {
		if _, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			n, err = forgetRemoved(ctx, tx, forgottenAtOnce, "r.removed_at < ?", record.Micros(s.Now().Add(-keptRemoved)))
			return err
		}); err != nil {
			return forgotten, err
		}
	}
	return forgotten, nil
}
