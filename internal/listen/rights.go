package listen

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Rights erases and tells what this room keeps of a person. It needs no
// service: a restored backup is erased again before there is one.
type Rights struct{ Now func() time.Time }

// ErasePerson empties a person's documents one at a time, whatever the program
// says of answers, then what is said of their interviews. Numbers of interviews
// and sentences stay, so that those of others keep theirs; what somebody quoted
// in a finding in their own words is not found here. An interview that was led
// anonymously knows its person no longer.
func (g Rights) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, _ int) (people.Tally, error) {
	// What was removed and could be put back goes for good.
	removed, err := forgetRemoved(ctx, tx, 1, "r.customer_id IN (?) OR r.interview_id IN (SELECT i.id FROM interview i WHERE i.customer_id IN (?))", bun.List(p.IDs), bun.List(p.IDs))
	if err != nil || removed > 0 {
		return people.Tally{"documents": removed}, err
	}
	var ids []string
	err = tx.NewRaw(`SELECT d.id FROM document d WHERE d.erased_at IS NULL AND (d.customer_id IN (?)
		OR d.interview_id IN (SELECT i.id FROM interview i WHERE i.customer_id IN (?))) ORDER BY d.id LIMIT 1`, bun.List(p.IDs), bun.List(p.IDs)).Scan(ctx, &ids)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find documents of a person")
	}
	if len(ids) == 1 {
		return people.Tally{"documents": 1}, g.emptyDocument(ctx, tx, ids[0])
	}
	for _, text := range []string{
		"DELETE FROM interview_review WHERE interview_id IN (SELECT id FROM interview WHERE customer_id IN (?))",
		`UPDATE interview SET customer_id = NULL, account_id = NULL, project = '', proposal = '', role = '', segment_id = '', notes = '', followed_up = '', traits = '{}', consent = '', version = version + 1
			WHERE customer_id IN (?)`,
	} {
		res, err := tx.NewRaw(text, bun.List(p.IDs)).Exec(ctx)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "erase interviews of a person")
		}
		n, err := res.RowsAffected()
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "erase interviews of a person")
		}
		if n > 0 && text[0] == 'U' {
			return people.Tally{"interviews": int(n)}, nil
		}
	}
	return nil, nil
}

// emptyDocument takes the texts of a document out, with its files.
func (g Rights) emptyDocument(ctx context.Context, tx *record.Tx, id string) error {
	if err := forgetWords(ctx, tx, id); err != nil {
		return err
	}
	if err := leaveFiles(ctx, tx, id); err != nil {
		return err
	}
	for _, text := range []string{
		"UPDATE sentence SET text = '', speaker = '' WHERE document_id = ?",
		"DELETE FROM mask WHERE document_id = ?",
		"DELETE FROM document_mend WHERE document_id = ?",
		"UPDATE coding SET memo = '', version = version + 1 WHERE document_id = ? AND memo <> ''",
		"UPDATE settlement SET reason = '' WHERE document_id = ?",
		"DELETE FROM memo WHERE about = 'document' AND about_id = ?",
	} {
		if _, err := tx.Exec(ctx, text, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "empty a document")
		}
	}
	_, err := tx.Exec(ctx, `UPDATE document SET title = '', traits = '{}', response_id = NULL, customer_id = NULL, account_id = NULL, file_hash = '', file_name = '',
		audio_hash = '', audio_name = '', audio_size = 0, erased_at = ?, version = version + 1 WHERE id = ?`, record.Micros(g.Now()), id)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "empty a document")
	}
	tx.Log(DocumentChanged, id)
	for _, table := range []string{"sentence_words", "sentence_shown"} {
		if err := people.LeaveWords(ctx, tx, table); err != nil {
			return err
		}
	}
	return nil
}

// leaveFiles has the files of a document, removed or not, go that no other has.
func leaveFiles(ctx context.Context, tx *record.Tx, id string) error {
	var hashes []string
	err := tx.NewRaw(`WITH used AS (SELECT id, file_hash AS h FROM document UNION ALL SELECT id, audio_hash FROM document
			UNION ALL SELECT id, file_hash FROM document_removed UNION ALL SELECT id, audio_hash FROM document_removed)
		SELECT DISTINCT own.h FROM used own WHERE own.id = ? AND own.h <> '' AND NOT EXISTS (SELECT 1 FROM used o WHERE o.h = own.h AND o.id <> ?)`, id, id).Scan(ctx, &hashes)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find files of a document")
	}
	for _, hash := range hashes {
		if err := people.LeaveFile(ctx, tx, hash); err != nil {
			return err
		}
	}
	return nil
}

// toldInterview is an interview as its person's file has it.
type toldInterview struct {
	Study   string     `json:"study"`
	Number  int        `json:"number"`
	Kind    string     `json:"kind"`
	HeldAt  *time.Time `json:"held_at,omitempty"`
	Consent string     `json:"consent"`
	Said    []string   `json:"said"`
}

// ExportPerson tells what a person said in interviews. Of an interview to which
// they did not consent by name nothing is told but to the operator: that it is
// theirs is what its researchers keep to themselves.
func (g Rights) ExportPerson(ctx context.Context, q record.Querier, p people.Person, confidential bool, tell func(section string, item any) error) error {
	where := "i.customer_id IN (?)"
	if !confidential {
		where += " AND i.consent = 'person'"
	}
	var rows []struct {
		ID       string `bun:"id"`
		Study    string
		Number   int
		Kind     string
		HeldAt   *int64
		Consent  string
		Document *string
	}
	err := q.NewRaw(`SELECT i.id, s.name AS study, i.number, i.kind, i.held_at, i.consent, d.id AS document FROM interview i JOIN study s ON s.id = i.study_id
		LEFT JOIN document d ON d.interview_id = i.id WHERE `+where+" ORDER BY i.id", bun.List(p.IDs)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export interviews")
	}
	for _, r := range rows {
		told := toldInterview{Study: r.Study, Number: r.Number, Kind: r.Kind, HeldAt: timeOrNil(r.HeldAt), Consent: r.Consent, Said: []string{}}
		if r.Document != nil {
			err := q.NewRaw("SELECT text FROM sentence WHERE document_id = ? AND is_interviewer = ? ORDER BY n", *r.Document, false).Scan(ctx, &told.Said)
			if err != nil {
				return fault.Wrap(err, fault.CodeInternal, "export a transcript")
			}
		} else if told.Said, err = saidInRemoved(ctx, q, r.ID); err != nil {
			return err
		}
		if err := tell("interviews", told); err != nil {
			return err
		}
	}
	return nil
}
