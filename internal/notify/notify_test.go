package notify_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/notify/notifytest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// parts reads a letter's subject and its parts by media type.
func parts(t *testing.T, l notifytest.Letter) (subject string, byType map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.Raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	byType = map[string]string{}
	reader := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return subject, byType
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		byType[kind] = string(text)
	}
}

func TestMailGoesOut(t *testing.T) {
	for _, encryption := range []notify.Encryption{notify.EncryptionNone, notify.EncryptionSTARTTLS, notify.EncryptionTLS} {
		t.Run(string(encryption), func(t *testing.T) {
			s := notifytest.Serve(t, encryption)
			m := open(t, one(t), s.Roots)
			if encryption == notify.EncryptionNone {
				m.set(s, encryption, "", "")
			} else {
				s.User = "balcony"
				m.set(s, encryption, "balcony", "quiet-lake")
			}
			m.queue("zoe@example.net", time.Time{})
			m.run(1)
			m.run(0)
			letters := s.Letters()
			if len(letters) != 1 || letters[0].From != "balcony@example.org" || letters[0].To != "zoe@example.net" {
				t.Fatalf("the server took %+v", letters)
			}
			subject, byType := parts(t, letters[0])
			if subject != "Ines invites you to Hôtel du Lac on Balcony" {
				t.Errorf("subject %q", subject)
			}
			for _, kind := range []string{"text/plain", "text/html"} {
				if !strings.Contains(byType[kind], "https://balcony.example.org/invitation#the-secret-token") || !strings.Contains(byType[kind], "Hello Zoé,") {
					t.Errorf("%s: %s", kind, byType[kind])
				}
			}
			if strings.Contains(m.logged.String(), "the-secret-token") || strings.Contains(m.logged.String(), "quiet-lake") {
				t.Errorf("a secret is in the log: %s", m.logged)
			}
		})
	}
}

func TestMailWaitsWhileOff(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		s := notifytest.Serve(t, notify.EncryptionNone)
		m := open(t, store, s.Roots)
		m.queue("zoe@example.net", time.Time{})
		m.queue("late@example.net", time.Now().Add(time.Hour))
		m.run(0)
		list, err := m.service.Waiting(m.owner, web.Page{Limit: 1})
		if err != nil || len(list.Items) != 1 || list.Next == "" || list.Items[0].To != "late@example.net" || list.Items[0].State != "queued" {
			t.Fatalf("waiting: %+v, %v", list, err)
		}
		if list, err = m.service.Waiting(m.owner, web.Page{Limit: 1, Cursor: list.Next}); err != nil || list.Items[0].To != "zoe@example.net" || list.Next != "" {
			t.Fatalf("second page: %+v, %v", list, err)
		}
		m.ahead = 2 * time.Hour
		m.set(s, notify.EncryptionNone, "", "")
		m.run(1)
		if took := s.Letters(); len(took) != 1 || took[0].To != "zoe@example.net" {
			t.Errorf("the server took %v", took)
		}
		list, err = m.service.Waiting(m.owner, web.Page{Limit: 10})
		if err != nil || len(list.Items) != 1 || list.Items[0].State != "expired" {
			t.Errorf("afterwards: %+v, %v", list, err)
		}
		m.idle()
		if kept := m.kept(); kept != "" {
			t.Errorf("what was said is still kept: %q", kept)
		}
		m.ahead += 31 * 24 * time.Hour
		m.run(0)
		if n := m.rows(); n != 0 {
			t.Errorf("%d rows are kept for ever", n)
		}
	})
}

// kept is all that the outbox still knows of what messages say.
func (m *mailroom) kept() string {
	m.t.Helper()
	var data []string
	m.scan("SELECT data FROM mail_outbox", &data)
	return strings.Join(data, "")
}

func (m *mailroom) rows() int {
	m.t.Helper()
	var n int
	m.scan("SELECT count(*) FROM mail_outbox", &n)
	return n
}

func (m *mailroom) scan(text string, into any) {
	m.t.Helper()
	err := m.store.View(m.t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(text).Scan(ctx, into)
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

func TestMailIsTriedAgain(t *testing.T) {
	s := notifytest.Serve(t, notify.EncryptionNone)
	m := open(t, one(t), s.Roots)
	s.Refuse["busy@example.net"] = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
	s.Refuse["gone@example.net"] = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	m.set(s, notify.EncryptionNone, "", "")
	for _, to := range []string{"busy@example.net", "gone@example.net", "zoe@example.net"} {
		m.queue(to, time.Time{})
	}
	if stored := m.kept(); strings.Contains(stored, "the-secret-token") || strings.Contains(stored, "balcony.example.org") {
		t.Error("what waits is stored in the clear")
	}
	m.run(1)
	m.run(0)
	states := m.states()
	if w := states["busy@example.net"]; w.State != "queued" || w.Attempts != 1 || !strings.Contains(w.Trouble, "come back later") {
		t.Errorf("refused for now: %+v", w)
	}
	if w := states["gone@example.net"]; w.State != "failed" || !strings.Contains(w.Trouble, "no such mailbox") {
		t.Errorf("refused for good: %+v", w)
	}
	if _, there := states["zoe@example.net"]; there {
		t.Error("a message that was sent is said to wait")
	}
	for attempt := 2; attempt <= 8; attempt++ {
		m.ahead += 4*time.Hour + time.Minute
		m.run(0)
		if w := m.states()["busy@example.net"]; w.Attempts != attempt || (w.State == "failed") != (attempt == 8) {
			t.Fatalf("attempt %d: %+v", attempt, w)
		}
	}
	delete(s.Refuse, "busy@example.net")
	if err := m.service.Retry(m.owner, m.states()["busy@example.net"].ID); err != nil {
		t.Fatal(err)
	}
	m.run(1)
	if err := m.service.Drop(m.owner, m.states()["gone@example.net"].ID); err != nil {
		t.Fatal(err)
	}
	if err := m.service.Drop(m.owner, "nothing"); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("drop of nothing: %v", err)
	}
	if len(m.states()) != 0 {
		t.Errorf("still waiting: %v", m.states())
	}
}

func (m *mailroom) states() map[string]notify.WaitingMail {
	m.t.Helper()
	list, err := m.service.Waiting(m.owner, web.Page{Limit: 100})
	if err != nil {
		m.t.Fatal(err)
	}
	by := map[string]notify.WaitingMail{}
	for _, w := range list.Items {
		by[w.To] = w
	}
	return by
}

func TestUnreachableServerLosesNothing(t *testing.T) {
	s := notifytest.Serve(t, notify.EncryptionNone)
	m := open(t, one(t), s.Roots)
	m.set(&notifytest.Server{Port: 1}, notify.EncryptionNone, "", "")
	m.queue("zoe@example.net", time.Time{})
	m.run(0)
	if w := m.states()["zoe@example.net"]; w.State != "queued" || w.Attempts != 1 || w.Trouble == "" {
		t.Errorf("%+v", w)
	}
	m.set(s, notify.EncryptionNone, "", "") // new settings make it due at once
	m.run(1)
}

func TestTwoProcessesSendEachMessageOnce(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		s := notifytest.Serve(t, notify.EncryptionNone)
		m, other := open(t, store, s.Roots), open(t, store, s.Roots)
		m.set(s, notify.EncryptionNone, "", "")
		for i := range 60 {
			m.queue(strings.Repeat("z", i+1)+"@example.net", time.Time{})
		}
		var both sync.WaitGroup
		for _, room := range []*mailroom{m, other} {
			both.Go(func() {
				if _, err := room.service.Run(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		seen := map[string]int{}
		for _, l := range s.Letters() {
			seen[l.To]++
		}
		if len(seen) != 60 || len(s.Letters()) != 60 {
			t.Errorf("%d letters to %d people, want 60 to 60", len(s.Letters()), len(seen))
		}
	})
}

func TestTrial(t *testing.T) {
	plain, starttls := notifytest.Serve(t, notify.EncryptionNone), notifytest.Serve(t, notify.EncryptionSTARTTLS)
	starttls.User = "balcony"
	_, strangers := notifytest.Certify(t)
	cases := []struct {
		name       string
		server     *notifytest.Server
		roots      *x509.CertPool
		encryption notify.Encryption
		user       string
		password   string
		key        string
		trouble    string
	}{
		{"sent", starttls, starttls.Roots, notify.EncryptionSTARTTLS, "balcony", "quiet-lake", "", ""},
		{"wrong password", starttls, starttls.Roots, notify.EncryptionSTARTTLS, "balcony", "loud-lake", "mail.hint.sign_in", "535"},
		{"unknown certificate", starttls, strangers, notify.EncryptionSTARTTLS, "balcony", "quiet-lake", "mail.hint.certificate", "certificate"},
		{"no STARTTLS there", plain, plain.Roots, notify.EncryptionSTARTTLS, "", "", "mail.hint.encryption", "STARTTLS"},
		{"no TLS there", plain, plain.Roots, notify.EncryptionTLS, "", "", "mail.hint.encryption", "TLS"},
		{"nobody there", &notifytest.Server{Port: 1}, plain.Roots, notify.EncryptionNone, "", "", "mail.hint.reach", "refused"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := open(t, one(t), c.roots)
			m.set(c.server, c.encryption, c.user, c.password)
			before := len(c.server.Letters())
			trial, err := m.service.Try(m.owner)
			if err != nil || trial.Sent != (c.key == "") || trial.HintKey != c.key || !strings.Contains(trial.Trouble, c.trouble) || trial.To != "ines@example.org" {
				t.Fatalf("%+v, %v", trial, err)
			}
			if strings.Contains(trial.Trouble, c.password) && c.password != "" {
				t.Error("the password is shown")
			}
			if c.key != "" {
				return
			}
			letters := c.server.Letters()[before:]
			if len(letters) != 1 {
				t.Fatalf("%d letters", len(letters))
			}
			if subject, _ := parts(t, letters[0]); subject != "Balcony peut envoyer des courriels" {
				t.Errorf("subject %q", subject)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	m := open(t, one(t), nil)
	change := func(f func(*notify.MailSettingsChange)) (notify.MailSettings, error) {
		password := "quiet-lake"
		c := notify.MailSettingsChange{Active: true, Host: "smtp.example.org", Port: 587, Encryption: notify.EncryptionSTARTTLS,
			Username: "balcony", Password: &password, FromAddress: "balcony@example.org"}
		f(&c)
		return m.service.UpdateSettings(m.owner, "", c)
	}
	for name, f := range map[string]func(*notify.MailSettingsChange){
		"host":         func(c *notify.MailSettingsChange) { c.Host = "http://smtp.example.org" },
		"from_address": func(c *notify.MailSettingsChange) { c.FromAddress = "Balcony <b@example.org>" },
		"encryption":   func(c *notify.MailSettingsChange) { c.Encryption = notify.EncryptionNone },
		"from_name":    func(c *notify.MailSettingsChange) { c.FromName = "a\r\nBcc: b" },
	} {
		_, err := change(f)
		if e := new(fault.Error); !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	saved, err := change(func(*notify.MailSettingsChange) {})
	if err != nil || !saved.HasPassword || saved.Version != 2 {
		t.Fatalf("%+v, %v", saved, err)
	}
	var stored string
	m.scan("SELECT password FROM mail_settings", &stored)
	if stored == "" || strings.Contains(stored, "quiet") {
		t.Errorf("stored as %q", stored)
	}
	if _, err := m.service.UpdateSettings(m.owner, `"1"`, notify.MailSettingsChange{Port: 25, Encryption: "none"}); !fault.Is(err, fault.CodeConflict) {
		t.Errorf("an older version was overwritten: %v", err)
	}
	keep := func(c *notify.MailSettingsChange) { c.Password = nil }
	if saved, err = change(keep); err != nil || !saved.HasPassword {
		t.Errorf("the password was not kept: %+v, %v", saved, err)
	}
	_, err = change(func(c *notify.MailSettingsChange) { c.Password = nil; c.Host = "evil.example.net" })
	if !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("the password would go to another server: %v", err)
	}
}

func TestOnlyWhoMayWriteMail(t *testing.T) {
	m := open(t, one(t), nil)
	for _, who := range []access.Who{{}, {UserID: "l", Grants: []access.Grant{{Role: access.Lead, Scope: access.Whole()}}},
		{UserID: "p", Grants: []access.Grant{{Role: access.Owner, Scope: access.Program("p1")}}}} {
		ctx := access.With(t.Context(), who)
		_, a := m.service.Settings(ctx)
		_, b := m.service.UpdateSettings(ctx, "", notify.MailSettingsChange{})
		_, c := m.service.Try(ctx)
		_, d := m.service.Waiting(ctx, web.Page{Limit: 1})
		for i, err := range []error{a, b, c, d, m.service.Retry(ctx, "x"), m.service.Drop(ctx, "x")} {
			if !fault.Is(err, fault.CodeForbidden) && !fault.Is(err, fault.CodeUnauthenticated) {
				t.Errorf("%q, call %d: %v", who.UserID, i, err)
			}
		}
	}
}

// idle checks that Run writes nothing while there is nothing to do.
func (m *mailroom) idle() {
	m.t.Helper()
	before := m.writes()
	m.run(0)
	if after := m.writes(); after != before {
		m.t.Error("Run wrote although there was nothing to do")
	}
}

// writes tells when something was written last: PostgreSQL by the transaction
// of the row that each of these writes locks, SQLite by its log.
func (m *mailroom) writes() (stamp string) {
	m.t.Helper()
	if m.store.Engine() == record.PostgreSQL {
		m.scan("SELECT xmin::text FROM mail_settings", &stamp)
		return stamp
	}
	info, err := os.Stat(filepath.Join(m.store.Dir(), "record.db-wal"))
	if err != nil {
		m.t.Fatal(err)
	}
	return fmt.Sprint(info.Size(), info.ModTime())
}
