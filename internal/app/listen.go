package app

import (
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/listen"
)

// buildListen makes the room of interviews.
func (a *App) buildListen() {
	a.listen = listen.NewService(listen.Options{
		Store: a.record, Staff: sample.Staff{People: a.access}, Audit: a.access, Now: a.config.Now, Zone: a.zone.Load, NewID: newID,
	})
}
