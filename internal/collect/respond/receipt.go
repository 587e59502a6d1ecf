package respond

import (
	"fmt"
	"net/http"

	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// receiptFrame is the page that asks for a receipt code, and the one that it opens.
type receiptFrame struct {
	frame
	R          *saidBehind
	Code, Sent string
	Threads    []threadShown
}

type threadShown struct {
	ID, About, Said, Draft string
	Messages               []messageShown
	MayWrite               bool
}

type messageShown struct{ Who, Day, Text string }

func (s *Service) receiptFrame(r *http.Request) receiptFrame {
	f := receiptFrame{frame: s.bare(r, r.PathValue("slug"))}
	f.R = behindWords[f.W]
	f.Title = f.R.Title
	return f
}

func (s *Service) askReceipt(w http.ResponseWriter, r *http.Request) {
	s.receiptPage(w, r, http.StatusOK, "")
}

func (s *Service) receiptPage(w http.ResponseWriter, r *http.Request, status int, problem string) {
	f := s.receiptFrame(r)
	f.Problem = problem
	s.write(w, r, status, "receipt", f)
}

// takeReceipt takes a receipt code: to read what was written back, to write back to
// that, or to take the answer back. Every try counts, whatever it is for.
func (s *Service) takeReceipt(w http.ResponseWriter, r *http.Request) {
	if err := form(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	code := r.PostForm.Get("code")
	if how := r.PostForm.Get("go"); how == "see" || how == "change" {
		s.seeByCode(w, r, how == "change")
		return
	}
	if r.PostForm.Get("go") != "withdraw" {
		s.behind(w, r, code)
		return
	}
	err := s.Withdraw(r.Context(), web.ClientIP(r.Context()), code)
	if err != nil {
		s.failReceipt(w, r, err)
		return
	}
	f := s.bare(r, r.PathValue("slug"))
	f.Title = f.W.Withdrew
	s.write(w, r, http.StatusOK, "message", f)
}

func (s *Service) failReceipt(w http.ResponseWriter, r *http.Request, err error) {
	if fault.Is(err, fault.CodeNotFound) {
		s.receiptPage(w, r, http.StatusNotFound, wordsIn(wanted(r)).NoReceipt)
		return
	}
	s.fail(w, r, err)
}

// behind shows what a receipt code opens, after it took what was written.
func (s *Service) behind(w http.ResponseWriter, r *http.Request, code string) {
	if err := s.receipts.Allow(web.ClientIP(r.Context())); err != nil {
		s.fail(w, r, err)
		return
	}
	f, status := s.receiptFrame(r), http.StatusOK
	f.Code = plainReceipt(code)
	receipt := hashed(f.Code)
	if r.PostForm.Get("go") == "write" {
		switch err := s.Reply.Back(r.Context(), receipt, r.PostForm.Get("about"), r.PostForm.Get("text")); fault.CodeOf(err) {
		case "":
			f.Sent = f.R.Sent
		case fault.CodeInvalid:
			status, f.Problem = http.StatusUnprocessableEntity, f.R.Empty
			if r.PostForm.Get("text") != "" {
				f.Problem = f.R.Long
			}
		case fault.CodeTooMany:
			status, f.Problem = http.StatusTooManyRequests, f.R.Wait
		default:
			s.failReceipt(w, r, err)
			return
		}
	}
	found, err := s.Reply.Open(r.Context(), receipt)
	if err != nil {
		s.failReceipt(w, r, err)
		return
	}
	for _, t := range found.Threads {
		shown := s.threadOf(r, &f, t)
		if f.Problem != "" && t.ID == r.PostForm.Get("about") {
			shown.Draft = r.PostForm.Get("text")
		}
		f.Threads = append(f.Threads, shown)
	}
	s.write(w, r, status, "behind", f)
}

func (s *Service) threadOf(r *http.Request, f *receiptFrame, t reply.Opened) threadShown {
	out := threadShown{ID: t.ID, Said: t.Said, About: f.R.Words, MayWrite: t.MayWrite}
	if t.Said == "" {
		title := ""
		if asked, err := s.Measure.AskedVersion(r.Context(), t.Survey, 0); err == nil {
			title = asked.Document.Title.In(f.Lang, asked.Document.Base())
		}
		out.About = fmt.Sprintf(f.R.Yours, title)
	}
	for _, m := range t.Messages {
		who := f.R.You
		if m.Team {
			who = f.Organisation
		}
		out.Messages = append(out.Messages, messageShown{who, f.W.day(m.At), m.Text})
	}
	return out
}
