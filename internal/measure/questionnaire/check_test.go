package questionnaire

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// fit is a document that can be published without a remark.
func fit() *Document {
	d := sound()
	d.Settings.Privacy, d.Settings.Controller = Words{"en": "Kept for a year."}, "Halden Ferries"
	d.Pages[0].Branches = nil
	d.Languages = []string{"en"}
	return d
}

// TestCheckBeforePublishing: a document without faults has no remark, and each
// fault has its own.
func TestCheckBeforePublishing(t *testing.T) {
	if got := Check(fit(), nil); len(got) != 0 {
		t.Fatalf("a sound document: %+v", got)
	}
	for name, c := range map[string]struct {
		spoil      func(*Document)
		severity   Severity
		path, key  string
		other      string
		andNothing bool
	}{
		"no notice":       {func(d *Document) { d.Settings.Privacy = nil }, Refuse, "settings.privacy", "privacy", "", true},
		"nobody answers":  {func(d *Document) { d.Settings.Controller = "" }, Refuse, "settings.controller", "controller", "", true},
		"form":            {func(d *Document) { d.Pages[0].Questions[1].Kind = "stars" }, Refuse, "pages[0].questions[1].kind", "unknown", "stars", false},
		"expression":      {func(d *Document) { d.Pages[1].ShowIf = "esy > 3" }, Refuse, "pages[1].show_if", "nothing", "esy", true},
		"pale text":       {func(d *Document) { d.Settings.Theme.Text = "#999999" }, Warn, "settings.theme.text", "shade", "#515151", true},
		"pale accent":     {func(d *Document) { d.Settings.Theme.Accent = "#ffcc00" }, Warn, "settings.theme.accent", "shade", "#876c00", true},
		"deep accent":     {func(d *Document) { d.Settings.Theme.Accent = "#0b2a5b" }, Warn, "settings.theme.accent", "shade_dark", "#7d8ea8", true},
		"no colour":       {func(d *Document) { d.Settings.Theme.Background = "red" }, Refuse, "settings.theme.background", "colour", "red", true},
		"never shown":     {func(d *Document) { d.Pages[1].ShowIf = "1 > 2" }, Warn, "pages[1].show_if", "never", "", true},
		"never taken":     {func(d *Document) { d.Pages[0].Branches = []Branch{{If: "false", Page: "two"}} }, Warn, "pages[0].branches[0].if", "never", "", true},
		"a page left out": {func(d *Document) { d.Pages[0].Branches = []Branch{{If: "true", End: "thanks"}} }, Warn, "pages[1]", "unreached", "two", true},
		"a branch left out": {func(d *Document) {
			d.Pages[0].Branches = []Branch{{If: "true", Page: "two"}, {If: "len(brands) > 0", End: "thanks"}}
		}, Warn, "pages[0].branches[1]", "unreached", "thanks", true},
		"an end left out": {func(d *Document) {
			d.Ends = append(d.Ends, End{Code: "sorry", Outcome: OutcomeScreened, Title: Words{"en": "Sorry"}})
		}, Warn, "ends[1]", "unreached", "sorry", true},
		"everybody sent away": {func(d *Document) {
			d.Ends = append(d.Ends, End{Code: "sorry", Outcome: OutcomeScreened, Title: Words{"en": "Sorry"}})
			d.Pages[1].Branches = []Branch{{If: " ", End: "sorry"}}
		}, Refuse, "pages[1].branches[0].if", "screen_all", "sorry", false},
		"not translated": {func(d *Document) { d.Languages = []string{"en", "fr"} }, Warn, "pages[1].questions[0].rows[0].text", "untranslated", "fr", false},
	} {
		d := fit()
		c.spoil(d)
		got := Check(d, nil)
		told := func(r Remark) bool {
			return r.Severity == c.severity && r.Path == c.path && r.Key == c.key && r.Other == c.other
		}
		if !slices.ContainsFunc(got, told) || c.andNothing && len(got) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	d := fit()
	d.Ends = append(d.Ends, End{Code: "sorry", Outcome: OutcomeScreened, Title: Words{"en": "Sorry"}})
	d.Pages[1].Branches = []Branch{{If: "true", End: "sorry"}}
	if got := Check(d, nil); slices.ContainsFunc(got, func(r Remark) bool { return r.Key == "screen_all" }) {
		t.Errorf("true is no condition: %+v", got)
	}
	d = fit()
	d.Languages, d.Settings.Controller = []string{"en", "fr"}, ""
	if got := Check(d, nil); got[0].Severity != Refuse || got[len(got)-1].Severity != Warn {
		t.Errorf("refusals do not stand first: %+v", got)
	}
}

// TestContrast against the values that the guidelines give.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#767676", "#FFFFFF", 4.54}, {"#ff0000", "#ffffff", 4.00}} {
		if got, ok := Contrast(c.a, c.b); !ok || math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s on %s: %v", c.a, c.b, got)
		}
		if x, _ := Contrast(c.a, c.b); x != func() float64 { y, _ := Contrast(c.b, c.a); return y }() {
			t.Errorf("%s and %s differ by their order", c.a, c.b)
		}
	}
	if _, ok := Contrast("#fff", "#000000"); ok {
		t.Error("three digits are taken for a colour")
	}
}

// TestMinutes: more words and more to choose take longer; a long one is told.
func TestMinutes(t *testing.T) {
	d := fit()
	before := Minutes(d, "en")
	d.Pages[1].Questions[0].Rows = append(d.Pages[1].Questions[0].Rows, Row{Code: "desk"})
	row := Minutes(d, "en")
	d.Pages[0].Questions[0].Hint = Words{"en": strings.Repeat("word ", 200)}
	if words := Minutes(d, "en"); math.Abs(row-before-4.0/60) > 1e-9 || math.Abs(words-row-1) > 1e-9 {
		t.Errorf("%v, with a row %v, with 200 words %v", before, row, words)
	}
	for i := range 20 {
		d.Pages[0].Questions = append(d.Pages[0].Questions, Question{Code: fmt.Sprintf("w%d", i), Kind: KindLongText, Text: Words{"en": "And?"}})
	}
	if got := Check(d, nil); !slices.ContainsFunc(got, func(r Remark) bool { return r.Key == "minutes" && r.Severity == Warn }) {
		t.Errorf("a long one: %+v", got)
	}
}
