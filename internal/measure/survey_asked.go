package measure

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// AskedSurvey is a version of a survey ready to be asked.
type AskedSurvey struct {
	Survey   Survey
	Number   int64
	Document *questionnaire.Document
	Flow     *questionnaire.Flow
	Logo     *Logo // nil for none; of a published version
}

// flows keeps versions made ready, which never change, and for a while the surveys
// they are of.
type flows struct{ byVersion, documents, surveys sync.Map }

type flowKey struct {
	survey string
	number int64
}

type readyFlow struct {
	document *questionnaire.Document
	flow     *questionnaire.Flow
	logo     *Logo
}

// AskedBySlug is the version that the open link of a survey asks now, whoever
// asks; one that was never published is not found. What another process has changed
// of the survey is known within a second.
func (s *Service) AskedBySlug(ctx context.Context, slug string) (AskedSurvey, error) {
	return s.askedAs(ctx, surveyKey{"slug = ?", slug}, 0)
}

// Preview is the draft of a survey that the caller may see, ready to be walked
// through; it is at fault where its form or its expressions are.
func (s *Service) Preview(ctx context.Context, id string) (out AskedSurvey, err error) {
	if out.Survey, out.Document, err = s.Draft(ctx, id); err != nil {
		return out, err
	}
	out.Flow, err = s.Ready(ctx, out.Document)
	return out, err
}

// AskedVersion is a version of a survey by their ids, whoever asks. What another
// process has changed of the survey is known within a second.
func (s *Service) AskedVersion(ctx context.Context, survey string, number int64) (AskedSurvey, error) {
	return s.askedAs(ctx, surveyKey{"id = ?", survey}, number)
}

// askedAs is a version of a survey that is known for the moment, or is read; 0 is the
// one published last.
func (s *Service) askedAs(ctx context.Context, key surveyKey, number int64) (AskedSurvey, error) {
	if known, is := s.knownSurvey(key); is {
		n := number
		if n == 0 {
			n = known.Published
		}
		if ready, is := s.flows.byVersion.Load(flowKey{known.ID, n}); is {
			r := ready.(*readyFlow) //nolint:errcheck // nothing else is put there
			return AskedSurvey{Survey: known, Number: n, Document: r.document, Flow: r.flow, Logo: r.logo}, nil
		}
	}
	changes, now := s.surveysChanged(), s.now()
	asked, err := s.asked(ctx, key.where, key.value, number)
	if err == nil {
		s.flows.surveys.Store(key, &knownSurvey{asked.Survey, now, changes})
	}
	return asked, err
}

// surveyKey is by what a survey was looked up.
type surveyKey struct{ where, value string }

// knownSurvey is a survey as it was read, good until one changes in this process, and
// for a second in any case, as another process may have changed it.
type knownSurvey struct {
	survey  Survey
	loaded  time.Time
	changes int64
}

const surveyAge = time.Second

// surveysChanged grows with every change of a survey, and when a program goes.
func (s *Service) surveysChanged() int64 { return s.surveyChanges.Load() + s.changes.Load() }

func (s *Service) knownSurvey(key surveyKey) (Survey, bool) {
	kept, is := s.flows.surveys.Load(key)
	if !is {
		return Survey{}, false
	}
	k := kept.(*knownSurvey) //nolint:errcheck // nothing else is put there
	age := s.now().Sub(k.loaded)
	return k.survey, k.changes == s.surveysChanged() && age >= 0 && age < surveyAge
}

func (s *Service) asked(ctx context.Context, where, value string, number int64) (out AskedSurvey, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := listSurveys(ctx, q, where+" AND published > 0", []any{value}, "", 1)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.NotFound("survey")
		}
		out.Survey, out.Number = found[0], number
		if number == 0 {
			out.Number = found[0].Published
		}
		if ready, is := s.flows.byVersion.Load(flowKey{out.Survey.ID, out.Number}); is {
			r := ready.(*readyFlow) //nolint:errcheck // nothing else is put there
			out.Document, out.Flow, out.Logo = r.document, r.flow, r.logo
			return nil
		}
		if out.Document, err = readVersion(ctx, q, out.Survey.ID, out.Number); err == nil {
			out.Logo, err = logoIn(ctx, q, out.Survey.ID, out.Document)
		}
		return err
	})
	if err != nil || out.Flow != nil {
		return out, err
	}
	flow, wrong, err := s.ready(ctx, out.Document)
	if err != nil {
		return out, err
	}
	if flow == nil {
		return out, fault.Newf(fault.CodeUnavailable, "This survey cannot be asked at the moment.").Because(fmt.Errorf("version %d of survey %s: %v", out.Number, out.Survey.ID, wrong))
	}
	out.Flow = flow
	s.flows.byVersion.Store(flowKey{out.Survey.ID, out.Number}, &readyFlow{out.Document, flow, out.Logo})
	return out, nil
}

// ready makes a document ready to be walked through; the flow is nil where it is wrong.
func (s *Service) ready(ctx context.Context, d *questionnaire.Document) (*questionnaire.Flow, []questionnaire.Problem, error) {
	traits, err := s.traitsKnown(ctx)
	if err != nil {
		return nil, nil, err
	}
	flow, wrong := questionnaire.Compile(d, knownOf(traits))
	return flow, wrong, nil
}

// Ready makes any document of a survey ready to be walked through, as it was asked
// in a test; it is at fault where its form or its expressions are.
func (s *Service) Ready(ctx context.Context, d *questionnaire.Document) (*questionnaire.Flow, error) {
	flow, wrong, err := s.ready(ctx, d)
	if err == nil && flow == nil {
		err = unready(wrong)
	}
	return flow, err
}

// unready says why a draft cannot be walked through.
func unready(wrong []questionnaire.Problem) error {
	err := fault.New(fault.CodeInvalid, "This draft cannot be walked through yet. Mend what is listed.").Keyed("survey.not_ready")
	for _, w := range wrong {
		err.Fields = append(err.Fields, fault.Field{Field: w.Path, Message: w.Message, Key: "questionnaire." + w.Key})
	}
	return err
}
