package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/notify/notifytest"
	"github.com/balcony-cx/balcony/internal/outreach/post"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// mailWorld is an application with a clock that can be pushed on, a mail server, a
// firm and a letter.
type mailWorld struct {
	bare
	a      *App
	ahead  *atomic.Int64
	server *notifytest.Server
	to     respondent
	mux    *http.ServeMux
	f      firm
	ctx    context.Context
	letter string
}

const publicURL = "https://cx.example.org"

func newMailWorld(t *testing.T, database string) *mailWorld {
	t.Helper()
	m := &mailWorld{ahead: new(atomic.Int64), server: notifytest.Serve(t, notify.EncryptionNone), ctx: access.System(t.Context(), "test")}
	a, err := Open(t.Context(), Config{Dir: t.TempDir(), DatabaseURL: database, Version: "test", Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})),
		PublicURL: publicURL, Now: func() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	m.a, m.bare, m.to = a, newBare(a), newRespondent(a)
	m.mux = m.to.mux
	a.post.Register(m.mux)
	m.f = newFirm(t, a, m.bare)
	m.settings(t, m.server.Port)
	words := func(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
	m.letter = m.must(t, m.ctx, "POST", "/api/letters", map[string]any{"program_id": m.f.a, "name": "How was it?", "document": map[string]any{
		"languages": []string{"en", "fr"}, "subject": words("How was it, {{contact.name|dear guest}}?", "Comment était-ce, {{contact.name|cher hôte}} ?"),
		"text": words("Hello {{contact.name|dear guest}}.", "Bonjour {{contact.name|cher hôte}}."), "button": words("Begin", "Commencer"), "scale": true,
	}})
	return m
}

func (m *mailWorld) settings(t *testing.T, port int) {
	t.Helper()
	_, err := m.a.notify.UpdateSettings(m.ctx, "", notify.MailSettingsChange{Active: true, Host: "127.0.0.1", Port: port, Encryption: notify.EncryptionNone, FromAddress: "cx@example.org", FromName: "Hôtel du Lac"})
	if err != nil {
		t.Fatal(err)
	}
}

// guests gives the first customers of the firm an address.
func (m *mailWorld) guests(t *testing.T, n int) (keys []string) {
	t.Helper()
	for i := range n {
		key := fmt.Sprint(person(markNice), "-", i)
		keys = append(keys, key)
		_, err := m.a.record.Write(m.ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE customer SET email = ?, language = ? WHERE key = ?", fmt.Sprintf("guest%d@example.net", i), map[bool]string{true: "fr", false: "en"}[i == 1], key)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

func (m *mailWorld) wave(t *testing.T, keys []string, reminders ...int) string {
	t.Helper()
	settings := map[string]any{"people": map[string]any{}, "sample": map[string]any{}, "reminders": append([]int{}, reminders...), "by": "mail", "letter_id": m.letter, "exempt": true, "exempt_why": "A trial."}
	wave := m.must(t, m.ctx, "POST", "/api/waves", map[string]any{"survey_id": m.f.survey, "name": "Autumn", "settings": settings, "keys": keys})
	m.step(t, m.a, wave, "plan", "start")
	return wave
}

// run sends what is due and gives the letters that the server took since.
func (m *mailWorld) run(t *testing.T, want int) []notifytest.Letter {
	t.Helper()
	before := len(m.server.Letters())
	sent, err := m.a.post.Run(m.ctx)
	if err != nil || sent != want {
		t.Fatalf("sent %d mails, want %d: %v", sent, want, err)
	}
	return m.server.Letters()[before:]
}

func (m *mailWorld) mails(t *testing.T, wave string) map[string]string {
	t.Helper()
	_, body := m.ask(m.ctx, "GET", "/api/waves/"+wave+"/mails?limit=200", nil)
	var list post.WaveMails
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatalf("%v %s", err, body)
	}
	out := map[string]string{}
	for _, one := range list.Items {
		out[one.Address] += strings.TrimSpace(one.State+" "+one.Reason) + ";"
	}
	return out
}

// addressIn finds an address of the house in a mail, without quoted-printable breaks.
func addressIn(t *testing.T, l notifytest.Letter, path string) string {
	t.Helper()
	raw := strings.NewReplacer("=\r\n", "", "=3D", "=").Replace(l.Raw)
	found := regexp.MustCompile(regexp.QuoteMeta(publicURL) + "(" + path + `[A-Za-z0-9_-]+)`).FindStringSubmatch(raw)
	if found == nil {
		t.Fatalf("no %s in %s", path, l.Raw)
	}
	return found[1]
}

func onMailing(t *testing.T, test func(t *testing.T, m *mailWorld)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newMailWorld(t, "")) })
	t.Run("postgresql", func(t *testing.T) { test(t, newMailWorld(t, recordtest.Database(t))) })
}

// TestAWaveByMail: mails arrive with link, scale and the way out; a click on a
// score is no answer; who has answered is not reminded, the others are.
func TestAWaveByMail(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		keys := m.guests(t, 4)
		wave := m.wave(t, keys, 3)
		letters := m.run(t, 4)
		if again := m.run(t, 0); len(again) > 0 {
			t.Fatalf("sent again: %+v", again)
		}
		byTo := map[string]notifytest.Letter{}
		for _, l := range letters {
			byTo[l.To] = l
			for _, header := range []string{"List-Unsubscribe: <" + publicURL + "/u/", "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "Auto-Submitted: auto-generated", "Message-ID: <"} {
				if !strings.Contains(strings.ReplaceAll(l.Raw, "\r\n ", " "), header) {
					t.Errorf("no %s in %s", header, l.Raw)
				}
			}
		}
		if len(byTo) != 4 || !strings.Contains(byTo["guest1@example.net"].Raw, "Content-Language: fr") {
			t.Fatalf("%d people got mail: %v", len(byTo), byTo)
		}
		link := addressIn(t, byTo["guest0@example.net"], "/s/[a-z0-9-]+/i/")
		if w := m.to.ask(t, "GET", link+"?score=9", nil); w.Code != http.StatusOK {
			t.Fatalf("clicked: %d", w.Code)
		}
		if got := m.states(t, wave); got["sent"] != 4 {
			t.Errorf("a click counts: %v", got)
		}
		if _, body := m.ask(m.ctx, "GET", "/api/waves/"+wave+"/counts", nil); !strings.Contains(body, `"clicked":1`) {
			t.Errorf("a click is not kept apart: %s", body)
		}
		begun := m.to.ask(t, "POST", link+"?score=9", nil)
		at := begun.Header().Get("Location")
		page := m.to.ask(t, "GET", at, nil)
		if !regexp.MustCompile(`value="9"[^>]*checked`).MatchString(page.Body.String()) {
			t.Errorf("the score is not chosen at %s: %s", at, page.Body)
		}
		if got := m.states(t, wave); got["answered"] != 0 || got["started"] != 1 {
			t.Errorf("before it is sent: %v", got)
		}
		m.to.ask(t, "POST", strings.Split(at, "?")[0], url.Values{"page": {"one"}, "q.recommend": {"9"}, "go": {"next"}})
		if got := m.states(t, wave); got["answered"] != 1 {
			t.Errorf("after it is sent: %v", got)
		}
		if _, body := m.ask(m.ctx, "GET", "/api/waves/"+wave+"/counts", nil); !strings.Contains(body, `"clicked":0`) {
			t.Errorf("a confirmed click is counted as one: %s", body)
		}
		m.ahead.Store(int64(73 * time.Hour))
		if err := m.a.outreach.Run(m.ctx); err != nil {
			t.Fatal(err)
		}
		reminded := m.run(t, 3)
		for _, l := range reminded {
			if l.To == "guest0@example.net" {
				t.Error("who has answered is reminded")
			}
			if addressIn(t, l, "/s/[a-z0-9-]+/i/") != addressIn(t, byTo[l.To], "/s/[a-z0-9-]+/i/") {
				t.Error("a reminder has another link")
			}
		}
		if got := m.mails(t, wave); got["guest0@example.net"] != "sent;" || got["guest2@example.net"] != "sent;sent;" {
			t.Errorf("mails: %v", got)
		}
	})
}

// TestMailThatDoesNotArrive: servers that are down, refuse for now or for good,
// addresses that bounce, complaints, and who wants no more.
func TestMailThatDoesNotArrive(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		keys := m.guests(t, 6)
		m.settings(t, 1) // nobody is there
		wave := m.wave(t, keys, 5)
		if got := m.run(t, 0); len(got) > 0 {
			t.Fatalf("sent by nobody: %v", got)
		}
		if got := m.mails(t, wave); len(got) != 6 || got["guest0@example.net"] != "waiting;" {
			t.Fatalf("with the server down: %v", got)
		}
		m.settings(t, m.server.Port)
		m.server.Refuse["guest1@example.net"] = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
		m.server.Refuse["guest2@example.net"] = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
		m.server.Refuse["guest3@example.net"] = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "not from you"}
		m.ahead.Store(int64(2 * time.Minute))
		letters := m.run(t, 3)
		if got := m.mails(t, wave); got["guest1@example.net"] != "waiting;" || got["guest2@example.net"] != "bounced no_inbox;" || got["guest3@example.net"] != "failed refused;" {
			t.Errorf("refused: %v", got)
		}
		if got := m.states(t, wave); got["bounced"] != 1 || got["failed"] != 1 || got["planned"] != 1 || got["sent"] != 3 {
			t.Errorf("invitations: %v", got)
		}
		delete(m.server.Refuse, "guest1@example.net")
		m.ahead.Store(int64(8 * time.Minute))
		m.run(t, 1)
		byTo := map[string]notifytest.Letter{}
		for _, l := range letters {
			byTo[l.To] = l
		}

		// One wants no more of it, by the mail program's button, and says so twice.
		stop := addressIn(t, byTo["guest0@example.net"], "/u/")
		if w := m.to.ask(t, "GET", stop, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Program A") {
			t.Fatalf("the page that ends mails: %d %s", w.Code, w.Body)
		}
		if got := m.states(t, wave); got["unsubscribed"] != 0 {
			t.Errorf("looking ends mails: %v", got)
		}
		for range 2 {
			if w := m.to.ask(t, "POST", stop, url.Values{"List-Unsubscribe": {"One-Click"}}); w.Code != http.StatusOK {
				t.Fatalf("ended: %d %s", w.Code, w.Body)
			}
		}
		if w := m.to.ask(t, "POST", stop[:len(stop)-2]+"AA", nil); w.Code != http.StatusNotFound {
			t.Errorf("somebody else's address: %d", w.Code)
		}

		// Another comes back later, a third is called junk.
		m.report(t, byTo["guest4@example.net"], "hard", http.StatusOK, true)
		m.report(t, byTo["guest5@example.net"], "complaint", http.StatusOK, true)
		m.report(t, byTo["guest5@example.net"], "complaint", http.StatusUnauthorized, false)
		if got := m.states(t, wave); got["bounced"] != 2 || got["unsubscribed"] != 2 {
			t.Errorf("after reports: %v", got)
		}
		m.ahead.Store(int64(6 * 24 * time.Hour))
		if err := m.a.outreach.Run(m.ctx); err != nil {
			t.Fatal(err)
		}
		if reminded := m.run(t, 1); reminded[0].To != "guest1@example.net" {
			t.Errorf("reminded: %+v", reminded)
		}

		// The next wave asks neither who opted out nor where mail comes back from.
		next := m.wave(t, keys)
		m.run(t, 1)
		got := m.mails(t, next)
		if got["guest1@example.net"] != "sent;" || got["guest0@example.net"] != "" || got["guest5@example.net"] != "" || got["guest4@example.net"] != "dropped bounced;" || got["guest3@example.net"] != "failed refused;" {
			t.Errorf("the next wave: %v", got)
		}
		if w := m.to.ask(t, "POST", stop, url.Values{"stop": {"again"}}); w.Code != http.StatusOK {
			t.Errorf("taken back: %d", w.Code)
		}
		third := m.wave(t, keys[:1])
		m.run(t, 1)
		if got := m.mails(t, third); got["guest0@example.net"] != "sent;" {
			t.Errorf("after it was taken back: %v", got)
		}
		m.to.ask(t, "POST", stop, url.Values{"stop": {"all"}})
		m.wave(t, keys[:1])
		m.run(t, 0)
	})
}

// report posts a report of a letter, with the secret or a wrong one.
func (m *mailWorld) report(t *testing.T, l notifytest.Letter, kind string, want int, known bool) {
	t.Helper()
	id := regexp.MustCompile(`Message-ID: (<[^>]+>)`).FindStringSubmatch(l.Raw)
	hook, err := m.a.post.HookOf(m.ctx)
	if err != nil || id == nil {
		t.Fatalf("%v %s", err, l.Raw)
	}
	if !known {
		hook.Secret = strings.Repeat("A", len(hook.Secret))
	}
	body, _ := json.Marshal(map[string]any{"reports": []any{map[string]any{"message_id": id[1], "kind": kind, "reason": "said"}}})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/mail", strings.NewReader(string(body)))
	r.Header.Set("Authorization", "Bearer "+hook.Secret)
	w := httptest.NewRecorder()
	m.mux.ServeHTTP(w, r)
	if w.Code != want || want == http.StatusOK && !strings.Contains(w.Body.String(), `"taken":1`) {
		t.Fatalf("reported: %d %s", w.Code, w.Body)
	}
}

// TestMailIsSentOnce: what a process died with is not sent again, and counts as
// sent; two processes send each mail once; a paused wave sends nothing.
func TestMailIsSentOnce(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		keys := m.guests(t, 8)
		wave := m.wave(t, keys)
		m.step(t, m.a, wave, "pause")
		m.run(t, 0)
		m.step(t, m.a, wave, "resume")
		_, err := m.a.record.Write(m.ctx, func(ctx context.Context, tx *record.Tx) error { // as if it had died while sending two
			_, err := tx.Exec(ctx, "UPDATE mail_message SET state = 'sending', attempts = 1 WHERE address IN ('guest0@example.net', 'guest1@example.net')")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		m.ahead.Store(int64(time.Hour))
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := m.a.post.Run(m.ctx)
				errs <- err
			}()
		}
		for range 2 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		var to []string
		for _, l := range m.server.Letters() {
			to = append(to, l.To)
		}
		slices.Sort(to)
		if len(to) != 6 || len(slices.Compact(to)) != 6 || slices.Contains(to, "guest0@example.net") {
			t.Errorf("the server took %v", to)
		}
		if got := m.mails(t, wave); got["guest0@example.net"] != "sent unsure;" {
			t.Errorf("mails: %v", got)
		}
		if got := m.states(t, wave); got["sent"] != 8 {
			t.Errorf("invitations: %v", got)
		}
	})
}

// TestLettersAreChecked: what may be kept, changed and mailed.
func TestLettersAreChecked(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		at := "/api/letters/" + m.letter
		if status, body := m.ask(m.ctx, "PATCH", at, map[string]any{"document": map[string]any{"languages": []string{"en"}, "subject": map[string]string{"en": "{{contact.Shoe}}"}, "text": en("x"), "button": en("y")}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "subject.en") {
			t.Errorf("a trait that is not: %d %s", status, body)
		}
		status, body := m.ask(m.ctx, "POST", "/api/letters/preview", map[string]any{"survey_id": m.f.survey, "language": "fr", "letter": map[string]any{"languages": []string{"fr"}, "subject": map[string]string{"fr": "Bonjour"}, "text": map[string]string{"fr": "Texte"}, "button": map[string]string{"fr": "Aller"}, "scale": true}})
		if status != http.StatusOK || !strings.Contains(body, "score=10") || !strings.Contains(body, `"language":"fr"`) {
			t.Errorf("preview: %d %s", status, body)
		}
		keys := m.guests(t, 1)
		wave := m.wave(t, keys)
		if status, body := m.ask(m.ctx, "PATCH", at, map[string]any{"document": map[string]any{"languages": []string{"en"}, "subject": en("a"), "text": en("x"), "button": en("y")}}); status != http.StatusConflict {
			t.Errorf("changed while it is mailed: %d %s", status, body)
		}
		if status, _ := m.ask(m.ctx, "DELETE", at, nil); status != http.StatusConflict {
			t.Errorf("removed while it is mailed: %d", status)
		}
		m.step(t, m.a, wave, "finish")
		if status, _ := m.ask(m.ctx, "DELETE", at, nil); status >= 400 {
			t.Errorf("removed afterwards: %d", status)
		}
		other := m.must(t, m.ctx, "POST", "/api/waves", map[string]any{"survey_id": m.f.survey, "name": "None", "settings": map[string]any{"people": map[string]any{}, "sample": map[string]any{}, "reminders": []int{}, "by": "mail", "letter_id": m.letter}, "keys": keys})
		if status, body := m.ask(m.ctx, "POST", "/api/waves/"+other+"/steps", map[string]any{"step": "plan"}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "letter_id") {
			t.Errorf("a wave without a letter: %d %s", status, body)
		}
	})
}

// TestMailsAtAnHour: mails wait for the hour of their readers, and those that the
// server was too late for wait for the next day.
func TestMailsAtAnHour(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		keys := m.guests(t, 2)
		hour := m.a.config.Now().In(m.a.access.Zone(m.ctx)).Add(90 * time.Minute).Format("15:04")
		settings := map[string]any{"people": map[string]any{}, "sample": map[string]any{}, "reminders": []int{}, "by": "mail", "letter_id": m.letter, "exempt": true, "exempt_why": "A trial.",
			"local": map[string]any{"time": hour, "days": []int{}}}
		begin := func(key string) string {
			wave := m.must(t, m.ctx, "POST", "/api/waves", map[string]any{"survey_id": m.f.survey, "name": "At an hour", "settings": settings, "keys": []string{key}})
			m.step(t, m.a, wave, "plan", "start")
			return wave
		}
		begin(keys[0])
		m.run(t, 0)
		m.ahead.Store(int64(2 * time.Hour))
		m.run(t, 1)
		m.ahead.Store(0)
		wave := begin(keys[1])
		m.ahead.Store(int64(6 * time.Hour)) // the server was down for hours
		m.run(t, 0)
		if got := m.mails(t, wave); got["guest1@example.net"] != "waiting;" {
			t.Errorf("%v", got)
		}
		m.ahead.Store(int64(26 * time.Hour))
		m.run(t, 1)
		m.ahead.Store(int64(72 * time.Hour))
		m.run(t, 0)
	})
}

// TestRemindersOfAnonymousWaves: they say themselves that who has answered may get
// them too; the invitation does not, nor do reminders of surveys that name people.
func TestRemindersOfAnonymousWaves(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		keys := m.guests(t, 3)
		named := m.f.survey
		for i, survey := range []string{namelessSurvey(t, m.a, m.f.a).ID, named} {
			m.f.survey = survey
			m.wave(t, keys[i:i+1], 3)
			says := func(l notifytest.Letter) bool {
				raw := strings.NewReplacer("=\r\n", "", "=C3=A9", "é").Replace(l.Raw)
				return strings.Contains(raw, "If you have answered already") || strings.Contains(raw, "Si vous avez déjà répondu")
			}
			if says(m.run(t, 1)[0]) {
				t.Error("an invitation says so")
			}
			m.ahead.Add(int64(73 * time.Hour))
			if err := m.a.outreach.Run(m.ctx); err != nil {
				t.Fatal(err)
			}
			if got := says(m.run(t, 1)[0]); got != (survey != named) {
				t.Errorf("a reminder says so: %v", got)
			}
		}
	})
}
