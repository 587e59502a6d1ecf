package respond

import (
	"net/http"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

func (s *Service) askReceipt(w http.ResponseWriter, r *http.Request) {
	s.receiptPage(w, r, http.StatusOK, "")
}

func (s *Service) receiptPage(w http.ResponseWriter, r *http.Request, status int, problem string) {
	f := s.bare(r, r.PathValue("slug"))
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
		f := s.bare(r, r.PathValue("slug"))
		f.Title = f.W.Withdrew
		s.write(w, r, http.StatusOK, "message", f)
	}
}
