package understand

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// SurveySource gives versions of surveys, whoever asks: number 0 is the last one.
type SurveySource interface {
	AskedVersion(ctx context.Context, survey string, number int64) (measure.AskedSurvey, error)
}

// AnonymousQuery asks for the figures of an anonymous version of a survey.
type AnonymousQuery struct {
	Survey string
	Number int64             // of the version; 0 for the last anonymous one
	By     string            // code of a cut, "" for none
	Where  map[string]string // class by code of a cut
}

// AnonymousFigures are what was let out of an anonymous survey. Every number is made
// of packs of 5 answers or more that are never divided, so none of them, and no
// difference of any, is about fewer.
type AnonymousFigures struct {
	SurveyID  string              `json:"survey_id" format:"uuid"`
	ProgramID string              `json:"program_id" format:"uuid"`
	Name      string              `json:"name"`
	Number    int64               `json:"number" doc:"Of the version."`
	Versions  []int64             `json:"versions" nullable:"false" doc:"Its anonymous versions, the newest first. They are not put together."`
	Languages []string            `json:"languages" nullable:"false"`
	Least     int64               `json:"least" doc:"Answers come out by so many, or more, that are alike in what is told of them."`
	TextsFrom int64               `json:"texts_from" doc:"Texts come out by so many or more."`
	Patience  int64               `json:"patience" doc:"Days for which an answer waits for others that are alike; then less is told of it."`
	Cuts      []AnonymousCut      `json:"cuts" nullable:"false"`
	By        string              `json:"by,omitempty"`
	Where     []AnonymousWhere    `json:"where" nullable:"false"`
	Questions []AnonymousQuestion `json:"questions" nullable:"false"`
}

// AnonymousWhere is a class that figures are narrowed to.
type AnonymousWhere struct {
	Cut   string `json:"cut"`
	Class string `json:"class"`
}

// AnonymousCut is a declared cut.
type AnonymousCut struct {
	Code    string              `json:"code"`
	Label   questionnaire.Words `json:"label"`
	Classes []AnonymousClass    `json:"classes" nullable:"false"`
}

// AnonymousClass is a declared class.
type AnonymousClass struct {
	Code  string              `json:"code"`
	Label questionnaire.Words `json:"label"`
}

// AnonymousQuestion is what was answered to a question, or to a row of a matrix.
type AnonymousQuestion struct {
	Code    string              `json:"code" doc:"Of the question; of a row CODE.ROW, in a loop CODE@ITEM."`
	Kind    string              `json:"kind"`
	Text    questionnaire.Words `json:"text"`
	Row     questionnaire.Words `json:"row,omitempty"`
	Item    string              `json:"item,omitempty" doc:"What it was asked for, in a loop."`
	Metric  string              `json:"metric" enum:",nps,share,mean"`
	Measure string              `json:"measure,omitempty" doc:"Name of the measure that it asks."`
	Min     float64             `json:"min" doc:"Of the scale; 0 with max 0 where there is none."`
	Max     float64             `json:"max"`
	Labels  []AnonymousLabel    `json:"labels" nullable:"false" doc:"Of the options, by code."`
	Total   AnonymousCell       `json:"total"`
	Groups  []AnonymousCell     `json:"groups" nullable:"false" doc:"By class, those of which anything is told."`
	Untold  int64               `json:"untold" doc:"Answers in the total of which the class is not told."`
	Texts   int64               `json:"texts" doc:"Texts that are shown."`
}

// AnonymousLabel is what an option is called.
type AnonymousLabel struct {
	Code string              `json:"code"`
	Text questionnaire.Words `json:"text"`
}

// AnonymousCell is one figure: 0 answers, or 5 and more.
type AnonymousCell struct {
	Class  string          `json:"class,omitempty"`
	N      int64           `json:"n"`
	Figure *Figure         `json:"figure,omitempty" doc:"Absent where the question has no number."`
	Items  []AnonymousItem `json:"items" nullable:"false"`
}

// AnonymousItem is how often something was answered.
type AnonymousItem struct {
	What  string `json:"what" enum:"score,option,place,best,worst,yes,no"`
	Code  string `json:"code" doc:"The score, or the option's code."`
	Place int    `json:"place,omitempty" doc:"Of a ranking, from 1."`
	N     int64  `json:"n"`
	Share Figure `json:"share" doc:"Of those who answered; of a best-worst question of all its choices."`
}

// anonymousAt is a version of a survey that is anonymous and whose figures the
// caller may see.
func (s *Service) anonymousAt(ctx context.Context, survey string, number int64, may access.Permission) (asked measure.AskedSurvey, versions []int64, err error) {
	if err := access.From(ctx).Any(may); err != nil {
		return asked, nil, err
	}
	if !isID(survey) || s.o.Surveys == nil {
		return asked, nil, fault.NotFound("survey")
	}
	last, err := s.o.Surveys.AskedVersion(ctx, survey, 0)
	if err != nil {
		return asked, nil, err
	}
	// Answers that lead to nobody have no unit and no account: they are within the
	// reach of whoever sees the whole program.
	if !access.From(ctx).Reach(may).Covers(last.Survey.ProgramID, "", "") {
		return asked, nil, fault.NotFound("survey")
	}
	found := false
	for n := last.Number; n > 0; n-- {
		one, err := s.o.Surveys.AskedVersion(ctx, survey, n)
		if err != nil {
			return asked, nil, err
		}
		if one.Document.Settings.Consent != questionnaire.ConsentAnonymous {
			continue
		}
		versions = append(versions, n)
		if !found && (number == 0 || number == n) {
			asked, found = one, true
		}
	}
	if !found {
		return asked, nil, fault.NotFound("survey")
	}
	return asked, versions, nil
}

// Anonymous are the figures of an anonymous survey, by a cut that was declared and
// within classes of others.
func (s *Service) Anonymous(ctx context.Context, ask AnonymousQuery) (*AnonymousFigures, error) {
	asked, versions, err := s.anonymousAt(ctx, ask.Survey, ask.Number, access.FigureRead)
	if err != nil {
		return nil, err
	}
	d := asked.Document
	out := &AnonymousFigures{
		SurveyID: asked.Survey.ID, ProgramID: asked.Survey.ProgramID, Name: asked.Survey.Name, Number: asked.Number, Versions: versions, Languages: d.Languages,
		Least: anonymous.Least, TextsFrom: anonymous.LeastTexts, Patience: anonymous.Patience, Cuts: []AnonymousCut{}, By: ask.By, Where: []AnonymousWhere{}, Questions: []AnonymousQuestion{},
	}
	w := anonymousWork{s: s, doc: d, by: -1, where: map[int]string{}, out: out}
	if err := w.declared(ask); err != nil {
		return nil, err
	}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		if w.sums, err = anonymous.Sums(ctx, q, asked.Survey.ID, asked.Number); err != nil {
			return err
		}
		w.texts, err = anonymous.TextCounts(ctx, q, asked.Survey.ID, asked.Number)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, w.questions(ctx)
}

// declared reads which cuts are asked for; others than the declared ones are refused.
func (w *anonymousWork) declared(ask AnonymousQuery) error {
	for i, c := range w.doc.Settings.Cuts {
		cut := AnonymousCut{Code: c.Code, Label: c.Label, Classes: []AnonymousClass{}}
		for _, class := range c.Classes {
			cut.Classes = append(cut.Classes, AnonymousClass{class.Code, class.Label})
		}
		w.out.Cuts = append(w.out.Cuts, cut)
		if c.Code == ask.By {
			w.by = i
		}
		if class, is := ask.Where[c.Code]; is {
			if !slices.ContainsFunc(c.Classes, func(x questionnaire.CutClass) bool { return x.Code == class }) {
				return fault.Invalid("where", "The cut has no such class. Take one that the survey declares.").Keyed("anonymous.class")
			}
			w.where[i] = class
			w.out.Where = append(w.out.Where, AnonymousWhere{c.Code, class})
		}
	}
	if ask.By != "" && w.by < 0 || len(w.where) != len(ask.Where) {
		return fault.Invalid("by", "The survey declares no such cut. Take one of its own.").Keyed("anonymous.cut")
	}
	return nil
}

// AnonymousText is what somebody wrote in an anonymous survey.
type AnonymousText struct {
	ID   string `json:"id" format:"uuid" doc:"Random; so is the order."`
	Text string `json:"text"`
}

// AnonymousTexts are the texts that are shown of a question, after an id, limit+1 at most.
func (s *Service) AnonymousTexts(ctx context.Context, survey string, number int64, question, after string, limit int) (out []AnonymousText, err error) {
	asked, _, err := s.anonymousAt(ctx, survey, number, access.AnswerRead)
	if err != nil {
		return nil, err
	}
	if question == "" {
		return nil, fault.Invalid("question", "Name the question whose texts you want to read.").Keyed("anonymous.question")
	}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err := anonymous.Texts(ctx, q, asked.Survey.ID, asked.Number, question, after, limit+1)
		for _, t := range all {
			out = append(out, AnonymousText{t.ID, t.Body})
		}
		return err
	})
	return out, err
}

// codeOf is the question's code of a key CODE, CODE.ROW, CODE@ITEM or CODE@ITEM.ROW.
func codeOf(key string) (code, item, row string) {
	code, row, _ = strings.Cut(key, ".")
	code, item, _ = strings.Cut(code, "@")
	return code, item, row
}
