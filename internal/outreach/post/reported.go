package post

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// ReportsTaken is what became of reports.
type ReportsTaken struct {
	Taken   int `json:"taken" doc:"Reports of mails that this server sent."`
	Unknown int `json:"unknown" doc:"Reports of mails it knows nothing of."`
	Unread  int `json:"unread" doc:"Mails in the file that report nothing."`
}

// Report takes reports of bounces and complaints, whoever they come from.
func (s *Service) Report(ctx context.Context, reports []Report) (out ReportsTaken, err error) {
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		out = ReportsTaken{}
		if err := hold(ctx, tx); err != nil {
			return err
		}
		for _, r := range reports {
			known, err := s.reportOne(ctx, tx, r)
			if err != nil {
				return err
			}
			if known {
				out.Taken++
			} else {
				out.Unknown++
			}
		}
		return nil
	})
	return out, err
}

// reportOne takes one report; false where it is of no mail of ours. An address is
// marked only where a mail of ours went to it: nobody else's word ends mails.
func (s *Service) reportOne(ctx context.Context, tx *record.Tx, r Report) (known bool, err error) {
	m, found, err := reported(ctx, tx, mailOf(r.MessageID), r.Address)
	if err != nil || !found || m.State != Sent && m.State != Bounced {
		return false, err
	}
	now := s.Now()
	if r.Kind == reportSoft {
		m.Reason, m.Trouble = "soft", said(r.Reason)
		if err := m.write(ctx, tx, now); err != nil {
			return true, err
		}
		return true, markBounce(ctx, tx, m.Address, said(r.Reason), false, now)
	}
	o := outreach.Outcome{InvitationID: m.InvitationID, Reminder: m.Reminder, At: now}
	if r.Kind == reportComplaint {
		m.State, m.Reason, m.Trouble = Complained, "complaint", said(r.Reason)
		o.Became, o.Reason = outreach.BecameComplained, "complaint"
		about, err := s.Outreach.AskedIn(ctx, tx, m.InvitationID)
		if err == nil {
			err = s.Outreach.OptOutIn(ctx, tx, about.ProgramID, about.CustomerID, "complaint", "")
		}
		if err != nil && !fault.Is(err, fault.CodeNotFound) {
			return true, err
		}
	} else {
		m.State, m.Reason, m.Trouble = Bounced, reasonNobody, said(r.Reason)
		o.Became, o.Reason = outreach.BecameBounced, reasonNobody
		if err := markBounce(ctx, tx, m.Address, said(r.Reason), true, now); err != nil {
			return true, err
		}
	}
	if err := m.write(ctx, tx, now); err != nil {
		return true, err
	}
	return true, s.Outreach.Became(ctx, tx, []outreach.Outcome{o})
}

// ReportFile takes a file of mails that report: one mail, or a mailbox of many.
func (s *Service) ReportFile(ctx context.Context, raw []byte) (ReportsTaken, error) {
	if err := access.From(ctx).Require(access.OutreachWrite, access.Whole()); err != nil {
		return ReportsTaken{}, err
	}
	var all []Report
	unread := 0
	for _, one := range splitReports(raw) {
		found, err := ParseReport(one)
		if err != nil {
			unread++
			continue
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return ReportsTaken{}, fault.Invalid("file", "No mail in it reports a bounce or a complaint.").Keyed("mail.no_report")
	}
	out, err := s.Report(ctx, all[:min(len(all), maxReports*10)])
	out.Unread = unread
	return out, err
}

// MailHook is where mail servers report to, and the secret they must know.
type MailHook struct {
	Address string `json:"address" doc:"Reports are posted here as JSON."`
	Secret  string `json:"secret" doc:"Sent along as Authorization: Bearer SECRET."`
}

// HookOf tells the address and secret, to whoever may set up mail.
func (s *Service) HookOf(ctx context.Context) (MailHook, error) {
	if err := access.From(ctx).Require(access.MailWrite, access.Whole()); err != nil {
		return MailHook{}, err
	}
	return MailHook{s.Outreach.PublicURL(ctx) + "/hooks/mail", s.hookSecret()}, nil
}

func (s *Service) hookSecret() string {
	return base64.RawURLEncoding.EncodeToString(s.Outreach.Secret("mail reports")[:24])
}

// hook takes reports that a mail server posts: {"reports": [...]}, 1,000 at most,
// with the secret.
func (s *Service) hook(w http.ResponseWriter, r *http.Request) {
	given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer || subtle.ConstantTimeCompare([]byte(given), []byte(s.hookSecret())) != 1 {
		web.WriteError(w, fault.New(fault.CodeUnauthenticated, "Send the secret along as Authorization: Bearer."))
		return
	}
	var in struct {
		Reports []Report `json:"reports"`
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReport))
	if err == nil {
		err = json.Unmarshal(raw, &in)
	}
	if err != nil || len(in.Reports) > maxReports {
		web.WriteError(w, fault.Invalid("reports", "Send {\"reports\": [...]} with at most 1,000 reports.").Keyed("mail.reports"))
		return
	}
	for _, one := range in.Reports {
		if one.Kind != reportHard && one.Kind != reportSoft && one.Kind != reportComplaint || one.MessageID == "" && one.Address == "" {
			web.WriteError(w, fault.Invalid("reports", "A report has a message_id or an address, and is hard, soft or complaint.").Keyed("mail.report"))
			return
		}
	}
	out, err := s.Report(access.System(r.Context(), "mail reports"), in.Reports)
	if err != nil {
		web.WriteError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // the server may be gone
}
