package listen

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// StartCoded makes the codes and the coder of a file and has its rows taken in
// by a job; one that was given up goes on where it stood.
func (s *Service) StartCoded(ctx context.Context, id string) (CodedFile, log.Position, error) {
	f, err := s.GetCodedFile(ctx, id)
	if err != nil {
		return f, 0, err
	}
	if f.State == CodedReady {
		if f.frame, err = s.makeCodes(ctx, f); err != nil {
			return f, 0, err
		}
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		now, err := codedFor(ctx, tx, id)
		if err != nil {
			return err
		}
		switch {
		case now.State != CodedReady && now.State != CodedFailed, now.Version != f.Version:
			return codedOver()
		case now.State == CodedReady && now.Plan.Shape != CodesNone:
			c, err := s.outsideNamed(ctx, tx, OutsideCoder{StudyID: f.StudyID, Kind: f.Plan.Kind, Source: FromFile, Name: f.Plan.Coder})
			if err != nil {
				return err
			}
			now.CoderID = c.ID
		}
		if now.State == CodedReady {
			now.frame = f.frame
		}
		now.State, now.Problem = CodedRunning, ""
		f = now
		tx.Log(CodedStarted, id)
		if _, err := updateCodedFile(ctx, tx, f, f.Done); err != nil {
			return err
		}
		return s.Audit.Audit(ctx, tx, "coder.file_started", f.StudyID, map[string]string{"file": id})
	})
	return f, position, err
}

// makeCodes makes the codes of a file in the study's codebook, which is made
// where there is none; codes that it has by name stay.
func (s *Service) makeCodes(ctx context.Context, f CodedFile) ([]FrameCode, error) {
	p, err := s.PreviewCoded(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	if p.Texts == 0 {
		return nil, fault.Invalid("text", "No row of this column holds a text.").Keyed("coded.no_texts")
	}
	if len(p.Frame) == 0 {
		return nil, nil
	}
	if len(p.Frame) > maxCodes {
		return nil, fault.New(fault.CodeConflict, "A codebook has at most 2,000 codes.").Keyed("codebook.too_many")
	}
	book, err := s.StudyCodebook(ctx, f.StudyID)
	if err == nil && book == "" {
		book, err = s.bookFor(ctx, f)
	}
	if err != nil {
		return nil, err
	}
	_, _, err = s.inBook(ctx, book, func(ctx context.Context, _ *record.Tx, b *openBook) error {
		for i := range p.Frame {
			c := &p.Frame[i]
			for _, o := range b.Codes {
				if o.State == CodeActive && nameKey(o.Name) == nameKey(c.Name) {
					c.ID = o.ID
				}
			}
			if c.ID != "" {
				continue
			}
			family, err := b.familyOfCode(ctx, c.Family)
			if err != nil {
				return err
			}
			made, err := b.addCode(ctx, Code{Name: c.Name, FamilyID: family})
			if err != nil {
				return err
			}
			c.ID = made.ID
		}
		return nil
	})
	return p.Frame, err
}

// bookFor makes the codebook of a study that has none, named as the coder.
func (s *Service) bookFor(ctx context.Context, f CodedFile) (string, error) {
	st, err := s.GetStudy(ctx, f.StudyID)
	if err != nil {
		return "", err
	}
	book, _, err := s.CreateCodebook(ctx, Codebook{ProgramID: st.ProgramID, Name: codeNamed(f.Plan.Coder)})
	if err != nil {
		return "", err
	}
	_, err = s.ChooseCodebook(ctx, f.StudyID, book.ID)
	return book.ID, err
}

const (
	codedRows  = 200              // in one transaction
	codedSlice = 20 * time.Second // of work before a job asks for another
)

// RunningCoded are the files whose rows are being taken in.
func (s *Service) RunningCoded(ctx context.Context) (ids []string, err error) {
	if err := access.From(ctx).Require(access.ListenWrite, access.Whole()); err != nil {
		return nil, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM coded_file WHERE state = ? ORDER BY id LIMIT 100", string(CodedRunning)).Scan(ctx, &ids)
	})
	return ids, fault.Wrap(err, fault.CodeInternal, "list files being taken in")
}

// RunCoded takes rows of a file in, from where it stands, and tells whether there
// are more: a piece of work is at most 20 seconds. It is done on nobody's behalf
// and may be killed anywhere and done again: rows are taken once.
func (s *Service) RunCoded(ctx context.Context, id string) (more bool, err error) {
	if err := access.From(ctx).Require(access.ListenWrite, access.Whole()); err != nil {
		return false, err
	}
	var f CodedFile
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err = getCodedFile(ctx, q, id)
		return err
	})
	if fault.Is(err, fault.CodeNotFound) || err == nil && f.State != CodedRunning {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	data, given, err := s.opened(ctx, f)
	if err != nil {
		return false, err
	}
	r, err := readCoded(data, f.Plan, given)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, r.rows.Close()) }()
	return s.takeCoded(ctx, f, r)
}

// takeCoded reads all rows, passes over those that are behind, and takes the
// others in piece by piece.
func (s *Service) takeCoded(ctx context.Context, f CodedFile, r *codedReader) (more bool, err error) {
	until, over := s.Now().Add(codedSlice), false
	for n := int64(0); !over; {
		var rows []codedRow
		for len(rows) < codedRows {
			row, err := r.next()
			if errors.Is(err, io.EOF) {
				over = true
				break
			}
			if err != nil {
				return false, err
			}
			if n++; n > f.Done {
				rows = append(rows, row)
			}
		}
		before := f.Done
		f.Done += int64(len(rows))
		moved := false
		_, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
			next := f
			if err := s.takeRows(ctx, tx, &next, rows); err != nil {
				return err
			}
			if over {
				next.State, next.FinishedAt = CodedDone, new(s.Now().UTC())
				if err := leaveCoded(ctx, tx, &next); err != nil {
					return err
				}
			}
			var err error
			if moved, err = updateCodedFile(ctx, tx, next, before); err == nil && !moved {
				return errCodedMoved // another run was here
			}
			if err == nil {
				f = next
			}
			return err
		})
		if errors.Is(err, errCodedMoved) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !over && s.Now().After(until) { // never before a piece is in, however long the way to it
			return true, nil
		}
	}
	return false, nil
}

var errCodedMoved = errors.New("listen: another run took these rows in")

// takeRows takes some rows in, with their codes.
func (s *Service) takeRows(ctx context.Context, tx *record.Tx, f *CodedFile, rows []codedRow) error {
	st, err := getStudy(ctx, tx, f.StudyID)
	if err != nil {
		return err
	}
	ids := make(map[frameKey]string, len(f.frame))
	for _, c := range f.frame {
		ids[frameKey{c.Group, c.Key}] = c.ID
	}
	by := OutsideCoder{ID: f.CoderID, StudyID: f.StudyID, Kind: f.Plan.Kind, Name: f.Plan.Coder}
	for _, row := range rows {
		for _, reject := range row.rejects {
			f.Rejected++
			if err := insertCodedReject(ctx, tx, f.ID, reject); err != nil {
				return err
			}
		}
		if row.text == "" {
			continue
		}
		document, erased, err := s.codedDocument(ctx, tx, f, row)
		if err != nil {
			return err
		}
		if erased || f.CoderID == "" {
			continue
		}
		sealed, err := sealing(ctx, tx, st, document)
		if err != nil {
			return err
		}
		whole := wholeOf(commentLines(row.text))
		for _, k := range row.codes {
			fresh, err := giveOutside(ctx, tx, s.outsideCoding(by, document, ids[k], whole, sealed))
			if err != nil {
				return err
			}
			f.Passages += int64(flag(fresh))
		}
		if err := judgedBy(ctx, tx, f.CoderID, document, f.StudyID, s.Now()); err != nil {
			return err
		}
		tx.Log(CodingChanged, document)
	}
	return nil
}

// codedDocument is the document of a row, made where the study has none that
// reads like it; erased ones stay so.
func (s *Service) codedDocument(ctx context.Context, tx *record.Tx, f *CodedFile, row codedRow) (id string, erased bool, err error) {
	there, err := tx.Get(ctx, "SELECT id, erased_at IS NOT NULL FROM document WHERE study_id = ? AND source_key <> '' AND source_key = ?", []any{f.StudyID, row.digest}, &id, &erased)
	if err != nil {
		return "", false, fault.Wrap(err, fault.CodeInternal, "find a document of a file")
	}
	if there {
		f.There++
		return id, erased, nil
	}
	number, err := numbered(ctx, tx, f.StudyID, "comments", 1)
	if err != nil {
		return "", false, err
	}
	d := takenDocument{createdBy: f.createdBy, lines: commentLines(row.text), Document: Document{
		StudyID: f.StudyID, Kind: Comment, Number: number, Language: f.Plan.Language, Traits: row.traits, Question: row.question, Consent: f.Plan.Consent,
	}}
	if err := s.insertDocument(ctx, tx, &d); err != nil {
		return "", false, err
	}
	if err := s.proposeIn(ctx, tx, d.Document); err != nil {
		return "", false, err
	}
	released := any(nil)
	if f.Plan.Released {
		released = record.Micros(s.Now())
	}
	if _, err := tx.Exec(ctx, "UPDATE document SET source_key = ?, released_at = ?, released_by = ? WHERE id = ?", row.digest, released, map[bool]string{true: f.createdBy}[f.Plan.Released], d.ID); err != nil {
		return "", false, fault.Wrap(err, fault.CodeInternal, "keep a document of a file")
	}
	f.Added++
	return d.ID, false, indexShown(ctx, tx, d.ID, d.Language, f.Plan.Released)
}

// GiveUpCoded says that a file cannot be taken in any further, and why; it may be
// started again.
func (s *Service) GiveUpCoded(ctx context.Context, id string, why error) error {
	_, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		f, err := getCodedFile(ctx, tx, id)
		if err != nil || f.State != CodedRunning {
			return err
		}
		f.State, f.Problem = CodedFailed, string(fault.CodeOf(why))
		_, err = updateCodedFile(ctx, tx, f, f.Done)
		return err
	})
	return err
}
