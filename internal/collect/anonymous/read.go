package anonymous

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Sum is what was let out of the answers to a question that are alike in what is told.
type Sum struct {
	Question string
	Told     []string // class in each cut of the version, "" where it is not told
	Item     Item
}

// Sums are all that was let out of a version, in the order of questions.
func Sums(ctx context.Context, q record.Querier, survey string, number int64) ([]Sum, error) {
	var rows []struct {
		Question, Told, Item string
		N                    int64
		Total, Squares       float64
	}
	err := q.NewRaw("SELECT question, told, item, n, total, squares FROM anonymous_sum WHERE survey_id = ? AND number = ? ORDER BY question, told, item", survey, number).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read anonymous sums")
	}
	out := make([]Sum, len(rows))
	for i, r := range rows {
		out[i] = Sum{Question: r.Question, Item: Item{r.Item, r.N, r.Total, r.Squares}}
		if err := json.Unmarshal([]byte(r.Told), &out[i].Told); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read what is told")
		}
	}
	return out, nil
}

// Text is what somebody wrote, let out.
type Text struct{ ID, Body string }

// Texts are those let out of a question after an id, in an order that is chance.
func Texts(ctx context.Context, q record.Querier, survey string, number int64, question, after string, limit int) (out []Text, err error) {
	err = q.NewRaw("SELECT id, body FROM anonymous_text WHERE survey_id = ? AND number = ? AND question = ? AND shown AND id > ? ORDER BY id LIMIT ?",
		survey, number, question, after, limit).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeUnavailable, "read anonymous texts")
}

// TextCounts is how many texts are let out of each question of a version.
func TextCounts(ctx context.Context, q record.Querier, survey string, number int64) (map[string]int64, error) {
	var rows []struct {
		Question string
		N        int64
	}
	err := q.NewRaw("SELECT question, count(*) AS n FROM anonymous_text WHERE survey_id = ? AND number = ? AND shown GROUP BY question", survey, number).Scan(ctx, &rows)
	out := map[string]int64{}
	for _, r := range rows {
		out[r.Question] = r.N
	}
	return out, fault.Wrap(err, fault.CodeUnavailable, "count anonymous texts")
}
