package listen

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// documentTables are those with rows of a document, by the condition that finds
// them; what is looked for by another row comes before it.
func documentTables() [][2]string {
	return [][2]string{
		{"sentence", "document_id = ?"}, {"mask", "document_id = ?"}, {"document_mend", "document_id = ?"}, {"coding", "document_id = ?"},
		{"coding_pass", "document_id = ?"}, {"settlement", "document_id = ?"}, {"memo", "about = 'document' AND about_id = ?"}, {"document", "id = ?"},
	}
}

// keptRows are the rows of a document by table, as they are written into JSON.
type keptRows map[string][]map[string]any

// rowsOf reads all rows of a document. The number of a sentence's row is given
// anew when it comes back.
func rowsOf(ctx context.Context, q record.Querier, id string) (keptRows, error) {
	kept := keptRows{}
	for _, table := range documentTables() {
		order := ""
		if table[0] == "sentence" {
			order = " ORDER BY n"
		}
		var rows []map[string]any
		if err := q.NewRaw("SELECT * FROM "+table[0]+" WHERE "+table[1]+order, id).Scan(ctx, &rows); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read a document that is removed")
		}
		for _, row := range rows {
			if table[0] == "sentence" {
				delete(row, "id")
			}
			for column, value := range row {
				if raw, is := value.([]byte); is {
					row[column] = string(raw)
				}
			}
		}
		kept[table[0]] = rows
	}
	return kept, nil
}

// insert writes the rows again, as they were.
func (k keptRows) insert(ctx context.Context, tx *record.Tx) error {
	for _, table := range documentTables() {
		rows := k[table[0]]
		if len(rows) == 0 {
			continue
		}
		columns := slices.Sorted(maps.Keys(rows[0]))
		values := make([][]any, len(rows))
		for i, row := range rows {
			for _, column := range columns {
				value, err := stored(row[column])
				if err != nil {
					return err
				}
				values[i] = append(values[i], value)
			}
		}
		n, err := tx.InsertAll(ctx, record.NewInsert(table[0], columns...), values)
		if err != nil {
			return err
		}
		if n < len(rows) {
			return fault.New(fault.CodeConflict, "Something else stands in its place by now: its interview has another transcript, or its text was brought in again. Remove that first.").Keyed("listen.document_replaced")
		}
	}
	return nil
}

// stored is a value of JSON as a column takes it.
func stored(value any) (any, error) {
	n, is := value.(json.Number)
	if !is {
		return value, nil
	}
	whole, err := n.Int64()
	return whole, fault.Wrap(err, fault.CodeInternal, "read a removed document")
}

// removedDocument is a document that can be put back.
type removedDocument struct {
	ID             string  `bun:"id"`
	StudyID        string  `bun:"study_id"`
	InterviewID    *string `bun:"interview_id"`
	InterviewState string  `bun:"interview_state"`
	ResponseID     *string `bun:"response_id"`
	Kept           string  `bun:"kept"`
}

func (r removedDocument) rows() (keptRows, error) {
	read := json.NewDecoder(strings.NewReader(r.Kept))
	read.UseNumber()
	var kept keptRows
	return kept, fault.Wrap(read.Decode(&kept), fault.CodeInternal, "read a removed document")
}

// keepRemoved sets a document aside before its rows go.
func (s *Service) keepRemoved(ctx context.Context, tx *record.Tx, id string) error {
	rows, err := rowsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	kept, err := json.Marshal(rows)
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO document_removed (id, study_id, interview_id, interview_state, response_id, question, customer_id, file_hash, audio_hash, kept, removed_by, removed_at)
			SELECT d.id, d.study_id, d.interview_id, COALESCE(i.state, ''), d.response_id, d.question, COALESCE(i.customer_id, d.customer_id), d.file_hash, d.audio_hash, ?, ?, ?
			FROM document d LEFT JOIN interview i ON i.id = d.interview_id WHERE d.id = ?`, string(kept), access.From(ctx).UserID, record.Micros(s.Now()), id)
	}
	return fault.Wrap(err, fault.CodeInternal, "keep a removed document")
}

// getRemoved finds a document that was removed since an instant.
func getRemoved(ctx context.Context, q record.Querier, id string, since time.Time) (removedDocument, error) {
	var r removedDocument
	err := q.NewRaw("SELECT id, study_id, interview_id, interview_state, response_id, kept FROM document_removed WHERE id = ? AND removed_at >= ?", id, record.Micros(since)).Scan(ctx, &r)
	return r, found(err, "document")
}

// saidInRemoved is what a person said in a transcript of an interview that was
// removed and can be put back.
func saidInRemoved(ctx context.Context, q record.Querier, interview string) ([]string, error) {
	said := []string{}
	var all []removedDocument
	if err := q.NewRaw("SELECT id, study_id, kept FROM document_removed WHERE interview_id = ? ORDER BY removed_at, id", interview).Scan(ctx, &all); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "export a removed transcript")
	}
	for _, r := range all {
		kept, err := r.rows()
		if err != nil {
			return nil, err
		}
		for _, sentence := range kept["sentence"] {
			if text, is := sentence["text"].(string); is && sentence["is_interviewer"] == false {
				said = append(said, text)
			}
		}
	}
	return said, nil
}

// forgetRemoved has at most limit removed documents that meet a condition go for
// good, with their files, and says how many.
func forgetRemoved(ctx context.Context, tx *record.Tx, limit int, where string, args ...any) (int, error) {
	var ids []string
	if err := tx.NewRaw("SELECT r.id FROM document_removed r WHERE "+where+" ORDER BY r.id LIMIT ?", append(slices.Clone(args), limit)...).Scan(ctx, &ids); err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find removed documents")
	}
	for _, id := range ids {
		if err := leaveFiles(ctx, tx, id); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM document_removed WHERE id = ?", id); err != nil {
			return 0, fault.Wrap(err, fault.CodeInternal, "forget a removed document")
		}
	}
	return len(ids), nil
}
