package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/wneessen/go-mail"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

const benchAsked = 100_000 // people that the wave considers

// benchMails plans a wave of 100,000 people, starts it and mails it to a server
// that takes all and keeps nothing, beside the raw client sending as many bytes
// to the same server.
func benchMails(ctx context.Context, c BenchConfig, dir string) error {
	sink, port, err := openSink(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = sink.Close() }()
	s, err := startScratch(ctx, Config{Dir: dir, PublicURL: "https://cx.example.test"}, c.Log)
	if err != nil {
		return err
	}
	defer s.stop()
	ctx = access.System(operatorContext(ctx), "bench")
	if err := s.guests(ctx, benchAsked); err != nil {
		return err
	}
	asked, err := s.publish(ctx, tenQuestions(s.measure.ID))
	if err != nil {
		return err
	}
	words := benchWords
	l, _, err := s.app.outreach.CreateLetter(ctx, s.program.ID, "Invitation", letter.Content{Languages: []string{"en"}, Subject: words("How was it, {{contact.name|dear guest}}?"),
		Text: words("Hello {{contact.name|dear guest}},\n\nyour experience tells us what to do better."), Button: words("Begin"), Scale: true})
	if err != nil {
		return err
	}
	w, _, err := s.app.outreach.CreateWave(ctx, outreach.NewWave{SurveyID: asked.ID, Name: "Bench", Settings: outreach.WaveSettings{By: outreach.ByMail, LetterID: l.ID}})
	if err != nil {
		return err
	}
	step := func(what outreach.Step, until outreach.WaveState) (time.Duration, error) {
		began := time.Now()
		if _, _, err := s.app.outreach.TakeStep(ctx, w.ID, "", what); err != nil {
			return 0, err
		}
		for {
			if err := s.app.outreach.Run(ctx); err != nil {
				return 0, err
			}
			if w, err = s.app.outreach.Wave(ctx, w.ID); err != nil || w.State == until {
				return time.Since(began), err
			}
		}
	}
	heap := watchHeap()
	planned, err := step(outreach.StepPlan, outreach.WavePlanned)
	if err != nil {
		return err
	}
	invited, err := step(outreach.StepStart, outreach.WaveRunning)
	if err != nil {
		return err
	}
	if _, err := s.app.notify.UpdateSettings(ctx, "", notify.MailSettingsChange{Active: true, Host: "127.0.0.1", Port: port, Encryption: notify.EncryptionNone, FromAddress: "cx@example.test"}); err != nil {
		return err
	}
	began := time.Now()
	for sent := 0; sent < benchAsked; {
		n, err := s.app.post.Run(ctx)
		if sent += n; err != nil {
			return err
		}
		if n == 0 {
			if sent, err = s.wentOut(ctx); err != nil {
				return err
			}
		}
	}
	mailed := time.Since(began)
	most := heap()
	raw, err := rawMails(ctx, port, benchAsked/10)
	if err != nil {
		return err
	}
	rate := benchAsked / mailed.Seconds()
	fmt.Fprintf(c.Out, "a wave of %d people: planned in %s, invited in %s; %.0f mails/s, the raw client over one connection %.0f/s; ratio %.2f; at most %d MiB of heap\n",
		benchAsked, planned.Round(10*time.Millisecond), invited.Round(10*time.Millisecond), rate, raw, rate/raw, most>>20)
	return nil
}

// wentOut counts the mails that went out, by whichever job sent them.
func (s *scratch) wentOut(ctx context.Context) (n int, err error) {
	err = s.app.record.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT count(*) FROM mail_message WHERE state = 'sent'").Scan(ctx, &n)
	})
	return n, err
}

// guests makes customers with an address each.
func (s *scratch) guests(ctx context.Context, n int) error {
	for from := 0; from < n; from += 1000 {
		_, err := s.app.record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			all := make([]people.CustomerInput, 0, 1000)
			for i := from; i < min(n, from+1000); i++ {
				key := fmt.Sprintf("guest-%06d", i)
				all = append(all, people.CustomerInput{Key: key, Name: new("Guest " + key), Email: new(key + "@example.test")})
			}
			done, err := s.app.people.UpsertCustomersIn(ctx, tx, all)
			for _, d := range done {
				if err == nil {
					err = d.Err
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// watchHeap samples the heap until it is asked for the most there was.
func watchHeap() (most func() uint64) {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		var top uint64
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			runtime.ReadMemStats(&m)
			top = max(top, m.HeapInuse)
			select {
			case <-tick.C:
			case <-stop:
				done <- top
				return
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-done
	}
}

// rawMails sends mails of about the same size over one connection, and gives how
// many a second.
func rawMails(ctx context.Context, port, n int) (float64, error) {
	client, err := mail.NewClient("127.0.0.1", mail.WithPort(port), mail.WithTLSPolicy(mail.NoTLS))
	if err != nil {
		return 0, err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return 0, err
	}
	defer func() { _ = client.Close() }()
	filler := make([]byte, 9000)
	for i := range filler {
		filler[i] = byte('a' + i%26)
		if i%70 == 69 {
			filler[i] = '\n'
		}
	}
	began := time.Now()
	for i := range n {
		m := mail.NewMsg()
		if err := m.From("cx@example.test"); err != nil {
			return 0, err
		}
		if err := m.To(fmt.Sprintf("guest-%06d@example.test", i)); err != nil {
			return 0, err
		}
		m.Subject("How was it?")
		m.SetBodyString(mail.TypeTextPlain, string(filler[:900]))
		m.AddAlternativeString(mail.TypeTextHTML, string(filler))
		if err := client.Send(m); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// openSink starts a mail server that takes all and keeps nothing.
func openSink(ctx context.Context) (*smtp.Server, int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, 0, err
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return sink{}, nil }))
	s.Domain = "localhost"
	go func() { _ = s.Serve(listener) }() // ends with Close
	return s, listener.Addr().(*net.TCPAddr).Port, nil
}

type sink struct{}

func (sink) Mail(string, *smtp.MailOptions) error { return nil }
func (sink) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (sink) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}
func (sink) Reset()        {}
func (sink) Logout() error { return nil }
