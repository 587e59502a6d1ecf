package collect

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// Options are what the room needs.
type Options struct {
	Store   *record.Store
	Audit   Auditor
	People  *people.Service
	Purpose *purpose.Service
	Measure *measure.Service
	Zone    func() *time.Location // the organisation's; read at each use
	Narrow  Narrower              // nil: the record is read through
	// InSegments finds answers by segments in the facts; nil: no filter by segment.
	InSegments InSegments
	Scratch    string        // folder of files that may be thrown away while nothing runs; "" for the system's
	JoinWait   time.Duration // how long a preview waits for files that are joined anew; 0 for 15 s
	Newest     int           // how many responses are looked at before the facts are asked; 0 for 5000
	Now        func() time.Time
	NewID      func() string // UUIDv7
	Log        *slog.Logger
}

// Auditor keeps the audit log; package access has it.
type Auditor interface {
	Audit(ctx context.Context, tx *record.Tx, kind, object string, details map[string]string) error
	Saw(ctx context.Context, kind, object string, details map[string]string) error
}

// Service is the room's only way in.
type Service struct {
	Options
	log          *slog.Logger
	known        known
	traitChanges atomic.Int64
	spools       spools
	paused       pausedRuns
	handed       handed
}

// NewService makes the room.
func NewService(o Options) *Service { return &Service{Options: o, log: o.Log} }
