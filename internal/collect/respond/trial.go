package respond

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
)

// A test goes the way of an answering, on the same pages, and is kept by package trial:
// it never is an answering, so that it cannot become an answer.

// isTest tells whether a request is of a test, of which every page says so.
func isTest(r *http.Request) bool { return r.PathValue("link") != "" }

// testAddress is where the test link of a request leads.
func testAddress(r *http.Request) string {
	return "/s/" + url.PathEscape(r.PathValue("slug")) + "/test/" + url.PathEscape(r.PathValue("link"))
}

func (s *Service) introTest(w http.ResponseWriter, r *http.Request) {
	asked, err := s.Trial.ByLink(r.Context(), r.PathValue("slug"), r.PathValue("link"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	places, err := s.Trial.Places(r.Context(), asked.AskedSurvey, questionnaire.MaxLoop)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.welcome(w, r, asked.AskedSurvey, wanted(r), testAddress(r), usedField(asked.Document, wanted(r), places)...)
}

func (s *Service) beginTest(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	var asked trial.Asked
	if err == nil {
		err = s.begins.Allow(web.ClientIP(r.Context()))
	}
	if err == nil {
		asked, err = s.Trial.ByLink(r.Context(), r.PathValue("slug"), r.PathValue("link"))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	token := ""
	places, err := s.Trial.Places(r.Context(), asked.AskedSurvey, questionnaire.MaxLoop)
	if err == nil {
		token, err = s.Trial.Begin(r.Context(), asked, spoken(asked.Document, wanted(r)), ofLink(asked.Document, linkValues(r)), trial.Chosen(places, r.PostForm["used"]))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, testAddress(r)+"/"+token, http.StatusSeeOther)
}

// usedField asks which touchpoints the invented guest used, where a page is shown for each.
func usedField(d *questionnaire.Document, wants string, places questionnaire.Met) []field {
	if !d.LoopsOverTouchpoints() {
		return nil
	}
	words := wordsIn(spoken(d, wants))
	q := questionnaire.QuestionView{Code: "used", Key: "used", Name: "used", Kind: questionnaire.KindChoices, Text: words.Used, Hint: words.UsedWhy}
	for _, at := range places {
		q.Options = append(q.Options, questionnaire.OptionView{Code: at.ID, Text: at.Name})
	}
	if len(places) == 0 {
		q.Kind, q.Text = questionnaire.KindBlock, words.UsedNone
	}
	return []field{newField(q, words, nil, nil)}
}

// ofLink are the values of a link that a questionnaire knows.
func ofLink(d *questionnaire.Document, values map[string]string) map[string]string {
	out := map[string]string{}
	for _, h := range d.Hidden {
		if v := strings.TrimSpace(values[h.Code]); h.From == questionnaire.HiddenLink && v != "" && len(v) <= mostHidden {
			out[h.Code] = strings.ToValidUTF8(v, "")
		}
	}
	return out
}

// linkValues are the values of the link of a request.
func linkValues(r *http.Request) map[string]string {
	out := map[string]string{}
	for name, v := range r.URL.Query() {
		out[name] = v[0]
	}
	return out
}

// tested is a test on a page of its own.
type tested struct {
	trial.Test
	asked measure.AskedSurvey
}

func (s *Service) testAt(r *http.Request) (tested, error) {
	t, asked, err := s.Trial.At(r.Context(), r.PathValue("slug"), r.PathValue("link"), r.PathValue("token"))
	return tested{t, asked}, err
}

// answering is the test as the pages know it: without a response, as in a preview.
func (t *tested) answering() *Answering {
	return &Answering{Seed: t.Seed, met: t.Met, Language: t.Language, Hidden: t.Hidden, Answers: t.Answers, Outcome: t.Outcome, EndedAs: t.EndedAs}
}

func (s *Service) askTest(w http.ResponseWriter, r *http.Request) {
	t, err := s.testAt(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a := t.answering()
	if lang := r.URL.Query().Get("lang"); lang != "" {
		a.Language = spoken(t.asked.Document, lang)
	}
	if a.Ended() {
		s.over(w, r, a, t.asked, "")
		return
	}
	view, err := s.View(r.Context(), a, t.asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.page(w, r, http.StatusOK, a, t.asked, view, r.URL.Query().Get("page"), nil, nil)
}

func (s *Service) takeTest(w http.ResponseWriter, r *http.Request) {
	for range tries {
		t, err := s.testAt(r)
		if err == nil {
			err = s.testForm(w, r, &t)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if t.Outcome != "" && r.PostForm.Get("go") == "keep" {
			neverKept(w.Header())
			w.WriteHeader(http.StatusConflict)
			return
		}
		if t.Outcome != "" {
			s.over(w, r, t.answering(), t.asked, "")
			return
		}
		was := t.Answers
		to := t.take(r)
		kept, err := s.Trial.Keep(r.Context(), &t.Test, was)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if kept {
			s.testTaken(w, r, &t, to)
			return
		}
	}
	s.fail(w, r, fault.New(fault.CodeUnavailable, "This page is being sent from elsewhere too. Try again."))
}

// testForm reads a page of a test. Its files are looked at, and not kept.
func (s *Service) testForm(w http.ResponseWriter, r *http.Request, t *tested) error {
	switch {
	case r.PostForm != nil: // at the second try
		return nil
	case inParts(r):
		return (&uploads{Service: s, preview: true}).multipart(w, r, t.asked, t.Outcome != "")
	}
	return form(w, r)
}

// led is where a page leads that is no page of an answering.
type led struct {
	next     string
	problems []questionnaire.FieldProblem
	end      *questionnaire.EndView
}

// lead decides a page that was sent: what is answered now, and what comes.
func lead(r *http.Request, flow *questionnaire.Flow, state questionnaire.State) (answers questionnaire.Answers, out led) {
	key, how := r.PostForm.Get("page"), r.PostForm.Get("go")
	state.Whole = r.PostForm.Get("whole") != ""
	answers, out.problems = flow.Accept(state, key, r.PostForm)
	state.Answers = answers
	view := flow.Walk(state)
	if how == "back" || how == "keep" {
		return answers, led{next: before(view, key)}
	}
	if state.Whole && len(out.problems) == 0 {
		out.problems = unseen(view, Post{Page: key, Input: r.PostForm})
	}
	if len(out.problems) == 0 {
		out.next, out.end = view.Next(key)
	}
	return answers, out
}

// take decides a page that was sent: what is answered now, and what comes.
func (t *tested) take(r *http.Request) (out led) {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		t.Language = spoken(t.asked.Document, lang)
	}
	t.Answers, out = lead(r, t.asked.Flow, t.State())
	if out.end != nil {
		t.Outcome, t.EndedAs = outcomeOf(out.end), out.end.Code
	}
	return out
}

// testTaken shows what comes of a page that is kept.
func (s *Service) testTaken(w http.ResponseWriter, r *http.Request, t *tested, to led) {
	a, key := t.answering(), r.PostForm.Get("page")
	switch {
	case r.PostForm.Get("go") == "keep":
		s.brought(w, r, a, t.asked, key)
	case a.Ended():
		s.over(w, r, a, t.asked, "")
	case len(to.problems) > 0:
		view, err := s.View(r.Context(), a, t.asked)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.page(w, r, http.StatusUnprocessableEntity, a, t.asked, view, key, r.PostForm, to.problems)
	default:
		http.Redirect(w, r, testAddress(r)+"/"+url.PathEscape(r.PathValue("token"))+"?page="+url.QueryEscape(to.next), http.StatusSeeOther)
	}
}
