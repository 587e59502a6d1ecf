package measure

import (
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

func (g *grounding) reasons(t *testing.T) ReasonList {
	t.Helper()
	l, _, err := g.CreateReasonList(ownerOf(t), g.program, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// askedReasons are the codes of the options that ask a list, in order.
func askedReasons(d *questionnaire.Document) (codes []string) {
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			if q.ReasonListID != "" && q.Kind == questionnaire.KindChoice {
				for _, o := range q.Options {
					codes = append(codes, o.Code)
				}
			}
		}
	}
	return codes
}

var readyCodes = []string{"quality", "price", "people", "time", "ease", "told", "problem"}

// TestReasonsReachTheNextVersion: a reason that is added or rests comes into drafts,
// never into what was published, and publishing marks the break.
func TestReasonsReachTheNextVersion(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx, l := ownerOf(t), g.reasons(t)
		d := asking("")
		d.Pages[0].Questions = d.Pages[0].Questions[1:]
		s := g.survey(t, "Why", d)
		if _, _, err := g.AskReasons(ctx, l.ID, s.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := g.AskReasons(ctx, l.ID, s.ID); groundKey(err) != "reasons.asked_already" {
			t.Errorf("asked twice: %v", err)
		}
		if _, _, _, err := g.PublishSurvey(ctx, s.ID, "", Publishing{}); err != nil {
			t.Fatalf("%v %q", err, keysOf(err))
		}
		first := slices.Concat(readyCodes, []string{"other"})
		l, _, err := g.AddReason(ctx, l.ID, `"1"`, questionnaire.Words{"en": "Parking", "fr": "Le stationnement"})
		if err != nil || l.Version != 2 {
			t.Fatalf("%+v %v", l, err)
		}
		if _, _, err = g.AddReason(ctx, l.ID, `"1"`, questionnaire.Words{"en": "Noise"}); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("over a colleague's change: %v", err)
		}
		rest := true
		if l, _, err = g.ChangeReason(ctx, l.ID, "ease", "", ReasonChange{Rest: &rest}); err != nil || l.reason("ease").RestedAt == nil {
			t.Fatalf("%+v %v", l, err)
		}
		_, published, err := g.VersionDocument(ctx, s.ID, 1)
		if got := askedReasons(published); err != nil || !slices.Equal(got, first) {
			t.Errorf("what was published changed: %q %v", got, err)
		}
		survey, draft, err := g.Draft(ctx, s.ID)
		want := []string{"quality", "price", "people", "time", "told", "problem", "r8", "other"}
		if got := askedReasons(draft); err != nil || !slices.Equal(got, want) || !survey.Unpublished {
			t.Errorf("the draft asks %q %v", got, err)
		}
		_, v, _, err := g.PublishSurvey(ctx, s.ID, "", Publishing{})
		if err != nil || len(v.Breaks) != 1 || v.Breaks[0].ReasonListID != l.ID || !slices.Equal(v.Breaks[0].What, []string{"options"}) {
			t.Errorf("%+v %v", v.Breaks, err)
		}
		if !slices.ContainsFunc(v.Differences, func(d questionnaire.Difference) bool { return d.Code == "r8" && d.What == "added" }) ||
			!slices.ContainsFunc(v.Differences, func(d questionnaire.Difference) bool { return d.Code == "ease" && d.What == "removed" }) {
			t.Errorf("the differences do not tell: %+v", v.Differences)
		}
		if l, err = g.ReasonList(ctx, l.ID); err != nil || len(l.Breaks) != 1 || l.Breaks[0].SurveyName != "Why" || l.Breaks[0].Number != 2 {
			t.Errorf("%+v %v", l.Breaks, err)
		}
		g.reasonStory(t, l)
	})
}

// reasonStory: what became of the list is told, newest first, and codes are for ever.
func (g *grounding) reasonStory(t *testing.T, l ReasonList) {
	t.Helper()
	ctx, wake := ownerOf(t), false
	if _, _, err := g.ChangeReason(ctx, l.ID, "ease", "", ReasonChange{Rest: &wake, Text: questionnaire.Words{"en": "Ease"}}); err != nil {
		t.Fatal(err)
	}
	events, err := g.ReasonHistory(ctx, l.ID, "", 50)
	var did []string
	for _, e := range events {
		did = append(did, e.What+" "+e.Code+" "+e.Label+" "+e.ByName)
	}
	if want := []string{"woken ease Ease Pat", "reworded ease How easy or hard it was Pat", "rested ease How easy or hard it was Pat", "added r8 Parking Pat"}; err != nil || !slices.Equal(did, want) {
		t.Errorf("%q %v", did, err)
	}
	if l, _, err = g.AddReason(ctx, l.ID, "", questionnaire.Words{"en": "Noise"}); err != nil || l.reason("r9") == nil {
		t.Errorf("%+v %v", l.Reasons, err)
	}
}

// TestReasonListsAreChecked: names, words and numbers, and who may.
func TestReasonListsAreChecked(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx, l := ownerOf(t), g.reasons(t)
		if _, _, err := g.CreateReasonList(ctx, g.program, " main  REASON", "fr"); groundKey(err) != "reasons.name_taken" {
			t.Errorf("the same name: %v", err)
		}
		if other, _, err := g.CreateReasonList(ctx, g.program, "", "fr"); err != nil || other.Name != "Raison principale" {
			t.Errorf("%+v %v", other, err)
		}
		for _, words := range []questionnaire.Words{{}, {"en": " "}, {"e": "Noise"}} {
			if _, _, err := g.AddReason(ctx, l.ID, "", words); fault.CodeOf(err) != fault.CodeInvalid {
				t.Errorf("%v: %v", words, err)
			}
		}
		for n := len(l.Reasons); n < mostAsked; n++ {
			if _, _, err := g.AddReason(ctx, l.ID, "", questionnaire.Words{"en": "More"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := g.AddReason(ctx, l.ID, "", questionnaire.Words{"en": "More"}); err == nil {
			t.Error("more reasons than anybody reads")
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		if _, _, err := g.AddReason(viewer, l.ID, "", questionnaire.Words{"en": "Noise"}); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("a viewer added a reason: %v", err)
		}
		stranger := access.With(t.Context(), access.Who{UserID: "s", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID()), Rows: access.RowsAll}}})
		if _, err := g.ReasonList(stranger, l.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("a stranger saw the list: %v", err)
		}
		if _, err := g.ReasonHistory(stranger, l.ID, "", 50); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("a stranger saw its history: %v", err)
		}
		d := asking("")
		d.Pages[0].Questions[0] = questionnaire.Question{Code: "why", Kind: questionnaire.KindChoice, Text: questionnaire.Words{"en": "Why?"}, ReasonListID: newID(),
			Options: []questionnaire.Option{{Code: "a", Text: questionnaire.Words{"en": "A"}}, {Code: "b", Text: questionnaire.Words{"en": "B"}}}}
		s := g.survey(t, "Unknown", d)
		if _, _, _, err := g.PublishSurvey(ctx, s.ID, "", Publishing{}); !slices.Equal(keysOf(err), []string{"pages[0].questions[0].reason_list_id questionnaire.reasons_unknown"}) {
			t.Errorf("a list that nobody knows: %q", keysOf(err))
		}
		twice := asking("")
		q := d.Pages[0].Questions[0]
		q.ReasonListID, q.Options = l.ID, nil
		for _, r := range l.asked() {
			q.Options = append(q.Options, questionnaire.Option{Code: r.Code, Text: r.Text})
		}
		again, free := q, questionnaire.Question{Code: "free", Kind: questionnaire.KindLongText, Text: q.Text, ReasonListID: l.ID}
		again.Code = "again"
		twice.Pages[0].Questions = []questionnaire.Question{free, q, again}
		s = g.survey(t, "Twice", twice)
		if _, _, _, err := g.PublishSurvey(ctx, s.ID, "", Publishing{}); !slices.Equal(keysOf(err), []string{"pages[0].questions[2].reason_list_id questionnaire.reasons_twice"}) {
			t.Errorf("a list asked twice: %q", keysOf(err))
		}
	})
}

// TestReasonListsAreReworded: names and words of the question change with their
// history; drafts keep their question, and surveys that ask the list later get the new.
func TestReasonListsAreReworded(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx, l := ownerOf(t), g.reasons(t)
		d := asking("")
		d.Pages[0].Questions = d.Pages[0].Questions[1:]
		d.Languages = []string{"en", "fr"}
		before, after := g.survey(t, "Before", d), g.survey(t, "After", d)
		if _, _, err := g.AskReasons(ctx, l.ID, before.ID); err != nil {
			t.Fatal(err)
		}
		name := " Why  so "
		wording := questionnaire.Words{"en": l.Wording["en"], "fr": "Pourquoi ?", "de": "Warum?"}
		why := questionnaire.Words{"en": l.Why["en"], "fr": l.Why["fr"], "de": "Erzählen Sie."}
		l, _, err := g.ChangeReasonList(ctx, l.ID, `"1"`, ReasonListChange{Name: &name, Wording: wording, Why: why, Other: l.Other})
		if err != nil || l.Name != "Why so" || l.Wording["fr"] != "Pourquoi ?" || l.Version != 2 {
			t.Fatalf("%+v %v", l, err)
		}
		for _, change := range []ReasonListChange{{Wording: questionnaire.Words{}}, {Other: questionnaire.Words{"en": " "}}} {
			if _, _, err := g.ChangeReasonList(ctx, l.ID, "", change); fault.CodeOf(err) != fault.CodeInvalid {
				t.Errorf("%+v: %v", change, err)
			}
		}
		if _, _, err := g.AskReasons(ctx, l.ID, after.ID); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{before.ID: "Quelle est la raison principale de votre réponse ?", after.ID: "Pourquoi ?"} {
			_, draft, err := g.Draft(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			questions := draft.Pages[0].Questions
			if asked := questions[len(questions)-2]; asked.Text["fr"] != want || asked.Text["de"] != "" {
				t.Errorf("asked as %v", asked.Text)
			}
		}
		events, err := g.ReasonHistory(ctx, l.ID, "", 50)
		var did []string
		for _, e := range events {
			did = append(did, e.What+" "+e.Code+" "+e.Label)
		}
		if want := []string{"rephrased  Please tell us more in your own words.", "rephrased  Quelle est la raison principale de votre réponse ?", "renamed  Main reason"}; err != nil || !slices.Equal(did, want) {
			t.Errorf("%q %v", did, err)
		}
	})
}
