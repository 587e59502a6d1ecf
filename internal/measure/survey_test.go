package measure

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// asking is a questionnaire that may be published: a measure on its scale.
func asking(measure string) *questionnaire.Document {
	w := func(s string) questionnaire.Words { return questionnaire.Words{"en": s} }
	return &questionnaire.Document{
		Title: w("After the crossing"), Languages: []string{"en"},
		Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "told", Kind: questionnaire.KindScale, Text: w("How well were you told?"), MeasureID: measure, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11}},
			{Code: "more", Kind: questionnaire.KindLongText, Text: w("What else?")}}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: w("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, Privacy: w("We keep it for two years."), Controller: "Halden Ferries"},
	}
}

func (g *grounding) survey(t *testing.T, name string, d *questionnaire.Document) Survey {
	t.Helper()
	made, _, err := g.CreateSurvey(ownerOf(t), NewSurvey{ProgramID: g.program, Name: name, Document: d})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// keysOf are the keys of the fields at fault, with the path of each.
func keysOf(err error) []string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return []string{fmt.Sprint(err)}
	}
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Field+" "+f.Key)
	}
	return out
}

// TestLifeOfASurvey: made, drafted, refused, published, changed, closed, put away.
func TestLifeOfASurvey(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		made, _, err := g.CreateSurvey(ctx, NewSurvey{ProgramID: g.program, Name: " Après la  traversée ", Language: "fr"})
		if err != nil || made.Name != "Après la traversée" || made.Slug != "apres-la-traversee" || made.State != SurveyDraft || !slices.Equal(made.Languages, []string{"fr"}) {
			t.Fatalf("%+v %v", made, err)
		}
		if _, _, err := g.CreateSurvey(ctx, NewSurvey{ProgramID: g.program, Name: "après la traversée"}); groundKey(err) != "survey.name_taken" {
			t.Errorf("the same name: %v", err)
		}
		if other, _, err := g.CreateSurvey(ctx, NewSurvey{ProgramID: g.program, Name: "Après la traversée !"}); err != nil || other.Slug != "apres-la-traversee-2" {
			t.Errorf("%+v %v", other, err)
		}
		m := g.measure(t, "Told how long")
		unfinished := asking(m)
		unfinished.Settings.Privacy, unfinished.Pages[0].Questions[1].Text = nil, nil
		saved, _, err := g.SaveDraft(ctx, made.ID, `"1"`, unfinished)
		if err != nil || saved.Version != 2 || !slices.Equal(saved.Languages, []string{"en"}) {
			t.Fatalf("an unfinished draft is kept: %+v %v", saved, err)
		}
		if _, _, err := g.SaveDraft(ctx, made.ID, `"1"`, unfinished); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("written over what a colleague wrote: %v", err)
		}
		_, _, _, err = g.PublishSurvey(ctx, made.ID, "", Publishing{})
		if got := keysOf(err); !slices.Equal(got, []string{"pages[0].questions[1].text questionnaire.unworded", "settings.privacy questionnaire.privacy", "pages[0].questions[0].measure_id questionnaire.groundless"}) {
			t.Errorf("refused for %q", got)
		}
		if _, _, err = g.SaveDraft(ctx, made.ID, "", asking(m)); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err = g.PublishSurvey(ctx, made.ID, "", Publishing{Reasons: map[string]string{m: "   "}}); groundKey(err) != "survey.not_ready" {
			t.Errorf("a reason of blanks: %v", err)
		}
		if _, _, _, err = g.PublishSurvey(ctx, made.ID, "", Publishing{Reasons: map[string]string{m: "so"}}); groundKey(err) != "ground.reason" {
			t.Errorf("a reason of a word: %v", err)
		}
		if _, err := g.Reasons(ctx, m); err != nil {
			t.Fatal(err)
		}
		published, v, _, err := g.PublishSurvey(ctx, made.ID, "", Publishing{Note: " First. ", Reasons: map[string]string{m: "The board has followed it since 2019."}})
		if err != nil || published.State != SurveyOpen || published.Published != 1 || published.Unpublished || v.Number != 1 || v.Note != "First." || v.PublishedBy != "Pat" || len(v.Differences) != 0 {
			t.Fatalf("%+v %+v %v", published, v, err)
		}
		if ground, err := g.Ground(ctx, m); err != nil || ground.State != ByReason {
			t.Errorf("the reason is the measure's: %+v %v", ground, err)
		}
		if _, _, _, err = g.PublishSurvey(ctx, made.ID, "", Publishing{}); groundKey(err) != "survey.nothing_new" {
			t.Errorf("published twice: %v", err)
		}
		if _, err := g.RemoveSurvey(ctx, made.ID, ""); groundKey(err) != "survey.published" {
			t.Errorf("removed what was asked: %v", err)
		}
		g.secondVersion(t, made.ID, m)
		g.endOfLife(t, made.ID)
	})
}

// secondVersion asks otherwise: the series breaks, codes stay, the first is as it was.
func (g *grounding) secondVersion(t *testing.T, id, m string) {
	t.Helper()
	ctx := ownerOf(t)
	now := asking(m)
	now.Pages[0].Questions[0].Text = questionnaire.Words{"en": "Were you told how long?"}
	now.Pages[0].Questions = slices.Delete(now.Pages[0].Questions, 1, 2)
	if _, _, err := g.SaveDraft(ctx, id, "", now); err != nil {
		t.Fatal(err)
	}
	check, err := g.CheckSurvey(ctx, id)
	if err != nil || check.Remarks == nil || len(check.Remarks) != 0 || len(check.Differences) != 2 || len(check.Breaks) != 1 || check.Measures[0].State != ByReason || check.Minutes <= 0 {
		t.Fatalf("%+v %v", check, err)
	}
	_, v, _, err := g.PublishSurvey(ctx, id, "", Publishing{})
	if err != nil || v.Number != 2 || len(v.Differences) != 2 || v.Breaks[0].MeasureID != m || !slices.Equal(v.Breaks[0].What, []string{"wording"}) {
		t.Fatalf("%+v %v", v, err)
	}
	measure, err := g.Get(ctx, m)
	if err != nil || len(measure.Breaks) != 1 || measure.Breaks[0].SurveyID != id || measure.Breaks[0].Number != 2 || measure.Breaks[0].Before != nil {
		t.Errorf("the break stands on the measure: %+v %v", measure.Breaks, err)
	}
	back := asking(m)
	back.Pages[0].Questions[1].Kind = questionnaire.KindText
	if _, _, err := g.SaveDraft(ctx, id, "", back); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err = g.PublishSurvey(ctx, id, "", Publishing{}); !slices.Equal(keysOf(err), []string{"pages[0].questions[1].code questionnaire.code_used"}) {
		t.Errorf("an old code for another kind: %v", keysOf(err))
	}
	versions, err := g.Versions(ctx, id, 0, 10)
	if err != nil || len(versions) != 2 || versions[0].Number != 2 {
		t.Fatalf("%+v %v", versions, err)
	}
	first, d, err := g.VersionDocument(ctx, id, 1)
	if err != nil || first.Number != 1 || !reflect.DeepEqual(d, asking(m)) {
		t.Errorf("as it was asked: %+v %v", d, err)
	}
	_, err = g.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE survey_version SET document = '{}' WHERE survey_id = ?", id)
		return err
	})
	if err == nil || !strings.Contains(fmt.Sprint(err), "never changes") {
		t.Errorf("a published version was written over: %v", err)
	}
}

func (g *grounding) endOfLife(t *testing.T, id string) {
	t.Helper()
	ctx := ownerOf(t)
	put := func(to SurveyState) (Survey, error) {
		s, _, err := g.ChangeSurvey(ctx, id, "", SurveyChange{State: &to})
		return s, err
	}
	if _, err := put(SurveyArchived); groundKey(err) != "survey.state" {
		t.Errorf("put away while it is open: %v", err)
	}
	for _, to := range []SurveyState{SurveyClosed, SurveyOpen, SurveyClosed, SurveyArchived} {
		if got, err := put(to); err != nil || got.State != to {
			t.Fatalf("%+v %v", got, err)
		}
	}
	if _, _, err := g.SaveDraft(ctx, id, "", asking("")); groundKey(err) != "survey.archived" {
		t.Errorf("changed while put away: %v", err)
	}
	if list, err := g.Surveys(ctx, SurveyFilter{}, "", 10); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	if list, err := g.Surveys(ctx, SurveyFilter{State: SurveyArchived, Words: "traversee"}, "", 10); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := put(SurveyDraft); groundKey(err) != "survey.state" {
		t.Errorf("a draft again: %v", err)
	}
	if got, err := put(SurveyClosed); err != nil || got.State != SurveyClosed {
		t.Errorf("%+v %v", got, err)
	}
}

// TestWhatOnlyTheRoomSeesOfADraft: measures, and traits that are known.
func TestWhatOnlyTheRoomSeesOfADraft(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		g.ConnectTraits(func(context.Context) ([]people.TraitDefinition, error) {
			return []people.TraitDefinition{{Name: "crossings", Label: "Crossings a year", Kind: people.TraitNumber}}, nil
		})
		m, _, err := g.Create(ctx, Measure{ProgramID: g.program, Name: "Told", Wording: map[string]string{"en": "How well were you told?"}, Scale: Numbered(0, 10, Up), Metric: Mean})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := g.GiveReason(ctx, m.ID, "", "The board has followed it since 2019."); err != nil {
			t.Fatal(err)
		}
		first := func(d *questionnaire.Document) *questionnaire.Question { return &d.Pages[0].Questions[0] }
		for name, c := range map[string]struct {
			spoil func(*questionnaire.Document)
			want  string
		}{
			"sound":        {func(*questionnaire.Document) {}, ""},
			"scale":        {func(d *questionnaire.Document) { first(d).Scale.Points = 5 }, "refuse pages[0].questions[0].scale measure_scale"},
			"another kind": {func(d *questionnaire.Document) { first(d).Kind, first(d).Scale = questionnaire.KindText, nil }, "refuse pages[0].questions[0].scale measure_scale"},
			"no measure":   {func(d *questionnaire.Document) { first(d).MeasureID = newID() }, "refuse pages[0].questions[0].measure_id measure_unknown"},
			"wording":      {func(d *questionnaire.Document) { first(d).Text["en"] = "Well told?" }, "warn pages[0].questions[0].text measure_wording"},
			"twice": {func(d *questionnaire.Document) {
				again := *first(d)
				again.Code = "again"
				d.Pages[0].Questions = append(d.Pages[0].Questions, again)
			}, "refuse pages[0].questions[2].measure_id measure_twice"},
			"looped": {func(d *questionnaire.Document) {
				d.Pages[0].Loop = &questionnaire.Loop{Over: questionnaire.LoopTouchpoints}
			}, "refuse pages[0].questions[0].measure_id measure_loop"},
			"known":                 {func(d *questionnaire.Document) { d.Pages[0].Questions[1].Text["en"] = "Crossings a year?" }, "warn pages[0].questions[1] known"},
			"trait of another type": {func(d *questionnaire.Document) { d.Pages[0].Questions[1].ShowIf = `contact.crossings == "many"` }, "refuse pages[0].questions[1].show_if mismatch"},
		} {
			d := asking(m.ID)
			c.spoil(d)
			s := g.survey(t, name, d)
			check, err := g.CheckSurvey(ctx, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range check.Remarks {
				got = append(got, fmt.Sprintf("%s %s %s", r.Severity, r.Path, r.Key))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

// TestWhoSeesSurveys: those of a program, its researchers; others find nothing.
func TestWhoSeesSurveys(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		s := g.survey(t, "Crossing", asking(""))
		as := func(role access.Role, at access.Scope) context.Context {
			return access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: role, Scope: at, Rows: access.RowsAll}}})
		}
		there, elsewhere := access.Program(g.program), access.Program(newID())
		for _, c := range []struct {
			ctx         context.Context
			reads, list bool
			writes      fault.Code
		}{
			{as(access.Lead, there), true, true, ""}, {as(access.Researcher, there), true, true, ""},
			{as(access.Viewer, there), true, true, fault.CodeForbidden}, {as(access.Lead, elsewhere), false, false, fault.CodeNotFound},
		} {
			_, err := g.Survey(c.ctx, s.ID)
			if (err == nil) != c.reads || err != nil && fault.CodeOf(err) != fault.CodeNotFound {
				t.Errorf("reads: %v", err)
			}
			for what, ask := range map[string]func() error{
				"draft":    func() error { _, _, err := g.Draft(c.ctx, s.ID); return err },
				"check":    func() error { _, err := g.CheckSurvey(c.ctx, s.ID); return err },
				"versions": func() error { _, err := g.Versions(c.ctx, s.ID, 0, 10); return err },
			} {
				if err := ask(); (err == nil) != c.reads {
					t.Errorf("%s: %v", what, err)
				}
			}
			if list, err := g.Surveys(c.ctx, SurveyFilter{}, "", 10); err != nil || (len(list) > 0) != c.list {
				t.Errorf("lists %d: %v", len(list), err)
			}
			_, _, err = g.SaveDraft(c.ctx, s.ID, "", asking(""))
			if got := fault.CodeOf(err); err == nil && c.writes != "" || err != nil && got != c.writes {
				t.Errorf("writes: %v, want %q", err, c.writes)
			}
			_, _, err = g.CreateSurvey(c.ctx, NewSurvey{ProgramID: g.program, Name: "Copy " + newID(), CopyOf: s.ID})
			if (err == nil) != (c.writes == "") {
				t.Errorf("copies: %v", err)
			}
		}
	})
}
