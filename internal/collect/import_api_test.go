package collect

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestImportOverHTTP goes the way of the page, and the wrong turns beside it.
func TestImportOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		i := f.upload(t, "feedback.csv", feedback)
		path := "/api/imports/" + i.ID
		mapping := func(change func(*Mapping)) string {
			m := i.Mapping
			m.Columns = append([]ColumnMapping{}, m.Columns...)
			change(&m)
			raw, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}
		good := mapping(func(*Mapping) {})
		own := as(access.Owner)
		for _, c := range []struct {
			name         string
			who          access.Who
			method, path string
			body         any
			status       int
			want         string
		}{
			{"nobody", access.Who{}, "GET", path, nil, 401, "unauthenticated"},
			{"viewer", as(access.Viewer), "GET", path, nil, 403, "forbidden"},
			{"viewer, unknown import", as(access.Viewer), "GET", "/api/imports/" + idOne, nil, 403, "forbidden"},
			{"unknown", own, "GET", "/api/imports/" + idOne, nil, 404, "not_found"},
			{"get", own, "GET", path, nil, 200, `"state":"ready"`},
			{"list", own, "GET", "/api/imports", nil, 200, i.ID},
			{"list of somebody else", as(access.Analyst, access.Grant{Role: access.Analyst, Scope: access.Program(idOne), Rows: access.RowsAll}), "GET", "/api/imports", nil, 200, `"items":[]`},
			{"preview", own, "GET", path + "/preview", nil, 200, `"counts":{"new":4,"same":0,"changed":0,"rejected":0}`},
			{"mapping, column missing", own, "PUT", path + "/mapping", mapping(func(m *Mapping) { m.Columns = m.Columns[1:] }), 422, `"field":"columns"`},
			{"mapping, bad scale", own, "PUT", path + "/mapping", mapping(func(m *Mapping) {
				s := *m.Columns[2].Score
				s.Scale.Max = s.Scale.Min
				m.Columns[2].Score = &s
			}), 422, `"field":"columns[2].score.scale.max"`},
			{"mapping, two customers", own, "PUT", path + "/mapping", mapping(func(m *Mapping) { m.Columns[4].Role = RoleCustomer }), 422, `"field":"columns[6].role"`},
			{"mapping, no such program", own, "PUT", path + "/mapping", mapping(func(m *Mapping) { m.ProgramID = idOne }), 422, `"field":"program_id"`},
			{"mapping, no time", own, "PUT", path + "/mapping", mapping(func(m *Mapping) { m.TimeColumn, m.DefaultTime = nil, nil }), 422, `"field":"default_time"`},
			{"mapping", own, "PUT", path + "/mapping", good, 200, `"version":2`},
			{"undo before the start", own, "POST", path + "/undo", nil, 409, "import.no_undo"},
			{"start", own, "POST", path + "/start", nil, 202, `"state":"waiting"`},
			{"start again", own, "POST", path + "/start", nil, 409, "import.started"},
			{"mapping after the start", own, "PUT", path + "/mapping", good, 409, "import.started"},
			{"delete while waiting", own, "DELETE", path, nil, 409, "import.not_undone"},
			{"cancel", own, "POST", path + "/cancel", nil, 202, `"state":"cancelled"`},
			{"cancel again", own, "POST", path + "/cancel", nil, 409, "import.not_running"},
			{"start after cancel", own, "POST", path + "/start", nil, 202, `"state":"waiting"`},
			{"rejects", own, "GET", path + "/rejects", nil, 200, `"items":[]`},
		} {
			status, body := f.call(t, c.who, c.method, c.path, c.body)
			if status != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %d %s\nwant %d with %s", c.name, status, body, c.status, c.want)
			}
		}
		if asked := f.logged(t, ImportStarted); !slices.Equal(asked, []string{i.ID, i.ID}) {
			t.Errorf("runs asked for: %v", asked)
		}
		f.run(t, i.ID)
		other := as(access.Analyst, access.Grant{Role: access.Analyst, Scope: access.Program(idOne), Rows: access.RowsAll})
		if status, body := f.call(t, other, "GET", path, nil); status != 403 {
			t.Errorf("an import of another program: %d %s", status, body)
		}
		f.call(t, own, "POST", path+"/undo", nil)
		if asked := f.logged(t, ImportUndoing); !slices.Equal(asked, []string{i.ID}) {
			t.Errorf("undoing asked for: %v", asked)
		}
		f.run(t, i.ID)
		if status, body := f.call(t, own, "DELETE", path, nil); status >= 300 {
			t.Errorf("delete: %d %s", status, body)
		}
		kept := 0
		if err := f.Store.Files().Each(t.Context(), func(string, int64) error { kept++; return nil }); err != nil || kept != 0 {
			t.Errorf("%d files kept after the import was deleted, %v", kept, err)
		}
	})
}

// TestUploadRefuses: what is no table is refused with a reason, and nothing of
// it is kept.
func TestUploadRefuses(t *testing.T) {
	f := sqlite(t)
	for _, c := range []struct{ name, content, key string }{
		{"empty", "", "file.empty"}, {"header only", "a,b,c\n", "file.empty"}, {"cut off", "PK\x03\x04more", "file.damaged"}, {"old workbook", "\xD0\xCF\x11\xE0more", "file.spreadsheet"}, {"JSON", "[\n{}]", "file.json"}, {"binary", "a,\x00b\n\x00\x01", "file.not_text"},
	} {
		_, err := f.Upload(owner(t), c.name+".csv", "", strings.NewReader(c.content))
		if err == nil || !strings.Contains(faultText(err), c.key) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	kept := 0
	if err := f.Store.Files().Each(t.Context(), func(string, int64) error { kept++; return nil }); err != nil || kept != 0 {
		t.Errorf("%d files kept, %v", kept, err)
	}
	status, body := f.call(t, as(access.Owner), http.MethodPost, "/api/imports", "no form")
	if status != 422 || !strings.Contains(body, `"field":"file"`) {
		t.Errorf("no form: %d %s", status, body)
	}
}
