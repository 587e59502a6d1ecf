package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type consentRow struct {
	ID          string `bun:"id"`
	CustomerID  string `bun:"customer_id"`
	Purpose     string
	State       string
	Channel     string
	TextVersion string
	Source      string
	At          int64
	NotedAt     int64
	ByUser      string
}

func (r consentRow) consent() Consent {
	return Consent{ID: r.ID, CustomerID: r.CustomerID, Purpose: Purpose(r.Purpose), State: ConsentState(r.State), Channel: r.Channel, TextVersion: r.TextVersion, Source: r.Source,
		At: record.Time(r.At), NotedAt: record.Time(r.NotedAt), ByUserID: r.ByUser}
}

const consentColumns = "id, customer_id, purpose, state, channel, text_version, source, at, noted_at, by_user"

func insertConsent(ctx context.Context, tx *record.Tx, c Consent) error {
	_, err := tx.Exec(ctx, "INSERT INTO party_consent ("+consentColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", c.ID, c.CustomerID, string(c.Purpose), string(c.State),
		c.Channel, c.TextVersion, c.Source, record.Micros(c.At), record.Micros(c.NotedAt), c.ByUserID)
	return fault.Wrap(err, fault.CodeInternal, "insert consent")
}

func consentsOf(ctx context.Context, q record.Querier, customers []string) ([]Consent, error) {
	var rows []consentRow
	err := q.NewRaw("SELECT "+consentColumns+" FROM party_consent WHERE customer_id IN (?) ORDER BY at DESC, id DESC LIMIT 500", bun.List(customers)).Scan(ctx, &rows)
	out := make([]Consent, len(rows))
	for i, r := range rows {
		out[i] = r.consent()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list consents")
}

// statesOf adds what each customer's party said last, by (at, id).
func statesOf(ctx context.Context, q record.Querier, customers []string, purpose Purpose, out map[string]ConsentState) error {
	var rows []struct {
		ID           string `bun:"id"`
		RestrictedAt *int64
		State        *string
	}
	err := q.NewRaw(`SELECT c.id, r.restricted_at, (SELECT s.state FROM party_consent s
			WHERE s.customer_id IN (SELECT m.id FROM customer m WHERE m.party_id = r.id UNION ALL SELECT r.id) AND s.purpose = ?
			ORDER BY s.at DESC, s.id DESC LIMIT 1) AS state
		FROM customer c JOIN customer r ON r.id = COALESCE(c.party_id, c.id) WHERE c.id IN (?)`, string(purpose), bun.List(customers)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "look up consent")
	}
	for _, r := range rows {
		switch {
		case r.RestrictedAt != nil:
			out[r.ID] = Withdrawn
		case r.State != nil:
			out[r.ID] = ConsentState(*r.State)
		default:
			out[r.ID] = Unknown
		}
	}
	return nil
}
