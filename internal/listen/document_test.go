package listen

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// transcript puts an interview of a consent with a short transcript in.
func (b bench) transcript(t *testing.T, study string, number int, consent string, released bool) (document string) {
	t.Helper()
	d := takenDocument{Document: Document{StudyID: study, Kind: Transcript, InterviewID: b.NewID(), Number: number, Title: "Zoe of Acme", Language: "en"}, createdBy: "rita", lines: []Line{
		{Turn: 1, Speaker: "Rita", Interviewer: true, Text: "What happened?"},
		{Turn: 2, Speaker: "Zoe Müller", Text: "Zoe Müller waited for the invoice."}, {Turn: 2, Speaker: "Zoe Müller", Text: "It never came."},
	}}
	_, err := b.write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO interview (id, study_id, number, kind, state, pseudonym, pseudonym_key, consent, created_at) VALUES (?, ?, ?, 'in_depth', 'transcribed', ?, ?, ?, 0)`,
			d.InterviewID, study, number, fmt.Sprint("P", number), fmt.Sprint("p", number), consent); err != nil {
			return err
		}
		if err := b.insertDocument(ctx, tx, &d); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO mask (id, document_id, n, start, length, kind, replacement, state, by_user, at) VALUES (?, ?, 2, 0, 10, 'name', '[name]', 'confirmed', 'rita', 0)", b.NewID(), d.ID); err != nil {
			return err
		}
		if released {
			if _, err := tx.Exec(ctx, "UPDATE document SET released_at = 1 WHERE id = ?", d.ID); err != nil {
				return err
			}
		}
		return indexShown(ctx, tx, d.ID, "en", released)
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// TestWhoReadsADocument: researchers the original, others what was released
// under a consent, with names replaced.
func TestWhoReadsADocument(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "One"})
		if err != nil {
			t.Fatal(err)
		}
		open, closed, silent := b.transcript(t, st.ID, 1, ConsentPerson, true), b.transcript(t, st.ID, 2, ConsentPerson, false), b.transcript(t, st.ID, 3, "", true)
		d, lines, err := b.OpenDocument(rita, open)
		if err != nil || !d.Originals || d.Title != "Zoe of Acme" || lines[1].Text != "Zoe Müller waited for the invoice." || len(lines[1].Masks) != 1 || d.Words != 11 {
			t.Fatalf("a researcher reads %+v %+v %v", d, lines, err)
		}
		d, lines, err = b.OpenDocument(otto, open)
		if err != nil || d.Originals || d.Title != "" || len(lines) != 3 {
			t.Fatalf("an owner reads %+v %+v %v", d, lines, err)
		}
		if lines[0].Speaker != "" || lines[1].Speaker != "P1" || lines[1].Text != "[name] waited for the invoice." || lines[1].Masks != nil {
			t.Errorf("an owner reads %+v", lines)
		}
		for name, id := range map[string]string{"not released": closed, "no consent": silent, "none": b.NewID()} {
			if _, _, err := b.OpenDocument(otto, id); !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s: an owner gets %v", name, err)
			}
		}
		if all, err := b.Documents(otto, st.ID, "", DocumentPlace{}, 10); err != nil || len(all) != 1 {
			t.Errorf("an owner lists %+v %v", all, err)
		}
		if all, err := b.Documents(rita, st.ID, Transcript, DocumentPlace{Kind: "transcript", Number: 1, ID: open}, 10); err != nil || len(all) != 2 || all[0].ID != closed {
			t.Errorf("a researcher goes on with %+v %v", all, err)
		}
		if st, err := b.GetStudy(otto, st.ID); err != nil || st.DocumentsInAll != 1 || st.InterviewsInAll != 2 {
			t.Errorf("an owner counts %+v %v", st, err)
		}
		if status, answer := b.ask(otto, "GET", "/api/documents/"+open+"/lines?limit=2", "", ""); status != 200 || strings.Contains(answer, "Zoe") || !strings.Contains(answer, `"next"`) {
			t.Errorf("a page of lines: %d %s", status, answer)
		}
	})
}
