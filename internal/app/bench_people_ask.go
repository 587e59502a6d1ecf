package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/record"
)

// records reads the rows of queries of the record to their ends, each with its
// arguments, and gives how many the first has.
func (b *peopleBench) records(ctx context.Context, queries ...[]any) (first int64, err error) {
	err = b.app.record.View(ctx, func(ctx context.Context, q record.Querier) error {
		for i, ask := range queries {
			n, err := readAll(ctx, q, ask[0].(string), ask[1:]...)
			if err != nil {
				return err
			}
			if i == 0 {
				first = n
			}
		}
		return nil
	})
	return first, err
}

// readAll reads the rows of a query to their end and counts them.
func readAll(ctx context.Context, q record.Querier, text string, args ...any) (n int64, err error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// figure asks the column store, and gives the first number of the last row.
func (b *peopleBench) figure(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = b.app.facts.View(ctx, func(ctx context.Context, v *facts.View) error {
		rows, err := v.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		row := []any{&n}
		for range columns[1:] {
			row = append(row, new(any))
		}
		for rows.Next() {
			if err := rows.Scan(row...); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return n, err
}

// columns of a customer as a list shows them.
const benchListed = "SELECT c.id, c.key, c.name, c.email, c.phone, a.name FROM customer c LEFT JOIN account a ON a.id = c.account_id "

// questions are all that is asked.
func (b *peopleBench) questions(ctx context.Context) ([]peopleQuestion, error) {
	far, err := b.farPage(ctx)
	if err != nil {
		return nil, err
	}
	page := func(query ...string) func(context.Context, benchCustomer) (int64, error) {
		return func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.get(ctx, "items", "/api/customers", append(query, "limit", "50")...)
		}
	}
	list := func(sort, id string) func(context.Context, benchCustomer) (int64, error) {
		return func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.records(ctx, []any{benchListed + "WHERE (c.sort_key, c.id) > (?, ?) ORDER BY c.sort_key, c.id LIMIT 50", sort, id})
		}
	}
	all := []peopleQuestion{
		{"page of a person (7 calls)", benchSample, true, b.rawPerson, b.person},
		{"page of an account (5 calls)", benchSample, true, b.rawAccount, b.account},
		{"  of it: its scores", benchSample, false, b.rawScores, b.scores},
		{"scores of all accounts", 5, true, b.rawAllScores, func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.get(ctx, "count", "/api/account-scores", "measure", b.measure.ID)
		}},
		{"search by the beginning of a name", benchSample, false, b.rawName, b.search(func(of benchCustomer) string { return of.SortKey[:len(of.SortKey)-3] })},
		{"search by mail", benchSample, true, b.rawOne("email <> '' AND c.email", func(of benchCustomer) string { return of.Email }), b.search(func(of benchCustomer) string { return of.Email })},
		{"search by key", benchSample, false, b.rawOne("key", func(of benchCustomer) string { return of.Key }), b.search(func(of benchCustomer) string { return of.Key })},
		{"list of customers, page 1", benchSample, true, list("", ""), page()},
		{"list of customers, a late page", benchSample, true, list(far.Sort, far.ID), page("cursor", far.cursor)},
	}
	return append(all, b.figures()...), nil
}

// latePage is where a page far behind the first begins.
type latePage struct{ Sort, ID, cursor string }

// farPage goes to page 1,000 of 50, or as near as there are customers.
func (b *peopleBench) farPage(ctx context.Context) (p latePage, err error) {
	const step = 200
	var body struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
		Next string `json:"next"`
	}
	for passed := 0; passed+step <= min(999*50, b.customers-100); passed += step {
		raw, err := b.call(ctx, http.MethodGet, "/api/customers?limit="+strconv.Itoa(step)+"&cursor="+p.cursor, nil)
		if err != nil {
			return p, err
		}
		body.Next = ""
		if err := json.Unmarshal(raw, &body); err != nil {
			return p, err
		}
		p.ID, p.cursor = body.Items[len(body.Items)-1].ID, body.Next
	}
	if p.ID == "" {
		return p, nil
	}
	return p, b.app.record.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT sort_key FROM customer WHERE id = ?", p.ID).Scan(ctx, &p.Sort)
	})
}

func (b *peopleBench) person(ctx context.Context, of benchCustomer) (int64, error) {
	at := "/api/customers/" + of.ID
	return b.pages(ctx, "items", at+"/timeline?limit=50&kinds=event", at, at+"/traits", at+"/consents", at+"/duplicates", at+"/merges", at+"/notes")
}

func (b *peopleBench) rawPerson(ctx context.Context, of benchCustomer) (int64, error) {
	return b.records(ctx,
		[]any{"SELECT id, at, name, touchpoint_key FROM event WHERE customer_id = ? ORDER BY at DESC, id DESC LIMIT 50", of.ID},
		[]any{benchListed + "WHERE c.id = ?", of.ID},
		[]any{"SELECT trait_id, since, value FROM trait_value WHERE subject_id = ?", of.ID},
		[]any{"SELECT id, state FROM party_consent WHERE customer_id = ?", of.ID},
		[]any{benchListed + "WHERE c.email <> '' AND c.email = ?", of.Email},
		[]any{benchListed + "WHERE c.account_id = ? AND c.sort_key = ?", of.AccountID, of.SortKey},
		[]any{"SELECT id FROM party_merge WHERE kept_id = ?", of.ID},
		[]any{"SELECT id, body FROM party_note WHERE subject_id = ?", of.ID})
}

func (b *peopleBench) account(ctx context.Context, of benchCustomer) (int64, error) {
	at := "/api/accounts/" + of.AccountID
	return b.pages(ctx, "items", at+"/contacts?limit=100", at, at+"/timeline?limit=50", at+"/traits", at+"/scores?measure="+b.measure.ID)
}

func (b *peopleBench) rawAccount(ctx context.Context, of benchCustomer) (int64, error) {
	n, err := b.records(ctx,
		[]any{"SELECT id, key, name, email, roles, tie FROM customer WHERE account_id = ? ORDER BY sort_key, id LIMIT 100", of.AccountID},
		[]any{"SELECT id, key, name FROM account WHERE id = ?", of.AccountID},
		[]any{"SELECT id, at, name, customer_id FROM event WHERE account_id = ? ORDER BY at DESC, id DESC LIMIT 50", of.AccountID},
		[]any{"SELECT id, at, document, customer_id FROM response WHERE account_id = ? ORDER BY at DESC, id DESC LIMIT 50", of.AccountID},
		[]any{"SELECT trait_id, since, value FROM trait_value WHERE subject_id = ?", of.AccountID})
	if err == nil {
		_, err = b.rawScores(ctx, of)
	}
	return n, err
}

func (b *peopleBench) scores(ctx context.Context, of benchCustomer) (int64, error) {
	return b.get(ctx, "", "/api/accounts/"+of.AccountID+"/scores", "measure", b.measure.ID)
}

// rawScores sums up the answers of one account by who gave them.
func (b *peopleBench) rawScores(ctx context.Context, of benchCustomer) (int64, error) {
	return b.figure(ctx, "SELECT count(*), sum(score), max(instant) FROM answer WHERE account = CAST(? AS UUID) AND measure = CAST(? AS UUID) GROUP BY party", of.AccountID, b.measure.ID)
}

// rawAllScores sums up the answers of all accounts by who gave them, and counts
// the accounts.
func (b *peopleBench) rawAllScores(ctx context.Context, _ benchCustomer) (int64, error) {
	return b.figure(ctx, `SELECT (SELECT count(*) FROM account), count(*), sum(m) FROM (SELECT account, party, avg(score) AS m, max(instant) FROM answer
		WHERE measure = CAST(? AS UUID) AND account IS NOT NULL GROUP BY account, party) a`, b.measure.ID)
}

func (b *peopleBench) search(words func(benchCustomer) string) func(context.Context, benchCustomer) (int64, error) {
	return func(ctx context.Context, of benchCustomer) (int64, error) {
		return b.get(ctx, "items", "/api/customers", "q", words(of), "limit", "50")
	}
}

func (b *peopleBench) rawName(ctx context.Context, of benchCustomer) (int64, error) {
	begins := of.SortKey[:len(of.SortKey)-3]
	return b.records(ctx, []any{benchListed + "WHERE c.sort_key >= ? AND c.sort_key < ? ORDER BY c.sort_key, c.id LIMIT 50", begins, begins + "\U0010FFFF"})
}

func (b *peopleBench) rawOne(column string, value func(benchCustomer) string) func(context.Context, benchCustomer) (int64, error) {
	return func(ctx context.Context, of benchCustomer) (int64, error) {
		return b.records(ctx, []any{benchListed + "WHERE c." + column + " = ?", value(of)})
	}
}

// figures are the questions that the column store answers.
func (b *peopleBench) figures() []peopleQuestion {
	segment := "/api/segments/" + b.segment.ID
	return []peopleQuestion{
		{"size of a segment", 5, true, b.rawSize, func(ctx context.Context, _ benchCustomer) (int64, error) {
			body, err := b.call(ctx, http.MethodPost, "/api/segment-size", map[string]any{"rule": b.segment.Rule})
			if err != nil {
				return 0, err
			}
			return counted(body, "size")
		}},
		{"its sizes over 24 months", 3, false, func(ctx context.Context, of benchCustomer) (n int64, err error) {
			for month := range 24 {
				if n, err = b.rawSizeAt(ctx, b.now.AddDate(0, month-23, 0)); err != nil {
					return n, err
				}
			}
			return n, nil
		}, func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.get(ctx, "sizes", segment+"/sizes", "n", "24")
		}},
		{"its first 50 members", 5, false, b.rawSize, func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.get(ctx, "items", segment+"/customers", "limit", "50")
		}},
		{"register with volumes", 5, true, b.rawRegister, b.register20},
		{"conformance of a standard of time", 5, false, b.rawConformance, func(ctx context.Context, _ benchCustomer) (int64, error) {
			return b.get(ctx, "kept", "/api/touchpoints/"+b.touchpoint.ID+"/conformance")
		}},
	}
}

func (b *peopleBench) rawSize(ctx context.Context, _ benchCustomer) (int64, error) {
	return b.rawSizeAt(ctx, time.Now().UTC())
}

// rawSizeAt is how many customers were in the segment at an instant.
func (b *peopleBench) rawSizeAt(ctx context.Context, at time.Time) (int64, error) {
	text := at.Format("2006-01-02 15:04:05.999999")
	return b.figure(ctx, `SELECT count(*) FROM party
		WHERE id IN (SELECT subject FROM party_trait WHERE trait = CAST(? AS UUID) AND text = 'Gold' AND since <= CAST(? AS TIMESTAMP) AND (until IS NULL OR until > CAST(? AS TIMESTAMP)))
		AND id IN (SELECT party FROM event WHERE name = 'call' AND instant <= CAST(? AS TIMESTAMP) AND instant > CAST(? AS TIMESTAMP) - INTERVAL '180 days' GROUP BY party HAVING count(*) >= 2)`,
		b.tier.ID, text, text, text, text)
}

// rawRegister counts the events of 90 days by touchpoint; it gives how many
// touchpoints of the register were met.
func (b *peopleBench) rawRegister(ctx context.Context, _ benchCustomer) (int64, error) {
	return b.figure(ctx, `SELECT least(count(*), ?), sum(n) FROM (SELECT touchpoint, name, count(*) AS n FROM event
		WHERE day > (SELECT max(day) FROM event WHERE day <= current_date) - 90 AND day <= current_date GROUP BY 1, 2) e`, benchTouchpoints)
}

// register20 asks for the matrix and gives how many of its touchpoints have a
// volume counted from events.
func (b *peopleBench) register20(ctx context.Context, _ benchCustomer) (n int64, err error) {
	body, err := b.call(ctx, http.MethodGet, "/api/register?program="+b.program.ID, nil)
	if err != nil {
		return 0, err
	}
	var matrix struct {
		Touchpoints []struct {
			From string `json:"times_from"`
		} `json:"touchpoints"`
	}
	if err := json.Unmarshal(body, &matrix); err != nil {
		return 0, err
	}
	for _, t := range matrix.Touchpoints {
		if t.From == "events" {
			n++
		}
	}
	if n == 0 {
		return 0, fmt.Errorf("the register counts nothing")
	}
	return n, nil
}

// rawConformance is how many orders of 90 days were delivered in 48 hours.
func (b *peopleBench) rawConformance(ctx context.Context, _ benchCustomer) (int64, error) {
	return b.figure(ctx, `WITH seen AS (SELECT party, name, instant FROM event WHERE name IN ('order', 'delivery') AND day > (SELECT max(day) FROM event WHERE day <= current_date) - 90 AND day <= current_date),
		paired AS (SELECT name, instant, min(CASE WHEN name = 'delivery' THEN instant END) OVER (PARTITION BY party ORDER BY instant ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS ended FROM seen)
		SELECT count(*) FILTER (ended - instant <= INTERVAL '48 hours'), count(*), median(epoch(ended) - epoch(instant)) FROM paired WHERE name = 'order'`)
}
