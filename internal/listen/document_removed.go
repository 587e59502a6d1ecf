package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// RemovedDocument is a document that was removed and can be put back until a
// moment. It says where it stood, nothing of what was said in it.
type RemovedDocument struct {
	ID              string    `json:"id" bun:"id"`
	InterviewID     string    `json:"interview_id,omitempty" bun:"interview_id"`
	InterviewNumber int64     `json:"interview_number,omitempty" bun:"number" doc:"Of a transcript, while its interview is there."`
	Pseudonym       string    `json:"pseudonym,omitempty" bun:"pseudonym"`
	Question        string    `json:"question,omitempty" bun:"question" doc:"Of a comment."`
	RemovedBy       string    `json:"removed_by,omitempty" bun:"removed_by" doc:"Name of who removed it."`
	RemovedAt       time.Time `json:"removed_at" bun:"-"`
	Until           time.Time `json:"until" bun:"-" doc:"It can be put back before this moment."`
	Micros          int64     `json:"-" bun:"removed_at"`
}

// maxRemoved is how many removed documents are listed, the latest first.
const maxRemoved = 200

// RemovedDocuments lists, to a researcher of a study, what can be put back, the
// latest first; to anybody else there is none. People whose data are restricted
// are left out.
func (s *Service) RemovedDocuments(ctx context.Context, study string) ([]RemovedDocument, error) {
	rows := []RemovedDocument{}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := opened(ctx, q, study)
		if err != nil || st.Part != Researcher || access.From(ctx).Any(access.ListenWrite) != nil {
			return err
		}
		err = q.NewRaw(`SELECT d.id, COALESCE(d.interview_id, '') AS interview_id, COALESCE(i.number, 0) AS number, COALESCE(i.pseudonym, '') AS pseudonym, d.question, d.removed_by, d.removed_at
			FROM document_removed d LEFT JOIN interview i ON i.id = d.interview_id WHERE d.study_id = ? AND d.removed_at >= ? AND `+unrestrictedDocument+`
			ORDER BY d.removed_at DESC, d.id LIMIT ?`, study, record.Micros(s.Now().Add(-keptRemoved)), maxRemoved).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "list removed documents")
	})
	for i := range rows {
		r := &rows[i]
		r.RemovedBy = s.names(ctx, r.RemovedBy)[r.RemovedBy]
		r.RemovedAt = record.Time(r.Micros)
		r.Until = r.RemovedAt.Add(keptRemoved)
	}
	return rows, err
}
