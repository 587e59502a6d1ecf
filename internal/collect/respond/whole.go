package respond

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// A page of which a question waits for another is cut before it. The rest of it stands
// beside, in a template that only a script takes out: with it the page is whole, and
// the server says as answers come which of its questions are asked.

// rest is what makes a part of a page whole.
type rest struct {
	Last   bool
	Fields []field
}

// wholeView is the questionnaire as it stands with pages that are not cut.
func (s *Service) wholeView(ctx context.Context, a *Answering, asked measure.AskedSurvey) (questionnaire.View, error) {
	as := *a
	as.whole = true
	return s.View(ctx, &as, asked)
}

// within finds the page of which a part is shown: its place among whole pages, of how
// many. The same with a script and without, so that nobody's count leaps.
func (s *Service) within(ctx context.Context, a *Answering, asked measure.AskedSurvey, view questionnaire.View, part questionnaire.PageView) (whole *questionnaire.PageView, at, of int, err error) {
	if !asked.Document.Settings.OneByOne && asked.Flow.Depends() {
		if view, err = s.wholeView(ctx, a, asked); err != nil {
			return nil, 0, 0, err
		}
	}
	key := part.Key
	if first := wholeOf(asked, part); first != "" {
		key = first
	}
	at = placeOf(view, key)
	return &view.Pages[at], at, len(view.Pages), nil
}

// restOf is what makes the first part of a page whole, nil where it is so already.
func restOf(part questionnaire.PageView, whole *questionnaire.PageView, last bool, fieldOf func(questionnaire.QuestionView) field) *rest {
	out := &rest{Last: last}
	for _, q := range whole.Questions {
		here := slices.ContainsFunc(part.Questions, func(p questionnaire.QuestionView) bool { return p.Key == q.Key })
		if !here && mayCome(q) {
			out.Fields = append(out.Fields, fieldOf(q))
		}
	}
	if len(out.Fields) == 0 || part.Key != whole.Key {
		return nil
	}
	return out
}

// mayCome tells whether a question of a whole page is shown, or may be.
func mayCome(q questionnaire.QuestionView) bool { return q.Shown || len(q.ShownIf) > 0 }

// wholeOf is the key of the whole page of a part that is not its first, "" for others.
func wholeOf(asked measure.AskedSurvey, p questionnaire.PageView) string {
	key := p.Code
	if p.Item != "" {
		key += "@" + p.Item
	}
	if asked.Document.Settings.OneByOne || p.Key == key {
		return ""
	}
	return key
}

// unseen are the problems of questions that an answer of the page has brought, and
// that whoever sent it has not seen yet.
func unseen(view questionnaire.View, p Post) (out []questionnaire.FieldProblem) {
	page := view.Page(p.Page)
	if page == nil {
		return nil
	}
	seen := strings.Fields(url.Values(p.Input).Get("seen"))
	for _, q := range page.Questions {
		if q.Shown && len(q.ShownIf) > 0 && q.Kind != questionnaire.KindBlock && q.Answer == nil && !slices.Contains(seen, q.Key) {
			out = append(out, questionnaire.FieldProblem{Field: q.Name, Question: q.Key, Key: "more", Message: "an answer brings this question"})
		}
	}
	return out
}

// brought sends the questions of a page that wait for others, as they stand.
func (s *Service) brought(w http.ResponseWriter, r *http.Request, a *Answering, asked measure.AskedSurvey, key string) {
	view, err := s.wholeView(r.Context(), a, asked)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	data := struct{ Fields []field }{}
	page := view.Page(key)
	sayLast(w, lastPage(view, key))
	if page == nil || !asked.Flow.Depends() {
		neverKept(w.Header())
		w.WriteHeader(http.StatusNoContent)
		return
	}
	fieldOf, err := s.fieldsOf(r.Context(), a, asked, nil, nil)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, q := range page.Questions {
		if len(q.ShownIf) > 0 {
			data.Fields = append(data.Fields, fieldOf(q))
		}
	}
	s.write(w, r, http.StatusOK, "brought", data)
}

// lastPage tells whether the way ends after a page, as it is answered by now: 1 or 0; ""
// of a page that is not on the way.
func lastPage(view questionnaire.View, key string) string {
	if view.Page(key) == nil {
		return ""
	}
	if _, end := view.Next(key); end == nil {
		return "0"
	}
	return "1"
}

// sayLast tells a script by what words the page is sent, see lastPage.
func sayLast(w http.ResponseWriter, last string) {
	if last != "" {
		w.Header().Set("Last-Page", last)
	}
}

// As is another text whenever a question is shown otherwise, whatever is answered.
func (f field) As() string {
	f.Answer, f.Shown = nil, true
	text, err := json.Marshal(f.QuestionView)
	if err != nil {
		return ""
	}
	sum := fnv.New32a()
	_, _ = sum.Write(text)
	return fmt.Sprintf("%x", sum.Sum32())
}
