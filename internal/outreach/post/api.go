package post

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// WaveMails are the mails of a wave.
type WaveMails struct {
	Counts []MailCount `json:"counts" nullable:"false"`
	Items  []WaveMail  `json:"items" nullable:"false"`
	Next   string      `json:"next,omitempty"`
}

// MailCount is how many mails are in a state.
type MailCount struct {
	State string `json:"state" enum:"waiting,sending,sent,failed,dropped,bounced,complained"`
	Count int64  `json:"count"`
}

// MailsOf lists the mails of a wave that the caller may see, with whom they are
// for, whom the caller must be allowed to see too.
func (s *Service) MailsOf(ctx context.Context, wave, state, after string, limit int) (rows []WaveMail, counts []MailCount, err error) {
	w, err := s.Outreach.Wave(ctx, wave)
	if err == nil {
		err = access.From(ctx).Require(access.PersonRead, access.Program(w.ProgramID))
	}
	if err != nil {
		return nil, nil, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := listMessages(ctx, q, wave, state, after, limit+1)
		if err != nil {
			return err
		}
		for _, r := range found {
			rows = append(rows, r.message())
		}
		by, err := countMessages(ctx, q, wave)
		for _, state := range []string{Waiting, Sending, Sent, Failed, Dropped, Bounced, Complained} {
			if n := by[state]; n > 0 {
				counts = append(counts, MailCount{state, n})
			}
		}
		return err
	})
	return rows, counts, err
}

func (r messageRow) message() WaveMail {
	m := WaveMail{ID: r.ID, Invitation: r.InvitationID, Customer: Addressee{r.CustomerID, r.Key, r.Name}, Address: r.Address, Reminder: r.Reminder, State: r.State,
		Reason: r.Reason, Trouble: r.Trouble, Attempts: r.Attempts}
	if r.State == Waiting {
		m.DueAt = new(time.Time)
		*m.DueAt = record.Time(r.DueAt)
	}
	if r.SentAt != nil {
		m.SentAt = new(time.Time)
		*m.SentAt = record.Time(*r.SentAt)
	}
	return m
}

type mailsInput struct {
	ID string `path:"id"`
	web.Page
	State string `query:"state" enum:"waiting,sending,sent,failed,dropped,bounced,complained" doc:"Only those in this state."`
}

// Register adds the operations.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-wave-mails", http.MethodGet, "/api/waves/{id}/mails", access.OutreachRead, "List the mails of a wave, each with its state and reason"),
		func(ctx context.Context, in *mailsInput) (*struct{ Body WaveMails }, error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			rows, counts, err := s.MailsOf(ctx, in.ID, in.State, after, in.Limit)
			if err != nil {
				return nil, err
			}
			list := web.Listed(rows, in.Limit, func(m WaveMail) any { return m.ID })
			if counts == nil {
				counts = []MailCount{}
			}
			return &struct{ Body WaveMails }{WaveMails{counts, list.Items, list.Next}}, nil
		})
	huma.Register(api, web.Op("get-mail-hook", http.MethodGet, "/api/mail/hook", access.MailWrite, "Where mail servers report bounces and complaints to, and the secret"),
		func(ctx context.Context, _ *struct{}) (*struct{ Body MailHook }, error) {
			h, err := s.HookOf(ctx)
			if err != nil {
				return nil, err
			}
			return &struct{ Body MailHook }{h}, nil
		})
	report := web.Op("report-mails", http.MethodPost, "/api/mail/reports", access.OutreachWrite, "Take in mails that report bounces (RFC 3464) or complaints (RFC 5965): one as it came, or a mailbox")
	report.MaxBodyBytes = 32 << 20
	huma.Register(api, report, func(ctx context.Context, in *struct {
		RawBody []byte `contentType:"message/rfc822"`
	}) (*struct{ Body ReportsTaken }, error) {
		t, err := s.ReportFile(ctx, in.RawBody)
		if err != nil {
			return nil, err
		}
		return &struct{ Body ReportsTaken }{t}, nil
	})
}
