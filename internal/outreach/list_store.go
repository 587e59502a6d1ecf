package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// partyRow is a customer with their account, as lists show them. A restricted
// customer shows nothing but the id.
type partyRow struct {
	CustomerID   string `bun:"customer_id"`
	CustomerKey  string
	CustomerName string
	AccountID    string `bun:"account_id"`
	AccountKey   string
	AccountName  string
}

const (
	partyColumns = `x.customer_id, CASE WHEN c.restricted_at IS NULL THEN COALESCE(c.key, '') ELSE '' END AS customer_key,
		CASE WHEN c.restricted_at IS NULL THEN COALESCE(c.name, '') ELSE '' END AS customer_name,
		CASE WHEN c.restricted_at IS NULL THEN COALESCE(a.id, '') ELSE '' END AS account_id, COALESCE(a.key, '') AS account_key, COALESCE(a.name, '') AS account_name`
	partyJoins = " LEFT JOIN customer c ON c.id = x.customer_id LEFT JOIN account a ON a.id = x.account_id"
)

func (r partyRow) refs() (people.PartyRef, *people.PartyRef) {
	customer := people.PartyRef{ID: r.CustomerID, Key: r.CustomerKey, Name: r.CustomerName}
	if r.AccountID == "" {
		return customer, nil
	}
	return customer, &people.PartyRef{ID: r.AccountID, Key: r.AccountKey, Name: r.AccountName}
}

func listConsidered(ctx context.Context, q record.Querier, wave, reason, rule, after string, limit int) ([]Considered, error) {
	where, args := "x.wave_id = ? AND x.reason <> '' AND x.customer_id > ?", []any{wave, first(after)}
	if reason != "" {
		where, args = where+" AND x.reason = ?", append(args, reason)
	}
	if rule != "" {
		where, args = where+" AND x.rule = ?", append(args, rule)
	}
	var rows []struct {
		partyRow
		Reason, Rule string
	}
	err := q.NewRaw("SELECT "+partyColumns+", x.reason, x.rule FROM considered x"+partyJoins+" WHERE "+where+" ORDER BY x.customer_id LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	out := make([]Considered, len(rows))
	for i, r := range rows {
		customer, account := r.refs()
		out[i] = Considered{Customer: customer, Account: account, Reason: r.Reason, Rule: r.Rule}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list whom a wave considers")
}

func listInvitations(ctx context.Context, q record.Querier, wave, state, after string, limit int) ([]WaveInvitation, error) {
	where, args := "x.wave_id = ? AND x.id > ?", []any{wave, first(after)}
	if state != "" {
		where, args = where+" AND x.state = ?", append(args, state)
	}
	var rows []struct {
		partyRow
		ID            string `bun:"id"`
		State, Reason string
		Reminded      int
		RemindAt      *int64
		SentAt        *int64
		StartedAt     *int64
		EndedAt       *int64
	}
	err := q.NewRaw("SELECT "+partyColumns+", x.id, x.state, x.reason, x.reminded, x.remind_at, x.sent_at, x.started_at, x.ended_at FROM invitation x"+partyJoins+" WHERE "+where+" ORDER BY x.id LIMIT ?",
		append(args, limit)...).Scan(ctx, &rows)
	out := make([]WaveInvitation, len(rows))
	for i, r := range rows {
		customer, account := r.refs()
		out[i] = WaveInvitation{ID: r.ID, Customer: customer, Account: account, State: r.State, Reason: r.Reason, Reminded: r.Reminded,
			RemindAt: timeOf(r.RemindAt), SentAt: timeOf(r.SentAt), StartedAt: timeOf(r.StartedAt), EndedAt: timeOf(r.EndedAt)}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list invitations")
}

type linkRow struct {
	ID       string `bun:"id"`
	Key      string
	Name     string
	Email    string
	Phone    string
	Language string
}

// listLinks are the invitations of a wave that may still be answered.
func listLinks(ctx context.Context, q record.Querier, wave, after string, limit int) ([]linkRow, error) {
	var rows []linkRow
	err := q.NewRaw(`SELECT i.id, c.key, c.name, c.email, c.phone, c.language FROM invitation i JOIN customer c ON c.id = i.customer_id
		WHERE i.wave_id = ? AND i.id > ? AND i.state NOT IN ('answered', 'closed', 'unsubscribed') AND c.restricted_at IS NULL ORDER BY i.id LIMIT ?`, wave, first(after), limit).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list the links of a wave")
}
