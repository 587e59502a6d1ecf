package collect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/text"
)

// pairs are the words of yes/no questions, no first.
func pairs() [][2]string {
	return [][2]string{{"no", "yes"}, {"non", "oui"}, {"false", "true"}, {"n", "y"}, {"n", "o"}, {"faux", "vrai"}, {"0", "1"}, {"0.0", "1.0"}}
}

// yesNoValues finds the column's own words for no and yes.
func yesNoValues(c *columnView) (no, yes string, ok bool) {
	if len(c.Values) != 2 {
		return "", "", false
	}
	a, b := c.Values[0].Value, c.Values[1].Value
	for _, p := range pairs() {
		switch {
		case text.Fold(a) == p[0] && text.Fold(b) == p[1]:
			return a, b, true
		case text.Fold(a) == p[1] && text.Fold(b) == p[0]:
			return b, a, true
		}
	}
	return "", "", false
}

func isYesNo(c *columnView) bool {
	_, _, ok := yesNoValues(c)
	return ok
}

// yesNo finds yes/no columns that are answers or outcomes; others are left to
// be segments.
func (g *guesser) yesNo(c *columnView) (columnGuess, bool) {
	no, yes, ok := yesNoValues(c)
	if !ok {
		return columnGuess{}, false
	}
	words := func(v, word string) string {
		if strings.Trim(v, "01.") == "" {
			return word
		}
		return v
	}
	left := c.begins("churn", "attrition", "cancel", "unsubscrib", "exited", "resili", "desabon", "disput") || c.says("left", "leaver", "lost", "departed", "parti")
	kept := c.begins("renew", "retain", "retention", "convert", "repurchas", "upsell")
	if left || kept {
		found := guessed(RoleOutcome, 0.9, "outcome", "Yes or no, and the heading names something that happened to the customer.")
		found.kind = "text"
		found.score = &ScoreMapping{Name: c.Name, Scale: measure.YesNo(words(no, "No"), words(yes, "Yes"), kept), Intent: measure.Outcome, Metric: measure.Share}
		good := no
		if kept {
			good = yes
		}
		found.Notes = append(found.Notes, reason("good_outcome", "{value} is taken for the good outcome; the share is of it.", "value", good))
		return found, true
	}
	if recommendLike(c) || ratingLike(c) || c.begins("resolv", "solved", "resolu", "recommended") || c.says("would you", "were you", "did we", "happy") {
		found := guessed(RoleScore, 0.85, "yes_no", "Yes or no, and the heading asks for an opinion.")
		found.score = &ScoreMapping{Name: c.Name, Scale: measure.YesNo(words(no, "No"), words(yes, "Yes"), true), Intent: intentOf(c), Metric: measure.Share}
		return found, true
	}
	return columnGuess{}, false
}

// worded finds answers given in words of a usual scale: very satisfied to very
// dissatisfied, excellent to poor, agree to disagree.
func (g *guesser) worded(c *columnView) (columnGuess, bool) {
	if c.begins("sentiment", "polarit") {
		return columnGuess{}, false // somebody else's reading of a text
	}
	return wordedScale(c)
}

// wordedScale reads the values as words of a usual scale.
func wordedScale(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindText || len(c.Values) < 2 || len(c.Values) > 12 {
		return columnGuess{}, false
	}
	type placed struct {
		value string
		rank  int
	}
	var scale []placed
	var codes []string
	for _, v := range c.Values {
		rank, known := opinionRank(v.Value)
		switch {
		case known:
			scale = append(scale, placed{v.Value, rank})
		case noOpinion(v.Value):
			codes = append(codes, v.Value)
		default:
			return columnGuess{}, false
		}
	}
	slices.SortFunc(scale, func(a, b placed) int { return a.rank - b.rank })
	if len(scale) < 2 || scale[0].rank == scale[len(scale)-1].rank || scale[0].rank > 0 || scale[len(scale)-1].rank < 0 {
		return columnGuess{}, false
	}
	s := measure.Scale{Min: 1, Direction: measure.Up, Labels: map[string]string{}}
	var good []string
	for i, p := range scale {
		if i > 0 && scale[i-1].rank == p.rank {
			return columnGuess{}, false // two words for one place: no scale
		}
		s.Max = float64(i + 1)
		s.Labels[strconv.Itoa(i+1)] = p.value
		if p.rank > 0 {
			s.Good = append(s.Good, s.Max)
			good = append(good, p.value)
		}
	}
	if len(s.Good) == 0 {
		return columnGuess{}, false
	}
	found := guessed(RoleScore, 0.8, "words_of_scale", "The answers are the words of a scale, from {low} to {high}.", "low", scale[0].value, "high", scale[len(scale)-1].value)
	found.Notes = append(found.Notes, reason("good_words", "{values} count as good.", "values", strings.Join(good, ", ")))
	found.score = &ScoreMapping{Name: c.Name, Scale: s, Intent: intentOf(c), Metric: measure.Share}
	found.noAnswer = codes
	return found, true
}

func noOpinion(v string) bool {
	switch text.Fold(strings.Trim(v, ".()[] ")) {
	case "don't know", "dont know", "don’t know", "na", "n/a", "not applicable", "no answer", "no opinion", "unknown", "not sure", "refused", "ne sait pas", "nsp", "sans avis", "sans opinion", "non concerne", "sans objet", "ne", "non exprime", "not expressed":
		return true
	}
	return false
}

// opinionRank places a usual opinion word between -3 and 3.
func opinionRank(v string) (int, bool) {
	ranks := map[int][]string{
		3:  {"extremely satisfied", "completely satisfied", "excellent", "outstanding", "extremely likely", "strongly agree", "extremement satisfait", "tout a fait d'accord", "very positive", "always"},
		2:  {"very satisfied", "very good", "very likely", "very happy", "very easy", "tres satisfait", "tres satisfaite", "tres bien", "tres bon", "tres probable"},
		1:  {"satisfied", "good", "likely", "agree", "happy", "easy", "positive", "somewhat satisfied", "somewhat agree", "satisfait", "satisfaite", "bien", "bon", "d'accord", "plutot d'accord", "plutot satisfait", "probable", "positif"},
		0:  {"neutral", "neither", "neither good nor poor", "neither satisfied nor dissatisfied", "neither agree nor disagree", "fair", "average", "ok", "neutre", "moyen", "ni satisfait ni insatisfait", "ni d'accord ni pas d'accord", "neutral or dissatisfied"},
		-1: {"dissatisfied", "unsatisfied", "poor", "bad", "unlikely", "disagree", "unhappy", "difficult", "negative", "somewhat dissatisfied", "somewhat disagree", "insatisfait", "insatisfaite", "mauvais", "pas d'accord", "plutot pas d'accord", "plutot insatisfait", "negatif"},
		-2: {"very dissatisfied", "very poor", "very bad", "very unlikely", "very unhappy", "very difficult", "tres insatisfait", "tres insatisfaite", "tres mauvais", "horrible", "terrible"},
		-3: {"extremely dissatisfied", "completely dissatisfied", "extremely unlikely", "strongly disagree", "very negative", "pas du tout d'accord", "pas du tout satisfait", "never"},
	}
	word := text.Fold(v)
	for rank, words := range ranks {
		if slices.Contains(words, word) {
			return rank, true
		}
	}
	return 0, false
}
