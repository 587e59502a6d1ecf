package purpose

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type questionRow struct {
	Question  string `bun:"question"`
	Answer    string `bun:"answer"`
	Unknown   bool   `bun:"unknown"`
	Figures   string `bun:"figures"`
	AuthorID  string `bun:"author_id"`
	WrittenAt int64  `bun:"written_at"`
	Version   int64  `bun:"version"`
}

// listQuestions gives what was said of a program's questions.
func listQuestions(ctx context.Context, q record.Querier, program string) (map[Question]Known, error) {
	var rows []questionRow
	err := q.NewRaw("SELECT question, answer, unknown, figures, author_id, written_at, version FROM program_question WHERE program_id = ?", program).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list questions")
	}
	out := map[Question]Known{}
	for _, r := range rows {
		at := record.Time(r.WrittenAt)
		k := Known{ProgramID: program, Question: Question(r.Question), Answer: r.Answer, AuthorID: r.AuthorID, WrittenAt: &at, Version: r.Version}
		if err := json.Unmarshal([]byte(r.Figures), &k.Figures); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read question")
		}
		if k, err = k.checked(r.Unknown); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read question")
		}
		out[k.Question] = k
	}
	return out, nil
}

func putQuestion(ctx context.Context, tx *record.Tx, k Known) error {
	figures, err := json.Marshal(k.Figures)
	if err == nil {
		_, err = tx.NewRaw(`INSERT INTO program_question (program_id, question, answer, unknown, figures, author_id, written_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (program_id, question) DO UPDATE SET answer = excluded.answer, unknown = excluded.unknown, figures = excluded.figures, author_id = excluded.author_id, written_at = excluded.written_at, version = excluded.version`,
			k.ProgramID, string(k.Question), k.Answer, k.State == QuestionUnknown, string(figures), k.AuthorID, record.Micros(*k.WrittenAt), k.Version).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "write question")
}
