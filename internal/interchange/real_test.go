package interchange

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// sharedFile opens a file of the public data that is not copied into the
// project because of its licences; nil where it is absent.
func sharedFile(t *testing.T, name ...string) *os.File {
	t.Helper()
	dir := os.Getenv("BALCONY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(append([]string{dir, "data"}, name...)...))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func openFile(t *testing.T, f *os.File) (table.Rows, table.Format) {
	t.Helper()
	format, err := Detect(f, table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Open(f, format, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return rows, format
}

// chain joins tables to what was joined before.
type chain struct {
	t       *testing.T
	rows    table.Rows
	format  table.Format
	reports []*join.Report
}

func (c *chain) join(f *os.File, spec join.Spec) {
	c.t.Helper()
	right, format := openFile(c.t, f)
	side, err := join.Prepare(context.Background(), right, format, spec, join.Options{Dir: c.t.TempDir(), Columns: 500, Memory: 1 << 16})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = side.Close() })
	if c.rows, c.format, err = side.Rows(c.rows, c.format); err != nil {
		c.t.Fatal(err)
	}
	c.reports = append(c.reports, &side.Report)
}

// all reads to the end and hands each row, by names of columns, to see.
func (c *chain) all(see func(cell func(name string) string)) int {
	c.t.Helper()
	n := 0
	for {
		row, err := c.rows.Next()
		if errors.Is(err, io.EOF) {
			return n
		}
		if err != nil || row.Reject != nil {
			c.t.Fatalf("row %d: %+v %v", row.Number, row.Reject, err)
		}
		n++
		see(func(name string) string {
			i := slices.Index(c.format.Columns, name)
			if i < 0 {
				c.t.Fatalf("no column %q", name)
			}
			return row.Cells[i]
		})
	}
}

func sum(t *testing.T, total *float64, count *int, cell string) {
	t.Helper()
	if cell == "" {
		return
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	*total += v
	*count++
}

// TestJoinAirport joins the airport survey with its two long tables. The
// figures were counted by SQL in DuckDB.
func TestJoinAirport(t *testing.T) {
	const dir = "sfo-airport-survey/dev"
	survey, ratings, comments := sharedFile(t, dir, "sfo2017_survey.csv"), sharedFile(t, dir, "sfo2017_ratings.csv"), sharedFile(t, dir, "sfo2017_comments.csv")
	if survey == nil {
		return
	}
	c := &chain{t: t}
	c.rows, c.format = openFile(t, survey)
	c.join(ratings, join.Spec{Left: "RESPNUM", Right: "RESPNUM_FK", Name: "question_code", Value: "rating_value"})
	c.join(comments, join.Spec{Left: "RESPNUM", Right: "RESPNUM_FK", Name: "comment_field", Value: "Comment"})
	total, rated := 0.0, 0
	n := c.all(func(cell func(string) string) { sum(t, &total, &rated, cell("Q7ART")) })
	r, k := c.reports[0], c.reports[1]
	if n != 1416 || total != 4502 || rated != 1127 {
		t.Errorf("%d rows, sum %v of %d", n, total, rated)
	}
	if r.Right != 26573 || r.Keys != 1414 || len(r.Columns) != 27 || r.Matched != 1414 || r.Unmatched.Rows != 2 || r.Twice.Rows != 0 || r.Unused.Rows != 0 {
		t.Errorf("ratings: %+v", r)
	}
	if k.Right != 2123 || k.Keys != 961 || len(k.Columns) != 14 || k.Matched != 961 || k.Twice.Rows != 0 || k.Unused.Rows != 0 {
		t.Errorf("comments: %+v", k)
	}
}

// TestJoinOrders joins five tables of a shop: reviews with their orders, those
// with their customers, and two long ones. The figures were counted by SQL in
// DuckDB.
func TestJoinOrders(t *testing.T) {
	const dir = "olist-subset/dev"
	reviews, orders := sharedFile(t, dir, "olist_order_reviews.csv"), sharedFile(t, dir, "olist_orders.csv")
	customers, items, payments := sharedFile(t, dir, "olist_customers.csv"), sharedFile(t, dir, "olist_order_items.csv"), sharedFile(t, dir, "olist_order_payments.csv")
	if reviews == nil {
		return
	}
	c := &chain{t: t}
	c.rows, c.format = openFile(t, reviews)
	c.join(orders, join.Spec{Left: "order_id", Right: "order_id"})
	c.join(customers, join.Spec{Left: "customer_id", Right: "customer_id"})
	c.join(items, join.Spec{Left: "order_id", Right: "order_id", Name: "order_item_id", Value: "price"})
	c.join(payments, join.Spec{Left: "order_id", Right: "order_id", Name: "payment_type", Value: "payment_value"})
	first, boleto, score := 0.0, 0.0, 0.0
	counts := [3]int{}
	n := c.all(func(cell func(string) string) {
		sum(t, &first, &counts[0], cell("1"))
		sum(t, &boleto, &counts[1], cell("boleto"))
		if done := cell("order_delivered_customer_date"); done != "" && done[:10] > cell("order_estimated_delivery_date")[:10] {
			sum(t, &score, &counts[2], cell("review_score"))
		}
	})
	if n != 4107 || math.Abs(first-509480.19) > 0.01 || counts[2] != 171 || math.Abs(score/171-2.0292) > 0.0001 {
		t.Errorf("%d rows, first items %.2f, late %d with %.4f", n, first, counts[2], score/float64(counts[2]))
	}
	want := []struct{ matched, shared, twice int64 }{{4107, 39, 0}, {4107, 39, 0}, {3730, 0, 0}, {0, 0, 299}}
	for i, r := range c.reports {
		w := want[i]
		if i < 3 && r.Matched != w.matched || i < 2 && r.Shared.Rows != w.shared || r.Twice.Rows != w.twice {
			t.Errorf("join %d: matched %d, shared %d, twice %d, want %+v", i+1, r.Matched, r.Shared.Rows, r.Twice.Rows, w)
		}
	}
	// Payments of one kind come several times an order; the first one counts, so the sum is at most that of all.
	if boleto <= 0 || boleto > 125393.81+0.01 {
		t.Errorf("paid by boleto %.2f", boleto)
	}
}
