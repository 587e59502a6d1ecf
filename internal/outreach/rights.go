package outreach

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Rights erases and tells what this room keeps of a person. It needs no
// service: a restored backup is erased again before there is one.
type Rights struct{}

// ErasePerson takes out that the person was considered, invited and asked, at
// most limit rows. Links to them open nothing from then on.
func (Rights) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	for _, part := range []struct{ word, text string }{
		{"invitations", "DELETE FROM invitation_link WHERE token_hash IN (SELECT l.token_hash FROM invitation_link l JOIN invitation i ON i.id = l.invitation_id WHERE i.customer_id IN (?) LIMIT ?)"},
		{"invitations", "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE customer_id IN (?) LIMIT ?)"},
		{"askings", "DELETE FROM contact_asked WHERE id IN (SELECT id FROM contact_asked WHERE customer_id IN (?) LIMIT ?)"},
		{"considered", "DELETE FROM considered WHERE (wave_id, customer_id) IN (SELECT wave_id, customer_id FROM considered WHERE customer_id IN (?) LIMIT ?)"},
		{"opt_outs", "DELETE FROM program_opt_out WHERE (program_id, customer_id) IN (SELECT program_id, customer_id FROM program_opt_out WHERE customer_id IN (?) LIMIT ?)"},
		{"triggered", "DELETE FROM trigger_due WHERE (trigger_id, event_id) IN (SELECT trigger_id, event_id FROM trigger_due WHERE customer_id IN (?) LIMIT ?)"},
		{"rests", "DELETE FROM contact_rest WHERE customer_id IN (SELECT customer_id FROM contact_rest WHERE customer_id IN (?) LIMIT ?)"},
	} {
		res, err := tx.NewRaw(part.text, bun.List(p.IDs), limit).Exec(ctx)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "erase what a person was asked")
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return people.Tally{part.word: int(n)}, fault.Wrap(err, fault.CodeInternal, "erase what a person was asked")
		}
	}
	res, err := tx.NewRaw("DELETE FROM wave_key WHERE customer_key IN (?)", bun.List(p.Keys)).Exec(ctx)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "erase a person from lists")
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "erase a person from lists")
	}
	return people.Tally{"listed": int(n)}, nil
}

// toldInvitation is an invitation as its person's file has it.
type toldInvitation struct {
	Survey    string     `json:"survey"`
	Wave      string     `json:"wave"`
	State     string     `json:"state"`
	InvitedAt time.Time  `json:"invited_at"`
	SentAt    *time.Time `json:"sent_at,omitempty"`
	Reminders int        `json:"reminders"`
}

// toldAsking is one time somebody was asked.
type toldAsking struct {
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Kind    string    `json:"kind"`
}

// toldMost bounds each section of a person's file.
const toldMost = 5000

// ExportPerson tells to what a person was invited, when they were asked, and
// what they do not want to be asked.
func (Rights) ExportPerson(ctx context.Context, q record.Querier, p people.Person, _ bool, tell func(section string, item any) error) error {
	var invited []struct {
		Survey, Wave, State string
		CreatedAt           int64
		SentAt              *int64
		Reminded            int
	}
	err := q.NewRaw(`SELECT COALESCE(s.name, '') AS survey, COALESCE(w.name, '') AS wave, i.state, i.created_at, i.sent_at, i.reminded
		FROM invitation i LEFT JOIN wave w ON w.id = i.wave_id LEFT JOIN survey s ON s.id = i.survey_id
		WHERE i.customer_id IN (?) ORDER BY i.created_at, i.id LIMIT ?`, bun.List(p.IDs), toldMost).Scan(ctx, &invited)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export the invitations of a person")
	}
	for _, r := range invited {
		if err := tell("invitations", toldInvitation{r.Survey, r.Wave, r.State, record.Time(r.CreatedAt), timeOf(r.SentAt), r.Reminded}); err != nil {
			return err
		}
	}
	return tellAskings(ctx, q, p, tell)
}

func tellAskings(ctx context.Context, q record.Querier, p people.Person, tell func(section string, item any) error) error {
	var asked []struct {
		At            int64
		Channel, Kind string
	}
	err := q.NewRaw("SELECT at, channel, kind FROM contact_asked WHERE customer_id IN (?) ORDER BY at, id LIMIT ?", bun.List(p.IDs), toldMost).Scan(ctx, &asked)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export when a person was asked")
	}
	for _, r := range asked {
		if err := tell("askings", toldAsking{record.Time(r.At), r.Channel, r.Kind}); err != nil {
			return err
		}
	}
	var out []struct {
		Program string
		At      int64
	}
	err = q.NewRaw("SELECT COALESCE(p.name, '') AS program, o.at FROM program_opt_out o LEFT JOIN program p ON p.id = o.program_id WHERE o.customer_id IN (?) ORDER BY o.at", bun.List(p.IDs)).Scan(ctx, &out)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export what a person does not want")
	}
	for _, r := range out {
		if err := tell("opt_outs", map[string]any{"program": r.Program, "at": record.Time(r.At)}); err != nil {
			return err
		}
	}
	if err := tellTriggered(ctx, q, p, tell); err != nil {
		return err
	}
	return tellRest(ctx, q, p, tell)
}

func tellTriggered(ctx context.Context, q record.Querier, p people.Person, tell func(section string, item any) error) error {
	var heard []struct {
		Name, Reason, Rule string
		HappenedAt         int64
	}
	err := q.NewRaw(`SELECT t.name, d.reason, d.rule, d.happened_at FROM trigger_due d JOIN ask_trigger t ON t.id = d.trigger_id
		WHERE d.customer_id IN (?) ORDER BY d.happened_at, d.event_id LIMIT ?`, bun.List(p.IDs), toldMost).Scan(ctx, &heard)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export after what a person was asked")
	}
	for _, r := range heard {
		if err := tell("triggered", map[string]any{"trigger": r.Name, "happened_at": record.Time(r.HappenedAt), "reason": r.Reason, "rule": r.Rule}); err != nil {
			return err
		}
	}
	return nil
}

func tellRest(ctx context.Context, q record.Querier, p people.Person, tell func(section string, item any) error) error {
	var rests []struct {
		Until  int64
		Reason string
	}
	if err := q.NewRaw("SELECT until, reason FROM contact_rest WHERE customer_id IN (?)", bun.List(p.IDs)).Scan(ctx, &rests); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export until when a person is left in peace")
	}
	for _, r := range rests {
		if err := tell("rests", map[string]any{"until": record.Time(r.Until), "reason": r.Reason}); err != nil {
			return err
		}
	}
	return nil
}
