package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// hasConsentText tells whether there is a wording of a version, which stays
// until the transaction ends.
func hasConsentText(ctx context.Context, tx *record.Tx, version string) (bool, error) {
	query := "SELECT 1 FROM consent_text WHERE version = ? LIMIT 1"
	if tx.Engine() == record.PostgreSQL {
		query += " FOR SHARE"
	}
	var one int64
	there, err := tx.Get(ctx, query, []any{version}, &one)
	return there, fault.Wrap(err, fault.CodeInternal, "find consent text")
}

type consentTextRow struct {
	ID        string `bun:"id"`
	Version   string
	Language  string
	Body      string
	CreatedAt int64
	Used      bool
}

const consentTextColumns = `t.id, t.version, t.language, t.body, t.created_at, EXISTS (SELECT 1 FROM party_consent c WHERE c.text_version <> '' AND c.text_version = t.version) AS used`

func (r consentTextRow) text() ConsentText {
	return ConsentText{ID: r.ID, Version: r.Version, Language: r.Language, Text: r.Body, CreatedAt: record.Time(r.CreatedAt), Used: r.Used}
}

// keepConsentText inserts a wording, and gives what is kept of its version and
// language.
func keepConsentText(ctx context.Context, tx *record.Tx, t ConsentText) (ConsentText, error) {
	_, err := tx.Exec(ctx, "INSERT INTO consent_text (id, version, language, body, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (version, language) DO NOTHING",
		t.ID, t.Version, t.Language, t.Text, record.Micros(t.CreatedAt))
	if err != nil {
		return t, fault.Wrap(err, fault.CodeInternal, "insert consent text")
	}
	var r consentTextRow
	err = tx.NewRaw("SELECT "+consentTextColumns+" FROM consent_text t WHERE t.version = ? AND t.language = ?", t.Version, t.Language).Scan(ctx, &r)
	return r.text(), fault.Wrap(err, fault.CodeInternal, "get consent text")
}

func listConsentTexts(ctx context.Context, q record.Querier, before string, limit int) ([]ConsentText, error) {
	query, args := "SELECT "+consentTextColumns+" FROM consent_text t", []any{}
	if before != "" {
		query, args = query+" WHERE t.id < ?", append(args, before)
	}
	var rows []consentTextRow
	err := q.NewRaw(query+" ORDER BY t.id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	out := make([]ConsentText, len(rows))
	for i, r := range rows {
		out[i] = r.text()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list consent texts")
}

// lockConsentText is a wording that nobody comes to agree to until the
// transaction ends.
func lockConsentText(ctx context.Context, tx *record.Tx, id string) (ConsentText, error) {
	if tx.Engine() == record.PostgreSQL {
		var one int64
		if _, err := tx.Get(ctx, "SELECT 1 FROM consent_text WHERE version = (SELECT version FROM consent_text WHERE id = ?) ORDER BY id FOR UPDATE", []any{id}, &one); err != nil {
			return ConsentText{}, fault.Wrap(err, fault.CodeInternal, "find consent text")
		}
	}
	var rows []consentTextRow
	if err := tx.NewRaw("SELECT "+consentTextColumns+" FROM consent_text t WHERE t.id = ?", id).Scan(ctx, &rows); err != nil {
		return ConsentText{}, fault.Wrap(err, fault.CodeInternal, "find consent text")
	}
	if len(rows) == 0 {
		return ConsentText{}, fault.NotFound("consent text")
	}
	return rows[0].text(), nil
}
