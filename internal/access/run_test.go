package access_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// letterbox is a mailer that hands over what it was given.
type letterbox chan access.Mail

func (letterbox) Ready(context.Context, record.Querier) (bool, error) { return true, nil }

func (l letterbox) Queue(_ context.Context, _ *record.Tx, m access.Mail) error {
	l <- m
	return nil
}

func TestRunSendsLinksAndFlushesAtTheEnd(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	box := make(letterbox, 1)
	service, handler := h.openWith(box)
	h.handler = handler
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		service.Run(ctx)
	}()
	h.clock.push(time.Hour)
	h.ask(owner, "GET", "/api/session", "").want(200)
	h.ask(accesstest.Nobody(), "POST", "/api/password/forgot", fmt.Sprintf(`{"email":%q}`, owner.Email)).want(202)
	if mail := <-box; mail.To != owner.Email {
		t.Errorf("%+v", mail)
	}
	stop()
	<-done
	var seen int64
	err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT seen_at FROM access_session").Scan(ctx, &seen)
	})
	if ago := h.clock.Now().Sub(record.Time(seen)); err != nil || ago > time.Minute {
		t.Errorf("seen %v ago, %v", ago, err)
	}
}

// Two processes write down at the same moment that the same people were seen,
// each in an order of its own; none waits for the other in a circle.
func TestNobodyWaitsInACircle(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		other, there := h.open()
		here := h.handler
		people := make([]accesstest.Person, 30)
		for i := range people {
			h.clock.push(3 * time.Second) // so that signing in is not limited
			people[i] = h.with(access.Viewer, access.Whole())
		}
		for range 5 {
			h.clock.push(time.Hour)
			for _, p := range people {
				for _, handler := range []http.Handler{here, there} {
					h.handler = handler
					h.ask(p, "GET", "/api/session", "").want(200)
				}
			}
			var both sync.WaitGroup
			for _, service := range []*access.Service{h.service, other} {
				both.Go(func() {
					if err := service.Flush(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
	})
}
