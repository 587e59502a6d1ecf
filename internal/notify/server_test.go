package notify_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/notify/notifytest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// mailroom is the service with a clock that a test may push forward.
type mailroom struct {
	t       *testing.T
	store   *record.Store
	service *notify.Service
	ahead   time.Duration
	logged  *bytes.Buffer
	owner   context.Context
}

func migrations() []fs.FS { return []fs.FS{access.Migrations(), notify.Migrations()} }

func open(t *testing.T, store *record.Store, roots *x509.CertPool) *mailroom {
	t.Helper()
	m := &mailroom{t: t, store: store, logged: &bytes.Buffer{}}
	vault, err := access.NewVault("a key for tests only", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m.service = notify.New(notify.Options{
		Store: store, Now: func() time.Time { return time.Now().Add(m.ahead) }, Random: rand.Reader, Vault: vault,
		Log: slog.New(slog.NewTextHandler(m.logged, &slog.HandlerOptions{Level: slog.LevelDebug})), TLS: &tls.Config{RootCAs: roots},
	})
	m.owner = access.With(t.Context(), access.Who{
		UserID: "o", Name: "Ines", Email: "ines@example.org", Language: "fr",
		Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}},
	})
	return m
}

// set turns mail on for a server.
func (m *mailroom) set(s *notifytest.Server, encryption notify.Encryption, user, password string) {
	m.t.Helper()
	_, err := m.service.UpdateSettings(m.owner, "", notify.MailSettingsChange{
		Active: true, Host: "localhost", Port: s.Port, Encryption: encryption, Username: user, Password: &password,
		FromAddress: "balcony@example.org", FromName: "Hôtel du Lac",
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// queue queues an invitation to an address.
func (m *mailroom) queue(to string, expires time.Time) {
	m.t.Helper()
	_, err := m.store.Write(m.t.Context(), func(ctx context.Context, tx *record.Tx) error {
		return m.service.Queue(ctx, tx, access.Mail{
			To: to, Language: "en", Template: "invite", Expires: expires,
			Data: map[string]string{"name": "Zoé", "by": "Ines", "organisation": "Hôtel du Lac", "link": "https://balcony.example.org/invitation#the-secret-token"},
		})
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// run sends what is due and checks how many messages went.
func (m *mailroom) run(want int) {
	m.t.Helper()
	sent, err := m.service.Run(m.t.Context())
	if err != nil || sent != want {
		m.t.Fatalf("sent %d, want %d; %v", sent, want, err)
	}
}

// one is an empty SQLite store with one connection, so that whatever reaches
// for a second one inside a transaction fails.
func one(t *testing.T) *record.Store {
	t.Helper()
	return recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: migrations(), OneConnection: true})
}
