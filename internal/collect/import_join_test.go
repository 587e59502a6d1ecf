package collect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

const (
	stays   = "RESPNUM,recommend (0-10),day,terminal\n1,9,2026-01-05,A\n2,3,2026-01-06,B\n3,10,2026-01-07,A\n4,7,2026-01-08,B\n"
	ratings = "RESPNUM_FK,question_code,rating_value\n1,Signs,5.0\n1,Food,3\n2,Signs,2\n3,Food,4\n3,Signs,5\n1,Food,1\n9,Signs,1\n2,Staff,4\n3,Staff,5\n"
	words   = "visitor,remark\n1,Easy to find\n3,Kind people\n"
)

// send uploads a further file for an import.
func (f *fixture) send(t testing.TB, who access.Who, id, name, content string, fields map[string]string) (int, Import, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range fields {
		if err := form.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequestWithContext(access.With(t.Context(), who), http.MethodPost, "/api/imports/"+id+"/joins", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, req)
	var i Import
	if w.Code == http.StatusCreated {
		if err := json.Unmarshal(w.Body.Bytes(), &i); err != nil {
			t.Fatal(err)
		}
	}
	return w.Code, i, w.Body.String()
}

func (f *fixture) join(t testing.TB, id, name, content string, fields map[string]string) Import {
	t.Helper()
	status, i, body := f.send(t, as(access.Owner), id, name, content, fields)
	if status != http.StatusCreated {
		t.Fatalf("join %s: %d %s", name, status, body)
	}
	return i
}

// joined uploads the three files; the third is joined as said.
func (f *fixture) joined(t testing.TB) Import {
	t.Helper()
	i := f.upload(t, "stays.csv", stays)
	f.join(t, i.ID, "ratings.csv", ratings, nil)
	return f.join(t, i.ID, "words.csv", words, map[string]string{"left": "RESPNUM", "right": "visitor"})
}

// TestImportJoined: a survey, its ratings in a long table and its comments in
// a wide one are profiled, shown and taken in as one table, also when what was
// made of them is lost in between.
func TestImportJoined(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.Scratch = t.TempDir()
		i := f.joined(t)
		if got := names(i); got != "RESPNUM|recommend (0-10)|day|terminal|Signs|Food|Staff|remark" {
			t.Fatal(got)
		}
		on := i.Joins[0]
		if *on.On != (JoinOn{Left: "RESPNUM", Right: "RESPNUM_FK", Name: "question_code", Value: "rating_value"}) || !on.Guessed || i.Joins[1].Guessed {
			t.Errorf("joined by %+v guessed %v, then %v", on.On, on.Guessed, i.Joins[1].Guessed)
		}
		r := on.Report
		if r.Left != 4 || r.Matched != 3 || r.Unmatched.Rows != 1 || r.Unmatched.Examples[0].Key != "4" || r.Twice.Rows != 1 || r.Twice.Examples[0].Name != "Food" ||
			r.Unused.Rows != 1 || r.Unused.Examples[0].Key != "9" {
			t.Errorf("report %+v", r)
		}
		if p, err := f.PreviewImport(owner(t), i.ID); err != nil || p.Counts.New != 4 || strings.Join(p.Rows[0].Cells, "|") != "1|9|2026-01-05|A|5.0|3||Easy to find" {
			t.Errorf("preview %+v %v", p, err)
		}
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		if err := os.RemoveAll(f.Scratch); err != nil { // as at a restart
			t.Fatal(err)
		}
		if got := counts(f.run(t, i.ID)); got != "done new 4 same 0 changed 0 rejected 0" {
			t.Fatal(got)
		}
		if n := f.count(t, "SELECT count(*) FROM response WHERE document LIKE '%Kind people%'"); n != 1 {
			t.Errorf("%d answers with the words of the third file", n)
		}
		f.checkScratch(t, 0)
	})
}

// checkScratch counts the joined tables that are kept.
func (f *fixture) checkScratch(t testing.TB, want int) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(f.Scratch, "*"))
	if err != nil || len(found) != want {
		t.Errorf("scratch files %v, %d expected; %v", found, want, err)
	}
}

// TestJoinsAreKept: the next file like one that was joined names what it was
// joined with; with those it is known row by row.
func TestJoinsAreKept(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.Scratch = t.TempDir()
		first := f.joined(t)
		if _, _, err := f.StartImport(owner(t), first.ID); err != nil {
			t.Fatal(faultText(err))
		}
		f.run(t, first.ID)
		next := f.upload(t, "stays.csv", stays)
		if len(next.Expects) != 2 || next.Expects[1].File != "words.csv" || next.Expects[1].On.Right != "visitor" {
			t.Fatalf("expected joins %+v", next.Expects)
		}
		f.join(t, next.ID, "again.csv", ratings, nil)
		next = f.join(t, next.ID, "words.csv", words, nil) // joined as before: its names do not tell
		if len(next.Expects) != 0 || names(next) != names(first) || next.Mapping.SourceID == "" {
			t.Fatalf("%s, still expected %+v, source %q", names(next), next.Expects, next.Mapping.SourceID)
		}
		if p, err := f.PreviewImport(owner(t), next.ID); err != nil || p.Counts.Same != 4 {
			t.Errorf("preview %+v %v", p.Counts, err)
		}
		if _, err := f.DeleteImport(owner(t), next.ID); err != nil {
			t.Fatal(faultText(err))
		}
		f.checkScratch(t, 0)
		if n := f.count(t, "SELECT count(*) FROM import_join WHERE import_id = ?", next.ID); n != 0 {
			t.Errorf("%d joins of a deleted import", n)
		}
		if again := f.join(t, f.upload(t, "stays.csv", stays).ID, "ratings.csv", ratings, nil); again.Joins[0].Report == nil {
			t.Error("a file that two imports had is gone with one of them")
		}
	})
}

// TestJoinIsOpen: where names do not tell, nothing starts before somebody says
// by which columns; what is said wrong changes nothing; taken out, the file
// stands alone again with what was set for its columns.
func TestJoinIsOpen(t *testing.T) {
	f := sqlite(t)
	f.Scratch = t.TempDir()
	i := f.upload(t, "stays.csv", stays)
	i.Mapping.Columns[3].Role = RoleUnit
	if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
		t.Fatal(faultText(err))
	}
	i = f.join(t, i.ID, "words.csv", words, nil)
	if i.Joins[0].On != nil || names(i) != "RESPNUM|recommend (0-10)|day|terminal" {
		t.Fatalf("%+v %s", i.Joins[0], names(i))
	}
	if _, _, err := f.StartImport(owner(t), i.ID); err == nil || !strings.Contains(faultText(err), "join.open") {
		t.Errorf("started with an open join: %v", err)
	}
	own := as(access.Owner)
	path := "/api/imports/" + i.ID + "/joins/0"
	for _, c := range []struct {
		name, path, body string
		who              access.Who
		status           int
		want             string
	}{
		{"viewer", path, `{"left":"RESPNUM","right":"visitor"}`, as(access.Viewer), 403, "forbidden"},
		{"no such join", "/api/imports/" + i.ID + "/joins/4", `{"left":"RESPNUM","right":"visitor"}`, own, 404, "not_found"},
		{"no such column", path, `{"left":"RESPNUM","right":"guest"}`, own, 422, "join.column"},
		{"half a pivot", path, `{"left":"RESPNUM","right":"visitor","name":"remark"}`, own, 422, "join.half_pivot"},
		{"no left column", path, `{"right":"visitor"}`, own, 422, "left"},
		{"right", path, `{"left":"RESPNUM","right":"visitor"}`, own, 200, `"name":"remark"`},
	} {
		if status, body := f.call(t, c.who, http.MethodPut, c.path, c.body); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
	}
	f.checkScratch(t, 1)
	status, body := f.call(t, own, http.MethodDelete, path, nil)
	var alone Import
	if err := json.Unmarshal([]byte(body), &alone); err != nil || status != 200 || len(alone.Joins) != 0 || names(alone) != "RESPNUM|recommend (0-10)|day|terminal" {
		t.Fatalf("%d %s", status, body)
	}
	if alone.Mapping.Columns[3].Role != RoleUnit {
		t.Errorf("what was set for a column is lost: %+v", alone.Mapping.Columns[3])
	}
	f.checkScratch(t, 0)
	if status, _, body := f.send(t, as(access.Viewer), i.ID, "words.csv", words, nil); status != 403 {
		t.Errorf("a viewer adds a file: %d %s", status, body)
	}
	if status, _, body := f.send(t, own, i.ID, "words.csv", words, map[string]string{"left": "RESPNUM"}); status != 422 || !strings.Contains(body, "join.half") {
		t.Errorf("half of a join: %d %s", status, body)
	}
	if status, _, body := f.send(t, own, i.ID, "words.csv", "", nil); status != 422 || !strings.Contains(body, "file.empty") {
		t.Errorf("an empty file: %d %s", status, body)
	}
}

// TestJoinReopens: read otherwise, a file may lose the column it was joined by.
func TestJoinReopens(t *testing.T) {
	f := sqlite(t)
	f.Scratch = t.TempDir()
	i := f.joined(t)
	none := 0
	read, _, err := f.SetReading(owner(t), i.ID, "", Reading{Rows: &none})
	if err != nil || read.Joins[0].On != nil || read.Joins[1].On != nil || len(read.Columns) != 4 {
		t.Fatalf("%+v %v", read.Joins, err)
	}
}

// TestGuessJoin: keys are found by name, long tables by keys that come again.
func TestGuessJoin(t *testing.T) {
	f := sqlite(t)
	long := func(rows int) string {
		var b strings.Builder
		b.WriteString("order_id,item,value,extra\n")
		for n := range rows {
			fmt.Fprintf(&b, "%d,%s,%d,x\n", n/3, []string{"price", "speed", "help"}[n%3], n%5)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, right string
		left        []string
		want        *JoinOn
	}{
		{"long", long(30), []string{"score", "Order ID"}, &JoinOn{Left: "Order ID", Right: "order_id", Name: "item", Value: "value"}},
		{"comments", "order_id,comment_field,comment_group,comment_code,Comment\n1,Q1,Q,7,too slow\n1,Q2,Q,8,too dear\n2,Q1,Q,7,kind\n2,Q2,Q,9,loud\n", []string{"order_id"},
			&JoinOn{Left: "order_id", Right: "order_id", Name: "comment_field", Value: "Comment"}},
		{"wide", "order_id,city\n1,Oslo\n2,Rome\n3,Bonn\n", []string{"order_id", "score"}, &JoinOn{Left: "order_id", Right: "order_id"}},
		{"strangers", "guest,city\n1,Oslo\n2,Rome\n", []string{"order_id", "score"}, nil},
	} {
		i := f.upload(t, c.name+".csv", c.right)
		e, err := f.examine(owner(t), f.hashOf(t, i.ID), Reading{})
		if err != nil {
			t.Fatal(err)
		}
		got := guessJoin(c.left, e.profile)
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if !slices.Equal([]string{keyName("RESPNUM_FK"), keyName("Customer ID")}, []string{"respnum", "customer"}) {
		t.Error(keyName("RESPNUM_FK"), keyName("Customer ID"))
	}
}

func (f *fixture) hashOf(t testing.TB, id string) string {
	t.Helper()
	r, _, err := f.joinable(owner(t), id, "")
	if err != nil {
		t.Fatal(err)
	}
	return r.FileHash
}
