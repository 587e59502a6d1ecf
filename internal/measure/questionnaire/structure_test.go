package questionnaire

import (
	"reflect"
	"testing"
)

func sound() *Document {
	w := func(s string) Words { return Words{"en": s} }
	return &Document{
		Title: w("After a visit"), Languages: []string{"en", "fr"}, Settings: Settings{Consent: ConsentPerson},
		Ends:   []End{{Code: "thanks", Outcome: OutcomeComplete, Title: w("Thank you")}},
		Quotas: []Quota{{Code: "q", If: "true", Count: 5, End: "thanks"}},
		Pages: []Page{
			{Code: "one", Branches: []Branch{{If: "true", Page: "two"}}, Questions: []Question{
				{Code: "brands", Kind: KindChoices, Text: w("Which?"), Options: []Option{{Code: "a", Text: w("A")}, {Code: "b", Text: w("B")}}},
				{Code: "easy", Kind: KindScale, Text: w("How easy?"), Scale: &Scale{Look: LookNumbers, Min: 1, Points: 7}}}},
			{Code: "two", Loop: &Loop{Over: LoopOptions, Question: "brands"}, Questions: []Question{
				{Code: "care", Kind: KindMatrix, Text: w("Care"), Rows: []Row{{Code: "gate", Text: w("Gate")}},
					Scale: &Scale{Look: LookStars, Min: 1, Points: 5, NA: true}},
				{Code: "most", Kind: KindBestWorst, Text: w("Most?"), Sets: &Sets{Count: 2, Size: 3},
					Options: []Option{{Code: "x", Text: w("X")}, {Code: "y", Text: w("Y")}, {Code: "z", Text: w("Z")}}}}},
		},
	}
}

func TestStructure(t *testing.T) {
	if got := Structure(sound()); len(got) != 0 {
		t.Fatalf("a sound document: %+v", got)
	}
	low, high := 1, 3
	for name, c := range map[string]struct {
		spoil     func(*Document)
		path, key string
	}{
		"no consent":      {func(d *Document) { d.Settings.Consent = "all" }, "settings.consent", "unknown"},
		"language twice":  {func(d *Document) { d.Languages[1] = "en" }, "languages[1]", "repeated"},
		"no title":        {func(d *Document) { d.Title = Words{"fr": "Visite"} }, "title", "unworded"},
		"code form":       {func(d *Document) { d.Pages[0].Questions[1].Code = "Easy" }, "pages[0].questions[1].code", "code"},
		"code twice":      {func(d *Document) { d.Pages[1].Questions[0].Code = "easy" }, "pages[1].questions[0].code", "repeated"},
		"value and asked": {func(d *Document) { d.Hidden = []Hidden{{Code: "easy", From: HiddenLink, Kind: ValueText}} }, "pages[0].questions[1].code", "repeated"},
		"value's kind":    {func(d *Document) { d.Hidden = []Hidden{{Code: "x", From: HiddenLink, Kind: "date"}} }, "hidden[0].kind", "unknown"},
		"value's source":  {func(d *Document) { d.Hidden = []Hidden{{Code: "x", From: "sky", Kind: ValueText}} }, "hidden[0].from", "unknown"},
		"value's trait":   {func(d *Document) { d.Hidden = []Hidden{{Code: "x", From: HiddenContact, Kind: ValueText}} }, "hidden[0].trait", "missing"},
		"option twice":    {func(d *Document) { d.Pages[0].Questions[0].Options[1].Code = "a" }, "pages[0].questions[0].options[1].code", "repeated"},
		"page twice":      {func(d *Document) { d.Pages[1].Code = "one"; d.Pages[0].Branches = nil }, "pages[1].code", "repeated"},
		"back":            {func(d *Document) { d.Pages[0].Branches[0].Page = "one" }, "pages[0].branches[0].page", "backward"},
		"to nowhere":      {func(d *Document) { d.Pages[0].Branches[0].Page = "six" }, "pages[0].branches[0].page", "unknown"},
		"to two places":   {func(d *Document) { d.Pages[0].Branches[0].End = "thanks" }, "pages[0].branches[0]", "target"},
		"to no end":       {func(d *Document) { d.Pages[0].Branches[0] = Branch{End: "x"} }, "pages[0].branches[0].end", "unknown"},
		"loop later": {func(d *Document) {
			d.Pages[0].Loop = &Loop{Over: LoopOptions, Question: "brands"}
			d.Pages[1].Loop = nil
		}, "pages[0].loop.question", "unknown"},
		"loop too long": {func(d *Document) { d.Pages[1].Loop.Max = MaxLoop + 1 }, "pages[1].loop.max", "range"},
		"kind":          {func(d *Document) { d.Pages[0].Questions[1].Kind = "stars" }, "pages[0].questions[1].kind", "unknown"},
		"no rows":       {func(d *Document) { d.Pages[1].Questions[0].Rows = nil }, "pages[1].questions[0].rows", "missing"},
		"no scale":      {func(d *Document) { d.Pages[1].Questions[0].Scale = nil }, "pages[1].questions[0].scale", "missing"},
		"points":        {func(d *Document) { d.Pages[0].Questions[1].Scale.Points = 12 }, "pages[0].questions[1].scale.points", "range"},
		"labels":        {func(d *Document) { d.Pages[0].Questions[1].Scale.Labels = []Words{{"en": "Bad"}} }, "pages[0].questions[1].scale.labels", "labels"},
		"sets":          {func(d *Document) { d.Pages[1].Questions[1].Sets.Size = 4 }, "pages[1].questions[1].sets.size", "range"},
		"few items": {func(d *Document) {
			q := &d.Pages[0].Questions[0]
			q.Kind, q.Options = KindChoice, q.Options[:1]
			d.Pages[1].Loop = nil
		}, "pages[0].questions[0].options", "missing"},
		"limits":      {func(d *Document) { d.Pages[0].Questions[0].Limits = &Limits{MinChosen: &high, MaxChosen: &low} }, "pages[0].questions[0].limits.max_chosen", "crossed"},
		"quota":       {func(d *Document) { d.Quotas[0].Count = 0 }, "quotas[0].count", "range"},
		"quota's end": {func(d *Document) { d.Quotas[0].End = "no" }, "quotas[0].end", "unknown"},
	} {
		d := sound()
		c.spoil(d)
		got := Structure(d)
		if len(got) != 1 || got[0].Path != c.path || got[0].Key != c.key {
			t.Errorf("%s: got %+v, want one %s at %s", name, got, c.key, c.path)
		}
	}
}

func TestStructureOfNothing(t *testing.T) {
	paths := []string{}
	for _, p := range Structure(&Document{}) {
		paths = append(paths, p.Path)
	}
	if want := []string{"languages", "pages", "title", "settings.consent"}; !reflect.DeepEqual(paths, want) {
		t.Errorf("got %v, want %v", paths, want)
	}
}
