package purpose

import (
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// towns are units by hand: two have one name.
type towns struct{}

func (towns) Places(context.Context) ([]Place, error) {
	return []Place{{"u1", "nice", "Nice"}, {"u2", "lille", "Lille"}, {"u3", "lille-2", "Lille"}}, nil
}

// TestIndicatorsOverHTTP: define, take in, correct, read within reach, remove.
func TestIndicatorsOverHTTP(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newObjectiveWorld(t, store)
		w.Units = towns{}
		grant := func(role access.Role, at access.Scope) access.Who {
			who := access.Who{UserID: string(role), Grants: []access.Grant{{Role: role, Scope: at, Rows: access.RowsAll}}}
			who, err := access.Resolve(t.Context(), oneUnit{}, who)
			if err != nil {
				t.Fatal(err)
			}
			return who
		}
		lead, viewer := grant(access.Lead, access.Program(w.a.ID)), grant(access.Viewer, access.Program(w.a.ID))
		other, ofNice := grant(access.Lead, access.Program(w.b.ID)), grant(access.Analyst, access.Unit("u1"))
		define := `{"program_id":"` + w.a.ID + `","name":"%","kind":"churn","measured_in":"%","direction":"down","period":"month"}`
		status, body := w.call(lead, "POST", "/api/indicators", "", strings.Replace(define, "%", "Who left", 1))
		var i Indicator
		if err := json.Unmarshal([]byte(body), &i); err != nil || status != 201 {
			t.Fatalf("%d %s %v", status, body, err)
		}
		one := "/api/indicators/" + i.ID
		values := func(list string) string { return `{"values":[` + list + `]}` }
		for _, c := range []struct {
			name                      string
			who                       access.Who
			method, path, match, body string
			status                    int
			want, never               string
		}{
			{"nobody", access.Who{}, "GET", "/api/indicators?program_id=" + w.a.ID, "", "", 401, "", ""},
			{"of another program", other, "GET", "/api/indicators?program_id=" + w.a.ID, "", "", 404, "", ""},
			{"define as a viewer", viewer, "POST", "/api/indicators", "", define, 403, "", ""},
			{"the same name", lead, "POST", "/api/indicators", "", strings.Replace(define, "%", "WHO  left", 1), 409, `"indicator.name_taken"`, ""},
			{"no name", lead, "POST", "/api/indicators", "", strings.Replace(define, "%", " ", 1), 422, `"indicator.no_name"`, ""},
			{"take in as a viewer", viewer, "POST", one + "/values", "", values(`{"period":"2026-10","value":1}`), 403, "", ""},
			{"take in for another program", other, "POST", one + "/values", "", values(`{"period":"2026-10","value":1}`), 404, "", ""},
			{"an unknown unit", lead, "POST", one + "/values", "", values(`{"unit":"Nice","period":"2026-10","value":1},{"unit":"Oslo","period":"2026-10","value":1}`), 422, `"values[1].unit"`, ""},
			{"a name that two have", lead, "POST", one + "/values", "", values(`{"unit":"Lille","period":"2026-10","value":1}`), 200, `"new":1`, ""},
			{"no month", lead, "POST", one + "/values", "", values(`{"period":"2026-Q4","value":1}`), 422, `"indicator.period"`, ""},
			{"take in", lead, "POST", one + "/values", "", values(`{"unit":"nice","period":"2026-09","value":7.5},{"unit":"u1","period":"2026-10-31","value":8},{"period":"2026-10","value":20}`), 200, `"new":3`, ""},
			{"again", lead, "POST", one + "/values", "", values(`{"unit":"NICE","period":"2026-09","value":7.5},{"period":"2026-10","value":20}`), 200, `"new":0,"same":2,"corrected":0`, ""},
			{"correct", lead, "POST", one + "/values", "", values(`{"unit":"nice","period":"2026-10","value":9}`), 200, `"corrected":1`, ""},
			{"beyond one's unit", ofNice, "POST", one + "/values", "", values(`{"unit":"lille","period":"2026-10","value":1}`), 422, `"indicator.unit_beyond"`, ""},
			{"one's unit", ofNice, "POST", one + "/values", "", values(`{"unit":"nice","period":"2026-11","value":4}`), 200, `"new":1`, ""},
			{"the units", viewer, "GET", one + "/units", "", "", 200, `{"count":1,"last":{"period":"2026-10-01","value":20`, ""},
			{"the units of a unit's", ofNice, "GET", one + "/units", "", "", 200, `"unit_name":"Nice","count":3,"last":{"unit_id":"u1","period":"2026-11-01","value":4`, `"value":20`},
			{"the first unit only", viewer, "GET", one + "/units?limit=1", "", "", 200, `"next":`, "Nice"},
			{"a series", viewer, "GET", one + "/values?of=u1&limit=2", "", "", 200, `"next":`, `"value":8`},
			{"a series out of reach", ofNice, "GET", one + "/values", "", "", 200, `"items":[]`, ""},
			{"corrections", viewer, "GET", one + "/corrections", "", "", 200, `"period":"2026-10-01","value":8`, ""},
			{"corrections of another", other, "GET", one + "/corrections", "", "", 404, "", ""},
			{"rename an old version", lead, "PATCH", one, `"7"`, `{"name":"B"}`, 409, `"changed_meanwhile"`, ""},
			{"rename", lead, "PATCH", one, `"1"`, `{"name":"Left us","direction":"down"}`, 200, `"version":2`, ""},
			{"remove as another", other, "DELETE", one, "", "", 404, "", ""},
			{"remove as a viewer", viewer, "DELETE", one, "", "", 403, "", ""},
			{"remove", lead, "DELETE", one, "", "", 204, "", ""},
			{"gone", lead, "GET", one + "/units", "", "", 404, "", ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				status, body := w.call(c.who, c.method, c.path, c.match, c.body)
				if status != c.status || !strings.Contains(body, c.want) || c.never != "" && strings.Contains(body, c.never) {
					t.Errorf("%d %s", status, body)
				}
			})
		}
	})
}

// oneUnit is a tree in which units have none below them.
type oneUnit struct{}

func (oneUnit) UnitsUnder(_ context.Context, unit string) ([]string, error) {
	return []string{unit}, nil
}
func (oneUnit) AccountsOf(context.Context, string) ([]string, error) { return nil, nil }

// TestFilesOfValues: long and wide, preview and taking in, and what is wrong by
// row and column.
func TestFilesOfValues(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newObjectiveWorld(t, store)
		w.Units = towns{}
		ctx := access.With(t.Context(), w.owner)
		for _, i := range []Indicator{{Name: "Who left", Kind: Churn, Direction: "down", Period: Month}, {Name: "Referrals", Kind: Referrals, Direction: "up", Period: Month}} {
			i.ProgramID = w.a.ID
			if _, _, err := w.CreateIndicator(ctx, i); err != nil {
				t.Fatal(err)
			}
		}
		take := func(text string, dry bool) FileTaken {
			t.Helper()
			out, _, err := w.RecordFile(ctx, w.a.ID, []byte(text), dry)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		wide := "mois;unité;Who left;Referrals\n2026-09;nice;1,5;3\n2026-10;nice;2,25;\n2026-10;;12;4\n"
		for _, dry := range []bool{true, false} {
			out := take(wide, dry)
			if out.ProblemCount != 0 || len(out.Indicators) != 2 || out.Indicators[0].Taken != (Taken{New: 3}) || out.Indicators[0].Units != 2 ||
				out.Indicators[0].From != "2026-09-01" || out.Indicators[0].To != "2026-10-01" || out.Indicators[1].From != "" && out.Indicators[1].Name != "Referrals" {
				t.Errorf("dry %v: %+v", dry, out)
			}
		}
		if out := take(wide, false); out.Indicators[0].Taken != (Taken{Same: 3}) {
			t.Errorf("again: %+v", out)
		}
		if list, err := w.Values(ctx, take(wide, true).Indicators[0].IndicatorID, "u1", "", 10); err != nil || len(list) != 2 || list[0].Value != 2.25 {
			t.Errorf("decimal comma: %+v %v", list, err)
		}
		long := "indicator,unit,period,value\nWho left,nice,2026-10,3\nWho left,oslo,2026-10,3\nWho left,nice,soon,3\nWho left,nice,2026-11,many\nElse,nice,2026-11,1\nWho left,nice,2026-10,4\n"
		out := take(long, false)
		got := []string{}
		for _, p := range out.Problems {
			got = append(got, p.Reason+" "+p.Column+" "+string(rune('0'+p.Row)))
		}
		if want := "unit_unknown unit 3, period period 4, number value 5, unknown indicator 6, twice value 7"; strings.Join(got, ", ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
		}
		if out := take("indicator,unit,period,value\nWho left,nice,2026-10,3\n", true); out.Indicators[0].Taken != (Taken{Corrected: 1}) {
			t.Errorf("a file with something wrong was taken: %+v", out)
		}
		for _, text := range []string{"a,b\n1,2\n", "period,value\n2026-10,1\n", ""} {
			if _, _, err := w.RecordFile(ctx, w.a.ID, []byte(text), true); err == nil {
				t.Errorf("%q was taken", text)
			}
		}
	})
}
