package notify_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// letter is what the mail server took.
type letter struct{ from, to, raw string }

// server is a mail server on loopback.
type server struct {
	port  int
	roots *x509.CertPool

	mu     sync.Mutex
	took   []letter
	refuse map[string]*smtp.SMTPError // by recipient
	user   string                     // whoever must sign in, "" for nobody
	signed int                        // how often somebody signed in
}

// session is one connection.
type session struct {
	server   *server
	from, to string
	in       bool
}

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		if user != c.server.user || password != "quiet-lake" {
			return smtp.ErrAuthFailed
		}
		c.in = true
		c.server.signed++
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.server.user != "" && !c.in {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if err := c.server.refuse[to]; err != nil {
		return err
	}
	c.to = to
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.took = append(c.server.took, letter{c.from, c.to, string(raw)})
	return nil
}

func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }

func (s *server) letters() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter{}, s.took...)
}

// serve starts a mail server that speaks this encryption.
func serve(t *testing.T, encryption notify.Encryption) *server {
	t.Helper()
	s := &server{refuse: map[string]*smtp.SMTPError{}}
	mail := smtp.NewServer(s)
	mail.Domain = "localhost"
	mail.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	certificate, roots := certify(t)
	s.roots = roots
	if encryption != notify.EncryptionNone {
		mail.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	if encryption == notify.EncryptionTLS {
		listener = tls.NewListener(listener, mail.TLSConfig)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = mail.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = mail.Close()
		<-done
	})
	return s
}

// certify makes a certificate for localhost that signs itself.
func certify(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

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
func (m *mailroom) set(s *server, encryption notify.Encryption, user, password string) {
	m.t.Helper()
	_, err := m.service.UpdateSettings(m.owner, "", notify.MailSettingsChange{
		Active: true, Host: "localhost", Port: s.port, Encryption: encryption, Username: user, Password: &password,
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
