package collect

import (
	"context"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Rights is what this room does for the rights of persons. It stands by itself,
// without the room's service, since a restored backup is erased again before
// there is one.
type Rights struct {
	Now      func() time.Time
	RandomID func() string         // random UUIDs (v4): nothing of the time is in them
	Zone     func() *time.Location // whose days anonymous answers are cut to
	Files    record.Files          // of which the exports of persons are made
}

// toldEvent is an event as a person's file has it.
type toldEvent struct {
	ID         string          `json:"id"`
	At         time.Time       `json:"at"`
	ReceivedAt time.Time       `json:"received_at"`
	Name       string          `json:"name"`
	Touchpoint string          `json:"touchpoint_key,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
}

// ExportPerson tells answers, each with what it was before, and events.
func (g Rights) ExportPerson(ctx context.Context, q record.Querier, p people.Person, confidential bool, tell func(section string, item any) error) error {
	least := ConsentPerson
	if confidential {
		least = ConsentFirm
	}
	for _, id := range p.IDs {
		if err := tellResponses(ctx, q, id, least, tell); err != nil {
			return err
		}
	}
	for _, id := range p.IDs {
		if err := g.tellFiles(ctx, q, id, least, tell); err != nil {
			return err
		}
	}
	for _, id := range p.IDs {
		if err := tellReplies(ctx, q, id, least, tell); err != nil {
			return err
		}
	}
	for _, id := range p.IDs {
		if err := tellEvents(ctx, q, id, tell); err != nil {
			return err
		}
	}
	return nil
}

const toldAtOnce = 500

func tellResponses(ctx context.Context, q record.Querier, customer string, least Consent, tell func(string, any) error) error {
	for last := int64(0); ; {
		var rows []listRow
		err := q.NewRaw("SELECT "+listColumns+" FROM (SELECT * FROM response r WHERE r.customer_id = ? AND r.consent >= ? AND r.n > ? ORDER BY r.n LIMIT ?) r"+listJoins+" ORDER BY r.n",
			customer, int64(least), last, toldAtOnce).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "export answers of a person")
		}
		for i := range rows {
			out, err := rows[i].opened(ctx, q)
			if err != nil {
				return err
			}
			if err := tell("answers", out); err != nil {
				return err
			}
			last = rows[i].N
		}
		if len(rows) < toldAtOnce {
			return nil
		}
	}
}

func tellEvents(ctx context.Context, q record.Querier, customer string, tell func(string, any) error) error {
	for after := (people.TimelinePlace{}); ; {
		var rows []struct {
			eventRow
			ReceivedAt int64
		}
		place, args := after.After("at", "id")
		err := q.NewRaw("SELECT id, at, received_at, name, touchpoint_key, properties FROM event WHERE customer_id = ? AND "+place+" ORDER BY at DESC, id DESC LIMIT ?",
			append(append([]any{customer}, args...), toldAtOnce)...).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "export events of a person")
		}
		for _, r := range rows {
			e := toldEvent{ID: r.ID, At: record.Time(r.At), ReceivedAt: record.Time(r.ReceivedAt), Name: r.Name, Touchpoint: r.TouchpointKey}
			if r.Properties != "" {
				e.Properties = json.RawMessage(r.Properties)
			}
			if err := tell("events", e); err != nil {
				return err
			}
			after = people.TimelinePlace{At: r.At, ID: r.ID}
		}
		if len(rows) < toldAtOnce {
			return nil
		}
	}
}
