package notify

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// dialTime bounds each step of talking to the mail server.
const dialTime = 20 * time.Second

// Run sends what is due, a batch a connection, until nothing is, and marks what
// ran out. While mail is off it only does the latter. It gives the number of
// messages sent. Two processes may run at once: each message is taken by one.
func (s *Service) Run(ctx context.Context) (sent int, err error) {
	for ctx.Err() == nil {
		if work, err := s.anyWork(ctx); err != nil || !work {
			return sent, err
		}
		if err := s.tidy(ctx); err != nil {
			return sent, err
		}
		settings, err := s.readSettings(ctx)
		if err != nil || !settings.Active {
			return sent, err
		}
		due, err := s.take(ctx)
		if err != nil || len(due) == 0 {
			return sent, err
		}
		n, err := s.deliver(ctx, settings, due)
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, ctx.Err()
}

// anyWork tells whether something is due, or ran out, so that nothing is
// written while there is no mail.
func (s *Service) anyWork(ctx context.Context) (work bool, err error) {
	now := s.now()
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT EXISTS (SELECT 1 FROM mail_outbox WHERE state = ? AND next_at <= ?)
			OR EXISTS (SELECT 1 FROM mail_outbox WHERE state IN (?, ?) AND expires_at > 0 AND expires_at <= ?)
			OR EXISTS (SELECT 1 FROM mail_outbox WHERE state <> ? AND ended_at <= ?)`,
			stateQueued, record.Micros(now), stateQueued, stateFailed, record.Micros(now),
			stateQueued, record.Micros(now.Add(-keepEnded))).Scan(ctx, &work)
	})
	return work, fault.Wrap(err, fault.CodeUnavailable, "look for mail")
}

// tidy marks messages that are of no use any more, erasing what they say, and
// forgets those that were over long ago.
func (s *Service) tidy(ctx context.Context) error {
	now := s.now()
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := lockSettings(ctx, tx); err != nil {
			return err
		}
		_, err := tx.NewRaw(`UPDATE mail_outbox SET state = ?, data = '', ended_at = ?
			WHERE state IN (?, ?) AND expires_at > 0 AND expires_at <= ?`,
			stateExpired, record.Micros(now), stateQueued, stateFailed, record.Micros(now)).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("DELETE FROM mail_outbox WHERE state <> ? AND ended_at <= ?",
			stateQueued, record.Micros(now.Add(-keepEnded))).Exec(ctx)
		return err
	})
	return fault.Wrap(err, fault.CodeUnavailable, "tidy outbox")
}

// take claims the next messages that are due: nobody else gets them while the
// lease lasts. A process that dies with them leaves them to be sent again.
func (s *Service) take(ctx context.Context) ([]mailRow, error) {
	var mine []mailRow
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := lockSettings(ctx, tx); err != nil {
			return err
		}
		now := s.now()
		var due []mailRow
		err := tx.NewSelect().Model(&due).Where("state = ? AND next_at <= ?", stateQueued, record.Micros(now)).
			OrderExpr("next_at, id").Limit(batch).Scan(ctx)
		if err != nil {
			return err
		}
		for _, row := range due {
			done, err := tx.NewRaw("UPDATE mail_outbox SET next_at = ?, attempts = attempts + 1 WHERE id = ? AND state = ? AND next_at = ?",
				record.Micros(now.Add(lease)), row.ID, stateQueued, row.NextAt).Exec(ctx)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err == nil && n == 1 {
				row.Attempts++
				mine = append(mine, row)
			}
		}
		return nil
	})
	return mine, fault.Wrap(err, fault.CodeUnavailable, "take mail that is due")
}

// deliver sends messages over one connection and writes down how each went.
func (s *Service) deliver(ctx context.Context, settings settingsRow, due []mailRow) (sent int, err error) {
	client, err := s.dial(ctx, settings)
	if err != nil {
		s.log.WarnContext(ctx, "mail: the server cannot be reached; messages wait", "host", settings.Host, "error", err, "messages", len(due))
		return 0, s.settle(ctx, due, func(mailRow) error { return err })
	}
	defer func() { _ = client.Close() }()
	results := map[string]error{}
	for _, row := range due {
		results[row.ID] = s.sendOne(client, settings, row)
		if results[row.ID] == nil {
			sent++
		} else {
			s.log.WarnContext(ctx, "mail: a message was not taken", "message", row.ID, "error", results[row.ID])
		}
	}
	return sent, s.settle(ctx, due, func(row mailRow) error { return results[row.ID] })
}

// settle writes down how each message went. It does so even when ctx is over,
// so that a message that went out is not sent twice.
func (s *Service) settle(ctx context.Context, due []mailRow, result func(mailRow) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := lockSettings(ctx, tx); err != nil {
			return err
		}
		for _, row := range due {
			s.judge(&row, result(row))
			if _, err := tx.NewUpdate().Model(&row).Column("state", "data", "next_at", "ended_at", "trouble").WherePK().Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeUnavailable, "write how mail went")
}

// judge sets a message's state after an attempt.
func (s *Service) judge(row *mailRow, err error) {
	now := s.now()
	switch {
	case err == nil:
		row.State, row.Data, row.Trouble, row.EndedAt = stateSent, "", "", record.Micros(now)
	case isPermanent(err) || row.Attempts >= tries:
		row.State, row.Trouble, row.EndedAt = stateFailed, troubleOf(err), record.Micros(now)
	default:
		row.Trouble, row.NextAt = troubleOf(err), record.Micros(now.Add(pause(row.Attempts)))
	}
}

// dial opens a connection to the mail server and signs in.
func (s *Service) dial(ctx context.Context, settings settingsRow) (*mail.Client, error) {
	password, err := s.vault.Open(passwordPurpose, settings.Password)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{mail.WithPort(settings.Port), mail.WithTimeout(dialTime), mail.WithTLSConfig(s.tlsFor(settings.Host))}
	switch settings.Encryption {
	case EncryptionTLS:
		options = append(options, mail.WithSSL())
	case EncryptionSTARTTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if settings.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(settings.Username), mail.WithPassword(password))
	}
	client, err := mail.NewClient(settings.Host, options...)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	return client, client.DialWithContext(ctx)
}

func (s *Service) tlsFor(host string) *tls.Config {
	config := &tls.Config{}
	if s.tls != nil {
		config = s.tls.Clone()
	}
	config.ServerName, config.MinVersion = host, tls.VersionTLS12
	return config
}

func (s *Service) sendOne(client *mail.Client, settings settingsRow, row mailRow) error {
	raw, err := s.vault.Open(dataPurpose(row.ID), row.Data)
	if err != nil {
		return err
	}
	var data map[string]string
	if err := json.Unmarshal([]byte(raw), &data); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read mail")
	}
	letter, err := compose(settings, row.Recipient, row.Template, row.Language, data, s.now())
	if err != nil {
		return err
	}
	return client.Send(letter)
}

// compose makes the letter, as text and as HTML.
func compose(settings settingsRow, to, name, language string, data map[string]string, now time.Time) (*mail.Msg, error) {
	w, err := write(name, language, data)
	if err != nil {
		return nil, err
	}
	page, err := w.html()
	if err != nil {
		return nil, err
	}
	letter := mail.NewMsg()
	if err := errors.Join(letter.FromFormat(settings.FromName, settings.FromAddress), letter.To(to)); err != nil {
		return nil, fault.Wrap(err, fault.CodeInvalid, "address mail")
	}
	letter.Subject(w.Subject)
	letter.SetDateWithValue(now)
	letter.SetMessageID()
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetGenHeader("Content-Language", w.Language)
	letter.SetBodyString(mail.TypeTextPlain, w.text())
	letter.AddAlternativeString(mail.TypeTextHTML, page)
	return letter, nil
}

// Try sends a test message to the person who asks, now, whether mail is on or
// not, and tells how that went.
func (s *Service) Try(ctx context.Context) (MailTrial, error) {
	who := access.From(ctx)
	if err := who.Require(access.MailWrite, access.Whole()); err != nil {
		return MailTrial{}, err
	}
	if who.Email == "" {
		return MailTrial{}, fault.New(fault.CodeForbidden, "A test message goes to the person who asks; sign in first.")
	}
	settings, err := s.readSettings(ctx)
	if err != nil {
		return MailTrial{}, err
	}
	if settings.Host == "" || settings.FromAddress == "" {
		return MailTrial{}, fault.Invalid("host", "Write and save the mail server and the address that mail comes from first.").Keyed("mail.host")
	}
	trial := MailTrial{To: who.Email, Sent: true}
	if err := s.try(ctx, settings, who); err != nil {
		key, hint := hintOf(err)
		trial = MailTrial{To: who.Email, HintKey: key, Hint: hint, Trouble: troubleOf(err)}
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, "mail.tried", "", nil)
	})
	return trial, err
}

func (s *Service) try(ctx context.Context, settings settingsRow, who access.Who) error {
	letter, err := compose(settings, who.Email, testTemplate, who.Language, map[string]string{"name": who.Name}, s.now())
	if err != nil {
		return err
	}
	client, err := s.dial(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	return client.Send(letter)
}

// isPermanent tells whether trying again would be of no use: the server said
// so for this message (5xx after it let us in).
func isPermanent(err error) bool {
	var refused *mail.SendError
	return errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500
}

// troubleOf is what went wrong in the server's own words, on one line.
func troubleOf(err error) string {
	var public *fault.Error
	if errors.As(err, &public) {
		return public.Message
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > 500 {
		text = strings.ToValidUTF8(text[:500], "") + "…"
	}
	return text
}

// hintOf says in plain words what to look at.
func hintOf(err error) (key, hint string) {
	var (
		said  *textproto.Error
		name  *net.DNSError
		wrong *tls.CertificateVerificationError
		timed net.Error
		dial  *net.OpError
	)
	switch {
	case errors.As(err, &said) && slices.Contains([]int{530, 534, 535, 538}, said.Code), errors.Is(err, mail.ErrNoSupportedAuthDiscovered):
		return "mail.hint.sign_in", "The mail server does not accept the user name and password. Check both."
	case errors.As(err, &name):
		return "mail.hint.name", "There is no mail server with this name. Check how it is written."
	case errors.As(err, &wrong):
		return "mail.hint.certificate", "The mail server's certificate does not fit its name, or nobody trusted has signed it. Use the name that is in the certificate."
	case strings.Contains(err.Error(), "STARTTLS"), strings.Contains(err.Error(), "first record does not look like a TLS handshake"):
		return "mail.hint.encryption", "The mail server does not speak the encryption chosen. Usually STARTTLS goes with port 587 and TLS with port 465."
	case errors.As(err, &dial) && dial.Op == "dial", errors.As(err, &timed) && timed.Timeout():
		return "mail.hint.reach", "The mail server does not answer. Check its name and port, and whether a firewall stands between."
	case isPermanent(err):
		return "mail.hint.refused", "The mail server took the connection but not the message. Check the address that mail comes from."
	}
	return "mail.hint.other", "Something else stands in the way; what the server said is below."
}
