package journey_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// signs are the people who sign in in these tests.
type signs map[string]string

func (s signs) Person(_ context.Context, id string) (access.Who, bool, error) {
	name, there := s[id]
	return access.Who{UserID: id, Name: name}, there, nil
}

func (s signs) Colleagues(_ context.Context, q string, _ int) ([]access.Colleague, error) {
	var out []access.Colleague
	for id, name := range s {
		if strings.Contains(strings.ToLower(name), strings.ToLower(q)) {
			out = append(out, access.Colleague{ID: id, Name: name})
		}
	}
	slices.SortFunc(out, func(a, b access.Colleague) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

type follows map[string]string

func (f follows) MeasureNames(context.Context, string) (map[string]string, error) { return f, nil }

// events is what was met, as a test says.
type events struct {
	met   journey.Met
	on    journey.MetOn
	asked journey.MetOnQuery
	known []string
}

func (e *events) Met(_ context.Context, q journey.MetQuery) (journey.Met, error) {
	e.known = q.Known
	out := e.met
	out.Others = slices.DeleteFunc(slices.Clone(out.Others), func(o journey.Other) bool { return slices.Contains(q.Known, o.Key) })
	return out, nil
}

func (e *events) MetOn(_ context.Context, q journey.MetOnQuery) (journey.MetOn, error) {
	e.asked = q
	return e.on, nil
}

type world struct {
	*journey.Service
	t       *testing.T
	mux     *http.ServeMux
	store   *record.Store
	seen    *events
	program purpose.Program
	other   purpose.Program
	owner   access.Who
	people  signs
}

func newWorld(t *testing.T, store *record.Store) *world {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	w := &world{t: t, mux: http.NewServeMux(), store: store, people: signs{"ann": "Ann Roy", "ben": "Ben Ito", "cat": "Cat Lund"},
		owner: access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}}},
		seen:  &events{met: journey.Met{Counts: map[string]int64{}, Counted: true, Since: time.Date(2026, 8, 23, 0, 0, 0, 0, time.UTC)}}}
	w.Service = journey.NewService(journey.Options{Store: store, People: w.people, Measures: follows{"nps": "Recommend", "csat": "Satisfied"},
		Seen: w.seen, Now: now, Zone: func() *time.Location { return time.UTC }, NewID: newID})
	journey.Register(web.NewAPI(w.mux, "test", slog.New(slog.DiscardHandler)), w.Service)
	programs := purpose.NewService(store, now, newID)
	for name, p := range map[string]*purpose.Program{"Flying": &w.program, "Banking": &w.other} {
		made, _, err := programs.Create(access.With(t.Context(), w.owner), name, "")
		if err != nil {
			t.Fatal(err)
		}
		*p = made
	}
	return w
}

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	recordtest.Each(t, []fs.FS{purpose.Migrations(), journey.Migrations()}, func(t *testing.T, store *record.Store) { test(newWorld(t, store)) })
}

func (w *world) call(who access.Who, method, path, match, body string) (int, string) {
	r := httptest.NewRequestWithContext(access.With(context.Background(), who), method, path, strings.NewReader(body))
	r.Header.Set("If-Match", match)
	r.Header.Set("Content-Type", "application/json")
	res := httptest.NewRecorder()
	w.mux.ServeHTTP(res, r)
	return res.Code, res.Body.String()
}

// make posts something and gives its id.
func (w *world) make(path, body string) string {
	w.t.Helper()
	status, answer := w.call(w.owner, "POST", path, "", strings.ReplaceAll(body, "PROGRAM", w.program.ID))
	var out struct{ ID string }
	if err := json.Unmarshal([]byte(answer), &out); err != nil || status != http.StatusCreated {
		w.t.Fatalf("POST %s: %d %s", path, status, answer)
	}
	return out.ID
}

func (w *world) channel(name string) string {
	return w.make("/api/channels", `{"program_id":"PROGRAM","name":"`+name+`"}`)
}

func (w *world) stage(name string) string {
	return w.make("/api/stages", `{"program_id":"PROGRAM","name":"`+name+`"}`)
}

func (w *world) touchpoint(name, channel, more string) string {
	return w.make("/api/touchpoints", `{"program_id":"PROGRAM","name":"`+name+`","channel_id":"`+channel+`"`+more+`}`)
}

func (w *world) register(query string) journey.Matrix {
	w.t.Helper()
	status, body := w.call(w.owner, "GET", "/api/register?program="+w.program.ID+query, "", "")
	var m journey.Matrix
	if err := json.Unmarshal([]byte(body), &m); err != nil || status != http.StatusOK {
		w.t.Fatalf("register: %d %s", status, body)
	}
	return m
}

func as(user string, role access.Role, scope access.Scope) access.Who {
	return access.Who{UserID: user, Grants: []access.Grant{{Role: role, Scope: scope, Rows: access.RowsAll}}}
}

// TestRegisterOverHTTP: who, what, status and body, on both engines.
func TestRegisterOverHTTP(t *testing.T) {
	each(t, func(w *world) {
		app, desk, book := w.channel("App"), w.channel("Desk"), w.stage("Book")
		id := w.touchpoint("Find a flight", app, `,"stage_ids":["`+book+`"],"owner_id":"ann","editor_ids":["ben"]`)
		other := w.touchpoint("Pay", desk, "")
		list, one := "/api/touchpoints", "/api/touchpoints/"+id
		whole := access.Program(w.program.ID)
		viewer, ann, ben := as("v", access.Viewer, whole), as("ann", access.Agent, whole), as("ben", access.Viewer, whole)
		stranger, ofUnit := as("ann", access.Researcher, access.Program(w.other.ID)), as("n", access.Researcher, access.Unit("north"))
		token := ann.WithToken("t", []access.Permission{access.RegisterRead})
		in := func(more string) string {
			return `{"program_id":"` + w.program.ID + `","channel_id":"` + app + `"` + more + `}`
		}
		for _, c := range []struct {
			name                      string
			who                       access.Who
			method, path, match, body string
			status                    int
			want                      string
		}{
			{"nobody reads", access.Who{}, "GET", "/api/register?program=" + w.program.ID, "", "", 401, ""},
			{"nobody changes", access.Who{}, "PATCH", one, "", `{}`, 401, ""},
			{"a viewer reads", viewer, "GET", "/api/register?program=" + w.program.ID, "", "", 200, `"may_change":false`},
			{"a stranger reads", stranger, "GET", "/api/register?program=" + w.program.ID, "", "", 404, ""},
			{"a unit's person reads", ofUnit, "GET", "/api/register?program=" + w.program.ID, "", "", 200, `"name":"Find a flight"`},
			{"a unit's person adds", ofUnit, "POST", list, "", in(`,"name":"Wait"`), 403, ""},
			{"no program", w.owner, "GET", "/api/register?program=" + uuid.NewString(), "", "", 404, ""},
			{"a viewer adds", viewer, "POST", list, "", in(`,"name":"Wait"`), 403, ""},
			{"a stranger adds", stranger, "POST", list, "", in(`,"name":"Wait"`), 404, ""},
			{"no name", w.owner, "POST", list, "", in(`,"name":" "`), 422, `"register.no_name"`},
			{"the same again", w.owner, "POST", list, "", in(`,"name":"find  a FLIGHT"`), 409, `"register.taken"`},
			{"the same key", w.owner, "POST", list, "", in(`,"name":"Other","key":"find_a_flight_app"`), 409, `"register.taken"`},
			{"a channel of elsewhere", w.owner, "POST", list, "", strings.Replace(in(`,"name":"Wait"`), app, uuid.NewString(), 1), 422, `"touchpoint.channel_unknown"`},
			{"a stage of elsewhere", w.owner, "POST", list, "", in(`,"name":"Wait","stage_ids":["x"]`), 422, `"touchpoint.stage_unknown"`},
			{"an owner who is gone", w.owner, "POST", list, "", in(`,"name":"Wait","owner_id":"zoe"`), 422, `"register.person_unknown"`},
			{"a measure of elsewhere", w.owner, "POST", list, "", in(`,"name":"Wait","measure_id":"x"`), 422, `"measure.unknown"`},
			{"a channel as a touchpoint", w.owner, "POST", list, "", in(`,"name":"By phone"`), 422, `"touchpoint.is_channel"`},
			{"kept with a reason", w.owner, "POST", list, "", in(`,"name":"By phone","kept_why":"One line for all until May"`), 201, `"kept_why":"One line for all until May"`},
			{"the owner changes", ann, "PATCH", one, `"1"`, `{"customer_name":"Look for a flight"}`, 200, `"version":2`},
			{"an old version", ann, "PATCH", one, `"1"`, `{"customer_name":"x"}`, 409, `"changed_meanwhile"`},
			{"an editor changes", ben, "PATCH", one, "", `{"measure_id":"nps","volume":96200}`, 200, `"volume":96200`},
			{"an editor hands it on", ben, "PATCH", one, "", `{"owner_id":"ben"}`, 403, `"touchpoint.owner_only"`},
			{"an editor removes", ben, "DELETE", one, "", "", 403, `"touchpoint.owner_removes"`},
			{"a viewer changes", viewer, "PATCH", one, "", `{"name":"x"}`, 403, `"touchpoint.not_yours"`},
			{"the owner's token without the permission", token, "PATCH", one, "", `{"name":"x"}`, 403, ""},
			{"an owner of one changes another", ann, "PATCH", "/api/touchpoints/" + other, "", `{"name":"x"}`, 403, ""},
			{"an owner without the program", as("ann", access.Researcher, access.Program(w.other.ID)), "PATCH", one, "", `{"name":"x"}`, 404, ""},
			{"counted again", ann, "PATCH", one, "", `{"volume":-1}`, 200, `"measure_id":"nps"`},
			{"a name that is taken there", w.owner, "PATCH", "/api/touchpoints/" + other, "", `{"name":"Find a flight","channel_id":"` + app + `"}`, 409, `"register.taken"`},
			{"a channel in use", w.owner, "DELETE", "/api/channels/" + app, "", "", 409, `"channel.in_use"`},
			{"a stage in use", w.owner, "DELETE", "/api/stages/" + book, "", "", 409, `"stage.in_use"`},
			{"a channel of a stranger", stranger, "PATCH", "/api/channels/" + app, "", `{"name":"x"}`, 404, ""},
			{"a channel by a viewer", viewer, "PATCH", "/api/channels/" + app, "", `{"name":"x"}`, 403, ""},
			{"a channel that has the name", w.owner, "PATCH", "/api/channels/" + app, "", `{"name":"desk"}`, 409, `"register.taken"`},
			{"a channel again", w.owner, "POST", "/api/channels", "", `{"program_id":"` + w.program.ID + `","name":"APP"}`, 409, `"register.taken"`},
			{"a stage again", w.owner, "POST", "/api/stages", "", `{"program_id":"` + w.program.ID + `","name":"book"}`, 409, `"register.taken"`},
			{"remove", ann, "DELETE", one, "", "", 204, ""},
			{"gone", ann, "GET", one, "", "", 404, ""},
			{"a viewer restores", viewer, "POST", one + "/restore", "", "", 403, ""},
			{"restore", ann, "POST", one + "/restore", "", "", 200, `"owner_id":"ann"`},
		} {
			status, body := w.call(c.who, c.method, c.path, c.match, c.body)
			if status != c.status || !strings.Contains(body, c.want) {
				w.t.Errorf("%s: %d %s", c.name, status, body)
			}
		}
	})
}

// TestChangesAreLogged: what changes the register tells the change log, and
// what is refused does not.
func TestChangesAreLogged(t *testing.T) {
	each(t, func(w *world) {
		app := w.channel("App")
		before, err := w.store.Position(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		id := w.touchpoint("Board", app, "")
		w.make("/api/touchpoints/"+id+"/expectations", `{"words":"I may stand a moment."}`)
		w.make("/api/touchpoints/"+id+"/expectations", `{"words":"I may stand a moment."}`) // the same again
		w.call(w.owner, "POST", "/api/touchpoints", "", `{"program_id":"`+w.program.ID+`","name":"","channel_id":"`+app+`"}`)
		w.call(w.owner, "DELETE", "/api/touchpoints/"+id, "", "")
		list, err := w.store.Events(w.t.Context(), before, 100)
		if err != nil {
			w.t.Fatal(err)
		}
		var got []string
		for _, e := range list {
			got = append(got, e.Kind)
			if !slices.Equal(e.IDs, []string{id}) {
				w.t.Errorf("%s names %v", e.Kind, e.IDs)
			}
		}
		want := []string{journey.TouchpointChanged, journey.ExpectationChanged, journey.TouchpointChanged, journey.TouchpointChanged}
		if !slices.Equal(got, want) {
			w.t.Errorf("logged %v, want %v", got, want)
		}
	})
}

// TestExpectationsAreKept: a new one ends the one before, and standards that
// cannot be held are refused.
func TestExpectationsAreKept(t *testing.T) {
	each(t, func(w *world) {
		path := "/api/touchpoints/" + w.touchpoint("Board", w.channel("App"), "") + "/expectations"
		for _, c := range []struct{ body, want string }{
			{`{"words":" "}`, "expectation.no_words"},
			{`{"words":"a","since":"soon"}`, "expectation.day"},
			{`{"words":"a","owed_by":"zoe"}`, "register.person_unknown"},
			{`{"words":"a","standard":{"kind":"time","target":0.9,"from":"a","hours":1}}`, "standard.no_until"},
			{`{"words":"a","standard":{"kind":"time","target":0.9,"until":"b","hours":1}}`, "standard.no_from"},
			{`{"words":"a","standard":{"kind":"time","target":0.9,"from":"a","until":"b"}}`, "standard.hours"},
			{`{"words":"a","standard":{"kind":"time","target":0.9,"from":"a","until":"a","hours":2}}`, "standard.same"},
			{`{"words":"a","standard":{"kind":"time","target":0.9,"from":"a","promise":"p","until":"b","hours":2}}`, "standard.both"},
			{`{"words":"a","standard":{"kind":"time","target":0,"from":"a","until":"b","hours":2}}`, "standard.target"},
			{`{"words":"a","standard":{"kind":"quality","target":0.9}}`, "standard.no_measure"},
			{`{"words":"a","standard":{"kind":"quality","target":0.9,"measure_id":"x"}}`, "measure.unknown"},
			{`{"words":"a","standard":{"kind":"share","target":0.9,"event":"e"}}`, "standard.no_property"},
		} {
			if status, body := w.call(w.owner, "POST", path, "", c.body); status != 422 || !strings.Contains(body, `"`+c.want+`"`) {
				w.t.Errorf("%s: %d %s", c.body, status, body)
			}
		}
		w.make(path, `{"words":"I may stand a moment.","since":"2026-01-01"}`)
		w.make(path, `{"words":"I may stand a moment. If it takes longer, someone tells me.","owed_by":"ann","standard":{"kind":"time","target":0.9,"from":"gate_open","until":"seated","hours":0.5}}`)
		status, body := w.call(w.owner, "GET", path, "", "")
		var list struct{ Items []journey.Expectation }
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != 200 || len(list.Items) != 2 {
			w.t.Fatalf("%d %s", status, body)
		}
		now, then := list.Items[0], list.Items[1]
		if now.EndedAt != nil || now.OwedByName != "Ann Roy" || now.Since != "2026-11-20" || now.Standard == nil || then.EndedAt == nil || then.Since != "2026-01-01" {
			w.t.Errorf("%+v %+v", now, then)
		}
		if e := w.register("").Touchpoints[0].Expectation; e == nil || e.ID != now.ID {
			w.t.Errorf("the register shows %+v", e)
		}
		if status, body := w.call(w.owner, "DELETE", path, "", ""); status != 200 {
			w.t.Errorf("%d %s", status, body)
		}
		if l := w.register("").Touchpoints[0]; l.Expectation != nil || !slices.Contains(l.Lacks, journey.LacksExpectation) {
			w.t.Errorf("withdrawn, yet %+v", l)
		}
	})
}
