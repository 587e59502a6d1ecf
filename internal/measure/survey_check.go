package measure

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// Traits gives what may be known of customers, whoever asks.
type Traits func(ctx context.Context) ([]people.TraitDefinition, error)

// ConnectTraits says, before anybody uses the room, where traits are known.
func (s *Service) ConnectTraits(traits Traits) { s.traits = traits }

// SurveyCheck is the list that is gone through before a draft is published.
type SurveyCheck struct {
	Remarks     []questionnaire.Remark     `json:"remarks" nullable:"false" doc:"Refusals first."`
	Minutes     float64                    `json:"minutes" doc:"About how long it takes somebody who is asked all of it."`
	Differences []questionnaire.Difference `json:"differences" nullable:"false" doc:"To the version published last; empty before the first."`
	Breaks      []questionnaire.Break      `json:"breaks" nullable:"false" doc:"Measures whose series will break."`
	Measures    []Ground                   `json:"measures" nullable:"false" doc:"Those it asks, with what they rest on."`
	Light       questionnaire.Palette      `json:"light" doc:"Colours of the page for those who like it light."`
	Dark        questionnaire.Palette      `json:"dark" doc:"Colours of the page for those who like it dark."`
	Version     int64                      `json:"version" doc:"Of the survey that was looked at."`
}

// refused tells whether something forbids publishing.
func (c SurveyCheck) refused() error {
	var fields []fault.Field
	for _, r := range c.Remarks {
		if r.Severity == questionnaire.Refuse {
			fields = append(fields, fault.Field{Field: r.Path, Message: r.Message, Key: "questionnaire." + r.Key})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	err := fault.New(fault.CodeInvalid, "This questionnaire cannot be published yet. Mend what is listed.").Keyed("survey.not_ready")
	err.Fields = fields
	return err
}

// CheckSurvey goes through the draft of a survey that the caller may see.
func (s *Service) CheckSurvey(ctx context.Context, id string) (out SurveyCheck, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return out, err
	}
	traits, err := s.traitsKnown(ctx)
	if err != nil {
		return out, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		survey, err := seenSurvey(ctx, q, id)
		if err != nil {
			return err
		}
		d, err := readDraft(ctx, q, id)
		if err == nil {
			out, err = s.checkIn(ctx, q, survey, d, traits)
		}
		return err
	})
	return out, err
}

func (s *Service) traitsKnown(ctx context.Context) ([]people.TraitDefinition, error) {
	if s.traits == nil {
		return nil, nil
	}
	return s.traits(ctx)
}

// knownOf is what conditions may ask of a contact.
func knownOf(traits []people.TraitDefinition) questionnaire.Known {
	known := questionnaire.Known{}
	for _, t := range traits {
		switch t.Kind {
		case people.TraitNumber, people.TraitMoney:
			known[t.Name] = questionnaire.ValueNumber
		default:
			known[t.Name] = questionnaire.ValueText
		}
	}
	return known
}

func (s *Service) checkIn(ctx context.Context, q record.Querier, survey Survey, d *questionnaire.Document, traits []people.TraitDefinition) (SurveyCheck, error) {
	out := SurveyCheck{
		Remarks: append([]questionnaire.Remark{}, questionnaire.Check(d, knownOf(traits))...), Minutes: math.Round(questionnaire.Minutes(d, d.Base())*10) / 10,
		Differences: []questionnaire.Difference{}, Breaks: []questionnaire.Break{}, Measures: []Ground{}, Version: survey.Version,
	}
	out.Light, out.Dark = d.Settings.Theme.Palettes()
	l := looking{survey: survey, doc: d, out: &out}
	l.asksWhatIsKnown(traits)
	used, err := usedCodes(ctx, q, survey.ID)
	if err != nil {
		return out, err
	}
	l.codes(used)
	logo, err := logoIn(ctx, q, survey.ID, d)
	if err != nil {
		return out, err
	}
	l.logo(logo)
	measures, err := s.askedOf(ctx, q, survey.ProgramID, d)
	if err != nil {
		return out, err
	}
	l.measures(measures)
	if err := reasonListsIn(ctx, q, survey.ProgramID, l); err != nil {
		return out, err
	}
	if out.Measures, err = s.groundsOf(ctx, q, measures); err != nil {
		return out, err
	}
	l.grounds()
	if survey.Published > 0 {
		before, err := readVersion(ctx, q, survey.ID, survey.Published)
		if err != nil {
			return out, err
		}
		out.Differences = append(out.Differences, questionnaire.Differences(before, d)...)
		out.Breaks = append(out.Breaks, questionnaire.Breaks(before, d)...)
	}
	slices.SortStableFunc(out.Remarks, func(a, b questionnaire.Remark) int { return a.Severity.Rank() - b.Severity.Rank() })
	return out, nil
}

// askedOf are the measures of the program that a questionnaire asks, the oldest first.
func (s *Service) askedOf(ctx context.Context, q record.Querier, program string, d *questionnaire.Document) ([]Measure, error) {
	all, err := listMeasures(ctx, q, "program_id = ?", []any{program}, "", mostMeasures)
	asked := d.Series()
	return slices.DeleteFunc(all, func(m Measure) bool {
		return !slices.ContainsFunc(asked, func(a questionnaire.Asked) bool { return a.MeasureID == m.ID })
	}), err
}

// looking goes through what the questionnaire alone cannot know.
type looking struct {
	survey Survey
	doc    *questionnaire.Document
	out    *SurveyCheck
}

func (l looking) say(severity questionnaire.Severity, path, key, message, other string) {
	l.out.Remarks = append(l.out.Remarks, questionnaire.Remark{Severity: severity, Problem: questionnaire.Problem{Path: path, Key: key, Message: message, Other: other}})
}

func (l looking) each(f func(path string, q *questionnaire.Question)) {
	for i := range l.doc.Pages {
		for j := range l.doc.Pages[i].Questions {
			f(fmt.Sprintf("pages[%d].questions[%d]", i, j), &l.doc.Pages[i].Questions[j])
		}
	}
}

// asksWhatIsKnown: nobody is asked what is known of them.
func (l looking) asksWhatIsKnown(traits []people.TraitDefinition) {
	known := map[string]string{}
	for _, t := range traits {
		known[plain(t.Name)], known[plain(t.Label)] = t.Label, t.Label
	}
	delete(known, "")
	l.each(func(path string, q *questionnaire.Question) {
		for _, said := range []string{q.Code, q.Text.In(l.doc.Base(), "")} {
			if label, is := known[plain(said)]; is && q.Kind != questionnaire.KindBlock {
				l.say(questionnaire.Warn, path, "known", "this is known of customers already; take it from there", label)
				return
			}
		}
	})
}

// plain is a text by its words alone, so that case, accents and a question mark
// make no other.
func plain(s string) string { return strings.Join(text.Words(s), " ") }

// codes: a code stands for one kind of answer as long as the survey lives.
func (l looking) codes(used map[string]questionnaire.Kind) {
	l.each(func(path string, q *questionnaire.Question) {
		if kind, is := used[q.Code]; is && kind != q.Kind {
			l.say(questionnaire.Refuse, path+".code", "code_used", "a published question of another kind had this code; choose another", string(kind))
		}
	})
}

// measures: each that is asked is one of the program, asked once, on its scale.
func (l looking) measures(all []Measure) {
	met := map[string]bool{}
	for _, a := range l.doc.Series() {
		i := slices.IndexFunc(all, func(m Measure) bool { return m.ID == a.MeasureID })
		switch {
		case i < 0:
			l.say(questionnaire.Refuse, a.Path+".measure_id", "measure_unknown", "the program has no such measure", a.MeasureID)
			continue
		case met[a.MeasureID]:
			l.say(questionnaire.Refuse, a.Path+".measure_id", "measure_twice", "this measure is asked already; a response answers it once", all[i].Name)
		case l.looped(a):
			l.say(questionnaire.Refuse, a.Path+".measure_id", "measure_loop", "a response answers a measure once; ask it outside the loop", all[i].Name)
		case !onScale(a, all[i].Scale):
			l.say(questionnaire.Refuse, a.Path+".scale", "measure_scale", "ask it on the scale of the measure", all[i].Name)
		}
		met[a.MeasureID] = true
		l.worded(a, all[i])
	}
}

func (l looking) looped(a questionnaire.Asked) bool {
	return slices.ContainsFunc(l.doc.Pages, func(p questionnaire.Page) bool {
		return p.Loop != nil && slices.ContainsFunc(p.Questions, func(q questionnaire.Question) bool { return q.Code == a.Question.Code })
	})
}

// onScale tells whether the answers to a question are scores of a measure's scale.
func onScale(a questionnaire.Asked, s Scale) bool {
	if a.Question.Kind != questionnaire.KindScale && a.Question.Kind != questionnaire.KindMatrix || a.Question.Scale == nil {
		return false
	}
	return float64(a.Question.Scale.Min) == s.Min && float64(a.Question.Scale.Max()) == s.Max
}

// worded: other words than the measure's are allowed, and remarked.
func (l looking) worded(a questionnaire.Asked, m Measure) {
	if a.Row != nil {
		return
	}
	for _, lang := range l.doc.Languages {
		said, is := m.Wording[lang], a.Question.Text[lang]
		if said != "" && is != "" && plain(said) != plain(is) {
			l.say(questionnaire.Warn, a.Path+".text", "measure_wording", "the measure is worded otherwise; answers to both are put in one series", lang)
		}
	}
}

// grounds: a measure that rests on nothing asks for a reason.
func (l looking) grounds() {
	for _, a := range l.doc.Series() {
		i := slices.IndexFunc(l.out.Measures, func(g Ground) bool { return g.MeasureID == a.MeasureID })
		if i >= 0 && l.out.Measures[i].publishable() != nil {
			l.say(questionnaire.Refuse, a.Path+".measure_id", "groundless", "this measure rests on nothing that stands; write down why it is asked all the same", a.MeasureID)
		}
	}
}
