package listen

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// made is all that is kept of a document but the number of its change, as one text.
func (b bench) made(t *testing.T, id string) string {
	t.Helper()
	var text []byte
	err := b.view(t.Context(), func(ctx context.Context, q record.Querier) error {
		rows, err := rowsOf(ctx, q, id)
		if err != nil {
			return err
		}
		for _, d := range rows["document"] {
			delete(d, "version")
		}
		text, err = json.Marshal(rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// worked gives zoe's transcript, mended, released, coded, and thought about.
func (b bench) worked(t *testing.T) (d Document, interview string) {
	t.Helper()
	rita := as(t.Context(), "rita", access.Researcher)
	d, interview = b.zoe(t)
	book, _, err := b.CreateCodebook(rita, Codebook{ProgramID: b.program, Name: "Waiting"})
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := b.CreateCode(rita, Code{CodebookID: book.ID, Name: "Late"})
	if err != nil {
		t.Fatal(err)
	}
	for _, passage := range []Passage{{FromN: 4, ToN: 4, ToPos: 3}, {FromN: 1, ToN: 2, ToPos: 2}} {
		if _, _, err := b.CodePassages(rita, []Coding{{ID: b.NewID(), DocumentID: d.ID, CodeID: code.ID, Passage: passage, Memo: "long"}}); err != nil {
			t.Fatal(err)
		}
	}
	for path, body := range map[string]string{
		"/api/memos":                        `{"about": "document", "about_id": "` + d.ID + `", "body": "Ask again"}`,
		"/api/documents/" + d.ID + "/masks": `{"n": 2, "start": 4, "length": 3, "kind": "other"}`,
	} {
		if status, answer := b.ask(rita, "POST", path, "", body); status >= 300 {
			t.Fatalf("%s: %d %s", path, status, answer)
		}
	}
	b.runs(t, "UPDATE mask SET state = 'confirmed' WHERE document_id = ?", d.ID)
	if status, answer := b.ask(rita, "POST", "/api/documents/"+d.ID+"/release", "", ""); status >= 300 {
		t.Fatalf("released: %d %s", status, answer)
	}
	b.runs(t, "UPDATE interview SET state = ? WHERE id = ?", string(Coded), interview)
	return d, interview
}

// TestARemovedDocumentComesBack: with all that was made of it, to its
// researchers, while nothing stands in its place; after a week it is gone.
func TestARemovedDocumentComesBack(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		d, interview := b.worked(t)
		before, path := b.made(t, d.ID), "/api/documents/"+d.ID
		for _, table := range []string{"sentence", "mask", "coding", "coding_pass", "memo", "document"} {
			if !strings.Contains(before, `"`+table+`":[{`) {
				t.Errorf("nothing in %s to bring back: %s", table, before)
			}
		}
		remove := func() {
			t.Helper()
			if status, answer := b.ask(rita, "DELETE", path+"?codings=9", "", ""); status != 204 {
				t.Fatalf("removed: %d %s", status, answer)
			}
		}
		restore := func(who context.Context, want int, problem string) {
			t.Helper()
			if status, answer := b.ask(who, "POST", path+"/restoration", "", ""); status != want || !strings.Contains(answer, problem) {
				t.Errorf("put back: %d %s", status, answer)
			}
		}
		listed := func(who context.Context, want int) {
			t.Helper()
			all, err := b.RemovedDocuments(who, d.StudyID)
			if err != nil || len(all) != want {
				t.Errorf("%d can be put back, want %d: %+v %v", len(all), want, all, err)
			}
			if want > 0 && (all[0].ID != d.ID || all[0].InterviewID != interview || all[0].InterviewNumber == 0 || !all[0].Until.Equal(b.Now().Add(keptRemoved))) {
				t.Errorf("listed as %+v", all[0])
			}
		}
		restore(rita, 404, "")
		listed(rita, 0)
		remove()
		b.leavesNothing(t, d.ID)
		listed(rita, 1)
		listed(otto, 0)
		b.runs(t, "UPDATE customer SET restricted_at = 1")
		listed(rita, 0)
		b.runs(t, "UPDATE customer SET restricted_at = NULL")
		restore(otto, 404, "")
		if _, total, err := b.Search(rita, d.StudyID, "invoices", "", 0, 50); err != nil || total != 0 {
			t.Errorf("found while it is removed: %d %v", total, err)
		}
		restore(rita, 204, "")
		if after := b.made(t, d.ID); after != before {
			t.Errorf("came back as\n%s\nwas\n%s", after, before)
		}
		for _, who := range []context.Context{rita, otto} {
			if hits, total, err := b.Search(who, d.StudyID, "invoices", "", 0, 50); err != nil || total != 2 || len(hits) != 2 {
				t.Errorf("found again: %d %v", total, err)
			}
		}
		if i, err := b.GetInterview(rita, interview); err != nil || i.State != Coded || i.DocumentID != d.ID {
			t.Errorf("the interview is %+v %v", i, err)
		}
		restore(rita, 404, "")

		remove()
		if _, _, err := b.TakeTranscript(rita, interview, "zoe.vtt", "en", nil, []byte(zoeVTT)); err != nil {
			t.Fatal(err)
		}
		restore(rita, 409, "listen.document_replaced")
		b.runs(t, "UPDATE document_removed SET removed_at = ?", record.Micros(b.Now().Add(-keptRemoved-time.Second)))
		restore(rita, 404, "")
		listed(rita, 0)
		for _, want := range []int{1, 0} {
			if n, err := b.ForgetRemoved(access.System(t.Context(), "test")); err != nil || n != want {
				t.Errorf("forgotten: %d %v", n, err)
			}
		}
	})
}

// TestWhatIsRemovedIsToldAndErased: a removed transcript is in its person's file
// while it can come back, and never comes back to life once they are erased.
func TestWhatIsRemovedIsToldAndErased(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita := as(t.Context(), "rita", access.Researcher)
		d, interview := b.worked(t)
		i, err := b.GetInterview(rita, interview)
		if err != nil {
			t.Fatal(err)
		}
		zoe := people.Person{ID: i.Customer.ID, IDs: []string{i.Customer.ID}}
		if _, err := b.RemoveDocument(rita, d.ID, 9); err != nil {
			t.Fatal(err)
		}
		if all := b.told(t, zoe, true); !strings.Contains(all, "The invoices never came.") {
			t.Errorf("told to the operator: %s", all)
		}
		for b.erases(t, zoe)["documents"] > 0 {
		}
		if status, answer := b.ask(rita, "POST", "/api/documents/"+d.ID+"/restoration", "", ""); status != 404 {
			t.Errorf("an erased person's words came back: %d %s", status, answer)
		}
		if all := b.told(t, zoe, true); strings.Contains(all, "invoices") {
			t.Errorf("still told: %s", all)
		}
	})
}
