package respond

import (
	"net/http"
	"net/url"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// most is how large a page may be that is sent, in bytes.
const most = 1 << 20

// Register adds the pages to the server: /s/SLUG begins, /s/SLUG/TOKEN goes on,
// /s/SLUG/receipt takes an answer back, or leads to /s/SLUG/change/SECRET;
// /s/SLUG/logo/ID is a picture; /s/SLUG/test/LINK is a test; /preview/ID walks through
// a draft.
func (s *Service) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /s/{slug}", s.framed(s.intro))
	mux.HandleFunc("GET /s/page.js", sendScript)
	mux.HandleFunc("POST /s/{slug}", s.framed(s.begin))
	mux.HandleFunc("GET /s/{slug}/i/{token}", s.introInvited)
	mux.HandleFunc("POST /s/{slug}/i/{token}", s.beginInvited)
	mux.HandleFunc("GET /s/{slug}/{token}", s.framed(s.ask))
	mux.HandleFunc("POST /s/{slug}/{token}", s.framed(s.take))
	mux.HandleFunc("GET /s/{slug}/change/{change}", s.askChange)
	mux.HandleFunc("POST /s/{slug}/change/{change}", s.takeChange)
	mux.HandleFunc("GET /s/{slug}/test/{link}", s.introTest)
	mux.HandleFunc("POST /s/{slug}/test/{link}", s.beginTest)
	mux.HandleFunc("GET /s/{slug}/test/{link}/{token}", s.askTest)
	mux.HandleFunc("POST /s/{slug}/test/{link}/{token}", s.takeTest)
	mux.HandleFunc("GET /s/{slug}/logo/{logo}", s.sendLogo)
	mux.HandleFunc("GET /preview/{id}", s.preview)
	mux.HandleFunc("POST /preview/{id}", s.preview)
	mux.HandleFunc("GET /s/{slug}/receipt", s.framed(s.askReceipt))
	mux.HandleFunc("POST /s/{slug}/receipt", s.framed(s.takeReceipt))
}

// form reads a form that is not too large.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		return fault.Newf(fault.CodeInvalid, "This could not be read.").Because(err)
	}
	return nil
}

func (s *Service) ask(w http.ResponseWriter, r *http.Request) {
	a, asked, err := s.At(r.Context(), r.PathValue("slug"), r.PathValue("token"))
	if err == nil && !a.Ended() {
		err = open(asked.Survey)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		a.Language = spoken(asked.Document, lang)
	}
	if a.Ended() {
		s.visited(w, r, &a, asked)
		return
	}
	view, err := s.View(r.Context(), &a, asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if turnedAway(view) != nil {
		s.turnAway(w, r)
		return
	}
	page := r.URL.Query().Get("page")
	s.page(w, r, http.StatusOK, &a, asked, view, page, chosenAhead(r, &a, asked, page), nil)
}

func (s *Service) take(w http.ResponseWriter, r *http.Request) {
	slug, token := r.PathValue("slug"), r.PathValue("token")
	u, err := s.formOf(w, r)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	key, how := u.values.Get("page"), u.values.Get("go")
	if how == "change" {
		s.changeMine(w, r)
		return
	}
	a, sent, err := s.Send(r.Context(), slug, token, Post{
		Page: key, Input: u.values, Whole: u.values.Get("whole") != "", Back: how == "back" || how == "keep", Keep: how == "keep", Language: r.URL.Query().Get("lang"), files: u.files, problems: u.problems,
	})
	if !sent.took {
		u.drop(r.Context())
	}
	if how == "keep" && (err != nil || !a.whole || a.Ended()) {
		neverKept(w.Header())
		if err == nil && !a.Ended() {
			sayLast(w, sent.last)
		}
		w.WriteHeader(keptAs(&a, err))
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	asked, err := s.Measure.AskedVersion(r.Context(), a.SurveyID, a.Number)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if how == "keep" {
		s.brought(w, r, &a, asked, key)
		return
	}
	a.whole = false // what is shown next is cut, with the rest of it beside
	if a.Ended() {
		s.over(w, r, &a, asked, sent.Receipt)
		return
	}
	if len(sent.Problems) > 0 {
		view, err := s.View(r.Context(), &a, asked)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.page(w, r, http.StatusUnprocessableEntity, &a, asked, view, key, r.PostForm, sent.Problems)
		return
	}
	http.Redirect(w, r, "/s/"+url.PathEscape(slug)+"/"+token+"?page="+url.QueryEscape(sent.Next), http.StatusSeeOther)
}

// keptAs is the status of a page that is only kept: 204; 410 where the survey is
// closed, 409 where somebody has ended it elsewhere.
func keptAs(a *Answering, err error) int {
	switch {
	case fault.Is(err, fault.CodeConflict):
		return http.StatusGone
	case err != nil:
		return fault.CodeOf(err).Status()
	case a.Ended():
		return http.StatusConflict
	}
	return http.StatusNoContent
}

// failed shows the page again with what was written, where it could not be saved.
func (s *Service) failed(w http.ResponseWriter, r *http.Request, err error) {
	if fault.CodeOf(err).Status() < http.StatusInternalServerError {
		s.fail(w, r, err)
		return
	}
	a, asked, again := s.At(r.Context(), r.PathValue("slug"), r.PathValue("token"))
	if again != nil || a.Ended() {
		s.fail(w, r, err)
		return
	}
	view, again := s.View(r.Context(), &a, asked)
	if again != nil {
		s.fail(w, r, err)
		return
	}
	s.Log.ErrorContext(r.Context(), "page of a survey was not saved", "error", err)
	words := wordsIn(a.Language)
	s.page(w, r, http.StatusServiceUnavailable, &a, asked, view, r.PostForm.Get("page"), r.PostForm, []questionnaire.FieldProblem{{Key: "busy", Message: words.Busy + ". " + words.BusyWhy}})
}
