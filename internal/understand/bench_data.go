package understand

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

const (
	benchSegments = 8
	benchDays     = 730
	benchPiece    = 10_000
)

// feed yields the scratch answers; nothing of it is in the record.
func (b benchData) feed() facts.Feed {
	return facts.Feed{
		Name: "bench",
		Load: func(context.Context, record.Querier, []log.Event) (facts.Delta, error) { return facts.Delta{}, nil },
		All: func(_ context.Context, _ record.Querier, yield func(facts.Rows) error) error {
			return b.pieces(yield)
		},
		Count: func(context.Context, record.Querier) (int64, error) { return int64(b.rows), nil },
	}
}

func (b benchData) pieces(yield func(facts.Rows) error) error {
	if err := yield(facts.Rows{Traits: []facts.Trait{{Slot: 1, Program: b.program, Name: "Segment", Kind: row.Text}}}); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(20261121, 1))
	for at := 0; at < b.rows; at += benchPiece {
		piece := facts.Rows{Answers: make([]facts.Answer, min(benchPiece, b.rows-at))}
		for i := range piece.Answers {
			piece.Answers[i] = b.answer(r, uint64(at+i))
		}
		if err := yield(piece); err != nil {
			return err
		}
	}
	return nil
}

// answer is one answer of one of rows/5 customers, a third of them in accounts
// of about ten.
func (b benchData) answer(r *rand.Rand, n uint64) facts.Answer {
	customer := r.Uint64N(uint64(b.rows)/5 + 1)
	score := float64(r.IntN(11))
	a := facts.Answer{Response: numberedID(1, n), Program: b.program, Measure: b.measure, Party: numberedID(2, customer), Known: true,
		At: time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(benchDays*24)) * time.Hour), Score: &score,
		Channel: "email", Language: "en", Traits: map[int]any{1: string(rune('A' + customer%benchSegments))}}
	a.Cluster = a.Party
	if customer%3 == 0 {
		a.Account = numberedID(3, customer/30)
		a.Cluster = a.Account
	}
	return a
}

// numberedID is an id made of a number.
func numberedID(kind byte, n uint64) (id uuid.UUID) {
	id[0] = kind
	binary.BigEndian.PutUint64(id[8:], n)
	return id
}
