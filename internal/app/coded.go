package app

import (
	"context"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// codedJob takes rows of tables of coded texts in.
type codedJob struct {
	// Position tells one start from another; 0 is the timer's, which goes on with
	// what was broken off.
	Position int64 `json:"position,omitempty"`
	// Slice counts the pieces of work of one start.
	Slice int `json:"slice,omitempty"`
}

func (codedJob) Kind() string { return "coded" }

func codedJobs(e log.Event) []job.Args { return []job.Args{codedJob{Position: int64(e.Position)}} }

// runCoded goes on with every table that is being taken in; where there is more
// to do than one job should, it asks for another.
func (a *App) runCoded(ctx context.Context, j codedJob) error {
	ctx = access.System(ctx, "coded texts")
	ids, err := a.listen.RunningCoded(ctx)
	if err != nil {
		return err
	}
	again := false
	for _, id := range ids {
		more, one := a.listen.RunCoded(ctx, id)
		again = again || more
		if one != nil && ctx.Err() == nil && job.LastTry(ctx) {
			one = errors.Join(one, a.listen.GiveUpCoded(ctx, id, one))
		}
		err = errors.Join(err, one)
	}
	if err == nil && again && j.Position > 0 {
		return a.queue.Add(ctx, codedJob{j.Position, j.Slice + 1})
	}
	return err
}
