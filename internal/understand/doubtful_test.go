package understand

import (
	"math"
	"testing"
)

// TestFiguresWithAndWithoutDoubtful: the total says how many of its answers are
// flagged and what it is without them; as filter and as cut they are told apart.
func TestFiguresWithAndWithoutDoubtful(t *testing.T) {
	w := newWorld(t)
	rows := crowd(11, id("nps"), 3000, 800)
	var sound []answerRow
	doubtful := int64(0)
	for i := range rows {
		if i%7 == 0 {
			rows[i].flags, doubtful = int16(1+i%3), doubtful+1
			high := 10.0
			rows[i].score = &high
		} else {
			sound = append(sound, rows[i])
		}
	}
	w.load(rows)
	s, m := w.service(), w.measures[id("nps")]
	all, err := s.Metric(owner(t), Query{Measure: m.ID})
	if err != nil || all.Without == nil || all.Without.Doubtful != doubtful {
		t.Fatalf("%+v, %v; want %d doubtful", all, err, doubtful)
	}
	sameFigure(t, "with", all.Total.Figure, compute(measured{m}, keep(rows, m.ID, func(answerRow) bool { return true }), false))
	sameFigure(t, "without", all.Without.Figure, compute(measured{m}, keep(sound, m.ID, func(answerRow) bool { return true }), false))
	if math.Abs(*all.Total.Figure.Value-*all.Without.Figure.Value) < 1 {
		t.Error("the doubtful make no difference here, so this tells nothing")
	}
	for value, want := range map[string]int64{"no": all.Without.Figure.N, "yes": doubtful} {
		got, err := s.Metric(owner(t), Query{Measure: m.ID, Filter: Filter{Where: []Pick{{Key: "doubtful", Values: []string{value}}}}})
		if err != nil || got.Total.Figure.N != want || got.Without != nil {
			t.Errorf("%s: %+v, %v; want %d", value, got, err, want)
		}
	}
	cut, err := s.Metric(owner(t), Query{Measure: m.ID, By: []string{"doubtful"}})
	if err != nil || len(cut.Cells) != 2 || cut.Without != nil {
		t.Errorf("%+v, %v", cut, err)
	}
	traits, err := s.Traits(owner(t), m.ProgramID, "")
	if err != nil || !offers(traits, "doubtful") {
		t.Errorf("not offered as a key: %v", err)
	}
	clean := newWorld(t)
	clean.load(sound)
	if traits, err = clean.service().Traits(owner(t), m.ProgramID, ""); err != nil || offers(traits, "doubtful") {
		t.Errorf("offered though no answer is doubtful: %v", err)
	}
}

func offers(r *TraitsResult, key string) bool {
	for _, i := range r.Items {
		if i.Key == key {
			return true
		}
	}
	return false
}
