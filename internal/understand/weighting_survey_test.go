package understand

import (
	"context"
	"fmt"
	"io/fs"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// surveysOf gives surveys of programs at a level of confidence.
type surveysOf map[string]measure.AskedSurvey

func (s surveysOf) AskedVersion(_ context.Context, survey string, _ int64) (measure.AskedSurvey, error) {
	asked, there := s[survey]
	if !there {
		return asked, fault.NotFound("survey")
	}
	return asked, nil
}

func askedOf(program string, consent questionnaire.Consent) measure.AskedSurvey {
	return measure.AskedSurvey{Survey: measure.Survey{ProgramID: program}, Document: &questionnaire.Document{Settings: questionnaire.Settings{Consent: consent}}}
}

// A survey is weighted where it is of the weighting's program and leads to
// somebody; an anonymous one is refused in words.
func TestWhichSurveysAreWeighted(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newWorld(t)
		rows := skewed()
		for i := range rows {
			rows[i].survey = id([]string{"survey", "other"}[i%2])
		}
		w.load(rows)
		s := w.service()
		s.o.Record = store
		s.o.Surveys = surveysOf{id("survey"): askedOf(programA, questionnaire.ConsentFirm), id("nameless"): askedOf(programA, questionnaire.ConsentAnonymous), id("strange"): askedOf(id("b"), questionnaire.ConsentFirm)}
		made, err := s.CreateWeighting(owner(t), half("", "Silver"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Made(owner(t), made.ID, id("ces"), id("survey"), Filter{})
		if err != nil || got.Plain.N != 200 || got.Weights.N != 200 {
			t.Errorf("its answers: %+v %v", got, err)
		}
		for survey, key := range map[string]string{"nameless": "weighting.anonymous", "strange": "weighting.survey", "gone": "weighting.survey"} {
			_, err := s.Made(owner(t), made.ID, id("ces"), id(survey), Filter{})
			f, _ := err.(*fault.Error) //nolint:errorlint // as it is returned
			if f == nil || f.Key != key || fmt.Sprint(fieldsOf(err)) != "[survey]" {
				t.Errorf("%s: %v", survey, err)
			}
		}
	})
}
