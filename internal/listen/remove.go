package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Parts of a program, as conditions on the columns that name them.
const (
	ofStudies   = " IN (SELECT id FROM study WHERE program_id = ?)"
	ofDocuments = " IN (SELECT d.id FROM document d JOIN study s ON s.id = d.study_id WHERE s.program_id = ?)"
	ofFindings  = " IN (SELECT id FROM finding WHERE program_id = ?)"
	ofCodebooks = " IN (SELECT id FROM codebook WHERE program_id = ?)"
)

// removals are what a program has in this room, in an order in which nothing is
// looked for by what is gone.
func removals() []string {
	return []string{
		"finding_excerpt WHERE finding_id" + ofFindings, "finding_excerpt WHERE study_id" + ofStudies,
		"finding_history WHERE finding_id" + ofFindings, "finding_touchpoint WHERE finding_id" + ofFindings, "finding WHERE program_id = ?",
		"coder_judged WHERE study_id" + ofStudies, "coder WHERE study_id" + ofStudies,
		"settlement WHERE study_id" + ofStudies, "coding_pass WHERE study_id" + ofStudies, "coding WHERE study_id" + ofStudies,
		"memo WHERE program_id = ?", "study_codebook WHERE study_id" + ofStudies,
		"code_history WHERE codebook_id" + ofCodebooks, "code WHERE codebook_id" + ofCodebooks, "code_family WHERE codebook_id" + ofCodebooks, "codebook WHERE program_id = ?",
		"mask WHERE document_id" + ofDocuments, "document_mend WHERE document_id" + ofDocuments, "sentence WHERE document_id" + ofDocuments, "document WHERE study_id" + ofStudies,
		"interview_review WHERE interview_id IN (SELECT i.id FROM interview i JOIN study s ON s.id = i.study_id WHERE s.program_id = ?)", "interview WHERE study_id" + ofStudies,
		"study_guide WHERE study_id" + ofStudies, "study_member WHERE study_id" + ofStudies, "study WHERE program_id = ?",
	}
}

// RemoveIn takes the studies, codebooks and findings of a program out inside a
// caller's transaction. Files that nobody else has are left to a sweep (see
// people.Service.Sweep).
func RemoveIn(ctx context.Context, tx *record.Tx, program string) error {
	var documents []string
	if err := tx.NewRaw("SELECT d.id FROM document d JOIN study s ON s.id = d.study_id WHERE s.program_id = ? ORDER BY d.id", program).Scan(ctx, &documents); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find documents of a program")
	}
	for _, id := range documents {
		if err := forgetWords(ctx, tx, id); err != nil {
			return err
		}
		if err := leaveFiles(ctx, tx, id); err != nil {
			return err
		}
		// So that the last of several documents with one file finds it nobody's.
		if _, err := tx.Exec(ctx, "UPDATE document SET file_hash = '', audio_hash = '' WHERE id = ?", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove studies of a program")
		}
	}
	for n := forgottenAtOnce; n == forgottenAtOnce; {
		var err error
		if n, err = forgetRemoved(ctx, tx, forgottenAtOnce, "r.study_id"+ofStudies, program); err != nil {
			return err
		}
	}
	for _, what := range removals() {
		if _, err := tx.NewRaw("DELETE FROM "+what, program).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove studies of a program")
		}
	}
	return nil
}

// RefersIn tells whether an interview or a document names a customer or an
// account, inside a caller's transaction.
func RefersIn(ctx context.Context, tx *record.Tx, id string) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT (SELECT count(*) FROM interview WHERE customer_id = ?) + (SELECT count(*) FROM interview WHERE account_id = ?)
		+ (SELECT count(*) FROM document WHERE customer_id = ?) + (SELECT count(*) FROM document_removed WHERE customer_id = ?)`, id, id, id, id).Scan(ctx, &n)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "find who is named in studies")
}
