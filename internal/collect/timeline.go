package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// notRestricted leaves out answers and events, under this name, of people who
// asked that their data be not used.
func notRestricted(name string) string {
	return "(" + name + ".customer_id IS NULL OR " + name + ".customer_id NOT IN (SELECT id FROM customer WHERE restricted_at IS NOT NULL))"
}

// NotRestricted is a condition of SQL that a row of responses by that name is not of
// somebody whose data may only be kept (package answers asks the same table).
func NotRestricted(name string) string { return notRestricted(name) }

// excerptRunes is how much of an answer's first text a timeline shows.
const excerptRunes = 280

// TimelineKinds are what this room contributes.
func (*Service) TimelineKinds() []people.TimelineKind {
	return []people.TimelineKind{people.TimelineAnswer, people.TimelineEvent}
}

// Timeline gives the answers or events of customers or of an account. Answers
// are those the caller may read; events those of units and accounts within
// reach, since they belong to no program.
func (s *Service) Timeline(ctx context.Context, q record.Querier, kind people.TimelineKind, of people.TimelineOf, after people.TimelinePlace, n int) ([]people.TimelineItem, error) {
	part, column := s.answerItems, "r.customer_id"
	if kind == people.TimelineEvent {
		part = s.eventItems
	}
	whose := of.Customers
	if of.OfAccount() {
		whose, column = of.Accounts, "r.account_id"
	}
	var items []people.TimelineItem
	for _, id := range whose { // one by one, so that each is read from the index in order
		c := &condition{}
		c.and(column+" = ?", id)
		place, args := after.After("r.at", "r.id")
		c.and(place, args...)
		c.and(notRestricted("r"))
		more, err := part(ctx, q, c, of, n)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	slices.SortFunc(items, func(a, b people.TimelineItem) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return items[:min(n, len(items))], nil
}

func (s *Service) answerItems(ctx context.Context, q record.Querier, c *condition, of people.TimelineOf, n int) ([]people.TimelineItem, error) {
	who := access.From(ctx)
	if reads := who.Any(access.AnswerRead) == nil; !reads {
		return nil, nil
	}
	reach, args := who.Reach(access.AnswerRead).Where(reachColumns())
	c.and(reach, args...)
	least := ConsentFirm
	if !of.OfAccount() {
		least = ConsentPerson
	}
	c.and("r.consent >= ?", int64(least))
	var rows []listRow
	err := q.NewRaw("SELECT "+listColumns+" FROM (SELECT * FROM response r WHERE "+c.text()+" ORDER BY r.at DESC, r.id DESC LIMIT ?) r"+listJoins+" ORDER BY r.at DESC, r.id DESC",
		append(c.args, n)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read answers for a timeline")
	}
	items := make([]people.TimelineItem, len(rows))
	for i := range rows {
		if items[i], err = rows[i].item(of.OfAccount()); err != nil {
			return nil, err
		}
	}
	return items, nameScores(ctx, q, items)
}

// item is the response in a timeline.
func (r *listRow) item(onAccount bool) (people.TimelineItem, error) {
	l, err := r.listed()
	if err != nil {
		return people.TimelineItem{}, err
	}
	item := people.TimelineItem{
		ID: l.ID, Kind: people.TimelineAnswer, At: l.At, Title: "timeline.answer", Words: map[string]string{}, Consent: l.Consent,
		Link: &people.TimelineLink{Kind: "response", ID: l.ID},
	}
	if l.Channel != "" {
		item.Words["channel"] = l.Channel
	}
	for _, a := range l.Answers {
		if a.Score != nil {
			item.Scores = append(item.Scores, people.TimelineScore{MeasureID: a.MeasureID, Score: *a.Score})
		}
		if a.Text != "" && item.Words["text"] == "" {
			item.Words["text"] = excerpt(a.Text)
		}
	}
	if onAccount && l.Customer != nil {
		item.Customer = &people.PartyRef{ID: l.Customer.ID, Key: l.Customer.Key}
	}
	return item, nil
}

func excerpt(text string) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) <= excerptRunes {
		return string(runes)
	}
	return string(runes[:excerptRunes]) + "…"
}

// nameScores gives the measures of scores their names.
func nameScores(ctx context.Context, q record.Querier, items []people.TimelineItem) error {
	var ids []string
	for _, i := range items {
		for _, score := range i.Scores {
			if !slices.Contains(ids, score.MeasureID) {
				ids = append(ids, score.MeasureID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ID   string `bun:"id"`
		Name string
	}
	if err := q.NewRaw("SELECT id, name FROM measure WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "name the measures of a timeline")
	}
	names := map[string]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	for i := range items {
		for j := range items[i].Scores {
			items[i].Scores[j].Name = names[items[i].Scores[j].MeasureID]
		}
	}
	return nil
}

func (s *Service) eventItems(ctx context.Context, q record.Querier, c *condition, of people.TimelineOf, n int) ([]people.TimelineItem, error) {
	reach := access.From(ctx).Reach(access.PersonRead)
	for i := range reach.Any {
		reach.Any[i].Program = ""
	}
	within, args := reach.Where(access.Columns{Unit: "r.unit_id", Account: "r.account_id"})
	c.and(within, args...)
	var rows []struct {
		ID            string `bun:"id"`
		At            int64
		Name          string
		TouchpointKey string
		CustomerID    *string `bun:"customer_id"`
		CustomerKey   *string
		CustomerName  *string
	}
	err := q.NewRaw(`SELECT r.id, r.at, r.name, r.touchpoint_key, r.customer_id, cu.key AS customer_key, cu.name AS customer_name
		FROM (SELECT * FROM event r WHERE `+c.text()+` ORDER BY r.at DESC, r.id DESC LIMIT ?) r LEFT JOIN customer cu ON cu.id = r.customer_id ORDER BY r.at DESC, r.id DESC`,
		append(c.args, n)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read events for a timeline")
	}
	items := make([]people.TimelineItem, len(rows))
	for i, r := range rows {
		items[i] = people.TimelineItem{ID: r.ID, Kind: people.TimelineEvent, At: record.Time(r.At), Title: "timeline.event", Words: map[string]string{"name": r.Name}}
		if r.TouchpointKey != "" {
			items[i].Words["touchpoint"] = r.TouchpointKey
		}
		if of.OfAccount() && r.CustomerID != nil {
			items[i].Customer = &people.PartyRef{ID: *r.CustomerID, Key: orEmpty(r.CustomerKey), Name: orEmpty(r.CustomerName)}
		}
	}
	return items, nil
}
