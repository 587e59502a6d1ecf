package measure

import (
	"testing"
)

// TestEveryReadyMeasureStands: each can be made in both languages, in its own
// words for every score that has any, and stays as it is for the next.
func TestEveryReadyMeasureStands(t *testing.T) {
	codes := map[string]bool{}
	for _, r := range AllReady() {
		if codes[r.Code] {
			t.Errorf("%s stands twice", r.Code)
		}
		codes[r.Code] = true
		if r.Source == "" {
			t.Errorf("%s does not say where it comes from", r.Code)
		}
		for lang, other := range map[string]string{"en": "fr", "fr": "en"} {
			m, err := FromReady(r.Code, lang, "")
			if err == nil {
				_, err = m.checked()
			}
			if err != nil {
				t.Fatalf("%s in %s: %v", r.Code, lang, err)
			}
			if m.Name != r.Name[lang] || m.Wording[lang] == "" || r.Why[lang] == "" || m.Wording["en"] == m.Wording["fr"] {
				t.Errorf("%s in %s: name %q, wording %q", r.Code, lang, m.Name, m.Wording)
			}
			if len(m.Scale.Labels) == 0 || len(m.Scale.Words) != 1 || len(m.Scale.Words[other]) != len(m.Scale.Labels) {
				t.Errorf("%s in %s: labels %v beside %v", r.Code, lang, m.Scale.Labels, m.Scale.Words)
			}
			for score, label := range m.Scale.Labels {
				if m.Scale.Words[other][score] == label {
					t.Errorf("%s: %q stands for %s in both languages", r.Code, label, score)
				}
			}
		}
	}
	if m, _ := FromReady("effort", "de", "Leicht"); m.Name != "Leicht" || m.Scale.LabelIn("de", 7) != "Strongly agree" || m.Scale.LabelIn("fr", 7) != "Tout à fait d’accord" {
		t.Errorf("in a language that it has not: %+v", m)
	}
	if _, err := FromReady("ces", "en", ""); groundKey(err) != "measure.ready" {
		t.Errorf("a code that there is not: %v", err)
	}
}

// TestWordsOfAScaleInLanguages: they are read as answers, differ like labels, and
// belong to scores.
func TestWordsOfAScaleInLanguages(t *testing.T) {
	s := YesNo("No", "Yes", true)
	s.Words = map[string]map[string]string{"fr": {"0": "Non", "1": "Oui"}, "de": {"1": "Ja"}}
	for label, want := range map[string]float64{"yes": 1, " NON ": 0, "ja": 1} {
		if v, ok := s.ScoreOf(label); !ok || v != want {
			t.Errorf("%q is %v, %v", label, v, ok)
		}
	}
	if s.LabelIn("de", 0) != "No" || s.LabelIn("fr", 0) != "Non" {
		t.Errorf("no in German %q, in French %q", s.LabelIn("de", 0), s.LabelIn("fr", 0))
	}
	other := s
	other.Words = map[string]map[string]string{"fr": {"0": "Non", "1": "Si"}, "de": {"1": "Ja"}}
	if s.Same(other) || !s.Same(s) {
		t.Error("other words are another scale")
	}
	for _, words := range []map[string]map[string]string{{"fr": {"2": "Peut-être"}}, {"fr": {"1": " "}}, {"fr": {"NaN": "Rien"}}, {"f": {"1": "Oui"}}} {
		bad := s
		bad.Words = words
		if err := CheckScale("", bad, Share); err == nil {
			t.Errorf("%v are taken", words)
		}
	}
}
