package purpose

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestQuestionsOverHTTP: five, in their order; answered, unknown or open.
func TestQuestionsOverHTTP(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newObjectiveWorld(t, store)
		w.People = known{"u": "Uma"}
		as := func(role access.Role, at access.Scope) access.Who {
			return access.Who{UserID: string(role), Grants: []access.Grant{{Role: role, Scope: at, Rows: access.RowsAll}}}
		}
		list := "/api/programs/" + w.a.ID + "/questions"
		for _, c := range []struct {
			name                      string
			who                       access.Who
			method, path, match, body string
			status                    int
			want                      string
		}{
			{"nobody", access.Who{}, "GET", list, "", "", 401, ""},
			{"open at first", as(access.Viewer, access.Program(w.a.ID)), "GET", list, "", "", 200, `"question":"which_needs","state":"open","answer":"","figures":[],"version":0`},
			{"of another program", as(access.Viewer, access.Program(w.b.ID)), "GET", list, "", "", 404, ""},
			{"answer as a viewer", as(access.Viewer, access.Whole()), "PUT", list + "/why_still", "", `{"answer":"Habit"}`, 403, ""},
			{"answer as lead of another", as(access.Lead, access.Program(w.b.ID)), "PUT", list + "/why_still", "", `{"answer":"Habit"}`, 403, ""},
			{"a sixth question", w.owner, "PUT", list + "/how_much", "", `{"answer":"Habit"}`, 404, ""},
			{"both", w.owner, "PUT", list + "/why_still", "", `{"answer":"Habit","unknown":true}`, 422, `"question.both"`},
			{"answer", w.owner, "PUT", list + "/why_still", "", `{"answer":" Habit ","figures":[{"kind":"measure","key":"m"},{"kind":"measure","key":"m"}]}`, 200, `"state":"answered","answer":"Habit","figures":[{"kind":"measure","key":"m"}],"author_id":"u","author_name":"Uma"`},
			{"old version", w.owner, "PUT", list + "/why_still", `"0"`, `{"unknown":true}`, 409, `"changed_meanwhile"`},
			{"another figure leaves the author", as(access.Lead, access.Program(w.a.ID)), "PUT", list + "/why_still", `"1"`, `{"answer":"Habit","figures":[{"kind":"trait","key":"t1"}]}`, 200, `"author_id":"u"`},
			{"a standard and what happens", w.owner, "PUT", list + "/how_it_feels", "", `{"answer":"Slow","figures":[{"kind":"standard","key":"t-1"},{"kind":"volume","key":"t-1"}]}`, 200, `"figures":[{"kind":"standard","key":"t-1"},{"kind":"volume","key":"t-1"}]`},
			{"what people said", w.owner, "PUT", list + "/which_needs", "", `{"answer":"To arrive","figures":[{"kind":"finding","key":"f-1"}]}`, 200, `"figures":[{"kind":"finding","key":"f-1"}]`},
			{"a figure of no kind", w.owner, "PUT", list + "/how_it_feels", "", `{"answer":"Slow","figures":[{"kind":"weather","key":"t-1"}]}`, 422, `figures`},
			{"unknown", as(access.Lead, access.Program(w.a.ID)), "PUT", list + "/how_used", "", `{"unknown":true}`, 200, `"state":"unknown"`},
			{"read", w.owner, "GET", list, "", "", 200, `"question":"how_used","state":"unknown"`},
			{"open again", w.owner, "PUT", list + "/how_used", `"1"`, `{}`, 200, `"state":"open"`},
		} {
			t.Run(c.name, func(t *testing.T) {
				status, body := w.call(c.who, c.method, c.path, c.match, c.body)
				if status != c.status || !strings.Contains(body, c.want) {
					t.Errorf("%d %s", status, body)
				}
			})
		}
	})
}
