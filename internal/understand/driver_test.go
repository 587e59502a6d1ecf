package understand

import (
	"database/sql/driver"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// ratedResponse is a row of response_wide: the score and three drivers, NaN
// where there is none.
type ratedResponse struct {
	cluster     string
	known       bool
	unit        string
	scores      [4]float64 // nps, csat, ces, effort (where low is good)
	noise       float64
	weight      float64
	day         time.Time
	response    string
	hasNoWeight bool
}

// rate fills response_wide with n responses, a third of them with gaps. Every
// third cluster has several where repeated.
func (w *world) rate(seed uint64, n int, gaps, repeated bool) []ratedResponse {
	w.t.Helper()
	w.measures[id("effort")] = measure.Measure{ID: id("effort"), ProgramID: programA, Name: "Effort", Metric: measure.Mean,
		Scale: measure.Scale{Min: 1, Max: 5, Direction: measure.Down}}
	for slot, name := range []string{"nps", "csat", "ces", "effort"} {
		w.exec(fmt.Sprintf("INSERT INTO score_slot VALUES ('%s', '%s', %d)", programA, id(name), slot+1))
	}
	r := rand.New(rand.NewPCG(seed, 8))
	rows := make([]ratedResponse, n)
	for i := range rows {
		csat, ces, effort := float64(1+r.IntN(5)), float64(1+r.IntN(7)), float64(1+r.IntN(5))
		nps := math.Round(math.Min(10, math.Max(0, 1+1.2*csat+.3*ces-.2*effort+2*r.NormFloat64())))
		row := ratedResponse{cluster: numbered(3, uint64(i)), response: numbered(4, uint64(i)), scores: [4]float64{nps, csat, ces, effort},
			noise: r.Float64(), weight: .5 + r.Float64(), unit: []string{id("lille"), id("south")}[i%2],
			day: time.Date(2026, time.Month(1+i%10), 1+i%28, 0, 0, 0, 0, time.UTC), hasNoWeight: i%7 == 0}
		if row.hasNoWeight {
			row.weight = 1
		}
		if repeated {
			row.cluster, row.known = numbered(3, uint64(i/3)), true
		}
		for j := 1; gaps && j < 4; j++ {
			if r.IntN(8) == 0 {
				row.scores[j] = math.NaN()
			}
		}
		rows[i] = row
	}
	w.appendRated(rows)
	return rows
}

func (w *world) appendRated(rows []ratedResponse) {
	w.t.Helper()
	conn, err := w.db.Conn(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error {
		a, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", "response_wide")
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := a.AppendRow(r.values()...); err != nil {
				return err
			}
		}
		return a.Close()
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// tag gives rated responses a value of t1 by their number.
func (w *world) tag(rows []ratedResponse, value func(i int) string) {
	w.t.Helper()
	with := map[string][]string{}
	for i, r := range rows {
		v := value(i)
		w.tags = append(w.tags, v)
		with[v] = append(with[v], r.response)
	}
	for v, ids := range with {
		w.codes["1:"+v] = int32(len(w.codes) + 1)
		w.exec(fmt.Sprintf("INSERT INTO trait_value VALUES (1, %d, '%s')", w.codes["1:"+v], v))
		w.exec(fmt.Sprintf("UPDATE response_wide SET t001 = %d WHERE response IN ('%s')", w.codes["1:"+v], strings.Join(ids, "','")))
	}
}

func (r ratedResponse) values() []driver.Value {
	cluster := asUUID(r.cluster)
	out := []driver.Value{asUUID(r.response), asUUID(programA), nil, nil, cluster, cluster, int16(bucketOf(r.cluster)), r.known,
		r.day, r.day, r.day, nil, nil, int16(1), asUUID(r.unit), nil, nil, r.weight, r.noise, nil, nil, nil}
	if r.hasNoWeight {
		out[17] = nil
	}
	for _, x := range r.scores {
		if math.IsNaN(x) {
			out = append(out, nil)
			continue
		}
		out = append(out, x)
	}
	return out
}

// byHand makes the groups of an analysis of nps on csat, ces and effort.
func byHand(rows []ratedResponse, weighted, byCluster bool) []stat.DriverMoments {
	scales := []stat.DriverScale{{Min: 1, Max: 5}, {Min: 1, Max: 7}, {Min: 1, Max: 5}}
	var plan stat.DriverPlan
	for _, s := range scales {
		plan = append(plan, stat.DriverColumn{Scale: s, Target: s.Target()})
	}
	groups := map[string]*stat.DriverMoments{}
	var out []stat.DriverMoments
	var order []string
	nps := measured{measure.Measure{Metric: measure.NPS}}
	for _, r := range rows {
		key := r.cluster
		if !byCluster {
			key = fmt.Sprint(bucketOf(r.cluster))
		}
		if groups[key] == nil {
			m := plan.New()
			groups[key], order = &m, append(order, key)
		}
		a := stat.DriverAnswer{Ratings: []float64{r.scores[1], r.scores[2], 6 - r.scores[3]}, Noise: r.noise, Score: r.scores[0],
			Contribution: nps.contribution(r.scores[0]), Weight: 1}
		if weighted {
			a.Weight = r.weight
		}
		plan.Add(groups[key], a)
	}
	for _, key := range order {
		out = append(out, *groups[key])
	}
	return out
}

func TestDriversAreThoseOfMomentsMadeByHand(t *testing.T) {
	for _, c := range []struct {
		name                     string
		n                        int
		gaps, repeated, weighted bool
		byCluster                bool
	}{
		{"complete", 900, false, false, false, false},
		{"gaps", 900, true, false, false, false},
		{"gaps, weights", 900, true, false, true, false},
		{"gaps, repeated, weights", 1200, true, true, true, false},
		{"few clusters", 120, true, true, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			rows := w.rate(5, c.n, c.gaps, c.repeated)
			query := DriversQuery{Measure: id("nps"), Drivers: []string{id("csat"), id("ces"), id("effort")}, Filter: Filter{Weighted: c.weighted}}
			s := w.service()
			one, err := s.Drivers(owner(t), query)
			if err != nil {
				t.Fatal(err)
			}
			s.few = 0 // summed up by the store
			got, err := s.Drivers(owner(t), query)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, "one by one", one, got)
			parts := stat.DriverParts{Groups: byHand(rows, c.weighted, c.byCluster), ByCluster: c.byCluster, Repeated: c.repeated, Weighted: c.weighted}
			if c.repeated && !c.byCluster {
				parts.ClusterCount = int64(c.n / 3)
			}
			want := stat.ComputeDrivers(stat.KindNPS, parts)
			if got.N != int64(c.n) || got.N != want.N || got.Fitted != 3 || want.Fitted != 3 || got.Considered != 3 {
				t.Fatalf("n %d, fitted %d, considered %d; by hand n %d, fitted %d", got.N, got.Fitted, got.Considered, want.N, want.Fitted)
			}
			for _, d := range got.Drivers {
				i := map[string]int{id("csat"): 0, id("ces"): 1, id("effort"): 2}[d.Measure.ID]
				item := want.Items[i]
				sameJSON(t, d.Measure.Name, driverFigureOf(item, rated{measured{w.measures[d.Measure.ID]}, "", stat.DriverColumn{Target: d.Target}}), d)
				if d.Share.Low == nil || d.Gain.Low == nil || d.Penalty.Low == nil {
					t.Errorf("%s has no intervals: %+v", d.Measure.Name, d)
				}
			}
			sameJSON(t, "R squared", coefficientOf(want.R2), got.R2)
			if got.Drivers[0].Measure.ID != id("csat") || got.Drivers[0].Noise {
				t.Errorf("the strongest driver is %s, noise %v", got.Drivers[0].Measure.Name, got.Drivers[0].Noise)
			}
		})
	}
}

func TestDriversOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.rate(6, 600, true, false)
	h := api(t, w)
	path := "/api/metrics/drivers?measure=" + id("nps")
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"all of them", "owner", path, 200, `"considered":3,`},
		{"within reach", "lille", path, 200, `"n":300,"unit":"points"`},
		{"named", "owner", path + "&driver=" + id("ces"), 200, `"fitted":1`},
		{"days", "owner", path + "&from=2026-01-01&to=2026-01-31", 200, `"n":60,`},
		{"scores", "owner", path + "&score_min=11", 200, `"trouble":"no_answers"`},
		{"a unit", "owner", path + "&where=unit:" + id("south"), 200, `"n":300,"unit":"points"`},
		{"nothing beside it", "owner", "/api/metrics/drivers?measure=" + id("effort") + "&driver=" + id("foreign"), 422, `"driver"`},
		{"the score itself", "owner", path + "&driver=" + id("nps"), 422, `"driver"`},
		{"twice", "owner", path + "&driver=" + id("ces") + "&driver=" + id("ces"), 422, `"driver"`},
		{"another program", "other", path, 404, "not_found"},
		{"nobody", "", path, 401, "unauthenticated"},
		{"no role", "nobody", path, 403, "forbidden"},
		{"no such measure", "owner", "/api/metrics/drivers?measure=" + uuid.NewString(), 404, "not_found"},
	} {
		res := call(h, c.who, http.MethodGet, c.path, "")
		if res.Code != c.status || !strings.Contains(res.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %s\n%.600s", c.name, res.Code, c.status, c.has, res.Body)
		}
	}
}

func TestBothEnginesGiveTheSameDrivers(t *testing.T) {
	duck := newWorld(t)
	duck.rate(7, 500, true, true)
	postgres := duck.onPostgreSQL()
	for _, q := range []DriversQuery{
		{Measure: id("nps")},
		{Measure: id("csat"), Drivers: []string{id("ces"), id("effort")}, Filter: Filter{Weighted: true, From: "2026-02-01"}},
		{Measure: id("effort")},
	} {
		a, b := duck.service(), postgres.service()
		a.few, b.few = 0, 0
		x, err := a.Drivers(owner(t), q)
		y, errB := b.Drivers(owner(t), q)
		if err != nil || errB != nil {
			t.Fatalf("%+v: %v, %v", q, err, errB)
		}
		sameJSON(t, "drivers", x, y)
	}
}

// TestManySumsGoInSeveralStatements has 30 drivers with gaps.
func TestManySumsGoInSeveralStatements(t *testing.T) {
	q := driverQuery{score: "s001", outcome: measured{measure.Measure{Metric: measure.NPS}}, by: "bucket"}
	for i := range maxDrivers {
		q.drivers = append(q.drivers, rated{column: fmt.Sprintf("s%03d", i+2), plan: stat.DriverColumn{Scale: stat.DriverScale{Min: 1, Max: 5}, Target: 4}})
	}
	s := newDriverSums(false)
	s.cross(q.linearTerms(true), nil)
	if len(s.list) <= mostSums {
		t.Fatalf("%d sums fit into one statement; the test needs more drivers", len(s.list))
	}
	complete := newDriverSums(false)
	complete.cross(q.linearTerms(false), nil)
	const columns = maxDrivers + 3
	if want := 1 + columns + columns*(columns+1)/2; len(complete.list) != want {
		t.Errorf("rows without gaps need %d sums, want count, sums and products: %d", len(complete.list), want)
	}
}

func TestDriversOfAMeasureAnsweredAlone(t *testing.T) {
	w := newWorld(t)
	got, err := w.service().Drivers(owner(t), DriversQuery{Measure: id("nps")})
	if err != nil || got.Trouble != "no_answers" || len(got.Drivers) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.service().Drivers(owner(t), DriversQuery{Measure: id("nps"), Drivers: []string{id("csat")}}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("a driver that was never answered together with it: %v", err)
	}
}
