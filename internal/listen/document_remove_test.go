package listen

import (
	"context"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestADocumentIsRemoved: what would be lost is said, a finding keeps it, and
// its interview awaits a transcript again.
func TestADocumentIsRemoved(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		d, interview := b.zoe(t)
		path := "/api/documents/" + d.ID
		book, _, err := b.CreateCodebook(rita, Codebook{ProgramID: b.program, Name: "Waiting"})
		if err != nil {
			t.Fatal(err)
		}
		code, _, err := b.CreateCode(rita, Code{CodebookID: book.ID, Name: "Late"})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.CodePassages(rita, []Coding{{ID: b.NewID(), DocumentID: d.ID, CodeID: code.ID, Passage: Passage{FromN: 4, ToN: 4, ToPos: 3}}}); err != nil {
			t.Fatal(err)
		}
		excerpt := b.NewID()
		b.runs(t, "INSERT INTO finding_excerpt (id, finding_id, document_id, study_id, side, from_n, from_pos, to_n, to_pos, by_user, at) VALUES (?, ?, ?, ?, 'for', 4, 0, 4, 3, 'rita', 0)", excerpt, b.NewID(), d.ID, d.StudyID)
		for _, c := range []struct {
			name, method, path string
			who                context.Context
			status             int
			want               string
		}{
			{"an owner asks", "GET", path + "/loss", otto, 404, ""},
			{"an owner removes", "DELETE", path + "?codings=1", otto, 404, ""},
			{"what goes", "GET", path + "/loss", rita, 200, `"codings":1,"coders":1,"blind":false,"masks":0,"memos":0,"mends":0,"audio":false,"findings":1`},
			{"quoted", "DELETE", path + "?codings=1", rita, 409, "listen.document_quoted"},
		} {
			if status, answer := b.ask(c.who, c.method, c.path, "", ""); status != c.status || !strings.Contains(answer, c.want) {
				t.Errorf("%s: %d %s", c.name, status, answer)
			}
		}
		b.runs(t, "DELETE FROM finding_excerpt WHERE id = ?", excerpt)
		if status, answer := b.ask(rita, "DELETE", path, "", ""); status != 409 || !strings.Contains(answer, "listen.document_coded") {
			t.Errorf("with codings that nobody saw: %d %s", status, answer)
		}
		if status, answer := b.ask(rita, "DELETE", path+"?codings=1", "", ""); status != 204 {
			t.Fatalf("removed: %d %s", status, answer)
		}
		b.leavesNothing(t, d.ID)
		if hits, total, err := b.Search(rita, d.StudyID, "invoices", "", 0, 50); err != nil || total != 0 || len(hits) != 0 {
			t.Errorf("still found: %d %v", total, err)
		}
		if i, err := b.GetInterview(rita, interview); err != nil || i.State != Held || i.DocumentID != "" {
			t.Errorf("the interview is %+v %v", i, err)
		}
		if _, _, err := b.TakeTranscript(rita, interview, "zoe.vtt", "en", nil, []byte(zoeVTT)); err != nil {
			t.Errorf("taken in again: %v", err)
		}
	})
}

// runs changes the store behind the room's back.
func (b bench) runs(t *testing.T, ask string, args ...any) {
	t.Helper()
	_, err := b.write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, ask, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// leavesNothing looks through all tables that speak of documents.
func (b bench) leavesNothing(t *testing.T, id string) {
	t.Helper()
	err := b.view(t.Context(), func(ctx context.Context, q record.Querier) error {
		for _, table := range []string{"sentence", "mask", "document_mend", "coding", "coding_pass", "settlement", "finding_excerpt"} {
			var left int
			if err := q.NewRaw("SELECT count(*) FROM "+table+" WHERE document_id = ?", id).Scan(ctx, &left); err != nil || left > 0 {
				t.Errorf("%s: %d left %v", table, left, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
