package post

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// Report is what a mail server, or somebody's mailbox, says of a mail.
type Report struct {
	MessageID string `json:"message_id,omitempty" maxLength:"998" doc:"The Message-ID of the mail."`
	Address   string `json:"address,omitempty" maxLength:"998" doc:"Whom the mail was for; needed where its Message-ID is not known."`
	Kind      string `json:"kind" enum:"hard,soft,complaint" doc:"It came back for good, or for now; or whoever got it calls it junk."`
	Reason    string `json:"reason,omitempty" maxLength:"1000" doc:"What was said."`
}

// Kinds of reports.
const (
	reportHard      = "hard"
	reportSoft      = "soft"
	reportComplaint = "complaint"
)

// Bounds of what is read of a report.
const (
	maxParts   = 20
	maxReport  = 1 << 20
	maxReports = 1000
)

// errNoReport says that a mail reports nothing.
var errNoReport = errors.New("this mail reports no delivery and no complaint")

// ParseReport reads a mail that reports of others: delivery status notifications
// (RFC 3464) and complaints (RFC 5965), as multipart/report. Delays and
// deliveries report nothing.
func ParseReport(raw []byte) ([]Report, error) {
	m, err := mail.ReadMessage(bufio.NewReader(io.LimitReader(bytes.NewReader(raw), maxReport)))
	if err != nil {
		return nil, errNoReport
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return nil, errNoReport
	}
	var found reportParts
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range maxParts {
		part, err := parts.NextPart()
		if err != nil {
			break // what is there of a report that breaks off is read
		}
		found.read(part)
	}
	out := found.reports()
	if len(out) == 0 {
		return nil, errNoReport
	}
	return out, nil
}

// reportParts are what the parts of a report say.
type reportParts struct {
	recipients []textproto.MIMEHeader // of a delivery status
	feedback   textproto.MIMEHeader   // of a complaint
	original   textproto.MIMEHeader   // of the mail that is reported of
}

func (p *reportParts) read(part *multipart.Part) {
	kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")) //nolint:errcheck // a part of another kind
	reader := textproto.NewReader(bufio.NewReader(part))
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		for range maxReports {
			fields, err := reader.ReadMIMEHeader()
			if fields.Get("Final-Recipient") != "" || fields.Get("Original-Recipient") != "" {
				p.recipients = append(p.recipients, fields)
			}
			if err != nil {
				break
			}
		}
	case "message/feedback-report":
		fields, _ := reader.ReadMIMEHeader() //nolint:errcheck // what is there is read
		p.feedback = fields
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		fields, _ := reader.ReadMIMEHeader() //nolint:errcheck // what is there is read
		p.original = fields
	}
}

func (p *reportParts) reports() []Report {
	id := said(p.original.Get("Message-Id"))
	if p.feedback != nil {
		r := Report{MessageID: id, Kind: reportComplaint, Reason: said(p.feedback.Get("Feedback-Type")), Address: bareAddress(p.feedback.Get("Original-Rcpt-To"))}
		if r.Address == "" {
			r.Address = bareAddress(p.original.Get("To"))
		}
		if strings.EqualFold(r.Reason, "not-spam") || r.Address == "" && r.MessageID == "" {
			return nil
		}
		return []Report{r}
	}
	var out []Report
	for _, fields := range p.recipients {
		r := Report{Reason: said(fields.Get("Diagnostic-Code")), Address: recipient(fields)}
		if r.Reason == "" {
			r.Reason = said(fields.Get("Status"))
		}
		if len(p.recipients) == 1 {
			r.MessageID = id
		}
		switch status := said(fields.Get("Status")); {
		case !strings.EqualFold(said(fields.Get("Action")), "failed"):
			continue // delayed, delivered, relayed, expanded
		case strings.HasPrefix(status, "4"), strings.HasPrefix(status, "5.2.2"), strings.HasPrefix(status, "5.7"):
			r.Kind = reportSoft // full, or refused for what it says: somebody is there
		default:
			r.Kind = reportHard
		}
		if r.Address != "" || r.MessageID != "" {
			out = append(out, r)
		}
	}
	return out
}

func recipient(fields textproto.MIMEHeader) string {
	for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
		if _, address, typed := strings.Cut(fields.Get(name), ";"); typed {
			if a := bareAddress(address); a != "" {
				return a
			}
		}
	}
	return ""
}

// bareAddress is an address without name and brackets, "" for none.
func bareAddress(s string) string {
	a, err := mail.ParseAddress(said(s))
	if err != nil {
		return ""
	}
	return a.Address
}

// said is a header's text on one line, of bounded length.
func said(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}

// mailOf is the id of our mail in a Message-ID, "" where it is none of ours.
func mailOf(messageID string) string {
	local, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(messageID), "<>"), "@")
	id, err := uuid.Parse(local)
	if err != nil || len(local) != 36 {
		return ""
	}
	return id.String()
}

// splitReports cuts a mailbox (mbox) into its mails; a single mail is one.
func splitReports(raw []byte) [][]byte {
	if !bytes.HasPrefix(raw, []byte("From ")) {
		return [][]byte{raw}
	}
	var out [][]byte
	for _, one := range bytes.Split(append([]byte("\n"), raw...), []byte("\nFrom ")) {
		if _, rest, is := bytes.Cut(one, []byte("\n")); is && len(one) > 0 {
			out = append(out, rest)
		}
	}
	return out
}
