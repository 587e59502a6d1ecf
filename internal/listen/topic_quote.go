package listen

import (
	"context"
	"math"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TopicQuotes are passages that speak of a topic, the newest first, before an id
// ("" for the newest): limit+1 at most. Of a code and of a touchpoint they are
// what was coded in studies of which the asker is a researcher, of a word the
// sentences that the asker may find.
func (s *Service) TopicQuotes(ctx context.Context, program string, asked TopicAsked, before string, limit int) (out []TopicQuote, err error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		a, err := audienceOf(ctx, q, program)
		if err != nil {
			return err
		}
		if !a.reads {
			return fault.NotFound("program")
		}
		from := a.quotesOf(s.Store.Engine(), asked, before)
		if from.text == "" {
			return nil
		}
		out, err = from.quoted(ctx, q, limit+1)
		return err
	})
	return out, err
}

// quotesOf are the passages of a topic before an id, as rows (id, place,
// document_id, from_n, from_pos, to_n, to_pos), by place; a to_pos of -1 is the end.
func (a audience) quotesOf(engine record.Engine, asked TopicAsked, before string) pile {
	if asked.Kind == TopicWord {
		p := a.hits(engine, asked.ID)
		if p.text == "" {
			return p
		}
		p.text = "SELECT CAST(h.id AS TEXT) AS id, h.id AS place, h.document_id, h.n AS from_n, 0 AS from_pos, h.n AS to_n, -1 AS to_pos FROM (" + p.text + ") h"
		if n, err := strconv.ParseInt(before, 10, 64); err == nil {
			p.text, p.args = p.text+" WHERE h.id < ?", append(p.args, n)
		}
		return p
	}
	if len(a.research) == 0 {
		return pile{}
	}
	p := pile{"SELECT g.id, g.id AS place, g.document_id, g.from_n, g.from_pos, g.to_n, g.to_pos FROM coding g WHERE g.study_id IN (?) AND " + aloud, []any{bun.List(a.research)}}
	if asked.Kind == TopicCode {
		p.text += " AND g.code_id IN (SELECT id FROM code WHERE stands_id = (SELECT stands_id FROM code WHERE id = ?))"
	} else {
		p.text += " AND g.touchpoint_id <> '' AND g.touchpoint_id = ?"
	}
	p.args = append(p.args, asked.ID)
	if before != "" {
		p.text, p.args = p.text+" AND g.id < ?", append(p.args, before)
	}
	return p
}

type topicQuoteRow struct {
	ID         string `bun:"id"`
	StudyID    string `bun:"study_id"`
	StudyName  string
	DocumentID string `bun:"document_id"`
	Kind       string
	Number     int
	Pseudonym  string
	Consent    string
	Language   string
	FromN      int `bun:"from_n"`
	FromPos    int
	ToN        int `bun:"to_n"`
	ToPos      int
}

// quoted reads passages in their words, with what is masked replaced, limit at
// most.
func (p pile) quoted(ctx context.Context, q record.Querier, limit int) ([]TopicQuote, error) {
	var rows []topicQuoteRow
	err := q.NewRaw(`SELECT t.id, ed.study_id, s.name AS study_name, t.document_id, ed.kind, ed.number, COALESCE(i.pseudonym, '') AS pseudonym,
		COALESCE(i.consent, ed.consent) AS consent, ed.language, t.from_n, t.from_pos, t.to_n, t.to_pos
		FROM (`+p.text+`) t JOIN document ed ON ed.id = t.document_id JOIN study s ON s.id = ed.study_id LEFT JOIN interview i ON i.id = ed.interview_id
		WHERE `+countable+" ORDER BY t.place DESC LIMIT ?", append(p.args, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list quotes of a topic")
	}
	quotes, out := make([]Quote, len(rows)), make([]TopicQuote, len(rows))
	for i, r := range rows {
		to := r.ToPos
		if to < 0 {
			to = math.MaxInt32
		}
		quotes[i].Coding = Coding{DocumentID: r.DocumentID, Passage: Passage{FromN: r.FromN, FromPos: r.FromPos, ToN: r.ToN, ToPos: to}}
	}
	if err := quoteWords(ctx, q, quotes); err != nil {
		return nil, err
	}
	for i, r := range rows {
		out[i] = TopicQuote{
			ID: r.ID, StudyID: r.StudyID, StudyName: r.StudyName, DocumentID: r.DocumentID, Kind: DocumentKind(r.Kind), Number: r.Number, Pseudonym: r.Pseudonym,
			Consent: r.Consent, Language: r.Language, FromN: r.FromN, ToN: r.ToN, Text: quotes[i].Text,
		}
	}
	return out, nil
}
