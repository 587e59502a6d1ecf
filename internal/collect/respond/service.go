package respond

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// Options are what the page needs.
type Options struct {
	Store   *record.Store
	Measure *measure.Service
	Collect *collect.Service
	// Anonymous keeps what is answered to anonymous surveys.
	Anonymous *anonymous.Service
	Trial     *trial.Service // keeps tests, which are no answers
	// Organisation gives the name of who runs this house.
	Organisation func(ctx context.Context) (string, error)
	Reply        *reply.Service // what is written back behind a receipt code
	Invitations  Invitations    // nil where nobody is invited by name
	Now          func() time.Time
	NewID        func() string // UUIDv7
	Log          *slog.Logger
}

// Service asks surveys.
type Service struct {
	Options
	begins   access.Limiter // of answerings, from one address
	receipts access.Limiter // tries of receipt codes, from one address
	uploads  access.Limiter // of files, from one address
	themes   sync.Map       // colours to the style made of them
	overs    overPages
}

// New makes what asks surveys.
func New(o Options) *Service {
	return &Service{
		Options:  o,
		begins:   access.NewLimiter("survey", o.Now, 2*time.Second, 200), // a whole school may share an address
		receipts: access.NewLimiter("receipt", o.Now, 10*time.Second, 20),
		uploads:  access.NewLimiter("survey file", o.Now, 2*time.Second, 200),
	}
}

// Answering is somebody who answers a survey.
type Answering struct {
	hash       string
	SurveyID   string
	ProgramID  string
	Number     int64
	ResponseID string
	Seed       int64
	Language   string
	Hidden     map[string]string
	Contact    map[string]any    // what is known of whom a personal link invites
	met        questionnaire.Met // which touchpoints they used
	Invitation string            // of a personal link, "" else
	cameBy     string            // embedded, or ""; set at its beginning only
	Answers    questionnaire.Answers
	Outcome    questionnaire.Outcome // "" while it goes on
	EndedAs    string
	StartedAt  time.Time
	progress
	changing bool   // an answer that was sent: files stay as they are
	whole    bool   // its pages are not cut, see rest
	kept     string // what the record has of its answers, and their language
	secret   string // of its address
}

// Ended tells whether there is nothing more to answer.
func (a *Answering) Ended() bool { return a.Outcome != "" }

const mostHidden = 300 // characters of a value of the link

// Begin begins to answer what a survey asks now, and gives the secret of its
// address. Hidden are values of the link; those that the survey does not know
// are left out. cameBy is embedded where that is so; of an anonymous survey it is not kept.
func (s *Service) Begin(ctx context.Context, address, slug, language string, hidden map[string]string, cameBy string) (token string, err error) {
	if err := s.begins.Allow(address); err != nil {
		return "", err
	}
	asked, err := s.Measure.AskedBySlug(ctx, slug)
	if err != nil {
		return "", err
	}
	if err := open(asked.Survey); err != nil {
		return "", err
	}
	a := Answering{
		SurveyID: asked.Survey.ID, ProgramID: asked.Survey.ProgramID, Number: asked.Number, ResponseID: s.NewID(), Seed: seed(),
		Language: spoken(asked.Document, language), Hidden: ofLink(asked.Document, hidden), Answers: questionnaire.Answers{}, StartedAt: s.when(asked),
		progress: s.atFirst(asked),
	}
	if !isAnonymous(asked) {
		a.cameBy = cameBy
	}
	token = newToken()
	a.hash = hashed(token)
	_, err = s.Store.Join(ctx, 600, func(ctx context.Context, tx *record.Tx) error { return insertAnswering(ctx, tx, &a, s.when(asked)) })
	return token, err
}

// open refuses a survey that takes no answers.
func open(survey measure.Survey) error {
	if survey.State != measure.SurveyOpen {
		return fault.New(fault.CodeConflict, "This survey is closed.").Keyed("survey.closed")
	}
	return nil
}

// spoken is the language of the document that is nearest to one wanted: en for en-GB.
func spoken(d *questionnaire.Document, wanted string) string {
	short, _, _ := strings.Cut(wanted, "-")
	for _, l := range d.Languages {
		if base, _, _ := strings.Cut(l, "-"); strings.EqualFold(l, wanted) || strings.EqualFold(base, short) {
			return l
		}
	}
	return d.Base()
}

// At is an answering by the secret of its address, with what it is asked.
func (s *Service) At(ctx context.Context, slug, token string) (a Answering, asked measure.AskedSurvey, err error) {
	if a, err = readAnswering(ctx, s.Store.Get, hashed(token)); err != nil {
		return a, asked, err
	}
	a.secret = token
	asked, err = s.Measure.AskedVersion(ctx, a.SurveyID, a.Number)
	if err == nil && asked.Survey.Slug != slug {
		err = fault.NotFound("survey")
	}
	return a, asked, err
}

// state is what the walk of an answering starts from.
func (s *Service) state(ctx context.Context, q record.Querier, a *Answering, d *questionnaire.Document) (questionnaire.State, error) {
	full, err := fullQuotas(ctx, q, a.SurveyID, d)
	out := questionnaire.State{Answers: a.Answers, Seed: uint64(a.Seed), Language: a.Language, Hidden: a.Hidden, Contact: a.Contact, Full: full, Whole: a.whole} //nolint:gosec // bits of a seed
	a.met.Into(&out)
	return out, err
}

// View is the questionnaire as it stands for an answering.
func (s *Service) View(ctx context.Context, a *Answering, asked measure.AskedSurvey) (view questionnaire.View, err error) {
	if len(asked.Document.Quotas) == 0 || a.SurveyID == "" { // nothing to ask the record for
		state, err := s.state(ctx, nil, a, asked.Document)
		return asked.Flow.Walk(state), err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		state, err := s.state(ctx, q, a, asked.Document)
		if err == nil {
			view = asked.Flow.Walk(state)
		}
		return err
	})
	return view, err
}

// Withdraw takes back the answer that a receipt code was given for.
func (s *Service) Withdraw(ctx context.Context, address, code string) error {
	if err := s.receipts.Allow(address); err != nil {
		return err
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		receipt := hashed(plainReceipt(code))
		if erased, err := s.Anonymous.Erase(ctx, tx, receipt); erased || err != nil {
			return err
		}
		id, err := responseBy(ctx, tx, receipt)
		if err != nil {
			return err
		}
		return s.Collect.RemoveIn(ctx, tx, id)
	})
	return err
}

// LeftKept is how long an answering is kept that was begun and not gone on with.
const LeftKept = 90 * 24 * time.Hour

// ForgetLeft forgets answerings that nobody has gone on with for so long, in
// pieces, and tells how many.
func (s *Service) ForgetLeft(ctx context.Context) (forgotten int64, err error) {
	const piece = 1000
	for {
		var n int64
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			n, err = deleteLeft(ctx, tx, s.Now().Add(-LeftKept), piece)
			return err
		})
		forgotten += n
		if err == nil && n < piece {
			err = s.forgetChanges(ctx)
		}
		if err != nil || n < piece {
			return forgotten, err
		}
	}
}

func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func seed() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return int64(binary.LittleEndian.Uint64(b[:])) //nolint:gosec // any bits will do
}

// receiptLetters are those that are not taken for one another; 32, so that a
// letter is five bits.
const receiptLetters = "abcdefghjkmnpqrstuvwxyz023456789"

// newReceipt is twelve letters, 60 random bits.
func newReceipt() string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return lettered(b[:])
}

// receiptAgain is for how long the last page tells the receipt to who sends it again.
const receiptAgain = 10 * time.Minute

// receipt is the receipt code of an answering: 60 bits of the secret of its address,
// so that it is the same when the last page is sent again.
func (a *Answering) receipt() string {
	if a.secret == "" {
		return newReceipt()
	}
	sum := sha256.Sum256([]byte("receipt of " + a.secret))
	return lettered(sum[:12])
}

func lettered(b []byte) string {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = receiptLetters[b[i]&31]
	}
	return string(out)
}

// spacedReceipt is a receipt code as it is read: in groups of four.
func spacedReceipt(code string) string { return code[:4] + " " + code[4:8] + " " + code[8:] }

// plainReceipt is a receipt code as it was made, however it was typed.
func plainReceipt(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(receiptLetters, r) {
			return r
		}
		return -1
	}, strings.ToLower(typed))
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
