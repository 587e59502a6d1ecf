package collect

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// toldReply is a message about an answer, see package reply, as a person's file has it.
type toldReply struct {
	ResponseID string    `json:"response_id"`
	At         time.Time `json:"at"`
	FromHouse  bool      `json:"from_house"`
	Text       string    `json:"text"`
}

// tellReplies tells what was written about a person's answers, and what they wrote
// back. Replies are erased with their answers, by the table itself.
func tellReplies(ctx context.Context, q record.Querier, customer string, least Consent, tell func(string, any) error) error {
	var rows []struct {
		ResponseID string
		At         int64
		Team       bool
		Body       string
	}
	err := q.NewRaw("SELECT p.response_id, p.at, p.team, p.body FROM response r JOIN reply p ON p.response_id = r.id WHERE r.customer_id = ? AND r.consent >= ? ORDER BY r.n, p.place",
		customer, int64(least)).Scan(ctx, &rows)
	for _, r := range rows {
		if err := tell("replies", toldReply{r.ResponseID, record.Time(r.At), r.Team, r.Body}); err != nil {
			return err
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "export replies to a person")
}
