package measure

import (
	"context"
	"errors"
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
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

func TestCheckScale(t *testing.T) {
	good := Numbered(0, 10, Up)
	with := func(change func(*Scale)) Scale {
		s := Numbered(0, 10, Up)
		change(&s)
		return s
	}
	for _, c := range []struct {
		name   string
		scale  Scale
		metric Metric
		field  string // at fault, "" for none
	}{
		{"nps", good, NPS, ""}, {"mean", good, Mean, ""}, {"share", good, Share, ""}, {"yes/no", YesNo("No", "Yes", true), Share, ""},
		{"nps on another scale", Numbered(1, 5, Up), NPS, "x.metric"}, {"nps downwards", Numbered(0, 10, Down), NPS, "x.metric"},
		{"no width", with(func(s *Scale) { s.Max = 0 }), Mean, "x.scale.max"}, {"no direction", with(func(s *Scale) { s.Direction = "" }), Mean, "x.scale.direction"},
		{"good outside", with(func(s *Scale) { s.Good = []float64{11} }), Share, "x.scale.good"}, {"share of nothing", with(func(s *Scale) { s.Good = nil }), Share, "x.scale.good"},
		{"label outside", with(func(s *Scale) { s.Labels = map[string]string{"12": "x"} }), Mean, "x.scale.labels"}, {"label of no number", with(func(s *Scale) { s.Labels = map[string]string{"a": "x"} }), Mean, "x.scale.labels"},
		{"unknown metric", good, "median", "x.metric"},
	} {
		got := ""
		var e *fault.Error
		if errors.As(CheckScale("x.", c.scale, c.metric), &e) {
			got = e.Fields[0].Field
		}
		if got != c.field {
			t.Errorf("%s: field %q, want %q", c.name, got, c.field)
		}
	}
}

func TestScale(t *testing.T) {
	words := Scale{Min: 1, Max: 3, Direction: Up, Labels: map[string]string{"1": "Bad", "2": "So so", "3": "Good"}, Good: []float64{3}}
	for _, c := range []struct {
		scale Scale
		v     float64
		want  bool
	}{{words, 2, true}, {words, 2.5, false}, {words, 4, false}, {Numbered(1, 10, Up), 7.5, true}, {Numbered(1, 10, Up), 0, false}, {YesNo("No", "Yes", true), 0, true}} {
		if got := c.scale.Contains(c.v); got != c.want {
			t.Errorf("Contains(%v) on %v..%v: %v", c.v, c.scale.Min, c.scale.Max, got)
		}
	}
	for label, want := range map[string]float64{"good": 3, " SO  SO ": 2, "bad": 1} {
		if v, ok := words.ScoreOf(label); !ok || v != want {
			t.Errorf("ScoreOf(%q) = %v, %v", label, v, ok)
		}
	}
	if _, ok := words.ScoreOf("awful"); ok {
		t.Error("a word that is not on the scale has a score")
	}
	if !words.Same(words) || words.Same(Numbered(1, 3, Up)) {
		t.Error("Same")
	}
	if g := Numbered(1, 5, Down).Good; len(g) != 2 || g[0] != 1 || g[1] != 2 {
		t.Errorf("good scores of a scale downwards: %v", g)
	}
}

// TestMeasuresOverHTTP: who, what, status, body, and what was logged.
func TestMeasuresOverHTTP(t *testing.T) {
	recordtest.Each(t, []fs.FS{purpose.Migrations(), Migrations()}, func(t *testing.T, store *record.Store) {
		now := func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
		newID := func() string { return uuid.Must(uuid.NewV7()).String() }
		mux := http.NewServeMux()
		s := NewService(store, now, newID)
		Register(web.NewAPI(mux, "test", slog.New(slog.DiscardHandler)), s)
		as := func(role access.Role, at access.Scope) access.Who {
			return access.Who{UserID: "u", Grants: []access.Grant{{Role: role, Scope: at, Rows: access.RowsAll}}}
		}
		lead := access.With(t.Context(), as(access.Lead, access.Whole()))
		p, _, err := purpose.NewService(store, now, newID).Create(lead, "Feedback", "")
		if err != nil {
			t.Fatal(err)
		}
		body := `{"program_id":"` + p.ID + `","name":"Recommend","scale":{"min":0,"max":10,"direction":"up","labels":{},"good":[9,10]},"metric":"nps"}`
		m, _, err := s.Create(lead, Measure{ProgramID: p.ID, Name: "First", Scale: Numbered(1, 5, Up), Metric: Mean})
		if err != nil {
			t.Fatal(err)
		}
		path := "/api/measures/" + m.ID
		for _, c := range []struct {
			name                     string
			who                      access.Who
			method, path, match, put string
			status                   int
			want, logged             string
		}{
			{"nobody", access.Who{}, "GET", "/api/measures", "", "", 401, "", ""},
			{"list", as(access.Viewer, access.Whole()), "GET", "/api/measures", "", "", 200, m.ID, ""},
			{"list of another program", as(access.Viewer, access.Program(newID())), "GET", "/api/measures", "", "", 200, `"items":[]`, ""},
			{"list as somebody of a unit", access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Unit("x")}}}, "GET", "/api/measures", "", "", 200, m.ID, ""},
			{"get of another program", as(access.Viewer, access.Program(newID())), "GET", path, "", "", 404, "", ""},
			{"create as a viewer", as(access.Viewer, access.Whole()), "POST", "/api/measures", "", body, 403, "", ""},
			{"create in another program", as(access.Lead, access.Program(newID())), "POST", "/api/measures", "", body, 403, "", ""},
			{"create", as(access.Researcher, access.Program(p.ID)), "POST", "/api/measures", "", body, 201, `"unit":"points"`, "measure.created"},
			{"without words", as(access.Lead, access.Whole()), "POST", "/api/measures", "", strings.Replace(strings.Replace(body, "Recommend", "Wordless", 1), `"labels":{},`, "", 1), 201, `"labels":{}`, "measure.created"},
			{"name taken", as(access.Lead, access.Whole()), "POST", "/api/measures", "", strings.Replace(body, "Recommend", " recommend ", 1), 409, `"measure.name_taken"`, ""},
			{"bad metric", as(access.Lead, access.Whole()), "POST", "/api/measures", "", strings.Replace(strings.Replace(body, "Recommend", "R2", 1), `"max":10`, `"max":5`, 1), 422, `"field":"`, ""},
			{"ready ones", as(access.Viewer, access.Whole()), "GET", "/api/measures/ready", "", "", 200, `"code":"understood"`, ""},
			{"ready ones for nobody", access.Who{}, "GET", "/api/measures/ready", "", "", 401, "", ""},
			{"from a ready one", as(access.Researcher, access.Program(p.ID)), "POST", "/api/measures", "", `{"program_id":"` + p.ID + `","ready":"effort","language":"fr"}`, 201, `"name":"Facilité"`, "measure.created"},
			{"the same again", as(access.Researcher, access.Program(p.ID)), "POST", "/api/measures", "", `{"program_id":"` + p.ID + `","ready":"effort","language":"fr"}`, 409, `"measure.name_taken"`, ""},
			{"from no ready one", as(access.Lead, access.Whole()), "POST", "/api/measures", "", `{"program_id":"` + p.ID + `","ready":"ces"}`, 422, `"measure.ready"`, ""},
			{"without a scale", as(access.Lead, access.Whole()), "POST", "/api/measures", "", `{"program_id":"` + p.ID + `","name":"X","metric":"mean"}`, 422, `"field":"scale.max"`, ""},
			{"found by words", as(access.Viewer, access.Whole()), "GET", "/api/measures?search=facilite&intent=effort", "", "", 200, `"name":"Facilité"`, ""},
			{"found by a touchpoint that is none", as(access.Viewer, access.Whole()), "GET", "/api/measures?touchpoint_id=x", "", "", 200, `"items":[]`, ""},
			{"rename", as(access.Lead, access.Whole()), "PATCH", path, `"1"`, `{"name":"Ease"}`, 200, `"breaks":[]`, "measure.changed"},
			{"old version", as(access.Lead, access.Whole()), "PATCH", path, `"1"`, `{"name":"Ease 2"}`, 409, `"changed_meanwhile"`, ""},
			{"other scale", as(access.Lead, access.Whole()), "PATCH", path, `"2"`, `{"scale":{"min":1,"max":7,"direction":"up","labels":{},"good":[6,7]}}`, 200, `"changed":["scale"]`, "measure.changed"},
			{"breaks are kept", as(access.Viewer, access.Whole()), "GET", path, "", "", 200, `"max":5`, ""},
			{"rename to one taken", as(access.Lead, access.Whole()), "PATCH", path, "", `{"name":"Recommend"}`, 409, `"measure.name_taken"`, ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				before, err := store.Position(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				req := httptest.NewRequestWithContext(access.With(context.Background(), c.who), c.method, c.path, strings.NewReader(c.put))
				req.Header.Set("If-Match", c.match)
				req.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				mux.ServeHTTP(w, req)
				if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				events, err := store.Events(t.Context(), before, 10)
				if err != nil {
					t.Fatal(err)
				}
				logged := ""
				for _, e := range events {
					logged += e.Kind
				}
				if logged != c.logged {
					t.Errorf("logged %q, want %q", logged, c.logged)
				}
			})
		}
	})
}
