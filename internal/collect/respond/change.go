package respond

import (
	"context"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// An answer that was sent is changed on the same pages, page by page, beside the answer:
// it stands as it is until the change is sent, which is one transaction. Who has begun
// from a state that is another one by then is told, and keeps what they wrote.

// The ways by which an answer is changed.
const (
	byPersonal = "personal"
	byCode     = "receipt"
)

// ChangesKept is how long a change is kept that was begun.
const ChangesKept = 7 * 24 * time.Hour

// given is an answer that was sent, as it stands.
type given struct {
	Answering
	asked    measure.AskedSurvey
	sentAt   time.Time
	revision int64
	stands   bool // it is in the record, and nobody's data are restricted
}

// lasting is why an answer cannot be changed, or "".
type lasting string

const (
	mayChange  lasting = ""
	notOffered lasting = "not offered"
	tooLate    lasting = "too late"
	overNow    lasting = "closed"
)

// until is when the last change may be sent.
func (g *given) until() time.Time {
	return g.sentAt.AddDate(0, 0, g.asked.Document.Settings.ChangeDays)
}

// mayBeChanged tells whether an answer may be changed now.
func (s *Service) mayBeChanged(ctx context.Context, g *given) (lasting, error) {
	switch {
	case !g.stands || isAnonymous(g.asked) || g.Outcome != questionnaire.OutcomeComplete || g.asked.Document.Settings.ChangeDays == 0:
		return notOffered, nil
	case g.asked.Survey.State != measure.SurveyOpen:
		return overNow, nil
	case !s.Now().Before(g.until()):
		return tooLate, nil
	}
	if g.Invitation == "" || s.Invitations == nil {
		return mayChange, nil
	}
	opens, err := s.Invitations.Opens(ctx, g.Invitation)
	if err == nil && !opens {
		return overNow, nil
	}
	return mayChange, err
}

// givenBy is what was sent, by the response that it became.
func (s *Service) givenBy(ctx context.Context, response string) (g given, err error) {
	if g, err = readGiven(ctx, s.Store.Get, response); err != nil {
		return g, err
	}
	g.asked, err = s.Measure.AskedVersion(ctx, g.SurveyID, g.Number)
	return g, err
}

// changing is a change that is being made.
type changing struct {
	given
	hash     string // of its own address
	from     int64  // revision of the answer when it began
	way      string
	language string
	answers  questionnaire.Answers
	raw      string // as they are kept
	sent     bool
}

// beginChange begins a change of an answer, and gives the secret of its address.
func (s *Service) beginChange(ctx context.Context, g *given, way string) (secret string, err error) {
	why, err := s.mayBeChanged(ctx, g)
	if err == nil && why != mayChange {
		err = fault.New(fault.CodeConflict, "This answer can no longer be changed.").Keyed("answer.not_changed")
	}
	if err != nil {
		return "", err
	}
	secret = newToken()
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return insertChange(ctx, tx, hashed(secret), g, way, s.Now())
	})
	return secret, err
}

// changeAt is a change by the secret of its address, with the answer as it stands.
func (s *Service) changeAt(ctx context.Context, slug, secret string) (c changing, err error) {
	var response string
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		c, response, err = readChange(ctx, q, hashed(secret))
		return err
	})
	if err != nil {
		return c, err
	}
	if c.given, err = s.givenBy(ctx, response); err == nil && c.asked.Survey.Slug != slug {
		err = fault.NotFound("survey")
	}
	return c, err
}

// page is the change as the pages know it: quotas are not looked at, since it counts
// in some already.
func (c *changing) page() *Answering {
	a := c.Answering
	a.SurveyID, a.Outcome, a.EndedAs, a.Answers, a.Language, a.changing = "", "", "", c.answers, c.language, true
	return &a
}

// state is what its walk starts from.
func (c *changing) state(answers questionnaire.Answers) questionnaire.State {
	out := questionnaire.State{Answers: answers, Seed: uint64(c.Seed), Language: c.language, Hidden: c.Hidden, Contact: c.Contact} //nolint:gosec // bits of a seed
	c.met.Into(&out)
	return out
}

// became is what a change that was sent has come to.
type became string

const (
	isChanged became = "changed"
	isSame    became = "same"   // nothing in it is another
	isLate    became = "late"   // the answer was changed meanwhile
	isOut     became = "out"    // with these answers it would not be complete
	isClosed  became = "closed" // it can no longer be changed
)

// sendChange has a change take the place of the answer, with all that follows of it, in
// one transaction; end is where its answers lead.
func (s *Service) sendChange(ctx context.Context, c *changing, end *questionnaire.EndView) (became, error) {
	if why, err := s.mayBeChanged(ctx, &c.given); err != nil || why != mayChange {
		return isClosed, err
	}
	after, err := json.Marshal(c.answers)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "keep a change")
	}
	d := decided{Answering: c.Answering, asked: c.asked, raw: string(after)}
	d.Answers, d.Language, d.EndedAs = c.answers, c.language, end.Code
	d.score = c.asked.Flow.Walk(c.state(c.answers)).Score
	if d.response, err = s.prepared(ctx, &d.Answering, c.asked); err != nil {
		return "", err
	}
	if outcomeOf(end) != questionnaire.OutcomeComplete || d.response == nil {
		return isOut, nil
	}
	d.judged = d.judge()
	what := isChanged
	_, err = s.Store.Join(ctx, 8000, func(ctx context.Context, tx *record.Tx) error {
		if what = isChanged; c.from != c.revision {
			what = isLate
			return nil
		}
		same := string(after) == c.kept[len(c.Language):] && c.language == c.Language
		if same {
			what = isSame
			return endChange(ctx, tx, c.hash)
		}
		changed, err := writeChanged(ctx, tx, &d, c.revision)
		if err != nil || !changed {
			what = isLate
			return err
		}
		return s.follow(ctx, tx, c, &d)
	})
	return what, err
}

// follow writes what follows of a changed answer: what it was, the response, quotas, and
// that the change is sent.
func (s *Service) follow(ctx context.Context, tx *record.Tx, c *changing, d *decided) error {
	if err := insertRevision(ctx, tx, c, d.raw, s.Now()); err != nil {
		return err
	}
	if err := d.response.Replace(ctx, tx); err != nil {
		return err
	}
	before, after := c.asked.Flow.Quotas(c.state(c.Answers)), c.asked.Flow.Quotas(c.state(c.answers))
	if err := moveQuotas(ctx, tx, c.SurveyID, before, after); err != nil {
		return err
	}
	return endChange(ctx, tx, c.hash)
}

// forgetChanges forgets changes that were begun long ago.
func (s *Service) forgetChanges(ctx context.Context) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM answer_change WHERE started_at < ?", record.Micros(s.Now().Add(-ChangesKept)))
		return fault.Wrap(err, fault.CodeInternal, "forget changes")
	})
	return err
}

// toldChange is a change of an answer in what a person is told that is kept of them.
type toldChange struct {
	Survey   string          `json:"survey"`
	Response string          `json:"response"`
	At       time.Time       `json:"at"`
	Way      string          `json:"way"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
}

// tellChanges tells what a person's answers were before they changed them. With the
// confidence of the firm they are told where answers are.
func tellChanges(ctx context.Context, q record.Querier, customers []string, confidential bool, tell func(section string, item any) error) error {
	least := collect.ConsentPerson
	if confidential {
		least = collect.ConsentFirm
	}
	rows, err := changesOf(ctx, q, customers, int64(least))
	if err != nil {
		return err
	}
	for _, r := range rows {
		err := tell("answer_changes", toldChange{r.Survey, r.ResponseID, record.Time(r.At), r.Way, json.RawMessage(r.Before), json.RawMessage(r.After)})
		if err != nil {
			return err
		}
	}
	return nil
}
