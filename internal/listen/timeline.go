package listen

import (
	"cmp"
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TimelineKinds are what this room contributes.
func (*Service) TimelineKinds() []people.TimelineKind {
	return []people.TimelineKind{people.TimelineInterview}
}

// Timeline gives the interviews that were held with a person, or with somebody
// of an account, as far as they consented: on a person's page those to which
// they consented by name, on an account's also those for which the firm may be
// named, then by pseudonym. It is the same for researchers: a page of a person
// is no place to learn who spoke in confidence.
func (*Service) Timeline(ctx context.Context, q record.Querier, _ people.TimelineKind, of people.TimelineOf, after people.TimelinePlace, n int) ([]people.TimelineItem, error) {
	who := access.From(ctx)
	if who.Any(access.ListenRead) != nil {
		return nil, nil //nolint:nilerr // who reads no interviews finds none
	}
	reach, within := who.Reach(access.ListenRead).Where(access.Columns{Program: "s.program_id"})
	column, consent, whose := "i.customer_id", "i.consent = 'person'", of.Customers
	if of.OfAccount() {
		column, consent, whose = "i.account_id", "i.consent IN ('firm', 'person')", of.Accounts
	}
	var items []people.TimelineItem
	for _, id := range whose {
		place, args := after.After("i.held_at", "i.id")
		var rows []interviewItem
		err := q.NewRaw(`SELECT i.id, i.held_at, i.kind, CAST(i.number AS TEXT) AS number, i.pseudonym, i.consent, s.name AS study
			FROM interview i JOIN study s ON s.id = i.study_id LEFT JOIN customer c ON c.id = i.customer_id
			WHERE `+column+" = ? AND i.held_at IS NOT NULL AND "+consent+" AND c.restricted_at IS NULL AND "+place+" AND "+reach+" ORDER BY i.held_at DESC, i.id DESC LIMIT ?",
			append(append(append([]any{id}, args...), within...), n)...).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read interviews for a timeline")
		}
		for _, r := range rows {
			items = append(items, r.item(of.OfAccount()))
		}
	}
	slices.SortFunc(items, func(a, b people.TimelineItem) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return items[:min(n, len(items))], nil
}

type interviewItem struct {
	ID        string `bun:"id"`
	HeldAt    int64
	Kind      string
	Number    string
	Pseudonym string
	Consent   string
	Study     string
}

// item is the interview in a timeline.
func (r interviewItem) item(onAccount bool) people.TimelineItem {
	item := people.TimelineItem{
		ID: r.ID, Kind: people.TimelineInterview, At: record.Time(r.HeldAt), Title: "timeline.interview", Consent: r.Consent,
		Words: map[string]string{"study": r.Study, "number": r.Number, "kind": r.Kind}, Link: &people.TimelineLink{Kind: "interview", ID: r.ID},
	}
	if onAccount {
		item.Words["pseudonym"] = r.Pseudonym
	}
	return item
}
