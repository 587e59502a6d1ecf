package understand

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	// The other engine that the statements are written for.
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// onPostgreSQL is the same world with its facts in PostgreSQL.
func (w *world) onPostgreSQL() *world {
	w.t.Helper()
	db, err := sql.Open("pgx", recordtest.Database(w.t))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { db.Close() })
	p := *w
	p.db, p.numbered = db, true
	tables := strings.ReplaceAll(worldTables, "DOUBLE", "DOUBLE PRECISION")
	p.exec(tables)
	for _, table := range []string{"trait", "trait_value", "answer", "response_wide", "score_slot", "event", "party", "account", "party_trait"} {
		p.copyFrom(w.db, table)
	}
	return &p
}

// copyFrom copies a table as text; PostgreSQL reads its own types from it.
func (w *world) copyFrom(from *sql.DB, table string) {
	w.t.Helper()
	rows, err := from.Query("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM " + table)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	tx, err := w.db.Begin()
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		cells, targets := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			w.t.Fatal(err)
		}
		text := make([]string, len(cells))
		for i, c := range cells {
			text[i] = "NULL"
			if c.Valid {
				text[i] = "'" + strings.ReplaceAll(c.String, "'", "''") + "'"
			}
		}
		if _, err := tx.Exec("INSERT INTO " + table + " VALUES (" + strings.Join(text, ",") + ")"); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := errors.Join(rows.Err(), tx.Commit()); err != nil {
		w.t.Fatal(err)
	}
}

// dollars writes ? as $1, $2 ... No text of this room holds a ? of its own.
func dollars(text string) string {
	parts := strings.Split(text, "?")
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString("$" + strconv.Itoa(i))
		}
		b.WriteString(part)
	}
	return b.String()
}

// One text for both engines, and the same figures.
func TestBothEnginesGiveTheSameFigures(t *testing.T) {
	duck := newWorld(t)
	duck.load(crowd(30, id("nps"), 1500, 300))
	duck.load(crowd(31, id("ces"), 600, 40))
	duck.load(strangers(32, id("csat"), 500))
	postgres := duck.onPostgreSQL()
	a, b := duck.service(), postgres.service()
	age := "30"
	queries := []Query{
		{Measure: id("nps"), Period: PeriodMonth, By: []string{"t1"}},
		{Measure: id("nps"), Period: PeriodWeek, By: []string{"unit"}, Filter: Filter{Weighted: true}},
		{Measure: id("nps"), Period: PeriodQuarter, By: []string{"t3", "channel"}},
		{Measure: id("nps"), Period: PeriodFiscalYear, By: []string{"channel"}},
		{Measure: id("nps"), By: []string{"t4", "language"}, Filter: Filter{From: "2026-02-01", To: "2026-09-30"}},
		{Measure: id("nps"), Period: PeriodYear, Filter: Filter{Where: []Pick{{"t1", []string{"Gold", ""}}, {"t3", []string{age}}, {"t4", []string{"2021-01-01"}},
			{"unit", []string{id("north")}}, {"channel", []string{"", "email"}}}}},
		{Measure: id("ces"), Period: PeriodDay},
		{Measure: id("ces"), By: []string{"t2", "account"}, Filter: Filter{ScoreMin: ptr(2), ScoreMax: ptr(6.5), Weighted: true}},
		{Measure: id("csat"), Period: PeriodMonth, By: []string{"survey", "touchpoint"}},
	}
	for _, q := range queries {
		x, err := a.Metric(owner(t), q)
		y, errB := b.Metric(owner(t), q)
		if err != nil || errB != nil {
			t.Fatalf("%+v: %v, %v", q, err, errB)
		}
		sameJSON(t, "metric", x, y)
	}
	for _, name := range []string{"nps", "ces", "csat"} {
		for _, period := range []Period{PeriodMonth, PeriodWeek, PeriodYear} {
			q := ChangesQuery{Measure: id(name), Period: period, Running: period == PeriodYear}
			x, err := a.Changes(as(t, "keeper", leadOfNorth), q)
			y, errB := b.Changes(as(t, "keeper", leadOfNorth), q)
			if err != nil || errB != nil {
				t.Fatalf("%+v: %v, %v", q, err, errB)
			}
			sameJSON(t, "changes", x.Overall, y.Overall)
			if x.Considered != y.Considered || x.Verdict != y.Verdict || len(x.Changes) != len(y.Changes) {
				t.Errorf("%s: %d %s on one, %d %s on the other", name, x.Considered, x.Verdict, y.Considered, y.Verdict)
			}
		}
	}
	x, err := a.Traits(owner(t), programA, "")
	y, errB := b.Traits(owner(t), programA, "")
	if err != nil || errB != nil {
		t.Fatal(err, errB)
	}
	sameJSON(t, "traits", x, y)
}

// sameJSON compares two results; sums of doubles may differ in the last digits.
func sameJSON(t *testing.T, what string, x, y any) {
	t.Helper()
	if a, b := rounded(t, x), rounded(t, y); a != b {
		t.Errorf("%s differs:\n%.1500s\n%.1500s", what, a, b)
	}
}

func rounded(t *testing.T, x any) string {
	t.Helper()
	raw, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	raw, err = json.Marshal(roundAll(tree))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func roundAll(x any) any {
	switch v := x.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', 9, 64)
	case []any:
		for i := range v {
			v[i] = roundAll(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = roundAll(v[k])
		}
	}
	return x
}

func ptr(x float64) *float64 { return &x }
