package collect

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// commentsPage is how many responses are looked through for comments at a time.
const commentsPage = 200

// Comments gives the free texts of a program's answers that who asks may read,
// those to one question or, for "", all; newest first. That texts were read is
// written to the audit log.
func (s *Service) Comments(ctx context.Context, program, question, after string) (all []listen.AnsweredComment, next string, err error) {
	var from listCursor
	if err := web.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	rows, err := s.ListResponses(ctx, Filter{Program: program, HasText: true}, from, commentsPage)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > commentsPage {
		rows = rows[:commentsPage]
		last := rows[commentsPage-1]
		next = web.EncodeCursor(listCursor{At: record.Micros(last.At), ID: last.ID})
	}
	whose, err := s.whose(ctx, rows)
	for _, r := range rows {
		for _, a := range r.Answers {
			if a.Text == "" || question != "" && a.Question != question {
				continue
			}
			of := whose[r.ID]
			all = append(all, listen.AnsweredComment{
				ResponseID: r.ID, Question: a.Question, Text: a.Text, Language: r.Language, Consent: r.Consent,
				CustomerID: of.customer, AccountID: of.account, Traits: r.Traits,
			})
		}
	}
	return all, next, err
}

// AnswersNow gives the free texts of some answers as they stand, whoever asks
// and whose ever they are: for what was copied of them, never for showing.
func (s *Service) AnswersNow(ctx context.Context, q record.Querier, ids []string) ([]listen.AnsweredComment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID       string `bun:"id"`
		Language string
		Consent  uint8
		Customer string
		Account  string
		Document string
	}
	err := q.NewRaw("SELECT id, language, consent, COALESCE(customer_id, '') AS customer, COALESCE(account_id, '') AS account, document FROM response WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find answers")
	}
	var out []listen.AnsweredComment
	for _, r := range rows {
		d, err := readDocument(r.Document)
		if err != nil {
			return nil, err
		}
		for _, a := range d.list() {
			if a.Text == "" {
				continue
			}
			out = append(out, listen.AnsweredComment{
				ResponseID: r.ID, Question: a.Question, Text: a.Text, Language: r.Language, Consent: Consent(r.Consent).String(),
				CustomerID: r.Customer, AccountID: r.Account, Traits: d.traits(),
			})
		}
	}
	return out, nil
}

type party struct{ customer, account string }

// whose says whose some responses are, whatever their consent: for erasing what
// is made of them, never for showing it.
func (s *Service) whose(ctx context.Context, of []ListedResponse) (map[string]party, error) {
	ids := make([]string, len(of))
	for i, r := range of {
		ids[i] = r.ID
	}
	var rows []struct {
		ID       string `bun:"id"`
		Customer string
		Account  string
	}
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if len(ids) == 0 {
			return nil
		}
		return q.NewRaw("SELECT id, COALESCE(customer_id, '') AS customer, COALESCE(account_id, '') AS account FROM response WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	})
	out := make(map[string]party, len(rows))
	for _, r := range rows {
		out[r.ID] = party{r.Customer, r.Account}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find whose answers are")
}
