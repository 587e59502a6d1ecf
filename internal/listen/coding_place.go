package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// codable is a document as its coders need it.
type codable struct {
	ID         string
	StudyID    string
	ProgramID  string
	CodebookID string // "" until the study has one
	Blind      bool
	Sentences  int
}

// readable is a document of which the asker is a researcher; to everybody else
// it is not there.
func (s *Service) readable(ctx context.Context, q record.Querier, id string) (codable, error) {
	d, err := s.placed(ctx, q, id)
	if fault.Is(err, fault.CodeForbidden) && access.From(ctx).Any(access.ListenRead) == nil {
		err = fault.NotFound("document")
	}
	return d, err
}

// placed is a document of which the asker is a researcher.
func (s *Service) placed(ctx context.Context, q record.Querier, id string) (codable, error) {
	var row struct {
		StudyID   string `bun:"study_id"`
		Sentences int
	}
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return codable{}, err
	}
	if err := q.NewRaw("SELECT study_id, sentences FROM document d WHERE id = ? AND "+unrestrictedDocument, id).Scan(ctx, &row); err != nil {
		return codable{}, found(err, "document")
	}
	st, err := opened(ctx, q, row.StudyID)
	if err != nil {
		if fault.Is(err, fault.CodeNotFound) {
			err = fault.NotFound("document")
		}
		return codable{}, err
	}
	if st.Part != Researcher {
		return codable{}, fault.New(fault.CodeForbidden, "Only researchers of the study do this. Ask one of them to make you a member.").Keyed("listen.researchers_only")
	}
	book, err := studyCodebook(ctx, q, row.StudyID)
	return codable{ID: id, StudyID: row.StudyID, ProgramID: st.ProgramID, CodebookID: book, Blind: st.Mode == CodingBlind, Sentences: row.Sentences}, err
}

// codable is a document to which the asker may give codes.
func (s *Service) codable(ctx context.Context, q record.Querier, id string) (codable, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return codable{}, err
	}
	d, err := s.placed(ctx, q, id)
	if err != nil {
		return d, err
	}
	return d, writing(ctx, d.ProgramID)
}

// studyCodebook is the codebook by which a study is coded, "" for none yet.
func studyCodebook(ctx context.Context, q record.Querier, study string) (string, error) {
	var ids []string
	if err := q.NewRaw("SELECT codebook_id FROM study_codebook WHERE study_id = ?", study).Scan(ctx, &ids); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read the codebook of a study")
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}

func setStudyCodebook(ctx context.Context, tx *record.Tx, study, codebook string) error {
	_, err := tx.Exec(ctx, "INSERT INTO study_codebook (study_id, codebook_id) VALUES (?, ?) ON CONFLICT (study_id) DO UPDATE SET codebook_id = excluded.codebook_id", study, codebook)
	return fault.Wrap(err, fault.CodeInternal, "set the codebook of a study")
}

// codesFor tells whether the asker reads people's words in a codebook: a
// researcher of a study that is coded by it, or anybody who may write where no
// study is yet.
func codesFor(ctx context.Context, q record.Querier, codebook string) (bool, error) {
	var rows []struct {
		Part string
	}
	err := q.NewRaw(`SELECT COALESCE(m.part, '') AS part FROM study_codebook b
		LEFT JOIN study_member m ON m.study_id = b.study_id AND m.user_id = ? WHERE b.codebook_id = ?`, access.From(ctx).UserID, codebook).Scan(ctx, &rows)
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "read who uses a codebook")
	}
	if len(rows) == 0 {
		return access.From(ctx).Any(access.ListenWrite) == nil, nil
	}
	for _, r := range rows {
		if Part(r.Part) == Researcher {
			return true, nil
		}
	}
	return false, nil
}

// researches tells whether somebody is a researcher of a study.
func researches(ctx context.Context, q record.Querier, study, user string) (bool, error) {
	var n []int
	err := q.NewRaw("SELECT 1 FROM study_member WHERE study_id = ? AND user_id = ? AND part = ?", study, user, string(Researcher)).Scan(ctx, &n)
	return len(n) > 0, fault.Wrap(err, fault.CodeInternal, "find a member of a study")
}
