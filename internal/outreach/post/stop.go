package post

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

//go:embed stop.html
var stopHTML string

var stopPage = template.Must(template.New("stop").Parse(stopHTML))

// stopText is the version of the wording below, which is kept with what was said.
const stopText = "mail-stop-1"

// stopWords are the words of the page.
type stopWords struct {
	Title, Lead, Program, All, Stopped, StoppedAll, Undo, Again, Gone, GoneWhy, Later string
}

var stopIn = map[string]stopWords{
	"en": {
		Title: "No more mails?", Lead: "You get mails that ask for your opinion about “%s”.", Program: "No more of these mails", All: "No more mails that ask for my opinion at all",
		Stopped: "You get no more of these mails.", StoppedAll: "You get no more mails that ask for your opinion.", Undo: "That was a mistake: ask me again", Again: "You may be asked again.",
		Gone: "There is nothing here", GoneWhy: "This address is no longer known, and no mails go out to it.", Later: "This did not work just now. Try again in a moment.",
	},
	"fr": {
		Title: "Plus de courriels ?", Lead: "Vous recevez des courriels qui demandent votre avis sur « %s ».", Program: "Ne plus recevoir ces courriels", All: "Ne plus recevoir aucun courriel qui demande mon avis",
		Stopped: "Vous ne recevrez plus ces courriels.", StoppedAll: "Vous ne recevrez plus de courriels qui demandent votre avis.", Undo: "C’était une erreur : demandez-moi encore", Again: "On peut de nouveau vous demander.",
		Gone: "Il n’y a rien ici", GoneWhy: "Cette adresse n’est plus connue, et aucun courriel n’y part.", Later: "Cela n’a pas fonctionné. Réessayez dans un instant.",
	},
}

// Register adds the page on which somebody ends mails, which mail programs post
// to by themselves (RFC 8058), and the address to which mail servers report.
func (s *Service) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /u/{token}", s.askStop)
	mux.HandleFunc("POST /u/{token}", s.takeStop)
	mux.HandleFunc("POST /hooks/mail", s.hook)
}

type stopView struct {
	Lang, Nonce, Organisation, Lead string
	W                               stopWords
	State                           string // "", stopped, all, again, gone, later
}

// askStop shows the page. Looking ends nothing, since machines follow links too.
func (s *Service) askStop(w http.ResponseWriter, r *http.Request) {
	about, err := s.stopAbout(r)
	if err != nil {
		s.stopFailed(w, r, err)
		return
	}
	s.showStop(w, r, http.StatusOK, about.Program, "")
}

// takeStop ends mails of the program, of all, or takes that back.
func (s *Service) takeStop(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 10_000)
	if err := r.ParseForm(); err != nil {
		s.stopFailed(w, r, fault.New(fault.CodeInvalid, "This could not be read.").Because(err))
		return
	}
	about, err := s.stopAbout(r)
	if err != nil {
		s.stopFailed(w, r, err)
		return
	}
	state := "stopped"
	switch r.PostForm.Get("stop") {
	case "all":
		state, err = "all", s.stopAll(r.Context(), about)
	case "again":
		state, err = "again", s.again(r.Context(), about)
	default:
		err = s.stop(r.Context(), about)
	}
	if err != nil {
		s.stopFailed(w, r, err)
		return
	}
	s.showStop(w, r, http.StatusOK, about.Program, state)
}

func (s *Service) stopAbout(r *http.Request) (outreach.Asked, error) {
	invitation, err := s.Outreach.StopBy(r.Context(), r.PathValue("token"))
	if err != nil {
		return outreach.Asked{}, err
	}
	return s.Outreach.AskedBy(r.Context(), invitation)
}

// stop opts somebody out of a program.
func (s *Service) stop(ctx context.Context, about outreach.Asked) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.Outreach.OptOutIn(ctx, tx, about.ProgramID, about.CustomerID, "mail", stopText); err != nil {
			return err
		}
		return s.Outreach.Became(ctx, tx, []outreach.Outcome{{InvitationID: about.InvitationID, Became: outreach.BecameUnsubscribed, At: s.Now()}})
	})
	return err
}

// stopAll has somebody asked for nothing any more: consent is withdrawn.
func (s *Service) stopAll(ctx context.Context, about outreach.Asked) error {
	if err := s.stop(ctx, about); err != nil {
		return err
	}
	return s.consent(ctx, about, people.Withdrawn)
}

// again takes it back: what stood before is not known, so that nothing is said.
func (s *Service) again(ctx context.Context, about outreach.Asked) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.Outreach.OptInAgainIn(ctx, tx, about.ProgramID, about.CustomerID)
	})
	if err != nil {
		return err
	}
	states := map[string]people.ConsentState{}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		states, err = s.People.MayContact(ctx, q, []string{about.CustomerID}, people.ForSurveys)
		return err
	})
	if err != nil || states[about.CustomerID] != people.Withdrawn {
		return err
	}
	return s.consent(ctx, about, people.Unknown)
}

func (s *Service) consent(ctx context.Context, about outreach.Asked, state people.ConsentState) error {
	_, _, err := s.People.RecordConsent(access.System(ctx, "mail"), about.CustomerID, people.ConsentInput{Purpose: people.ForSurveys, State: state, Channel: "mail", Source: "the page that ends mails (" + stopText + ")"})
	return err
}

// stopLanguage is the language of the page: the one asked for, or the browser's.
func stopLanguage(r *http.Request) string {
	wanted := r.URL.Query().Get("lang")
	if wanted == "" {
		if tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")); err == nil && len(tags) > 0 {
			wanted = tags[0].String()
		}
	}
	if strings.HasPrefix(wanted, "fr") {
		return "fr"
	}
	return "en"
}

func (s *Service) stopFailed(w http.ResponseWriter, r *http.Request, err error) {
	status, state := fault.CodeOf(err).Status(), "later"
	if fault.Is(err, fault.CodeNotFound) {
		state = "gone"
	} else if status >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "page that ends mails", "error", err)
	}
	s.showStop(w, r, status, "", state)
}

func (s *Service) showStop(w http.ResponseWriter, r *http.Request, status int, program, state string) {
	name, err := s.Organisation(r.Context())
	if err != nil {
		s.Log.WarnContext(r.Context(), "name of the organisation", "error", err)
	}
	lang := stopLanguage(r)
	v := stopView{Lang: lang, Nonce: web.Nonce(r.Context()), Organisation: name, W: stopIn[lang], State: state}
	v.Lead = strings.Replace(v.W.Lead, "%s", program, 1)
	var out bytes.Buffer
	if err := stopPage.Execute(&out, v); err != nil {
		s.Log.ErrorContext(r.Context(), "page that ends mails", "error", err)
		http.Error(w, "Something went wrong. Try again.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the browser may be gone
}
