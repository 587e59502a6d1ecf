package outreach

import (
	"cmp"
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TimelineKinds are what this room contributes.
func (*Service) TimelineKinds() []people.TimelineKind {
	return []people.TimelineKind{people.TimelineInvitation}
}

// Timeline gives to what a person, or the people of an account, were invited.
// It tells that they were, and never what became of it: whether somebody began
// or answered would lead an anonymous answer, or one in the confidence of the
// firm, back to them. An answer under their name stands beside it by itself.
func (*Service) Timeline(ctx context.Context, q record.Querier, _ people.TimelineKind, of people.TimelineOf, after people.TimelinePlace, n int) ([]people.TimelineItem, error) {
	who := access.From(ctx)
	if who.Any(access.OutreachRead) != nil {
		return nil, nil //nolint:nilerr // who sees no waves finds none
	}
	where, args := who.Reach(access.OutreachRead).Where(access.Columns{Program: "i.program_id"})
	column, whose := "i.customer_id", of.Customers
	if of.OfAccount() {
		column, whose = "i.account_id", of.Accounts
	}
	var items []people.TimelineItem
	for _, id := range whose {
		rows, err := invitedOf(ctx, q, column, id, where, args, after, n)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			items = append(items, r.item(of.OfAccount()))
		}
	}
	slices.SortFunc(items, func(a, b people.TimelineItem) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return items[:min(n, len(items))], nil
}

// item is the invitation in a timeline.
func (r invitedRow) item(onAccount bool) people.TimelineItem {
	item := people.TimelineItem{
		ID: r.ID, Kind: people.TimelineInvitation, At: record.Time(r.CreatedAt), Title: "timeline.invitation",
		Words: map[string]string{"survey": r.Survey, "wave": r.Wave}, Link: &people.TimelineLink{Kind: "wave", ID: r.WaveID},
	}
	if onAccount {
		item.Customer = &people.PartyRef{ID: r.CustomerID, Key: r.CustomerKey, Name: r.CustomerName}
	}
	return item
}
