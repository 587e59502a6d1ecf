package people

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TimelineKind is what an item of a timeline is.
type TimelineKind string

// The kinds of item.
const (
	TimelineAnswer     TimelineKind = "answer"
	TimelineEvent      TimelineKind = "event"
	TimelineNote       TimelineKind = "note"
	TimelineConsent    TimelineKind = "consent"
	TimelineTrait      TimelineKind = "trait"
	TimelineMerge      TimelineKind = "merge"
	TimelineInterview  TimelineKind = "interview"
	TimelineInvitation TimelineKind = "invitation"
)

// TimelineItem is something that happened with a customer or an account.
type TimelineItem struct {
	ID       string            `json:"id" doc:"Of the item; with its time the place in the timeline."`
	Kind     TimelineKind      `json:"kind" enum:"answer,event,note,consent,trait,merge,interview,invitation"`
	At       time.Time         `json:"at"`
	Title    string            `json:"title" doc:"Key of the sentence that says what happened."`
	Words    map[string]string `json:"words" doc:"What the sentence is filled with."`
	Scores   []TimelineScore   `json:"scores,omitempty" doc:"Of an answer."`
	Link     *TimelineLink     `json:"link,omitempty" doc:"What the item opens into."`
	Customer *PartyRef         `json:"customer,omitempty" doc:"On an account: whose it is, where consent lets that be said."`
	Consent  string            `json:"consent,omitempty" enum:"firm,person" doc:"Of an answer or an interview."`
}

// TimelineScore is the score of a measure in an answer.
type TimelineScore struct {
	MeasureID string  `json:"measure_id" format:"uuid"`
	Name      string  `json:"name"`
	Score     float64 `json:"score"`
}

// TimelineLink names what an item opens into.
type TimelineLink struct {
	Kind string `json:"kind" enum:"response,customer,interview,wave"`
	ID   string `json:"id" format:"uuid"`
}

// TimelinePlace is where in a timeline, which goes from the newest to the
// oldest, a page begins; the zero place is before the newest.
type TimelinePlace struct {
	At int64  `json:"a"` // microseconds UTC
	ID string `json:"i"`
}

// TimelineOf says whose items are asked for: of customers (one with all that
// were merged into it), or of accounts (the same).
type TimelineOf struct {
	Customers []string
	Accounts  []string
}

// OfAccount tells that the timeline is that of an account.
func (of TimelineOf) OfAccount() bool { return len(of.Accounts) > 0 }

// TimelineSource contributes items to timelines.
type TimelineSource interface {
	// TimelineKinds are the kinds it gives.
	TimelineKinds() []TimelineKind
	// Timeline gives the items of one kind that come after a place and that
	// who asks may read, newest first and by falling id where times are equal,
	// at most n. It reads from an index. On the page of a person it gives
	// nothing that the person said in the confidence of their firm, and on that
	// of an account not who said it; nothing of the restricted.
	Timeline(ctx context.Context, q record.Querier, kind TimelineKind, of TimelineOf, after TimelinePlace, n int) ([]TimelineItem, error)
}

// mostMerged is of how many merged customers a timeline tells.
const mostMerged = 50

// CustomerTimeline gives what happened with a customer, merged ones included:
// limit+1 items at most after a place, of some kinds or, where none are named,
// of all. That it was read is written to the audit log.
func (s *Service) CustomerTimeline(ctx context.Context, id string, kinds []TimelineKind, after TimelinePlace, limit int) (items []TimelineItem, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		r, err := getCustomer(ctx, q, personReach(ctx, access.PersonRead), id)
		if err != nil {
			return err
		}
		if r.RestrictedAt != nil {
			return nil
		}
		p, err := personOf(ctx, q, id)
		if err != nil {
			return err
		}
		of := TimelineOf{Customers: p.IDs[:min(len(p.IDs), mostMerged)]}
		items, err = s.timeline(ctx, q, kinds, of, after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	return items, s.saw(ctx, "person.timeline", id, nil)
}

// AccountTimeline gives what happened with an account and its contacts, as
// CustomerTimeline does.
func (s *Service) AccountTimeline(ctx context.Context, id string, kinds []TimelineKind, after TimelinePlace, limit int) (items []TimelineItem, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if err := reachesAccount(ctx, q, id); err != nil {
			return err
		}
		firm, err := firmIDs(ctx, q, id)
		if err != nil {
			return err
		}
		items, err = s.timeline(ctx, q, kinds, TimelineOf{Accounts: firm[:min(len(firm), mostMerged)]}, after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	return items, s.saw(ctx, "account.timeline", id, nil)
}

func reachesAccount(ctx context.Context, q record.Querier, id string) error {
	within, args := personReach(ctx, access.PersonRead).Where(access.Columns{Unit: "a.unit_id", Account: "a.id"})
	var n int64
	err := q.NewRaw("SELECT count(*) FROM account a WHERE a.id = ? AND "+within, append([]any{id}, args...)...).Scan(ctx, &n)
	if err == nil && n == 0 {
		return fault.NotFound("account")
	}
	return fault.Wrap(err, fault.CodeInternal, "get account")
}

// timeline merges the sources' items, each of which gives as many as fit a
// page.
func (s *Service) timeline(ctx context.Context, q record.Querier, kinds []TimelineKind, of TimelineOf, after TimelinePlace, n int) ([]TimelineItem, error) {
	items := []TimelineItem{}
	for _, source := range slices.Concat([]TimelineSource{registry{}}, s.rooms.Timelines) {
		for _, kind := range source.TimelineKinds() {
			if len(kinds) > 0 && !slices.Contains(kinds, kind) {
				continue
			}
			more, err := source.Timeline(ctx, q, kind, of, after, n)
			if err != nil {
				return nil, err
			}
			items = append(items, more...)
		}
	}
	slices.SortFunc(items, laterFirst)
	return items[:min(n, len(items))], nil
}

// Place is the item's place in the timeline.
func (i TimelineItem) Place() TimelinePlace {
	return TimelinePlace{At: i.At.UnixMicro(), ID: i.ID}
}

// After is a condition on a time and an id for what comes after the place.
func (p TimelinePlace) After(at, id string) (string, []any) {
	if p.ID == "" {
		return "1 = 1", nil
	}
	return at + " <= ? AND (" + at + " < ? OR " + id + " < ?)", []any{p.At, p.At, p.ID}
}
