package access_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// twoProcesses are two houses with a store each on one PostgreSQL database. In
// the second the time stands still, so that nothing it remembers runs out.
func twoProcesses(t *testing.T) (here, there *house) {
	t.Helper()
	url := recordtest.Database(t)
	here = houseOn(t, recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: migrations()}))
	second := *here
	there = &second
	there.clock = &clock{stopped: time.Now()}
	there.store = recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: migrations()})
	there.service, there.handler = there.open()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { there.service.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
	return here, there
}

// shutOut waits until the other process turns a request away too.
func (h *house) shutOut(what string, since time.Time, ask func() answer) {
	h.t.Helper()
	wake, stop := h.store.Follow()
	defer stop()
	late := time.After(10 * time.Second)
	for ask().Code == http.StatusOK {
		select {
		case <-wake:
		case <-late:
			h.t.Fatalf("%s still gets in after %s", what, time.Since(since))
		}
	}
	if took := time.Since(since); took > 2500*time.Millisecond { // about one, on a machine with other work
		h.t.Errorf("%s got in for another %s", what, took)
	}
}

func TestWhatEndsInOneProcessEndsInAnother(t *testing.T) {
	here, there := twoProcesses(t)
	owner := here.owner()

	made := here.token(owner, `"organisation.read"`)
	token := func() answer { return there.bearer(made.Secret, "GET", "/api/organisation", "") }
	token().want(200)
	since := time.Now()
	here.ask(owner, "DELETE", "/api/tokens/"+made.Token.ID, "").want(204)
	there.shutOut("a revoked token", since, token)

	for _, end := range []struct{ what, method, path, body string }{
		{"an ended session", "DELETE", "/api/session", ""},
		{"a session ended everywhere", "DELETE", "/api/sessions", ""},
	} {
		p := accesstest.SignIn(t, here.service, owner)
		session := func() answer { return there.ask(p, "GET", "/api/session", "") }
		session().want(200)
		since = time.Now()
		here.ask(p, end.method, end.path, end.body).want(204)
		there.shutOut(end.what, since, session)
	}

	owner = accesstest.SignIn(t, here.service, owner)
	viewer := here.with("viewer", access.Whole())
	session := func() answer { return there.ask(viewer, "GET", "/api/session", "") }
	session().want(200)
	since = time.Now()
	here.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"disabled":true}`).want(200)
	there.shutOut("a disabled person", since, session)
}

// Tries to sign in count together, whichever process they reach.
func TestTriesAreSharedByProcesses(t *testing.T) {
	here, there := twoProcesses(t)
	owner := here.owner()
	here.clock.stopped = there.clock.stopped // clocks that differ shift the limits by as much
	tried := func(want int, houses ...*house) {
		t.Helper()
		for _, h := range houses {
			h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, "not my password")).want(want)
		}
	}
	for range 5 {
		tried(401, here, there)
	}
	tried(429, there, here)

	here.clock.stopped = here.clock.stopped.Add(31 * time.Second)
	tried(401, here)
	tried(429, here, there)
	here.clock.stopped = here.clock.stopped.Add(31 * time.Second)
	here.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)
	for range 10 { // all are forgiven
		tried(401, here)
	}
	tried(429, here)
}
