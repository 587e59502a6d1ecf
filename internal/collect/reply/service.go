package reply

import (
	"context"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Kinds of the change log; ids are those of responses. Of an anonymous survey there
// are none.
const (
	Written  = "reply.written"
	Received = "reply.received"
	Removed  = "reply.removed"
)

// Answers tells which answers somebody may see.
type Answers interface {
	// Seen is not found where the caller may not see a response of a survey.
	Seen(ctx context.Context, survey, response string) error
}

// Surveys gives a version of a survey, whoever asks.
type Surveys interface {
	AskedVersion(ctx context.Context, survey string, number int64) (measure.AskedSurvey, error)
}

// Options are what replies need.
type Options struct {
	Store    *record.Store
	Surveys  Surveys
	Answers  Answers
	Audit    collect.Auditor
	Now      func() time.Time
	RandomID func() string // UUIDv4
}

// Service keeps replies.
type Service struct{ Options }

// New makes what keeps replies.
func New(o Options) *Service { return &Service{o} }

// subject is what a thread is about, as the record has it.
type subject struct {
	About
	survey, program string
	unit, account   string
	receipt         string // hash, "" where there is none
}

func (s subject) nameless() bool { return s.Text != "" }

// at is the time that is kept of now.
func (s subject) at(now time.Time) time.Time {
	if s.nameless() {
		return now.UTC().Truncate(24 * time.Hour)
	}
	return now.UTC()
}

// seen is a subject that the caller may see.
func (s *Service) seen(ctx context.Context, survey string, about About) (out subject, err error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return out, err
	}
	if about.Response != "" {
		if err := s.Answers.Seen(ctx, survey, about.Response); err != nil {
			return out, err
		}
	}
	out, err = findSubject(ctx, s.Store, survey, about)
	if err == nil && out.nameless() {
		// Answers that lead to nobody have no unit and no account, see package understand.
		asked, askedErr := s.Surveys.AskedVersion(ctx, survey, 0)
		if askedErr != nil {
			return out, askedErr
		}
		if out.program = asked.Survey.ProgramID; !who.Reach(access.AnswerRead).Covers(out.program, "", "") {
			err = fault.NotFound("text")
		}
	}
	return out, err
}

func (s *Service) mayWrite(ctx context.Context, of subject) bool {
	return of.receipt != "" && access.From(ctx).Reach(access.ReplyWrite).Covers(of.program, of.unit, of.account)
}

// Thread is what was written about an answer that the caller may see.
func (s *Service) Thread(ctx context.Context, survey string, about About) (out Thread, err error) {
	of, err := s.seen(ctx, survey, about)
	if err != nil {
		return out, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out.Messages, err = listMessages(ctx, q, about)
		return err
	})
	out.MayReply, out.DayOnly = s.mayWrite(ctx, of) && len(out.Messages) < mostMessages, of.nameless()
	return out, err
}

// writable is a subject that the caller may write about.
func (s *Service) writable(ctx context.Context, survey string, about About) (subject, error) {
	of, err := s.seen(ctx, survey, about)
	if err != nil {
		return of, err
	}
	if err := access.From(ctx).Any(access.ReplyWrite); err != nil {
		return of, err
	}
	if of.receipt == "" {
		return of, fault.New(fault.CodeConflict, "This answer was given no receipt code, so nobody could read a reply.").Keyed("reply.no_receipt")
	}
	if !s.mayWrite(ctx, of) {
		return of, fault.New(fault.CodeForbidden, "Your role does not write to who answered here.").Keyed("access.forbidden")
	}
	return of, nil
}

// Write writes back to who gave an answer.
func (s *Service) Write(ctx context.Context, survey string, about About, text string) (out Thread, position log.Position, err error) {
	of, err := s.writable(ctx, survey, about)
	if err != nil {
		return out, 0, err
	}
	if text, err = checked(text); err != nil {
		return out, 0, err
	}
	m := Message{ID: s.RandomID(), Team: true, By: access.From(ctx).Name, Text: text, At: of.at(s.Now())}
	position, err = s.add(ctx, of, m, Written, func([]Message) error { return nil })
	if err == nil {
		out, err = s.Thread(ctx, survey, about)
	}
	return out, position, err
}

// add puts a message at the end of a thread, unless the thread is full or refuses.
func (s *Service) add(ctx context.Context, of subject, m Message, kind string, refuse func([]Message) error) (log.Position, error) {
	return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := lockSubject(ctx, tx, of.About); err != nil {
			return err
		}
		there, err := listMessages(ctx, tx, of.About)
		if err == nil {
			err = refuse(there)
		}
		if err == nil && len(there) >= mostMessages {
			err = fault.New(fault.CodeTooMany, "This thread has 200 messages and takes no more.").Keyed("reply.full")
		}
		if err != nil {
			return err
		}
		if !of.nameless() {
			tx.Log(kind, of.Response)
		}
		return insertMessage(ctx, tx, of, m)
	})
}

// Remove takes back a message that somebody of the house wrote.
func (s *Service) Remove(ctx context.Context, survey string, about About, id string) (log.Position, error) {
	of, err := s.writable(ctx, survey, about)
	if err != nil {
		return 0, err
	}
	return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		gone, err := deleteMessage(ctx, tx, about, id)
		if err == nil && !gone {
			err = fault.NotFound("reply")
		}
		if !of.nameless() {
			tx.Log(Removed, of.Response)
		}
		return err
	})
}

// List gives the threads of a survey whose answers the caller may see, by their last
// message, the newest first, limit+1 at most after a place. That they were read is in
// the audit log.
func (s *Service) List(ctx context.Context, survey string, after Place, limit int) (out []Listed, err error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return nil, err
	}
	asked, err := s.Surveys.AskedVersion(ctx, survey, 0)
	if err != nil {
		return nil, err
	}
	reach := who.Reach(access.AnswerRead)
	if !reach.All && !reaches(reach, asked.Survey.ProgramID) {
		return nil, fault.NotFound("survey")
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listThreads(ctx, q, survey, reach, after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.Audit.Saw(ctx, "responses.replies", survey, map[string]string{"count": strconv.Itoa(min(len(out), limit)), "program": asked.Survey.ProgramID})
}

func reaches(reach access.Reach, program string) bool {
	for _, r := range reach.Any {
		if r.Program == "" || r.Program == program {
			return true
		}
	}
	return false
}
