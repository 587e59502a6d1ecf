package understand

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// Options are what the service is made of. Names may be nil; labels of units
// are then their ids.
type Options struct {
	Facts     Source
	Measures  MeasureSource
	Record    *record.Store // saved views
	Tree      access.Tree
	Names     Names
	Zone      func(context.Context) (*time.Location, error)
	WeekStart func(context.Context) (time.Weekday, error)
	Fiscal    func(context.Context) (time.Month, error) // when the fiscal year begins; nil: in January
	// Smallest is the least size of a group that is told to who may not see
	// people, and that is compared; nil: 5.
	Smallest func(context.Context) (int64, error)
	// Speeding is the share of the median time of an item under which an answer
	// was given too fast.
	Speeding func(context.Context) (float64, error)
	Now      func() time.Time
	NewID    func() string
	// Like are the units that a unit is set beside, those of its depth in the
	// tree, whoever asks; nil: none.
	Like func(ctx context.Context, unit string) ([]string, error)
	// Outcomes are the keys (t5, or t5:Yes with the value that counts) of a
	// program's traits that say what happened to customers; nil: none is known.
	Outcomes func(ctx context.Context, program string) ([]string, error)
	Segments SegmentSource // segments as filters and cuts; nil: there are none
	// Objectives gives an objective, whoever asks.
	Objectives func(ctx context.Context, id string) (purpose.Objective, error)
	// Expectations gives a touchpoint with what is expected there, whoever asks.
	Expectations func(ctx context.Context, touchpoint string) (journey.Touchpoint, journey.Expectation, bool, error)
	// EventKeys gives the touchpoint's key and the channel of events by their
	// ids.
	EventKeys func(ctx context.Context, ids []string) (map[string]collect.EventKey, error)
	// Choices are the labels of traits that are choices, by slot and value; nil:
	// values are shown as they are.
	Choices func(context.Context) (map[int]map[string]string, error)
	// Fed are the definitions of people's traits that feed a declared trait, by
	// its slot, those of customers first; nil: none does.
	Fed     func(context.Context) (map[int][]string, error)
	Surveys SurveySource // versions of surveys; nil: there are none
	Reasons ReasonSource // lists of main reasons; nil: there are none
	// Accounts tells who the accounts are and who plays which part in them.
	Accounts AccountSource
}

// Service answers for figures and saved views.
type Service struct {
	o        Options
	repeated *repeatCache
	few      int64 // responses up to which drivers are summed up one by one
}

// New makes the service.
func New(o Options) *Service {
	return &Service{o: o, repeated: newRepeatCache(), few: fewResponses}
}

// calendar is the organisation's.
type calendar struct {
	today time.Time // midnight UTC of the organisation's day
	begin beginnings
}

func (s *Service) calendar(ctx context.Context) (calendar, error) {
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return calendar{}, fault.Wrap(err, fault.CodeInternal, "read the time zone")
	}
	start, err := s.o.WeekStart(ctx)
	if err != nil {
		return calendar{}, fault.Wrap(err, fault.CodeInternal, "read the first day of the week")
	}
	begin := beginnings{week: start}
	if s.o.Fiscal != nil {
		if begin.fiscal, err = s.o.Fiscal(ctx); err != nil {
			return calendar{}, fault.Wrap(err, fault.CodeInternal, "read the fiscal year")
		}
	}
	y, m, d := s.o.Now().In(zone).Date()
	return calendar{today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), begin: begin}, nil
}

// reach says which rows of figures the one who asks may see of a program.
func (s *Service) reach(ctx context.Context) (access.Reach, error) {
	who := access.From(ctx)
	if err := who.Any(access.FigureRead); err != nil {
		return access.Reach{}, err
	}
	return who.Reach(access.FigureRead), nil
}

// ask puts one question about a measure to one snapshot, within the reach of
// whoever asks. An unknown measure, or one that may not be seen, is not found.
func (s *Service) ask(ctx context.Context, measure string, f Filter, do func(context.Context, *inquiry) error) error {
	reach, err := s.reach(ctx)
	if err != nil {
		return err
	}
	m, err := s.measure(ctx, measure, reach)
	if err != nil {
		return err
	}
	return s.o.Facts.View(ctx, f.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, m, f, reach)
		if err != nil {
			return err
		}
		return do(ctx, q)
	})
}

// touches tells whether any row of a program may lie within reach.
func touches(r access.Reach, program string) bool {
	if r.All {
		return true
	}
	for _, rows := range r.Any {
		if rows.Program == "" || rows.Program == program {
			return true
		}
	}
	return false
}

// measure is a measure that the one who asks may see figures of.
func (s *Service) measure(ctx context.Context, id string, r access.Reach) (measured, error) {
	if !isID(id) {
		return measured{}, fault.NotFound("measure")
	}
	m, err := s.o.Measures.Measure(ctx, id)
	if err != nil {
		return measured{}, fault.Wrap(err, fault.CodeInternal, "find the measure")
	}
	if !touches(r, m.ProgramID) {
		return measured{}, fault.NotFound("measure")
	}
	return measured{m}, nil
}
