package people

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// many puts 100,000 customers with names, mails and accounts into the tables.
func many(t *testing.T, s *Service) {
	t.Helper()
	numbers := "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
	texts := []string{
		"INSERT INTO account (id, key, name, owner_user_id, created_at, version) " + numbers + "SELECT 'a' || i, 'acc' || i, 'Account ' || i, '', 1, 1 FROM n WHERE i <= 5000",
		"INSERT INTO customer (id, key, name, email, sort_key, account_id, created_at, roles) " + numbers +
			`SELECT 'c' || i, 'key' || i, 'Given' || (i % 500) || ' Family' || i, 'm' || i || '@x.example', 'given' || (i % 500) || ' family' || i, 'a' || (i % 5000 + 1), 1,
			CASE WHEN i % 10 = 0 THEN '["decides"]' ELSE '[]' END FROM n`,
	}
	if s.store.Engine() == record.SQLite {
		texts = append(texts, "INSERT INTO customer_text (id) SELECT id FROM customer",
			"INSERT INTO customer_words (rowid, body) SELECT t.n, c.sort_key || ' ' || c.key || ' everybody' FROM customer c JOIN customer_text t ON t.id = c.id")
	} else {
		texts = append(texts, "INSERT INTO customer_text (id, body) SELECT id, array_to_tsvector(string_to_array(sort_key || ' ' || key || ' everybody', ' ')) FROM customer", "ANALYZE")
	}
	_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		for _, text := range texts {
			if _, err := tx.NewRaw(text).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// planOf is how the engine goes about a page of the list, a step a line.
func planOf(t *testing.T, s *Service, f CustomerFilter, reach access.Reach) string {
	t.Helper()
	query, args := f.query(s.store.Engine(), reach, ListPlace{}, 51)
	var lines []string
	err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		if s.store.Engine() == record.PostgreSQL {
			return q.NewRaw("EXPLAIN "+query, args...).Scan(ctx, &lines)
		}
		var steps []struct {
			ID, Parent, Notused int
			Detail              string
		}
		err := q.NewRaw("EXPLAIN QUERY PLAN "+query, args...).Scan(ctx, &steps)
		for _, step := range steps {
			lines = append(lines, step.Detail)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// reads tells whether a plan goes through a whole table of customers or their
// words. On SQLite one step goes through the page that was found, under the name
// of the table.
func reads(plan string) bool {
	steps := strings.Split(plan, "\n")
	pages := 0
	for _, step := range steps {
		step = strings.TrimSpace(step)
		switch {
		case step == "SCAN c":
			pages++
		case step == "SCAN p", step == "SCAN t", strings.Contains(step, "Seq Scan on customer"):
			return true
		}
	}
	return pages > 1
}

// Among 100,000 customers every way to ask for a page goes by an index.
func TestSearchUsesAnIndex(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		many(t, s)
		all := access.Reach{All: true}
		mine := access.Reach{Any: []access.Rows{{ByAccount: true, Accounts: []string{"a7", "a8"}}}}
		for _, c := range []struct {
			name  string
			f     CustomerFilter
			reach access.Reach
			want  int
			first string
		}{
			{"a word", CustomerFilter{Search: "family7777"}, all, 11, "key77770"},
			{"two words", CustomerFilter{Search: "given7 family100507"}, all, 0, ""},
			{"a name begun", CustomerFilter{Search: "given77 fam"}, all, 51, "key100077"},
			{"a key", CustomerFilter{Search: "key4242"}, all, 11, "key4242"},
			{"a word that all have", CustomerFilter{Search: "everybody"}, all, 51, ""},
			{"an account", CustomerFilter{Account: "a7"}, all, 20, ""},
			{"a role", CustomerFilter{Role: Decides}, all, 51, ""},
			{"nothing", CustomerFilter{}, all, 51, ""},
			{"own accounts", CustomerFilter{}, mine, 40, ""},
			{"a word that all have, within own accounts", CustomerFilter{Search: "everybody"}, mine, 40, ""},
		} {
			plan := planOf(t, s, c.f, c.reach)
			// PostgreSQL may take the first rows of the table where any row does: the
			// limit of a search ends that.
			anyRow := c.f.Search == "everybody" && c.reach.All && s.store.Engine() == record.PostgreSQL
			if reads(plan) && !anyRow {
				t.Errorf("%s reads all customers:\n%s", c.name, plan)
			}
			var rows []customerRow
			err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) (err error) {
				rows, err = listCustomers(ctx, q, s.store.Engine(), c.f, c.reach, ListPlace{}, 51)
				return err
			})
			first := c.first != "" && len(rows) > 0 && rows[0].Key == c.first
			if err != nil || len(rows) != c.want && !first {
				t.Errorf("%s: %d found, %v; want %d, %s first", c.name, len(rows), err, c.want, c.first)
			}
		}
	})
}

// Only keys of several words take a place among the words.
func TestWhichKeysHaveWords(t *testing.T) {
	for key, want := range map[string]bool{
		"C-0012": false, "550e8400-e29b-41d4-a716-446655440000": false, "C-550e8400-e29b-41d4-a716-446655440000": false, "12 34": false, "anna": false, "": false, "a-b": false,
		"anna.smith": true, "anna@example": true, "12 Anna": true, "Zoë Élan": true, "K-300 Ökonom": true, "--": false,
	} {
		if got := manyWords(key); got != want {
			t.Errorf("%q: %v", key, got)
		}
	}
}

func benchService(b *testing.B) *Service {
	b.Helper()
	store := recordtest.SQLite(b, []fs.FS{access.Migrations(), Migrations()})
	return NewService(Options{Store: store, Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }})
}

// BenchmarkResolve finds out who 1,000 new customers are, each with an account.
func BenchmarkResolve(b *testing.B) {
	s := benchService(b)
	ctx := access.System(b.Context(), "bench")
	n := 0
	for b.Loop() {
		_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			for range 1000 {
				n++
				if _, err := s.Resolve(ctx, tx, Keys{Customer: fmt.Sprint("C-", uuid.NewString()), Account: fmt.Sprint("acc", n%5000)}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "us/customer")
}
