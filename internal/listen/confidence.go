package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
)

// The levels of consent to an interview, as those of answers are called. An
// empty level: nobody consented yet.
const (
	ConsentAnonymous = "anonymous"
	ConsentFirm      = "firm"
	ConsentPerson    = "person"
)

// asked is what of a party may be told to who asks.
type asked struct {
	consent   string
	originals bool // who asks is a researcher of the interview
}

// namesFirm tells whether the firm may be named.
func (a asked) namesFirm() bool {
	return a.originals || a.consent == ConsentFirm || a.consent == ConsentPerson
}

// namesPerson tells whether the person may be named: consent lets it, and who
// asks reads persons of this unit and account.
func (a asked) namesPerson(ctx context.Context, unit, account string) bool {
	if a.originals {
		return true
	}
	if a.consent != ConsentPerson {
		return false
	}
	reach := access.From(ctx).Reach(access.PersonRead)
	for i := range reach.Any {
		reach.Any[i].Program = "" // programs divide answers, not people
	}
	return reach.Covers("", unit, account)
}

// partyRow is who an interview was led with, or whose a comment is.
type partyRow struct {
	CustomerID      *string `bun:"customer_id"`
	AccountID       *string `bun:"account_id"`
	CustomerKey     *string `bun:"customer_key"`
	CustomerName    *string `bun:"customer_name"`
	CustomerUnit    *string `bun:"customer_unit"`
	CustomerAccount *string `bun:"customer_account"`
	AccountKey      *string `bun:"account_key"`
	AccountName     *string `bun:"account_name"`
}

// named is what of them may be told: nil for what consent or who asks keeps back.
// It is the one place where a row of this room becomes a customer or an account.
func (r partyRow) named(ctx context.Context, who asked) (customer, account *people.PartyRef) {
	if r.CustomerID != nil && who.namesPerson(ctx, textOf(r.CustomerUnit), textOf(r.CustomerAccount)) {
		customer = &people.PartyRef{ID: *r.CustomerID, Key: textOf(r.CustomerKey), Name: textOf(r.CustomerName)}
	}
	if r.AccountID != nil && who.namesFirm() {
		account = &people.PartyRef{ID: *r.AccountID, Key: textOf(r.AccountKey), Name: textOf(r.AccountName)}
	}
	return customer, account
}
