package questionnaire

import (
	"reflect"
	"slices"
	"testing"
)

// measured is a sound document whose scale, and a row of whose matrix, are measures.
func measured() *Document {
	d := sound()
	d.Pages[0].Questions[1].MeasureID = "m1"
	d.Pages[1].Questions[0].Rows[0].MeasureID = "m2"
	return d
}

func TestDifferencesAndBreaks(t *testing.T) {
	w := func(s string) Words { return Words{"en": s} }
	for name, c := range map[string]struct {
		change func(*Document)
		want   []string // path what
		breaks map[string][]string
	}{
		"nothing":   {func(*Document) {}, nil, nil},
		"empty":     {func(d *Document) { d.Pages[0].Questions[1].Hint = Words{} }, nil, nil},
		"wording":   {func(d *Document) { d.Pages[0].Questions[1].Text = w("How hard?") }, []string{"pages[0].questions[1].text text"}, map[string][]string{"m1": {"wording"}}},
		"hint":      {func(d *Document) { d.Pages[0].Questions[1].Hint = w("Today") }, []string{"pages[0].questions[1].hint text"}, map[string][]string{"m1": {"wording"}}},
		"of a row":  {func(d *Document) { d.Pages[1].Questions[0].Rows[0].Text = w("Door") }, []string{"pages[1].questions[0].rows[0].text text"}, map[string][]string{"m2": {"wording"}}},
		"points":    {func(d *Document) { d.Pages[0].Questions[1].Scale.Points = 5 }, []string{"pages[0].questions[1].scale scale"}, map[string][]string{"m1": {"scale"}}},
		"words":     {func(d *Document) { d.Pages[0].Questions[1].Scale.Low = w("Hard") }, []string{"pages[0].questions[1].scale scale"}, map[string][]string{"m1": {"scale"}}},
		"look":      {func(d *Document) { d.Pages[1].Questions[0].Scale.Look = LookWords }, []string{"pages[1].questions[0].scale.look look"}, map[string][]string{"m2": {"layout"}}},
		"one page":  {func(d *Document) { d.Settings.OneByOne = true }, []string{"settings settings"}, map[string][]string{"m1": {"layout"}, "m2": {"layout"}}},
		"language":  {func(d *Document) { d.Languages = d.Languages[:1] }, []string{"languages languages"}, map[string][]string{"m1": {"language"}, "m2": {"language"}}},
		"condition": {func(d *Document) { d.Pages[0].Questions[1].ShowIf = "true" }, []string{"pages[0].questions[1].show_if condition"}, nil},
		"option":    {func(d *Document) { d.Pages[0].Questions[0].Options[1].Text = w("C") }, []string{"pages[0].questions[0].options[1].text text"}, nil},
		"asked before": {func(d *Document) {
			d.Pages[0].Questions = append([]Question{{Code: "new", Kind: KindText, Text: w("New")}}, d.Pages[0].Questions...)
		}, []string{"pages[0].questions[0] added"}, map[string][]string{"m1": {"order"}, "m2": {"order"}}},
		"asked after": {func(d *Document) {
			d.Pages[1].Questions = append(d.Pages[1].Questions, Question{Code: "new", Kind: KindText, Text: w("New")})
		}, []string{"pages[1].questions[2] added"}, nil},
		"gone":         {func(d *Document) { d.Pages[0].Questions = d.Pages[0].Questions[1:] }, []string{"pages[0].questions[0] removed"}, map[string][]string{"m1": {"order"}, "m2": {"order"}}},
		"measure gone": {func(d *Document) { d.Pages[0].Questions[1].MeasureID = "" }, []string{"pages[0].questions[1].measure_id measure"}, nil},
		"turned":       {func(d *Document) { slices.Reverse(d.Pages[0].Questions) }, []string{"pages[0].questions[1] moved"}, map[string][]string{"m1": {"order"}, "m2": {"order"}}},
		"chance":       {func(d *Document) { d.Pages[0].Random = true }, []string{"pages[0].random order"}, map[string][]string{"m1": {"order"}}},
		"other page": {func(d *Document) {
			q := d.Pages[0].Questions[1]
			d.Pages[0].Questions = d.Pages[0].Questions[:1]
			d.Pages[1].Questions = append([]Question{q}, d.Pages[1].Questions...)
		}, []string{"pages[1].questions[0] moved"}, nil},
		"quota and end": {func(d *Document) { d.Quotas[0].Count = 6; d.Ends[0].Title = w("Thanks") }, []string{"quotas[0] value", "ends[0] value"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			now := measured()
			c.change(now)
			var got []string
			for _, d := range Differences(measured(), now) {
				got = append(got, d.Path+" "+d.What)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("differences %q, want %q", got, c.want)
			}
			breaks := map[string][]string{}
			for _, b := range Breaks(measured(), now) {
				breaks[b.MeasureID] = b.What
			}
			if len(breaks) != len(c.breaks) || len(breaks) > 0 && !reflect.DeepEqual(breaks, c.breaks) {
				t.Errorf("breaks %v, want %v", breaks, c.breaks)
			}
		})
	}
}

func TestANewLanguageIsNoNewWording(t *testing.T) {
	now := measured()
	now.Languages = append(now.Languages, "de")
	now.Pages[0].Questions[1].Text = Words{"en": "How easy?", "de": "Wie leicht?"}
	now.Pages[0].Questions[1].Scale.Low = Words{"de": "Schwer"}
	got := Breaks(measured(), now)
	if len(got) != 2 || !slices.Equal(got[0].What, []string{"language"}) {
		t.Errorf("%+v", got)
	}
}
