package questionnaire

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	asks     = regexp.MustCompile(`[<>=*+]|\(| in `)
)

// TestExamplesOfTheGuide: each condition and calculation that the guide gives can be
// written so in the survey that it speaks of.
func TestExamplesOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(guide), "### Who is asked what")
	part, _, _ = strings.Cut(part, "\n## ")
	scale := func(code string) Question {
		return Question{Code: code, Kind: KindScale, Text: Words{"en": code}, Scale: &Scale{Look: LookNumbers, Points: 11}}
	}
	told := func(spoil func(d *Document)) []Problem {
		d := &Document{
			Title: Words{"en": "Crossing"}, Languages: []string{"en"}, Settings: Settings{Consent: ConsentFirm}, Hidden: []Hidden{{Code: "boat", From: HiddenLink, Kind: ValueText}},
			Pages: []Page{
				{Code: "page_1", Questions: []Question{scale("q_1"), {Code: "q_2", Kind: KindChoices, Text: Words{"en": "Where?"}, Options: []Option{{Code: "o_1", Text: Words{"en": "On deck"}}, {Code: "o_2", Text: Words{"en": "At the bar"}}}}, scale("q_3")}},
				{Code: "page_2", Questions: []Question{{Code: "q_4", Kind: KindText, Text: Words{"en": "And?"}}}},
			},
			Ends: []End{{Code: "done", Outcome: OutcomeComplete, Title: Words{"en": "Thanks"}}},
		}
		spoil(d)
		_, found := Compile(d, Known{"tier": ValueText})
		return found
	}
	n := 0
	for _, span := range codeSpan.FindAllStringSubmatch(part, -1) {
		example := span[1]
		if strings.HasPrefix(example, "/") || len(example) < 5 || !asks.MatchString(example) && !strings.Contains(example, "{{") {
			continue
		}
		n++
		found := told(func(d *Document) { d.Pages[1].ShowIf = example })
		switch {
		case example == "{{item}}" || example == "tenfold":
			continue // what a loop shows, and a value of the guide's own
		case strings.Contains(example, "{{"):
			found = told(func(d *Document) { d.Pages[1].Questions[0].Text = Words{"en": example} })
		case len(found) > 0 && found[0].Key == "gives_bool":
			found = told(func(d *Document) { d.Calculated = []Calculated{{Code: "sum", Kind: ValueNumber, Value: example}} })
		}
		if len(found) > 0 {
			t.Errorf("%s: %+v", example, found)
		}
	}
	if n < 12 {
		t.Errorf("only %d examples were found", n)
	}
}
