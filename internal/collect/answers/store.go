package answers

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// row is somebody who answered, with what became of it.
type row struct {
	ID          string `bun:"id"` // of the response that it is, or would be
	Number      int64
	Language    string
	Outcome     string
	EndedAs     string
	StartedAt   int64
	ChangedAt   int64
	CameBy      string
	Seed        int64
	Hidden      string
	Contact     string
	Answers     string
	Consent     *int64
	CustomerID  *string `bun:"customer_id"`
	CustomerKey *string
	AccountID   *string `bun:"account_id"`
	AccountKey  *string
	AccountName *string
	UnitID      *string `bun:"unit_id"`
	UnitKey     *string
	UnitName    *string
}

// The person is read only where consent says so. What is not sent yet has no answers here.
const (
	rowColumns = `a.response_id AS id, a.number, a.language, a.outcome, a.ended_as, a.started_at, a.changed_at, ` + cameBy + ` AS came_by, a.seed,
	CASE WHEN a.outcome = '' THEN '{}' ELSE a.hidden END AS hidden, CASE WHEN a.outcome = '' THEN '{}' ELSE a.contact END AS contact,
	CASE WHEN a.outcome = '' THEN '{}' ELSE a.answers END AS answers, r.consent, cu.id AS customer_id, cu.key AS customer_key,
	ac.id AS account_id, ac.key AS account_key, ac.name AS account_name, un.id AS unit_id, un.key AS unit_key, un.name AS unit_name`
	rowTables = ` FROM answering a LEFT JOIN response r ON r.id = a.response_id`
	rowNames  = ` LEFT JOIN customer cu ON cu.id = r.customer_id AND r.consent = 2 LEFT JOIN account al ON al.id = r.account_id
	LEFT JOIN account ac ON ac.id = COALESCE(al.party_id, al.id) LEFT JOIN unit un ON un.id = r.unit_id`
)

// listRows gives what a condition chooses, the newest begun first.
func listRows(ctx context.Context, q record.Querier, c *condition, limit int) ([]row, error) {
	var rows []row
	err := q.NewRaw("SELECT "+rowColumns+rowTables+rowNames+" WHERE "+c.text()+" ORDER BY a.started_at DESC, a.response_id DESC LIMIT ?", append(c.args, limit)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list the answers of a survey")
}

func readRow(ctx context.Context, q record.Querier, c *condition, id string) (row, error) {
	var r row
	err := q.NewRaw("SELECT "+rowColumns+rowTables+rowNames+" WHERE "+c.text()+" AND a.response_id = ?", append(c.args, id)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.NotFound("response")
	}
	return r, fault.Wrap(err, fault.CodeInternal, "open an answer of a survey")
}

// countRows counts what a condition chooses, up to most; 0 for all.
func countRows(ctx context.Context, q record.Querier, c *condition, most int) (n int64, err error) {
	text, args := "SELECT count(*)"+rowTables+" WHERE "+c.text(), c.args
	if most > 0 {
		text, args = "SELECT count(*) FROM (SELECT 1"+rowTables+" WHERE "+c.text()+" LIMIT ?) AS counted", append(args, most)
	}
	err = q.NewRaw(text, args...).Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeInternal, "count the answers of a survey")
}

// filesOf are the files that came with some responses, by response.
func filesOf(ctx context.Context, q record.Querier, responses []string) (map[string][]collect.AnswerFile, error) {
	var rows []struct {
		ID         string `bun:"id"`
		ResponseID string `bun:"response_id"`
		Question   string
		Name       string
		Type       string
		Size       int64
	}
	out := map[string][]collect.AnswerFile{}
	if len(responses) == 0 {
		return out, nil
	}
	err := q.NewRaw("SELECT id, response_id, question, name, type, size FROM answer_file WHERE response_id IN (?) ORDER BY created_at, id", bun.List(responses)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.ResponseID] = append(out[r.ResponseID], collect.AnswerFile{ID: r.ID, Question: r.Question, Name: r.Name, Type: r.Type, Size: r.Size})
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find files of answers")
}

// given is a row with its answers read.
type given struct {
	row
	answers questionnaire.Answers
	hidden  map[string]string
	files   []collect.AnswerFile
	asked   *version
}

func (r row) given() (given, error) {
	g := given{row: r}
	err := errors.Join(json.Unmarshal([]byte(r.Answers), &g.answers), json.Unmarshal([]byte(r.Hidden), &g.hidden))
	return g, fault.Wrap(err, fault.CodeInternal, "read the answers of a survey")
}
