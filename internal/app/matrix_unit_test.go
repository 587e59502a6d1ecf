package app

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// north is what belongs to unit North, or to somebody who works there; nothing
// of it is for a role that is held over unit South.
type north struct {
	ids    map[string]string // by the collection in a path
	bodies map[string]any    // by operation
	marks  []string          // none of these may be shown
}

func newNorth(t *testing.T, a *App, b bare, f firm) north {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	person := accesstest.New(t, a.access, access.Grant{Role: access.Researcher, Scope: access.Unit(f.north)})
	who, err := access.Resolve(ctx, a.people, access.Who{
		UserID: person.ID, Name: "Norma", Email: person.Email, Grants: []access.Grant{{Role: access.Researcher, Scope: access.Unit(f.north)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	as := access.With(t.Context(), who)
	file, err := a.collect.Upload(as, "north.csv", "", strings.NewReader("score;why\n9;obsidiane file\n3;obsidiane file\n"))
	if err != nil {
		t.Fatal(err)
	}
	atNorth := []any{map[string]any{"role": "viewer", "scope": map[string]any{"kind": "unit", "id": f.north}}}
	bolt, err := a.people.ListAccounts(ctx, people.AccountFilter{Search: "bolt"}, people.ListPlace{}, 1)
	if err != nil || len(bolt) != 1 {
		t.Fatalf("accounts: %+v %v", bolt, err)
	}
	invite, token := idIn(t, b, ctx, "/api/invites", map[string]any{"email": "guest-of-north@example.test", "grants": atNorth}, "invite"),
		idIn(t, b, as, "/api/tokens", map[string]any{"name": "North's own", "scopes": []string{"answer.read"}}, "token")
	view := b.must(t, as, "POST", "/api/views", map[string]any{"program_id": f.a, "name": "North's view", "path": "/understand", "params": map[string]string{}})
	n := north{
		ids: map[string]string{
			"programs": f.a, "measures": f.measureA, "units": f.north, "responses": f.responses[markNorth], "accounts": bolt[0].ID,
			"users": person.ID, "invites": invite, "tokens": token, "views": view, "imports": file.ID, "sessions": sessionOf(t, b, as),
			"objectives": f.objective, "channels": f.channel, "stages": f.stage, "touchpoints": f.touchpoint, "segments": f.segment, "indicators": f.indicator, "studies": f.study, "findings": f.finding,
		},
		bodies: map[string]any{
			"create-unit":      map[string]any{"name": "Below North", "parent_id": f.north},
			"change-unit":      map[string]any{"name": "Taken over", "parent_id": f.south},
			"create-invite":    map[string]any{"grants": atNorth},
			"update-user":      map[string]any{"disabled": true},
			"change-account":   map[string]any{"name": "Taken over"},
			"record-responses": answerOf(f, "North"),
			"record-events":    map[string]any{"id": newID(), "name": "visit", "unit_key": "North", "customer_key": "obsidiane-0"},
			"update-view":      map[string]any{"name": "Taken over"},
		},
	}
	for _, collection := range []string{"units", "responses", "accounts", "users", "invites", "tokens", "views", "imports"} {
		n.marks = append(n.marks, n.ids[collection])
	}
	n.marks = append(n.marks, markNorth, markB, person.Email, "guest-of-north", "North's")
	return n
}

func answerOf(f firm, unit string) map[string]any {
	return map[string]any{
		"id": newID(), "program_id": f.a, "customer_key": "obsidiane-0", "account_key": "bolt", "unit_key": unit,
		"answers": []any{map[string]any{"measure_id": f.measureA, "score": 1}},
	}
}

// idIn makes something and gives its id, which the answer holds under a name
// where it holds more than the thing.
func idIn(t *testing.T, b bare, ctx context.Context, path string, body any, under string) string {
	t.Helper()
	status, answer := b.ask(ctx, "POST", path, body)
	out := map[string]any{}
	decode(t, answer, &out)
	if inner, ok := out[under].(map[string]any); ok {
		out = inner
	}
	id, _ := out["id"].(string)
	if status != http.StatusCreated || id == "" {
		t.Fatalf("POST %s: %d %s", path, status, answer)
	}
	return id
}

func sessionOf(t *testing.T, b bare, ctx context.Context) string {
	t.Helper()
	status, answer := b.ask(ctx, "GET", "/api/sessions", nil)
	var out struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	decode(t, answer, &out)
	if status != http.StatusOK || len(out.Items) != 1 {
		t.Fatalf("sessions: %d %s", status, answer)
	}
	return out.Items[0].ID
}

// routesTo are all routes, aimed at what belongs to North.
func (n north) routesTo(t *testing.T, b bare, f firm) []route {
	all := routes(t, b, f, nil)
	at := f
	at.nice = f.north
	for i, r := range all {
		all[i].path = fill(r.op.Path, n.ids)
		all[i].path += asked(r.op, at)
		if body, given := n.bodies[r.op.OperationID]; given {
			all[i].body = body
		}
	}
	// What is read is read first, and what others need is deleted last.
	slices.SortStableFunc(all, func(a, b route) int { return strings.Index(order, a.op.Method) - strings.Index(order, b.op.Method) })
	return all
}

const order = "GET PUT PATCH POST DELETE"

// aloof are the operations that take neither their object nor a body from
// North: about oneself, or about the whole organisation, whose permission a
// role over a unit does not hold (TestRoleScopeRoute).
var aloof = []string{
	"change-password", "change-email", "delete-totp", "start-totp", "confirm-totp", "update-session", "delete-session", "delete-sessions",
	"create-token", "create-view", "upload-import",
}

// TestUnitsAreShutToOneAnother aims every route at what belongs to unit North,
// as every role over unit South: nothing of it is shown, and no row of the
// record that was there changes.
func TestUnitsAreShutToOneAnother(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		f := newFirm(t, a, b)
		n := newNorth(t, a, b, f)
		all := n.routesTo(t, b, f)
		before := contents(t, a.record)
		for _, role := range access.Roles() {
			for _, unit := range []string{f.south, f.nice} {
				for _, rows := range []access.RowScope{access.RowsAll, access.RowsMyAccounts} {
					if role == access.Owner && rows == access.RowsMyAccounts {
						continue
					}
					n.tryAll(t, a, b, all, access.Grant{Role: role, Scope: access.Unit(unit), Rows: rows})
				}
			}
		}
		n.unchanged(t, before, contents(t, a.record))
		n.system(t, b, all)
	})
}

func (n north) tryAll(t *testing.T, a *App, b bare, all []route, g access.Grant) {
	t.Helper()
	who, err := access.Resolve(t.Context(), a.people, access.Who{UserID: ownerOfAcme, Name: "Tester", Email: "tester@example.test", Language: "en", Grants: []access.Grant{g}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := access.With(t.Context(), who)
	for _, r := range all {
		if r.permission == "" || r.permission == "public" {
			continue
		}
		status, answer := b.ask(ctx, r.op.Method, r.path, r.body)
		label := fmt.Sprintf("%s %s by %s of %s (%s): %d", r.op.Method, r.op.Path, g.Role, g.Scope.ID, g.Rows, status)
		if status >= http.StatusInternalServerError {
			t.Errorf("%s: %.200s", label, answer)
		}
		// Of several sent at once each is answered for itself.
		refused := strings.Contains(answer, `"accepted":[]`) && strings.Contains(answer, `"code":"forbidden"`)
		if r.op.Method != http.MethodGet && status < http.StatusBadRequest && !refused && !slices.Contains(aloof, r.op.OperationID) {
			t.Errorf("%s reaches across: %.200s", label, answer)
		}
		for _, mark := range n.marks {
			if strings.Contains(answer, mark) {
				t.Errorf("%s shows %q: %.300s", label, mark, answer)
			}
		}
	}
	if who.Any(access.AnswerRead) == nil {
		if _, found := b.ask(ctx, "GET", "/api/responses?q="+url.QueryEscape(markNorth), nil); !strings.Contains(found, `"items":[]`) {
			t.Errorf("%s of unit South finds words of North: %.200s", g.Role, found)
		}
	}
}

// unchanged compares the record's rows: each that was there still is, and what
// came is about nothing of North.
func (n north) unchanged(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for _, table := range slices.Sorted(maps.Keys(after)) {
		for _, row := range before[table] {
			if !slices.Contains(after[table], row) {
				t.Errorf("%s: a row was changed or removed: %.300s", table, row)
			}
		}
		for _, row := range after[table] {
			for _, mark := range n.marks {
				if !slices.Contains(before[table], row) && strings.Contains(row, mark) {
					t.Errorf("%s: a row came that is about %q: %.300s", table, mark, row)
				}
			}
		}
	}
}

// system sends the same as somebody who may: what was refused above was not
// refused for being wrong.
func (n north) system(t *testing.T, b bare, all []route) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	reached := 0
	for _, r := range all {
		_, made := n.bodies[r.op.OperationID]
		if !made && !slices.Contains([]string{"delete-user", "delete-invite", "delete-import"}, r.op.OperationID) || r.op.OperationID == "update-view" {
			continue // a view belongs to its owner, whoever else asks
		}
		reached++
		if status, answer := b.ask(ctx, r.op.Method, r.path, r.body); status >= http.StatusBadRequest {
			t.Errorf("%s %s by the system: %d %.300s", r.op.Method, r.op.Path, status, answer)
		}
	}
	if reached < 10 {
		t.Errorf("only %d routes reach North", reached)
	}
}

// contents are all rows of the record by table, but for the logs of what was
// changed and seen, and the counter that makes changes of access take turns.
func contents(t *testing.T, s *record.Store) map[string][]string {
	t.Helper()
	names := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT IN (SELECT v.name || e.column1 FROM sqlite_master v, (VALUES ('_data'), ('_idx'), ('_docsize'), ('_config')) e WHERE v.sql LIKE 'CREATE VIRTUAL%')"
	if s.Engine() == record.PostgreSQL {
		names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'river%'"
	}
	out := map[string][]string{}
	err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		var tables []string
		if err := q.NewRaw(names).Scan(ctx, &tables); err != nil {
			return err
		}
		for _, table := range tables {
			if strings.HasPrefix(table, "change_") || table == "access_audit" || table == "access_guard" {
				continue
			}
			var rows []map[string]any
			if err := q.NewRaw("SELECT * FROM "+table).Scan(ctx, &rows); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
			for _, row := range rows {
				out[table] = append(out[table], text(row))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out["response"]) == 0 || len(out["unit"]) == 0 {
		t.Fatalf("the record seems empty: %v", slices.Sorted(maps.Keys(out)))
	}
	return out
}

func text(row map[string]any) string {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if raw, ok := row[name].([]byte); ok {
			fmt.Fprintf(&b, "%s=%s ", name, raw)
			continue
		}
		fmt.Fprintf(&b, "%s=%v ", name, row[name])
	}
	return b.String()
}
