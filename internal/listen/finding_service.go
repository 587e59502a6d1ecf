package listen

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// FindingChanged is the kind of the change log of findings and their excerpts.
const FindingChanged = "finding.changed"

// Findings lists those of a program that who asks may see, the newest first,
// before an id: limit+1 at most.
func (s *Service) Findings(ctx context.Context, program string, f FindingFilter, before string, limit int) (out []Finding, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return nil, err
	}
	reads, writes := readsFindings(ctx, program)
	if !reads {
		return nil, fault.NotFound("program")
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listFindings(ctx, q, program, writes, f, before, limit+1)
		return err
	})
	for i := range out {
		out[i].CreatedBy = s.names(ctx, out[i].createdBy)[out[i].createdBy]
	}
	return out, err
}

// GetFinding is a finding that who asks may see.
func (s *Service) GetFinding(ctx context.Context, id string) (f Finding, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return f, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err = getFinding(ctx, q, id)
		return err
	})
	f.CreatedBy = s.names(ctx, f.createdBy)[f.createdBy]
	return f, err
}

// mayWriteFindings refuses whoever does not write the findings of a program.
func mayWriteFindings(ctx context.Context, program string) error {
	who := access.From(ctx)
	if err := who.Any(access.FindingWrite); err != nil {
		return err
	}
	if reads, _ := readsFindings(ctx, program); !reads {
		return fault.NotFound("program")
	}
	return who.Require(access.FindingWrite, access.Program(program))
}

// CreateFinding makes a finding, proposed and not published.
func (s *Service) CreateFinding(ctx context.Context, f Finding) (Finding, log.Position, error) {
	if err := mayWriteFindings(ctx, f.ProgramID); err != nil {
		return f, 0, err
	}
	f, err := f.checked()
	if err != nil {
		return f, 0, err
	}
	now := s.Now().UTC()
	f.ID, f.State, f.Reason, f.PublishedAt, f.For, f.Against, f.Version = s.NewID(), FindingProposed, "", nil, 0, 0, 1
	f.CreatedAt, f.ChangedAt, f.createdBy = now, now, access.From(ctx).UserID
	f.CreatedBy = s.names(ctx, f.createdBy)[f.createdBy]
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, f.ProgramID); err != nil {
			return err
		}
		if err := fitsProgram(ctx, tx, f); err != nil {
			return err
		}
		if err := insertFinding(ctx, tx, f); err != nil {
			return err
		}
		return s.step(ctx, tx, f.ID, "created", "", nil)
	})
	return f, position, err
}

// fitsProgram refuses a study or a touchpoint that is not one of the finding's
// program.
func fitsProgram(ctx context.Context, q record.Querier, f Finding) error {
	if f.StudyID != "" {
		st, err := opened(ctx, q, f.StudyID)
		if err != nil && !fault.Is(err, fault.CodeNotFound) {
			return err
		}
		if err != nil || st.ProgramID != f.ProgramID {
			return fault.Invalid("study_id", "There is no such study in the program.").Keyed("finding.study")
		}
	}
	for _, id := range f.TouchpointIDs {
		there, err := journey.HasTouchpointIn(ctx, q, f.ProgramID, id)
		if err != nil {
			return err
		}
		if !there {
			return fault.Invalid("touchpoint_ids", "There is no such touchpoint in the program.").Keyed("coding.touchpoint")
		}
	}
	return nil
}

// changeFinding changes a finding that who asks may write and that has the
// version of ifMatch ("" for any); do says what was done, for the history.
func (s *Service) changeFinding(ctx context.Context, id, ifMatch string, do func(ctx context.Context, tx *record.Tx, f *Finding) (what, reason string, before *FindingWording, err error)) (Finding, log.Position, error) {
	if err := access.From(ctx).Any(access.FindingWrite); err != nil {
		return Finding{}, 0, err
	}
	var f Finding
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if f, err = getFinding(ctx, tx, id); err != nil {
			return err
		}
		if err := mayWriteFindings(ctx, f.ProgramID); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, f.Version); err != nil {
			return err
		}
		what, reason, before, err := do(ctx, tx, &f)
		if err != nil {
			return err
		}
		if err := f.grounded(); err != nil {
			return err
		}
		f.Version++
		f.ChangedAt = s.Now().UTC()
		if err := updateFinding(ctx, tx, f); err != nil {
			return err
		}
		return s.step(ctx, tx, f.ID, what, reason, before)
	})
	f.CreatedBy = s.names(ctx, f.createdBy)[f.createdBy]
	return f, position, err
}

// UpdateFinding changes the words of a finding; as they were before stays in
// its history.
func (s *Service) UpdateFinding(ctx context.Context, id, ifMatch string, change FindingChange) (Finding, log.Position, error) {
	return s.changeFinding(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, f *Finding) (string, string, *FindingWording, error) {
		before := f.wording()
		after, err := change.to(*f).checked()
		if err != nil {
			return "", "", nil, err
		}
		*f = after
		return "changed", "", &before, fitsProgram(ctx, tx, *f)
	})
}

// SetFindingState says how a finding stands now. Retiring it needs a reason;
// what is supported or contradicted has an excerpt that does so.
func (s *Service) SetFindingState(ctx context.Context, id, ifMatch string, state FindingState, reason string) (Finding, log.Position, error) {
	reason = strings.TrimSpace(reason)
	if err := oneOf("state", state, FindingProposed, FindingSupported, FindingContradicted, FindingRetired); err != nil {
		return Finding{}, 0, err
	}
	if state == FindingRetired && reason == "" {
		return Finding{}, 0, fault.Invalid("reason", "Say why the finding is retired.").Keyed("finding.reason")
	}
	if len([]rune(reason)) > maxFindingText {
		return Finding{}, 0, fault.Invalid("reason", "This has at most 4,000 characters.").Keyed("finding.long")
	}
	return s.changeFinding(ctx, id, ifMatch, func(_ context.Context, _ *record.Tx, f *Finding) (string, string, *FindingWording, error) {
		f.State, f.Reason = state, reason
		return string(state), reason, nil, nil
	})
}

// PublishFinding has everybody read a finding who may see findings of its
// program; it has an excerpt.
func (s *Service) PublishFinding(ctx context.Context, id string) (Finding, log.Position, error) {
	return s.changeFinding(ctx, id, "", func(_ context.Context, _ *record.Tx, f *Finding) (string, string, *FindingWording, error) {
		if f.PublishedAt == nil {
			now := s.Now().UTC()
			f.PublishedAt = &now
		}
		return "published", "", nil, nil
	})
}

// WithdrawFinding takes a finding back from those who do not write findings.
func (s *Service) WithdrawFinding(ctx context.Context, id string) (Finding, log.Position, error) {
	return s.changeFinding(ctx, id, "", func(_ context.Context, _ *record.Tx, f *Finding) (string, string, *FindingWording, error) {
		f.PublishedAt = nil
		return "withdrawn", "", nil, nil
	})
}

// FindingHistory is what was done to a finding, the newest first, at most 500
// steps. Words as they were are for those who write findings.
func (s *Service) FindingHistory(ctx context.Context, id string) (out []FindingStep, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return nil, err
	}
	var rows []struct {
		What, Before, Reason, ByUser string
		At                           int64
	}
	writes := false
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err := getFinding(ctx, q, id)
		if err != nil {
			return err
		}
		_, writes = readsFindings(ctx, f.ProgramID)
		err = q.NewRaw("SELECT what, before, reason, by_user, at FROM finding_history WHERE finding_id = ? ORDER BY id DESC LIMIT 500", id).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "read the history of a finding")
	})
	out = make([]FindingStep, len(rows))
	for i, r := range rows {
		out[i] = FindingStep{What: r.What, Reason: r.Reason, By: s.names(ctx, r.ByUser)[r.ByUser], At: record.Time(r.At)}
		if r.Before == "" || !writes {
			continue
		}
		out[i].Before = &FindingWording{}
		if err := json.Unmarshal([]byte(r.Before), out[i].Before); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read the history of a finding")
		}
	}
	return out, err
}
