package answers

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	quick "github.com/go-json-experiment/json"
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
	Revision    int64
	Score       *float64
	Flags       int64
	Hidden      string
	Contact     string
	Met         string
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
	rowColumns = `a.response_id AS id, a.number, a.language, a.outcome, a.ended_as, a.started_at, a.changed_at, ` + cameBy + ` AS came_by, a.seed, a.revision, a.score, a.flags,
	CASE WHEN a.outcome = '' THEN '{}' ELSE a.hidden END AS hidden, CASE WHEN a.outcome = '' THEN '{}' ELSE a.contact END AS contact,
	CASE WHEN a.outcome = '' THEN '{}' ELSE a.answers END AS answers, a.met, r.consent, cu.id AS customer_id, cu.key AS customer_key,
	ac.id AS account_id, ac.key AS account_key, ac.name AS account_name, un.id AS unit_id, un.key AS unit_key, un.name AS unit_name`
	rowNames = ` LEFT JOIN customer cu ON cu.id = r.customer_id AND r.consent = 2 LEFT JOIN account al ON al.id = r.account_id
	LEFT JOIN account ac ON ac.id = COALESCE(al.party_id, al.id) LEFT JOIN unit un ON un.id = r.unit_id`
)

// listRows gives what a condition chooses, the newest begun first; few tells that few
// have the words, or the flags, that it asks for.
func listRows(ctx context.Context, q record.Querier, c *condition, few bool, limit int) ([]row, error) {
	var rows []row
	tables, where := c.from(few)
	err := q.NewRaw("SELECT "+rowColumns+tables+rowNames+" WHERE "+where+" ORDER BY "+c.order(few)+" LIMIT ?", append(c.args, limit)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list the answers of a survey")
}

func readRow(ctx context.Context, q record.Querier, c *condition, id string) (row, error) {
	var r row
	err := q.NewRaw("SELECT "+rowColumns+inOrder+rowNames+" WHERE "+c.text()+" AND a.response_id = ?", append(c.args, id)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.NotFound("response")
	}
	return r, fault.Wrap(err, fault.CodeInternal, "open an answer of a survey")
}

// countRows counts what a condition chooses, up to most; 0 for all.
func countRows(ctx context.Context, q record.Querier, c *condition, most int) (n int64, err error) {
	tables, where := c.from(true)
	where = strings.ReplaceAll(where, "(a.outcome || '')", "a.outcome") // in no order, so its index helps
	text, args := "SELECT count(*)"+tables+" WHERE "+where, c.args
	if most > 0 {
		text, args = "SELECT count(*) FROM (SELECT 1"+tables+" WHERE "+where+" LIMIT ?) AS counted", append(slices.Clone(args), most)
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
	places  map[string]string // names of touchpoints, of a test

	revisions []revisionRow // what it was before
}

func (r row) given() (given, error) {
	g := given{row: r}
	err := read(r.Answers, &g.answers)
	if r.Hidden != "{}" {
		err = errors.Join(err, read(r.Hidden, &g.hidden))
	}
	return g, fault.Wrap(err, fault.CodeInternal, "read the answers of a survey")
}

// read reads JSON fast, and what only the slow reader takes by that.
func read(text string, into any) error {
	if err := quick.Unmarshal([]byte(text), into); err != nil {
		return json.Unmarshal([]byte(text), into)
	}
	return nil
}
