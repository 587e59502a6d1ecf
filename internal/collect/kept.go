package collect

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// kept is a response as the table holds it.
type kept struct {
	id, program             string
	at, received            int64
	consent                 Consent
	customer, account, unit string // ids, "" for none
	touchpoint              string
	channel, language       string
	value, weight           *float64
	hasText                 bool
	digest, document        string
	source, key, lastImport string // of an import, else ""
	firstImport             string
	number                  int64
}

func newKept(e *entry, now time.Time) *kept {
	return new(keeper).keep(e, now)
}

// keeper makes what is kept of one entry after another, in the same room.
type keeper struct {
	digester digester
	document []byte
}

func (k *keeper) keep(e *entry, now time.Time) *kept {
	k.document = e.appendDocument(k.document[:0])
	return &kept{
		id: e.id, program: e.program, at: e.at, received: now.UnixMicro(), consent: e.consent,
		touchpoint: e.touchpoint, channel: e.channel, language: e.language, value: e.value, weight: e.weight,
		hasText: e.hasText(), digest: e.digestIn(&k.digester), document: string(k.document),
	}
}

func (r *kept) party(p people.Party) {
	r.customer, r.account, r.unit = p.CustomerID, p.AccountID, p.UnitID
}

// responseRows is insertResponse for answers that come at the same time and
// name nobody: what such a row has not is left to the table.
var responseRows = record.NewInsert("response", "id", "program_id", "at", "received_at", "consent", "touchpoint_key", "channel", "language",
	"value", "weight", "digest", "document")

// plain are the columns of responseRows.
func (r *kept) plain() []any {
	return []any{
		r.id, r.program, r.at, r.received, int64(r.consent), r.touchpoint, r.channel, r.language,
		numberOrNull(r.value), numberOrNull(r.weight), r.digest, r.document,
	}
}

const insertResponse = `INSERT INTO response (id, program_id, at, received_at, consent, customer_id, account_id, unit_id, touchpoint_key,
	channel, language, value, weight, has_text, digest, document, source_id, source_key, import_id, last_import_id, row_number)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING n`

// insertRow adds a response; fresh is false where its id, or its key in the
// source, is there already.
func (s *Service) insertRow(ctx context.Context, tx *record.Tx, r *kept) (n int64, fresh bool, err error) {
	fresh, err = tx.Get(ctx, insertResponse, []any{
		r.id, r.program, r.at, r.received, int64(r.consent), orNull(r.customer), orNull(r.account), orNull(r.unit), r.touchpoint,
		r.channel, r.language, numberOrNull(r.value), numberOrNull(r.weight), r.hasText, r.digest, r.document,
		orNull(r.source), orNull(r.key), orNull(r.firstImport), orNull(r.lastImport), positiveOrNull(r.number),
	}, &n)
	return n, fresh, fault.Wrap(err, fault.CodeInternal, "insert response")
}

const updateResponse = `UPDATE response SET at = ?, consent = ?, customer_id = ?, account_id = ?, unit_id = ?, touchpoint_key = ?,
	channel = ?, language = ?, value = ?, weight = ?, has_text = ?, digest = ?, document = ?, last_import_id = ?, row_number = ? WHERE id = ?`

// updateRow writes all of a response that may change.
func (s *Service) updateRow(ctx context.Context, tx *record.Tx, r *kept) error {
	_, err := tx.Exec(ctx, updateResponse, r.at, int64(r.consent), orNull(r.customer), orNull(r.account), orNull(r.unit), r.touchpoint,
		r.channel, r.language, numberOrNull(r.value), numberOrNull(r.weight), r.hasText, r.digest, r.document, orNull(r.lastImport), positiveOrNull(r.number), r.id)
	return fault.Wrap(err, fault.CodeInternal, "update response")
}

// insertWords makes a response's texts searchable; no words, no row.
func (s *Service) insertWords(ctx context.Context, tx *record.Tx, n int64, words string) error {
	if words == "" {
		return nil
	}
	text := "INSERT INTO response_text (rowid, body) VALUES (?, ?)"
	if tx.Engine() == record.PostgreSQL {
		text = "INSERT INTO response_text (n, body) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))"
	}
	_, err := tx.Exec(ctx, text, n, words)
	return fault.Wrap(err, fault.CodeInternal, "index texts")
}

func (s *Service) deleteWords(ctx context.Context, tx *record.Tx, n int64) error {
	text := "DELETE FROM response_text WHERE rowid = ?"
	if tx.Engine() == record.PostgreSQL {
		text = "DELETE FROM response_text WHERE n = ?"
	}
	_, err := tx.Exec(ctx, text, n)
	return fault.Wrap(err, fault.CodeInternal, "take texts out of the index")
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func numberOrNull(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func positiveOrNull(n int64) any {
	if n <= 0 {
		return nil
	}
	return n
}
