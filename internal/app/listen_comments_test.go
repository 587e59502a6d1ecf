package app

import (
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/listen"
)

// TestCommentsOfAnswersComeIntoAStudy: each text is a document of its own, once,
// under the consent of its answer.
func TestCommentsOfAnswersComeIntoAStudy(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		t.Helper()
		b := newBare(a)
		f := newFirm(t, a, b)
		ctx := access.With(t.Context(), access.Who{UserID: "rita", Name: "Rita", Grants: []access.Grant{{Role: access.Researcher, Scope: access.Whole(), Rows: access.RowsAll}}})
		study := b.must(t, ctx, "POST", "/api/studies", map[string]any{"program_id": f.a, "name": "What they wrote"})
		path := "/api/studies/" + study + "/comments"
		if status, answer := b.ask(ctx, "POST", path, map[string]any{"question": "Why not?"}); status != 200 || !strings.Contains(answer, `"added":0`) {
			t.Errorf("texts to another question: %d %s", status, answer)
		}
		if status, answer := b.ask(ctx, "POST", path, map[string]any{"question": "Why?", "released": true}); status != 200 || !strings.Contains(answer, `"added":24`) {
			t.Fatalf("taken: %d %s", status, answer)
		}
		if status, answer := b.ask(ctx, "POST", path, map[string]any{}); status != 200 || !strings.Contains(answer, `"added":0,"there":24`) {
			t.Errorf("taken again: %d %s", status, answer)
		}
		owner := strangers(t)["owner"]
		all, err := a.listen.Documents(owner, study, listen.Comment, listen.DocumentPlace{}, 50)
		if err != nil || len(all) != 24 || all[0].Number != 1 || all[0].Question != "Why?" {
			t.Fatalf("an owner reads %d comments, %v", len(all), err)
		}
		d, lines, err := a.listen.OpenDocument(owner, all[0].ID)
		if err != nil || len(lines) != 1 || !strings.HasPrefix(lines[0].Text, "because ") || d.Originals {
			t.Errorf("a comment is %+v %+v %v", d, lines, err)
		}
		if d.Consent == listen.ConsentFirm && d.Customer != nil {
			t.Errorf("a comment in the confidence of the firm names %+v", d.Customer)
		}
	})
}
