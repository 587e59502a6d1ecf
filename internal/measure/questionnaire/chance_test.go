package questionnaire

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestChanceAnswersWhatIsAsked: whatever the questionnaire, what chance sends is taken
// in nearly all pages, it ends, and the same numbers give the same answers.
func TestChanceAnswersWhatIsAsked(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Decode(raw)
		if err != nil {
			continue // not a questionnaire
		}
		flow, _ := Compile(doc, Known{"plan": ValueText, "seats": ValueNumber, "pilot": ValueBool})
		if flow == nil {
			continue
		}
		for seed := range uint64(40) {
			one, refused := walkByChance(t, flow, seed)
			again, _ := walkByChance(t, flow, seed)
			if !reflect.DeepEqual(one, again) {
				t.Errorf("%s: seed %d gives other answers", file, seed)
			}
			if refused > 5 {
				t.Errorf("%s: seed %d was refused %d times", file, seed, refused)
			}
		}
	}
}

// walkByChance answers a questionnaire to its end.
func walkByChance(t *testing.T, flow *Flow, seed uint64) (Answers, int) {
	t.Helper()
	c := flow.Chance(rand.New(rand.NewPCG(seed, 1)))
	state, refused, key := c.State(), 0, ""
	for range 500 {
		view := flow.Walk(state)
		next, end := view.Next(key)
		if end != nil {
			return state.Answers, refused
		}
		answers, problems := flow.Accept(state, next, c.Form(view.Page(next)))
		for _, p := range problems {
			if p.Key == "unknown" || p.Key == "number" || p.Key == "few" || p.Key == "many" || p.Key == "pick" {
				t.Errorf("page %s, seed %d: %+v", next, seed, p)
			}
		}
		if len(problems) > 0 {
			if refused++; refused > 50 {
				return answers, refused
			}
			continue
		}
		state.Answers, key = answers, next
	}
	t.Fatal("it has no end")
	return nil, 0
}

// TestChanceFindsWhatConditionsName: branches on texts, numbers and contacts are taken.
func TestChanceFindsWhatConditionsName(t *testing.T) {
	one := func(code string, kind Kind, showIf string) Question {
		return Question{Code: code, Kind: kind, Text: Words{"en": code}, ShowIf: showIf}
	}
	doc := &Document{
		Title: Words{"en": "Ways"}, Languages: []string{"en"}, Hidden: []Hidden{{Code: "boat", From: HiddenLink, Kind: ValueText}},
		Pages: []Page{{Code: "a", Questions: []Question{one("years", KindNumber, ""), one("town", KindText, "")}}, {Code: "b", Questions: []Question{
			one("old", KindText, "years > 4711"), one("vega", KindText, `boat == "vega"`), one("gold", KindText, `contact.plan == "gold"`), one("oslo", KindText, `town == "Oslo"`)}}},
		Ends: []End{{Code: "end", Outcome: OutcomeComplete, Title: Words{"en": "End"}}}, Settings: Settings{Consent: ConsentFirm},
	}
	flow, wrong := Compile(doc, Known{"plan": ValueText})
	if flow == nil {
		t.Fatal(wrong)
	}
	met := map[string]bool{}
	for seed := range uint64(200) {
		answers, _ := walkByChance(t, flow, seed)
		for code := range answers {
			met[code] = true
		}
	}
	for _, code := range []string{"years", "town", "old", "vega", "gold", "oslo"} {
		if !met[code] {
			t.Errorf("%s was never reached", code)
		}
	}
}
