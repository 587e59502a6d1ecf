package facts

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// TestScoresAndTraitsFindTheirColumns lets columns of scores and traits come
// in turn, closes the file in between, and looks every value up by name.
func TestScoresAndTraitsFindTheirColumns(t *testing.T) {
	path := t.TempDir() + "/f.duckdb"
	l := limits{"128MB", 1, t.TempDir()}
	f, err := createFile(t.Context(), path, l, time.UTC, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	programs := []uuid.UUID{{15: 1}, {15: 2}}
	response := byte(0)
	for round := range 4 {
		slot := round + 1
		rows := row.Rows{Traits: []row.Trait{{Slot: slot, Kind: row.Number, Name: "x"}}}
		for p, program := range programs {
			response++
			for m := range 2 + round { // each round has a measure more
				score := float64(100*p + 10*round + m)
				rows.Answers = append(rows.Answers, row.Answer{
					Response: uuid.UUID{0: 1, 15: response}, Program: program, Measure: uuid.UUID{14: byte(p), 15: byte(m + 1)},
					Party: uuid.UUID{0: 1, 15: response}, Cluster: uuid.UUID{15: 9}, At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
					Score: &score, Traits: map[int]any{slot: float64(response)},
				})
			}
		}
		if err := f.write(t.Context(), &step{delta: row.Delta{Rows: rows}, position: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.writer.ExecContext(t.Context(), "UPDATE meta SET complete = true"); err != nil {
			t.Fatal(err)
		}
		if err := f.close(); err != nil {
			t.Fatal(err)
		}
		if f, err = openFile(t.Context(), path, l); err != nil {
			t.Fatal(err)
		}
	}
	defer func() { _ = f.close() }()
	response = 0
	for round := range 4 {
		for p := range programs {
			response++
			where := fmt.Sprintf(" FROM response_wide WHERE response = UUID '%s'", uuid.UUID{0: 1, 15: response})
			if got := count(t, f, "SELECT CAST("+traitColumn(round+1)+" AS INTEGER)"+where); got != int(response) {
				t.Errorf("round %d, program %d: the trait is %d, want %d", round, p, got, response)
			}
			for m := range 2 + round {
				slot := count(t, f, fmt.Sprintf("SELECT slot FROM score_slot WHERE program = UUID '%s' AND measure = UUID '%s'", programs[p], uuid.UUID{14: byte(p), 15: byte(m + 1)}))
				if got, want := count(t, f, "SELECT CAST("+scoreColumn(slot)+" AS INTEGER)"+where), 100*p+10*round+m; got != want {
					t.Errorf("round %d, program %d, measure %d: %d in column %d, want %d", round, p, m, got, slot, want)
				}
			}
		}
	}
	if n := count(t, f, "SELECT count(*) FROM response_wide"); n != 8 {
		t.Errorf("%d rows, want 8", n)
	}
}

func TestAResponseOfOneScoreHasNoWideRow(t *testing.T) {
	f := newFile(t)
	one := fixedThing(1).rows()
	one.Answers = one.Answers[:1]
	bad := fixedThing(2)
	bad.Scores, bad.Fault = []float64{1, 2}, "row"
	for i, rows := range []row.Rows{one, bad.rows()} {
		if err := f.write(t.Context(), &step{delta: row.Delta{Rows: rows}, position: 1}); err != nil {
			t.Fatal(err)
		}
		if n := count(t, f, "SELECT count(*) FROM response_wide"); n != 0 {
			t.Errorf("rows %d: %d wide rows, want none", i, n)
		}
	}
}

// TestNoiseIsUniform compares the mean and the spread of noise over many
// responses with those of the uniform distribution.
func TestNoiseIsUniform(t *testing.T) {
	const n = 20_000
	var sum, squares float64
	for i := range n {
		x := Noise(uuid.NewSHA1(uuid.Nil, []byte{byte(i >> 8), byte(i)}))
		if x < 0 || x >= 1 {
			t.Fatalf("%g is outside [0, 1)", x)
		}
		sum += x
		squares += x * x
	}
	mean := sum / n
	if sd := math.Sqrt(squares/n - mean*mean); math.Abs(mean-0.5) > 0.01 || math.Abs(sd-math.Sqrt(1.0/12)) > 0.005 {
		t.Errorf("mean %.4f, standard deviation %.4f", mean, sd)
	}
}

// A score that is only looked at beside others is no answer of its own.
func TestScoresBesideOthers(t *testing.T) {
	f, err := createFile(t.Context(), t.TempDir()+"/f.duckdb", limits{"128MB", 1, t.TempDir()}, time.UTC, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.close() }()
	id, score := uuid.UUID{0: 1}, 4.0
	var rows row.Rows
	for m := range 3 {
		rows.Answers = append(rows.Answers, row.Answer{Response: id, Program: uuid.UUID{0: 2}, Measure: uuid.UUID{0: 3, 15: byte(m)}, Party: id, Cluster: id,
			At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Score: &score, Beside: m > 0})
	}
	if err := f.write(t.Context(), &step{delta: row.Delta{Rows: rows}, position: 1}); err != nil {
		t.Fatal(err)
	}
	if got := count(t, f, "SELECT count(*) FROM answer"); got != 1 {
		t.Errorf("%d answers, want 1", got)
	}
	if got := count(t, f, "SELECT CAST(s001 + s002 + s003 AS INTEGER) FROM response_wide"); got != 12 {
		t.Errorf("the scores side by side add up to %d, want 12", got)
	}
}
