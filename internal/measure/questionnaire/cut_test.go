package questionnaire

import (
	"slices"
	"testing"
)

func f64(v float64) *float64 { return &v }

// cutting declares a cut of a value of the link, one of a choice and one of a number.
func cutting() *Document {
	w := func(s string) Words { return Words{"en": s} }
	d := sound()
	d.Hidden = []Hidden{{Code: "region", From: HiddenLink, Kind: ValueText}, {Code: "years", From: HiddenContact, Trait: "tenure", Kind: ValueNumber}}
	d.Settings.Consent, d.Quotas = ConsentAnonymous, nil
	d.Settings.Cuts = []Cut{
		{Code: "region", Label: w("Region"), Of: "region", Classes: []CutClass{{Code: "north", Label: w("North"), Values: []string{"N", "Nord"}}, {Code: "south", Label: w("South"), Values: []string{"S"}}}},
		{Code: "years", Label: w("Years"), Of: "years", Classes: []CutClass{{Code: "short", Label: w("Under 5"), Below: f64(5)}, {Code: "long", Label: w("5 and more"), From: f64(5)}}},
		{Code: "easy", Label: w("Easy"), Of: "easy", Classes: []CutClass{{Code: "hard", Label: w("1 to 3"), Below: f64(4)}, {Code: "soft", Label: w("4 to 7"), From: f64(4)}}},
	}
	return d
}

func TestCutsAreWellFormed(t *testing.T) {
	if got := Structure(cutting()); len(got) != 0 {
		t.Fatalf("sound cuts: %+v", got)
	}
	for name, c := range map[string]struct {
		spoil     func(s *Settings)
		path, key string
	}{
		"five":                  {func(s *Settings) { s.Cuts = slices.Repeat(s.Cuts[:1], 5) }, "settings.cuts", "cuts"},
		"twice":                 {func(s *Settings) { s.Cuts[1].Code = "region" }, "settings.cuts[1].code", "repeated"},
		"of nothing":            {func(s *Settings) { s.Cuts[0].Of = "land" }, "settings.cuts[0].of", "cut_of"},
		"of many choices":       {func(s *Settings) { s.Cuts[0].Of = "brands" }, "settings.cuts[0].of", "cut_of"},
		"of a loop":             {func(s *Settings) { s.Cuts[0].Of = "care" }, "settings.cuts[0].of", "cut_of"},
		"one class":             {func(s *Settings) { s.Cuts[1].Classes = s.Cuts[1].Classes[:1] }, "settings.cuts[1].classes", "cut_classes"},
		"class twice":           {func(s *Settings) { s.Cuts[1].Classes[1].Code = "short" }, "settings.cuts[1].classes[1].code", "repeated"},
		"no label":              {func(s *Settings) { s.Cuts[1].Classes[1].Label = nil }, "settings.cuts[1].classes[1].label", "unworded"},
		"neither":               {func(s *Settings) { s.Cuts[1].Classes[1].From = nil }, "settings.cuts[1].classes[1].values", "class_values"},
		"values and numbers":    {func(s *Settings) { s.Cuts[0].Classes[0].From = f64(1) }, "settings.cuts[0].classes[0].values", "class_values"},
		"a value in two":        {func(s *Settings) { s.Cuts[0].Classes[1].Values[0] = " n" }, "settings.cuts[0].classes[1].values", "class_value"},
		"a code that is no one": {func(s *Settings) { s.Cuts[0].Classes[1].Code = "The South" }, "settings.cuts[0].classes[1].code", "code"},
	} {
		d := cutting()
		c.spoil(&d.Settings)
		if !slices.ContainsFunc(Structure(d), func(p Problem) bool { return p.Path == c.path && p.Key == c.key }) {
			t.Errorf("%s: %+v, want %s at %s", name, Structure(d), c.key, c.path)
		}
	}
}

func TestClassed(t *testing.T) {
	d := cutting()
	for name, c := range map[string]struct {
		answers Answers
		hidden  map[string]string
		contact map[string]any
		want    []string
	}{
		"all told":     {Answers{"easy": {Number: f64(3)}}, map[string]string{"region": "nord "}, map[string]any{"tenure": 5.0}, []string{"north", "long", "hard"}},
		"nothing told": {nil, nil, nil, []string{"", "", ""}},
		"none of them": {Answers{"easy": {NA: true}}, map[string]string{"region": "west"}, map[string]any{"tenure": "long"}, []string{"", "", ""}},
	} {
		if got := d.Classed(c.answers, c.hidden, c.contact); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAnonymousSurveysAreChecked(t *testing.T) {
	refused := func(d *Document, key string) bool {
		return slices.ContainsFunc(Check(d, Known{"tenure": ValueNumber}), func(r Remark) bool { return r.Severity == Refuse && r.Key == key })
	}
	for key, spoil := range map[string]func(d *Document){
		"anonymous_kind":   func(d *Document) { d.Pages[0].Questions[0] = Question{Code: "mail", Kind: KindEmail} },
		"anonymous_bounds": func(d *Document) { d.Pages[0].Questions[0] = Question{Code: "age", Kind: KindNumber} },
		"anonymous_quota":  func(d *Document) { d.Quotas = []Quota{{Code: "q", If: "true", Count: 5, End: "thanks"}} },
	} {
		d := cutting()
		if refused(d, key) {
			t.Errorf("%s is refused of a sound survey", key)
		}
		spoil(d)
		if !refused(d, key) {
			t.Errorf("%s is not refused", key)
		}
		if d.Settings.Consent = ConsentFirm; refused(d, key) {
			t.Errorf("%s is refused where nobody promised it", key)
		}
	}
	d := cutting()
	d.Settings.Cuts = d.Settings.Cuts[1:]
	if got := Check(d, Known{"tenure": ValueNumber}); !slices.ContainsFunc(got, func(r Remark) bool { return r.Severity == Warn && r.Key == "anonymous_cut" && r.Other == "region" }) {
		t.Errorf("a value that no cut is made of: %+v", got)
	}
}
