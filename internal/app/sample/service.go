package sample

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/understand"
)

// Asked is the kind of the change log that asks for work on a sample; ids are
// keys of samples.
const Asked = "sample.asked"

// Options are what the package needs.
type Options struct {
	Store   *record.Store
	Purpose *purpose.Service
	People  *people.Service
	Journey *journey.Service
	Measure *measure.Service
	Listen  *listen.Service
	Collect *collect.Service
	Figures *understand.Service
	// Settle waits until figures show all that was written.
	Settle func(ctx context.Context) error
	// Owner is somebody who owns the organisation, "" where nobody does yet.
	Owner func(ctx context.Context) (string, error)
	// Language is the organisation's.
	Language func(ctx context.Context) (string, error)
	Now      func() time.Time
	RandomID func() string // UUIDv4
}

// Service loads and removes samples.
type Service struct {
	Options
	holder  string
	working sync.Mutex // one worker in this process
}

// New makes the service.
func New(o Options) *Service {
	s := &Service{Options: o, holder: "the only process"}
	if o.Store != nil && o.Store.Engine() == record.PostgreSQL {
		s.holder = o.RandomID()
	}
	return s
}

// holdFor is how long a process that died keeps others from its work, where
// several have one record.
const holdFor = time.Minute

// List gives the samples and how they stand.
func (s *Service) List(ctx context.Context) ([]Sample, error) {
	if err := access.From(ctx).Any(access.ProgramRead); err != nil {
		return nil, err
	}
	var rows []kept
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		rows, err = listKept(ctx, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	answers, err := s.Collect.Sample(ctx)
	if err != nil {
		return nil, err
	}
	all := catalogue()
	for i := range all {
		if all[i].Key == AnswersKey && answers.ProgramID != "" {
			all[i].ProgramID, all[i].State, all[i].Done, all[i].Total = answers.ProgramID, StateLoaded, answers.Done, answers.Total
			if answers.Running {
				all[i].State = StateLoading
			}
		}
		if at := slices.IndexFunc(rows, func(k kept) bool { return k.Key == all[i].Key }); at >= 0 {
			all[i].State, all[i].Done, all[i].Total = State(rows[at].State), rows[at].Done, rows[at].Total
			if all[i].Key == FirmKey {
				all[i].ProgramID = firmProgram
			}
		}
	}
	return all, nil
}

// Load begins to load a sample, or goes on where that failed. One that is there
// is a conflict.
func (s *Service) Load(ctx context.Context, key string) (Sample, log.Position, error) {
	who := access.From(ctx)
	if err := who.Require(access.ImportRun, access.Whole()); err != nil {
		return Sample{}, 0, err
	}
	if err := s.free(ctx, key); err != nil {
		return Sample{}, 0, err
	}
	if key == AnswersKey {
		_, position, err := s.Collect.LoadSample(ctx)
		if err != nil {
			return Sample{}, 0, err
		}
		return s.one(ctx, key, position)
	}
	language, err := s.Language(ctx)
	if err != nil {
		return Sample{}, 0, err
	}
	if who.Language != "" {
		language = who.Language
	}
	// The program is there from now on, so that home shows it before others.
	if err := (&loading{s: s, row: kept{Language: language, OwnerID: who.UserID}}).loadProgram(ctx); err != nil {
		return Sample{}, 0, err
	}
	k := kept{Key: key, State: string(StateLoading), Begins: s.RandomID()[:18], Until: record.Micros(s.Now().UTC().Truncate(24 * time.Hour)), Language: language, OwnerID: who.UserID}
	return s.ask(ctx, k)
}

// free refuses a sample that is not one, or that is there or on its way.
func (s *Service) free(ctx context.Context, key string) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(one Sample) bool { return one.Key == key })
	switch {
	case i < 0:
		return fault.NotFound("sample")
	case all[i].State == StateNone || all[i].State == StateFailed:
		return nil
	}
	return fault.New(fault.CodeConflict, "The sample is loaded already. Remove it first to load it anew.").Keyed("sample.loaded")
}

// Remove begins to remove a sample with all that came with it.
func (s *Service) Remove(ctx context.Context, key string) (Sample, log.Position, error) {
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil {
		return Sample{}, 0, err
	}
	all, err := s.List(ctx)
	if err != nil {
		return Sample{}, 0, err
	}
	i := slices.IndexFunc(all, func(one Sample) bool { return one.Key == key })
	if i < 0 {
		return Sample{}, 0, fault.NotFound("sample")
	}
	if all[i].State == StateNone {
		return Sample{}, 0, fault.Invalid("sample", "The sample is not loaded.").Keyed("sample.not_loaded")
	}
	return s.ask(ctx, kept{Key: key, State: string(StateRemoving), Language: "en"})
}

// ask writes what is wanted of a sample; the change log then asks for the work.
func (s *Service) ask(ctx context.Context, k kept) (Sample, log.Position, error) {
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(Asked, k.Key)
		return putKept(ctx, tx, k)
	})
	if err != nil {
		return Sample{}, 0, err
	}
	return s.one(ctx, k.Key, position)
}

func (s *Service) one(ctx context.Context, key string, position log.Position) (Sample, log.Position, error) {
	all, err := s.List(ctx)
	for _, one := range all {
		if one.Key == key {
			return one, position, err
		}
	}
	return Sample{}, position, err
}

// errTaken tells that somebody else works on a sample, or that something else is
// wanted of it now.
var errTaken = errors.New("another has this sample")

// Run carries on what is wanted of samples. It may be broken off anywhere and
// called again, by several processes at once too.
func (s *Service) Run(ctx context.Context) error {
	if !access.From(ctx).IsSystem() {
		return fault.New(fault.CodeForbidden, "Only the program itself works on samples.")
	}
	if !s.working.TryLock() {
		return nil
	}
	defer s.working.Unlock()
	for range 8 { // somebody may want something else meanwhile
		again, err := s.runOnce(ctx)
		if err != nil || !again {
			return err
		}
	}
	return nil
}

// runOnce does what is wanted now; again says that something else was wanted in
// the middle of it.
func (s *Service) runOnce(ctx context.Context) (again bool, err error) {
	var rows []kept
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		rows, err = listKept(ctx, q)
		return err
	})
	for _, k := range rows {
		if err != nil {
			return false, err
		}
		if err = s.carryOn(ctx, k); errors.Is(err, errTaken) {
			err, again = nil, true
		}
	}
	return again, err
}

func (s *Service) carryOn(ctx context.Context, k kept) error {
	k.Holder = s.holder
	switch State(k.State) {
	case StateLoading:
		return s.load(ctx, k)
	case StateRemoving:
		return s.remove(ctx, k)
	case StateLoaded:
		return s.adopt(ctx, k)
	}
	return nil
}

// GiveUp marks what is being loaded as failed.
func (s *Service) GiveUp(ctx context.Context, why string) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		rows, err := listKept(ctx, tx)
		for _, k := range rows {
			if err == nil {
				err = setState(ctx, tx, k.Key, StateLoading, StateFailed, why)
			}
		}
		return err
	})
	return err
}

// piece does a part of the work on a sample, then notes that it is done.
func (s *Service) piece(ctx context.Context, k *kept, do func(context.Context) error) error {
	if err := s.hold(ctx, *k); err != nil {
		return err
	}
	if err := do(ctx); err != nil {
		return err
	}
	k.Done++
	return s.hold(ctx, *k)
}

func (s *Service) hold(ctx context.Context, k kept) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		mine, err := step(ctx, tx, k, s.Now(), holdFor)
		if err == nil && !mine {
			err = errTaken
		}
		return err
	})
	return err
}
