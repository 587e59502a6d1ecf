package trial

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Kinds of the change log. A test itself is in no log.
const (
	LinkMade    = "survey.test_link_made"
	LinkRevoked = "survey.test_link_revoked"
	Removed     = "survey.tests_removed"
	Filled      = "survey.tests_filled"
)

// Options are what tests need.
type Options struct {
	Store   *record.Store
	Measure *measure.Service
	Audit   collect.Auditor
	Now     func() time.Time
	NewID   func() string // UUIDv7
}

// Service keeps the tests of surveys.
type Service struct{ Options }

// New makes what keeps tests.
func New(o Options) *Service { return &Service{o} }

// mayWrite is a survey that the caller may work on.
func (s *Service) mayWrite(ctx context.Context, survey string) (measure.Survey, error) {
	if err := access.From(ctx).Any(access.MeasureWrite); err != nil {
		return measure.Survey{}, err
	}
	found, err := s.Measure.Survey(ctx, survey)
	if err == nil {
		err = access.From(ctx).Require(access.MeasureWrite, access.Program(found.ProgramID))
	}
	return found, err
}

// MakeLink makes a link to the draft of a survey (number 0) or to one of its versions.
func (s *Service) MakeLink(ctx context.Context, survey string, number int64) (out NewTestLink, position log.Position, err error) {
	of, err := s.mayWrite(ctx, survey)
	if err != nil {
		return out, 0, err
	}
	if number < 0 || number > of.Published {
		return out, 0, fault.Invalid("number", "This survey has no such version.").Keyed("test.version")
	}
	secret := newSecret()
	out = NewTestLink{TestLink{ID: s.NewID(), Number: number, MadeBy: access.From(ctx).Name, CreatedAt: s.Now().UTC()}, "/s/" + of.Slug + "/test/" + secret}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		there, err := listLinks(ctx, tx, survey)
		if err != nil {
			return err
		}
		if len(there) >= mostLink {
			return fault.New(fault.CodeConflict, "A survey has at most 20 test links. Revoke one that is not needed any more.").Keyed("test.links")
		}
		tx.Log(LinkMade, survey)
		return insertLink(ctx, tx, survey, out.TestLink, hashed(secret))
	})
	return out, position, err
}

// Links are the test links of a survey that the caller may see, the newest first.
func (s *Service) Links(ctx context.Context, survey string) (out []TestLink, err error) {
	if _, err := s.Measure.Survey(ctx, survey); err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listLinks(ctx, q, survey)
		return err
	})
	return out, err
}

// RevokeLink takes a link away; what was answered by it stays.
func (s *Service) RevokeLink(ctx context.Context, survey, link string) (log.Position, error) {
	if _, err := s.mayWrite(ctx, survey); err != nil {
		return 0, err
	}
	return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		gone, err := deleteLink(ctx, tx, survey, link)
		if err == nil && !gone {
			err = fault.NotFound("test link")
		}
		tx.Log(LinkRevoked, survey)
		return err
	})
}

// ByLink is what a test link asks now, whoever has it.
func (s *Service) ByLink(ctx context.Context, slug, secret string) (out Asked, err error) {
	var survey string
	var number int64
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		survey, number, err = linkBy(ctx, q, hashed(secret))
		return err
	})
	if err != nil {
		return out, err
	}
	if out, err = s.asked(ctx, survey, number); err == nil && out.Survey.Slug != slug {
		err = fault.NotFound("test link")
	}
	return out, err
}

// asked is a draft as it stands, or a version.
func (s *Service) asked(ctx context.Context, survey string, number int64) (out Asked, err error) {
	if number == 0 {
		out.AskedSurvey, err = s.Measure.Preview(access.System(ctx, "test"), survey)
	} else {
		out.AskedSurvey, err = s.Measure.AskedVersion(ctx, survey, number)
	}
	if err != nil {
		return out, err
	}
	raw, err := json.Marshal(out.Document)
	out.hash = hashed(string(raw))
	return out, fault.Wrap(err, fault.CodeInternal, "write what a test asks")
}

// Begin begins a test in a language, of a guest who used some touchpoints, and gives the secret of its address.
func (s *Service) Begin(ctx context.Context, asked Asked, language string, hidden map[string]string, met questionnaire.Met) (secret string, err error) {
	secret = newSecret()
	t := s.fresh(asked, language, hidden)
	t.Met = met
	t.hash = hashed(secret)
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.insert(ctx, tx, asked, []Test{t})
	})
	return secret, err
}

// fresh is a test of which nothing is answered.
func (s *Service) fresh(asked Asked, language string, hidden map[string]string) Test {
	now := s.Now().UTC()
	return Test{
		ID: s.NewID(), SurveyID: asked.Survey.ID, Number: asked.Number, document: asked.hash, Seed: seed(), Language: language,
		Hidden: hidden, Answers: questionnaire.Answers{}, StartedAt: now, ChangedAt: now,
	}
}

func (s *Service) insert(ctx context.Context, tx *record.Tx, asked Asked, tests []Test) error {
	n, err := countTests(ctx, tx, asked.Survey.ID)
	if err != nil {
		return err
	}
	if n+len(tests) > Most {
		return fault.New(fault.CodeTooMany, "There are 5,000 tests of this survey. Remove them before testing further.").Keyed("test.full")
	}
	if err := insertDocument(ctx, tx, asked); err != nil {
		return err
	}
	return insertTests(ctx, tx, tests)
}

// At is a test by the secret of its address, with what it is asked. Where the link by
// which it began is revoked, it is not found.
func (s *Service) At(ctx context.Context, slug, link, secret string) (t Test, asked measure.AskedSurvey, err error) {
	by, err := s.ByLink(ctx, slug, link)
	if err != nil {
		return t, asked, err
	}
	var d *questionnaire.Document
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		t, d, err = readTest(ctx, q, "token_hash = ?", hashed(secret))
		return err
	})
	if err == nil && t.SurveyID != by.Survey.ID {
		err = fault.NotFound("test")
	}
	if err != nil {
		return t, asked, err
	}
	asked = measure.AskedSurvey{Survey: by.Survey, Number: t.Number, Document: d}
	asked.Flow, err = s.Measure.Ready(ctx, d)
	return t, asked, err
}

// Keep keeps what a test has come to, where it still stands at what it was decided
// from; kept is false where another tab came between.
func (s *Service) Keep(ctx context.Context, t *Test, was questionnaire.Answers) (kept bool, err error) {
	t.ChangedAt = s.Now().UTC()
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		kept, err = writeTest(ctx, tx, t, was)
		return err
	})
	return kept, err
}

func newSecret() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func seed() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return int64(binary.LittleEndian.Uint64(b[:])) //nolint:gosec // any bits will do
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
