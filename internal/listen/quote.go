package listen

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Quote is a coded passage in its words. Names and whatever else is masked are
// replaced, for researchers too: quotes are made to be shown.
type Quote struct {
	Coding    Coding            `json:"coding"`
	StandsID  string            `json:"stands_id" format:"uuid" doc:"The code under which it counts."`
	Text      string            `json:"text"`
	Kind      DocumentKind      `json:"kind" enum:"transcript,comment"`
	Number    int               `json:"number" doc:"Of the interview, or of the comment."`
	Pseudonym string            `json:"pseudonym,omitempty"`
	Consent   string            `json:"consent,omitempty" enum:"anonymous,firm,person"`
	Traits    map[string]string `json:"traits" nullable:"false"`
}

// QuoteFilter says which quotes: empty fields leave all.
type QuoteFilter struct {
	Code     string // the one under which they count
	Document string
	Coder    string
	Mode     Mode
	Trait    string // with Value
	Value    string
}

// QuotePlace is where a page of quotes begins: after this one.
type QuotePlace struct {
	Kind   string `json:"k"`
	Number int    `json:"d"`
	FromN  int    `json:"n"`
	ID     string `json:"i"`
}

// Quotes are the coded passages of a study that a researcher of it may see,
// interviews first, in the order in which they were said: limit+1 at most, after
// a place. What was settled as not holding is left out.
func (s *Service) Quotes(ctx context.Context, study string, f QuoteFilter, after QuotePlace, limit int) ([]Quote, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var out []Quote
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := studyFor(ctx, q, study); err != nil {
			return err
		}
		var err error
		out, err = readQuotes(ctx, q, study, f, after, limit+1)
		return err
	})
	s.nameQuotes(ctx, out)
	return out, err
}

func (s *Service) nameQuotes(ctx context.Context, quotes []Quote) {
	codings := make([]Coding, len(quotes))
	for i, q := range quotes {
		codings[i] = q.Coding
	}
	s.nameCoders(ctx, codings)
	for i := range quotes {
		quotes[i].Coding = codings[i]
	}
}

// where is the condition for quotes and its arguments, with those documents that
// have the value of the trait where one is asked for.
func (f QuoteFilter) where(documents []string) (string, []any) {
	where, args := "", []any{}
	add := func(set bool, clause string, value any) {
		if set {
			where, args = where+" AND "+clause, append(args, value)
		}
	}
	add(f.Code != "", "g.code_id IN (SELECT id FROM code WHERE stands_id = ?)", f.Code)
	add(f.Document != "", "g.document_id = ?", f.Document)
	add(f.Coder != "", "g.coder_id = ?", f.Coder)
	add(f.Mode != "", "g.mode = ?", string(f.Mode))
	add(f.Trait != "", "g.document_id IN (?)", bun.List(documents))
	return where, args
}

// having are the documents of a study that have the value of the trait.
func (f QuoteFilter) having(ctx context.Context, q record.Querier, study string) (ids []string, err error) {
	documents, err := readHeard(ctx, q, study)
	for _, d := range documents {
		if d.Traits[f.Trait] == f.Value {
			ids = append(ids, d.ID)
		}
	}
	return ids, err
}

type quoteRow struct {
	codingRow
	StandsID  string `bun:"stands_id"`
	Kind      string
	Number    int
	Pseudonym *string
	Consent   string
}

// readQuotes gives quotes of a study after a place, limit at most.
func readQuotes(ctx context.Context, q record.Querier, study string, f QuoteFilter, after QuotePlace, limit int) ([]Quote, error) {
	var documents []string
	if f.Trait != "" {
		var err error
		if documents, err = f.having(ctx, q, study); err != nil || len(documents) == 0 {
			return nil, err
		}
	}
	sees, more := seenBy(access.From(ctx))
	where, args := f.where(documents)
	args = append(append([]any{study}, more...), args...)
	if after.ID != "" {
		where += " AND (d.kind < ? OR d.kind = ? AND (d.number, g.from_n, g.id) > (?, ?, ?))"
		args = append(args, after.Kind, after.Kind, after.Number, after.FromN, after.ID)
	}
	var rows []quoteRow
	err := q.NewRaw(selectQuotes+"g.study_id = ? AND g.dropped = 0 AND "+sees+where+" ORDER BY d.kind DESC, d.number, g.from_n, g.id LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list quotes")
	}
	return quotesOf(ctx, q, rows)
}

const selectQuotes = "SELECT " + codingColumns + `, k.stands_id, d.kind, d.number, i.pseudonym, COALESCE(i.consent, d.consent) AS consent
	FROM coding g JOIN code k ON k.id = g.code_id JOIN document d ON d.id = g.document_id LEFT JOIN interview i ON i.id = d.interview_id WHERE ` + unrestrictedDocument + " AND "

// quotesOf makes quotes of rows, with traits and words; rows of one document
// follow each other.
func quotesOf(ctx context.Context, q record.Querier, rows []quoteRow) ([]Quote, error) {
	out := make([]Quote, len(rows))
	for i, r := range rows {
		out[i] = Quote{Coding: r.coding(), StandsID: r.StandsID, Kind: DocumentKind(r.Kind), Number: r.Number, Pseudonym: textOf(r.Pseudonym), Consent: r.Consent}
	}
	if err := quoteTraits(ctx, q, out); err != nil {
		return nil, err
	}
	return out, quoteWords(ctx, q, out)
}

// quoteTraits writes the traits of their documents beside quotes.
func quoteTraits(ctx context.Context, q record.Querier, quotes []Quote) error {
	if len(quotes) == 0 {
		return nil
	}
	var ids []string
	for _, quote := range quotes { // those of a document follow each other
		if n := len(ids); n == 0 || ids[n-1] != quote.Coding.DocumentID {
			ids = append(ids, quote.Coding.DocumentID)
		}
	}
	documents, err := heardWhere(ctx, q, "d.id IN (?)", bun.List(ids))
	if err != nil {
		return err
	}
	by := worked{Documents: documents}.documents()
	for i := range quotes {
		quotes[i].Traits = by[quotes[i].Coding.DocumentID].Traits
	}
	return nil
}

// quoteWords writes the words of quotes, those of one document one after the
// other.
func quoteWords(ctx context.Context, q record.Querier, quotes []Quote) error {
	for from := 0; from < len(quotes); {
		to := from + 1
		first, last := quotes[from].Coding.FromN, quotes[from].Coding.ToN
		for to < len(quotes) && quotes[to].Coding.DocumentID == quotes[from].Coding.DocumentID {
			first, last = min(first, quotes[to].Coding.FromN), max(last, quotes[to].Coding.ToN)
			to++
		}
		lines, err := originalLines(ctx, q, quotes[from].Coding.DocumentID, first-1, last-first+1)
		if err != nil {
			return err
		}
		byN := make(map[int]Line, len(lines))
		for _, l := range lines {
			byN[l.N] = l
		}
		for i := from; i < to; i++ {
			quotes[i].Text = shownPassage(byN, quotes[i].Coding.Passage)
		}
		from = to
	}
	return nil
}

// shownPassage is a passage in its words, with what is masked replaced.
func shownPassage(lines map[int]Line, p Passage) string {
	var words []string
	for n := p.FromN; n <= p.ToN; n++ {
		line, there := lines[n]
		if !there {
			continue
		}
		shown := NewShown(line.Text, hiding(line.Masks))
		from, to := 0, len([]rune(line.Text))
		if n == p.FromN {
			from = p.FromPos
		}
		if n == p.ToN {
			to = p.ToPos
		}
		from, to = shown.ToShown(from, to)
		words = append(words, strings.TrimSpace(string([]rune(shown.Text)[from:to])))
	}
	return strings.Join(words, " ")
}
