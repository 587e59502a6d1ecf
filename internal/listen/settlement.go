package listen

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Differences are the stretches of a document on which its coders differ, with
// how each was settled; none while fewer than two are done.
func (s *Service) Differences(ctx context.Context, document string) (out []Difference, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.readable(ctx, q, document); err != nil {
			return err
		}
		out, err = readDifferences(ctx, q, document)
		return err
	})
	for _, d := range out {
		if d.Settled != nil {
			d.Settled.ByName = s.names(ctx, d.Settled.ByUser)[d.Settled.ByUser]
		}
	}
	return out, err
}

func readDifferences(ctx context.Context, q record.Querier, document string) ([]Difference, error) {
	passes, err := passesOfDocument(ctx, q, document)
	if err != nil {
		return nil, err
	}
	coders := compared(passes)
	if len(coders) < minBlind {
		return []Difference{}, nil
	}
	passages, err := readJudged(ctx, q, "document_id", document)
	if err != nil {
		return nil, err
	}
	all := differences(coders, passages)
	settled, err := listSettlements(ctx, q, document)
	if err != nil {
		return nil, err
	}
	for i, d := range all {
		at := slices.IndexFunc(settled, func(t Settlement) bool { return t.CodeID == d.CodeID && t.FromN == d.FromN && t.ToN == d.ToN })
		if at >= 0 {
			all[i].Settled = &settled[at]
		}
	}
	return all, nil
}

const maxReason = 4000

// Settle says whether a code on which coders differ stands there, and why. The
// passages stay as they were given; where the code does not hold they count no
// more.
func (s *Service) Settle(ctx context.Context, t Settlement) (Settlement, log.Position, error) {
	if t.Reason = strings.TrimSpace(t.Reason); t.Reason == "" || len([]rune(t.Reason)) > maxReason {
		return t, 0, fault.Invalid("reason", "Say why, in at most 4,000 characters.").Keyed("coding.reason")
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		d, err := s.codable(ctx, tx, t.DocumentID)
		if err != nil {
			return err
		}
		all, err := readDifferences(ctx, tx, t.DocumentID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o Difference) bool { return o.CodeID == t.CodeID && o.FromN == t.FromN && o.ToN == t.ToN })
		if at < 0 {
			return fault.New(fault.CodeConflict, "The coders do not differ on this code there.").Keyed("coding.not_differing")
		}
		if before := all[at].Settled; before != nil {
			if err := unsettle(ctx, tx, before.ID); err != nil {
				return err
			}
		}
		t.ID, t.ByUser, t.At = s.NewID(), access.From(ctx).UserID, s.Now().UTC()
		tx.Log(CodingChanged, t.DocumentID)
		return settle(ctx, tx, d.StudyID, t, all[at].Passages)
	})
	t.ByName = access.From(ctx).Name
	return t, position, err
}

// Unsettle opens a settled difference again.
func (s *Service) Unsettle(ctx context.Context, document, id string) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := s.codable(ctx, tx, document); err != nil {
			return err
		}
		all, err := listSettlements(ctx, tx, document)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(t Settlement) bool { return t.ID == id }) {
			return fault.NotFound("settlement")
		}
		tx.Log(CodingChanged, document)
		return unsettle(ctx, tx, id)
	})
}

type settlementRow struct {
	ID         string `bun:"id"`
	DocumentID string `bun:"document_id"`
	CodeID     string `bun:"code_id"`
	FromN      int    `bun:"from_n"`
	ToN        int    `bun:"to_n"`
	Holds      int
	Reason     string
	ByUser     string
	At         int64
}

// listSettlements gives those of a document, each under the code that stands.
func listSettlements(ctx context.Context, q record.Querier, document string) ([]Settlement, error) {
	var rows []settlementRow
	if err := q.NewRaw(`SELECT t.id, t.document_id, k.stands_id AS code_id, t.from_n, t.to_n, t.holds, t.reason, t.by_user, t.at
		FROM settlement t JOIN code k ON k.id = t.code_id WHERE t.document_id = ? ORDER BY t.id DESC`, document).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list settlements")
	}
	out := make([]Settlement, len(rows))
	for i, r := range rows {
		out[i] = Settlement{ID: r.ID, DocumentID: r.DocumentID, CodeID: r.CodeID, FromN: r.FromN, ToN: r.ToN, Holds: r.Holds != 0, Reason: r.Reason, ByUser: r.ByUser, At: record.Time(r.At)}
	}
	return out, nil
}

// settle writes t and marks its passages.
func settle(ctx context.Context, tx *record.Tx, study string, t Settlement, passages []JudgedSpan) error {
	if _, err := tx.Exec(ctx, "INSERT INTO settlement (id, document_id, study_id, code_id, from_n, to_n, holds, reason, by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		t.ID, t.DocumentID, study, t.CodeID, t.FromN, t.ToN, flag(t.Holds), t.Reason, t.ByUser, record.Micros(t.At)); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "settle a difference")
	}
	ids := make([]string, len(passages))
	for i, p := range passages {
		ids[i] = p.ID
	}
	_, err := tx.NewRaw("UPDATE coding SET settlement_id = ?, dropped = ?, version = version + 1 WHERE id IN (?)", t.ID, flag(!t.Holds), bun.List(ids)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "settle a difference")
}

// unsettle takes a settlement away and has its passages count again.
func unsettle(ctx context.Context, tx *record.Tx, id string) error {
	if _, err := tx.Exec(ctx, "UPDATE coding SET settlement_id = '', dropped = 0, version = version + 1 WHERE settlement_id = ?", id); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "open a difference again")
	}
	_, err := tx.Exec(ctx, "DELETE FROM settlement WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "open a difference again")
}
