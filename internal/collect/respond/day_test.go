package respond

import (
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// TestDaysInTheLanguageOfThePage: a day that was answered, that bounds an answer, or until
// which something may be done is written with its month's name.
func TestDaysInTheLanguageOfThePage(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Settings.ChangeDays = 8
		d.Pages[1].Questions = []questionnaire.Question{{Code: "day", Kind: questionnaire.KindDate, Text: both("On which day?", "Quel jour ?"), Limits: &questionnaire.Limits{From: "2026-11-01", Until: "2026-11-23"}}}
		d.Pages = append(d.Pages, questionnaire.Page{Code: "three", Questions: []questionnaire.Question{{Code: "more", Kind: questionnaire.KindText, Text: both("What of {{day}}?", "Quoi du {{day}} ?")}}})
		s := a.publish(d)
		for lang, want := range map[string][]string{
			"en": {"A day from 1 November 2026 on.", "A day until 23 November 2026.", "What of 2 November 2026?", "until 1 December 2026", "<dd>2 November 2026</dd>", "You sent this on 23 November 2026."},
			"fr": {"Un jour à partir du 1er novembre 2026.", "Un jour jusqu’au 23 novembre 2026.", "Quoi du 2 novembre 2026 ?", "jusqu’au 1er décembre 2026", "<dd>2 novembre 2026</dd>", "Vous l’avez envoyée le 23 novembre 2026."},
		} {
			to := a.begun(s.Slug, "?lang="+lang)
			a.post(to, "page", "one", "q.told", "9", "go", "next")
			for i, bad := range []string{"2026-10-31", "2026-11-24"} {
				status, page := a.post(to, "page", "two", "q.day", bad, "go", "next")
				a.see(lang+" "+bad, status, page, 422, want[i], `value="`+bad+`"`)
			}
			_, next := a.post(to, "page", "two", "q.day", "2026-11-02", "go", "next")
			status, page := a.get(next)
			a.see(lang+" in a question", status, page, 200, want[2])
			status, page = a.post(to, "page", "three", "go", "next")
			a.see(lang+" the end", status, page, 200, want[3])
			code := receiptForm.FindStringSubmatch(page)[1]
			status, page = a.post("/s/"+s.Slug+"/receipt?lang="+lang, "code", code, "go", "see")
			a.see(lang+" what was sent", status, page, 200, want[4], want[5], want[3])
			if strings.Contains(page, "2026-1") {
				t.Errorf("a day of numbers: %s", page)
			}
		}
	})
}
