package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

var insertSentences = record.NewInsert("sentence", "document_id", "n", "turn", "speaker", "is_interviewer", "from_us", "to_us", "text")

// takenDocument is a document that is to be kept.
type takenDocument struct {
	Document
	responseID, createdBy string
	lines                 []Line // N is given here
}

// insertDocument keeps a document with its sentences, numbered from 1, and makes
// researchers find them.
func (s *Service) insertDocument(ctx context.Context, tx *record.Tx, d *takenDocument) error {
	traits, err := json.Marshal(d.Traits)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write document")
	}
	d.ID, d.Sentences, d.Words, d.Version, d.CreatedAt = s.NewID(), len(d.lines), 0, 1, s.Now().UTC()
	rows := make([][]any, len(d.lines))
	for i := range d.lines {
		l := &d.lines[i]
		l.N = i + 1
		d.Words += len(text.Words(l.Text))
		rows[i] = []any{d.ID, l.N, l.Turn, l.Speaker, l.Interviewer, numberOrNull(l.FromUS), numberOrNull(l.ToUS), l.Text}
	}
	_, err = tx.Exec(ctx, `INSERT INTO document (id, study_id, kind, interview_id, number, title, language, sentences, words, traits, response_id, question,
		customer_id, account_id, consent, file_hash, file_name, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.StudyID, string(d.Kind), orNull(d.InterviewID), d.Number, d.Title, d.Language, d.Sentences, d.Words, string(traits), orNull(d.responseID), d.Question,
		orNull(d.customerID), orNull(d.accountID), d.Consent, d.fileHash, d.FileName, d.createdBy, record.Micros(d.CreatedAt))
	if err == nil {
		_, err = tx.InsertAll(ctx, insertSentences, rows)
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert document")
	}
	tx.Log(DocumentChanged, d.ID)
	return indexOriginals(ctx, tx, d.ID, d.Language)
}

func numberOrNull(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

// indexOriginals makes researchers find the sentences of a document.
func indexOriginals(ctx context.Context, tx *record.Tx, document, language string) error {
	lines, err := originalLines(ctx, tx, document, 0, 0)
	for i := 0; err == nil && i < len(lines); i++ {
		err = addWords(ctx, tx, "sentence_words", lines[i].id, searched(language, lines[i].Text))
	}
	return err
}

// indexShown makes everybody find what a document shows, where it is released.
func indexShown(ctx context.Context, tx *record.Tx, document, language string, released bool) error {
	if err := forgetIn(ctx, tx, "sentence_shown", document); err != nil || !released {
		return err
	}
	lines, err := originalLines(ctx, tx, document, 0, 0)
	for i := 0; err == nil && i < len(lines); i++ {
		err = addWords(ctx, tx, "sentence_shown", lines[i].id, searched(language, NewShown(lines[i].Text, hiding(lines[i].Masks)).Text))
	}
	return err
}
