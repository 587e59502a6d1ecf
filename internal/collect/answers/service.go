package answers

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// Options are what the answers of surveys need.
type Options struct {
	Store   *record.Store
	Measure *measure.Service
	Trial   *trial.Service // the tests, which are no answers
	Audit   collect.Auditor
	Zone    func() *time.Location // the organisation's; read at each use
	Log     *slog.Logger
}

// Service tells what came back to a survey.
type Service struct{ Options }

// New makes what tells the answers of surveys.
func New(o Options) *Service { return &Service{o} }

// survey is a survey whose answers somebody may read.
type survey struct {
	measure.Survey
	documents []*questionnaire.Document // by number, from 1
	seen      *condition
}

// of is a survey whose answers the caller may read. One of another program is not
// found; of one that only ever led back to nobody it says so.
func (s *Service) of(ctx context.Context, id string) (survey, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return survey{}, err
	}
	found, documents, err := s.Measure.AskedDocuments(ctx, id)
	if err != nil {
		return survey{}, err
	}
	reach := who.Reach(access.AnswerRead)
	if !reach.All && !slices.ContainsFunc(reach.Any, func(r access.Rows) bool { return r.Program == "" || r.Program == found.ProgramID }) {
		return survey{}, fault.NotFound("survey")
	}
	versions := named(documents)
	if len(documents) > 0 && len(versions) == 0 {
		return survey{}, fault.New(fault.CodeConflict, "This survey promised that its answers lead back to nobody. They are told only added up, on the page of its figures.").Keyed("answers.anonymous")
	}
	if len(versions) == 0 {
		versions = []int64{0} // never published
	}
	return survey{found, documents, seen(id, versions, who)}, nil
}

// mostCounted is how far a list is counted.
const mostCounted = 10_000

// List gives those who answered a survey, the newest begun first, limit+1 at most
// after a place, and on the first page how many there are: at most 10,000 are
// counted (more is true where there are further ones). That they were listed is in
// the audit log.
func (s *Service) List(ctx context.Context, id string, f Filter, after Place, limit int) (out []SurveyAnswer, total int64, more bool, err error) {
	of, err := s.of(ctx, id)
	if err != nil {
		return nil, 0, false, err
	}
	c := of.seen
	if err := f.narrow(c, s.Store.Engine(), s.Zone()); err != nil {
		return nil, 0, false, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if after.ID == "" || c.words || c.flagged {
			if total, err = countRows(ctx, q, c, mostCounted+1); err != nil {
				return err
			}
		}
		c.after(&after)
		rows, err := listRows(ctx, q, c, total <= mostCounted, limit+1)
		for _, r := range rows {
			listed := r.listed()
			if listed.Excerpt, err = of.excerpt(r); err != nil {
				return err
			}
			out = append(out, listed)
		}
		return err
	})
	if err != nil {
		return nil, 0, false, err
	}
	if total > mostCounted {
		total, more = mostCounted, true
	}
	return out, total, more, s.Audit.Saw(ctx, "responses.listed", id, map[string]string{"count": strconv.Itoa(min(len(out), limit)), "program": of.ProgramID})
}

// excerptRunes is how much of what was written a list shows.
const excerptRunes = 160

// excerpt is the beginning of the first text of a row, in the order of its version.
func (of survey) excerpt(r row) (string, error) {
	g, err := r.given()
	if err != nil || len(g.answers) == 0 {
		return "", err
	}
	for _, p := range of.documents[r.Number-1].Pages {
		for _, q := range p.Questions {
			if q.Kind != questionnaire.KindText && q.Kind != questionnaire.KindLongText {
				continue
			}
			if text := strings.Join(strings.Fields(g.answers[q.Code].Text), " "); text != "" {
				runes := []rune(text)
				cut := string(runes[:min(len(runes), excerptRunes)])
				return cut + map[bool]string{true: "…"}[len(runes) > excerptRunes], nil
			}
		}
	}
	return "", nil
}

// base is the language in which all of a survey can be told: that of its newest version.
func (of survey) base() string {
	if len(of.documents) == 0 {
		return ""
	}
	return cmp.Or(of.documents[len(of.documents)-1].Base(), "en")
}
