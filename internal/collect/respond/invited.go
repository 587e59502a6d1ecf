package respond

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Invitations knows whom a personal link invites, and hears what becomes of it.
type Invitations interface {
	ByLink(ctx context.Context, token string) (outreach.Guest, error)
	CustomerOf(ctx context.Context, invitation string) (key string, err error)
	Started(ctx context.Context, tx *record.Tx, invitation string) error
	Ended(ctx context.Context, tx *record.Tx, invitation, how string) error
	// Opens tells whether the wave of an invitation still takes answers.
	Opens(ctx context.Context, invitation string) (bool, error)
	// Clicked notes a score that was clicked in a mail, which is no answer.
	Clicked(ctx context.Context, asked measure.AskedSurvey, invitation string, score int) error
}

// answeringToken is the secret of the answering that a personal link leads to:
// always the same, so that there is one answer a link.
func answeringToken(link string) string {
	sum := sha256.Sum256([]byte("answering\x00" + link))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// guest is whom the link of a request invites, with what they are asked.
func (s *Service) guest(r *http.Request) (g outreach.Guest, asked measure.AskedSurvey, err error) {
	if s.Invitations == nil {
		return g, asked, fault.NotFound("invitation")
	}
	if g, err = s.Invitations.ByLink(r.Context(), r.PathValue("token")); err != nil {
		return g, asked, err
	}
	asked, err = s.Measure.AskedVersion(r.Context(), g.SurveyID, g.Number)
	if err == nil && !g.Answered {
		err = open(asked.Survey)
	}
	return g, asked, err
}

// begun tells whether an answering of a secret is there.
func (s *Service) begun(ctx context.Context, token string) (bool, error) {
	_, err := readAnswering(ctx, s.Store.Get, hashed(token))
	if fault.Is(err, fault.CodeNotFound) {
		return false, nil
	}
	return err == nil, err
}

// goOn leads to an answering, by the link that the survey has now.
func goOn(w http.ResponseWriter, r *http.Request, asked measure.AskedSurvey, token string) {
	to := "/s/" + url.PathEscape(asked.Survey.Slug) + "/" + token
	query := url.Values{}
	for _, name := range []string{"lang", "score"} {
		if v := r.URL.Query().Get(name); v != "" {
			query.Set(name, v)
		}
	}
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// introInvited shows a personal link: what comes, or what was begun or sent with
// it. Looking at it changes nothing, so that what opens links in mails does not
// answer.
func (s *Service) introInvited(w http.ResponseWriter, r *http.Request) {
	g, asked, err := s.guest(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if score, is := scoreIn(r); is && !g.Answered {
		if err := s.Invitations.Clicked(r.Context(), asked, g.InvitationID, score); err != nil {
			s.Log.WarnContext(r.Context(), "score clicked in a mail", "error", err) // the page matters more
		}
	}
	token := answeringToken(r.PathValue("token"))
	switch there, err := s.begun(r.Context(), token); {
	case err != nil:
		s.fail(w, r, err)
	case there:
		goOn(w, r, asked, token)
	case g.Answered: // and withdrawn since
		s.fail(w, r, fault.New(fault.CodeConflict, "This survey is closed.").Keyed("survey.closed"))
	default:
		s.welcome(w, r, asked, s.wantedBy(r, g), "/s/"+asked.Survey.Slug+"/i/"+r.PathValue("token"))
	}
}

// scoreIn is the score that a link of a mail carries.
func scoreIn(r *http.Request) (score int, is bool) {
	score, err := strconv.Atoi(r.URL.Query().Get("score"))
	return score, err == nil
}

// chosenAhead is a form in which the score of the first question is chosen, as a
// link of a mail has it, while nothing is kept of the question. It counts once it
// is sent.
func chosenAhead(r *http.Request, a *Answering, asked measure.AskedSurvey, page string) url.Values {
	score, is := scoreIn(r)
	q := outreach.FirstScale(asked.Document)
	if !is || q == nil || score < q.Scale.Min || score > q.Scale.Max() {
		return nil
	}
	if _, kept := a.Answers[q.Code]; kept || page != "" && page != asked.Document.Pages[0].Code {
		return nil
	}
	return url.Values{"q." + q.Code: {strconv.Itoa(score)}}
}

// wantedBy is the language in which a guest is asked: the one chosen, else the
// contact's, else the browser's.
func (s *Service) wantedBy(r *http.Request, g outreach.Guest) string {
	if r.URL.Query().Get("lang") == "" && g.Language != "" {
		return g.Language
	}
	return wanted(r)
}

func (s *Service) beginInvited(w http.ResponseWriter, r *http.Request) {
	if err := form(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	g, asked, err := s.guest(r)
	if err == nil {
		err = s.begins.Allow(web.ClientIP(r.Context()))
	}
	token := answeringToken(r.PathValue("token"))
	if err == nil {
		err = s.beginOnce(r.Context(), g, asked, token, s.wantedBy(r, g))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	goOn(w, r, asked, token)
}

// beginOnce begins the answering of a guest unless it is there. One that was begun by
// another link of the invitation, made with another key of the vault, goes on by this.
func (s *Service) beginOnce(ctx context.Context, g outreach.Guest, asked measure.AskedSurvey, token, language string) error {
	a := Answering{
		hash: hashed(token), SurveyID: asked.Survey.ID, ProgramID: asked.Survey.ProgramID, Number: asked.Number, ResponseID: s.NewID(), Seed: seed(),
		Language: spoken(asked.Document, language), Hidden: map[string]string{}, Contact: g.Contact, Invitation: g.InvitationID, Answers: questionnaire.Answers{}, StartedAt: s.when(asked),
		progress: s.atFirst(asked),
	}
	_, err := s.Store.Join(ctx, 1000, func(ctx context.Context, tx *record.Tx) error {
		_, err := readAnswering(ctx, tx.Get, a.hash)
		if !fault.Is(err, fault.CodeNotFound) {
			return err
		}
		over, err := s.overFor(ctx, tx, g, asked)
		if err == nil && over {
			err = fault.New(fault.CodeConflict, "This survey is closed.").Keyed("survey.closed")
		}
		if err != nil {
			return err
		}
		if moved, err := moveAnswering(ctx, tx, g.InvitationID, a.hash); moved || err != nil {
			return err
		}
		if a.met, err = s.metBy(ctx, tx, asked, g.InvitationID); err != nil {
			return err
		}
		if err := insertAnswering(ctx, tx, &a, s.when(asked)); err != nil || isAnonymous(asked) {
			return err // of an anonymous survey nobody is told who began
		}
		return s.Invitations.Started(ctx, tx, g.InvitationID)
	})
	return err
}

// overFor tells whether a guest has answered; of an anonymous survey also while
// outreach is not told yet.
func (s *Service) overFor(ctx context.Context, q record.Querier, g outreach.Guest, asked measure.AskedSurvey) (bool, error) {
	if g.Answered || !isAnonymous(asked) {
		return g.Answered, nil
	}
	return s.Anonymous.Answered(ctx, q, g.InvitationID)
}

// customerOf is the key of whose answer it becomes, "" for nobody's.
func (s *Service) customerOf(ctx context.Context, a *Answering) (string, error) {
	if a.Invitation == "" || s.Invitations == nil {
		return "", nil
	}
	return s.Invitations.CustomerOf(ctx, a.Invitation)
}

// endInvited tells that the answering of a guest is over.
func (s *Service) endInvited(ctx context.Context, tx *record.Tx, a *Answering) error {
	if a.Invitation == "" || s.Invitations == nil {
		return nil
	}
	how := string(a.Outcome)
	if a.Outcome == questionnaire.OutcomeComplete {
		how = ""
	}
	return s.Invitations.Ended(ctx, tx, a.Invitation, how)
}

// Rights erases and tells what is kept of a person who answers by a personal
// link. What became a response is collect's; what waits anonymously is nobody's.
type Rights struct{}

// ErasePerson forgets the answerings of a person, begun and ended.
func (Rights) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	var rows []struct{ TokenHash, ResponseID, Outcome string }
	err := tx.NewRaw(`SELECT a.token_hash, a.response_id, a.outcome FROM answering a JOIN invitation i ON i.id = a.invitation_id WHERE i.customer_id IN (?) LIMIT ?`, bun.List(p.IDs), limit).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "find the answerings of a person")
	}
	var hashes, begun []string
	for _, r := range rows {
		hashes = append(hashes, r.TokenHash)
		if r.Outcome == "" {
			begun = append(begun, r.ResponseID)
		}
	}
	if len(begun) > 0 {
		if err := collect.DropFiles(ctx, tx, begun, nil); err != nil {
			return nil, err
		}
	}
	_, err = tx.NewRaw("DELETE FROM answering WHERE token_hash IN (?)", bun.List(hashes)).Exec(ctx)
	return people.Tally{"answerings": len(rows)}, fault.Wrap(err, fault.CodeInternal, "erase the answerings of a person")
}

// ExportPerson tells what a person has begun to answer. With the confidence of
// the firm, or none, only that there is something.
func (Rights) ExportPerson(ctx context.Context, q record.Querier, p people.Person, confidential bool, tell func(section string, item any) error) error {
	var rows []struct {
		Survey    string
		StartedAt int64
	}
	err := q.NewRaw(`SELECT COALESCE(s.name, '') AS survey, a.started_at FROM answering a JOIN invitation i ON i.id = a.invitation_id LEFT JOIN survey s ON s.id = a.survey_id
		WHERE i.customer_id IN (?) AND a.outcome = '' ORDER BY a.started_at LIMIT 1000`, bun.List(p.IDs)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "export what a person has begun to answer")
	}
	if err := tellChanges(ctx, q, p.IDs, confidential, tell); err != nil {
		return err
	}
	for _, r := range rows {
		if err := tell("answerings", map[string]any{"survey": r.Survey, "started_at": record.Time(r.StartedAt)}); err != nil {
			return err
		}
	}
	return nil
}
