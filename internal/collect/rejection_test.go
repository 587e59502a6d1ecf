package collect

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The French reasons of files and reports are those of the page, and none is
// left in English.
func TestRejectionsAreThoseOfThePage(t *testing.T) {
	text, err := os.ReadFile("../../web/src/i18n/fr/collect.json")
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Reject map[string]string `json:"reject"`
	}
	if err := json.Unmarshal(text, &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Reject) < 20 || len(page.Reject) != len(rejectionsIn()["fr"]) {
		t.Fatalf("%d reasons on the page, %d here", len(page.Reject), len(rejectionsIn()["fr"]))
	}
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)), " ")
	}
	for key, want := range page.Reject {
		r := Reject{Key: strings.Replace(key, "_", ".", 1), Reason: "in English"}
		if got := r.In("fr"); plain(got) != plain(want) {
			t.Errorf("%s: %q here, %q on the page", key, got, want)
		}
	}
	for _, language := range []string{"en", "fr"} {
		if got := (Reject{Key: "new.reason", Reason: "Said so."}).In(language); got != "Said so." {
			t.Errorf("a reason without words: %q", got)
		}
	}
}
