package respond

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// tries is how often a page is decided anew while other tabs, or those who fill a
// quota, come in between.
const tries = 10

// Send takes a page. Answers in order are kept also where others are not. After
// the last page the answering ends. Whatever a page does is one transaction: what
// it leads to is decided before, and decided again where the answering or a quota is
// another one by then.
func (s *Service) Send(ctx context.Context, slug, token string, p Post) (a Answering, sent Sent, err error) {
	a, asked, err := s.At(ctx, slug, token)
	if err != nil {
		return a, sent, err
	}
	if a.Ended() {
		return a, sent, s.again(ctx, &a, asked, &sent)
	}
	if err := open(asked.Survey); err != nil {
		return a, sent, err
	}
	if p.Language != "" {
		p.Language = spoken(asked.Document, p.Language)
	}
	for range tries {
		a.whole = p.Whole
		page, err := s.decide(ctx, a, asked, p)
		if err != nil {
			return a, sent, err
		}
		if sent, err = s.settle(ctx, &page); err == nil && page.over {
			page.secret = token
			err = s.again(ctx, &page.Answering, asked, &sent)
		}
		if err != nil || page.settled {
			return page.Answering, sent, err
		}
		if a, _, err = s.At(ctx, slug, token); err != nil {
			return a, sent, err
		}
	}
	return a, sent, fault.New(fault.CodeUnavailable, "This page is being sent from elsewhere too. Try again.")
}

// decided is what a page that was sent leads to.
type decided struct {
	Answering // as it will be
	asked     measure.AskedSurvey
	was       string // what it was decided from
	raw       string // its answers as they are kept, JSON with keys in order
	full      map[string]bool
	sent      Sent
	end       *questionnaire.EndView
	score     *float64          // what the answers count, nil where none does
	response  *collect.Prepared // of who has completed it
	judged    judged
	counts    []string // quotas that it counts in
	files     []upload
	failed    error // why it cannot end now; what was sent is kept
	settled   bool  // it is in the record
	over      bool  // or was ended before, by another
}

// decide works out what a page leads to, and writes nothing of it.
func (s *Service) decide(ctx context.Context, a Answering, asked measure.AskedSurvey, p Post) (decided, error) {
	out := decided{Answering: a, asked: asked, was: a.kept, files: p.files}
	var state questionnaire.State
	reading := func(ctx context.Context, q record.Querier) (err error) {
		if takesFiles(asked.Document) {
			if err := ownFiles(ctx, q, &a, asked.Document, &p); err != nil {
				return err
			}
		}
		state, err = s.state(ctx, q, &a, asked.Document)
		return err
	}
	var err error
	if takesFiles(asked.Document) || len(asked.Document.Quotas) > 0 {
		err = s.Store.View(ctx, reading)
	} else { // nothing to ask the record for
		err = reading(ctx, nil)
	}
	if err != nil {
		return out, err
	}
	if out.full = state.Full; p.Language != "" {
		out.Language, state.Language = p.Language, p.Language
	}
	var problems []questionnaire.FieldProblem
	var view questionnaire.View
	out.Answers, problems, view = asked.Flow.Take(state, p.Page, p.Input)
	state.Answers = out.Answers
	raw, err := json.Marshal(out.Answers)
	if err != nil {
		return out, fault.Wrap(err, fault.CodeInternal, "keep answers")
	}
	out.raw, out.score = string(raw), view.Score
	if out.end = turnedAway(view); out.end != nil {
		return out, nil
	}
	if p.Back {
		out.sent.Next, out.sent.last = before(view, p.Page), lastPage(view, p.Page)
		out.pass(view, p, s.Now())
		return out, nil
	}
	out.sent.Problems = withFiles(problems, p.problems)
	if len(out.sent.Problems) == 0 && p.Whole {
		out.sent.Problems = unseen(view, p)
	}
	if len(out.sent.Problems) == 0 {
		out.sent.Next, out.end = view.Next(p.Page)
	}
	out.pass(view, p, s.Now())
	if out.end != nil && outcomeOf(out.end) == questionnaire.OutcomeComplete && !isAnonymous(asked) {
		out.response, out.failed = s.prepared(ctx, &out.Answering, asked)
		if out.response != nil {
			out.judged = out.judge()
		}
		if len(asked.Document.Quotas) > 0 {
			out.counts = asked.Flow.Quotas(state)
		}
	}
	return out, nil
}

func outcomeOf(end *questionnaire.EndView) questionnaire.Outcome {
	if end.Outcome == "" {
		return questionnaire.OutcomeComplete
	}
	return end.Outcome
}

// before is the key of the page before another.
func before(view questionnaire.View, key string) string {
	last := ""
	for _, p := range view.Pages {
		if p.Key == key {
			return last
		}
		last = p.Key
	}
	return ""
}

// settle puts what was decided into the record, unless the answering or a quota has
// changed since.
func (s *Service) settle(ctx context.Context, d *decided) (sent Sent, err error) {
	decidedAs := d.Answering
	_, err = s.Store.Join(ctx, 6000, func(ctx context.Context, tx *record.Tx) error {
		d.Answering, sent, d.settled, d.over = decidedAs, d.sent, false, false
		full, err := fullQuotas(ctx, tx, d.SurveyID, d.asked.Document)
		if err != nil || !maps.Equal(full, d.full) {
			return err
		}
		if d.settled, err = s.keep(ctx, tx, d, &sent); err != nil || d.settled {
			return err
		}
		now, err := readAnswering(ctx, tx.Get, d.hash)
		if err == nil && now.Ended() {
			d.Answering, d.settled, d.over = now, true, true
		}
		return err
	})
	if sent.took = err == nil && d.settled && !d.over; err == nil && d.settled && d.end != nil {
		err = d.failed
	}
	return sent, err
}

// keep writes what was decided; settled is false, and nothing is written, where the
// answering is another one by now.
func (s *Service) keep(ctx context.Context, tx *record.Tx, d *decided, sent *Sent) (settled bool, err error) {
	if d.end != nil && d.failed == nil {
		d.Outcome, d.EndedAs = outcomeOf(d.end), d.end.Code
		return s.end(ctx, tx, d, sent)
	}
	if settled, err = writeAnswers(ctx, tx, d, s.when(d.asked)); err != nil || !settled {
		return settled, err
	}
	return true, s.keepFiles(ctx, tx, d)
}

// end makes the answering a response, where it is complete, and says that it is over.
func (s *Service) end(ctx context.Context, tx *record.Tx, d *decided, sent *Sent) (settled bool, err error) {
	if isAnonymous(d.asked) {
		now, err := lockAnswering(ctx, tx, d.hash)
		if err != nil || now.Ended() || now.kept != d.was {
			return false, err
		}
		if err := s.keepFiles(ctx, tx, d); err != nil {
			return false, err
		}
		return true, s.endAnonymous(ctx, tx, &d.Answering, d.asked, sent)
	}
	receipt := ""
	if d.response != nil {
		sent.Receipt = d.receipt()
		receipt = hashed(sent.Receipt)
	}
	if settled, err = endAnswering(ctx, tx, d, receipt, s.Now()); err != nil || !settled {
		return settled, err
	}
	if err := s.keepFiles(ctx, tx, d); err != nil {
		return false, err
	}
	if d.response != nil {
		_, err = d.response.Insert(ctx, tx)
	} else {
		err = collect.DropFiles(ctx, tx, []string{d.ResponseID}, nil)
	}
	for i := 0; i < len(d.counts) && err == nil; i++ {
		err = countQuota(ctx, tx, d.SurveyID, d.counts[i])
	}
	if err != nil {
		return false, err
	}
	return true, s.endInvited(ctx, tx, &d.Answering)
}

// prepared is the response that an answering becomes, nil where nothing was
// answered. What was said is kept also where a measure or a trait is no longer what
// the version asked for.
func (s *Service) prepared(ctx context.Context, a *Answering, asked measure.AskedSurvey) (*collect.Prepared, error) {
	ctx = access.System(ctx, "survey")
	customer, err := s.customerOf(ctx, a)
	if err != nil {
		return nil, err
	}
	in := responseOf(a, asked, false)
	in.CustomerKey = customer
	if len(in.Answers) == 0 {
		return nil, nil
	}
	response, err := s.Collect.Prepare(ctx, in)
	if fault.CodeOf(err) != fault.CodeInvalid {
		return response, err
	}
	s.Log.WarnContext(ctx, "answers to a survey are kept without their measures and traits, which have changed since", "survey", a.SurveyID, "version", a.Number, "error", err)
	in = responseOf(a, asked, true)
	in.CustomerKey = customer
	return s.Collect.Prepare(ctx, in)
}

// again tells whoever sent the last page twice, or whose connection broke while it was
// sent, the receipt that they have not seen. It is told for minutes only, and never of
// an anonymous answer, to which nothing leads.
func (s *Service) again(ctx context.Context, a *Answering, asked measure.AskedSurvey, sent *Sent) error {
	if isAnonymous(asked) {
		return nil
	}
	code := a.receipt()
	return s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		just, err := endedSince(ctx, q, a.hash, hashed(code), s.Now().Add(-receiptAgain))
		if just {
			sent.Receipt = code
		}
		return err
	})
}
