package app

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// commentsReader is the name under which it is saved how far comments that were
// copied of answers have followed them; no event of an answer is pruned before.
const commentsReader = "comments"

// followPage is how many changes are taken up at a time.
const followPage = 1000

// followJob has comments that were copied of answers follow them.
type followJob struct {
	// Position tells one wake-up from another; 0 is the timer's.
	Position int64 `json:"position,omitempty"`
}

func (followJob) Kind() string { return "comments" }

func followJobs(e log.Event) []job.Args { return []job.Args{followJob{int64(e.Position)}} }

// runFollow takes up what happened to answers since the last time: a copy in a
// study is changed, or emptied, as its answer was.
func (a *App) runFollow(ctx context.Context) error {
	ctx = access.System(ctx, "comments")
	at, known, err := a.record.SavedPosition(ctx, commentsReader)
	if err != nil {
		return err
	}
	if !known {
		// What happened before anybody followed may be pruned: all are compared.
		if at, err = a.record.Position(ctx); err == nil {
			err = a.listen.FollowAllAnswers(ctx)
		}
		if err == nil {
			err = a.record.SavePosition(ctx, commentsReader, at)
		}
		if err != nil {
			return err
		}
	}
	for {
		events, upTo, err := a.record.EventsOf(ctx, []string{collect.ResponseChanged, collect.ResponseRemoved}, at, followPage)
		if err != nil || upTo == at {
			return err
		}
		var ids []string
		for _, e := range events {
			ids = append(ids, e.IDs...)
		}
		if _, err := a.listen.FollowAnswers(ctx, ids); err != nil {
			return err
		}
		if err := a.record.SavePosition(ctx, commentsReader, upTo); err != nil {
			return err
		}
		at = upTo
	}
}
