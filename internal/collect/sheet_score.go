package collect

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/text"
)

// chooseScore takes the column named, or the likeliest one.
func (s *FactSheet) chooseScore(c SheetChoice, codes missingCodes) error {
	i := s.likeliest()
	if c.Score != "" {
		var err error
		if i, err = s.column("score", c.Score); err != nil {
			return err
		}
	}
	if i < 0 {
		return fault.New(fault.CodeInvalid, "No column looks like a score. Name one with --score COLUMN, and with --good VALUES what counts as good where its answers are words.")
	}
	guess := s.Columns[i]
	if c.Score != "" {
		s.say(i, SheetScore, RoleScore)
		if guess.Scale != nil {
			s.Columns[i].Why = append(s.Columns[i].Why, guess.Why[1:]...)
		}
	} else {
		s.explainScore(i)
	}
	col := &s.Columns[i]
	col.Role, col.mapping.Role = SheetScore, RoleScore
	return s.setScore(i, c, codes)
}

// setScore gives the score its scale, codes and metric.
func (s *FactSheet) setScore(i int, c SheetChoice, codes missingCodes) error {
	col := &s.Columns[i]
	// Codes of drivers hold for the score only where they are no score.
	scale, err := s.scaleOf("score", i, c.Scale, answersIn(&s.views[i], c.Good), codes.of[i])
	if err != nil {
		return err
	}
	none := append([]string{}, codes.of[i]...)
	for _, code := range append(slices.Clone(codes.drivers), col.Missing...) {
		if !s.views[i].holds(code) {
			continue
		}
		if !onScale(scale.Scale, code, s.views[i].Mark) {
			none = append(none, code)
		} else if slices.Contains(codes.drivers, code) {
			col.Why = append(col.Why, reason("code_is_score", "{code} is a score here; write --missing {column}={code} if it means no answer.", "code", code, "column", col.Name))
		}
	}
	col.scored(scale)
	col.Missing = none
	col.mapping.Score, col.mapping.NoAnswer = scale, none
	return nil
}

// holds tells whether a code stands in the column, as far as its values are
// known.
func (c *columnView) holds(code string) bool {
	if len(c.Values) == 0 {
		return c.Filled() > 0
	}
	v, isNumber := table.ParseNumber(code, c.Mark)
	return slices.ContainsFunc(c.Values, func(known table.ValueCount) bool {
		w, ok := table.ParseNumber(known.Value, c.Mark)
		return text.Fold(known.Value) == text.Fold(code) || ok && isNumber && v == w
	})
}

// setOutcome gives an outcome the scale of its two answers.
func (s *FactSheet) setOutcome(i int, codes missingCodes) error {
	col := &s.Columns[i]
	scale, err := s.scaleOf("outcome", i, "", nil, codes.of[i])
	if err != nil {
		return err
	}
	scale.Intent = measure.Outcome
	col.scored(scale)
	col.mapping.Score, col.mapping.Kind = scale, "text"
	return nil
}

// onScale tells whether a code, as it stands in the file, is a score.
func onScale(scale measure.Scale, code string, mark table.Mark) bool {
	if v, ok := scale.ScoreOf(code); ok {
		return scale.Contains(v)
	}
	v, ok := table.ParseNumber(code, mark)
	return ok && scale.Contains(v)
}

// scaleOf is the scale of a column: the one said, the one guessed, or the one
// its values are on.
func (s *FactSheet) scaleOf(flag string, i int, said string, good, none []string) (*ScoreMapping, error) {
	v := &s.views[i]
	m := &ScoreMapping{Name: v.Name, Intent: intentOf(v), Metric: measure.Mean}
	numeric := v.Filled() > 0 && v.Numbers*20 >= v.Filled()*19
	guess := s.guess.Mapping.Columns[i].Score
	switch {
	case said != "":
		scale, err := parseScale("scale", said)
		if err != nil {
			return nil, err
		}
		m.Scale = scale
		if m.Scale.Min == 0 && m.Scale.Max == 10 && scale.Direction == measure.Up {
			m.Metric = measure.NPS
		}
	case guess != nil && (!numeric || !slices.ContainsFunc(none, func(code string) bool { return onScale(guess.Scale, code, v.Mark) })):
		copied := *guess
		m = &copied
	case numeric && len(good) == 0 && isYesNo(v):
		return s.opinion(flag, v)
	case numeric:
		m.Scale, m.Metric = s.numbered(v, none)
	case len(good) > 0:
		scale, err := wordScale(flag, v, good, none)
		if err != nil {
			return nil, err
		}
		m.Scale, m.Metric = scale, measure.Share
	default:
		return s.opinion(flag, v)
	}
	if m.Scale.Min >= m.Scale.Max {
		return nil, fault.Newf(fault.CodeInvalid, "--%s: %q has only one value; there is nothing to compare.", flag, v.Name)
	}
	return m, setGood(flag, m, v, good)
}

// opinion is the scale of words that are known, as of satisfied and yes.
func (s *FactSheet) opinion(flag string, v *columnView) (*ScoreMapping, error) {
	if found, ok := wordedScale(v); ok {
		return found.score, nil
	}
	if no, yes, ok := yesNoValues(v); ok {
		return &ScoreMapping{Name: v.Name, Intent: intentOf(v), Metric: measure.Share, Scale: measure.YesNo(no, yes, true)}, nil
	}
	if flag == "score" {
		return nil, fault.Newf(fault.CodeInvalid, "--score: the answers of %q are words that are on no usual scale. Say with --good VALUES which count as good.", v.Name)
	}
	return nil, fault.Newf(fault.CodeInvalid, "--%s: %q holds neither scores nor yes and no.", flag, v.Name)
}

// numbered is the scale of numbers: a usual one, or from the lowest to the
// highest.
func (s *FactSheet) numbered(v *columnView, none []string) (measure.Scale, measure.Metric) {
	narrowed := *v
	narrowed.Values = slices.DeleteFunc(slices.Clone(v.Values), func(c table.ValueCount) bool { return slices.Contains(none, c.Value) })
	lowest, highest := *v.Min, *v.Max
	if len(narrowed.Values) > 0 {
		lowest, highest = bounds(narrowed.Values, v.Mark)
		narrowed.Min, narrowed.Max = &lowest, &highest
		narrowed.Distinct = int64(len(narrowed.Values))
		if scale, _, _, _ := chooseScale(&narrowed); scale.Max > scale.Min && scale.Min <= lowest && scale.Max >= highest {
			if scale.Min == 0 && scale.Max == 10 && recommendLike(v) {
				return scale, measure.NPS
			}
			return scale, measure.Mean
		}
	}
	return measure.Numbered(lowest, highest, measure.Up), measure.Mean
}

func bounds(values []table.ValueCount, mark table.Mark) (lowest, highest float64) {
	first := true
	for _, v := range values {
		n, ok := table.ParseNumber(v.Value, mark)
		if !ok {
			continue
		}
		if first {
			lowest, highest, first = n, n, false
		}
		lowest, highest = min(lowest, n), max(highest, n)
	}
	return lowest, highest
}

// wordScale ranks the words of a column: what is good above what is not, each
// part by how often it was said.
func wordScale(flag string, v *columnView, good, none []string) (measure.Scale, error) {
	scale := measure.Scale{Min: 1, Direction: measure.Up, Labels: map[string]string{}}
	if len(v.Values) == 0 {
		return scale, fault.Newf(fault.CodeInvalid, "--%s: %q has too many different answers to be a score.", flag, v.Name)
	}
	var rest, best []string
	for _, value := range v.Values {
		switch {
		case contains(none, value.Value):
		case contains(good, value.Value):
			best = append(best, value.Value)
		default:
			rest = append(rest, value.Value)
		}
	}
	for i, label := range append(rest, best...) {
		scale.Max = float64(i + 1)
		scale.Labels[strconv.Itoa(i+1)] = label
	}
	return scale, nil
}

// answersIn takes lists of answers apart at their commas; an answer may have
// commas in it, and the longest one of the column that fits is meant.
func answersIn(v *columnView, lists []string) []string {
	var out []string
	said := func(word string) bool {
		return slices.ContainsFunc(v.Values, func(c table.ValueCount) bool { return text.Fold(c.Value) == text.Fold(word) })
	}
	for _, list := range lists {
		parts := strings.Split(list, ",")
		for len(parts) > 0 {
			n := len(parts)
			for n > 1 && !said(strings.Join(parts[:n], ",")) {
				n--
			}
			if word := strings.TrimSpace(strings.Join(parts[:n], ",")); word != "" {
				out = append(out, word)
			}
			parts = parts[n:]
		}
	}
	return out
}

func contains(list []string, value string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return text.Fold(s) == text.Fold(value) })
}

// setGood makes the score a share of the values named good.
func setGood(flag string, m *ScoreMapping, v *columnView, good []string) error {
	if len(good) == 0 {
		return nil
	}
	m.Metric, m.Scale.Good = measure.Share, nil
	for _, word := range good {
		score, ok := m.Scale.ScoreOf(word)
		if !ok {
			score, ok = table.ParseNumber(word, v.Mark)
		}
		if !ok || !m.Scale.Contains(score) {
			return fault.Newf(fault.CodeInvalid, "--good: %q is no answer of %q.", word, v.Name)
		}
		m.Scale.Good = append(m.Scale.Good, score)
	}
	sort.Float64s(m.Scale.Good)
	if flag == "score" && m.Scale.Max-m.Scale.Min == 1 && m.Scale.Worded() && len(m.Scale.Good) == 1 {
		m.Scale.Direction = measure.Up
		if m.Scale.Good[0] == m.Scale.Min {
			m.Scale.Direction = measure.Down
		}
	}
	return nil
}

var scaleText = regexp.MustCompile(`^\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:-|\.\.|–|to|à|:)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*$`)

// parseScale reads a scale written worst-best.
func parseScale(flag, text string) (measure.Scale, error) {
	parts := scaleText.FindStringSubmatch(text)
	if parts == nil {
		return measure.Scale{}, fault.Newf(fault.CodeInvalid, "--%s: %q is no scale. Write it from worst to best, as in 0-10 or 5-1.", flag, text)
	}
	worst, _ := strconv.ParseFloat(parts[1], 64)
	best, _ := strconv.ParseFloat(parts[2], 64)
	switch {
	case worst < best:
		return measure.Numbered(worst, best, measure.Up), nil
	case worst > best:
		return measure.Numbered(best, worst, measure.Down), nil
	}
	return measure.Scale{}, fault.Newf(fault.CodeInvalid, "--%s: a scale has two ends that differ, as in 0-10.", flag)
}
