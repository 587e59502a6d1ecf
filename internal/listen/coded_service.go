package listen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// CodedStarted is the kind of the change log for files whose rows are to be taken
// in.
const CodedStarted = "coded_file.started"

// mostCodedFiles is how many files of a study are listed.
const mostCodedFiles = 100

// CodedFiles are the tables of coded texts of a study, newest first, for its
// researchers.
func (s *Service) CodedFiles(ctx context.Context, study string) (out []CodedFile, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := studyFor(ctx, q, study); err != nil {
			return err
		}
		out, err = codedFilesWhere(ctx, q, "study_id = ?", mostCodedFiles, study)
		return err
	})
	return out, err
}

// codedFor is a file of a study of which the asker is a researcher.
func codedFor(ctx context.Context, q record.Querier, id string) (CodedFile, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return CodedFile{}, err
	}
	f, err := getCodedFile(ctx, q, id)
	if err != nil {
		return f, err
	}
	st, err := researching(ctx, q, f.StudyID)
	if fault.Is(err, fault.CodeNotFound) {
		err = fault.NotFound("file")
	}
	f.blind = st.Mode == CodingBlind
	return f, err
}

// GetCodedFile is a file with how far it is.
func (s *Service) GetCodedFile(ctx context.Context, id string) (f CodedFile, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err = codedFor(ctx, q, id)
		return err
	})
	return f, err
}

// putOwn keeps bytes of a file under an id, so that no other file shares them.
func (s *Service) putOwn(ctx context.Context, id string, data []byte) (hash string, err error) {
	hash, _, err = s.Store.Files().Put(ctx, io.MultiReader(strings.NewReader(id+"\n"), bytes.NewReader(data)), maxCodedFile+64)
	return hash, err
}

// getOwn gives what putOwn kept.
func (s *Service) getOwn(ctx context.Context, hash string) (data []byte, err error) {
	file, err := s.Store.Files().Open(ctx, hash)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open a file of a study")
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data, err = io.ReadAll(file)
	_, data, _ = bytes.Cut(data, []byte("\n"))
	return data, fault.Wrap(err, fault.CodeUnavailable, "read a file of a study")
}

// UploadCoded keeps a table and tells how it would be taken in.
func (s *Service) UploadCoded(ctx context.Context, study, name string, data []byte) (CodedPreview, log.Position, error) {
	var none CodedPreview
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return none, 0, err
	}
	var st Study
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		st, err = researching(ctx, q, study)
		return err
	})
	if err != nil {
		return none, 0, err // before the file is read
	}
	format, err := tableOf(data)
	if err != nil {
		return none, 0, err
	}
	profile, err := profiled(ctx, data, format)
	if err != nil {
		return none, 0, err
	}
	f := CodedFile{ID: s.NewID(), StudyID: study, State: CodedReady, Name: path.Base(name), Rows: profile.Rows + profile.Rejected, CreatedAt: s.Now().UTC(), Version: 1, createdBy: access.From(ctx).UserID, blind: st.Mode == CodingBlind}
	f.Plan = guessCoded(profile, strings.TrimSuffix(f.Name, path.Ext(f.Name)), "en")
	if f.fileHash, err = s.putOwn(ctx, s.NewID(), data); err != nil {
		return none, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := researching(ctx, tx, study); err != nil {
			return err
		}
		if err := insertCodedFile(ctx, tx, f); err != nil {
			return err
		}
		_, err := updateCodedFile(ctx, tx, f, 0)
		return err
	})
	if err != nil {
		return none, 0, err
	}
	out, err := s.previewOf(f, data, nil)
	return out, position, err
}

// previewOf reads all rows by the plan.
func (s *Service) previewOf(f CodedFile, data []byte, given []FrameCode) (out CodedPreview, err error) {
	out = CodedPreview{CodedFile: f, Sealed: f.blind, Examples: []CodedExample{}, Rejects: []CodedReject{}, Frame: []FrameCode{}}
	format, err := tableOf(data)
	if err != nil {
		return out, err
	}
	out.Columns = format.Columns
	if f.Plan.Text == "" {
		return out, nil // nothing reads as a text: the columns are shown
	}
	r, err := readCoded(data, f.Plan, given)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, r.rows.Close()) }()
	codes := framing{counts: map[frameKey]int{}, labels: map[frameKey]map[string]int{}}
	var first []codedRow
	out.Rejected = 0
	for {
		row, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, err
		}
		out.Rejected += int64(len(row.rejects))
		out.Rejects = append(out.Rejects, row.rejects[:min(len(row.rejects), shownRejects-len(out.Rejects))]...)
		if row.text == "" {
			continue
		}
		codes.add(row)
		if out.Texts++; len(first) < shownExamples {
			first = append(first, row)
		}
	}
	out.Frame = codes.frame(f.Plan, given)
	names := map[frameKey]string{}
	for _, c := range out.Frame {
		names[frameKey{c.Group, c.Key}] = c.Name
	}
	for _, row := range first {
		e := CodedExample{Row: row.number, Text: row.text, Codes: []string{}}
		for _, k := range row.codes {
			e.Codes = append(e.Codes, names[k])
		}
		out.Examples = append(out.Examples, e)
	}
	return out, nil
}

// PreviewCoded tells how a file that is kept would be taken in.
func (s *Service) PreviewCoded(ctx context.Context, id string) (CodedPreview, error) {
	f, err := s.GetCodedFile(ctx, id)
	if err != nil {
		return CodedPreview{}, err
	}
	if f.State != CodedReady {
		return CodedPreview{}, codedOver()
	}
	data, given, err := s.opened(ctx, f)
	if err != nil {
		return CodedPreview{}, err
	}
	return s.previewOf(f, data, given)
}

// opened gives the bytes of a file and its code frame, nil where it has none.
func (s *Service) opened(ctx context.Context, f CodedFile) (data []byte, frame []FrameCode, err error) {
	if data, err = s.getOwn(ctx, f.fileHash); err != nil || f.frameHash == "" {
		return data, nil, err
	}
	raw, err := s.getOwn(ctx, f.frameHash)
	if err != nil {
		return nil, nil, err
	}
	frame, err = readFrame(raw)
	return data, frame, err
}

func codedOver() error {
	return fault.New(fault.CodeConflict, "This file was taken in already, or is being taken in.").Keyed("coded.started")
}

// changeCoded changes a file that is not started.
func (s *Service) changeCoded(ctx context.Context, id string, change func(ctx context.Context, tx *record.Tx, f *CodedFile) error) (CodedPreview, log.Position, error) {
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		f, err := codedFor(ctx, tx, id)
		if err != nil {
			return err
		}
		if f.State != CodedReady {
			return codedOver()
		}
		if err := change(ctx, tx, &f); err != nil {
			return err
		}
		_, err = updateCodedFile(ctx, tx, f, f.Done)
		return err
	})
	if err != nil {
		return CodedPreview{}, 0, err
	}
	out, err := s.PreviewCoded(ctx, id)
	return out, position, err
}

// PlanCoded says how a file is to be read.
func (s *Service) PlanCoded(ctx context.Context, id string, plan CodedPlan) (CodedPreview, log.Position, error) {
	f, err := s.GetCodedFile(ctx, id)
	if err != nil {
		return CodedPreview{}, 0, err
	}
	if f.State != CodedReady {
		return CodedPreview{}, 0, codedOver()
	}
	data, err := s.getOwn(ctx, f.fileHash)
	if err != nil {
		return CodedPreview{}, 0, err
	}
	format, err := tableOf(data)
	if err != nil {
		return CodedPreview{}, 0, err
	}
	if plan, err = plan.checked(format.Columns); err != nil {
		return CodedPreview{}, 0, err
	}
	return s.changeCoded(ctx, id, func(_ context.Context, _ *record.Tx, f *CodedFile) error {
		f.Plan = plan
		return nil
	})
}

// FrameCoded gives a file a code frame, in place of one before.
func (s *Service) FrameCoded(ctx context.Context, id string, data []byte) (CodedPreview, log.Position, error) {
	if _, err := s.GetCodedFile(ctx, id); err != nil {
		return CodedPreview{}, 0, err
	}
	if _, err := readFrame(data); err != nil {
		return CodedPreview{}, 0, err
	}
	hash, err := s.putOwn(ctx, s.NewID(), data)
	if err != nil {
		return CodedPreview{}, 0, err
	}
	return s.changeCoded(ctx, id, func(ctx context.Context, tx *record.Tx, f *CodedFile) error {
		before := f.frameHash
		f.frameHash = hash
		if before == "" || before == hash {
			return nil
		}
		return people.LeaveFile(ctx, tx, before)
	})
}

// RemoveCoded forgets a file; what was taken in of it stays.
func (s *Service) RemoveCoded(ctx context.Context, id string) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		f, err := codedFor(ctx, tx, id)
		if err != nil {
			return err
		}
		if f.State == CodedRunning {
			return codedOver()
		}
		return dropCoded(ctx, tx, &f)
	})
}

// forgottenAtOnce is how many files go in one transaction.
const forgottenAtOnce = 50

// ForgetUntakenCoded removes tables that were sent in before an instant and are
// not taken in: nothing leads from a person to them, so an erasure does not find
// them. It gives how many; their bytes go with the next people.Service.Sweep.
func (s *Service) ForgetUntakenCoded(ctx context.Context, before time.Time) (forgotten int, err error) {
	if err := access.From(ctx).Require(access.ListenWrite, access.Whole()); err != nil {
		return 0, err
	}
	for {
		n := 0
		_, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
			old, err := codedFilesWhere(ctx, tx, "state IN (?, ?) AND created_at < ?", forgottenAtOnce, string(CodedReady), string(CodedFailed), record.Micros(before))
			for i := range old {
				if err == nil {
					err = dropCoded(ctx, tx, &old[i])
				}
			}
			n = len(old)
			return err
		})
		if err != nil {
			return forgotten, err
		}
		if forgotten += n; n < forgottenAtOnce {
			return forgotten, nil
		}
	}
}

// dropCoded takes a file out, with its rejects; its bytes are left to go.
func dropCoded(ctx context.Context, tx *record.Tx, f *CodedFile) error {
	if err := leaveCoded(ctx, tx, f); err != nil {
		return err
	}
	for _, ask := range []string{"DELETE FROM coded_reject WHERE file_id = ?", "DELETE FROM coded_file WHERE id = ?"} {
		if _, err := tx.Exec(ctx, ask, f.ID); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget a file of a study")
		}
	}
	return nil
}

// leaveCoded has the bytes of a file go.
func leaveCoded(ctx context.Context, tx *record.Tx, f *CodedFile) error {
	for _, hash := range []string{f.fileHash, f.frameHash} {
		if hash == "" {
			continue
		}
		if err := people.LeaveFile(ctx, tx, hash); err != nil {
			return err
		}
	}
	f.fileHash, f.frameHash = "", ""
	return nil
}

// CodedRejects are the cells and rows of a file that were not read: limit+1 at
// most, after one.
func (s *Service) CodedRejects(ctx context.Context, id string, after CodedReject, limit int) (out []CodedReject, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := codedFor(ctx, q, id); err != nil {
			return err
		}
		out, err = listCodedRejects(ctx, q, id, after, limit+1)
		return err
	})
	return out, err
}

// familyOfCode is the family of a code that a file brings, made where there is
// none of its name.
func (b *openBook) familyOfCode(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	name = codeNamed(name)
	if at := slices.IndexFunc(b.Families, func(f Family) bool { return nameKey(f.Name) == nameKey(name) }); at >= 0 {
		return b.Families[at].ID, nil
	}
	f, err := b.addFamily(ctx, Family{Name: name})
	return f.ID, err
}
