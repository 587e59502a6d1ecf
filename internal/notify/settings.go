package notify

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Options are what the service is built from. Store, Now, Random, Vault and
// Log are needed.
type Options struct {
	Store  *record.Store
	Now    func() time.Time
	Random io.Reader
	Vault  *access.Vault
	Log    *slog.Logger
	TLS    *tls.Config // whom to trust; nil for the machine's own list
}

// Service queues and sends mail. It is safe for concurrent use.
type Service struct {
	store   *record.Store
	now     func() time.Time
	random  io.Reader
	vault   *access.Vault
	log     *slog.Logger
	tls     *tls.Config
	journal access.Journal
}

// New builds the service; it reads nothing yet.
func New(o Options) *Service {
	return &Service{
		store: o.Store, now: o.Now, random: o.Random, vault: o.Vault, log: o.Log, tls: o.TLS,
		journal: access.Journal{Now: o.Now},
	}
}

// passwordPurpose binds the stored password to its place.
const passwordPurpose = "mail password"

type settingsRow struct {
	bun.BaseModel `bun:"table:mail_settings"`
	ID            int `bun:",pk"`
	Active        bool
	Host          string
	Port          int
	Encryption    Encryption
	Username      string
	Password      string
	FromAddress   string
	FromName      string
	Version       int64
}

func (r settingsRow) settings() MailSettings {
	return MailSettings{
		Active: r.Active, Host: r.Host, Port: r.Port, Encryption: r.Encryption, Username: r.Username,
		HasPassword: r.Password != "", FromAddress: r.FromAddress, FromName: r.FromName, Version: r.Version,
	}
}

func selectSettings(ctx context.Context, q record.Querier) (settingsRow, error) {
	var row settingsRow
	err := q.NewSelect().Model(&row).Where("id = 1").Scan(ctx)
	return row, fault.Wrap(err, fault.CodeUnavailable, "read mail settings")
}

func (s *Service) readSettings(ctx context.Context) (row settingsRow, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		row, err = selectSettings(ctx, q)
		return err
	})
	return row, err
}

// Ready tells whether mail is set up and on.
func (s *Service) Ready(ctx context.Context, q record.Querier) (bool, error) {
	row, err := selectSettings(ctx, q)
	return row.Active, err
}

// Settings are how mail is sent, for whoever may change it.
func (s *Service) Settings(ctx context.Context) (MailSettings, error) {
	if err := access.From(ctx).Require(access.MailWrite, access.Whole()); err != nil {
		return MailSettings{}, err
	}
	row, err := s.readSettings(ctx)
	return row.settings(), err
}

// UpdateSettings replaces the settings, unless somebody changed them since the
// version that ifMatch names. What waits is tried again soon.
func (s *Service) UpdateSettings(ctx context.Context, ifMatch string, change MailSettingsChange) (MailSettings, error) {
	if err := access.From(ctx).Require(access.MailWrite, access.Whole()); err != nil {
		return MailSettings{}, err
	}
	change, err := change.checked()
	if err != nil {
		return MailSettings{}, err
	}
	var row settingsRow
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if row, err = lockSettings(ctx, tx); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, row.Version); err != nil {
			return err
		}
		if err := s.applySettings(&row, change); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(&row).WherePK().Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "write mail settings")
		}
		if err := s.hurry(ctx, tx); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "mail.changed", "", nil)
	})
	if err != nil {
		return MailSettings{}, err
	}
	return row.settings(), nil
}

// lockSettings reads the settings, with their row locked until the end. It is
// the first statement of whatever touches several messages, so that none waits
// for the other in a circle.
func lockSettings(ctx context.Context, tx *record.Tx) (settingsRow, error) {
	if _, err := tx.NewRaw("UPDATE mail_settings SET version = version WHERE id = 1").Exec(ctx); err != nil {
		return settingsRow{}, fault.Wrap(err, fault.CodeUnavailable, "lock mail settings")
	}
	return selectSettings(ctx, tx)
}

func (s *Service) applySettings(row *settingsRow, c MailSettingsChange) error {
	moved := row.Host != c.Host || row.Port != c.Port || row.Username != c.Username
	row.Active, row.Host, row.Port, row.Encryption, row.Username = c.Active, c.Host, c.Port, c.Encryption, c.Username
	row.FromAddress, row.FromName = c.FromAddress, c.FromName
	row.Version++
	if c.Password != nil {
		sealed, err := s.vault.Seal(passwordPurpose, *c.Password)
		row.Password = sealed
		return err
	}
	if moved && row.Password != "" {
		return fault.Invalid("password", "The server or user name changed: enter the password again.").Keyed("mail.password_again")
	}
	return nil
}

// checked gives the settings cleaned up, or the field that is wrong.
func (c MailSettingsChange) checked() (MailSettingsChange, error) {
	c.Host, c.Username = strings.TrimSpace(c.Host), strings.TrimSpace(c.Username)
	c.FromAddress, c.FromName = strings.TrimSpace(c.FromAddress), strings.TrimSpace(c.FromName)
	if strings.ContainsFunc(c.Host, notInHost) {
		return c, fault.Invalid("host", "Write the server's name only, such as smtp.example.org.").Keyed("mail.host")
	}
	if strings.ContainsFunc(c.FromName+c.Username, isControl) {
		return c, fault.Invalid("from_name", "Write names on one line.")
	}
	if c.FromAddress != "" {
		if a, err := mail.ParseAddress(c.FromAddress); err != nil || a.Address != c.FromAddress {
			return c, fault.Invalid("from_address", "Write an e-mail address, such as balcony@example.org.").Keyed("email.invalid")
		}
	}
	if c.Encryption == EncryptionNone && c.Username != "" {
		return c, fault.Invalid("encryption", "A user name and password must not travel unprotected. Choose STARTTLS or TLS, or take them out.").Keyed("mail.unprotected")
	}
	if c.Active && c.Host == "" {
		return c, fault.Invalid("host", "Write the name of the mail server before you turn mail on.").Keyed("mail.host")
	}
	if c.Active && c.FromAddress == "" {
		return c, fault.Invalid("from_address", "Write the address that mail comes from before you turn mail on.").Keyed("mail.from")
	}
	return c, nil
}

func notInHost(r rune) bool {
	return isControl(r) || strings.ContainsRune(" /@?#,;\"'", r)
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }
