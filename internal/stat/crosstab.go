package stat

import "math"

// ValueClass is one of the classes (100 of about equal size, as a rule) that
// customers are put in by what they are worth. From and To are the least and
// the greatest value seen in it.
type ValueClass struct{ From, To float64 }

// Crosstab counts answers by score and value class, split by bucket.
type Crosstab struct {
	Scores  []float64    // ascending
	Classes []ValueClass // ascending
	// Clusters is the number of clusters behind the counts, or -1 where nobody
	// counted; unrelated answers are a cluster each.
	Clusters int64
	// Repeated tells that a cluster may hold more than one answer.
	Repeated bool

	buckets [BucketCount][]float64 // score x class, classes side by side; nil where empty
}

// NewCrosstab is an empty table. Scores and classes must be in ascending order.
func NewCrosstab(scores []float64, classes []ValueClass) *Crosstab {
	return &Crosstab{Scores: scores, Classes: classes, Clusters: -1}
}

// Add counts n answers in a cell, by the places of its score and its class.
// Panics outside the table.
func (t *Crosstab) Add(bucket, score, class int, n float64) {
	if score < 0 || score >= len(t.Scores) || class < 0 || class >= len(t.Classes) || n < 0 {
		panic("stat: a count outside the table")
	}
	if t.buckets[bucket] == nil {
		t.buckets[bucket] = make([]float64, len(t.Scores)*len(t.Classes))
	}
	t.buckets[bucket][score*len(t.Classes)+class] += n
}

// total is the table of all buckets together.
func (t *Crosstab) total() []float64 {
	sum := make([]float64, len(t.Scores)*len(t.Classes))
	for _, b := range t.buckets {
		for i, n := range b {
			sum[i] += n
		}
	}
	return sum
}

// occupied lists the buckets that hold answers.
func (t *Crosstab) occupied() []int {
	groups := make([]int, 0, BucketCount)
	for i, b := range t.buckets {
		for _, n := range b {
			if n > 0 {
				groups = append(groups, i)
				break
			}
		}
	}
	return groups
}

// Spearman is the rank correlation of a table of counts with rows x columns
// cells, rows side by side: Pearson's correlation of the mid-ranks, those of a
// row being (answers in the rows before) + (answers in the row + 1) / 2.
//
// NaN where fewer than two rows or two columns hold answers. Counts need not be
// whole. Classes of values tie what the values would tell apart: with 100
// classes of equal size that changes the coefficient by less than .001.
//
// Source: Spearman 1904, Am. J. Psychology 15; same as R's cor(method =
// "spearman") for the tied values.
func Spearman(counts []float64, rows, columns int) float64 {
	if len(counts) != rows*columns {
		panic("stat: a table of another size")
	}
	byRow, byColumn := make([]float64, rows), make([]float64, columns)
	for r := range rows {
		for c := range columns {
			n := counts[r*columns+c]
			byRow[r] += n
			byColumn[c] += n
		}
	}
	x, sxx := centredRanks(byRow)
	y, syy := centredRanks(byColumn)
	if sxx <= 0 || syy <= 0 {
		return math.NaN()
	}
	sxy := 0.0
	for r := range rows {
		inner := 0.0
		for c, n := range counts[r*columns : (r+1)*columns] {
			inner += n * y[c]
		}
		sxy += x[r] * inner
	}
	return clip(sxy/math.Sqrt(sxx*syy), -1, 1)
}

// centredRanks are the mid-ranks less their mean, (n+1)/2, and their sum of
// squares.
func centredRanks(counts []float64) (ranks []float64, squares float64) {
	total := 0.0
	for _, n := range counts {
		total += n
	}
	ranks = make([]float64, len(counts))
	before, filled := 0.0, 0
	for i, n := range counts {
		ranks[i] = before + n/2 - total/2
		squares += n * ranks[i] * ranks[i]
		before += n
		if n > 0 {
			filled++
		}
	}
	if filled < 2 {
		return ranks, 0
	}
	return ranks, squares
}
