package respond

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

const png = "\x89PNG\r\n\x1a\nits bytes"

// damage asks for photos, and then for a word.
func (a *asked) damage() *questionnaire.Document {
	d := a.crossing()
	d.Ends = append(d.Ends, questionnaire.End{Code: "out", Outcome: questionnaire.OutcomeScreened, Title: both("Another time", "Une autre fois")})
	d.Pages = []questionnaire.Page{
		{Code: "one", Questions: []questionnaire.Question{
			{Code: "photo", Kind: questionnaire.KindFile, Text: both("A photo of the damage", "Une photo du dégât"), Required: questionnaire.RequiredHard, Limits: &questionnaire.Limits{FileCount: 2, FileBytes: 1000, FileTypes: []string{"image/png", "application/pdf"}}},
			{Code: "deck", Kind: questionnaire.KindNumber, Text: both("On which deck?", "Sur quel pont ?")},
		}, Branches: []questionnaire.Branch{{If: "deck > 9", End: "out"}}},
		{Code: "two", Questions: []questionnaire.Question{{Code: "word", Kind: questionnaire.KindText, Text: both("Anything else?", "Autre chose ?")}}},
	}
	return d
}

// file is a part of a form.
type file struct{ field, name, content string }

func (a *asked) multi(path string, files []file, pairs ...string) (int, string) {
	a.t.Helper()
	return a.do(a.parts(path, files, pairs...))
}

func (a *asked) parts(path string, files []file, pairs ...string) *http.Request {
	a.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	for _, f := range files {
		part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + f.field + `"; filename="` + f.name + `"`}, "Content-Type": {"text/html"}})
		if err != nil {
			a.t.Fatal(err)
		}
		_, _ = part.Write([]byte(f.content))
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// stored are how many files the record has.
func (a *asked) stored() (n int) {
	a.t.Helper()
	if err := a.Store.Files().Each(a.ctx, func(string, int64) error { n++; return nil }); err != nil {
		a.t.Fatal(err)
	}
	return n
}

// sweep does what erasures have left to do.
func (a *asked) sweep() {
	a.t.Helper()
	if err := people.NewService(people.Options{Store: a.Store, Now: a.Now, NewID: newID}).Sweep(a.ctx); err != nil {
		a.t.Fatal(err)
	}
}

var kept = regexp.MustCompile(`name="q.photo" value="([0-9a-f-]{36})" checked><span>([^<]*)<`)

// TestFilesComeWithAnswers: they are kept, shown, taken off again, and go with the answer.
func TestFilesComeWithAnswers(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.damage())
		to := a.begun("crossing", "")
		status, page := a.get(to)
		a.see("asked", status, page, 200, `enctype="multipart/form-data"`, "Up to 2 files of at most 1 kB each: png, pdf.", `accept=".png,.pdf"`, " multiple")

		for _, c := range []struct {
			name, content, says string
		}{{"", "", "This needs an answer."}, {"a.html", "<script>", "of a kind that is not taken"}, {"a.png", "<script>", "of a kind that is not taken"}, {"a.png", png + strings.Repeat("x", 1000), "too large; at most 1 kB"}} {
			status, page := a.multi(to, []file{{"q.photo", c.name, c.content}}, "page", "one", "go", "next")
			a.see(c.name, status, page, 422, c.says)
			if strings.Count(page, `class="err"`) != 1 {
				t.Errorf("%s: %s", c.name, page)
			}
		}
		if a.sweep(); a.stored() != 0 {
			t.Errorf("%d files are stored that were refused", a.stored())
		}
		status, page = a.multi(to, []file{{"q.photo", `C:\\me\\my photo.png`, png}, {"q.photo", "b.PDF", "%PDF-1.7"}, {"q.photo", "c.pdf", "%PDF-1.7"}, {"q.none", "d.pdf", "%PDF-1.7"}}, "page", "one", "go", "next")
		a.see("too many", status, page, 422, "At most so many files: 2", "b.PDF")
		ids := kept.FindAllStringSubmatch(page, -1)
		if len(ids) != 2 || a.stored() != 2 {
			t.Fatalf("%q, %d stored", ids, a.stored())
		}
		status, page = a.multi(to, []file{{"q.photo", "", ""}}, "page", "one", "q.photo", ids[0][1], "go", "next")
		a.see("one taken off", status, page, 303, "page=two")
		if a.sweep(); a.stored() != 1 {
			t.Errorf("%d files are stored", a.stored())
		}
		status, page = a.get(to + "?page=one")
		a.see("back", status, page, 200, ids[0][1], "my photo.png (1 kB)")
		other := a.begun("crossing", "")
		status, page = a.post(other, "page", "one", "q.photo", ids[0][1], "go", "next")
		a.see("somebody else's file", status, page, 422, "This needs an answer.")

		status, page = a.post(to, "page", "two", "go", "next")
		a.see("the end", status, page, 200, "Thank you")
		receipt := receiptForm.FindStringSubmatch(page)
		a.hasFile()
		status, page = a.post("/s/crossing/receipt", "code", receipt[1], "go", "withdraw")
		a.see("taken back", status, page, 200, "removed")
		if a.sweep(); a.stored() != 0 {
			t.Errorf("%d files stay of an answer that was taken back", a.stored())
		}
	})
}

// hasFile: the response has its file, and it is opened as it was sent.
func (a *asked) hasFile() {
	a.t.Helper()
	id := a.responses()[0]
	full, err := a.Collect.GetResponse(a.ctx, id)
	if err != nil || len(full.Files) != 1 || full.Files[0].Size != int64(len(png)) || full.Files[0].Type != "image/png" || full.Files[0].Question != "A photo of the damage" || len(full.Answers) != 1 || full.Answers[0].Choice != "1 file" {
		a.t.Fatalf("%+v %v", full, err)
	}
	f, err := a.Collect.OpenFile(a.ctx, id, full.Files[0].ID)
	if err != nil {
		a.t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if size, again := f.Seek(0, io.SeekEnd); err != nil || f.Close() != nil || string(got) != png || size != int64(len(png)) || again != nil {
		a.t.Errorf("%q, %d bytes to its end, %v %v", got, size, err, again)
	}
	if _, err := a.Collect.OpenFile(a.ctx, a.NewID(), full.Files[0].ID); !fault.Is(err, fault.CodeNotFound) {
		a.t.Errorf("by another response: %v", err)
	}
	elsewhere := access.With(a.t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID()), Rows: access.RowsAll}}})
	if _, err := a.Collect.OpenFile(elsewhere, id, full.Files[0].ID); !fault.Is(err, fault.CodeNotFound) {
		a.t.Errorf("by who answers for another program: %v", err)
	}
	if _, err := a.Collect.OpenFile(a.t.Context(), id, full.Files[0].ID); !fault.Is(err, fault.CodeUnauthenticated) {
		a.t.Errorf("by nobody: %v", err)
	}
}

// TestFilesGoWithWhatIsLeft: of those screened out, of those who never came back, and
// of a program that is removed.
func TestFilesGoWithWhatIsLeft(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.damage())
		photo := []file{{"q.photo", "a.png", png}}
		a.multi(a.begun("crossing", ""), photo, "page", "one", "q.deck", "10", "go", "next")
		if a.sweep(); a.stored() != 0 {
			t.Errorf("%d files stay of who was screened out", a.stored())
		}
		a.multi(a.begun("crossing", ""), photo, "page", "one", "go", "next")
		if a.sweep(); a.stored() != 1 {
			t.Fatalf("%d files while it is answered", a.stored())
		}
		start := a.Now()
		a.Now = func() time.Time { return start.Add(LeftKept + time.Hour) }
		if n, err := a.ForgetLeft(a.ctx); n != 1 || err != nil {
			t.Errorf("%d forgotten, %v", n, err)
		}
		if a.sweep(); a.stored() != 0 {
			t.Errorf("%d files stay of who did not come back", a.stored())
		}
		a.multi(a.begun("crossing", ""), photo, "page", "one", "go", "next")
		if err := a.Collect.RemoveProgram(a.ctx, a.program); err != nil {
			t.Fatal(err)
		}
		if a.sweep(); a.stored() != 0 {
			t.Errorf("%d files stay of a program that was removed", a.stored())
		}
	})
}

// TestAFileStandsInThePersonsFile with what is in it.
func TestAFileStandsInThePersonsFile(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.damage())
		to := a.begun("crossing", "")
		a.multi(to, []file{{"q.photo", "a.png", png}}, "page", "one", "go", "next")
		a.post(to, "page", "two", "go", "next")
		person := a.NewID()
		_, err := a.Store.Write(a.ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE response SET customer_id = ?, consent = 2", person)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		err = a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
			return collect.Rights{Files: a.Store.Files()}.ExportPerson(ctx, q, people.Person{ID: person, IDs: []string{person}}, false, func(section string, item any) error {
				text, err := json.Marshal(item)
				if section == "files" {
					told = append(told, string(text))
				}
				return err
			})
		})
		if err != nil || len(told) != 1 || !strings.Contains(told[0], "iVBORw0KGgppdHMgYnl0ZXM=") || !strings.Contains(told[0], a.responses()[0]) {
			t.Errorf("%q %v", told, err)
		}
	})
}

// TestAPreviewKeepsNoFile though it is walked through with one.
func TestAPreviewKeepsNoFile(t *testing.T) {
	each(t, func(a *asked) {
		s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Crossing", Document: a.damage()})
		if err != nil {
			t.Fatal(err)
		}
		r := a.parts("/preview/"+s.ID, []file{{"q.photo", "a.png", png}}, "page", "one", "state", "{}", "go", "next")
		status, page := a.do(r.WithContext(a.ctx))
		a.see("the next page", status, page, 200, "Anything else?")
		if a.stored() != 0 {
			t.Errorf("%d files are stored", a.stored())
		}
	})
}

// TestAFileTakesThePlaceOfTheOneBefore where one is asked for.
func TestAFileTakesThePlaceOfTheOneBefore(t *testing.T) {
	each(t, func(a *asked) {
		d := a.damage()
		d.Pages[0].Questions[0].Limits = nil
		a.publish(d)
		to := a.begun("crossing", "")
		a.multi(to, []file{{"q.photo", "a.png", png}}, "page", "one", "go", "back")
		_, page := a.get(to + "?page=one")
		first := kept.FindStringSubmatch(page)
		if first == nil || !strings.Contains(page, "One file of at most 10 MB") {
			a.t.Error(page)
			return
		}
		a.multi(to, []file{{"q.photo", "b.png", png}}, "page", "one", "q.photo", first[1], "go", "back")
		_, page = a.get(to + "?page=one")
		if second := kept.FindAllStringSubmatch(page, -1); len(second) != 1 || !strings.HasPrefix(second[0][2], "b.png") {
			t.Errorf("%q", second)
		}
		if a.sweep(); a.stored() != 1 {
			t.Errorf("%d files are stored", a.stored())
		}
	})
}
