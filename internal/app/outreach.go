package app

import (
	"context"
	"encoding/binary"
	"io"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/outreach/post"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// buildOutreach makes the room that reaches people.
func (a *App) buildOutreach(vault *access.Vault) {
	a.outreach = outreach.NewService(outreach.Options{
		Store: a.record, People: a.people, Measure: a.measure, Now: a.config.Now, NewID: newID, Log: a.config.Log,
		Seed: a.seed, Secret: vault.Derive, PublicURL: a.access.BaseURL, Zone: a.access.Zone, Language: a.access.Language,
		Members: segmentMembers{a}, Answered: a.collect, Happened: a.collect, Names: eventNames{a}, Notify: a.notify,
	})
	a.anonymous.Closer = a.outreach
	a.post = post.New(post.Options{
		Store: a.record, Outreach: a.outreach, Measure: a.measure, People: a.people, Notify: a.notify, Now: a.config.Now, NewID: newID, Log: a.config.Log, Rate: a.config.MailsAMinute,
		Organisation: func(ctx context.Context) (string, error) {
			o, err := a.access.Organisation(ctx)
			return o.Name, err
		},
	})
	a.outreach.Mail = a.post.Queue
}

// postJob sends the mails of waves. Position is as of waveJob.
type postJob struct {
	Position int64 `json:"position,omitempty"`
}

func (postJob) Kind() string { return "wave_mails" }

// seed is 64 random bits.
func (a *App) seed() int64 {
	var b [8]byte
	if _, err := io.ReadFull(a.config.Random, b[:]); err != nil {
		return a.config.Now().UnixNano()
	}
	return int64(binary.LittleEndian.Uint64(b[:])) //nolint:gosec // any bits will do
}

// segmentMembers tells the room of outreach who is in a segment, which the facts know.
type segmentMembers struct{ app *App }

func (m segmentMembers) SegmentMembers(ctx context.Context, segment, after string, limit int) ([]string, error) {
	members, err := m.app.understand.MembersOf(access.System(ctx, "waves"), segment, after, limit-1, 0)
	ids := make([]string, len(members))
	for i, one := range members {
		ids[i] = one.ID
	}
	return ids, err
}

var _ outreach.Members = segmentMembers{}

// waveJob carries waves on. Position tells one wake-up from another; 0 is the
// timer's.
type waveJob struct {
	Position int64 `json:"position,omitempty"`
}

func (waveJob) Kind() string { return "waves" }

// triggerJob has triggers look at what happened. Position is as of waveJob.
type triggerJob struct {
	Position int64 `json:"position,omitempty"`
}

func (triggerJob) Kind() string { return "triggers" }
func (triggerJob) Wakes()       {}

// triggerJobs wakes the triggers when something happened, while any is on.
func (a *App) triggerJobs(e log.Event) []job.Args {
	if !a.outreach.Listening() {
		return nil
	}
	return []job.Args{triggerJob{int64(e.Position)}}
}

// eventNames tells the room of outreach what happens, which the facts know.
type eventNames struct{ app *App }

func (n eventNames) EventNames(ctx context.Context, days, most int) ([]outreach.EventName, error) {
	return n.app.understand.EventNames(ctx, days, most)
}
