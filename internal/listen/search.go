package listen

import (
	"context"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// SentenceHit is a sentence that a search found, as who asks may see it.
type SentenceHit struct {
	DocumentID string       `json:"document_id" format:"uuid"`
	Kind       DocumentKind `json:"kind" enum:"transcript,comment"`
	Number     int          `json:"number" doc:"Of the interview, or of the comment."`
	Pseudonym  string       `json:"pseudonym,omitempty"`
	Line       Line         `json:"line"`

	id int64
}

// mostHits is how many hits are counted.
const mostHits = 10_000

// Search finds sentences of a study that hold all words: researchers in the
// originals, others in what is shown of released documents. It gives limit+1 at
// most, after a place in the order of taking in, and how many there are in all,
// counted up to 10,000.
func (s *Service) Search(ctx context.Context, study, words string, kind DocumentKind, after int64, limit int) ([]SentenceHit, int64, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, 0, err
	}
	var hits []SentenceHit
	var total int64
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := opened(ctx, q, study)
		if err != nil {
			return err
		}
		from, args := hitsOf(s.Store.Engine(), st, words, kind)
		if from == "" {
			return nil
		}
		if err := q.NewRaw("SELECT count(*) FROM (SELECT 1 AS one "+from+" LIMIT ?) AS found", append(args, mostHits)...).Scan(ctx, &total); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count hits")
		}
		var rows []sentenceRow
		err = q.NewRaw("SELECT s.id, s.document_id, s.n, s.turn, s.speaker, s.is_interviewer, s.from_us, s.to_us, s.text "+from+" AND s.id > ? ORDER BY s.id LIMIT ?", append(args, after, limit+1)...).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "search sentences")
		}
		hits, err = hitsShown(ctx, q, rows)
		return err
	})
	return hits, total, err
}

// hitsOf is the FROM and WHERE of the sentences that a search finds, "" where it
// has no word.
func hitsOf(engine record.Engine, st Study, words string, kind DocumentKind) (string, []any) {
	index := "sentence_words"
	where, args := "d.study_id = ? AND "+unrestrictedDocument, []any{st.ID}
	if st.Part != Researcher {
		index, where = "sentence_shown", where+" AND "+openDocument
	}
	if kind != "" {
		where, args = where+" AND d.kind = ?", append(args, string(kind))
	}
	with, sought := sentencesWith(engine, index, words)
	if with == "" {
		return "", nil
	}
	return "FROM sentence s JOIN document d ON d.id = s.document_id WHERE " + where + " AND " + with, append(args, sought...)
}

// sentencesWith is the condition on a sentence s that an index has it with all
// words of a search, "" where it has no word.
func sentencesWith(engine record.Engine, index, words string) (string, []any) {
	var either []string
	var args []any
	for _, ask := range matches(engine, words) {
		either, args = append(either, engine.Holding(index, "id")), append(args, ask)
	}
	if len(either) == 0 {
		return "", nil
	}
	return "s.id IN (" + strings.Join(either, " UNION ") + ")", args
}

// hitsShown makes of sentences what who asks may see of them, those of a document
// together: they follow each other.
func hitsShown(ctx context.Context, q record.Querier, rows []sentenceRow) ([]SentenceHit, error) {
	hits := make([]SentenceHit, 0, len(rows))
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].DocumentID == rows[from].DocumentID {
			to++
		}
		d, _, err := readDocument(ctx, q, rows[from].DocumentID)
		if err != nil {
			return nil, err
		}
		lines, err := masked(ctx, q, d.ID, rows[from:to])
		if err == nil {
			lines, err = shownTo(ctx, q, d, lines)
		}
		if err != nil {
			return nil, err
		}
		for k, line := range lines {
			hits = append(hits, SentenceHit{DocumentID: d.ID, Kind: d.Kind, Number: d.Number, Pseudonym: d.Pseudonym, Line: line, id: rows[from+k].ID})
		}
		from = to
	}
	return hits, nil
}
