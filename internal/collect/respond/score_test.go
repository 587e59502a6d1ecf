package respond

import (
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// score is what the one answering counts.
func (a *asked) score(want any) {
	a.t.Helper()
	var got *float64
	if _, err := a.Store.Get(a.ctx, "SELECT score FROM answering", nil, &got); err != nil {
		a.t.Fatal(err)
	}
	if want == nil && got != nil || want != nil && (got == nil || *got != want) {
		a.t.Errorf("score %v, want %v", got, want)
	}
}

// pointed gives points for what is told, and for places.
func pointed(d *questionnaire.Document) *questionnaire.Document {
	d.Pages[0].Questions[0].Score = &questionnaire.Score{FromScale: true}
	d.Pages[1].Questions[0].Score = &questionnaire.Score{Points: map[string]float64{"deck": 2.5, "cabin": -4}}
	return d
}

// TestScoreIsKept with the answering once it ends, follows a change, and is nowhere of
// an anonymous one.
func TestScoreIsKept(t *testing.T) {
	each(t, func(a *asked) {
		d := pointed(a.crossing())
		d.Settings.ChangeDays = 3
		s := a.publish(d)
		to := a.begun(s.Slug, "")
		a.post(to, "page", "one", "q.told", "8", "go", "next")
		a.score(nil)
		_, page := a.post(to, "page", "two", "q.places", "deck", "q.places", "cabin", "go", "next")
		a.score(6.5)
		code := receiptForm.FindStringSubmatch(page)[1]
		_, change := a.post("/s/"+s.Slug+"/receipt", "code", code, "go", "change")
		a.post(change, "page", "one", "q.told", "9", "go", "next")
		a.score(6.5)
		status, page := a.post(change, "page", "two", "q.places", "deck", "go", "next")
		a.see("the change", status, page, 200, "is changed")
		a.score(11.5)
	})
	each(t, func(a *asked) {
		a.publish(pointed(a.nameless()))
		to := a.begun("crossing", "?boat=Astrid")
		a.post(to, "page", "one", "q.told", "8", "go", "next")
		status, page := a.post(to, "page", "two", "q.places", "deck", "go", "next")
		a.see("the end", status, page, 200, "Thank you")
		a.score(nil)
	})
}
