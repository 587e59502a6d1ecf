package measure

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Direction says which end of a scale is the good one.
type Direction string

// The directions.
const (
	Up   Direction = "up"   // higher is better
	Down Direction = "down" // lower is better
)

// Scale is what scores a measure may have. Steps between whole numbers are
// allowed on a scale without labels.
type Scale struct {
	Min       float64                      `json:"min"`
	Max       float64                      `json:"max"`
	Direction Direction                    `json:"direction" enum:"up,down" doc:"Which end is the good one."`
	Labels    map[string]string            `json:"labels" required:"false" doc:"Words for scores, by the score written as a number; where every score has words, they are read as answers."`
	Words     map[string]map[string]string `json:"words,omitempty" required:"false" doc:"The labels in other languages, by language (en, fr ...) and then as labels are; a language that is absent is asked with the labels."`
	Good      []float64                    `json:"good" required:"false" nullable:"false" doc:"The scores that count as good, for shares."`
}

const maxPoints = 101

// CheckScale says what is wrong with a scale and the metric made on it, naming
// fields after the prefix, which is empty or ends in a dot.
func CheckScale(prefix string, s Scale, m Metric) error {
	switch {
	case math.IsNaN(s.Min) || math.IsInf(s.Min, 0) || math.IsNaN(s.Max) || math.IsInf(s.Max, 0) || s.Min >= s.Max:
		return fault.Invalid(prefix+"scale.max", "The scale's highest score must be above its lowest.")
	case s.Direction != Up && s.Direction != Down:
		return fault.Invalid(prefix+"scale.direction", "Say whether higher (up) or lower (down) is better.")
	case len(s.Labels) > maxPoints:
		return fault.Invalid(prefix+"scale.labels", "A scale has words for at most 101 scores.")
	}
	if err := s.checkWords(prefix); err != nil {
		return err
	}
	for _, g := range s.Good {
		if math.IsNaN(g) || g < s.Min || g > s.Max {
			return fault.Invalid(prefix+"scale.good", fmt.Sprintf("%v is not a score of this scale.", g))
		}
	}
	switch m {
	case NPS:
		if s.Min != 0 || s.Max != 10 || s.Direction != Up {
			return fault.Invalid(prefix+"metric", "NPS needs a scale from 0 to 10 on which higher is better.")
		}
	case Share:
		if len(s.Good) == 0 {
			return fault.Invalid(prefix+"scale.good", "Name the scores that count as good; the share is of them.")
		}
	case Mean:
	default:
		return fault.Invalid(prefix+"metric", "Choose nps, share or mean.")
	}
	return nil
}

// maxLanguages is in how many languages a scale has words.
const maxLanguages = 40

func (s Scale) checkWords(prefix string) error {
	if key, ok := s.strayLabel(s.Labels); !ok {
		return fault.Invalid(prefix+"scale.labels", fmt.Sprintf("%q is not a score of this scale with words for it.", key))
	}
	if len(s.Words) > maxLanguages {
		return fault.Invalid(prefix+"scale.words", "A scale has words in at most 40 languages.")
	}
	for lang, labels := range s.Words {
		if !isLanguage(lang) {
			return fault.Invalid(prefix+"scale.words", fmt.Sprintf("%q is not a language's code, as en or fr are.", lang))
		}
		if key, ok := s.strayLabel(labels); !ok {
			return fault.Invalid(prefix+"scale.words."+lang, fmt.Sprintf("%q is not a score of this scale with words for it.", key))
		}
	}
	return nil
}

// strayLabel finds a label that belongs to no score or is empty; true where
// there is none.
func (s Scale) strayLabel(labels map[string]string) (string, bool) {
	for key, label := range labels {
		if v, err := strconv.ParseFloat(key, 64); err != nil || math.IsNaN(v) || v < s.Min || v > s.Max || strings.TrimSpace(label) == "" {
			return key, false
		}
	}
	return "", true
}

// Contains tells whether v is a score of the scale.
func (s Scale) Contains(v float64) bool {
	if math.IsNaN(v) || v < s.Min || v > s.Max {
		return false
	}
	if !s.Worded() {
		return true
	}
	_, ok := s.Labels[Key(v)]
	return ok
}

// Worded tells whether the scale has words for its scores and takes no others:
// a yes/no, or a list of labels.
func (s Scale) Worded() bool {
	steps := s.Max - s.Min + 1
	return len(s.Labels) > 0 && float64(len(s.Labels)) >= steps
}

// Key is a score as it stands in Labels: 3, 2.5.
func Key(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// LabelOf is the words for a score, "" where it has none.
func (s Scale) LabelOf(v float64) string {
	if len(s.Labels) == 0 {
		return ""
	}
	return s.Labels[Key(v)]
}

// LabelIn is the words for a score in a language, those of Labels where that
// language has none.
func (s Scale) LabelIn(lang string, v float64) string {
	if label := s.Words[lang][Key(v)]; label != "" {
		return label
	}
	return s.LabelOf(v)
}

// ScoreOf is the score for these words, compared without regard to case and
// surrounding space: those of Labels before those of other languages, these in
// the order of their codes; where two scores have the same words, the lower.
func (s Scale) ScoreOf(label string) (float64, bool) {
	want := fold(label)
	if want == "" {
		return 0, false
	}
	if v, ok := scoreOf(s.Labels, want); ok {
		return v, true
	}
	for _, lang := range slices.Sorted(maps.Keys(s.Words)) {
		if v, ok := scoreOf(s.Words[lang], want); ok {
			return v, true
		}
	}
	return 0, false
}

func scoreOf(labels map[string]string, want string) (float64, bool) {
	for _, key := range slices.SortedFunc(maps.Keys(labels), byNumber) {
		if fold(labels[key]) == want {
			v, err := strconv.ParseFloat(key, 64)
			return v, err == nil
		}
	}
	return 0, false
}

func byNumber(a, b string) int {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return int(math.Copysign(1, x-y))
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// Same tells whether two scales are the same in all that figures depend on.
func (s Scale) Same(o Scale) bool {
	a, b := slices.Sorted(slices.Values(s.Good)), slices.Sorted(slices.Values(o.Good))
	return s.Min == o.Min && s.Max == o.Max && s.Direction == o.Direction &&
		slices.Equal(a, b) && maps.Equal(s.Labels, o.Labels) && maps.EqualFunc(s.Words, o.Words, maps.Equal[map[string]string, map[string]string])
}

// Numbered is a scale of whole numbers whose good scores are the top two
// points, or the top one on scales shorter than five.
func Numbered(lowest, highest float64, direction Direction) Scale {
	s := Scale{Min: lowest, Max: highest, Direction: direction, Labels: map[string]string{}}
	n := 2
	if highest-lowest < 4 {
		n = 1
	}
	for i := range n {
		if direction == Down {
			s.Good = append(s.Good, lowest+float64(i))
		} else {
			s.Good = append(s.Good, highest-float64(n-1-i))
		}
	}
	return s
}

// YesNo is the scale of a yes/no question: 0 no, 1 yes, in the words given.
func YesNo(no, yes string, goodIsYes bool) Scale {
	s := Scale{Min: 0, Max: 1, Direction: Up, Labels: map[string]string{"0": no, "1": yes}, Good: []float64{1}}
	if !goodIsYes {
		s.Direction, s.Good = Down, []float64{0}
	}
	return s
}
