package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Part is what a member is in a study.
type Part string

// The parts. A reviewer looks at how interviews were led, and reads no more of
// them than anybody.
const (
	NoPart     Part = ""
	Researcher Part = "researcher"
	Reviewer   Part = "reviewer"
)

// StudyMember is somebody who works on a study.
type StudyMember struct {
	UserID  string    `json:"user_id"`
	Name    string    `json:"name"`
	Part    Part      `json:"part" enum:"researcher,reviewer" doc:"Researchers read originals: names, voices, what is masked."`
	AddedBy string    `json:"added_by,omitempty" doc:"Who made them a member."`
	AddedAt time.Time `json:"added_at"`
}

const maxMembers = 100

type memberRow struct {
	UserID  string `bun:"user_id"`
	Part    string `bun:"part"`
	AddedBy string `bun:"added_by"`
	AddedAt int64  `bun:"added_at"`
}

// partIn is what who asks is in a study. A right that was taken from them takes
// the part with it: no longer reading the program's studies, they are nothing.
func partIn(ctx context.Context, q record.Querier, study, program string) (Part, error) {
	who := access.From(ctx)
	if who.UserID == "" || !reads(who, program) {
		return NoPart, nil
	}
	var parts []string
	err := q.NewRaw("SELECT part FROM study_member WHERE study_id = ? AND user_id = ?", study, who.UserID).Scan(ctx, &parts)
	if err != nil || len(parts) == 0 {
		return NoPart, fault.Wrap(err, fault.CodeInternal, "find a member of a study")
	}
	return Part(parts[0]), nil
}

// opened is a study that who asks may read, and what they are in it. It runs
// inside the caller's transaction or snapshot.
func opened(ctx context.Context, q record.Querier, id string) (Study, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return Study{}, err
	}
	st, err := getStudy(ctx, q, id)
	if err != nil {
		return Study{}, err
	}
	if reading(ctx, st.ProgramID) != nil {
		return Study{}, fault.NotFound("study")
	}
	st.Part, err = partIn(ctx, q, st.ID, st.ProgramID)
	return st, err
}

// researching is a study that who asks changes as a researcher of it.
func researching(ctx context.Context, q record.Querier, id string) (Study, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Study{}, err
	}
	st, err := opened(ctx, q, id)
	if err != nil {
		return st, err
	}
	if err := writing(ctx, st.ProgramID); err != nil {
		return st, err
	}
	if st.Part != Researcher {
		return st, fault.New(fault.CodeForbidden, "Only researchers of the study do this. Ask one of them to make you a member.").Keyed("listen.researchers_only")
	}
	return st, nil
}

// Members lists those of a study, those who came first first.
func (s *Service) Members(ctx context.Context, study string) ([]StudyMember, error) {
	var rows []memberRow
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := opened(ctx, q, study); err != nil {
			return err
		}
		err := q.NewRaw("SELECT user_id, part, added_by, added_at FROM study_member WHERE study_id = ? ORDER BY added_at, user_id LIMIT ?", study, maxMembers).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "list members of a study")
	})
	out := make([]StudyMember, len(rows))
	for i, r := range rows {
		names := s.names(ctx, r.UserID, r.AddedBy)
		out[i] = StudyMember{UserID: r.UserID, Name: names[r.UserID], Part: Part(r.Part), AddedBy: names[r.AddedBy], AddedAt: record.Time(r.AddedAt)}
	}
	return out, err
}

// mayChoose refuses whoever does not say who works on a study: its researchers
// do, and whoever manages access over everything, who thereby may add
// themselves.
func mayChoose(ctx context.Context, q record.Querier, id string) (Study, error) {
	st, err := researching(ctx, q, id)
	if fault.Is(err, fault.CodeForbidden) && st.ID != "" && access.From(ctx).Require(access.AccessManage, access.Whole()) == nil {
		return st, nil
	}
	return st, err
}

// PutMember makes somebody a member, or gives a member another part. It is
// written to the audit log.
func (s *Service) PutMember(ctx context.Context, study, user string, part Part) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	if err := oneOf("part", part, Researcher, Reviewer); err != nil {
		return 0, err
	}
	if err := s.knows(ctx, "user_id", user); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := mayChoose(ctx, tx, study)
		if err != nil {
			return err
		}
		if part == Reviewer {
			if err := keepsOne(ctx, tx, st.ID, user); err != nil {
				return err
			}
		}
		return s.putMember(ctx, tx, st.ID, user, part)
	})
}

func (s *Service) putMember(ctx context.Context, tx *record.Tx, study, user string, part Part) error {
	_, err := tx.Exec(ctx, `INSERT INTO study_member (study_id, user_id, part, added_by, added_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (study_id, user_id) DO UPDATE SET part = excluded.part, added_by = excluded.added_by, added_at = excluded.added_at`,
		study, user, string(part), access.From(ctx).UserID, record.Micros(s.Now()))
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a member of a study")
	}
	tx.Log(StudyChanged, study)
	return s.Audit.Audit(ctx, tx, "study.member", study, map[string]string{"user": user, "part": string(part)})
}

// RemoveMember takes somebody out of a study, which keeps at least one
// researcher.
func (s *Service) RemoveMember(ctx context.Context, study, user string) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := mayChoose(ctx, tx, study)
		if err != nil {
			return err
		}
		if err := keepsOne(ctx, tx, st.ID, user); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "DELETE FROM study_member WHERE study_id = ? AND user_id = ?", study, user)
		if err != nil || n == 0 {
			return found(orNoRows(err), "member")
		}
		tx.Log(StudyChanged, study)
		return s.Audit.Audit(ctx, tx, "study.member_removed", study, map[string]string{"user": user})
	})
}

// keepsOne refuses to leave a study without a researcher.
func keepsOne(ctx context.Context, q record.Querier, study, but string) error {
	var others int
	err := q.NewRaw("SELECT count(*) FROM study_member WHERE study_id = ? AND part = ? AND user_id <> ?", study, string(Researcher), but).Scan(ctx, &others)
	if err != nil || others > 0 {
		return fault.Wrap(err, fault.CodeInternal, "count researchers")
	}
	return fault.New(fault.CodeConflict, "A study keeps at least one researcher. Make somebody else one first.").Keyed("listen.last_researcher")
}
