package post

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Rights erases and tells what is kept of mails to a person.
type Rights struct{}

// ErasePerson forgets at most limit mails to a person, clicks in them, and that
// mail to their addresses came back. It goes before the invitations do.
func (Rights) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	type part struct {
		word, text string
		args       []any
	}
	parts := []part{
		{"mail_clicks", "DELETE FROM mail_score WHERE invitation_id IN (SELECT invitation_id FROM mail_message WHERE customer_id IN (?))", []any{bun.List(p.IDs)}},
		{"wave_mails", "DELETE FROM mail_message WHERE id IN (SELECT id FROM mail_message WHERE customer_id IN (?) LIMIT ?)", []any{bun.List(p.IDs), limit}},
	}
	if len(p.Emails) > 0 {
		parts = append(parts, part{"bounces", "DELETE FROM mail_bounce WHERE address IN (?)", []any{bun.List(p.Emails)}})
	}
	for _, one := range parts {
		res, err := tx.NewRaw(one.text, one.args...).Exec(ctx)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "erase mails to a person")
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return people.Tally{one.word: int(n)}, fault.Wrap(err, fault.CodeInternal, "erase mails to a person")
		}
	}
	return nil, nil
}

// ExportPerson tells which mails went to a person, and what came back.
func (Rights) ExportPerson(ctx context.Context, q record.Querier, p people.Person, _ bool, tell func(section string, item any) error) error {
	var rows []struct {
		Address, State string
		Reminder       bool
		SentAt         *int64
	}
	err := q.NewRaw("SELECT address, state, reminder, sent_at FROM mail_message WHERE customer_id IN (?) ORDER BY id LIMIT 5000", bun.List(p.IDs)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export the mails to a person")
	}
	for _, r := range rows {
		item := map[string]any{"address": r.Address, "state": r.State, "reminder": r.Reminder}
		if r.SentAt != nil {
			item["sent_at"] = record.Time(*r.SentAt)
		}
		if err := tell("wave_mails", item); err != nil {
			return err
		}
	}
	var clicks []struct {
		Score     int
		ClickedAt int64
	}
	err = q.NewRaw("SELECT s.score, s.clicked_at FROM mail_score s JOIN invitation i ON i.id = s.invitation_id WHERE i.customer_id IN (?) ORDER BY s.clicked_at LIMIT 5000", bun.List(p.IDs)).Scan(ctx, &clicks)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export the clicks of a person")
	}
	for _, c := range clicks {
		if err := tell("mail_clicks", map[string]any{"score": c.Score, "clicked_at": record.Time(c.ClickedAt).Format(time.RFC3339)}); err != nil {
			return err
		}
	}
	return nil
}
