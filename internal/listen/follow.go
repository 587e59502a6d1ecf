package listen

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/text"
)

// followPiece is how many answers are looked up in one transaction.
const followPiece = 200

// FollowAnswers makes the comments that were taken of some answers what those
// answers are now: of an answer that is gone, or whose text is gone, nothing of
// the words stays; a changed text is read anew, and consent, traits and whose it
// is are those of the answer. Ids of answers of which no comment was taken cost
// a look-up in an index. It is done on nobody's behalf, and doing it twice
// changes nothing.
func (s *Service) FollowAnswers(ctx context.Context, ids []string) (log.Position, error) {
	if err := access.From(ctx).Require(access.ListenWrite, access.Whole()); err != nil {
		return 0, err
	}
	var position log.Position
	for some := range slices.Chunk(ids, followPiece) {
		taken, err := s.takenOf(ctx, some)
		if err != nil {
			return position, err
		}
		if len(taken) == 0 {
			continue
		}
		if position, err = s.write(ctx, func(ctx context.Context, tx *record.Tx) error { return s.follow(ctx, tx, some) }); err != nil {
			return position, err
		}
	}
	return position, nil
}

// FollowAllAnswers does as FollowAnswers for every comment of an answer, by
// their ids: for a record whose changes were not followed so far.
func (s *Service) FollowAllAnswers(ctx context.Context) error {
	for after := ""; ; {
		var ids []string
		err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
			where, args := "response_id IS NOT NULL", []any{}
			if after != "" {
				where, args = where+" AND response_id > ?", append(args, after)
			}
			return q.NewRaw("SELECT response_id FROM document WHERE "+where+" UNION SELECT response_id FROM document_removed WHERE "+where+" ORDER BY 1 LIMIT ?",
				append(append(slices.Clone(args), args...), followPiece)...).Scan(ctx, &ids)
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "list answers that comments were taken of")
		}
		if len(ids) == 0 {
			return nil
		}
		if _, err := s.FollowAnswers(ctx, ids); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// takenOf are those of some answers of which comments were taken.
func (s *Service) takenOf(ctx context.Context, ids []string) (out []string, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT response_id FROM document WHERE response_id IN (?) UNION SELECT response_id FROM document_removed WHERE response_id IN (?)", bun.List(ids), bun.List(ids)).Scan(ctx, &out)
	})
	return out, fault.Wrap(err, fault.CodeInternal, "find comments of answers")
}

// copied is a comment as it was taken of an answer.
type copied struct {
	ID         string `bun:"id"`
	ResponseID string `bun:"response_id"`
	Question   string
	Language   string
	Traits     string
	Consent    string
	Customer   string
	Account    string
}

// follow compares comments with their answers, both read in one transaction: an
// answer that is erased meanwhile cannot come back.
func (s *Service) follow(ctx context.Context, tx *record.Tx, ids []string) error {
	var copies []copied
	err := tx.NewRaw(`SELECT id, response_id, question, language, traits, consent, COALESCE(customer_id, '') AS customer, COALESCE(account_id, '') AS account
		FROM document WHERE response_id IN (?) ORDER BY id`, bun.List(ids)).Scan(ctx, &copies)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find comments of answers")
	}
	now, err := s.Comments.AnswersNow(ctx, tx, ids)
	if err != nil {
		return err
	}
	if err := forgetUnsaid(ctx, tx, ids, now); err != nil {
		return err
	}
	for _, c := range copies {
		at := slices.IndexFunc(now, func(a AnsweredComment) bool { return a.ResponseID == c.ResponseID && a.Question == c.Question })
		if at < 0 {
			err = Rights{Now: s.Now}.emptyDocument(ctx, tx, c.ID)
		} else {
			err = s.followOne(ctx, tx, c, now[at])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetUnsaid has removed comments go for good whose answer, or text, is gone.
func forgetUnsaid(ctx context.Context, tx *record.Tx, ids []string, now []AnsweredComment) error {
	still := []string{""}
	for _, a := range now {
		still = append(still, a.ResponseID+" "+a.Question)
	}
	_, err := forgetRemoved(ctx, tx, maxSentences, "r.response_id IN (?) AND CAST(r.response_id AS TEXT) || ' ' || r.question NOT IN (?)", bun.List(ids), bun.List(still))
	return err
}

// followOne makes a comment what its answer is now.
func (s *Service) followOne(ctx context.Context, tx *record.Tx, c copied, now AnsweredComment) error {
	before, err := originalLines(ctx, tx, c.ID, 0, 0)
	if err != nil {
		return err
	}
	lines := commentLines(now.Text)
	told := slices.EqualFunc(before, lines, func(a, b Line) bool { return a.Text == b.Text })
	traits := map[string]string{}
	if err := json.Unmarshal([]byte(c.Traits), &traits); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read traits of a comment")
	}
	if told && maps.Equal(traits, now.Traits) && c.Language == now.Language && c.Consent == now.Consent && c.Customer == now.CustomerID && c.Account == now.AccountID {
		return nil
	}
	if now.Traits == nil {
		now.Traits = map[string]string{}
	}
	written, err := json.Marshal(now.Traits)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write traits of a comment")
	}
	_, err = tx.Exec(ctx, "UPDATE document SET language = ?, traits = ?, consent = ?, customer_id = ?, account_id = ? WHERE id = ?",
		now.Language, string(written), now.Consent, orNull(now.CustomerID), orNull(now.AccountID), c.ID)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "update a comment")
	}
	if told && c.Language == now.Language {
		return touched(ctx, tx, c.ID)
	}
	return s.retell(ctx, tx, c.ID, before, lines)
}

// commentLines are the sentences of a comment.
func commentLines(said string) []Line {
	said = strings.TrimSpace(said)
	var lines []Line
	for _, sentence := range text.Sentences(said) {
		lines = append(lines, Line{Turn: 1, Text: sentence})
	}
	if len(lines) == 0 {
		lines = []Line{{Turn: 1, Text: said}}
	}
	return lines
}
