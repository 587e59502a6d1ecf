package outreach

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type crowdRow struct {
	ID        string `bun:"id"`
	Key       string
	Name      string
	AccountID string `bun:"account_id"`
	UnitID    string `bun:"unit_id"`
	Language  string
	Email     string
	Roles     string
}

// crowdRows are the customers that stand for those of these ids.
func crowdRows(ctx context.Context, q record.Querier, ids []string) ([]crowdRow, error) {
	var rows []crowdRow
	err := q.NewRaw(`SELECT r.id, r.key, r.name, COALESCE(a.party_id, a.id, '') AS account_id, COALESCE(r.unit_id, a.unit_id, '') AS unit_id, r.language, r.email, r.roles
		FROM customer c JOIN customer r ON r.id = COALESCE(c.party_id, c.id) LEFT JOIN account a ON a.id = r.account_id WHERE c.id IN (?) ORDER BY r.id`, bun.List(ids)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read customers")
}

// standsFor gives for each of these ids the customer that stands for it.
func standsFor(ctx context.Context, q record.Querier, ids []string) (map[string]string, error) {
	var rows []mergedRow
	err := q.NewRaw("SELECT id, COALESCE(party_id, id) AS party_id FROM customer WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.PartyID
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find who stands for customers")
}

type mergedRow struct {
	ID      string `bun:"id"`
	PartyID string `bun:"party_id"`
}

func mergedInto(ctx context.Context, q record.Querier, ids []string) ([]mergedRow, error) {
	var rows []mergedRow
	err := q.NewRaw("SELECT id, party_id FROM customer WHERE party_id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find who was merged")
}

// optedOut are those of the customers whom a program does not ask any more.
func optedOut(ctx context.Context, q record.Querier, program string, customers []string) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT customer_id FROM program_opt_out WHERE program_id = ? AND customer_id IN (?)", program, bun.List(customers)).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find who opted out")
}

type lastRow struct {
	CustomerID string `bun:"customer_id"`
	Last       int64  `bun:"last"`
	Often      int    `bun:"often"`
}

// askedOf is when customers were asked last, and how often since a time.
func askedOf(ctx context.Context, q record.Querier, customers []string, since time.Time) ([]lastRow, error) {
	var rows []lastRow
	err := q.NewRaw("SELECT customer_id, MAX(at) AS last, SUM(CASE WHEN at > ? THEN 1 ELSE 0 END) AS often FROM contact_asked WHERE customer_id IN (?) GROUP BY customer_id",
		record.Micros(since), bun.List(customers)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find when customers were asked")
}

// askedAbout is when customers were asked last about a measure of a version.
func askedAbout(ctx context.Context, q record.Querier, customers []string, survey string, number int64) ([]lastRow, error) {
	var rows []lastRow
	err := q.NewRaw(`SELECT a.customer_id, MAX(a.at) AS last, 0 AS often FROM contact_asked a WHERE a.customer_id IN (?) AND EXISTS (
		SELECT 1 FROM survey_measure was JOIN survey_measure wanted ON wanted.measure_id = was.measure_id
		WHERE was.survey_id = a.survey_id AND was.number = a.number AND wanted.survey_id = ? AND wanted.number = ?) GROUP BY a.customer_id`,
		bun.List(customers), survey, number).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find what customers were asked about")
}

func restsOf(ctx context.Context, q record.Querier, customers []string) ([]lastRow, error) {
	var rows []lastRow
	err := q.NewRaw("SELECT customer_id, until AS last, 0 AS often FROM contact_rest WHERE customer_id IN (?)", bun.List(customers)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find who rests")
}

func measuresOf(ctx context.Context, q record.Querier, survey string, number int64) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT measure_id FROM survey_measure WHERE survey_id = ? AND number = ? ORDER BY measure_id", survey, number).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "list the measures of a version")
}

// mailboxes gives, of the addresses that a wave considers already, one whose it is.
func mailboxes(ctx context.Context, q record.Querier, wave string, addresses []string) (map[string]string, error) {
	out := map[string]string{}
	if len(addresses) == 0 {
		return out, nil
	}
	var rows []struct {
		Email string
		ID    string `bun:"id"`
	}
	err := q.NewRaw("SELECT c.email, c.id FROM customer c JOIN considered w ON w.customer_id = c.id AND w.wave_id = ? WHERE c.email IN (?)", wave, bun.List(addresses)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.Email] = r.ID
	}
	return out, err
}
