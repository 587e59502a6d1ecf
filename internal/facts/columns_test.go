package facts

import (
	"database/sql/driver"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

func TestPlacesOfAnAnswer(t *testing.T) {
	for place, name := range map[int]string{measurePlace: "measure", scorePlace: "score", choicePlace: "choice"} {
		if answerColumns[place].name != name {
			t.Errorf("column %d is %s, not %s", place, answerColumns[place].name, name)
		}
	}
}

// answersOfResponses makes answers of some responses; with fill 0 the columns
// that may be empty are, with 1 each is filled now and then. Now and then an
// answer cannot be stored.
func answersOfResponses(random *rand.Rand, responses int, fill float64) []row.Answer {
	maybe := func() bool { return random.Float64() < fill/2 }
	newID := func() uuid.UUID {
		return uuid.UUID{0: 9, 8: byte(random.Uint32()), 9: byte(random.Uint32()), 10: byte(random.Uint32())}
	}
	var out []row.Answer
	for range responses {
		base := row.Answer{
			Response: newID(), Program: uuid.UUID{0: 1}, Party: newID(), Known: maybe(), Consent: uint8(random.IntN(3)),
			At: time.Date(2026, time.Month(1+random.IntN(12)), 3, 23, 30, 0, random.IntN(1e6)*1000, time.UTC),
		}
		base.Cluster = base.Party
		for _, id := range []*uuid.UUID{&base.Survey, &base.Touchpoint, &base.Unit, &base.Account} {
			if maybe() {
				*id = newID()
			}
		}
		for _, text := range []*string{&base.Channel, &base.Language} {
			if maybe() {
				*text = []string{"web", "œuvre"}[random.IntN(2)]
			}
		}
		for _, v := range []**float64{&base.Value, &base.Weight} {
			if maybe() {
				n := random.Float64()
				*v = &n
			}
		}
		if random.IntN(2) == 0 {
			base.Traits = map[int]any{1: []any{"gold", "new", nil}[random.IntN(3)], 2: random.Float64()}
		}
		for m := range 1 + random.IntN(4) {
			a := base
			a.Measure = uuid.UUID{0: 3, 15: byte(m)}
			if score := float64(random.IntN(11)); random.IntN(5) > 0 {
				a.Score = &score
			} else if maybe() {
				a.Choice = "some"
			}
			if nan := math.NaN(); random.IntN(20) == 0 {
				a.Score = &nan
			}
			out = append(out, a)
		}
	}
	return out
}

// TestAppendAnswersAsOneByOne: columns that a batch leaves out and values that
// answers share give the tables and the rejects of rows encoded one by one
// with all columns.
func TestAppendAnswersAsOneByOne(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1)) //nolint:gosec // made-up content
	for fill := 0.0; fill <= 1; fill += 0.5 {
		answers := answersOfResponses(random, 400, fill)
		var tables [2]string
		var rejects [2][]string
		for way := range tables {
			f, err := createFile(t.Context(), t.TempDir()+"/facts.duckdb", limits{memory: "256MB", threads: 1, temp: t.TempDir()}, time.UTC, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.declare(t.Context(), []row.Trait{{Slot: 1, Name: "segment", Kind: row.Text}, {Slot: 2, Name: "age", Kind: row.Number}}); err != nil {
				t.Fatal(err)
			}
			if err := f.declareScores(t.Context(), answers, inFile); err != nil {
				t.Fatal(err)
			}
			refuse := func(a *row.Answer, why error) {
				rejects[way] = append(rejects[way], a.Response.String()+" "+why.Error())
			}
			err = f.transact(t.Context(), func() error {
				if way == 0 {
					if err := f.appendAnswers(inFile, answers, refuse); err != nil {
						return err
					}
					return f.appendWide(inFile, answers)
				}
				return f.appendPlainly(answers, refuse)
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"answer", "response_wide"} {
				var sum string
				err := f.writer.QueryRowContext(t.Context(), "SELECT count(*) || ' ' || CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) FROM "+table+" AS t").Scan(&sum)
				if err != nil {
					t.Fatal(err)
				}
				tables[way] += table + " " + sum + "; "
			}
			if err := f.close(); err != nil {
				t.Fatal(err)
			}
		}
		if tables[0] != tables[1] || !reflect.DeepEqual(rejects[0], rejects[1]) || len(rejects[0]) == 0 {
			t.Errorf("filled %v\n%s\n%s\n%d and %d rejects", fill, tables[0], tables[1], len(rejects[0]), len(rejects[1]))
		}
	}
}

// appendPlainly appends all columns of each row by itself.
func (f *file) appendPlainly(answers []row.Answer, refuse func(*row.Answer, error)) error {
	err := f.append(inFile, "answer", appendAll(answers, f.enc.answer, refuse))
	if err != nil {
		return err
	}
	return f.append(inFile, "response_wide", func(a *duckdb.Appender) error {
		return responses(answers, func(of []row.Answer) error {
			values, err := f.enc.response([]driver.Value{}, of, map[int]float64{})
			if err != nil {
				return nil //nolint:nilerr // set aside with its answers
			}
			if len(values) < len(wideColumns) {
				return fmt.Errorf("%d values", len(values))
			}
			return a.AppendRow(values...)
		})
	})
}
