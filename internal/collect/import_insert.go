package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// freshRow is a new row of an import on its way into the table.
type freshRow struct {
	*kept
	words string
}

// importedRows are all columns of a row that comes by file.
var importedRows = record.NewInsert("response", "id", "program_id", "at", "received_at", "consent", "customer_id", "account_id", "unit_id", "touchpoint_key",
	"channel", "language", "value", "weight", "has_text", "digest", "document", "source_id", "source_key", "import_id", "last_import_id", "row_number")

// columns are those of importedRows.
func (r *kept) columns() []any {
	return []any{
		r.id, r.program, r.at, r.received, int64(r.consent), orNull(r.customer), orNull(r.account), orNull(r.unit), r.touchpoint,
		r.channel, r.language, numberOrNull(r.value), numberOrNull(r.weight), r.hasText, r.digest, r.document,
		orNull(r.source), orNull(r.key), orNull(r.firstImport), orNull(r.lastImport), positiveOrNull(r.number),
	}
}

// insertFresh inserts the new rows that were gathered. It fails with errStopped
// where another import of the source has just taken one of them in.
func (r *run) insertFresh(ctx context.Context, tx *record.Tx) error {
	if len(r.fresh) == 0 {
		return nil
	}
	rows := make([][]any, len(r.fresh))
	ids := make([]string, len(r.fresh))
	for i, f := range r.fresh {
		rows[i], ids[i] = f.columns(), f.id
	}
	n, err := tx.InsertAll(ctx, importedRows, rows)
	if err != nil {
		return err
	}
	if n != len(rows) {
		return errStopped
	}
	tx.Log(ResponseRecorded, ids...)
	for _, f := range r.fresh {
		if err := r.s.insertWordsOf(ctx, tx, f.id, f.words); err != nil {
			return err
		}
	}
	r.fresh = r.fresh[:0]
	return nil
}

// insertWordsOf makes the texts of a response searchable that was inserted with
// others.
func (s *Service) insertWordsOf(ctx context.Context, tx *record.Tx, id, words string) error {
	if words == "" {
		return nil
	}
	text := "INSERT INTO response_text (rowid, body) VALUES ((SELECT n FROM response WHERE id = ?), ?)"
	if s.Store.Engine() == record.PostgreSQL {
		text = "INSERT INTO response_text (n, body) VALUES ((SELECT n FROM response WHERE id = ?), array_to_tsvector(string_to_array(?, ' ')))"
	}
	_, err := tx.Exec(ctx, text, id, words)
	return fault.Wrap(err, fault.CodeInternal, "index texts")
}
