package understand

import (
	"context"
	"database/sql"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// readOne reads the one account that is asked for.
func (a *accounts) readOne(ctx context.Context) error {
	if !isID(a.only) {
		return fault.NotFound("account")
	}
	k, err := a.service.o.Accounts.KnownAccount(ctx, a.only, a.instant())
	if err != nil {
		return err
	}
	a.list(k)
	return nil
}

// readItsContacts reads who plays a part in the account, and which part those
// play elsewhere who answered for it.
func (a *accounts) readItsContacts(ctx context.Context) error {
	var answered []string
	for _, c := range a.byID[a.only].answers.Contacts {
		answered = append(answered, c.ID)
	}
	slices.Sort(answered)
	contacts, err := a.service.o.Accounts.ContactsOf(ctx, a.only, answered)
	for _, k := range contacts {
		a.play(k)
	}
	return err
}

// worthOfAll is what all accounts within reach are worth, of those of which it
// is known: by the column store, so that none of them is read by itself.
func (a *accounts) worthOfAll(ctx context.Context) (all float64, err error) {
	at := sqlInstant(a.instant())
	within := partiesWithin(access.From(ctx), access.PersonRead, "id")
	every := *a
	every.only = ""
	said := every.said().with("value >= 0")
	text := "WITH held AS (SELECT subject, number FROM party_trait WHERE trait = CAST(? AS UUID) AND since < " + at + " AND (until IS NULL OR until >= " + at + ")), " +
		"said AS (SELECT account, value FROM (SELECT account, value, row_number() OVER (PARTITION BY account ORDER BY instant DESC, response DESC) AS nth FROM answer WHERE " + said.sql() +
		" AND account NOT IN (SELECT subject FROM held)) v WHERE nth = 1) " +
		"SELECT CAST(sum(coalesce(h.number, s.value)) AS DOUBLE PRECISION) FROM (SELECT id FROM account WHERE " + within.sql() +
		") a LEFT JOIN held h ON h.subject = a.id LEFT JOIN said s ON s.account = a.id WHERE coalesce(h.number, s.value) >= 0"
	var sum sql.NullFloat64
	err = each(ctx, a.snap, text, slices.Concat([]any{people.AccountValue}, said.args, within.args), func(r Rows) error { return r.Scan(&sum) })
	return sum.Float64, fault.Wrap(err, fault.CodeInternal, "sum up what accounts are worth")
}
