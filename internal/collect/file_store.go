package collect

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

const fileColumns = "f.id, f.question, f.name, f.type, f.size, f.hash"

type fileRow struct {
	ID       string `bun:"id"`
	Question string
	Name     string
	Type     string
	Size     int64
	Hash     string
}

func (r fileRow) file() AnswerFile {
	return AnswerFile{ID: r.ID, Question: r.Question, Name: r.Name, Type: r.Type, Size: r.Size, hash: r.Hash}
}

func insertFile(ctx context.Context, tx *record.Tx, response string, f AnswerFile, now time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO answer_file (id, response_id, question, name, type, size, hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		f.ID, response, f.Question, f.Name, f.Type, f.Size, f.hash, record.Micros(now))
	return fault.Wrap(err, fault.CodeInternal, "keep the file of an answer")
}

func filesOf(ctx context.Context, q record.Querier, response string) ([]AnswerFile, error) {
	var rows []fileRow
	err := q.NewRaw("SELECT "+fileColumns+" FROM answer_file f WHERE f.response_id = ? ORDER BY f.created_at, f.id", response).Scan(ctx, &rows)
	out := make([]AnswerFile, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.file())
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list the files of an answer")
}

// customerFileRow is a file with the response that it came with.
type customerFileRow struct {
	fileRow
	ResponseID string `bun:"response_id"`
}

func filesOfCustomer(ctx context.Context, q record.Querier, customer string, least Consent) (rows []customerFileRow, err error) {
	err = q.NewRaw("SELECT "+fileColumns+", f.response_id FROM answer_file f JOIN response r ON r.id = f.response_id WHERE r.customer_id = ? AND r.consent >= ? ORDER BY f.created_at, f.id",
		customer, int64(least)).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list the files of a customer")
}

// fileSeen is a file of a response within reach.
func fileSeen(ctx context.Context, q record.Querier, in access.Reach, response, id string) (AnswerFile, error) {
	reach, args := in.Where(reachColumns())
	var r fileRow
	err := q.NewRaw("SELECT "+fileColumns+" FROM answer_file f JOIN response r ON r.id = f.response_id WHERE f.id = ? AND r.id = ? AND "+notRestricted("r")+" AND "+reach,
		append([]any{id, response}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return AnswerFile{}, fault.NotFound("file")
	}
	return r.file(), fault.Wrap(err, fault.CodeInternal, "find the file of an answer")
}

// dropFilesOf forgets the files of responses but those named; their contents go when
// the rest of what was erased goes.
func dropFilesOf(ctx context.Context, tx *record.Tx, responses, but []string) error {
	if len(responses) == 0 {
		return nil
	}
	var rows []fileRow
	if err := tx.NewRaw("SELECT "+fileColumns+" FROM answer_file f WHERE f.response_id IN (?)", bun.List(responses)).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find the files of answers")
	}
	for _, r := range rows {
		if slices.Contains(but, r.ID) {
			continue
		}
		if err := people.LeaveFile(ctx, tx, r.Hash); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM answer_file WHERE id = ?", r.ID); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget the file of an answer")
		}
	}
	return nil
}

// dropBegunFiles forgets the files of answerings in a program that became no response.
func dropBegunFiles(ctx context.Context, tx *record.Tx, program string) error {
	var begun []string
	err := tx.NewRaw("SELECT DISTINCT a.response_id FROM answering a JOIN answer_file f ON f.response_id = a.response_id WHERE a.program_id = ?", program).Scan(ctx, &begun)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find the files of what was being answered")
	}
	return dropFilesOf(ctx, tx, begun, nil)
}
