package respond

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS []byte

// script is the address of page.js, another one whenever it changes.
var script = "/s/page.js?" + hashed(string(pageJS))[:12]

var pages = template.Must(template.New("").Parse(strings.ReplaceAll(pageHTML, "\n", "")))

// most is how large a page may be that is sent, in bytes.
const most = 1 << 20

// Register adds the pages to the server: /s/SLUG begins, /s/SLUG/TOKEN goes on,
// /s/SLUG/receipt takes an answer back; /preview/ID
// walks through a draft.
func (s *Service) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /s/{slug}", s.intro)
	mux.HandleFunc("GET /s/page.js", sendScript)
	mux.HandleFunc("POST /s/{slug}", s.begin)
	mux.HandleFunc("GET /s/{slug}/{token}", s.ask)
	mux.HandleFunc("POST /s/{slug}/{token}", s.take)
	mux.HandleFunc("GET /preview/{id}", s.preview)
	mux.HandleFunc("POST /preview/{id}", s.preview)
	mux.HandleFunc("GET /s/{slug}/receipt", s.askReceipt)
	mux.HandleFunc("POST /s/{slug}/receipt", s.takeReceipt)
}

// sendScript sends what makes the page lighter; no survey has a point in its link.
func sendScript(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	send(w, r, http.StatusOK, pageJS)
}

// frame is what every page shows.
type frame struct {
	Lang, Title, Organisation, Nonce, Slug, Contact string
	CSS                                             template.CSS
	PageQuery                                       template.URL
	Script                                          string
	Languages                                       []spokenIn
	W                                               *said
	Text, Receipt, Problem                          string // of a message
	Foot                                            bool
}

type spokenIn struct {
	Code, Name string
	Here       bool
}

func (s *Service) frame(r *http.Request, lang, slug string, d *questionnaire.Document) frame {
	name, err := s.Organisation(r.Context())
	if err != nil {
		s.Log.WarnContext(r.Context(), "name of the organisation for a survey", "error", err)
	}
	f := frame{Lang: lang, Organisation: name, Nonce: web.Nonce(r.Context()), Slug: slug, CSS: template.CSS(pageCSS), Script: script, W: wordsIn(lang)} //nolint:gosec // our own
	if d != nil {
		f.Contact, f.Foot = d.Settings.Contact, true
		for _, l := range d.Languages {
			f.Languages = append(f.Languages, spokenIn{l, nameOf(l), l == lang})
		}
	}
	return f
}

// nameOf is what a language calls itself.
func nameOf(code string) string {
	tag, err := language.Parse(code)
	if name := display.Self.Name(tag); err == nil && name != "" {
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return code
}

// wanted is the language that a request asks for.
func wanted(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return lang
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return ""
	}
	return tags[0].String()
}

func (s *Service) write(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		s.Log.ErrorContext(r.Context(), "page of a survey", "error", err)
		http.Error(w, "Something went wrong. Try again.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	send(w, r, status, out.Bytes())
}

// send sends a body, compressed where the browser reads it so.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Vary", "Accept-Encoding")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_, _ = w.Write(body) // the browser may be gone
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	small := gzip.NewWriter(w)
	_, _ = small.Write(body)
	_ = small.Close()
}

// fail says that there is nothing here, that it is closed, or that it did not work.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := s.frame(r, wanted(r), "", nil)
	f.Lang = map[bool]string{true: "fr", false: "en"}[f.W == &french]
	status := fault.CodeOf(err).Status()
	switch fault.CodeOf(err) {
	case fault.CodeNotFound:
		f.Title, f.Text = f.W.Gone, f.W.GoneWhy
	case fault.CodeConflict:
		f.Title, f.Text = f.W.Closed, f.W.ClosedWhy
		status = http.StatusGone
	case fault.CodeInvalid:
		f.Title, f.Text = f.W.Unready, f.W.UnreadyWhy
	default:
		if status >= http.StatusInternalServerError {
			s.Log.ErrorContext(r.Context(), "survey", "error", err)
		}
		f.Title, f.Text = f.W.Later, f.W.LaterWhy
	}
	s.write(w, r, status, "message", f)
}

func (s *Service) intro(w http.ResponseWriter, r *http.Request) {
	asked, err := s.Measure.AskedBySlug(r.Context(), r.PathValue("slug"))
	if err == nil {
		err = open(asked.Survey)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d := asked.Document
	lang := spoken(d, wanted(r))
	f := s.frame(r, lang, asked.Survey.Slug, d)
	f.Title = d.Title.In(lang, d.Base())
	query := r.URL.Query()
	query.Del("lang")
	if len(query) > 0 {
		f.PageQuery = template.URL("&" + query.Encode()) //nolint:gosec // encoded
	}
	query.Set("lang", lang)
	s.write(w, r, http.StatusOK, "intro", struct {
		frame
		About []aboutLine
		Query template.URL
	}{f, about(d, lang, f.W), template.URL(query.Encode())}) //nolint:gosec // encoded
}

type aboutLine struct{ Term, Text string }

// about is what somebody reads before they begin.
func about(d *questionnaire.Document, lang string, w *said) []aboutLine {
	in := func(words questionnaire.Words) string { return words.In(lang, d.Base()) }
	n := 0
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			if q.Kind != questionnaire.KindBlock {
				n++
			}
		}
	}
	minutes := int(math.Ceil(questionnaire.Minutes(d, lang)))
	all := []aboutLine{
		{w.Who, in(d.Settings.Who)}, {w.Why, in(d.Settings.Why)},
		{w.Long, counted(w.Questions, n) + ", " + counted(w.Minutes, minutes) + "."},
		{w.After, in(d.Settings.After)}, {w.Sees, w.Consent[string(d.Settings.Consent)]},
		{w.Privacy, in(d.Settings.Privacy)}, {w.Controller, d.Settings.Controller},
	}
	out := all[:0]
	for _, line := range all {
		if line.Text != "" {
			out = append(out, line)
		}
	}
	return out
}

func counted(words [2]string, n int) string {
	if n <= 1 {
		return words[0]
	}
	return fmt.Sprintf(words[1], n)
}

func (s *Service) begin(w http.ResponseWriter, r *http.Request) {
	slug := r.PathValue("slug")
	if err := form(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	if r.PostForm.Get("website") != "" { // people do not see this field
		http.Redirect(w, r, "/s/"+url.PathEscape(slug), http.StatusSeeOther)
		return
	}
	hidden := map[string]string{}
	for name, v := range r.URL.Query() {
		hidden[name] = v[0]
	}
	token, err := s.Begin(r.Context(), web.ClientIP(r.Context()), slug, wanted(r), hidden)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/s/"+url.PathEscape(slug)+"/"+token, http.StatusSeeOther)
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
		s.over(w, r, &a, asked, "")
		return
	}
	view, err := s.View(r.Context(), &a, asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.page(w, r, http.StatusOK, &a, asked, view, r.URL.Query().Get("page"), nil, nil)
}

// over is the last page.
func (s *Service) over(w http.ResponseWriter, r *http.Request, a *Answering, asked measure.AskedSurvey, receipt string) {
	d := asked.Document
	f := s.frame(r, a.Language, asked.Survey.Slug, d)
	f.Title, f.Text = f.W.Over, f.W.OverWhy
	for _, e := range d.Ends {
		if e.Code == a.EndedAs {
			f.Title, f.Text = e.Title.In(a.Language, d.Base()), e.Text.In(a.Language, d.Base())
		}
	}
	if receipt != "" {
		f.Receipt = spacedReceipt(receipt)
	}
	s.write(w, r, http.StatusOK, "message", f)
}

type pageData struct {
	frame
	Key, Part, Heading, State string
	Action                    template.URL
	Share                     int
	Progress, Last, Back      bool
	Fields                    []field
	Problems                  []wrong
}

// page asks a page: the one named, else the first of which nothing is answered.
func (s *Service) page(w http.ResponseWriter, r *http.Request, status int, a *Answering, asked measure.AskedSurvey, view questionnaire.View, key string, sent url.Values, problems []questionnaire.FieldProblem) {
	at := placeOf(view, key)
	if at < 0 {
		s.over(w, r, a, asked, "")
		return
	}
	p := view.Pages[at]
	data := pageData{
		frame: s.frame(r, a.Language, asked.Survey.Slug, asked.Document), Key: p.Key, Share: int(100 * p.Progress),
		Progress: asked.Document.Settings.Progress, Last: at == len(view.Pages)-1, Back: at > 0 && asked.Document.Settings.Back,
	}
	data.Action, data.State = previewState(r, a)
	data.PageQuery = template.URL("&page=" + url.QueryEscape(p.Key)) //nolint:gosec // encoded
	data.Part = fmt.Sprintf(data.W.Part, at+1, len(view.Pages))
	data.Heading = p.Title
	if data.Heading == "" {
		data.Heading = view.Title
	}
	data.Title = data.Heading + " · " + view.Title
	if p.Key != key && key != "" && sent != nil { // it is not asked any more
		sent, problems = nil, []questionnaire.FieldProblem{{Key: "page"}}
	}
	for _, q := range p.Questions {
		f := newField(q, data.W, sent, problems)
		data.Fields = append(data.Fields, f)
		data.Problems = append(data.Problems, f.Wrong...)
	}
	for _, p := range problems {
		if p.Question == "" {
			data.Problems = append(data.Problems, wrong{Text: data.W.problem(p)})
		}
	}
	s.write(w, r, status, "page", data)
}

// placeOf is the place of a page by its key; of "" or one that is not on the way
// it is the first page of which nothing is answered, or the last.
func placeOf(view questionnaire.View, key string) int {
	for i, p := range view.Pages {
		if p.Key == key {
			return i
		}
	}
	for i, p := range view.Pages {
		answered := false
		for _, q := range p.Questions {
			answered = answered || q.Answer != nil
		}
		if !answered {
			return i
		}
	}
	return len(view.Pages) - 1
}

func (s *Service) take(w http.ResponseWriter, r *http.Request) {
	if err := form(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	slug, token, key := r.PathValue("slug"), r.PathValue("token"), r.PostForm.Get("page")
	how := r.PostForm.Get("go")
	a, sent, err := s.Send(r.Context(), slug, token, key, r.PostForm, how == "back" || how == "keep", r.URL.Query().Get("lang"))
	if how == "keep" {
		w.WriteHeader(map[bool]int{true: http.StatusNoContent, false: fault.CodeOf(err).Status()}[err == nil])
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

func (s *Service) askReceipt(w http.ResponseWriter, r *http.Request) {
	s.receiptPage(w, r, http.StatusOK, "")
}

func (s *Service) receiptPage(w http.ResponseWriter, r *http.Request, status int, problem string) {
	f := s.frame(r, wanted(r), r.PathValue("slug"), nil)
	f.Lang = map[bool]string{true: "fr", false: "en"}[f.W == &french]
	f.Title, f.Problem = f.W.Withdraw, problem
	s.write(w, r, status, "receipt", f)
}

func (s *Service) takeReceipt(w http.ResponseWriter, r *http.Request) {
	if err := form(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	words := wordsIn(wanted(r))
	err := s.Withdraw(r.Context(), web.ClientIP(r.Context()), r.PostForm.Get("code"))
	switch {
	case fault.Is(err, fault.CodeNotFound):
		s.receiptPage(w, r, http.StatusNotFound, words.NoReceipt)
	case err != nil:
		s.fail(w, r, err)
	default:
		f := s.frame(r, wanted(r), r.PathValue("slug"), nil)
		f.Lang = map[bool]string{true: "fr", false: "en"}[f.W == &french]
		f.Title = f.W.Withdrew
		s.write(w, r, http.StatusOK, "message", f)
	}
}
