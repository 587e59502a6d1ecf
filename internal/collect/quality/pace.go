package quality

import "github.com/balcony-cx/balcony/internal/measure/questionnaire"

// Speeding is told from so many answers of a version on, for whoever took under a
// third of the median, unless somebody asks otherwise.
const (
	FewestPaced  = 30
	UsualFactor  = 1.0 / 3
	LeastFactor  = 0.1
	MostFactor   = 0.9
	millisecond  = 1
	mostPerItem  = 60 * 60 * 1000 * millisecond
	leastPerItem = 1 * millisecond
)

// Pace is how many milliseconds an answer took, over the pages whose time is known,
// which are given in milliseconds by page code; a row of a grid is an answer. 0 where
// no page with answers has a time.
func Pace(d *questionnaire.Document, answers questionnaire.Answers, times map[string]int64) int64 {
	items := map[string]int64{}
	eachAnswer(d, answers, func(_ *questionnaire.Question, page string, v questionnaire.Value) {
		items[page] += max(1, int64(len(v.Rows)))
	})
	var took, n int64
	for page, count := range items {
		if times[page] > 0 {
			took, n = took+times[page], n+count
		}
	}
	if n == 0 {
		return 0
	}
	return min(max(took/n, leastPerItem), mostPerItem)
}

// Fast is the pace, in milliseconds an answer, under which an answer counts as
// speeding where n of the version have the median; 0 where they are too few.
func Fast(median float64, n int64, factor float64) float64 {
	if n < FewestPaced {
		return 0
	}
	return median * factor
}
