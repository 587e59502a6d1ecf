package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// InterviewFilter says which interviews of a study are asked for. Owner and
// Overdue are for researchers; others find nothing by them.
type InterviewFilter struct {
	State   InterviewState
	Owner   string
	Overdue bool
}

// Interviews lists those of a study that who asks may know of, by number:
// limit+1 at most, after a number.
func (s *Service) Interviews(ctx context.Context, study string, f InterviewFilter, after, limit int) ([]Interview, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var out []Interview
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := opened(ctx, q, study)
		if err != nil {
			return err
		}
		where, args := "i.study_id = ? AND i.number > ? AND "+unrestrictedInterview, []any{study, after}
		if st.Part != Researcher {
			where += " AND " + openInterview
			if f.Owner != "" || f.Overdue {
				where += " AND 1 = 0"
			}
		}
		if f.State != "" {
			where, args = where+" AND i.state = ?", append(args, string(f.State))
		}
		if f.Owner != "" {
			where, args = where+" AND i.owner_id = ?", append(args, f.Owner)
		}
		if f.Overdue {
			where, args = where+" AND i.due <> '' AND i.due < ? AND i.state IN ('planned', 'invited', 'agreed')", append(args, s.today())
		}
		var rows []interviewRow
		err = q.NewRaw("SELECT "+interviewColumns+" FROM interview i"+interviewJoins+" WHERE "+where+" ORDER BY i.number LIMIT ?", append(args, limit+1)...).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "list interviews")
		}
		out = make([]Interview, len(rows))
		for n, r := range rows {
			if out[n], err = r.interview(ctx, st.Part == Researcher, s.today()); err != nil {
				return err
			}
		}
		return nil
	})
	return s.owned(ctx, out), err
}

// owned adds the names of those who lead interviews.
func (s *Service) owned(ctx context.Context, all []Interview) []Interview {
	var ids []string
	for _, i := range all {
		ids = append(ids, i.OwnerID)
	}
	names := s.names(ctx, ids...)
	for n := range all {
		all[n].OwnerName = names[all[n].OwnerID]
	}
	return all
}

// GetInterview is an interview that who asks may know of. That a researcher
// opened one that names a person is written to the audit log.
func (s *Service) GetInterview(ctx context.Context, id string) (Interview, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return Interview{}, err
	}
	var i Interview
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		i, _, err = readInterview(ctx, q, id, s.today())
		return err
	})
	if err != nil {
		return Interview{}, err
	}
	if i.Customer != nil {
		if err := s.Audit.Saw(ctx, "interview.person_opened", id, nil); err != nil {
			return Interview{}, err
		}
	}
	return s.owned(ctx, []Interview{i})[0], nil
}

// InterviewChange is what may be changed of an interview; nil leaves as it is.
type InterviewChange struct {
	Kind                                                                          *InterviewKind
	State                                                                         *InterviewState
	Side                                                                          *Side
	OwnerID, Due, Role, Pseudonym, Language, Project, Proposal, Notes, FollowedUp *string
	HeldAt                                                                        *time.Time
	Traits                                                                        *map[string]string
}

func (c InterviewChange) to(i Interview) Interview {
	set(&i.Kind, c.Kind)
	set(&i.State, c.State)
	set(&i.Side, c.Side)
	set(&i.OwnerID, c.OwnerID)
	set(&i.Due, c.Due)
	set(&i.Role, c.Role)
	set(&i.Pseudonym, c.Pseudonym)
	set(&i.Language, c.Language)
	set(&i.Project, c.Project)
	set(&i.Proposal, c.Proposal)
	set(&i.Notes, c.Notes)
	set(&i.FollowedUp, c.FollowedUp)
	set(&i.Traits, c.Traits)
	if c.HeldAt != nil {
		i.HeldAt = c.HeldAt
	}
	return i
}

// changeInterview changes an interview as a researcher of its study.
func (s *Service) changeInterview(ctx context.Context, id, ifMatch string, change func(ctx context.Context, tx *record.Tx, before Interview) (Interview, error)) (Interview, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Interview{}, 0, err
	}
	var i Interview
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		before, st, err := readInterview(ctx, tx, id, s.today())
		if err != nil {
			return err
		}
		if _, err := researching(ctx, tx, st.ID); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, before.Version); err != nil {
			return err
		}
		if i, err = change(ctx, tx, before); err != nil {
			return err
		}
		i.Version++
		tx.Log(InterviewChanged, id)
		if err := updateInterview(ctx, tx, i); err != nil {
			return err
		}
		i, _, err = readInterview(ctx, tx, id, s.today())
		return err
	})
	if err != nil {
		return Interview{}, 0, err
	}
	return s.owned(ctx, []Interview{i})[0], position, nil
}

// UpdateInterview changes an interview. A state that needs a consent or a
// transcript is refused without.
func (s *Service) UpdateInterview(ctx context.Context, id, ifMatch string, c InterviewChange) (Interview, log.Position, error) {
	if c.OwnerID != nil {
		if err := s.knows(ctx, "owner_id", *c.OwnerID); err != nil {
			return Interview{}, 0, err
		}
	}
	return s.changeInterview(ctx, id, ifMatch, func(_ context.Context, _ *record.Tx, before Interview) (Interview, error) {
		i, err := c.to(before).checked()
		if err != nil {
			return i, err
		}
		if i.State != before.State {
			if err := move(before.State, i.State, i.Consent, before.DocumentID != ""); err != nil {
				return i, err
			}
		}
		if !i.notHeld() && i.HeldAt == nil {
			now := s.Now().UTC()
			i.HeldAt = &now
		}
		return i, nil
	})
}

// SetConsent writes down what somebody consented to: a level with the version of
// the wording, or "" where it was taken back, after which others see nothing of
// it any more. Of an interview that is anonymous and has its transcript nothing
// leads to the person, for good.
func (s *Service) SetConsent(ctx context.Context, id, ifMatch, level, textVersion string, at *time.Time) (Interview, log.Position, error) {
	if err := oneOf("level", level, "", ConsentAnonymous, ConsentFirm, ConsentPerson); err != nil {
		return Interview{}, 0, err
	}
	now := s.Now().UTC()
	if at == nil {
		at = &now
	}
	if at.After(now.Add(time.Minute)) {
		return Interview{}, 0, fault.Invalid("at", "Nobody can have said this in the future.").Keyed("consent.future")
	}
	return s.changeInterview(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, i Interview) (Interview, error) {
		if level != "" {
			var known int
			if err := tx.NewRaw("SELECT count(*) FROM consent_text WHERE version = ?", textVersion).Scan(ctx, &known); err != nil || known == 0 {
				if err != nil {
					return i, fault.Wrap(err, fault.CodeInternal, "find the wording of a consent")
				}
				return i, fault.Invalid("text_version", "Choose one of the wordings that are kept.").Keyed("listen.consent_text")
			}
		}
		i.Consent, i.ConsentText, i.ConsentAt = level, textVersion, at
		if i.DocumentID != "" {
			i = severed(i)
		}
		return i, s.Audit.Audit(ctx, tx, "interview.consent", id, map[string]string{"level": level})
	})
}

// severed takes away what leads from an anonymous interview to its person.
func severed(i Interview) Interview {
	if i.Consent == ConsentAnonymous {
		i.customerID, i.accountID, i.Project, i.Proposal, i.SegmentID = "", "", "", "", ""
	}
	return i
}

// RemoveInterview takes out an interview that nobody agreed to yet.
func (s *Service) RemoveInterview(ctx context.Context, id string) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		i, st, err := readInterview(ctx, tx, id, s.today())
		if err != nil {
			return err
		}
		if _, err := researching(ctx, tx, st.ID); err != nil {
			return err
		}
		if i.State != Planned && i.State != Invited || i.DocumentID != "" {
			return fault.New(fault.CodeConflict, "Only interviews that are planned or asked for are removed.").Keyed("listen.interview_stays")
		}
		tx.Log(InterviewChanged, id)
		for _, ask := range []string{"DELETE FROM interview_review WHERE interview_id = ?", "DELETE FROM interview WHERE id = ?"} {
			if _, err := tx.Exec(ctx, ask, id); err != nil {
				return fault.Wrap(err, fault.CodeInternal, "remove interview")
			}
		}
		return nil
	})
}
