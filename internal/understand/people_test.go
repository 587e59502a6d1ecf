package understand

import (
	"math/rand/v2"
	"time"
)

// crowd makes n answers to a measure over 2026, of parties who may answer more
// than once, with every trait sometimes missing. The seed is fixed.
func crowd(seed uint64, measure string, n, parties int) []answerRow {
	r := rand.New(rand.NewPCG(20261121, seed))
	rows := make([]answerRow, n)
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		party := uint64(r.IntN(parties))
		score := float64(r.IntN(11))
		weight := .5 + r.Float64()
		row := answerRow{measure: measure, program: programA, day: first.AddDate(0, 0, r.IntN(324)), score: &score,
			cluster: numbered(1, party), known: true, response: numbered(2, seed<<32|uint64(i)), weight: &weight,
			channel: pick(r, "email", "web", ""), language: pick(r, "en", "fr"), unit: pick(r, id("lille"), id("calais"), id("south"), id("north"), ""),
			segment: pick(r, "Gold", "Silver", "Bronze", ""), plan: pick(r, "A:1", "B")}
		if r.IntN(20) == 0 {
			row.score = nil
		}
		if r.IntN(4) > 0 {
			age := float64(20 + r.IntN(4)*10)
			row.age = &age
		}
		if r.IntN(4) > 0 {
			since := time.Date(2020+r.IntN(3), 1, 1, 0, 0, 0, 0, time.UTC)
			row.since = &since
		}
		if r.IntN(3) == 0 {
			row.account = id("account " + pick(r, "1", "2", "3"))
			row.cluster = row.account
		}
		rows[i] = row
	}
	return rows
}

// strangers are answers of unrelated parties without accounts.
func strangers(seed uint64, measure string, n int) []answerRow {
	rows := crowd(seed, measure, n, n)
	for i := range rows {
		rows[i].cluster, rows[i].known, rows[i].account = rows[i].response, false, ""
	}
	return rows
}

func pick(r *rand.Rand, values ...string) string { return values[r.IntN(len(values))] }
