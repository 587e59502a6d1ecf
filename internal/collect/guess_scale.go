package collect

import (
	"maps"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// scoreByName finds numbers whose heading asks for a rating.
func (g *guesser) scoreByName(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindInteger && c.Kind != table.KindNumber || len(c.Values) == 0 || c.Distinct < 2 {
		return columnGuess{}, false
	}
	if c.says("count", "number", "rank", "weight", "age", "standardized", "zscore", "how often", "how many", "how much", "how long", "how recently", "how old", "how did you hear") ||
		c.begins("sentiment") {
		return columnGuess{}, false
	}
	recommend := recommendLike(c)
	if _, _, written := writtenScale(c.Name); !recommend && !ratingLike(c) && !written || *c.Max > 1000 {
		return columnGuess{}, false
	}
	if c.Distinct == 2 && c.Whole && *c.Min == 0 && *c.Max == 1 {
		return g.yesNo(c)
	}
	s, codes, confidence, note := chooseScale(c)
	if s.Max == 0 {
		return columnGuess{}, false
	}
	found := guessed(RoleScore, confidence, "rating", "Numbers from {min} to {max}, and the heading asks for a rating.", "min", number(*c.Min), "max", number(*c.Max))
	if recommend {
		found = guessed(RoleScore, max(confidence, 0.9), "recommendation", "Numbers from {min} to {max}, and the heading asks for a recommendation.", "min", number(*c.Min), "max", number(*c.Max))
	}
	found.score = &ScoreMapping{Name: c.Name, Scale: s, Intent: intentOf(c)}
	found.noAnswer = codes
	found.Notes = append(found.Notes, note...)
	return found, true
}

func recommendLike(c *columnView) bool {
	return c.begins("recommend", "recommand", "netpro", "promoter") || c.says("nps", "refer", "net promoter", "likely to recommend", "ltr")
}

func ratingLike(c *columnView) bool {
	return c.begins("rat", "satisf", "scor", "csat", "likel", "quality", "experience", "stars", "evaluat", "happi", "qualite", "probab") ||
		c.says("ces", "effort", "ease", "easy", "note", "notes", "fft", "overall", "how", "star", "agree", "facilite", "appreciation", "confort", "accueil", "trust", "loyalty")
}

func intentOf(c *columnView) measure.Intent {
	switch {
	case recommendLike(c):
		return measure.Advocacy
	case c.begins("effort") || c.says("ces", "ease", "easy", "facilite"):
		return measure.Effort
	case c.begins("loyal", "renew", "repurchase", "return"):
		return measure.Loyalty
	case c.begins("expect") || c.says("attente", "attentes"):
		return measure.Expectation
	case c.says("felt", "feel", "feeling", "feelings", "emotion", "ressenti", "understood"):
		return measure.Emotion
	}
	return measure.Satisfaction
}

// chooseScale finds the scale that the values were given on: the one the
// heading writes out, else the smallest usual one that holds nearly all of
// them. What lies outside are codes for no answer.
func chooseScale(c *columnView) (s measure.Scale, codes []string, confidence float64, notes []Reason) {
	if low, high, ok := writtenScale(c.Name); ok {
		s = measure.Numbered(low, high, measure.Up)
		notes = append(notes, reason("scale_written", "The heading says {low} to {high}.", "low", number(low), "high", number(high)))
		confidence = 0.95
	} else if c.says("fft") {
		s = measure.Numbered(1, 5, measure.Down)
		notes = append(notes, reason("scale_fft", "Friends and Family Test: 1 is very good, 5 very poor; others are no answer."))
		confidence = 0.7
	} else {
		s, confidence, notes = usualScale(c)
	}
	for _, v := range c.Values {
		n, ok := table.ParseNumber(v.Value, c.Mark)
		if !ok || n < s.Min || n > s.Max {
			codes = append(codes, v.Value)
		}
	}
	if len(codes) > 0 {
		notes = append(notes, reason("codes", "{values} lie outside the scale and are taken for no answer; change it if they are scores.", "values", strings.Join(codes, ", ")))
		confidence = min(confidence, 0.8)
	}
	return s, codes, confidence, notes
}

// usualScale goes by the values. Codes are told from scores by standing apart
// (9, 88, 99, -1), or by being few (11 beside 0 to 10, 6 beside 1 to 5).
func usualScale(c *columnView) (measure.Scale, float64, []Reason) {
	total, seen := int64(0), map[float64]int64{}
	lowest, highest := 1e9, -1e9
	for _, v := range c.Values {
		n, ok := table.ParseNumber(v.Value, c.Mark)
		if !ok {
			continue
		}
		seen[n] += v.Count
		total += v.Count
	}
	rare := rareAbove(seen, total)
	for n := range seen {
		if n >= 0 && n <= 11 && n <= rare || n > 11 && n <= 100 && seen[n]*20 > total {
			lowest, highest = min(lowest, n), max(highest, n)
		}
	}
	note := func(key, text string) []Reason { return []Reason{reason(key, text)} }
	few := func(n float64, share int64) bool { return seen[n]*share <= total }
	switch {
	case highest > 11 && highest <= 100 && c.Distinct > 11:
		return measure.Numbered(0, 100, measure.Up), 0.6, note("scale_100", "The values run up to 100.")
	case highest > 11:
		return measure.Scale{}, 0, nil
	case highest == 11 && few(11, 10):
		return measure.Numbered(0, 10, measure.Up), 0.8, note("scale_11", "The values run from 0 to 10; 11 is beyond that scale.")
	case highest > 7 && (seen[0] > 0 || recommendLike(c)):
		return measure.Numbered(0, 10, measure.Up), 0.9, note("scale_0_10", "The values run from 0 to 10.")
	case highest > 7:
		return measure.Numbered(1, 10, measure.Up), 0.85, note("scale_1_10", "The values run from 1 to 10.")
	case recommendLike(c) && highest > 5 && seen[0] > 0:
		return measure.Numbered(0, 10, measure.Up), 0.7, note("scale_0_10", "The values run from 0 to 10.")
	case highest == 7:
		return measure.Numbered(1, 7, measure.Up), 0.8, note("scale_1_7", "The values run from 1 to 7.")
	case highest == 6 && (few(6, 4) || seen[0] > 0):
		return measure.Numbered(1, 5, measure.Up), 0.6, note("scale_6", "Taken for 1 to 5; 6 is probably a code such as not used.")
	case highest == 6:
		return measure.Numbered(1, 6, measure.Up), 0.6, note("scale_1_6", "The values run from 1 to 6.")
	case highest == 5 && seen[0] > 0:
		return measure.Numbered(1, 5, measure.Up), 0.7, note("scale_0_is_none", "The values run from 1 to 5; 0 is probably not applicable.")
	case highest == 5:
		return measure.Numbered(1, 5, measure.Up), 0.9, note("scale_1_5", "The values run from 1 to 5.")
	case highest >= 3 && lowest >= 1:
		return measure.Numbered(1, max(4, highest), measure.Up), 0.65, note("scale_1_4", "The values run from 1 to 4.")
	}
	return measure.Scale{}, 0, nil
}

// rareAbove is the value above which less than one answer in a thousand lies:
// slips of the pen, not the end of a scale.
func rareAbove(seen map[float64]int64, total int64) float64 {
	above := int64(0)
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(seen))) {
		if above += seen[n]; above*1000 >= total {
			return n
		}
	}
	return 0
}

// settleScales gives ratings up to 10 the scale of the others: where nobody
// gave one of them a 0, it could have been given all the same.
func (g *guesser) settleScales() {
	const enough = 3
	from := func(c *columnGuess, key string) int {
		return slices.IndexFunc(c.Notes, func(r Reason) bool { return r.Key == "guess."+key })
	}
	zeros := 0
	for i := range g.guesses {
		if c := &g.guesses[i]; c.Role == RoleScore && from(c, "scale_0_10") >= 0 && !recommendLike(&g.columns[i]) {
			zeros++
		}
	}
	for i := range g.guesses {
		c := &g.guesses[i]
		if at := from(c, "scale_1_10"); c.Role == RoleScore && at >= 0 && zeros >= enough {
			c.score.Scale = measure.Numbered(0, 10, measure.Up)
			c.Notes[at] = reason("scale_like_others", "Other ratings of the file run from 0 to 10.")
		}
	}
}

// writtenScale reads "0-10", "(1 to 5)", "de 1 à 7" out of a heading.
func writtenScale(heading string) (low, high float64, ok bool) {
	fields := headingWords(strings.NewReplacer("–", " to ", "-", " to ").Replace(heading))
	for i := 0; i+2 < len(fields); i++ {
		if fields[i+1] != "to" && fields[i+1] != "a" {
			continue
		}
		a, okA := table.ParseNumber(fields[i], table.Point)
		b, okB := table.ParseNumber(fields[i+2], table.Point)
		if okA && okB && (a == 0 || a == 1) && b >= 3 && b <= 100 && b > a {
			return a, b, true
		}
	}
	return 0, 0, false
}

// battery finds blocks of questions on one scale whose headings name the
// things rated and not that they were.
func (g *guesser) battery(c *columnView) (columnGuess, bool) {
	d, ok := c.domain()
	if !ok || g.batteries[d] < 3 || c.begins("num", "count", "times", "education", "level", "age", "sentiment", "kids", "children") {
		return columnGuess{}, false
	}
	s, codes, confidence, notes := chooseScale(c)
	if s.Max == 0 {
		return columnGuess{}, false
	}
	found := guessed(RoleScore, min(confidence, 0.65), "battery", "{n} columns have the same whole numbers, as questions of one block do.", "n", number(float64(g.batteries[d])))
	found.score = &ScoreMapping{Name: c.Name, Scale: s, Intent: intentOf(c)}
	found.noAnswer, found.Notes = codes, append(found.Notes, notes...)
	return found, true
}

// settleScores gives each score its metric. NPS is for recommendations from 0
// to 10; where a file asks for none, its first rating on that scale is taken
// for one. Without any score an outcome is followed as a measure.
func (g *guesser) settleScores() {
	first, recommended := -1, false
	for i := range g.guesses {
		c := &g.guesses[i]
		if c.Role != RoleScore {
			continue
		}
		if c.score.Metric != "" {
			continue
		}
		s := c.score.Scale
		switch {
		case g.columns[i].says("fft"):
			c.score.Metric = measure.Share
			c.Notes = append(c.Notes, reason("fft_share", "The Friends and Family Test is read as the share of very good and good."))
		case s.Min == 0 && s.Max == 10 && recommendLike(&g.columns[i]):
			c.score.Metric, recommended = measure.NPS, true
			c.Notes = append(c.Notes, reason("nps", "A recommendation from 0 to 10: NPS."))
		case s.Min == 0 && s.Max == 10 && first < 0:
			first = i
			c.score.Metric = measure.Mean
		default:
			c.score.Metric = measure.Mean
		}
	}
	if first >= 0 && !recommended {
		c := &g.guesses[first]
		c.score.Metric = measure.NPS
		c.Confidence = min(c.Confidence, 0.7)
		c.Notes = append(c.Notes, reason("nps_first", "The first question from 0 to 10 and none asks for a recommendation: NPS, unless you choose the mean."))
	}
}
