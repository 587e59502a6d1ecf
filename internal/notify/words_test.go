package notify

import (
	"strings"
	"testing"
)

func TestEveryMessageInBothLanguages(t *testing.T) {
	data := map[string]string{"name": "Zoé", "by": "Ines", "organisation": `Lac & "Fils" <b>`, "link": "https://balcony.example.org/reset#token",
		"view": "Monday <b>", "heading": "Net promoter score of NETPRO", "figure": "41 (37 to 46)", "line": "95 % interval, n 1,376", "change": "Nothing new.",
		"rows": `[{"label":"North <b>","figure":"43 (39 to 47)","detail":"n 1,290"},{"label":"South","figure":"32 (26 to 39)","detail":"n 510"}]`}
	for name, languages := range words {
		english, french := languages["en"], languages["fr"]
		if len(english.Lines) != len(french.Lines) || (english.Button == "") != (french.Button == "") || (english.Note == "") != (french.Note == "") {
			t.Errorf("%s does not say the same in both languages", name)
		}
		for _, language := range []string{"en", "fr"} {
			w, err := write(name, language, data)
			if err != nil {
				t.Fatal(err)
			}
			page, err := w.html()
			if err != nil {
				t.Fatal(err)
			}
			if w.Subject == "" || strings.ContainsAny(w.Subject, "\r\n") || strings.Contains(w.text(), "<no value>") || strings.Contains(w.text(), "{{") {
				t.Errorf("%s %s: %s\n%s", name, language, w.Subject, w.text())
			}
			if name == "view" && (!strings.Contains(w.text(), "South\n32 (26 to 39), n 510") || !strings.Contains(page, "<strong>32 (26 to 39)</strong>")) {
				t.Errorf("%s: the rows are not there: %s", language, w.text())
			}
			if strings.Contains(page, "<b>") || !strings.Contains(page, `lang="`+language+`"`) {
				t.Errorf("%s %s: what people typed is not escaped: %s", name, language, page)
			}
			if strings.Contains(page, "src=") || strings.Contains(page, "url(") {
				t.Errorf("%s %s loads something from elsewhere", name, language)
			}
		}
	}
	if w, err := write("invite", "de", data); err != nil || w.Language != "en" {
		t.Errorf("an unknown language gives %q, %v", w.Language, err)
	}
	if _, err := write("nothing", "en", data); err == nil {
		t.Error("an unknown message was written")
	}
}
