package purpose

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// stood answers as figures do: the measure "nps" stood at 20, "new" has no
// answers yet.
type stood struct{ asked int }

func (s *stood) Baseline(_ context.Context, o Objective) (Baseline, Range, error) {
	s.asked++
	span := Range{Least: -100, Most: 100, Better: More}
	value, low, high := 20.0, 15.0, 25.0
	switch {
	case o.MeasureID == "new":
		return Baseline{Unit: "points"}, span, nil
	case o.MeasureID != "nps":
		return Baseline{}, span, fault.Invalid("measure_id", "There is no such measure in the program.").Keyed("measure.unknown")
	case len(o.Where) > 0:
		value = 30
	}
	return Baseline{Value: &value, Low: &low, High: &high, N: 400, Unit: "points", Method: "wilson"}, span, nil
}

// objectives is a program with people who may and may not.
type objectiveWorld struct {
	*Service
	mux    *http.ServeMux
	stood  *stood
	a, b   Program
	owner  access.Who
	store  *record.Store
	posted int
}

func newObjectiveWorld(t *testing.T, store *record.Store) *objectiveWorld {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
	w := &objectiveWorld{Service: NewService(store, now, func() string { return uuid.Must(uuid.NewV7()).String() }), mux: http.NewServeMux(), stood: &stood{}, store: store,
		owner: access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}}}}
	w.Figures = w.stood
	Register(web.NewAPI(w.mux, "test", slog.New(slog.DiscardHandler)), w.Service)
	for _, p := range []*Program{&w.a, &w.b} {
		w.posted++
		made, _, err := w.Create(access.With(t.Context(), w.owner), strings.Repeat("x", w.posted), "Because")
		if err != nil {
			t.Fatal(err)
		}
		*p = made
	}
	return w
}

func (w *objectiveWorld) call(who access.Who, method, path, match, body string) (int, string) {
	r := httptest.NewRequestWithContext(access.With(context.Background(), who), method, path, strings.NewReader(body))
	r.Header.Set("If-Match", match)
	r.Header.Set("Content-Type", "application/json")
	res := httptest.NewRecorder()
	w.mux.ServeHTTP(res, r)
	return res.Code, res.Body.String()
}

const half = `"outcome":"loyalty","baseline_from":"2026-01-01","baseline_to":"2026-06-30","due":"2027-06-30"`

// set sets an objective below another.
func (w *objectiveWorld) set(t *testing.T, name, parent string) Objective {
	t.Helper()
	status, body := w.call(w.owner, "POST", "/api/programs/"+w.a.ID+"/objectives", "", `{"name":"`+name+`","measure_id":"nps","target":40,"parent_id":"`+parent+`",`+half+`}`)
	var o Objective
	if err := json.Unmarshal([]byte(body), &o); err != nil || status != http.StatusCreated {
		t.Fatalf("%d %s %v", status, body, err)
	}
	return o
}

// TestObjectivesOverHTTP: who, what, status and body, on both engines.
func TestObjectivesOverHTTP(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newObjectiveWorld(t, store)
		lead := access.Who{UserID: "l", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(w.a.ID), Rows: access.RowsAll}}}
		viewer := access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Program(w.a.ID), Rows: access.RowsAll}}}
		ofUnit := access.Who{UserID: "n", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Unit("north"), Rows: access.RowsAll}}}
		stranger := access.Who{UserID: "s", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Program(w.b.ID), Rows: access.RowsAll}}}
		o := w.set(t, "Fewer leave", "")
		list, one := "/api/programs/"+w.a.ID+"/objectives", "/api/objectives/"+o.ID
		for _, c := range []struct {
			name                      string
			who                       access.Who
			method, path, match, body string
			status                    int
			want                      string
		}{
			{"nobody", access.Who{}, "GET", list, "", "", 401, ""},
			{"list", viewer, "GET", list, "", "", 200, `"baseline":{"value":20,"low":15,"high":25,"n":400,"unit":"points","method":"wilson","at":"2026-11-20T12:00:00Z"}`},
			{"list of a unit's viewer: no figure of the whole", ofUnit, "GET", list, "", "", 200, `"baseline_to":"2026-06-30","target":40`},
			{"list of a stranger", stranger, "GET", list, "", "", 404, ""},
			{"get of a stranger", stranger, "GET", one, "", "", 404, ""},
			{"change by a viewer", viewer, "PATCH", one, "", `{"name":"Mine"}`, 403, ""},
			{"remove by a viewer", viewer, "DELETE", one, "", "", 403, ""},
			{"set by a viewer", viewer, "POST", list, "", `{"name":"Mine","measure_id":"nps","target":40,` + half + `}`, 403, ""},
			{"no name", lead, "POST", list, "", `{"name":" ","measure_id":"nps","target":40,` + half + `}`, 422, `"objective.no_name"`},
			{"unknown measure", lead, "POST", list, "", `{"name":"A","measure_id":"other","target":40,` + half + `}`, 422, `"field":"measure_id"`},
			{"beyond the scale", lead, "POST", list, "", `{"name":"A","measure_id":"nps","target":101,` + half + `}`, 422, `"objective.target_range"`},
			{"where it stands", lead, "POST", list, "", `{"name":"A","measure_id":"nps","target":20,` + half + `}`, 422, `"objective.target_reached"`},
			{"behind where it stands", lead, "POST", list, "", `{"name":"A","measure_id":"nps","target":10,` + half + `}`, 422, `"field":"target","message":"This target lies behind`},
			{"moved behind where it stands", lead, "PATCH", one, "", `{"target":19.5}`, 422, `"objective.target_behind"`},
			{"among those who stand higher than the target", lead, "PATCH", one, "", `{"where":["channel:mail"],"target":25}`, 422, `"objective.target_behind"`},
			{"a parent elsewhere", lead, "POST", list, "", `{"name":"A","measure_id":"nps","target":40,"parent_id":"x",` + half + `}`, 422, `"objective.parent_unknown"`},
			{"due before the baseline ends", lead, "PATCH", one, "", `{"due":"2026-06-30"}`, 422, `"objective.due_early"`},
			{"days turned", lead, "PATCH", one, "", `{"baseline_to":"2025-12-31"}`, 422, `"objective.days_turned"`},
			{"no day", lead, "PATCH", one, "", `{"due":"soon"}`, 422, `"due"`},
			{"without answers yet", lead, "POST", list, "", `{"name":"New","measure_id":"new","target":20,` + half + `}`, 201, `"value":null`},
			{"a target that is reached already", lead, "PATCH", one, "", `{"target":20}`, 422, `"objective.target_reached"`},
			{"rename", lead, "PATCH", one, `"1"`, `{"name":" Fewer  go "}`, 200, `"name":"Fewer go"`},
			{"old version", lead, "PATCH", one, `"1"`, `{"name":"B"}`, 409, `"changed_meanwhile"`},
			{"among some", lead, "PATCH", one, "", `{"where":["channel:mail"]}`, 200, `"value":30`},
			{"get", viewer, "GET", one, "", "", 200, `"where":["channel:mail"]`},
			{"remove", lead, "DELETE", one, "", "", 204, ""},
			{"gone", lead, "GET", one, "", "", 404, ""},
			{"put back by a viewer", viewer, "POST", one + "/restore", "", "", 403, ""},
			{"put back by a lead of another", access.Who{UserID: "x", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(w.b.ID), Rows: access.RowsAll}}}, "POST", one + "/restore", "", "", 403, ""},
			{"put back", lead, "POST", one + "/restore", "", "", 200, `"baseline":{"value":30`},
			{"put back again", lead, "POST", one + "/restore", "", "", 404, ""},
			{"there again", viewer, "GET", list, "", "", 200, `"name":"Fewer go"`},
		} {
			t.Run(c.name, func(t *testing.T) {
				status, body := w.call(c.who, c.method, c.path, c.match, c.body)
				if status != c.status || !strings.Contains(body, c.want) {
					t.Errorf("%d %s", status, body)
				}
				if c.who.UserID == "n" && strings.Contains(body, `"baseline":`) {
					t.Error("somebody who sees one unit is told of the whole")
				}
			})
		}
	})
}

// TestObjectivesForATree: nothing serves itself or stands too deep, what stays
// when a parent goes moves up, and a program takes its objectives along.
func TestObjectivesForATree(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newObjectiveWorld(t, store)
		chain := []Objective{w.set(t, "1", "")}
		for len(chain) < deepest {
			chain = append(chain, w.set(t, "below", chain[len(chain)-1].ID))
		}
		other := w.set(t, "beside", "")
		asked := w.stood.asked
		for _, c := range []struct{ what, id, parent, want string }{
			{"itself", chain[0].ID, chain[0].ID, "objective.circle"},
			{"a circle", chain[0].ID, chain[3].ID, "objective.circle"},
			{"too deep", other.ID, chain[deepest-1].ID, "objective.too_deep"},
			{"too deep with what serves it", chain[0].ID, other.ID, "objective.too_deep"},
		} {
			if status, body := w.call(w.owner, "PATCH", "/api/objectives/"+c.id, "", `{"parent_id":"`+c.parent+`"}`); status != 422 || !strings.Contains(body, c.want) {
				t.Errorf("%s: %d %s", c.what, status, body)
			}
		}
		if status, body := w.call(w.owner, "PATCH", "/api/objectives/"+chain[4].ID, "", `{"parent_id":"`+other.ID+`"}`); status != 200 {
			t.Errorf("%d %s", status, body)
		}
		if w.stood.asked != asked {
			t.Error("the baseline was taken anew for a move")
		}
		if status, body := w.call(w.owner, "DELETE", "/api/objectives/"+chain[1].ID, "", ""); status != 204 {
			t.Errorf("%d %s", status, body)
		}
		if o, err := w.Objective(access.With(t.Context(), w.owner), chain[2].ID); err != nil || o.ParentID != chain[0].ID || o.Version != 2 {
			t.Errorf("%+v %v", o, err)
		}
		if status, body := w.call(w.owner, "POST", "/api/objectives/"+chain[1].ID+"/restore", "", ""); status != 200 {
			t.Errorf("%d %s", status, body)
		}
		if o, err := w.Objective(access.With(t.Context(), w.owner), chain[2].ID); err != nil || o.ParentID != chain[1].ID {
			t.Errorf("after the undo: %+v %v", o, err)
		}
		if _, err := store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error { return RemoveIn(ctx, tx, w.a.ID) }); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Objective(access.With(t.Context(), w.owner), chain[0].ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("an objective outlives its program: %v", err)
		}
	})
}

// TestAimedAtTheBetterSide: where less is better the target lies below; where
// nobody says, and where nothing was heard, either side will do.
func TestAimedAtTheBetterSide(t *testing.T) {
	three := 3.0
	for _, c := range []struct {
		better Better
		stood  *float64
		target float64
		fine   bool
	}{{More, &three, 4, true}, {More, &three, 2, false}, {Less, &three, 2, true}, {Less, &three, 4, false}, {"", &three, 2, true}, {"", &three, 4, true}, {More, nil, 1, true}} {
		err := Objective{Target: c.target, Baseline: &Baseline{Value: c.stood}}.aimed(Range{Least: 1, Most: 5, Better: c.better})
		if (err == nil) != c.fine {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
