package respond

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/web"
)

func (s *Service) intro(w http.ResponseWriter, r *http.Request) {
	asked, err := s.Measure.AskedBySlug(r.Context(), r.PathValue("slug"))
	if err == nil {
		err = open(asked.Survey)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.welcome(w, r, asked, wanted(r), "/s/"+asked.Survey.Slug)
}

// welcome shows what somebody reads before they begin, which a form sent to an
// address does, with what is asked of them before.
func (s *Service) welcome(w http.ResponseWriter, r *http.Request, asked measure.AskedSurvey, wants, action string, fields ...field) {
	d := asked.Document
	lang := spoken(d, wants)
	f := s.frame(r, lang, asked)
	f.Title = d.Title.In(lang, d.Base())
	query := r.URL.Query()
	query.Del("lang")
	if len(query) > 0 {
		f.PageQuery = template.URL("&" + query.Encode()) //nolint:gosec // encoded
	}
	query.Set("lang", lang)
	s.write(w, r, http.StatusOK, "intro", struct {
		frame
		About  []aboutLine
		Fields []field
		Action template.URL
	}{f, ahead(r, d, about(d, lang, f.W), f.W), fields, template.URL(action + "?" + query.Encode())}) //nolint:gosec // encoded, of letters that stand in addresses
}

// ahead says in front of them all which score was chosen in the mail.
func ahead(r *http.Request, d *questionnaire.Document, lines []aboutLine, w *said) []aboutLine {
	score, is := scoreIn(r)
	if q := outreach.FirstScale(d); !is || q == nil || score < q.Scale.Min || score > q.Scale.Max() {
		return lines
	}
	return append([]aboutLine{{w.Chosen, strconv.Itoa(score)}}, lines...)
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
		{w.After, in(d.Settings.After)}, {w.Since, in(d.Settings.Since)}, {w.Sees, w.Consent[string(d.Settings.Consent)]}, {w.Told, toldOf(d, lang, w)},
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
	token, err := s.Begin(r.Context(), web.ClientIP(r.Context()), slug, wanted(r), linkValues(r), cameBy(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/s/"+url.PathEscape(slug)+"/"+token, http.StatusSeeOther)
}
