package anonymous

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// Patience is how many days an answer waits for others that are alike in all that
// may be told of them. After it, or once the survey is closed, less is told.
const Patience = 7

// Closer is told which invitations are closed: Least or more at once, in an order of
// chance. It must keep no time beside them.
type Closer interface {
	Closed(ctx context.Context, tx *record.Tx, invitations []string) error
}

// Surveys gives a version of a survey, whoever asks.
type Surveys interface {
	AskedVersion(ctx context.Context, survey string, number int64) (measure.AskedSurvey, error)
}

// Options are what keeping anonymous answers needs.
type Options struct {
	Store    *record.Store
	Surveys  Surveys
	Now      func() time.Time
	RandomID func() string // UUIDv4
	Closer   Closer        // nil where nobody is invited
	// Shuffle puts n things in an order of chance; nil: math/rand.
	Shuffle func(n int, swap func(i, j int))
}

// Service keeps anonymous answers.
type Service struct{ Options }

// New makes what keeps anonymous answers.
func New(o Options) *Service {
	if o.Shuffle == nil {
		o.Shuffle = rand.Shuffle
	}
	return &Service{o}
}

// Given is what somebody answered to a version of a survey.
type Given struct {
	SurveyID string
	Number   int64
	Document *questionnaire.Document
	Answers  questionnaire.Answers
	Classes  []string // see questionnaire.Document.Classed
	Receipt  string   // hash of the receipt code
}

// Take keeps an answer in the transaction and logs nothing.
func (s *Service) Take(ctx context.Context, tx *record.Tx, g Given) error {
	all := Apart(g.Document, g.Answers)
	day := dayOf(s.Now())
	for question, items := range all.Parts {
		if err := insertPart(ctx, tx, g, question, Part{ID: s.RandomID(), Classes: g.Classes, Items: items}, day); err != nil {
			return err
		}
	}
	for question, text := range all.Texts {
		if err := insertText(ctx, tx, g, question, s.RandomID(), text); err != nil {
			return err
		}
	}
	return nil
}

// Close notes that whom an invitation asks is through, with an answer or without
// one; "" is none. It is told later, of Least or more at once.
func (s *Service) Close(ctx context.Context, tx *record.Tx, survey, invitation string) error {
	if invitation == "" {
		return nil
	}
	return insertClosing(ctx, tx, survey, invitation)
}

// Day is the day of a time, all that is kept of when an anonymous answer came.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

func dayOf(t time.Time) int64 { return Day(t).Unix() / 86400 }

// Answered tells whether an answer to the invitation has come that it is not told
// of yet.
func (s *Service) Answered(ctx context.Context, q record.Querier, invitation string) (bool, error) {
	return closingWaits(ctx, q, invitation)
}

// ErasedKind is the kind of erasures of anonymous answers. Their subjects are
// hashes of receipts.
const ErasedKind = "anonymous"

// Erase removes what a receipt was given for: the parts that wait, and the texts. It
// tells whether anything was there. Sums stand: they lead to nobody, and taking one
// answer out of them would tell what it was.
func (s *Service) Erase(ctx context.Context, tx *record.Tx, receipt string) (bool, error) {
	n, err := deleteByReceipt(ctx, tx, receipt)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.Erased(ctx, ErasedKind, Day(s.Now()), receipt)
}

// EraseAgain removes from an older record what was erased since.
func EraseAgain(ctx context.Context, tx *record.Tx, e record.Erasure) error {
	_, err := deleteByReceipt(ctx, tx, e.Subject)
	return err
}

// open tells whether a version may still be answered.
func (s *Service) open(ctx context.Context, survey string, number int64) (bool, error) {
	asked, err := s.Surveys.AskedVersion(ctx, survey, number)
	if fault.Is(err, fault.CodeNotFound) {
		return false, nil
	}
	return asked.Survey.State == measure.SurveyOpen, err
}
