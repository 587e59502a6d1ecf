package listen

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// readWorked reads what was coded of a study as a researcher of it sees it.
func readWorked(ctx context.Context, q record.Querier, study string) (worked, error) {
	var w worked
	var err error
	if w.Documents, err = readHeard(ctx, q, study); err != nil {
		return w, err
	}
	if w.Said, err = readSaid(ctx, q, "g.study_id = ? AND g.dropped = 0", study); err != nil {
		return w, err
	}
	heard := w.documents()
	w.Said = slices.DeleteFunc(w.Said, func(p said) bool { _, there := heard[p.Document]; return !there }) // of those whose data are restricted
	return w, nil
}

// readHeard gives the documents of a study, interviews first, by their numbers.
func readHeard(ctx context.Context, q record.Querier, study string) ([]heard, error) {
	return heardWhere(ctx, q, "d.study_id = ?", study)
}

func heardWhere(ctx context.Context, q record.Querier, where string, arg any) ([]heard, error) {
	var rows []struct {
		ID              string `bun:"id"`
		Kind            string
		Number          int
		Person          *string
		Account         *string
		Sentences       int
		Traits          string
		InterviewTraits *string
	}
	err := q.NewRaw(`SELECT d.id, d.kind, d.number, COALESCE(c.party_id, c.id) AS person, COALESCE(d.account_id, i.account_id) AS account, d.sentences, d.traits,
		i.traits AS interview_traits
		FROM document d LEFT JOIN interview i ON i.id = d.interview_id LEFT JOIN customer c ON c.id = COALESCE(d.customer_id, i.customer_id)
		WHERE `+unrestrictedDocument+" AND "+where+" ORDER BY d.kind DESC, d.number, d.id", arg).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read documents of a study")
	}
	out := make([]heard, len(rows))
	for i, r := range rows {
		d := heard{ID: r.ID, Kind: DocumentKind(r.Kind), Number: r.Number, Person: r.ID, Account: textOf(r.Account), Sentences: r.Sentences, Traits: map[string]string{}}
		if r.Person != nil {
			d.Person = *r.Person
		}
		for _, raw := range []string{textOf(r.InterviewTraits), r.Traits} {
			if raw == "" {
				continue
			}
			if err := json.Unmarshal([]byte(raw), &d.Traits); err != nil {
				return nil, fault.Wrap(err, fault.CodeInternal, "read traits of a document")
			}
		}
		out[i] = d
	}
	return out, nil
}

const saidColumns = `SELECT g.id, g.document_id AS document, k.stands_id AS code, g.coder, g.coder_id, g.mode, g.from_n, g.from_pos, g.to_n, g.to_pos
	FROM coding g JOIN code k ON k.id = g.code_id`

// readSaid gives the passages for which a condition holds, as the asker may see
// them, each with the code that stands for its own.
func readSaid(ctx context.Context, q record.Querier, where string, args ...any) ([]said, error) {
	sees, more := seenBy(access.From(ctx))
	return scanSaid(ctx, q, saidColumns+" WHERE "+where+" AND "+sees, append(args, more...)...)
}

// readJudged gives the passages by which coders are compared, of one document or
// of all of a study: those that stood when they first saw each other, whatever
// was done to them since. Where nothing was blind they are those that stand.
func readJudged(ctx context.Context, q record.Querier, column, id string) ([]said, error) {
	return scanSaid(ctx, q, saidColumns+` JOIN coding_pass p ON p.document_id = g.document_id AND p.coder_id = g.coder_id
		WHERE g.`+column+` = ? AND g.coder = 'person' AND g.sealed = 0 AND (p.blind = 0 AND g.removed_at IS NULL
		OR p.blind = 1 AND g.made_at <= p.opened_at AND (g.removed_at IS NULL OR g.removed_at >= p.opened_at))`, id)
}

// scanSaid reads rows by hand: there are 50,000 of them in a large study, and a
// mapper takes six times as long.
func scanSaid(ctx context.Context, q record.Querier, text string, args ...any) ([]said, error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read coded passages")
	}
	defer func() { _ = rows.Close() }()
	var out []said
	for rows.Next() {
		var p said
		err := rows.Scan(&p.ID, &p.Document, &p.Code, &p.Coder.Kind, &p.Coder.ID, &p.Mode, &p.FromN, &p.FromPos, &p.ToN, &p.ToPos)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read coded passages")
		}
		out = append(out, p)
	}
	return out, fault.Wrap(rows.Err(), fault.CodeInternal, "read coded passages")
}

// asking are how many sentences of each document of a study the interviewer
// speaks.
func asking(ctx context.Context, q record.Querier, study string) (map[string]int, error) {
	var rows []struct {
		Document string
		N        int
	}
	err := q.NewRaw(`SELECT s.document_id AS document, COUNT(*) AS n FROM sentence s JOIN document d ON d.id = s.document_id
		WHERE d.study_id = ? AND s.is_interviewer = ? GROUP BY s.document_id`, study, true).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "count sentences of interviewers")
	}
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Document] = r.N
	}
	return out, nil
}
