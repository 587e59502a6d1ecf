package listen

import (
	"context"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// InterviewReview is what a colleague thinks of how an interview was led.
type InterviewReview struct {
	ID       string    `json:"id" format:"uuid"`
	ByUserID string    `json:"by_user_id"`
	ByName   string    `json:"by_name"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
}

const maxReviews = 100

// Reviews lists those of an interview, to members of its study.
func (s *Service) Reviews(ctx context.Context, id string) ([]InterviewReview, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var rows []struct {
		ID     string `bun:"id"`
		ByUser string
		Text   string
		At     int64
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		_, st, err := readInterview(ctx, q, id, s.today())
		if err != nil {
			return err
		}
		if st.Part == NoPart {
			return fault.NotFound("interview")
		}
		err = q.NewRaw("SELECT id, by_user, text, at FROM interview_review WHERE interview_id = ? ORDER BY id LIMIT ?", id, maxReviews).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "list reviews")
	})
	out := make([]InterviewReview, len(rows))
	for n, r := range rows {
		out[n] = InterviewReview{ID: r.ID, ByUserID: r.ByUser, ByName: s.names(ctx, r.ByUser)[r.ByUser], Text: r.Text, At: record.Time(r.At)}
	}
	return out, err
}

// ReviewInterview adds what a member thinks of an interview that somebody else
// leads.
func (s *Service) ReviewInterview(ctx context.Context, id, said string) (log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.ListenRead); err != nil {
		return 0, err
	}
	said = strings.TrimSpace(said)
	if said == "" || len([]rune(said)) > maxStudyText {
		return 0, fault.Invalid("text", "A review has 1 to 8,000 characters.").Keyed("listen.review")
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		i, st, err := readInterview(ctx, tx, id, s.today())
		if err != nil {
			return err
		}
		var own []string
		if err := tx.NewRaw("SELECT owner_id FROM interview WHERE id = ?", id).Scan(ctx, &own); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find who leads an interview")
		}
		switch {
		case st.Part == NoPart:
			return fault.New(fault.CodeForbidden, "Members of the study review its interviews.").Keyed("listen.members_only")
		case len(own) == 1 && own[0] == who.UserID:
			return fault.New(fault.CodeConflict, "A colleague reviews an interview, not who led it.").Keyed("listen.own_review")
		}
		tx.Log(InterviewChanged, i.ID)
		_, err = tx.Exec(ctx, "INSERT INTO interview_review (id, interview_id, by_user, text, at) VALUES (?, ?, ?, ?, ?)", s.NewID(), id, who.UserID, said, record.Micros(s.Now()))
		return fault.Wrap(err, fault.CodeInternal, "insert review")
	})
}
