package respond

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// shownLogo is the logo at the head of a page.
type shownLogo struct {
	Src           template.URL
	Alt, Ink      string
	Width, Height int // CSS pixels
}

// logoOf is the logo of what is asked, nil for none. Beside the page it is the one thing
// more that a browser asks for (the script stands in the page then); in a preview and
// a test, where nothing is published, it stands in the page.
func (s *Service) logoOf(r *http.Request, lang string, asked measure.AskedSurvey) *shownLogo {
	theme := asked.Document.Settings.Theme
	if theme.LogoID == "" {
		return nil
	}
	out := &shownLogo{Alt: theme.LogoAlt.In(lang, asked.Document.Base())}
	l := asked.Logo
	if l != nil {
		out.Src = template.URL("/s/" + url.PathEscape(asked.Survey.Slug) + "/logo/" + l.ID) //nolint:gosec // escaped
	} else {
		found, content, err := s.Measure.TestedLogo(r.Context(), asked.Survey.ID, theme.LogoID)
		if err != nil {
			return nil // a draft may name what is not there; publishing it is refused
		}
		l, out.Src = &found, template.URL("data:"+found.Type+";base64,"+base64.StdEncoding.EncodeToString(content)) //nolint:gosec // drawn by us
	}
	out.Ink = l.Ink
	out.Width, out.Height = l.Shown()
	return out
}

// allowScript lets the one script run that stands in a page with a logo.
func allowScript(h http.Header, nonce string) {
	policy := h.Get("Content-Security-Policy")
	h.Set("Content-Security-Policy", strings.Replace(policy, "script-src 'self'", "script-src 'self' 'nonce-"+nonce+"'", 1))
}

// sendLogo sends a picture that a published version shows. The survey's name in the
// address is for people to read: it may change while mails with it lie in a box.
func (s *Service) sendLogo(w http.ResponseWriter, r *http.Request) {
	l, content, err := s.Measure.PublishedLogo(r.Context(), r.PathValue("logo"))
	h := w.Header()
	if err != nil {
		h.Set("Cache-Control", "no-store")
		http.Error(w, http.StatusText(fault.CodeOf(err).Status()), fault.CodeOf(err).Status())
		return
	}
	h.Set("Content-Type", l.Type)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // programs that show mail
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(content) // the browser may be gone
}
