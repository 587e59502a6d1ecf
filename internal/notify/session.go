package notify

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/wneessen/go-mail"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Letter is a mail that another room has written.
type Letter struct {
	To       string
	Sender   string // name it comes from; the house's where empty
	ReplyTo  string
	Subject  string
	Text     string
	HTML     string
	ID       string            // of the message, as LOCAL@HOST
	Language string            // as in Content-Language
	Headers  map[string]string // further ones, by name
}

// Session sends letters over one connection to the mail server. It is for one
// goroutine.
type Session struct {
	settings settingsRow
	client   *mail.Client
	service  *Service
}

// Open connects to the mail server. Without one, or while mail is off, it gives
// nil.
func (s *Service) Open(ctx context.Context) (*Session, error) {
	settings, err := s.readSettings(ctx)
	if err != nil || !settings.Active {
		return nil, err
	}
	client, err := s.dial(ctx, settings)
	if err != nil {
		return nil, err
	}
	return &Session{settings, client, s}, nil
}

// Close ends the connection.
func (x *Session) Close() { _ = x.client.Close() }

// From is the address that mail comes from.
func (x *Session) From() string { return x.settings.FromAddress }

// Send sends one letter. See Judged for what an error says.
func (x *Session) Send(l Letter) error {
	m := mail.NewMsg()
	name := x.settings.FromName
	if l.Sender != "" {
		name = l.Sender
	}
	err := errors.Join(m.FromFormat(name, x.settings.FromAddress), m.To(l.To))
	if l.ReplyTo != "" {
		err = errors.Join(err, m.ReplyTo(l.ReplyTo))
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeInvalid, "address mail")
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(x.service.now())
	m.SetMessageIDWithValue(l.ID)
	m.SetGenHeader("Content-Language", l.Language)
	for _, header := range slices.Sorted(maps.Keys(l.Headers)) {
		m.SetGenHeader(mail.Header(header), l.Headers[header])
	}
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	m.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	return x.client.Send(m)
}

// Judged tells of an error of Send or Open whether trying again is of no use, the
// code of the server (0 where it said none), and what went wrong, on one line.
func Judged(err error) (forGood bool, code int, trouble string) {
	var refused *mail.SendError
	if errors.As(err, &refused) {
		code = refused.ErrorCode()
	}
	return isPermanent(err) || fault.Is(err, fault.CodeInvalid), code, troubleOf(err)
}

// Ambiguous tells of an error of Send that the server may have taken the letter
// all the same: the connection broke after all of it was said.
func Ambiguous(err error) bool {
	var refused *mail.SendError
	return errors.As(err, &refused) && refused.Reason == mail.ErrSMTPDataClose && refused.ErrorCode() == 0
}
