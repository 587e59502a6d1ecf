package respond

import (
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// TestQuotaFullOnArrival: who belongs to a full quota by their link alone is asked
// nothing, and reads that, and not that they have answered.
func TestQuotaFullOnArrival(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Pages = d.Pages[:1]
		d.Pages[0].Questions = d.Pages[0].Questions[:1]
		d.Ends = append(d.Ends, questionnaire.End{Code: "enough", Outcome: questionnaire.OutcomeQuotaFull, Title: both("Enough of you have answered", "Assez ont répondu")})
		d.Quotas = []questionnaire.Quota{{Code: "astrid", If: `boat == "Astrid"`, Count: 1, End: "enough"}}
		s := a.publish(d)
		first := a.begun(s.Slug, "?boat=Astrid")
		status, to := a.post(first, "page", "one", "q.told", "9", "go", "next")
		a.see("the first", status, to, 200, "Thank you")
		status, page := a.get(a.begun(s.Slug, "?boat=Astrid") + "?lang=en")
		a.see("the second", status, page, 200, "Enough of you have answered")
		status, page = a.get(a.begun(s.Slug, "?boat=Tern") + "?lang=en")
		a.see("by another boat", status, page, 200, "How well were you told?")
	})
}
