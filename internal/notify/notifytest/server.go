// Package notifytest is a mail server for tests.
package notifytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/balcony-cx/balcony/internal/notify"
)

// Letter is what the mail server took.
type Letter struct{ From, To, Raw string }

// Server is a mail server on loopback.
type Server struct {
	Port   int
	Roots  *x509.CertPool             // that its certificate is signed by
	Refuse map[string]*smtp.SMTPError // by recipient; to be set while no mail is sent
	User   string                     // who must sign in with the password quiet-lake, "" for nobody

	mu     sync.Mutex
	took   []Letter
	signed int // how often somebody signed in
}

// session is one connection.
type session struct {
	server   *Server
	from, to string
	in       bool
}

// NewSession begins a connection.
func (s *Server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		if user != c.server.User || password != "quiet-lake" {
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
	if c.server.User != "" && !c.in {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if err := c.server.Refuse[to]; err != nil {
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
	c.server.took = append(c.server.took, Letter{c.from, c.to, string(raw)})
	return nil
}

func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }

// Letters are what was taken so far.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter{}, s.took...)
}

// Serve starts a mail server that speaks this encryption.
func Serve(t *testing.T, encryption notify.Encryption) *Server {
	t.Helper()
	s := &Server{Refuse: map[string]*smtp.SMTPError{}}
	mail := smtp.NewServer(s)
	mail.Domain = "localhost"
	mail.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	certificate, roots := Certify(t)
	s.Roots = roots
	if encryption != notify.EncryptionNone {
		mail.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
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

// Certify makes a certificate for localhost that signs itself.
func Certify(t *testing.T) (tls.Certificate, *x509.CertPool) {
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
