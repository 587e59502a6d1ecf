package understand

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// world is a column store in memory with the tables of the facts.
type world struct {
	t        testing.TB
	db       *sql.DB
	answers  []answerRow
	measures map[string]measure.Measure
	position int64
	at       time.Time // of the snapshot
	queries  []string
	codes    map[string]int32 // slot:value -> code
	numbered bool             // the engine wants $1 for ?
	tags     []string         // value of t1 of each rated response
}

// answerRow is a row of answer as far as figures read it.
type answerRow struct {
	measure, program   string
	day                time.Time
	score              *float64
	cluster            string
	known              bool
	unit, account      string
	channel, language  string
	weight, value      *float64
	flags              int16  // 0: none
	segment, plan      string // traits t1 and t2, texts
	age                *float64
	since              *time.Time
	response           string
	survey, touchpoint string
	party              string // the cluster where left out
	consent            int16
	at                 time.Time // the day where left out
}

const worldTables = `
CREATE TABLE answer (response UUID, program UUID, survey UUID, measure UUID, touchpoint UUID, party UUID, cluster UUID,
  bucket SMALLINT, known BOOLEAN, instant TIMESTAMP, day DATE, month DATE, score DOUBLE, choice VARCHAR, channel VARCHAR,
  language VARCHAR, consent SMALLINT, unit UUID, account UUID, value DOUBLE, weight DOUBLE, version SMALLINT, flags SMALLINT, t001 INTEGER, t002 INTEGER, t003 DOUBLE, t004 DATE, t009 INTEGER);
CREATE TABLE response_wide (response UUID, program UUID, survey UUID, touchpoint UUID, party UUID, cluster UUID,
  bucket SMALLINT, known BOOLEAN, instant TIMESTAMP, day DATE, month DATE, channel VARCHAR, language VARCHAR, consent SMALLINT,
  unit UUID, account UUID, value DOUBLE, weight DOUBLE, noise DOUBLE, version SMALLINT, flags SMALLINT, t001 INTEGER, s001 DOUBLE, s002 DOUBLE, s003 DOUBLE, s004 DOUBLE);
CREATE TABLE score_slot (program UUID, measure UUID, slot SMALLINT);
CREATE TABLE trait (slot SMALLINT, program UUID, name VARCHAR, kind VARCHAR);
CREATE TABLE trait_value (slot SMALLINT, code INTEGER, value VARCHAR);
CREATE TABLE event (id UUID, instant TIMESTAMP, day DATE, month DATE, name VARCHAR, party UUID, cluster UUID, bucket SMALLINT, account UUID, unit UUID,
  touchpoint UUID, properties VARCHAR);
CREATE TABLE party (id UUID, account UUID, unit UUID, created TIMESTAMP, language VARCHAR, roles VARCHAR, tie SMALLINT);
CREATE TABLE account (id UUID, unit UUID, created TIMESTAMP);
CREATE TABLE party_trait (trait UUID, subject UUID, since TIMESTAMP, until TIMESTAMP, text VARCHAR, number DOUBLE);`

var (
	programA = uuid.NewSHA1(uuid.NameSpaceOID, []byte("program a")).String()
	programB = uuid.NewSHA1(uuid.NameSpaceOID, []byte("program b")).String()
)

func id(name string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String() }

func newWorld(t testing.TB) *world {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	w := &world{t: t, db: db, measures: map[string]measure.Measure{}, position: 7, at: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), codes: map[string]int32{}}
	w.exec(worldTables)
	w.exec(`INSERT INTO trait VALUES (1, '` + programA + `', 'Segment', 'text'), (2, '` + programA + `', 'Plan', 'text'),
		(3, '` + programA + `', 'Age', 'number'), (4, '` + programA + `', 'Customer since', 'date'), (9, '` + programB + `', 'Other', 'text')`)
	w.measures[id("nps")] = measure.Measure{ID: id("nps"), ProgramID: programA, Name: "Would recommend", Metric: measure.NPS,
		Scale: measure.Scale{Min: 0, Max: 10, Direction: measure.Up, Good: []float64{9, 10}}}
	w.measures[id("csat")] = measure.Measure{ID: id("csat"), ProgramID: programA, Name: "Satisfied", Metric: measure.Share,
		Scale: measure.Scale{Min: 1, Max: 5, Direction: measure.Up, Good: []float64{4, 5}}}
	w.measures[id("ces")] = measure.Measure{ID: id("ces"), ProgramID: programA, Name: "Easy", Metric: measure.Mean,
		Scale: measure.Scale{Min: 1, Max: 7, Direction: measure.Up}}
	w.measures[id("foreign")] = measure.Measure{ID: id("foreign"), ProgramID: programB, Name: "Another program's", Metric: measure.NPS,
		Scale: measure.Scale{Min: 0, Max: 10, Direction: measure.Up}}
	return w
}

func (w *world) exec(text string) {
	w.t.Helper()
	if _, err := w.db.Exec(text); err != nil {
		w.t.Fatal(err)
	}
}

// Measure is the MeasureSource.
func (w *world) Measure(_ context.Context, id string) (measure.Measure, error) {
	m, ok := w.measures[id]
	if !ok {
		return m, fault.NotFound("measure")
	}
	return m, nil
}

// View is the Source.
func (w *world) View(ctx context.Context, _ int64, f func(context.Context, Snapshot) error) error {
	return f(ctx, w)
}

// Query is the Snapshot; it notes what was asked.
func (w *world) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	w.queries = append(w.queries, text)
	if w.numbered {
		text = dollars(text)
	}
	rows, err := w.db.QueryContext(ctx, text, args...) //nolint:rowserrcheck // each checks it
	if err != nil {
		return nil, fmt.Errorf("%w in %s with %v", err, text, args)
	}
	return rows, nil
}

// AsOf is the snapshot's.
func (w *world) AsOf() (int64, time.Time) {
	return w.position, w.at
}

func bucketOf(cluster string) int {
	u := uuid.MustParse(cluster)
	return int(xxhash.Sum64(u[:]) % stat.BucketCount)
}

// load appends answers to the store.
func (w *world) load(rows []answerRow) {
	w.t.Helper()
	known := len(w.codes)
	conn, err := w.db.Conn(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error {
		appender, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", "answer")
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := appender.AppendRow(r.values(w.codes)...); err != nil {
				return err
			}
		}
		return appender.Close()
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for name, code := range w.codes {
		if int(code) <= known {
			continue
		}
		slot, value, _ := strings.Cut(name, ":")
		if _, err := w.db.Exec("INSERT INTO trait_value VALUES (CAST(? AS SMALLINT), ?, ?)", slot, code, value); err != nil {
			w.t.Fatal(err)
		}
	}
	w.answers = append(w.answers, rows...)
}

func (r answerRow) values(codes map[string]int32) []driver.Value {
	code := func(slot, value string) driver.Value {
		if value == "" {
			return nil
		}
		name := slot + ":" + value
		if _, ok := codes[name]; !ok {
			codes[name] = int32(len(codes) + 1)
		}
		return codes[name]
	}
	month := time.Date(r.day.Year(), r.day.Month(), 1, 0, 0, 0, 0, time.UTC)
	at := r.at
	if at.IsZero() {
		at = r.day
	}
	return []driver.Value{asUUID(r.response), asUUID(r.program), asUUID(r.survey), asUUID(r.measure), asUUID(r.touchpoint), asUUID(cmp.Or(r.party, r.cluster)), asUUID(r.cluster),
		int16(bucketOf(r.cluster)), r.known, at, r.day, month, number(r.score), "", text(r.channel),
		text(r.language), r.consent, asUUID(r.unit), asUUID(r.account), number(r.value), number(r.weight), nil, small(r.flags),
		code("1", r.segment), code("2", r.plan), number(r.age), date(r.since), nil}
}

func asUUID(s string) driver.Value {
	if s == "" {
		return nil
	}
	return duckdb.UUID(uuid.MustParse(s))
}

func number(x *float64) driver.Value {
	if x == nil {
		return nil
	}
	return *x
}

func date(x *time.Time) driver.Value {
	if x == nil {
		return nil
	}
	return *x
}

func text(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

// numbered is an id made of a number: cheap and the same every time.
func numbered(kind byte, n uint64) string {
	var u uuid.UUID
	u[0] = kind
	binary.BigEndian.PutUint64(u[8:], n)
	return u.String()
}

// tree is a small tree of units: north above lille and calais, and south; and
// shops with nothing below them.
type tree struct{}

func (tree) UnitsUnder(_ context.Context, unit string) ([]string, error) {
	switch unit {
	case id("north"):
		return []string{id("north"), id("lille"), id("calais")}, nil
	case id("south"), id("lille"), id("calais"):
		return []string{unit}, nil
	}
	for i := range 40 {
		if unit == id(fmt.Sprint("shop ", i)) {
			return []string{unit}, nil
		}
	}
	return nil, fault.NotFound("unit")
}

func (tree) AccountsOf(_ context.Context, user string) ([]string, error) {
	if user == "keeper" {
		return []string{id("account 1")}, nil
	}
	return nil, nil
}

func (tree) UnitNames(_ context.Context, ids []string) (map[string]string, error) {
	return map[string]string{id("north"): "North", id("lille"): "Lille", id("calais"): "Calais", id("south"): "South"}, nil
}

func (tree) AccountNames(context.Context, []string) (map[string]string, error) {
	return map[string]string{id("account 1"): "Account One"}, nil
}

func (tree) SurveyNames(context.Context, []string) (map[string]string, error)     { return nil, nil }
func (tree) TouchpointNames(context.Context, []string) (map[string]string, error) { return nil, nil }

// service on the world; today is 21 November 2026 in Paris.
func (w *world) service() *Service {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		w.t.Fatal(err)
	}
	return New(Options{Facts: w, Measures: w, Tree: tree{}, Names: tree{},
		Zone:      func(context.Context) (*time.Location, error) { return paris, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil },
		Now:       func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) },
		NewID:     uuid.NewString})
}

// as is a context in which a person with these grants asks.
func as(t testing.TB, user string, grants ...access.Grant) context.Context {
	t.Helper()
	who, err := access.Resolve(context.Background(), tree{}, access.Who{UserID: user, Name: user, Grants: grants})
	if err != nil {
		t.Fatal(err)
	}
	return access.With(context.Background(), who)
}

var leadOfNorth = access.Grant{Role: access.Lead, Scope: access.Unit(id("north"))}

func owner(t testing.TB) context.Context {
	return as(t, "owner", access.Grant{Role: access.Owner, Scope: access.Whole()})
}

func small(v int16) driver.Value {
	if v == 0 {
		return nil
	}
	return v
}
