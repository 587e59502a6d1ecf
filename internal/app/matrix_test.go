package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

// actor is somebody who tries every route.
type actor struct {
	name  string
	who   access.Who
	sees  []string // marks of the answers that are within reach, where rows may be read at all
	knows []string // marks of those whose answers may lie outside, but who do not themselves
}

var everything = []string{markNice, markNorth, markB}

// actors are every role over every scope, a token narrower than its maker, and
// nobody.
func actors(t *testing.T, a *App, f firm) []actor {
	t.Helper()
	out := []actor{{name: "nobody"}}
	for _, role := range []access.Role{access.Owner, access.Lead, access.Researcher, access.Analyst, access.Agent, access.Viewer} {
		for _, place := range []struct {
			name  string
			scope access.Scope
			rows  access.RowScope
			sees  []string
		}{
			{"the whole", access.Whole(), access.RowsAll, everything},
			{"program A", access.Program(f.a), access.RowsAll, []string{markNice, markNorth}},
			{"program B", access.Program(f.b), access.RowsAll, []string{markB}},
			{"unit South", access.Unit(f.south), access.RowsAll, []string{markNice}},
			{"unit North", access.Unit(f.north), access.RowsAll, []string{markNorth, markB}},
			{"own accounts", access.Whole(), access.RowsMyAccounts, []string{markNice}},
			{"own accounts in B", access.Program(f.b), access.RowsMyAccounts, nil},
		} {
			if role == access.Owner && place.rows == access.RowsMyAccounts {
				continue // an owner is one of everything
			}
			who, err := access.Resolve(t.Context(), a.people, access.Who{
				UserID: ownerOfAcme, Name: "Tester", Email: "tester@example.test", Language: "en",
				Grants: []access.Grant{{Role: role, Scope: place.scope, Rows: place.rows}},
			})
			if err != nil {
				t.Fatal(err)
			}
			one := actor{name: fmt.Sprintf("%s of %s", role, place.name), who: who, sees: place.sees}
			if place.rows == access.RowsMyAccounts {
				one.knows = []string{markNice} // whoever belongs to one's account does, in whatever program they answer
			}
			out = append(out, one)
		}
	}
	owner := out[1].who
	return append(out, actor{name: "owner's token for figures", who: owner.WithToken("tok", []access.Permission{access.FigureRead}), sees: everything})
}

// route is an operation with what to send to it.
type route struct {
	op         *huma.Operation
	permission access.Permission
	path       string // with ids of things of program A or unit Nice, in Nice
	strange    string // with ids of nothing
	body       any
}

// routes makes a route of every operation of the API, so that a new one cannot
// be forgotten. Bodies are made from the schema, with real ids where they count.
func routes(t *testing.T, b bare, f firm, heard map[string]string) []route {
	t.Helper()
	ids := map[string]string{
		"programs": f.a, "measures": f.measureA, "units": f.nice, "responses": f.responses[markNice], "accounts": f.acme,
		"objectives": f.objective, "channels": f.channel, "stages": f.stage, "touchpoints": f.touchpoint, "segments": f.segment,
		"customers": f.customer, "apart": f.customer, "indicators": f.indicator, "studies": f.study, "findings": f.finding,
		"surveys": f.survey,
	}
	maps.Copy(ids, heard)
	var out []route
	for _, path := range slices.Sorted(maps.Keys(b.api.OpenAPI().Paths)) {
		item := b.api.OpenAPI().Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op == nil {
				continue
			}
			p, named := web.PermissionOf(op)
			if !named {
				t.Errorf("%s %s names no permission", op.Method, op.Path)
			}
			for _, name := range placeholders.FindAllString(path, -1) {
				if !slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" && "{"+p.Name+"}" == name }) {
					t.Errorf("%s %s does not read %s", op.Method, op.Path, name)
				}
			}
			r := route{op: op, permission: access.Permission(p), path: fill(path, ids), strange: fill(path, nil)}
			if query := asked(op, f); query != "" {
				r.path += query
				r.strange += query
			}
			r.body = sampleBody(b.api, op, f)
			out = append(out, r)
		}
	}
	if len(out) < 60 {
		t.Fatalf("only %d routes found", len(out))
	}
	return out
}

// asked is the query of an operation that needs a measure, perhaps a unit, or a
// program.
func asked(op *huma.Operation, f firm) string {
	query := url.Values{}
	for _, p := range op.Parameters {
		if value := map[string]string{"measure": f.measureA, "unit": f.nice, "program": f.a, "program_id": f.a, "name": "Phone", "key": "language"}[p.Name]; p.In == "query" && p.Required && value != "" {
			query.Set(p.Name, value)
		}
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

var placeholders = regexp.MustCompile(`\{[a-z_]+\}`)

// fill puts ids into a path: of the collection before each place, else of the
// path's first, else random ones.
func fill(path string, ids map[string]string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		parts[i] = uuid.NewString()
		if part == "{number}" {
			parts[i] = "1"
			continue
		}
		if id := cmp.Or(ids[parts[i-1]], ids[parts[2]]); id != "" {
			parts[i] = id
		}
	}
	return strings.Join(parts, "/")
}

// skipped are operations whose refusals mean something else than a missing
// permission: they check a password or a session of the asker. Those who may
// use them do so in TestEverybodyHasTheirOwnSession.
var skipped = []string{"change-password", "change-email", "delete-totp", "start-totp", "confirm-totp", "get-session", "update-session", "delete-session", "delete-sessions"}

// touches tells whether the route names one of these ids in its path or body.
func (r route) touches(ids ...string) bool {
	text := r.path + fmt.Sprint(r.body)
	return slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(text, id) })
}

func refused(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// TestRoleScopeRoute lets every actor try every route. Whoever lacks the
// permission is refused; whoever holds it over everything is not; and whoever
// holds it over a part never gets an answer that lies outside.
func TestRoleScopeRoute(t *testing.T) {
	onEngines(t, tryRolesScopesRoutes)
}

func tryRolesScopesRoutes(t *testing.T, a *App) {
	t.Helper()
	b := newBare(a)
	f := newFirm(t, a, b)
	tried := 0
	heard := interviewed(t, a, b, f)
	for _, r := range routes(t, b, f, heard) {
		if r.permission == web.Public {
			continue
		}
		for _, who := range actors(t, a, f) {
			tried++
			ctx := access.With(t.Context(), who.who)
			holds := who.who.Any(r.permission) == nil
			whole := holds && who.who.Reach(r.permission).All
			path := r.path
			if whole && r.op.Method != http.MethodGet {
				path = r.strange // it may act: on nothing, so that the next one finds the same
			}
			said := b.answered(ctx, r.op.Method, path, r.body)
			status, answer := said.Code, said.Body.String()
			label := fmt.Sprintf("%s %s by %s: %d", r.op.Method, r.op.Path, who.name, status)
			switch {
			case !holds && !refused(status):
				t.Errorf("%s, but %s is not held: %.200s", label, r.permission, answer)
			case !who.who.Signed() && status != http.StatusUnauthorized:
				t.Errorf("%s, want 401", label)
			case whole && refused(status) && !slices.Contains(skipped, r.op.OperationID):
				t.Errorf("%s, though %s is held: %.200s", label, r.permission, answer)
			case status >= 500:
				t.Errorf("%s: %.200s", label, answer)
			case holds && !whole && r.op.Method != http.MethodGet && !slices.Contains(who.sees, markNice) && !slices.Contains(who.sees, markNorth) &&
				r.touches(f.a, f.measureA) && status < http.StatusBadRequest:
				t.Errorf("%s, though program A lies outside: %.200s", label, answer)
			}
			tells(t, said, label)
			for _, mark := range everything {
				if !slices.Contains(who.sees, mark) && strings.Contains(answer, mark) {
					t.Errorf("%s shows what lies outside: %s", label, mark)
				}
				if !slices.Contains(who.sees, mark) && !slices.Contains(who.knows, mark) && strings.Contains(answer, person(mark)) {
					t.Errorf("%s shows who lies outside: %s", label, person(mark))
				}
			}
		}
	}
	b.isRead(t, heard)
	t.Logf("%d pairs of actor and route tried", tried)
}

// TestRowsWithinReach asks the two routes that show rows and figures for
// everything, and compares what comes with what each actor may see.
func TestRowsWithinReach(t *testing.T) {
	onEngines(t, lookWithinReach)
}

func lookWithinReach(t *testing.T, a *App) {
	t.Helper()
	b := newBare(a)
	f := newFirm(t, a, b)
	for _, who := range actors(t, a, f) {
		ctx := access.With(t.Context(), who.who)
		if who.who.Any(access.AnswerRead) == nil {
			status, answer := b.ask(ctx, "GET", "/api/responses?limit=200", nil)
			for _, mark := range everything {
				if got, want := strings.Contains(answer, mark), slices.Contains(who.sees, mark); got != want {
					t.Errorf("%s lists answers of %s: %v, want %v (%d)", who.name, mark, got, want, status)
				}
				single, text := b.ask(ctx, "GET", "/api/responses/"+f.responses[mark], nil)
				if want := slices.Contains(who.sees, mark); (single == http.StatusOK) != want || (!want && single != http.StatusNotFound) {
					t.Errorf("%s opens an answer of %s: %d %.100s", who.name, mark, single, text)
				}
				_, found := b.ask(ctx, "GET", "/api/responses?q="+url.QueryEscape(mark), nil)
				if !slices.Contains(who.sees, mark) && !strings.Contains(found, `"items":[]`) {
					t.Errorf("%s finds words of %s: %.200s", who.name, mark, found)
				}
			}
		}
		if who.who.Any(access.FigureRead) == nil {
			want := 0
			for _, mark := range []string{markNice, markNorth} {
				if slices.Contains(who.sees, mark) {
					want += 12
				}
			}
			if got := countOf(t, b, ctx, f); got != want {
				t.Errorf("%s: the figure of program A counts %d answers, want %d", who.name, got, want)
			}
		}
	}
}

// countOf is n of program A's metric as somebody sees it, 0 where it is not
// found.
func countOf(t *testing.T, b bare, ctx context.Context, f firm) int {
	t.Helper()
	status, answer := b.ask(ctx, "GET", fmt.Sprintf("/api/metrics?measure=%s&position=%d", f.measureA, f.position), nil)
	if status == http.StatusNotFound {
		return 0
	}
	var out struct {
		Total struct {
			Figure struct {
				N int `json:"n"`
			} `json:"figure"`
		} `json:"total"`
	}
	decode(t, answer, &out)
	if status != http.StatusOK {
		t.Errorf("metric: %d %s", status, answer)
	}
	return out.Total.Figure.N
}

// TestGateAsksForThePermissionFirst sends garbage to every operation: who may
// not use it learns nothing of what is wrong with it.
func TestGateAsksForThePermissionFirst(t *testing.T) {
	a := openApp(t)
	for path, item := range newBare(a).api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op == nil {
				continue
			}
			p, _ := web.PermissionOf(op)
			r := httptest.NewRequestWithContext(t.Context(), op.Method, fill(path, nil)+"?limit=-1", strings.NewReader(`{"`))
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, r)
			if (w.Code == http.StatusUnauthorized) != (p != web.Public) {
				t.Errorf("%s %s by nobody: %d", op.Method, path, w.Code)
			}
		}
	}
}
