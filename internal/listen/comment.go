package listen

import (
	"context"
	"slices"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// AnsweredComment is a free text of an answer, as the room that keeps answers
// gives it to who asks. Customer and account are kept so that they can be
// erased; what is told of them is what the consent of the answer lets be told.
type AnsweredComment struct {
	ResponseID, Question, Text, Language, Consent string
	CustomerID, AccountID                         string
	Traits                                        map[string]string
}

// AnsweredComments gives the free texts of a program's answers that who asks may
// read, those of one question or, for "", all, page by page: next is "" after
// the last. AnswersNow gives the free texts of some answers as they stand, on
// nobody's behalf: a copy that was made of them follows. An answer that is gone
// has none.
type AnsweredComments interface {
	Comments(ctx context.Context, program, question, after string) (all []AnsweredComment, next string, err error)
	AnswersNow(ctx context.Context, q record.Querier, ids []string) ([]AnsweredComment, error)
}

// mostComments is how many comments a study takes in at once.
const mostComments = 5_000

// CommentsTaken says what came of bringing comments into a study.
type CommentsTaken struct {
	Added int  `json:"added"`
	There int  `json:"there" doc:"Comments that the study had already."`
	More  bool `json:"more" doc:"There are more: ask again."`
}

// TakeComments brings free texts of answers into a study, a document a text,
// with their traits; those it has stay as they are. At most 5,000 come at once.
// With released everybody who reads the study reads them, as they stand.
func (s *Service) TakeComments(ctx context.Context, study, question string, released bool) (CommentsTaken, log.Position, error) {
	var taken CommentsTaken
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return taken, 0, err
	}
	var st Study
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		st, err = researching(ctx, q, study)
		return err
	})
	var position log.Position
	for after := ""; err == nil; {
		var page []AnsweredComment
		if page, after, err = s.Comments.Comments(ctx, st.ProgramID, question, after); err != nil {
			break
		}
		if position, err = s.takePage(ctx, st, page, released, &taken); err != nil || after == "" {
			break
		}
		if taken.Added >= mostComments {
			taken.More = true
			break
		}
	}
	return taken, position, err
}

// takePage brings some comments in, in a transaction of their own.
func (s *Service) takePage(ctx context.Context, st Study, page []AnsweredComment, released bool, taken *CommentsTaken) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := researching(ctx, tx, st.ID); err != nil {
			return err
		}
		page, err := s.stillSaid(ctx, tx, page)
		if err != nil {
			return err
		}
		added := 0
		for _, c := range page {
			var there int64
			if _, err := tx.Get(ctx, "SELECT count(*) FROM document WHERE study_id = ? AND response_id = ? AND question = ?", []any{st.ID, c.ResponseID, c.Question}, &there); err != nil {
				return fault.Wrap(err, fault.CodeInternal, "find a comment")
			}
			if there > 0 {
				taken.There++
				continue
			}
			if err := s.takeComment(ctx, tx, st, c, released); err != nil {
				return err
			}
			added++
		}
		taken.Added += added
		if added == 0 {
			return nil
		}
		return s.Audit.Audit(ctx, tx, "document.commented", st.ID, map[string]string{"count": strconv.Itoa(added)})
	})
}

// stillSaid are comments of a page as they stand in this transaction: what was
// erased since it was read is not copied.
func (s *Service) stillSaid(ctx context.Context, tx *record.Tx, page []AnsweredComment) ([]AnsweredComment, error) {
	ids := make([]string, len(page))
	for i, c := range page {
		ids[i] = c.ResponseID
	}
	now, err := s.Comments.AnswersNow(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := page[:0]
	for _, c := range page {
		if at := slices.IndexFunc(now, func(a AnsweredComment) bool { return a.ResponseID == c.ResponseID && a.Question == c.Question }); at >= 0 {
			out = append(out, now[at])
		}
	}
	return out, nil
}

func (s *Service) takeComment(ctx context.Context, tx *record.Tx, st Study, c AnsweredComment, released bool) error {
	number, err := numbered(ctx, tx, st.ID, "comments", 1)
	if err != nil {
		return err
	}
	if c.Traits == nil {
		c.Traits = map[string]string{}
	}
	d := takenDocument{responseID: c.ResponseID, createdBy: access.From(ctx).UserID, Document: Document{
		StudyID: st.ID, Kind: Comment, Number: number, Language: c.Language, Traits: c.Traits, Question: c.Question, Consent: c.Consent, customerID: c.CustomerID, accountID: c.AccountID,
	}}
	d.lines = commentLines(c.Text)
	if err := s.insertDocument(ctx, tx, &d); err != nil || !released {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE document SET released_at = ?, released_by = ? WHERE id = ?", record.Micros(s.Now()), d.createdBy, d.ID); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "release a comment")
	}
	return indexShown(ctx, tx, d.ID, d.Language, true)
}
