package collect

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/balcony-cx/balcony/internal/access"
)

// guessedOtherwise is a Windows-1252 file with semicolons that looks like one
// with commas: every row has the same number of those too, and more of them.
func guessedOtherwise(t testing.TB) string {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String("Note de 0 à 10;Prix, taxes, frais, total;Région\n" +
		"9;12,5, 1,0;Île\n3;8,5, 2,0;Sud\n10;9,5, 1,5;Île\n7;7,5, 1,0;Sud\n")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func names(i Import) string {
	var out []string
	for _, c := range i.Columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, "|")
}

// TestReading: what a person says of a file is how it is shown, guessed, taken
// in, and known when it comes again.
func TestReading(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		file := guessedOtherwise(t)
		i := f.upload(t, "notes.csv", file)
		if i.File.Delimiter != "comma" || i.File.Encoding != "windows-1252" || !i.File.Said.open() {
			t.Fatalf("the file is no longer guessed wrong: %+v %s", i.File, names(i))
		}
		path := "/api/imports/" + i.ID + "/reading"
		own := as(access.Owner)
		for _, c := range []struct {
			name   string
			who    access.Who
			body   string
			status int
			want   string
		}{
			{"viewer", as(access.Viewer), `{}`, 403, "forbidden"},
			{"a delimiter there is none of", own, `{"delimiter":"pipe"}`, 422, `"file.delimiter"`},
			{"another delimiter still", own, `{"delimiter":"colon"}`, 422, `delimiter`},
			{"not UTF-16", own, `{"encoding":"utf-16le"}`, 422, `"file.encoding"`},
		} {
			if status, body := f.call(t, c.who, http.MethodPut, path, c.body); status != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %d %s", c.name, status, body)
			}
		}
		if same, err := f.GetImport(owner(t), i.ID); err != nil || names(same) != names(i) || same.Version != i.Version {
			t.Errorf("refused choices changed the import: %s %d, %v", names(same), same.Version, err)
		}
		status, body := f.call(t, own, http.MethodPut, path, `{"delimiter":"semicolon"}`)
		var read Import
		if err := json.Unmarshal([]byte(body), &read); err != nil || status != 200 {
			t.Fatalf("%d %s", status, body)
		}
		if names(read) != "Note de 0 à 10|Prix, taxes, frais, total|Région" || read.File.Said != (Reading{Delimiter: "semicolon"}) ||
			read.File.Delimiter != "semicolon" || read.Version != i.Version+1 || read.Mapping.Columns[0].Role != RoleScore {
			t.Fatalf("read as said: %s %+v %+v", names(read), read.File, read.Mapping.Columns)
		}
		if p, err := f.PreviewImport(owner(t), i.ID); err != nil || p.Counts.New != 4 || p.Rows[0].Cells[2] != "Île" {
			t.Errorf("preview %+v %v", p, err)
		}
		f.checkRepeat(t, read, file)
	})
}

// checkRepeat starts an import that was read as said, sends its file again and
// takes all back.
func (f *fixture) checkRepeat(t *testing.T, read Import, file string) {
	t.Helper()
	if _, _, err := f.StartImport(owner(t), read.ID); err != nil {
		t.Fatal(faultText(err))
	}
	first := f.run(t, read.ID)
	if got := counts(first); got != "done new 4 same 0 changed 0 rejected 0" {
		t.Fatal(got)
	}
	if _, _, err := f.SetReading(owner(t), read.ID, "", Reading{}); err == nil || !strings.Contains(faultText(err), "import.started") {
		t.Errorf("reading changed after the start: %v", err)
	}
	again := f.upload(t, "notes.csv", file)
	if again.File.Said.Delimiter != "semicolon" || names(again) != names(read) {
		t.Errorf("the same file again is read otherwise: %+v %s", again.File, names(again))
	}
	if _, _, err := f.StartImport(owner(t), again.ID); err != nil {
		t.Fatal(faultText(err))
	}
	if got := counts(f.run(t, again.ID)); got != "done new 0 same 4 changed 0 rejected 0" {
		t.Errorf("the same file again: %s", got)
	}
	for _, id := range []string{again.ID, first.ID} {
		if _, _, err := f.UndoImport(owner(t), id); err != nil {
			t.Fatal(faultText(err))
		}
		if i := f.run(t, id); i.State != StateUndone {
			t.Errorf("state %s", i.State)
		}
	}
	if n := f.count(t, "SELECT count(*) FROM response"); n != 0 {
		t.Errorf("%d responses left", n)
	}
}

// TestReadingKeepsTheWhole: program, consent and day stay, columns are guessed
// anew, and as found is as it was.
func TestReadingKeepsTheWhole(t *testing.T) {
	f := sqlite(t)
	program, _ := f.program(t, "Ferries")
	i := f.upload(t, "names.csv", "Anna,Paris\nBen,Lyon\nCleo,Nice\n")
	if !i.File.Header {
		t.Fatal("a file of words is no longer guessed to have a header")
	}
	m := i.Mapping
	m.ProgramID, m.Consent = program, "firm"
	if _, _, err := f.SetMapping(owner(t), i.ID, "", m); err != nil {
		t.Fatal(faultText(err))
	}
	no := false
	read, _, err := f.SetReading(owner(t), i.ID, "", Reading{Header: &no})
	if err != nil {
		t.Fatal(faultText(err))
	}
	if names(read) != "Column A|Column B" || read.File.Rows != 3 || read.Mapping.ProgramID != program || read.Mapping.Consent != "firm" || read.Mapping.DefaultTime == nil {
		t.Errorf("%s, %d rows, %+v", names(read), read.File.Rows, read.Mapping)
	}
	if _, _, err := f.SetReading(owner(t), i.ID, `"1"`, Reading{}); err == nil || !strings.Contains(faultText(err), "conflict") {
		t.Errorf("an old version: %v", err)
	}
	back, _, err := f.SetReading(owner(t), i.ID, "", Reading{})
	if err != nil || names(back) != names(i) || back.File.Rows != 2 {
		t.Errorf("as found again: %s, %d rows, %v", names(back), back.File.Rows, err)
	}
}

// TestUploadAs: what is said with the upload holds from the first look on.
func TestUploadAs(t *testing.T) {
	f := sqlite(t)
	send := func(fields map[string]string) (int, string) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for name, value := range fields {
			if err := form.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
		part, err := form.CreateFormFile("file", "notes.csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(guessedOtherwise(t))); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequestWithContext(owner(t), http.MethodPost, "/api/imports", &body)
		req.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		f.handler.ServeHTTP(w, req)
		return w.Code, w.Body.String()
	}
	for _, c := range []struct {
		fields map[string]string
		status int
		want   string
	}{
		{map[string]string{"delimiter": "semicolon", "header": "false"}, 201, `"name":"Column B"`},
		{map[string]string{"delimiter": "semicolon", "encoding": "utf-8"}, 201, `"said":{"encoding":"utf-8","delimiter":"semicolon"}`},
		{map[string]string{"delimiter": "slash"}, 422, "file.delimiter_unknown"},
		{map[string]string{"encoding": "ebcdic"}, 422, "file.encoding_unknown"},
		{map[string]string{"header": "perhaps"}, 422, "file.header_unknown"},
		{map[string]string{"header_rows": "0"}, 201, `"header_rows":0`},
		{map[string]string{"header_rows": "4"}, 422, "file.header_rows_unknown"},
		{map[string]string{"encoding": "utf-16be"}, 422, "file.encoding"},
	} {
		if status, body := send(c.fields); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%v: %d %s", c.fields, status, body)
		}
	}
}
