package respond

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
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

// inline is the script without what only people read, to stand in a page with a logo.
var inline = template.JS(regexp.MustCompile(`(?m)^\s+|^\s*//.*\n`).ReplaceAllString(string(pageJS), "")) //nolint:gosec // our own

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
	Inline                                          template.JS // the script itself, beside a logo
	Logo                                            *shownLogo
	Languages                                       []spokenIn
	W                                               *said
	Text, Receipt, Problem, ByCode                  string // of a message
	Foot, Nameless                                  bool
	Test                                            bool         // what is answered is no answer
	Again                                           template.URL // where a test begins anew
	Changing                                        bool         // an answer that was sent
}

type spokenIn struct {
	Code, Name string
	Here       bool
}

// frame is that of a page of what is asked, or of nothing where that has no document.
func (s *Service) frame(r *http.Request, lang string, asked measure.AskedSurvey) frame {
	name, err := s.Organisation(r.Context())
	if err != nil {
		s.Log.WarnContext(r.Context(), "name of the organisation for a survey", "error", err)
	}
	f := frame{Lang: lang, Organisation: name, Nonce: web.Nonce(r.Context()), Slug: asked.Survey.Slug, CSS: template.CSS(pageCSS), Script: script, W: wordsIn(lang), Test: isTest(r), Changing: isChange(r)} //nolint:gosec // our own
	if d := asked.Document; d != nil {
		s.wear(r, &f, lang, asked)
		f.Contact, f.Foot = d.Settings.Contact, true
		for _, l := range d.Languages {
			f.Languages = append(f.Languages, spokenIn{l, nameOf(l), l == lang})
		}
	}
	return f
}

// scripted is the nonce of a page in which the script stands, "" for another.
func (f frame) scripted() string {
	if f.Inline == "" {
		return ""
	}
	return f.Nonce
}

// bare is the frame of a page of no questionnaire, in a language of the page itself,
// and in the colours of the survey that the address names.
func (s *Service) bare(r *http.Request, slug string) frame {
	f := s.frame(r, wanted(r), measure.AskedSurvey{Survey: measure.Survey{Slug: slug}})
	f.Lang = map[bool]string{true: "fr", false: "en"}[f.W == &french]
	if asked, err := s.Measure.AskedBySlug(r.Context(), r.PathValue("slug")); err == nil {
		s.wear(r, &f, f.Lang, asked)
	}
	return f
}

// wear gives a page the colours and the logo of what is asked.
func (s *Service) wear(r *http.Request, f *frame, lang string, asked measure.AskedSurvey) {
	f.Logo = s.logoOf(r, lang, asked)
	ink := ""
	if f.Logo != nil {
		ink, f.Inline = f.Logo.Ink, inline
	}
	f.CSS = s.dressed(asked.Document.Settings.Theme, ink)
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
		s.unwritten(w, r, err)
		return
	}
	s.sendPage(w, r, status, data, out.Bytes())
}

// unwritten says that a page could not be made.
func (s *Service) unwritten(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.ErrorContext(r.Context(), "page of a survey", "error", err)
	http.Error(w, "Something went wrong. Try again.", http.StatusInternalServerError)
}

// sendPage sends a page that was made of data.
func (s *Service) sendPage(w http.ResponseWriter, r *http.Request, status int, data any, page []byte) {
	if shown, is := data.(interface{ scripted() string }); is && shown.scripted() != "" {
		allowScript(w.Header(), shown.scripted())
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	neverKept(w.Header())
	send(w, r, status, page)
}

// neverKept has a page stand in no store, and its address in no log of another site.
func neverKept(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
}

// packers are kept, as a new one takes about a megabyte.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

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
	small := packers.Get().(*gzip.Writer) //nolint:errcheck // nothing else is put there
	defer packers.Put(small)
	small.Reset(w)
	_, _ = small.Write(body)
	_ = small.Close()
}

// fail says that there is nothing here, that it is closed, or that it did not work.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := s.bare(r, "")
	status := fault.CodeOf(err).Status()
	switch fault.CodeOf(err) {
	case fault.CodeNotFound:
		f.Title, f.Text = f.W.Gone, f.W.GoneWhy
	case fault.CodeConflict:
		f.Title, f.Text = f.W.Closed, f.W.ClosedWhy
		if r.Method == http.MethodPost && r.PathValue("token") != "" {
			f.Text = f.W.ClosedSent
		}
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
