package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/collect/respond"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/outreach/post"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// mails lets the outbox take part in the rights of persons.
type mails struct{}

// ErasePerson removes mails to a person.
func (mails) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	n, err := notify.EraseMails(ctx, tx, p.Emails, limit)
	if err != nil || n == 0 {
		return nil, err
	}
	return people.Tally{"mails": n}, nil
}

// ExportPerson tells which mails a person was sent.
func (mails) ExportPerson(ctx context.Context, q record.Querier, p people.Person, _ bool, tell func(section string, item any) error) error {
	all, err := notify.MailsTo(ctx, q, p.Emails)
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := tell("mails", map[string]any{"template": m.Template, "state": m.State, "at": record.Time(m.At)}); err != nil {
			return err
		}
	}
	return nil
}

func randomID() string { return uuid.NewString() }

// erasers are all rooms that erase what they keep of a person, first those
// whose work is longest. They need no service: a restored backup is erased
// again before there are any.
func erasers(now func() time.Time, zone func() *time.Location) (all []people.Eraser, answers collect.Rights) {
	answers = collect.Rights{Now: now, RandomID: randomID, Zone: zone}
	return []people.Eraser{answers, listen.Rights{Now: now}, respond.Rights{}, post.Rights{}, outreach.Rights{}, mails{}}, answers
}

// exporters are all that tell what they keep of a person.
func exporters(files record.Files) []people.Exporter {
	return []people.Exporter{collect.Rights{Files: files}, listen.Rights{}, respond.Rights{}, post.Rights{}, outreach.Rights{}, mails{}}
}

// connectRights tells the room of people who keeps something of a person.
func (a *App) connectRights() {
	all, _ := erasers(a.config.Now, a.zone.Load)
	a.people.ConnectRooms(people.Rooms{Erasers: all, Exporters: exporters(a.record.Files()), Timelines: []people.TimelineSource{a.collect, a.listen, a.outreach}})
}

// eraseAgain erases in a restored record what was erased since its backup. Days
// are those of UTC: the organisation is not opened yet.
func eraseAgain(now func() time.Time) record.Eraser {
	all, answers := erasers(now, func() *time.Location { return time.UTC })
	return people.EraseAgain(all, func(ctx context.Context, tx *record.Tx, e record.Erasure) error {
		if e.Kind == anonymous.ErasedKind {
			return anonymous.EraseAgain(ctx, tx, e)
		}
		return answers.EraseAgain(ctx, tx, e)
	})
}

// erasureJob carries erasures on. Position tells one wake-up from another; 0 is
// the timer's.
type erasureJob struct {
	Position int64 `json:"position,omitempty"`
}

func (erasureJob) Kind() string { return "erasure" }

func (a *App) runErasures(ctx context.Context) error {
	err := a.people.RunErasures(access.System(ctx, "erasure"))
	return errors.Join(err, a.collect.DropForgottenSpools(ctx))
}

// untakenJob forgets uploads that were never taken in.
type untakenJob struct{}

func (untakenJob) Kind() string { return "untaken_uploads" }

func (a *App) forgetUntaken(ctx context.Context) error {
	system := access.System(ctx, "uploads")
	imports, err := a.collect.ForgetUntaken(system)
	coded, codedErr := a.listen.ForgetUntakenCoded(system, a.config.Now().Add(-collect.UntakenKept))
	_, removedErr := a.listen.ForgetRemoved(system)
	_, leftErr := a.respond.ForgetLeft(system)
	testsErr := a.trial.Forget(system)
	if imports+coded > 0 {
		a.config.Log.InfoContext(ctx, "uploads that were not taken in are forgotten", "imports", imports, "coded", coded)
	}
	return errors.Join(err, codedErr, removedErr, leftErr, testsErr, a.people.Sweep(ctx), a.collect.DropForgottenSpools(ctx))
}

// exportPerson writes all that is kept of the person with a key into a file.
func (a *App) exportPerson(ctx context.Context, v url.Values, out io.Writer) error {
	path := v.Get("file")
	if err := absent(path); err != nil {
		return err
	}
	write, err := a.people.ExportPersonByKey(ctx, v.Get("person"), v.Get("confidential") == "true")
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Newf(fault.CodeInvalid, "The file cannot be written: %v.", err)
	}
	if err := errors.Join(write(ctx, file), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	_, err = fmt.Fprintf(out, "%s holds all that is kept of the person.\n", path)
	return err
}
