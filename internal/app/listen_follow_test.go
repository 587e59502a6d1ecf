package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/record"
)

// copies is a study with comments of everything that a known organisation said.
type copies struct {
	*known
	rita  context.Context
	study string
	code  string
}

func newCopies(t *testing.T, a *App) copies {
	t.Helper()
	k := newKnown(t, a)
	c := copies{known: k, rita: access.With(t.Context(), access.Who{UserID: "rita", Name: "Rita", Grants: []access.Grant{{Role: access.Researcher, Scope: access.Whole(), Rows: access.RowsAll}}})}
	c.study = k.must(t, c.rita, "POST", "/api/studies", map[string]any{"program_id": k.program, "name": "What they wrote"})
	if err := a.runFollow(t.Context()); err != nil { // as at the start of a server
		t.Fatal(err)
	}
	if status, answer := k.ask(c.rita, "POST", "/api/studies/"+c.study+"/comments", map[string]any{"released": true}); status != 200 || !strings.Contains(answer, `"added":34`) {
		t.Fatalf("taken: %d %s", status, answer)
	}
	book := k.must(t, c.rita, "POST", "/api/codebooks", map[string]any{"program_id": k.program, "name": "Codes"})
	c.code = k.must(t, c.rita, "POST", "/api/codebooks/"+book+"/codes", map[string]any{"name": "Fine"})
	return c
}

// comment gives the one that reads as said, false where none does.
func (c copies) comment(t *testing.T, said string) (listen.Document, bool) {
	t.Helper()
	all, err := c.a.listen.Documents(c.rita, c.study, listen.Comment, listen.DocumentPlace{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		_, lines, err := c.a.listen.OpenDocument(c.rita, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		words := make([]string, len(lines))
		for i, l := range lines {
			words[i] = l.Text
		}
		if strings.Join(words, " ") == said {
			return d, true
		}
	}
	return listen.Document{}, false
}

// found tells how many sentences a search gives somebody who is no researcher.
func (c copies) found(t *testing.T, words string) int {
	t.Helper()
	hits, total, err := c.a.listen.Search(strangers(t)["owner"], c.study, words, "", 0, 50)
	if err != nil || int(total) != len(hits) {
		t.Fatalf("%d of %d, %v", len(hits), total, err)
	}
	return len(hits)
}

func (c copies) give(t *testing.T, document string, p listen.Passage) string {
	t.Helper()
	g := listen.Coding{ID: newID(), DocumentID: document, CodeID: c.code, Passage: p}
	if _, _, err := c.a.listen.CodePassages(c.rita, []listen.Coding{g}); err != nil {
		t.Fatal(err)
	}
	return g.ID
}

func (c copies) follow(t *testing.T) {
	t.Helper()
	if err := c.a.runFollow(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// takeAgain takes a file in whose answers have the ids of newKnown's file.
func (c copies) takeAgain(t *testing.T, row string) string {
	t.Helper()
	file, err := c.a.collect.Upload(c.owner, "again.csv", c.program, strings.NewReader("id;customer;day;recommend (0-10);why\n"+row+"\n"))
	if err == nil {
		_, _, err = c.a.collect.StartImport(c.owner, file.ID)
	}
	if err == nil {
		err = c.a.collect.RunImport(c.owner, file.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.ID
}

// TestCommentsFollowChangedAnswers: the copy reads as the answer does, what was
// coded as a whole stays so, and undoing the change takes it back.
func TestCommentsFollowChangedAnswers(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		c := newCopies(t, a)
		d, there := c.comment(t, "fine 5")
		if !there {
			t.Fatal("no comment")
		}
		whole, part := c.give(t, d.ID, listen.Passage{FromN: 1, ToN: 1, ToPos: 6}), c.give(t, d.ID, listen.Passage{FromN: 1, ToN: 1, ToPos: 4})
		again := c.takeAgain(t, "5;c-5;2026-03-06;5;The gate was closed. We waited an hour.")
		c.follow(t)
		c.follow(t) // nothing new
		now, there := c.comment(t, "The gate was closed. We waited an hour.")
		if !there || now.ID != d.ID || now.Number != d.Number || now.Sentences != 2 || now.Version == d.Version {
			t.Fatalf("the comment is %+v, %v", now, there)
		}
		if n, m := c.found(t, "gate"), c.found(t, "fine 5"); n != 1 || m != 0 {
			t.Errorf("found %d and %d times", n, m)
		}
		codings, err := a.listen.Codings(c.rita, d.ID)
		if err != nil || len(codings) != 1 || codings[0].ID != whole || codings[0].Passage != (listen.Passage{FromN: 1, ToN: 2, ToPos: 18}) {
			t.Errorf("passages %+v (the part was %s), %v", codings, part, err)
		}
		if _, _, err := a.collect.UndoImport(c.owner, again); err != nil {
			t.Fatal(err)
		}
		if err := a.collect.RunImport(c.owner, again); err != nil {
			t.Fatal(err)
		}
		c.follow(t)
		if now, there := c.comment(t, "fine 5"); !there || now.ID != d.ID {
			t.Errorf("undone: %+v %v", now, there)
		}
	})
}

// TestCommentsFollowConsentAndMerges: who may be named is what the answer lets,
// and who was merged is told as the one that stands for both.
func TestCommentsFollowConsentAndMerges(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		c := newCopies(t, a)
		d, _ := c.comment(t, "fine 5")
		if d.Customer == nil || d.Customer.Key != "c-5" {
			t.Fatalf("a comment of %+v", d.Customer)
		}
		gone, kept := c.find(t, "c-5"), c.find(t, "c-6")
		c.must(t, c.owner, "POST", "/api/customers/"+gone+"/merge", map[string]any{"into": kept})
		if d, _ = c.comment(t, "fine 5"); d.Customer == nil || d.Customer.Key != "c-6" {
			t.Errorf("merged, it is of %+v", d.Customer)
		}
		_, err := a.record.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			var id []string
			if err := tx.NewRaw("SELECT response_id FROM document WHERE id = ?", d.ID).Scan(ctx, &id); err != nil {
				return err
			}
			tx.Log(collect.ResponseChanged, id...)
			_, err := tx.Exec(ctx, "UPDATE response SET consent = 0, customer_id = NULL, account_id = NULL WHERE id = ?", id[0])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		c.follow(t)
		if d, _ = c.comment(t, "fine 5"); d.Consent != listen.ConsentAnonymous || d.Customer != nil || d.Account != nil {
			t.Errorf("withdrawn, it is %+v", d)
		}
	})
}

// TestCommentsOfErasedAnswersLeaveNothing: neither of a person who is erased nor
// of an answer that is taken out does a word stay.
func TestCommentsOfErasedAnswersLeaveNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		c := newCopies(t, a)
		if n := c.found(t, "kettlebell"); n != 3 {
			t.Fatalf("%d sentences of the person", n)
		}
		d, _ := c.comment(t, whoText)
		g := listen.Coding{ID: newID(), DocumentID: d.ID, CodeID: c.code, Memo: "speaks of the kettlebell", Passage: listen.Passage{FromN: 1, ToN: 1, ToPos: 5}}
		if _, _, err := a.listen.CodePassages(c.rita, []listen.Coding{g}); err != nil {
			t.Fatal(err)
		}
		c.erase(t)
		c.follow(t)
		var found []string
		if a.config.DatabaseURL == "" {
			found = tracesInRecord(t, a.config.Dir)
		} else {
			found = tracesInTables(t, a)
		}
		if len(found) > 0 || c.found(t, "kettlebell") != 0 {
			t.Errorf("left: %v", slices.Compact(found))
		}
		// An answer without a person: it is taken out by itself.
		d, there := c.comment(t, "all was fine")
		if !there {
			t.Fatal("another's comment is gone")
		}
		for more := true; more; {
			var err error
			if more, err = a.collect.RemoveResponsesOf(c.owner, c.program); err != nil {
				t.Fatal(err)
			}
		}
		c.follow(t)
		if d, err := a.listen.GetDocument(c.rita, d.ID); err != nil || d.ErasedAt == nil || c.found(t, "fine") != 0 {
			t.Errorf("taken out: %+v %v, found %d", d, err, c.found(t, "fine"))
		}
		n := 0
		err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM sentence WHERE text <> ''").Scan(ctx, &n)
		})
		if err != nil || n > 0 {
			t.Errorf("%d sentences have words, %v", n, err)
		}
	})
}

// TestRemovedCommentsFollowToo: one that was removed comes back as its answer is
// by then, and not at all once its person is erased.
func TestRemovedCommentsFollowToo(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		c := newCopies(t, a)
		changed, _ := c.comment(t, "fine 5")
		erased, _ := c.comment(t, whoText)
		for _, d := range []listen.Document{changed, erased} {
			if _, err := a.listen.RemoveDocument(c.rita, d.ID, 0); err != nil {
				t.Fatal(err)
			}
		}
		c.takeAgain(t, "5;c-5;2026-03-06;5;The gate was closed.")
		c.erase(t)
		c.follow(t)
		var found []string
		if a.config.DatabaseURL == "" {
			found = tracesInRecord(t, a.config.Dir)
		} else {
			found = tracesInTables(t, a)
		}
		if len(found) > 0 {
			t.Errorf("left: %v", slices.Compact(found))
		}
		for id, want := range map[string]int{changed.ID: 204, erased.ID: 404} {
			if status, answer := c.ask(c.rita, "POST", "/api/documents/"+id+"/restoration", nil); status != want {
				t.Errorf("put back: %d %s", status, answer)
			}
		}
		if d, there := c.comment(t, "The gate was closed."); !there || d.ID != changed.ID || c.found(t, "gate") != 1 {
			t.Errorf("came back as %+v %v", d, there)
		}
	})
}
