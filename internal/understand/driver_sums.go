package understand

import (
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// driverTerm is one column of a driver analysis in SQL: the value, 0 where
// there is none, and the mask, 1 or 0 for there or not ("" where it is never
// missing). A flag is its own square.
type driverTerm struct {
	value, mask string
	flag        bool
}

// driverSums collects the different sums that the moments of an analysis need.
// Many of the sums of a pair are the same expression when a column is never
// missing, and each expression is computed once.
type driverSums struct {
	weighted bool
	list     []string       // expressions
	at       map[string]int // expression -> its place
}

func newDriverSums(weighted bool) *driverSums {
	return &driverSums{weighted: weighted, at: map[string]int{}}
}

// sum is the place of the sum of a product; factors "" are 1, and the weight
// comes in by itself.
func (s *driverSums) sum(factors ...string) int {
	if s.weighted {
		factors = append(factors, "w")
	}
	return s.plain(factors...)
}

// plain is sum without the weight.
func (s *driverSums) plain(factors ...string) int {
	factors = slices.DeleteFunc(slices.Clone(factors), func(f string) bool { return f == "" })
	slices.Sort(factors)
	text := "CAST(count(*) AS DOUBLE PRECISION)"
	if len(factors) > 0 {
		text = "sum(" + strings.Join(factors, " * ") + ")"
	}
	i, known := s.at[text]
	if !known {
		i = len(s.list)
		s.at[text], s.list = i, append(s.list, text)
	}
	return i
}

// square is the place of the sum of x^2 m.
func (s *driverSums) square(x driverTerm, mask string) int {
	if x.flag {
		return s.sum(x.value, mask)
	}
	return s.sum(x.value, x.value, mask)
}

// fill is what puts the sums of a group into its moments.
type fill func(m *stat.CrossMoments, sums []float64)

// cross asks for the moments of these columns. skip leaves out a pair whose
// product is always 0.
func (s *driverSums) cross(terms []driverTerm, skip func(i, j int) bool) []fill {
	var fills []fill
	for i, a := range terms {
		count, w2 := s.plain(a.mask), s.plain(a.mask, s.weight(), s.weight())
		fills = append(fills, func(m *stat.CrossMoments, v []float64) {
			m.Count[i], m.W2[i] = int64(v[count]+.5), v[w2]
		})
		for j := i; j < len(terms); j++ {
			b := terms[j]
			if j == i {
				w, x, q := s.sum(a.mask), s.sum(a.value), s.square(a, "")
				fills = append(fills, func(m *stat.CrossMoments, v []float64) { m.SetPair(i, i, v[w], v[x], v[x], v[q], v[q], v[q]) })
				continue
			}
			w := s.sum(a.mask, unless(b.mask, a.mask))
			x, y := s.sum(a.value, unless(b.mask, a.mask)), s.sum(b.value, unless(a.mask, b.mask))
			q, r := s.square(a, unless(b.mask, a.mask)), s.square(b, unless(a.mask, b.mask))
			p := -1
			if skip == nil || !skip(i, j) {
				p = s.sum(a.value, b.value)
			}
			fills = append(fills, func(m *stat.CrossMoments, v []float64) {
				product := 0.0
				if p >= 0 {
					product = v[p]
				}
				m.SetPair(i, j, v[w], v[x], v[y], product, v[q], v[r])
			})
		}
	}
	return fills
}

// unless is the mask, or nothing where the other column is missing with it.
func unless(mask, other string) string {
	if mask == other {
		return ""
	}
	return mask
}

func (s *driverSums) weight() string {
	if s.weighted {
		return "w"
	}
	return ""
}

// rated is a driver as the analysis needs it.
type rated struct {
	measure measured
	column  string // in response_wide
	plan    stat.DriverColumn
}

// turned is the SQL of a score with the good end high.
func turned(m measured, column string) string {
	if m.Scale.Direction == measure.Down {
		return fmt.Sprintf("(%g - %s)", m.Scale.Min+m.Scale.Max, column)
	}
	return column
}

// driverContributionSQL is contributionSQL for drivers: shares in percent, the good
// end of a mean high, and any column for the score.
func (m measured) driverContributionSQL(column string) string {
	text := strings.ReplaceAll(m.contributionSQL(), "score", column)
	switch {
	case m.kind() == stat.KindShare:
		return "100.0 * (" + text + ")"
	case m.kind() == stat.KindMean:
		return turned(m, column)
	}
	return "1.0 * (" + text + ")"
}

// driverQuery is the two statements behind the moments of an analysis: the
// linear ones and those of penalties and rewards. Rows that have every driver
// are the cheaper ones, so they are asked for apart from those with gaps.
type driverQuery struct {
	score    string // column of the score
	outcome  measured
	drivers  []rated
	weighted bool
	by       string // column of groups: bucket or cluster
	part     string // expression over a row's columns that tells parts apart; "" for one part
	below    bool   // count the answers under the target too
	few      bool   // few responses: they are read one by one
}

// inner is the SELECT of the rows, with their columns as terms are named.
func (q driverQuery) inner(c *condition, gaps, shape bool) string {
	columns := []string{q.by + " AS g", q.outcome.driverContributionSQL(q.score) + " AS y"}
	if q.part != "" {
		columns = append(columns, q.part+" AS k")
	}
	if q.weighted {
		columns = append(columns, weight+" AS w")
	}
	if !shape {
		columns = append(columns, "noise AS e", q.score+" AS s")
	}
	complete := "(1 = 1"
	for i, d := range q.drivers {
		x := turned(d.measure, d.column)
		complete += " AND " + d.column + " IS NOT NULL"
		flag := func(name, test string) {
			columns = append(columns, fmt.Sprintf("CASE WHEN %s %s THEN 1.0 ELSE 0.0 END AS %s%d", x, test, name, i))
		}
		if gaps {
			columns = append(columns, fmt.Sprintf("CASE WHEN %s IS NULL THEN 0.0 ELSE 1.0 END AS m%d", d.column, i))
		}
		if shape {
			flag("l", fmt.Sprintf("< %g", d.plan.Scale.LowBelow()))
			flag("h", fmt.Sprintf(">= %g", d.plan.Scale.HighFrom()))
			continue
		}
		columns = append(columns, fmt.Sprintf("coalesce(%s, 0.0) AS x%d", x, i),
			fmt.Sprintf("CASE WHEN %s < %g THEN %g - %s ELSE 0.0 END AS t%d", x, d.plan.Target, d.plan.Target, x, i))
		if q.below {
			flag("b", fmt.Sprintf("< %g", d.plan.Target))
		}
	}
	complete += ")"
	if gaps {
		complete = "NOT " + complete
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM response_wide WHERE " + c.sql() + " AND " + complete
}

func (q driverQuery) mask(i int, gaps bool) string {
	if gaps {
		return fmt.Sprintf("m%d", i)
	}
	return ""
}

// linearTerms are the columns of DriverMoments.Linear.
func (q driverQuery) linearTerms(gaps bool) []driverTerm {
	var terms []driverTerm
	for i := range q.drivers {
		terms = append(terms, driverTerm{value: fmt.Sprintf("x%d", i), mask: q.mask(i, gaps)})
	}
	return append(terms, driverTerm{value: "e"}, driverTerm{value: "s"}, driverTerm{value: "y"})
}

// shapeTerms are the columns of DriverMoments.Shape.
func (q driverQuery) shapeTerms(gaps bool) []driverTerm {
	var terms []driverTerm
	for i := range q.drivers {
		terms = append(terms, driverTerm{fmt.Sprintf("l%d", i), q.mask(i, gaps), true}, driverTerm{fmt.Sprintf("h%d", i), q.mask(i, gaps), true})
	}
	return append(terms, driverTerm{value: "y"})
}

// sameDriver tells that two columns of shapeTerms are low and high of a driver.
func sameDriver(i, j int) bool { return i/2 == j/2 && j == i+1 && i%2 == 0 }
