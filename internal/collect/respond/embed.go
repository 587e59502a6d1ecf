package respond

import (
	"net/http"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// framed lets the sites that a survey names show its pages in a frame; all else of this
// house stands in none. What is closed or over is shown there too. A browser that says
// that it asks for no frame needs no look.
func (s *Service) framed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if dest := r.Header.Get("Sec-Fetch-Dest"); dest == "" || dest == "iframe" || dest == "frame" {
			asked, err := s.Measure.AskedBySlug(r.Context(), r.PathValue("slug"))
			if err == nil {
				allow(w.Header(), asked.Document)
			}
		}
		next(w, r)
	}
}

func allow(h http.Header, d *questionnaire.Document) {
	if len(d.Settings.Frames) == 0 {
		return
	}
	ancestors := "frame-ancestors " + strings.Join(d.Settings.Frames, " ")
	policy := h.Get("Content-Security-Policy")
	if strings.Contains(policy, "frame-ancestors 'none'") {
		policy = strings.Replace(policy, "frame-ancestors 'none'", ancestors, 1)
	} else {
		policy = ancestors // where no guard stands before
	}
	h.Set("Content-Security-Policy", policy)
	h.Del("X-Frame-Options") // it knows of no list
}

// cameBy tells by which way a request came: in a page of another site, or not.
func cameBy(r *http.Request) string {
	if dest := r.Header.Get("Sec-Fetch-Dest"); dest == "iframe" || dest == "frame" {
		return "embedded"
	}
	return ""
}
