package collect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure"
)

// likeliest is the guessed score that most likely speaks of the whole; an
// outcome where there is none; -1 for nothing.
func (s *FactSheet) likeliest() int {
	best, rank := -1, 0
	for i := range s.Columns {
		if r := s.rank(i); r > rank {
			best, rank = i, r
		}
	}
	switch {
	case best < 0:
		return s.lastResort()
	case rank < resultRank && s.outcomeColumn() >= 0 && s.equals(best) != "":
		return s.outcomeColumn()
	}
	return best
}

// outcomeColumn is the first column that tells what happened; -1 for none.
func (s *FactSheet) outcomeColumn() int {
	return slices.IndexFunc(s.guess.Mapping.Columns, func(c ColumnMapping) bool { return c.Role == RoleOutcome && c.Score != nil })
}

// lastResort is what stands for a score where nobody gave one: a feeling that
// somebody read out of the texts, or the only column of yes and no; -1 for
// nothing.
func (s *FactSheet) lastResort() int {
	only, feeling := -1, -1
	for i := range s.views {
		v := &s.views[i]
		if feeling < 0 && v.begins("sentiment", "polarit") && !v.says("confidence") {
			if _, ok := wordedScale(v); ok {
				feeling = i
			}
		}
		if _, _, ok := yesNoValues(v); ok && only < 0 {
			only = i
		} else if ok {
			only = len(s.views) // one of several
		}
	}
	switch {
	case feeling >= 0:
		return feeling
	case only < len(s.views):
		return only
	}
	return -1
}

// explainScore says why the guessed score is the one.
func (s *FactSheet) explainScore(i int) {
	c := &s.Columns[i]
	add := func(r Reason) { c.Why = append(c.Why, r) }
	switch {
	case s.rank(i) == outcomeRank && s.best(1) > outcomeRank:
		add(reason("score_outcome", "Several ratings, of which none speaks of the whole, and this tells what happened; name another with --score."))
	case s.rank(i) == 0 && s.views[i].begins("sentiment", "polarit"):
		c.Why = []Reason{reason("score_feeling", "Nobody gave a score; this is how somebody read the texts, and stands for one.")}
	case s.rank(i) == 0:
		c.Why = []Reason{reason("score_only", "No column asks for an opinion; this is the only one of yes and no.")}
	default:
		if others := s.equals(i); others != "" {
			add(reason("score_first", "The first of several that could be the score ({columns}); name another with --score.", "columns", others))
		}
	}
}

// best is the highest rank of all columns, at least the one given.
func (s *FactSheet) best(rank int) int {
	for i := range s.Columns {
		rank = max(rank, s.rank(i))
	}
	return rank
}

// allOfBlock finds the question of a block that asks about all of it: ALL,
// Q7ALL.
var allOfBlock = regexp.MustCompile(`^(q?[0-9]+)?all$`)

// resultRank is from where on a rating speaks of the whole; an outcome goes
// behind all ratings.
const (
	resultRank  = 65
	outcomeRank = 5
)

// rank says how much a column looks like the one that is to be explained.
func (s *FactSheet) rank(i int) int {
	v, c := &s.views[i], &s.guess.Mapping.Columns[i]
	switch {
	case c.Role == RoleOutcome:
		return outcomeRank
	case c.Role != RoleScore:
		return 0
	case recommendLike(v) && c.Score.Metric == measure.NPS:
		return 100
	case v.says("overall", "global", "globale", "general", "generale", "ensemble") || allOfBlock.MatchString(v.plain):
		return 90
	case v.plain == "satisfaction" || v.says("csat", "nps", "fft"):
		return 85
	case recommendLike(v):
		return 70
	case v.begins("cusa") || v.plain == "rating" || v.plain == "stars" || v.plain == "score" || v.plain == "note" || v.plain == "review score" || len(v.words) == 1 && v.begins("sat"):
		return resultRank
	case v.begins("satisf"):
		return 60
	case v.begins("likel", "loyal", "renew"):
		return 50
	case v.begins("scor", "star", "rating", "note"):
		return 45
	case ratingLike(v):
		return 30
	}
	return 10
}

// equals names the first other columns that look as much like the score.
func (s *FactSheet) equals(i int) string {
	var names []string
	for j := range s.Columns {
		if j != i && s.rank(j) == s.rank(i) && len(names) < 5 {
			names = append(names, s.views[j].Name)
		}
	}
	return strings.Join(names, ", ")
}
