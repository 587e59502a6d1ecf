package outreach

import (
	"context"
	"encoding/csv"
	"io"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Considered is somebody whom a wave considers.
type Considered struct {
	Customer people.PartyRef  `json:"customer"`
	Account  *people.PartyRef `json:"account,omitempty"`
	Reason   string           `json:"reason" enum:"invited,sampled_out,resting,opted_out,no_address,known,rule"`
	Rule     string           `json:"rule,omitempty" enum:"same_person,no_consent,measure_clock,most_asked,account_cap,role_cap"`
}

// ConsideredBy gives whom a wave considers, with one reason and rule where they
// are given, limit+1 at most, those after an id. The caller may see customers.
func (s *Service) ConsideredBy(ctx context.Context, wave, reason, rule, after string, limit int) (out []Considered, err error) {
	err = s.seeingPersons(ctx, wave, func(ctx context.Context, q record.Querier, w Wave) error {
		out, err = listConsidered(ctx, q, w.ID, reason, rule, after, limit+1)
		return err
	})
	return out, err
}

// WaveInvitation is somebody's part in a wave.
type WaveInvitation struct {
	ID        string           `json:"id" format:"uuid"`
	Customer  people.PartyRef  `json:"customer"`
	Account   *people.PartyRef `json:"account,omitempty"`
	State     string           `json:"state" enum:"planned,sent,started,answered,bounced,unsubscribed,failed,dropped,closed"`
	Reason    string           `json:"reason,omitempty" doc:"Why it is in this state, where that is to be told."`
	Reminded  int              `json:"reminded" doc:"How many reminders were asked for."`
	RemindAt  *time.Time       `json:"remind_at,omitempty" doc:"When the next reminder is due."`
	SentAt    *time.Time       `json:"sent_at,omitempty"`
	StartedAt *time.Time       `json:"started_at,omitempty"`
	EndedAt   *time.Time       `json:"ended_at,omitempty" doc:"When they had answered; this and started_at are absent where the survey does not name the person."`
}

// Invitations gives those of a wave, in one state where it is given, limit+1 at
// most, those after an id. The caller may see customers.
func (s *Service) Invitations(ctx context.Context, wave, state, after string, limit int) (out []WaveInvitation, err error) {
	var of Wave
	err = s.seeingPersons(ctx, wave, func(ctx context.Context, q record.Querier, w Wave) error {
		of = w
		out, err = listInvitations(ctx, q, w.ID, state, after, limit+1)
		return err
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	asked, err := s.Measure.AskedVersion(ctx, of.SurveyID, of.Number)
	if err != nil || asked.Document.Settings.Consent == questionnaire.ConsentPerson {
		return out, err
	}
	for i := range out {
		// Beside the times of answers these would say whose they are.
		out[i].StartedAt, out[i].EndedAt = nil, nil
	}
	return out, nil
}

// linksAtOnce is how many links are written between two looks at the record.
const linksAtOnce = 1000

// Links tells the personal links of a wave for whoever sends them by other
// means: the file begins once this returns. Each time is in the audit log, since
// whoever has a link can answer for its person.
func (s *Service) Links(ctx context.Context, id string) (write func(ctx context.Context, to io.Writer) error, position log.Position, err error) {
	if err := access.From(ctx).Any(access.OutreachWrite); err != nil {
		return nil, 0, err
	}
	w, err := s.Wave(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if err := mayWrite(access.From(ctx), w.ProgramID); err != nil {
		return nil, 0, err
	}
	if !w.State.opens() {
		return nil, 0, fault.New(fault.CodeConflict, "A wave has links while it is under way. Start it first.").Keyed("wave.no_links")
	}
	asked, err := s.Measure.AskedVersion(ctx, w.SurveyID, w.Number)
	if err != nil {
		return nil, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, "wave.links", id, nil)
	})
	return func(ctx context.Context, to io.Writer) error { return s.writeLinks(ctx, to, id, asked.Survey.Slug) }, position, err
}

func (s *Service) writeLinks(ctx context.Context, to io.Writer, wave, slug string) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil { // tells a spreadsheet that this is UTF-8
		return err
	}
	base := s.PublicURL(ctx)
	out := csv.NewWriter(to)
	out.UseCRLF = true
	_ = out.Write([]string{"customer_key", "name", "email", "phone", "language", "link"}) // told by Flush
	for after := ""; ; {
		var rows []linkRow
		err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			rows, err = listLinks(ctx, q, wave, after, linksAtOnce)
			return err
		})
		if err != nil {
			return err
		}
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		if err := s.KeepLinks(ctx, ids); err != nil {
			return err
		}
		for _, r := range rows {
			cells := []string{r.Key, r.Name, r.Email, r.Phone, r.Language, s.LinkOf(base, slug, r.ID)}
			for i := range cells {
				cells[i] = table.Safe(cells[i])
			}
			_ = out.Write(cells)
		}
		out.Flush()
		if err := out.Error(); err != nil || len(rows) < linksAtOnce {
			return err
		}
		after = rows[len(rows)-1].ID
	}
}
