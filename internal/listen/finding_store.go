package listen

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// countable is the condition on a document ed that what is quoted of it counts:
// it was not erased, and whoever was interviewed consents.
const countable = "ed.erased_at IS NULL AND (ed.interview_id IS NULL OR EXISTS (SELECT 1 FROM interview oi WHERE oi.id = ed.interview_id AND oi.consent <> '')) AND (ed.customer_id IS NULL OR ed.customer_id NOT IN " + restrictedPeople + ") AND (ed.interview_id IS NULL OR ed.interview_id NOT IN " + restrictedInterviews + ")"

const findingColumns = `f.id, f.program_id, f.study_id, f.claim, f.kind, f.why, f.ends, f.group_by, f.state, f.reason, f.published_at, f.created_by, f.created_at, f.changed_at, f.version,
	(SELECT count(*) FROM finding_excerpt e JOIN document ed ON ed.id = e.document_id WHERE e.finding_id = f.id AND e.side = 'for' AND ` + countable + `) AS said_for,
	(SELECT count(*) FROM finding_excerpt e JOIN document ed ON ed.id = e.document_id WHERE e.finding_id = f.id AND e.side = 'against' AND ` + countable + `) AS said_against`

type findingRow struct {
	ID          string `bun:"id"`
	ProgramID   string `bun:"program_id"`
	StudyID     string `bun:"study_id"`
	Claim       string
	Kind        string
	Why         string
	Ends        string
	GroupBy     string
	State       string
	Reason      string
	PublishedAt *int64
	CreatedBy   string
	CreatedAt   int64
	ChangedAt   int64
	Version     int64
	SaidFor     int
	SaidAgainst int
}

func (r findingRow) finding() Finding {
	return Finding{ID: r.ID, ProgramID: r.ProgramID, StudyID: r.StudyID, Claim: r.Claim, Kind: Mode(r.Kind), Why: r.Why, Ends: r.Ends, GroupBy: r.GroupBy, TouchpointIDs: []string{},
		State: FindingState(r.State), Reason: r.Reason, PublishedAt: timeOrNil(r.PublishedAt), For: r.SaidFor, Against: r.SaidAgainst, createdBy: r.CreatedBy,
		CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
}

// FindingFilter chooses among the findings of a program.
type FindingFilter struct {
	Study, Touchpoint string
	State             FindingState
	Kind              Mode
}

// listFindings gives those of a program, the newest first, before an id.
func listFindings(ctx context.Context, q record.Querier, program string, writes bool, f FindingFilter, before string, limit int) ([]Finding, error) {
	where, args := "f.program_id = ?", []any{program}
	and := func(text string, arg any) { where, args = where+" AND "+text, append(args, arg) }
	if !writes {
		where += " AND f.published_at IS NOT NULL"
	}
	if f.Study != "" {
		and("f.study_id = ?", f.Study)
	}
	if f.Touchpoint != "" {
		and("EXISTS (SELECT 1 FROM finding_touchpoint t WHERE t.finding_id = f.id AND t.touchpoint_id = ?)", f.Touchpoint)
	}
	if f.State != "" {
		and("f.state = ?", string(f.State))
	}
	if f.Kind != "" {
		and("f.kind = ?", string(f.Kind))
	}
	if before != "" {
		and("f.id < ?", before)
	}
	var rows []findingRow
	if err := q.NewRaw("SELECT "+findingColumns+" FROM finding f WHERE "+where+" ORDER BY f.id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list findings")
	}
	return withPlaces(ctx, q, rows)
}

// withPlaces makes findings of rows, with the touchpoints they are about.
func withPlaces(ctx context.Context, q record.Querier, rows []findingRow) ([]Finding, error) {
	out, ids := make([]Finding, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		out[i], ids[i] = r.finding(), r.ID
	}
	if len(ids) == 0 {
		return out, nil
	}
	var places []struct {
		FindingID    string `bun:"finding_id"`
		TouchpointID string `bun:"touchpoint_id"`
	}
	err := q.NewRaw("SELECT finding_id, touchpoint_id FROM finding_touchpoint WHERE finding_id IN (?) ORDER BY finding_id, touchpoint_id", bun.List(ids)).Scan(ctx, &places)
	for _, p := range places {
		i := slices.Index(ids, p.FindingID)
		out[i].TouchpointIDs = append(out[i].TouchpointIDs, p.TouchpointID)
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read the touchpoints of findings")
}

// readsFindings tells whether who asks sees the findings of a program, and
// whether they write them: those see what is not published.
func readsFindings(ctx context.Context, program string) (reads, writes bool) {
	who := access.From(ctx)
	writes = who.Require(access.FindingWrite, access.Program(program)) == nil
	return writes || who.Require(access.FindingRead, access.Program(program)) == nil, writes
}

// getFinding is a finding that who asks may see; what is not published is not
// there for who may not write findings.
func getFinding(ctx context.Context, q record.Querier, id string) (Finding, error) {
	var rows []findingRow
	if err := q.NewRaw("SELECT "+findingColumns+" FROM finding f WHERE f.id = ?", id).Scan(ctx, &rows); err != nil || len(rows) == 0 {
		return Finding{}, found(orNoRows(err), "finding")
	}
	reads, writes := readsFindings(ctx, rows[0].ProgramID)
	if !reads || !writes && rows[0].PublishedAt == nil {
		return Finding{}, fault.NotFound("finding")
	}
	all, err := withPlaces(ctx, q, rows)
	if err != nil {
		return Finding{}, err
	}
	return all[0], nil
}

func insertFinding(ctx context.Context, tx *record.Tx, f Finding) error {
	_, err := tx.Exec(ctx, `INSERT INTO finding (id, program_id, study_id, claim, kind, why, ends, group_by, state, created_by, created_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, f.ID, f.ProgramID, f.StudyID, f.Claim, string(f.Kind), f.Why, f.Ends, f.GroupBy, string(f.State), f.createdBy,
		record.Micros(f.CreatedAt), record.Micros(f.ChangedAt))
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert finding")
	}
	return putPlaces(ctx, tx, f)
}

// updateFinding writes a finding whose version was counted up.
func updateFinding(ctx context.Context, tx *record.Tx, f Finding) error {
	n, err := tx.Exec(ctx, "UPDATE finding SET claim = ?, kind = ?, why = ?, ends = ?, group_by = ?, state = ?, reason = ?, published_at = ?, changed_at = ?, version = ? WHERE id = ? AND version = ?",
		f.Claim, string(f.Kind), f.Why, f.Ends, f.GroupBy, string(f.State), f.Reason, microsOrNull(f.PublishedAt), record.Micros(f.ChangedAt), f.Version, f.ID, f.Version-1)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "update finding")
	}
	if n == 0 { // on PostgreSQL somebody else was first
		return web.MatchVersion(web.ETag(f.Version-1), f.Version)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM finding_touchpoint WHERE finding_id = ?", f.ID); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "update the touchpoints of a finding")
	}
	return putPlaces(ctx, tx, f)
}

func putPlaces(ctx context.Context, tx *record.Tx, f Finding) error {
	for _, id := range f.TouchpointIDs {
		if _, err := tx.Exec(ctx, "INSERT INTO finding_touchpoint (finding_id, touchpoint_id) VALUES (?, ?)", f.ID, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write the touchpoints of a finding")
		}
	}
	return nil
}

// step writes something that was done to a finding into its history, and tells
// the change log.
func (s *Service) step(ctx context.Context, tx *record.Tx, id, what, reason string, before *FindingWording) error {
	words := ""
	if before != nil {
		raw, _ := json.Marshal(before) // strings always marshal
		words = string(raw)
	}
	tx.Log(FindingChanged, id)
	_, err := tx.Exec(ctx, "INSERT INTO finding_history (id, finding_id, what, before, reason, by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		s.NewID(), id, what, words, reason, access.From(ctx).UserID, record.Micros(s.Now()))
	return fault.Wrap(err, fault.CodeInternal, "write the history of a finding")
}

// FindingsIn is what other rooms need to know of findings by id, whoever asks,
// in the snapshot of q; one that is not there is left out.
func FindingsIn(ctx context.Context, q record.Querier, ids []string) (map[string]FindingRef, error) {
	out := map[string]FindingRef{}
	for part := range slices.Chunk(ids, 500) {
		var rows []findingRow
		if err := q.NewRaw("SELECT "+findingColumns+" FROM finding f WHERE f.id IN (?)", bun.List(part)).Scan(ctx, &rows); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read findings")
		}
		for _, r := range rows {
			out[r.ID] = FindingRef{ID: r.ID, ProgramID: r.ProgramID, Claim: r.Claim, Kind: Mode(r.Kind), State: FindingState(r.State), Published: r.PublishedAt != nil, For: r.SaidFor, Against: r.SaidAgainst}
		}
	}
	return out, nil
}
