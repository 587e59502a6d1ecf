package respond

import (
	"net/http"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// turnedAway is the end of whoever is asked nothing, or nothing any more, because of
// what was known of them before: their quota is full. It is nil for all others, also
// for those to whom no page applies and who have completed nothing by that.
func turnedAway(view questionnaire.View) *questionnaire.EndView {
	if len(view.Pages) > 0 || outcomeOf(&view.End) == questionnaire.OutcomeComplete {
		return nil
	}
	return &view.End
}

// turnAway ends the answering of somebody who is asked nothing, as if a page had led
// there, so that it is counted once and for what it is.
func (s *Service) turnAway(w http.ResponseWriter, r *http.Request) {
	slug, token := r.PathValue("slug"), r.PathValue("token")
	a, sent, err := s.Send(r.Context(), slug, token, Post{Language: r.URL.Query().Get("lang")})
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if !a.Ended() { // a place has become free meanwhile
		http.Redirect(w, r, r.URL.RequestURI(), http.StatusSeeOther)
		return
	}
	asked, err := s.Measure.AskedVersion(r.Context(), a.SurveyID, a.Number)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.over(w, r, &a, asked, sent.Receipt)
}
