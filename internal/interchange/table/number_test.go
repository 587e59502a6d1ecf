package table

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

// slowNumber is ParseNumber without its short cuts.
func slowNumber(cell string, mark Mark) (float64, bool) {
	s := strings.TrimSpace(cell)
	if s == "" || len(s) > 40 {
		return 0, false
	}
	if mark == Point && plainNumber(s) {
		if v, ok := plainFloat(s); ok {
			return v, true
		}
	}
	s, negative, ok := bareNumber(s)
	if !ok {
		return 0, false
	}
	digits, ok := ungroup(s, mark)
	if !ok {
		return 0, false
	}
	v, ok := plainFloat(digits)
	if negative {
		v = -v
	}
	return v, ok
}

// TestShortCutsReadTheSame: cells made of what numbers and dates are made of
// read as without the short cuts.
func TestShortCutsReadTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // made-up content
	pieces := []string{"1", "23", "456", "2020", "20200131", "0", ".", ".", ",", "'", " ", "-", "+", "/", ":", "e", "E5", "r", "T", "Jan", "mon", "%", "€", "(", ")", "\u00a0", "é", "th", "inf", "0x"}
	read, dated := 0, 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		cell := b.String()
		v, ok := eitherNumber(cell)
		for i, mark := range [2]Mark{Point, Comma} {
			want, wanted := slowNumber(cell, mark)
			got, gotten := ParseNumber(cell, mark)
			if ok[i] != wanted || gotten != wanted || wanted && (v[i] != want || got != want) {
				t.Fatalf("%q with %q: %v %v and %v %v, want %v %v", cell, mark, v[i], ok[i], got, gotten, want, wanted)
			}
			if wanted {
				read++
			}
		}
		date, _ := cutClock(strings.TrimSpace(cell))
		if tokens := dateTokens(nil, date); !datelike(date) && couldBeDate(tokens) {
			t.Fatalf("%q may be a date", cell)
		}
		if _, _, ok := ParseTime(cell, DayFirst, time.UTC); ok {
			dated++
		}
	}
	if read < 10_000 || dated < 200 {
		t.Errorf("only %d numbers and %d dates among the cells", read, dated)
	}
}

// couldBeDate is what readDay asks of tokens first.
func couldBeDate(tokens []token) bool {
	if len(tokens) > 0 && tokens[0].word && isWeekday(tokens[0].text) {
		tokens = tokens[1:]
	}
	return len(tokens) == 3 || len(tokens) == 1 && len(tokens[0].text) == 8 && !tokens[0].word
}

func plainFloat(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}
