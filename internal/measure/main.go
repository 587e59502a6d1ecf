package measure

import "slices"

// Main is the id of the measure that stands for a program where none is named:
// a recommendation, else satisfaction as a whole (a yes or no before ratings of
// parts), else the first of all; "" where there is none.
func Main(all []Measure) string {
	for _, wanted := range []func(m Measure) bool{
		func(m Measure) bool { return m.Metric == NPS },
		func(m Measure) bool { return m.Intent == Satisfaction && m.Metric == Share },
		func(m Measure) bool { return m.Intent == Satisfaction },
		func(Measure) bool { return true },
	} {
		if i := slices.IndexFunc(all, wanted); i >= 0 {
			return all[i].ID
		}
	}
	return ""
}
