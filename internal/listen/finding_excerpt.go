package listen

import (
	"context"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// FindingExcerpt is what somebody said for or against a finding, as who asks may
// read it: researchers of the study the original, others what was released.
type FindingExcerpt struct {
	ID           string           `json:"id" format:"uuid"`
	Side         Side             `json:"side" enum:"for,against"`
	StudyID      string           `json:"study_id" format:"uuid"`
	DocumentID   string           `json:"document_id" format:"uuid"`
	Kind         DocumentKind     `json:"kind" enum:"transcript,comment"`
	Number       int              `json:"number" doc:"Of the interview, or of the comment in the study."`
	FromN        int              `json:"from_n" doc:"The first sentence."`
	ToN          int              `json:"to_n" doc:"The last sentence."`
	Text         string           `json:"text"`
	Language     string           `json:"language,omitempty"`
	Pseudonym    string           `json:"pseudonym,omitempty"`
	Consent      string           `json:"consent,omitempty" enum:"anonymous,firm,person"`
	Account      *people.PartyRef `json:"account,omitempty"`
	Customer     *people.PartyRef `json:"customer,omitempty"`
	TouchpointID string           `json:"touchpoint_id,omitempty" doc:"The moment of the journey it speaks of."`
	At           time.Time        `json:"at" doc:"When it was put with the finding."`
}

// NewExcerpt is a passage to be put with a finding.
type NewExcerpt struct {
	ID           string `json:"id" format:"uuid" doc:"Made by the caller; sent again it changes nothing."`
	DocumentID   string `json:"document_id" format:"uuid"`
	Side         Side   `json:"side" enum:"for,against"`
	TouchpointID string `json:"touchpoint_id,omitempty"`
	Passage
}

// AddExcerpt puts a passage with a finding: a researcher of the study does, who
// reads the original.
func (s *Service) AddExcerpt(ctx context.Context, finding string, e NewExcerpt) (Finding, log.Position, error) {
	if err := oneOf("side", e.Side, For, Against); err != nil {
		return Finding{}, 0, err
	}
	if e.ToN-e.FromN >= maxExcerptLines {
		return Finding{}, 0, fault.Invalid("to_n", "An excerpt has at most 40 sentences.").Keyed("finding.excerpt_long")
	}
	return s.changeExcerpts(ctx, finding, func(ctx context.Context, tx *record.Tx, f Finding) error {
		d, err := s.placed(ctx, tx, e.DocumentID)
		if err != nil {
			return err
		}
		if d.ProgramID != f.ProgramID {
			return fault.Invalid("document_id", "The document is of another program.").Keyed("finding.document")
		}
		lengths, err := lengthsOf(ctx, tx, e.DocumentID, []int{e.FromN, e.ToN})
		if err != nil {
			return err
		}
		if err := e.fits(lengthIn(lengths)); err != nil {
			return err
		}
		if e.TouchpointID != "" {
			there, err := journey.HasTouchpointIn(ctx, tx, f.ProgramID, e.TouchpointID)
			if err != nil {
				return err
			}
			if !there {
				return fault.Invalid("touchpoint_id", "There is no such touchpoint in the program.").Keyed("coding.touchpoint")
			}
		}
		return s.insertExcerpt(ctx, tx, f, d.StudyID, e)
	})
}

// lengthIn tells the lengths of sentences, -1 of one that is not there.
func lengthIn(lengths map[int]int) func(n int) int {
	return func(n int) int {
		if length, there := lengths[n]; there {
			return length
		}
		return -1
	}
}

func (s *Service) insertExcerpt(ctx context.Context, tx *record.Tx, f Finding, study string, e NewExcerpt) error {
	var there []string
	if err := tx.NewRaw("SELECT finding_id FROM finding_excerpt WHERE id = ?", e.ID).Scan(ctx, &there); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find an excerpt")
	}
	switch {
	case len(there) == 1 && there[0] == f.ID:
		return nil // sent again
	case len(there) == 1:
		return fault.New(fault.CodeConflict, "This id was used before. Make another.").With("id", "taken").Keyed("coding.id_taken")
	case f.For+f.Against >= maxExcerpts:
		return fault.New(fault.CodeConflict, "A finding has at most 500 excerpts.").Keyed("finding.excerpts_many")
	}
	var same []int
	err := tx.NewRaw("SELECT 1 FROM finding_excerpt WHERE finding_id = ? AND document_id = ? AND from_n = ? AND from_pos = ? AND to_n = ? AND to_pos = ?", f.ID, e.DocumentID, e.FromN, e.FromPos, e.ToN, e.ToPos).Scan(ctx, &same)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find an excerpt")
	}
	if len(same) > 0 {
		return fault.New(fault.CodeConflict, "This passage stands with the finding already.").Keyed("finding.excerpt_there")
	}
	_, err = tx.Exec(ctx, `INSERT INTO finding_excerpt (id, finding_id, document_id, study_id, side, from_n, from_pos, to_n, to_pos, touchpoint_id, by_user, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, f.ID, e.DocumentID, study, string(e.Side), e.FromN, e.FromPos, e.ToN, e.ToPos, e.TouchpointID,
		access.From(ctx).UserID, record.Micros(s.Now()))
	return fault.Wrap(err, fault.CodeInternal, "insert an excerpt")
}

// RemoveExcerpt takes an excerpt off a finding; the last one of a published
// finding stays, and so does the last that its state rests on.
func (s *Service) RemoveExcerpt(ctx context.Context, finding, id string) (Finding, log.Position, error) {
	return s.changeExcerpts(ctx, finding, func(ctx context.Context, tx *record.Tx, f Finding) error {
		n, err := tx.Exec(ctx, "DELETE FROM finding_excerpt WHERE id = ? AND finding_id = ?", id, f.ID)
		if err == nil && n == 0 {
			return fault.NotFound("excerpt")
		}
		return fault.Wrap(err, fault.CodeInternal, "remove an excerpt")
	})
}

// changeExcerpts changes what is put with a finding, which must be grounded
// after it.
func (s *Service) changeExcerpts(ctx context.Context, id string, do func(ctx context.Context, tx *record.Tx, f Finding) error) (Finding, log.Position, error) {
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
		// Two who take excerpts off at once wait for each other here.
		if _, err := tx.Exec(ctx, "UPDATE finding SET version = version + 1, changed_at = ? WHERE id = ?", record.Micros(s.Now()), id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "update finding")
		}
		if f, err = getFinding(ctx, tx, id); err != nil {
			return err
		}
		if err := do(ctx, tx, f); err != nil {
			return err
		}
		if f, err = getFinding(ctx, tx, id); err != nil {
			return err
		}
		tx.Log(FindingChanged, id)
		return f.grounded()
	})
	f.CreatedBy = s.names(ctx, f.createdBy)[f.createdBy]
	return f, position, err
}

type excerptRow struct {
	ID           string `bun:"id"`
	DocumentID   string `bun:"document_id"`
	StudyID      string `bun:"study_id"`
	Side         string
	FromN        int `bun:"from_n"`
	FromPos      int
	ToN          int `bun:"to_n"`
	ToPos        int
	TouchpointID string `bun:"touchpoint_id"`
	At           int64
}

const excerptColumns = "e.id, e.document_id, e.study_id, e.side, e.from_n, e.from_pos, e.to_n, e.to_pos, e.touchpoint_id, e.at"

// Excerpts lists what people said for or against a finding (for "" both), as far
// as who asks may read the documents, by id: limit+1 at most, after one. A page
// goes through all excerpts of the finding, of which there are 500 at most.
func (s *Service) Excerpts(ctx context.Context, finding string, side Side, after string, limit int) (out []FindingExcerpt, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return nil, err
	}
	originals := false
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err := getFinding(ctx, q, finding)
		if err != nil || !reads(access.From(ctx), f.ProgramID) {
			return err // who reads no interviews sees the counts
		}
		var rows []excerptRow
		err = q.NewRaw("SELECT "+excerptColumns+" FROM finding_excerpt e JOIN document ed ON ed.id = e.document_id WHERE e.finding_id = ? AND e.id > ? AND (? = '' OR e.side = ?) AND "+countable+
			" ORDER BY e.id LIMIT ?", finding, after, string(side), string(side), maxExcerpts).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "list excerpts")
		}
		documents, err := documentsOf(ctx, q, rows)
		if err != nil {
			return err
		}
		for _, r := range rows {
			d, readable := documents[r.DocumentID]
			if !readable || len(out) > limit {
				continue
			}
			e, err := r.excerpt(ctx, q, d)
			if err != nil {
				return err
			}
			originals = originals || d.Originals
			out = append(out, e)
		}
		return nil
	})
	if err == nil && originals {
		err = s.Audit.Saw(ctx, "finding.quotes_read", finding, nil)
	}
	return out, err
}

// documentsOf are the documents of excerpts that who asks may read, by id.
func documentsOf(ctx context.Context, q record.Querier, rows []excerptRow) (map[string]Document, error) {
	out := map[string]Document{}
	for _, r := range rows {
		if _, asked := out[r.DocumentID]; asked {
			continue
		}
		d, _, err := readDocument(ctx, q, r.DocumentID)
		if fault.Is(err, fault.CodeNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[r.DocumentID] = d
	}
	return out, nil
}

// excerpt is the row with its words, as who asks may read the document.
func (r excerptRow) excerpt(ctx context.Context, q record.Querier, d Document) (FindingExcerpt, error) {
	e := FindingExcerpt{ID: r.ID, Side: Side(r.Side), StudyID: r.StudyID, DocumentID: r.DocumentID, Kind: d.Kind, Number: d.Number, FromN: r.FromN, ToN: r.ToN, Language: d.Language,
		Pseudonym: d.Pseudonym, Consent: d.Consent, Account: d.Account, Customer: d.Customer, TouchpointID: r.TouchpointID, At: record.Time(r.At)}
	lines, err := originalLines(ctx, q, d.ID, r.FromN-1, r.ToN-r.FromN+1)
	if err != nil {
		return e, err
	}
	parts := make([]string, len(lines))
	for i, l := range lines {
		masks := []Mask(nil)
		if !d.Originals {
			masks = hiding(l.Masks)
		}
		shown := NewShown(l.Text, masks)
		from, to := 0, len([]rune(l.Text))
		if l.N == r.FromN {
			from = r.FromPos
		}
		if l.N == r.ToN {
			to = r.ToPos
		}
		from, to = shown.ToShown(from, to)
		parts[i] = string([]rune(shown.Text)[from:to])
	}
	e.Text = strings.Join(parts, " ")
	return e, nil
}
