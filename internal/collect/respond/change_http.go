package respond

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// isChange tells whether a request is of a change, of which every page says so.
func isChange(r *http.Request) bool { return r.PathValue("change") != "" }

func changeAddress(slug, secret string) string {
	return "/s/" + url.PathEscape(slug) + "/change/" + url.PathEscape(secret)
}

// givenPage is an answer that was sent, as its giver sees it.
type givenPage struct {
	frame
	Pages    []saidPage
	Until    string
	Action   template.URL // of the form that leads on, "" for none
	Code     string       // receipt that goes along
	Go, Verb string
}

// visited is the last page for whoever comes back: by a personal link what was answered,
// with what can still be done; by an open one that it is over, since others may use the
// same browser.
func (s *Service) visited(w http.ResponseWriter, r *http.Request, a *Answering, asked measure.AskedSurvey) {
	if isAnonymous(asked) || a.Outcome != questionnaire.OutcomeComplete {
		s.over(w, r, a, asked, "")
		return
	}
	g, err := s.givenBy(r.Context(), a.ResponseID)
	var why lasting
	if err == nil {
		why, err = s.mayBeChanged(r.Context(), &g)
	}
	switch {
	case err != nil:
		s.fail(w, r, err)
	case a.Invitation != "" && g.stands:
		g.Language = a.Language
		f := s.given(r, &g, why)
		if why == mayChange {
			f.Action = template.URL("/s/" + url.PathEscape(asked.Survey.Slug) + "/" + url.PathEscape(r.PathValue("token")) + "?lang=" + url.QueryEscape(a.Language)) //nolint:gosec // escaped
		}
		s.write(w, r, http.StatusOK, "given", f)
	case why == mayChange:
		f := s.ended(r, a, asked)
		f.ByCode = filled(f.W.ByCode, f.W.day(g.until()))
		s.write(w, r, http.StatusOK, "message", f)
	default:
		s.over(w, r, a, asked, "")
	}
}

// filled puts a value into words of the page.
func filled(words, value string) string { return strings.Replace(words, "%s", value, 1) }

// given is the page of an answer as it stands, with whether it can be changed.
func (s *Service) given(r *http.Request, g *given, why lasting) givenPage {
	f := givenPage{frame: s.frame(r, g.Language, g.asked), Go: "change"}
	f.Title, f.Text, f.Verb = f.W.Over, filled(f.W.Sent, f.W.day(g.sentAt)), f.W.Change
	state := questionnaire.State{Answers: g.Answers, Seed: uint64(g.Seed), Language: g.Language, Hidden: g.Hidden, Contact: g.Contact} //nolint:gosec // bits of a seed
	g.met.Into(&state)
	f.Pages = saidPages(g.asked.Flow.Walk(state), f.W)
	f.Until = map[lasting]string{mayChange: filled(f.W.Until, f.W.day(g.until())), notOffered: f.W.Never, tooLate: f.W.Late, overNow: f.W.Shut}[why]
	return f
}

// changeMine begins to change what was sent by a personal link.
func (s *Service) changeMine(w http.ResponseWriter, r *http.Request) {
	a, _, err := s.At(r.Context(), r.PathValue("slug"), r.PathValue("token"))
	if err == nil && (a.Invitation == "" || !a.Ended()) {
		err = fault.NotFound("survey") // by an open link the receipt is asked for
	}
	if err == nil {
		err = s.begins.Allow(web.ClientIP(r.Context()))
	}
	var g given
	if err == nil {
		g, err = s.givenBy(r.Context(), a.ResponseID)
	}
	s.toChange(w, r, &g, byPersonal, err)
}

// toChange begins a change and leads to its first page.
func (s *Service) toChange(w http.ResponseWriter, r *http.Request, g *given, way string, err error) {
	secret := ""
	if err == nil {
		secret, err = s.beginChange(r.Context(), g, way)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	to := changeAddress(g.asked.Survey.Slug, secret)
	if pages := g.asked.Document.Pages; len(pages) > 0 {
		to += "?page=" + url.QueryEscape(pages[0].Code)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// seeByCode shows what was sent to whoever has its receipt, or begins to change it.
func (s *Service) seeByCode(w http.ResponseWriter, r *http.Request, change bool) {
	code := r.PostForm.Get("code")
	g, err := s.byCode(r.Context(), web.ClientIP(r.Context()), code)
	if change {
		s.toChange(w, r, &g, byCode, err)
		return
	}
	var why lasting
	if err == nil {
		why, err = s.mayBeChanged(r.Context(), &g)
	}
	switch {
	case fault.Is(err, fault.CodeNotFound):
		s.receiptPage(w, r, http.StatusNotFound, wordsIn(wanted(r)).NoSee)
	case err != nil:
		s.fail(w, r, err)
	default:
		g.Language = spoken(g.asked.Document, wanted(r))
		f := s.given(r, &g, why)
		if why == mayChange {
			f.Code, f.Action = code, template.URL("/s/"+url.PathEscape(r.PathValue("slug"))+"/receipt?lang="+url.QueryEscape(g.Language)) //nolint:gosec // escaped
		}
		s.write(w, r, http.StatusOK, "given", f)
	}
}

// byCode is what was sent, by its receipt. Of an anonymous answer nothing is found.
func (s *Service) byCode(ctx context.Context, address, code string) (g given, err error) {
	if err := s.receipts.Allow(address); err != nil {
		return g, err
	}
	var id string
	found, err := s.Store.Get(ctx, byReceipt, []any{hashed(plainReceipt(code))}, &id)
	if err == nil && !found {
		err = fault.NotFound("answer")
	}
	if err == nil {
		g, err = s.givenBy(ctx, id)
	}
	if err == nil && !g.stands {
		err = fault.NotFound("answer")
	}
	return g, err
}

func (s *Service) askChange(w http.ResponseWriter, r *http.Request) {
	c, err := s.changeAt(r.Context(), r.PathValue("slug"), r.PathValue("change"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		c.language = spoken(c.asked.Document, lang)
	}
	if c.sent {
		s.changeOver(w, r, &c, isChanged)
		return
	}
	a := c.page()
	view, err := s.View(r.Context(), a, c.asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.page(w, r, http.StatusOK, a, c.asked, view, r.URL.Query().Get("page"), nil, nil)
}

func (s *Service) takeChange(w http.ResponseWriter, r *http.Request) {
	for range tries {
		c, err := s.changeAt(r.Context(), r.PathValue("slug"), r.PathValue("change"))
		if err == nil {
			err = s.changeForm(w, r, &c)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		done, err := s.changePage(w, r, &c)
		if err != nil {
			s.changeFailed(w, r, &c, err)
			return
		}
		if done {
			return
		}
	}
	s.fail(w, r, fault.New(fault.CodeUnavailable, "This page is being sent from elsewhere too. Try again."))
}

// changeFailed shows the page of a change again with what was written, where it could
// not be saved.
func (s *Service) changeFailed(w http.ResponseWriter, r *http.Request, c *changing, err error) {
	a := c.page()
	view, again := s.View(r.Context(), a, c.asked)
	if again != nil || fault.CodeOf(err).Status() < http.StatusInternalServerError || r.PostForm.Get("go") == "anew" {
		s.fail(w, r, err)
		return
	}
	s.Log.ErrorContext(r.Context(), "page of a change was not saved", "error", err)
	words := wordsIn(a.Language)
	s.page(w, r, http.StatusServiceUnavailable, a, c.asked, view, r.PostForm.Get("page"), r.PostForm, []questionnaire.FieldProblem{{Key: "busy", Message: words.Busy + ". " + words.BusyWhy}})
}

// changeForm reads a page of a change. Files stay as they were sent.
func (s *Service) changeForm(w http.ResponseWriter, r *http.Request, c *changing) (err error) {
	switch {
	case r.PostForm != nil: // at the second try
	case inParts(r):
		err = (&uploads{Service: s, preview: true}).multipart(w, r, c.asked, true)
	default:
		err = form(w, r)
	}
	for key, v := range c.answers {
		if fileQuestion(c.asked.Document, key) != nil {
			r.PostForm[questionnaire.FieldName(key)] = slices.Clone(v.Files)
		}
	}
	return err
}

// changePage takes a page of a change; done is false where another tab came between.
func (s *Service) changePage(w http.ResponseWriter, r *http.Request, c *changing) (done bool, err error) {
	how := r.PostForm.Get("go")
	switch {
	case c.sent && how == "keep":
		neverKept(w.Header())
		w.WriteHeader(http.StatusConflict)
		return true, nil
	case c.sent:
		s.changeOver(w, r, c, isChanged)
		return true, nil
	case how == "anew":
		return true, s.changeAnew(w, r, c)
	}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		c.language = spoken(c.asked.Document, lang)
	}
	answers, to := lead(r, c.asked.Flow, c.state(c.answers))
	kept := false
	_, err = s.Store.Write(r.Context(), func(ctx context.Context, tx *record.Tx) error {
		kept, err = keepChange(ctx, tx, c, answers, c.language)
		return err
	})
	if err != nil || !kept {
		return false, err
	}
	c.answers = answers
	if to.end == nil || len(to.problems) > 0 {
		return true, s.changeOn(w, r, c, to)
	}
	what, err := s.sendChange(r.Context(), c, to.end)
	if err != nil {
		return false, err
	}
	s.changeOver(w, r, c, what)
	return true, nil
}

// changeOn shows what comes of a page that is kept.
func (s *Service) changeOn(w http.ResponseWriter, r *http.Request, c *changing, to led) error {
	a, key := c.page(), r.PostForm.Get("page")
	switch {
	case r.PostForm.Get("go") == "keep":
		s.brought(w, r, a, c.asked, key)
	case len(to.problems) > 0:
		view, err := s.View(r.Context(), a, c.asked)
		if err != nil {
			return err
		}
		s.page(w, r, http.StatusUnprocessableEntity, a, c.asked, view, key, r.PostForm, to.problems)
	default:
		http.Redirect(w, r, changeAddress(c.asked.Survey.Slug, r.PathValue("change"))+"?page="+url.QueryEscape(to.next), http.StatusSeeOther)
	}
	return nil
}

// changeAnew goes on with what was written, from the answer as it stands by now.
func (s *Service) changeAnew(w http.ResponseWriter, r *http.Request, c *changing) error {
	_, err := s.Store.Write(r.Context(), func(ctx context.Context, tx *record.Tx) error {
		return rebaseChange(ctx, tx, c.hash, c.revision)
	})
	if err == nil {
		http.Redirect(w, r, changeAddress(c.asked.Survey.Slug, r.PathValue("change"))+"?page="+url.QueryEscape(c.asked.Document.Pages[0].Code), http.StatusSeeOther)
	}
	return err
}

// changeOver says what a change has come to, with the answer as it stands.
func (s *Service) changeOver(w http.ResponseWriter, r *http.Request, c *changing, what became) {
	g, err := s.givenBy(r.Context(), c.ResponseID)
	var why lasting
	if err == nil {
		why, err = s.mayBeChanged(r.Context(), &g)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	g.Language = c.language
	f := s.given(r, &g, why)
	f.Changing = false
	status := http.StatusOK
	anew := template.URL(changeAddress(c.asked.Survey.Slug, r.PathValue("change")) + "?lang=" + url.QueryEscape(c.language)) //nolint:gosec // escaped
	switch what {
	case isChanged:
		f.Title, f.Text = f.W.Changed, f.W.ChangedWhy
	case isSame:
		f.Title, f.Text = f.W.Same, f.W.SameWhy
	case isLate:
		f.Title, f.Text, status = f.W.Meanwhile, f.W.MeanwhileWhy, http.StatusConflict
		f.Action, f.Go, f.Verb = anew, "anew", f.W.GoOn
	case isOut:
		f.Title, f.Text, status = f.W.Out, f.W.OutWhy, http.StatusUnprocessableEntity
		f.Action, f.Go, f.Verb = anew, "anew", f.W.GoOn
	case isClosed:
		f.Title, f.Text, status = f.W.Out, f.Until, http.StatusGone
		f.Until = ""
	}
	s.write(w, r, status, "given", f)
}
