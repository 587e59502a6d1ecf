package collect

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record/log"
)

const (
	idOne = "01930000-0000-7000-8000-000000000001"
	idTwo = "01930000-0000-7000-8000-000000000002"
)

// kinds lists what was logged after a position, kind by kind.
func (f *fixture) kinds(t *testing.T, after log.Position) string {
	t.Helper()
	events, err := f.Store.Events(t.Context(), after, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s*%d", e.Kind, len(e.IDs)))
	}
	return strings.Join(out, " ")
}

func TestRecordResponses(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, m := f.program(t, "Feedback")
		score := func(id string, v float64) string {
			return fmt.Sprintf(`{"id":%q,"at":"2026-11-01T10:00:00Z","answers":[{"measure_id":%q,"score":%v},{"question":"Why?","text":"Très bien"}]}`, id, m, v)
		}
		for _, c := range []struct {
			name, role, body string
			status           int
			want             string // in the body
			logged           string
		}{
			{"nobody", "", score(idOne, 9), 401, `"code":"unauthenticated"`, ""},
			{"viewer", "viewer", score(idOne, 9), 403, `"code":"forbidden"`, ""},
			{"new", "owner", score(idOne, 9), 201, `"status":"new"`, "response.recorded*1"},
			{"again", "researcher", score(idOne, 9), 200, `"status":"same"`, ""},
			{"other content", "owner", score(idOne, 8), 409, `"field":"id"`, ""},
			{"off the scale", "owner", score(idTwo, 11), 422, `"field":"answers[0].score"`, ""},
			{"unknown measure", "owner", strings.Replace(score(idTwo, 9), m, idOne, 1), 422, `"field":"answers[0].measure_id"`, ""},
			{"measure by name", "owner", fmt.Sprintf(`{"id":%q,"answers":[{"measure":" recommend ","score":7}]}`, newID()), 201, `"new"`, "response.recorded*1"},
			{"future", "owner", fmt.Sprintf(`{"id":%q,"at":"2026-11-22T12:00:00Z","answers":[{"measure_id":%q,"score":9}]}`, idTwo, m), 422, `"field":"at"`, ""},
			{"anonymous", "owner", fmt.Sprintf(`{"id":%q,"consent":"anonymous","answers":[{"measure_id":%q,"score":9}]}`, idTwo, m), 422, `"consent.anonymous"`, ""},
			{"no id", "owner", `{"answers":[{"text":"x"}]}`, 422, `"field":"id"`, ""},
			{"unknown unit", "owner", fmt.Sprintf(`{"id":%q,"unit_key":"nowhere","answers":[{"measure_id":%q,"score":9}]}`, idTwo, m), 422, `"field":"unit_key"`, ""},
			{"misspelt field", "owner", fmt.Sprintf(`{"id":%q,"answer":[]}`, idTwo), 422, `"field":"answer"`, ""},
			{"not JSON", "owner", `{`, 422, `"intake.not_json"`, ""},
			{"wrong type", "owner", fmt.Sprintf(`{"id":%q,"answers":[{"measure_id":%q,"score":"nine"}]}`, idTwo, m), 422, `"field":"answers`, ""},
			{"twice the measure", "owner", fmt.Sprintf(`{"id":%q,"answers":[{"measure_id":%q,"score":9},{"measure":"Recommend","score":3}]}`, idTwo, m), 422, `"measure.twice"`, ""},
			{"empty list", "owner", `{"responses":[]}`, 422, `"field":"responses"`, ""},
			{"many, some bad", "owner", `{"responses":[` + score(idTwo, 5) + `,` + score(idOne, 9) + `,` + score(newID(), 99) + `,` + score(idOne, 1) + `]}`, 201, `"field":"responses[2].answers[0].score"`, "response.recorded*1"},
			{"many with a bad unit", "owner", fmt.Sprintf(`{"responses":[{"id":%q,"unit_key":"nowhere","answers":[{"text":"x"}]},%s]}`, newID(), score(idTwo, 5)), 200, `"field":"responses[0].unit_key"`, ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				before, err := f.Store.Position(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				who := access.Who{}
				if c.role != "" {
					who = as(access.Role(c.role))
				}
				status, body := f.call(t, who, http.MethodPost, "/api/responses", c.body)
				if status != c.status || !strings.Contains(body, c.want) {
					t.Errorf("%d %s\nwant %d with %s", status, body, c.status, c.want)
				}
				if logged := f.kinds(t, before); logged != c.logged {
					t.Errorf("logged %q, want %q", logged, c.logged)
				}
			})
		}
		if found := f.list(t, Filter{Words: "tres"}); len(found) != 2 {
			t.Errorf("%d answers with the word", len(found))
		}
	})
}

// TestRecordResponsesReach: a role over a unit or a program reaches no other.
func TestRecordResponsesReach(t *testing.T) {
	f := sqlite(t)
	p, m := f.program(t, "Feedback")
	other, _ := f.program(t, "Other")
	north, _, err := f.People.CreateUnit(owner(t), people.Unit{Key: "north", Name: "North"})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := access.Resolve(t.Context(), f.People, as(access.Researcher, access.Grant{Role: access.Researcher, Scope: access.Unit(north.ID), Rows: access.RowsAll}))
	if err != nil {
		t.Fatal(err)
	}
	inProgram := as(access.Researcher, access.Grant{Role: access.Researcher, Scope: access.Program(p), Rows: access.RowsAll})
	body := func(program, unit string) string {
		return fmt.Sprintf(`{"id":%q,"program_id":%q,"unit_key":%q,"answers":[{"text":"A text"}]}`, newID(), program, unit)
	}
	for _, c := range []struct {
		name   string
		who    access.Who
		body   string
		status int
	}{
		{"unit, its own", tree, body(p, "north"), 201}, {"unit, none", tree, body(p, ""), 403},
		{"program, its own", inProgram, body(p, ""), 201}, {"program, another", inProgram, body(other, ""), 403},
	} {
		if status, got := f.call(t, c.who, http.MethodPost, "/api/responses", c.body); status != c.status {
			t.Errorf("%s: %d %s", c.name, status, got)
		}
	}
	for _, c := range []struct {
		name string
		who  access.Who
		want int
	}{{"unit", tree, 1}, {"program", inProgram, 2}, {"viewer", as(access.Viewer), -1}, {"owner", as(access.Owner), 2}} {
		found, err := f.ListResponses(access.With(t.Context(), c.who), Filter{}, listCursor{}, 50)
		if c.want < 0 && err == nil || c.want >= 0 && len(found) != c.want {
			t.Errorf("%s lists %d, %v; want %d", c.name, len(found), err, c.want)
		}
	}
	_ = m
}

func TestRecordEvents(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		one := fmt.Sprintf(`{"id":%q,"name":"order_delivered","at":"2026-11-01T10:00:00Z","customer_key":"c1","account_key":"a1","touchpoint_key":"delivery","properties":{"late":true}}`, idOne)
		for _, c := range []struct {
			name, body string
			status     int
			want       string
			logged     string
		}{
			{"new", one, 201, `"new"`, "account.changed*1 customer.changed*1 event.recorded*1"}, {"again", one, 200, `"same"`, ""},
			{"other content", strings.Replace(one, "true", "false", 1), 409, `"event.id_taken"`, ""},
			{"no name", fmt.Sprintf(`{"id":%q}`, idTwo), 422, `"field":"name"`, ""},
			{"future", fmt.Sprintf(`{"id":%q,"name":"x","at":"2027-01-01T00:00:00Z"}`, idTwo), 422, `"field":"at"`, ""},
			{"many", fmt.Sprintf(`{"events":[%s,{"id":%q,"name":"x"},{"id":"no","name":"y"}]}`, one, idTwo), 201, `"field":"events[2].id"`, "event.recorded*1"},
		} {
			before, err := f.Store.Position(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			status, body := f.call(t, as(access.Owner), http.MethodPost, "/api/events", c.body)
			if status != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %d %s", c.name, status, body)
			}
			if logged := f.kinds(t, before); logged != c.logged {
				t.Errorf("%s: logged %q, want %q", c.name, logged, c.logged)
			}
		}
		if n := f.count(t, "SELECT count(*) FROM event WHERE customer_id IS NOT NULL AND account_id IS NOT NULL"); n != 1 {
			t.Errorf("%d events of a customer", n)
		}
	})
}

// TestRecordConcurrently: many at once, each sent twice, end up once each.
func TestRecordConcurrently(t *testing.T) {
	for _, c := range []struct {
		name, member string // of the body
		customers    int
	}{
		{"of customers", `,"customer_key":"c%d"`, 10},
		{"of nobody known", `,"value":%d`, 0},
	} {
		t.Run(c.name, func(t *testing.T) { recordConcurrently(t, c.member, c.customers) })
	}
}

func recordConcurrently(t *testing.T, member string, customers int) {
	each(t, func(t *testing.T, f *fixture) {
		_, m := f.program(t, "Feedback")
		var ids [200]string
		for i := range ids {
			ids[i] = uuid.NewString()
		}
		var wait sync.WaitGroup
		for worker := range 16 {
			wait.Go(func() {
				for i, id := range ids {
					if i%8 != worker%8 {
						continue
					}
					body := fmt.Sprintf(`{"id":%q,"at":"2026-11-01T10:00:00Z"`+member+`,"answers":[{"measure_id":%q,"score":%d}]}`, id, i%10, m, i%11)
					if status, got := f.call(t, as(access.Owner), http.MethodPost, "/api/responses", body); status >= 300 {
						t.Errorf("%d %s", status, got)
					}
				}
			})
		}
		wait.Wait()
		if n := f.count(t, "SELECT count(*) FROM response"); n != len(ids) {
			t.Errorf("%d responses, want %d", n, len(ids))
		}
		if n := f.count(t, "SELECT count(*) FROM customer"); n != customers {
			t.Errorf("%d customers, want %d", n, customers)
		}
		// Each id was sent twice, and made one row and one entry of the log.
		events, err := f.Store.Events(t.Context(), 0, 10_000)
		logged := map[string]int{}
		for _, e := range events {
			for _, id := range e.IDs {
				if e.Kind == ResponseRecorded {
					logged[id]++
				}
			}
		}
		for _, id := range ids {
			if logged[id] != 1 {
				t.Errorf("%s stands in the log %d times (%v)", id, logged[id], err)
			}
		}
	})
}

// FuzzResponses: whatever is sent, the answer is a receipt or a problem, never
// the server's fault.
func FuzzResponses(fz *testing.F) {
	f := sqlite(fz)
	_, m := f.program(fz, "Feedback")
	fz.Add(fmt.Sprintf(`{"id":%q,"answers":[{"measure_id":%q,"score":9}],"traits":{"a":1}}`, idOne, m))
	fz.Add(fmt.Sprintf(`{"responses":[{"id":%q,"answers":[{"text":"x\u0000\ud800"}],"at":"9999-01-01T00:00:00Z"}]}`, idTwo))
	fz.Fuzz(func(t *testing.T, body string) {
		status, got := f.call(t, as(access.Owner), http.MethodPost, "/api/responses", body)
		if status >= 500 || !json.Valid([]byte(got)) {
			t.Errorf("%d %s", status, got)
		}
	})
}

// BenchmarkRecordResponse is the cost of one answer through the handler, many
// callers at once.
func BenchmarkRecordResponse(b *testing.B) {
	f := sqlite(b)
	_, m := f.program(b, "Feedback")
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := fmt.Sprintf(`{"id":%q,"at":"2026-11-01T10:00:00Z","answers":[{"measure_id":%q,"score":9}]}`, newID(), m)
			if status, got := f.call(b, as(access.Owner), http.MethodPost, "/api/responses", body); status != 201 {
				b.Errorf("%d %s", status, got)
			}
		}
	})
}
