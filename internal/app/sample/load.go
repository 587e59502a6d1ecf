package sample

import (
	"context"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// loading is one run of the work of loading the firm. What it has looked up it
// keeps for its pieces.
type loading struct {
	s        *Service
	row      kept
	firm     Firm
	measures map[MeasureKey]string
	units    map[string]string // id by key
}

// Rows of one piece.
const (
	partiesApiece = 100
	takenApiece   = 400
)

// load takes the firm in, piece after piece, from where an earlier run was
// broken off. Each piece may be done again.
func (s *Service) load(ctx context.Context, k kept) error {
	l := &loading{s: s, row: k, firm: Invent(Seed, k.until(), k.Language)}
	pieces := l.pieces()
	l.row.Total = int64(len(pieces))
	for _, do := range pieces[min(int(l.row.Done), len(pieces)):] {
		if err := s.piece(ctx, &l.row, do); err != nil {
			return err
		}
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return setState(ctx, tx, k.Key, StateLoading, StateLoaded, "")
	})
	return err
}

// pieces are all that is to be done, in its order; always the same for a row.
func (l *loading) pieces() []func(context.Context) error {
	all := []func(context.Context) error{l.loadProgram, l.loadMeasures, l.loadUnits, l.loadAccounts}
	for part := range slices.Chunk(l.firm.Contacts, partiesApiece) {
		all = append(all, func(ctx context.Context) error { return l.loadContacts(ctx, part) })
	}
	all = append(all, l.loadTraits, l.loadAccountHistory, l.loadContactTraits, l.loadConsents, l.loadNotes)
	for i := 0; i < len(l.firm.Events); i += takenApiece {
		all = append(all, func(ctx context.Context) error { return l.loadEvents(ctx, i) })
	}
	for i := 0; i < len(l.firm.Answers); i += takenApiece {
		all = append(all, func(ctx context.Context) error { return l.loadAnswers(ctx, i) })
	}
	for n := range 2 {
		all = append(all, func(ctx context.Context) error { return l.loadSegment(ctx, n) })
	}
	all = append(all, l.loadRegister, l.loadExpectations)
	all = append(all, l.studyPieces()...)
	return append(all, l.settle, l.loadObjectives, l.loadIndicators, l.loadQuestions, l.start)
}

func (l *loading) text(t Text) string { return t.in(l.row.Language) }

// write runs fn in a transaction.
func (l *loading) write(ctx context.Context, fn func(ctx context.Context, tx *record.Tx) error) error {
	_, err := l.s.Store.Write(ctx, fn)
	return err
}

// intend notes, before they are made, things that are not there yet, and gives
// those that are to be made: all that were noted, now or in an earlier run.
func (l *loading) intend(ctx context.Context, kind string, keys []string, there map[string]bool) error {
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		fresh := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return there[key] })
		return noteMade(ctx, tx, l.row.Key, kind, fresh...)
	})
}

func (l *loading) loadProgram(ctx context.Context) error {
	defer l.s.Purpose.Touched()
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := purpose.GetIn(ctx, tx, firmProgram)
		if !fault.Is(err, fault.CodeNotFound) {
			return err
		}
		name, err := purpose.FreeName(ctx, tx, l.text(programName()))
		if err != nil {
			return err
		}
		_, err = l.s.Purpose.CreateIn(ctx, tx, purpose.Program{
			ID: firmProgram, Name: name, Why: l.text(programWhy()), Population: l.text(programPopulation()), OwnerID: l.row.OwnerID, Synthetic: true,
			Outcomes: []purpose.Outcome{purpose.Satisfaction, purpose.Loyalty, purpose.Advocacy}, Wants: []purpose.Want{purpose.Easier, purpose.Solved},
			Returns: []purpose.Return{purpose.Churn, purpose.Referrals},
		})
		return err
	})
}

// start says that the program is under way.
func (l *loading) start(ctx context.Context) error {
	_, _, err := l.s.Purpose.Start(ctx, firmProgram, "")
	return err
}

// settle waits until figures show the answers, of which objectives take their
// baseline.
func (l *loading) settle(ctx context.Context) error { return l.s.Settle(ctx) }

func (l *loading) loadMeasures(ctx context.Context) error {
	defer l.s.Measure.Touched()
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		for _, p := range measurePlans() {
			_, there, err := measure.FindIn(ctx, tx, firmProgram, l.text(p.name))
			if err != nil {
				return err
			}
			if there {
				continue
			}
			scale := measure.Scale{Min: p.min, Max: p.max, Direction: measure.Up, Labels: map[string]string{}, Good: p.good}
			_, err = l.s.Measure.CreateIn(ctx, tx, measure.Measure{ProgramID: firmProgram, Name: l.text(p.name), Wording: map[string]string{"en": p.wording.EN, "fr": p.wording.FR},
				Intent: measure.Intent(p.intent), Scale: scale, Metric: measure.Metric(p.metric)})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// measure is the id of a measure.
func (l *loading) measure(ctx context.Context, key MeasureKey) (string, error) {
	if key == "" {
		return "", nil
	}
	if l.measures == nil {
		found, err := l.s.Measure.List(ctx, firmProgram, "", 100)
		if err != nil {
			return "", err
		}
		l.measures = map[MeasureKey]string{}
		for _, p := range measurePlans() {
			for _, m := range found {
				if m.Name == l.text(p.name) {
					l.measures[p.key] = m.ID
				}
			}
		}
	}
	if l.measures[key] == "" {
		return "", fault.Newf(fault.CodeInternal, "the sample has lost its measure %s", key)
	}
	return l.measures[key], nil
}

func (l *loading) loadUnits(ctx context.Context) error {
	if err := l.readUnits(ctx); err != nil {
		return err
	}
	there, keys := map[string]bool{}, []string{}
	for _, u := range l.firm.Units {
		there[u.Key], keys = l.units[u.Key] != "", append(keys, u.Key)
	}
	if err := l.intend(ctx, madeUnit, keys, there); err != nil {
		return err
	}
	for _, u := range l.firm.Units {
		if there[u.Key] {
			continue
		}
		made, _, err := l.s.People.CreateUnit(ctx, people.Unit{Key: u.Key, Name: l.text(u.Name), ParentID: l.units[u.Parent]})
		if err != nil {
			return err
		}
		l.units[u.Key] = made.ID
	}
	return nil
}

// readUnits looks the units up, once a run.
func (l *loading) readUnits(ctx context.Context) error {
	if l.units != nil {
		return nil
	}
	all, err := l.s.People.ListUnits(ctx)
	if err != nil {
		return err
	}
	l.units = map[string]string{}
	for _, u := range all {
		l.units[u.Key] = u.ID
	}
	return nil
}

// id is that of the n-th of what a kind of thing is there of: the same in each
// run, and of no other load.
func (l *loading) id(kind, n int) string { return fmt.Sprintf("%s-8%d00-%012x", l.row.Begins, kind, n) }

// Kinds of ids.
const (
	answerID  = 1
	eventID   = 2
	codingID  = 3
	excerptID = 4
)

// eventsOf are the least and the greatest id of a load's events.
func (k kept) eventsOf() (first, last string) {
	return k.Begins + fmt.Sprintf("-8%d00-000000000000", eventID), k.Begins + fmt.Sprintf("-8%d00-ffffffffffff", eventID)
}
