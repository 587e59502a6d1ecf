package row

import (
	"math"

	"github.com/google/uuid"
)

// Response is a whole response by its scores, of which it has at least one. It says in one row what answers
// say in one each, which is what a table of many ratings is read into; texts
// and chosen options have no place in it. Of the Answer, which is what all its
// answers share, Measure, Score, Choice, Beside and Traits are not looked at.
type Response struct {
	Answer
	Scores []Score // of different measures, those of one table in the same order
	Values []Value // of declared traits, each slot once
}

// Score is the score of one measure, NaN where it was not answered; Beside as in
// Answer.
type Score struct {
	Measure uuid.UUID
	Score   float64
	Beside  bool
}

// Value is what a declared slot holds, as in Answer.Traits.
type Value struct {
	Slot  int
	Value any
}

// Answers are the rows that say the same.
func (r *Response) Answers() []Answer {
	base := r.Answer
	base.Choice = ""
	base.Traits = make(map[int]any, len(r.Values))
	for _, v := range r.Values {
		base.Traits[v.Slot] = v.Value
	}
	var out []Answer
	for _, s := range r.Scores {
		if math.IsNaN(s.Score) {
			continue
		}
		a := base
		a.Measure, a.Score, a.Beside = s.Measure, &s.Score, s.Beside
		out = append(out, a)
	}
	return out
}

// Scored is how many scores were given.
func (r *Response) Scored() int {
	n := 0
	for i := range r.Scores {
		if !math.IsNaN(r.Scores[i].Score) {
			n++
		}
	}
	return n
}

// Spread makes answers of all whole responses.
func (r *Rows) Spread() {
	for i := range r.Whole {
		r.Answers = append(r.Answers, r.Whole[i].Answers()...)
	}
	r.Whole = nil
}
