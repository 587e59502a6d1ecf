package access_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
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
