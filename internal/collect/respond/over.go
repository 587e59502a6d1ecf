package respond

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"github.com/balcony-cx/balcony/internal/measure"
)

// overKey is what a last page differs by: all that its frame has, but for the nonce
// and the receipt code.
type overKey struct {
	survey, slug, language, endedAs, organisation, byCode string
	number                                                int64
	receipt                                               bool
}

// overPages keeps last pages of published versions as they were written, as most who
// end see the same one. It forgets all when it is full.
type overPages struct {
	mu    sync.Mutex
	pages map[overKey][]byte
}

const mostOverPages = 256

// holes stand in a kept page for what is another one each time; nobody can guess them,
// so that no text of a survey has them.
var holes = struct{ nonce, receipt string }{newToken(), newToken()}

// over is the last page.
func (s *Service) over(w http.ResponseWriter, r *http.Request, a *Answering, asked measure.AskedSurvey, receipt string) {
	f := s.ended(r, a, asked)
	if receipt != "" {
		f.Receipt = spacedReceipt(receipt)
		f.Nameless = isAnonymous(asked)
		if days := asked.Document.Settings.ChangeDays; days > 0 && !f.Nameless && open(asked.Survey) == nil {
			f.ByCode = filled(map[bool]string{true: f.W.ByLink, false: f.W.ByCode}[a.Invitation != ""], f.W.day(s.Now().AddDate(0, 0, days)))
		}
	}
	if asked.Number == 0 || f.Test || f.Changing { // it may be another one the next time
		s.write(w, r, http.StatusOK, "message", f)
		return
	}
	key := overKey{
		survey: asked.Survey.ID, slug: asked.Survey.Slug, number: asked.Number, language: a.Language, endedAs: a.EndedAs, organisation: f.Organisation,
		byCode: f.ByCode, receipt: f.Receipt != "",
	}
	page, err := s.overs.page(key, f)
	if err != nil {
		s.unwritten(w, r, err)
		return
	}
	filled := strings.NewReplacer(holes.nonce, f.Nonce, holes.receipt, f.Receipt).Replace(string(page))
	s.sendPage(w, r, http.StatusOK, f, []byte(filled))
}

// page is a last page with holes.
func (o *overPages) page(key overKey, f frame) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if page, is := o.pages[key]; is {
		return page, nil
	}
	if f.Nonce = holes.nonce; f.Receipt != "" {
		f.Receipt = holes.receipt
	}
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, "message", f); err != nil {
		return nil, err
	}
	if o.pages == nil || len(o.pages) >= mostOverPages {
		o.pages = map[overKey][]byte{}
	}
	o.pages[key] = out.Bytes()
	return out.Bytes(), nil
}

// ended is the frame of the last page.
func (s *Service) ended(r *http.Request, a *Answering, asked measure.AskedSurvey) frame {
	d := asked.Document
	f := s.frame(r, a.Language, asked)
	f.Title, f.Text = f.W.Over, f.W.OverWhy
	for _, e := range d.Ends {
		if e.Code == a.EndedAs {
			f.Title, f.Text = e.Title.In(a.Language, d.Base()), e.Text.In(a.Language, d.Base())
		}
	}
	if f.Test {
		f.Again = template.URL(testAddress(r)) //nolint:gosec // escaped
	}
	return f
}
