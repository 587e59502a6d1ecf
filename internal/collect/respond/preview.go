package respond

import (
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// previewSeed makes what comes in random order the same at every look.
const previewSeed = 1

// preview shows a draft to whoever may read it, as a customer would meet it. It is
// walked through as the real one is, and keeps nothing: what was answered goes
// along in the page. It may stand in a frame of this house.
func (s *Service) preview(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	h.Set("X-Frame-Options", "SAMEORIGIN")
	asked, err := s.Measure.Preview(r.Context(), r.PathValue("id"))
	if err == nil && inParts(r) {
		err = (&uploads{Service: s, preview: true}).multipart(w, r, asked, false)
	} else if err == nil {
		err = form(w, r)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a := Answering{Seed: previewSeed, Language: spoken(asked.Document, wanted(r)), Answers: questionnaire.Answers{}}
	if sent := r.PostForm.Get("state"); sent != "" {
		if a.Answers, err = questionnaire.DecodeAnswers([]byte(sent)); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.previewPage(w, r, &a, asked)
}

func (s *Service) previewPage(w http.ResponseWriter, r *http.Request, a *Answering, asked measure.AskedSurvey) {
	key, sent := r.PostForm.Get("page"), r.PostForm
	state := questionnaire.State{Answers: a.Answers, Seed: previewSeed, Language: a.Language, Whole: sent.Get("whole") != ""}
	met, err := s.metForPreview(r.Context(), asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	met.Into(&state)
	var problems []questionnaire.FieldProblem
	var view questionnaire.View
	if r.Method == http.MethodPost {
		back := sent.Get("go") == "back"
		a.Answers, problems = asked.Flow.Accept(state, key, sent)
		state.Answers = a.Answers
		view = asked.Flow.Walk(state)
		if state.Whole && !back && len(problems) == 0 {
			problems = unseen(view, Post{Page: key, Input: sent})
		}
		switch {
		case sent.Get("go") == "keep":
			s.brought(w, r, a, asked, key)
			return
		case back:
			key, problems = before(view, key), nil
		case len(problems) == 0:
			next, end := view.Next(key)
			if end != nil {
				a.EndedAs = end.Code
				s.over(w, r, a, asked, "")
				return
			}
			key = next
		}
	} else {
		view = asked.Flow.Walk(state)
		key = r.URL.Query().Get("page")
	}
	if key == "" && len(view.Pages) > 0 {
		key = view.Pages[0].Key
	}
	if len(problems) == 0 {
		sent = nil
	}
	if state.Whole {
		state.Whole = false
		view = asked.Flow.Walk(state)
	}
	s.page(w, r, http.StatusOK, a, asked, view, key, sent, problems)
}

// previewState is what goes along in the page of a preview: what was answered.
func previewState(r *http.Request, a *Answering) (action template.URL, state string) {
	if isChange(r) {
		return template.URL(changeAddress(r.PathValue("slug"), r.PathValue("change"))), "" //nolint:gosec // escaped
	}
	if isTest(r) {
		return template.URL(testAddress(r) + "/" + url.PathEscape(r.PathValue("token"))), "" //nolint:gosec // escaped
	}
	if !strings.HasPrefix(r.URL.Path, "/preview/") {
		return template.URL("/s/" + url.PathEscape(r.PathValue("slug")) + "/" + url.PathEscape(r.PathValue("token"))), "" //nolint:gosec // escaped
	}
	raw, err := json.Marshal(a.Answers)
	if err != nil {
		return "", "{}"
	}
	return template.URL("/preview/" + url.PathEscape(r.PathValue("id"))), string(raw) //nolint:gosec // escaped
}
