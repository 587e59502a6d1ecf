package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// maxSentences is the most that one document has.
const maxSentences = 50_000

// DocumentPlace is where in a study's documents a page begins: after this one.
type DocumentPlace struct {
	Kind   string `json:"k"`
	Number int    `json:"n"`
	ID     string `json:"i"`
}

// Documents lists those of a study that who asks may read, by kind and number:
// limit+1 at most, after a place, of a kind or, for "", of both.
func (s *Service) Documents(ctx context.Context, study string, kind DocumentKind, after DocumentPlace, limit int) ([]Document, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var out []Document
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listDocuments(ctx, q, study, kind, after, limit+1)
		return err
	})
	return out, err
}

func listDocuments(ctx context.Context, q record.Querier, study string, kind DocumentKind, after DocumentPlace, limit int) ([]Document, error) {
	st, err := opened(ctx, q, study)
	if err != nil {
		return nil, err
	}
	where, args := "d.study_id = ? AND "+unrestrictedDocument, []any{study}
	if st.Part != Researcher {
		where += " AND " + openDocument
	}
	if kind != "" {
		where, args = where+" AND d.kind = ?", append(args, string(kind))
	}
	if after.ID != "" {
		where, args = where+" AND (d.kind, d.number, d.id) > (?, ?, ?)", append(args, after.Kind, after.Number, after.ID)
	}
	var rows []documentRow
	err = q.NewRaw("SELECT "+documentColumns+" FROM document d"+documentJoins+" WHERE "+where+" ORDER BY d.kind, d.number, d.id LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list documents")
	}
	out := make([]Document, len(rows))
	for i, r := range rows {
		if out[i], err = r.document(ctx, st.Part == Researcher); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// GetDocument is a document that who asks may read, without its text.
func (s *Service) GetDocument(ctx context.Context, id string) (Document, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return Document{}, err
	}
	var d Document
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		d, _, err = readDocument(ctx, q, id)
		return err
	})
	return d, err
}

// OpenDocument gives a document with all of its sentences, as who asks may see
// it. That a researcher opened a transcript's original is written to the audit
// log before it is shown.
func (s *Service) OpenDocument(ctx context.Context, id string) (Document, []Line, error) {
	return s.openLines(ctx, id, 0, 0)
}

// Lines gives a page of a document's sentences: limit+1 at most, after a number.
func (s *Service) Lines(ctx context.Context, id string, after, limit int) ([]Line, error) {
	_, lines, err := s.openLines(ctx, id, after, limit+1)
	return lines, err
}

func (s *Service) openLines(ctx context.Context, id string, after, limit int) (Document, []Line, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return Document{}, nil, err
	}
	var d Document
	var lines []Line
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if d, _, err = readDocument(ctx, q, id); err != nil {
			return err
		}
		if lines, err = originalLines(ctx, q, id, after, limit); err != nil {
			return err
		}
		lines, err = shownTo(ctx, q, d, lines)
		return err
	})
	if err == nil && d.Originals && d.Kind == Transcript && after == 0 {
		err = s.Audit.Saw(ctx, "interview.opened", id, nil)
	}
	if err != nil {
		return Document{}, nil, err
	}
	return d, lines, nil
}

// listedDocuments makes a page of documents.
func listedDocuments(items []Document, limit int) web.List[Document] {
	return web.Listed(items, limit, func(d Document) any {
		return DocumentPlace{Kind: string(d.Kind), Number: d.Number, ID: d.ID}
	})
}
