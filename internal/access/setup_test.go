package access_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func setupBody(token string) string {
	return `{"token":"` + token + `","name":"Ines Martin","email":"Ines@Example.org","password":"four quiet brown chairs",
		"organisation":{"name":"Hôtel du Lac","language":"fr","time_zone":"Europe/Paris"}}`
}

// setupToken makes the link and takes the token off it.
func (h *house) setupToken() string {
	h.t.Helper()
	link, err := h.service.EnsureSetupLink(h.t.Context(), "http://localhost:8080")
	if err != nil {
		h.t.Fatal(err)
	}
	_, token, ok := strings.Cut(link, "http://localhost:8080/setup#")
	if !ok {
		h.t.Fatalf("link %q", link)
	}
	return token
}

func TestFirstOwner(t *testing.T) {
	h := newHouse(t)
	nobody := accesstest.Nobody()
	h.ask(nobody, "GET", "/api/setup", "").want(200, `"needed":true`)
	token := h.setupToken()

	file := filepath.Join(h.dir, "first-owner-link")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("file of the link: %v, %v", info, err)
	}
	if text, _ := os.ReadFile(file); !strings.Contains(string(text), token) {
		t.Errorf("the file holds %q", text)
	}

	h.ask(nobody, "POST", "/api/setup", setupBody("not-the-token-at-all")).want(404, "link.over")
	h.ask(nobody, "POST", "/api/setup", strings.Replace(setupBody(token), "Europe/Paris", "Europe/Nowhere", 1)).
		want(422, `"field":"organisation.time_zone"`)
	h.ask(nobody, "POST", "/api/setup", strings.Replace(setupBody(token), "four quiet brown chairs", "password123", 1)).
		want(422, "password.too_common")

	var owner accesstest.Person
	h.fired([]string{"setup.done", "session.opened"}, func() {
		made := h.ask(nobody, "POST", "/api/setup", setupBody(token)).want(201, `"email":"Ines@Example.org"`, `"role":"owner"`, `"time_zone":"Europe/Paris"`, `"access.manage":[{"kind":"whole"}]`)
		owner = made.person()
	})
	h.ask(owner, "GET", "/api/session", "").want(200, `"name":"Ines Martin"`, `"currency":"EUR"`)
	h.ask(nobody, "GET", "/api/setup", "").want(200, `"needed":false`, "Hôtel du Lac", `"language":"fr"`)
	h.ask(nobody, "POST", "/api/setup", setupBody(token)).want(404, "link.over")
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the used link is still in its file: %v", err)
	}
	if link, err := h.service.EnsureSetupLink(t.Context(), ""); link != "" || err != nil {
		t.Errorf("with an owner there is a link %q, %v", link, err)
	}
	if strings.Contains(h.logged.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestSetupLinkRunsOutAndIsRenewed(t *testing.T) {
	h := newHouse(t)
	first := h.setupToken()
	second := h.setupToken()
	h.ask(accesstest.Nobody(), "POST", "/api/setup", setupBody(first)).want(404)
	h.clock.push(30*time.Minute + time.Second)
	h.ask(accesstest.Nobody(), "POST", "/api/setup", setupBody(second)).want(404)
	h.ask(accesstest.Nobody(), "POST", "/api/setup", setupBody(h.setupToken())).want(201)
}

func TestTwoUseTheSetupLinkAtOnce(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		token := h.setupToken()
		errs := make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = h.service.SetUp(t.Context(), access.FirstOwner{
					Token: token, Name: "Ines", Email: strings.Repeat("i", i+1) + "@example.org", Password: accesstest.Password,
					Organisation: access.NewOrganisation{Name: "Lac", Language: "fr", TimeZone: "UTC"},
				})
			})
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else if !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("the losers get %v", err)
			}
		}
		if made != 1 {
			t.Errorf("%d owners were made with one link", made)
		}
	})
}
