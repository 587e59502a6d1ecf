package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Studies lists those that who asks may read, newest first: limit+1 at most,
// before an id, of a program or, for "", of all.
func (s *Service) Studies(ctx context.Context, program, before string, limit int) ([]Study, error) {
	who := access.From(ctx)
	if err := who.Any(access.ListenRead); err != nil {
		return nil, err
	}
	var out []Study
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if out, err = listStudies(ctx, q, who.Reach(access.ListenRead), program, before, limit+1); err != nil {
			return err
		}
		for i := range out {
			if out[i], err = counted(ctx, q, out[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// counted says what who asks is in a study and how much of it they may know.
func counted(ctx context.Context, q record.Querier, st Study) (Study, error) {
	part, err := partIn(ctx, q, st.ID, st.ProgramID)
	if err != nil {
		return st, err
	}
	st.Part = part
	interviews, documents := "study_id = ? AND "+unrestrictedInterview, "study_id = ? AND "+unrestrictedDocument
	if part != Researcher {
		interviews, documents = "study_id = ? AND "+openInterview, "study_id = ? AND "+openDocument
	}
	err = q.NewRaw("SELECT (SELECT count(*) FROM interview i WHERE "+interviews+"), (SELECT count(*) FROM document d WHERE "+documents+")", st.ID, st.ID).
		Scan(ctx, &st.InterviewsInAll, &st.DocumentsInAll)
	return st, fault.Wrap(err, fault.CodeInternal, "count interviews")
}

// Conditions of what is open to those who are no researchers: an interview to
// which somebody consented, and of documents those released.
const (
	openInterview = unrestrictedInterview + " AND i.consent <> ''"
	openDocument  = unrestrictedDocument + " AND d.released_at IS NOT NULL AND (d.interview_id IS NULL OR EXISTS (SELECT 1 FROM interview oi WHERE oi.id = d.interview_id AND oi.consent <> ''))"
)

// Conditions that nobody is past, researchers neither: what a person said whose
// data are restricted is kept and not used, until they are released.
const (
	restrictedPeople      = "(SELECT id FROM customer WHERE restricted_at IS NOT NULL)"
	restrictedInterviews  = "(SELECT ri.id FROM interview ri WHERE ri.customer_id IN " + restrictedPeople + ")"
	unrestrictedInterview = "(i.customer_id IS NULL OR i.customer_id NOT IN " + restrictedPeople + ")"
	unrestrictedDocument  = "(d.customer_id IS NULL OR d.customer_id NOT IN " + restrictedPeople + ") AND (d.interview_id IS NULL OR d.interview_id NOT IN " + restrictedInterviews + ")"
)

// GetStudy opens a study that who asks may read.
func (s *Service) GetStudy(ctx context.Context, id string) (Study, error) {
	var st Study
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if st, err = opened(ctx, q, id); err == nil {
			st, err = counted(ctx, q, st)
		}
		return err
	})
	return st, err
}

// CreateStudy makes a study; who makes it is its first researcher.
func (s *Service) CreateStudy(ctx context.Context, st Study) (Study, log.Position, error) {
	who := access.From(ctx)
	if err := writing(ctx, st.ProgramID); err != nil {
		return st, 0, err
	}
	now := s.Now().UTC()
	st.ID, st.CreatedAt, st.createdBy, st.Version, st.Part = s.NewID(), now, who.UserID, 1, Researcher
	if st.Mode == "" {
		st.Mode = CodingOpen
	}
	st.State = StudyPlanned
	st, err := st.checked()
	if err != nil {
		return st, 0, err
	}
	if st.Saturation > 0 {
		st.SaturationSet = &now
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, st.ProgramID); err != nil {
			return err
		}
		if err := insertStudy(ctx, tx, st); err != nil {
			return err
		}
		if who.UserID == "" {
			return nil // the system: whoever manages access names the first researcher
		}
		return s.putMember(ctx, tx, st.ID, who.UserID, Researcher)
	})
	return st, position, err
}

// UpdateStudy changes a study. Its rule of saturation and its mode of coding
// hold from before the first interview that is coded.
func (s *Service) UpdateStudy(ctx context.Context, id, ifMatch string, change StudyChange) (Study, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Study{}, 0, err
	}
	var st Study
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		before, err := researching(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, before.Version); err != nil {
			return err
		}
		if st, err = change.to(before).checked(); err != nil {
			return err
		}
		if err := s.beforehand(ctx, tx, before, &st); err != nil {
			return err
		}
		st.Version++
		tx.Log(StudyChanged, id)
		if err := updateStudy(ctx, tx, st); err != nil {
			return err
		}
		st, err = counted(ctx, tx, st)
		return err
	})
	return st, position, err
}

// beforehand refuses a change of what is set before the first interview is
// coded, and notes when the rule of saturation was set.
func (s *Service) beforehand(ctx context.Context, q record.Querier, before Study, st *Study) error {
	if before.Saturation == st.Saturation && before.Mode == st.Mode {
		return nil
	}
	var coded int
	err := q.NewRaw("SELECT count(*) FROM interview WHERE study_id = ? AND state IN ('coded', 'reported')", st.ID).Scan(ctx, &coded)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count coded interviews")
	}
	if coded > 0 {
		return fault.New(fault.CodeConflict, "When to stop and how to code are set before the first interview is coded. They stay as they are.").Keyed("listen.set_beforehand")
	}
	if before.Saturation != st.Saturation {
		now := s.Now().UTC()
		st.SaturationSet = &now
	}
	return nil
}
