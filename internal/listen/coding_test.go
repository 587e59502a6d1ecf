package listen

import (
	"context"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// coded is a study with two researchers, Rita and Lea, and a document.
type coded struct {
	bench
	study     Study
	document  string
	rita, lea context.Context
	book      Codebook
}

// sentences of the document that tests code.
var spoken = []string{"I asked how long.", "Soon is not a number.", "Il faisait très froid dehors."}

func newCoded(t *testing.T, b bench, mode CodingMode) *coded {
	t.Helper()
	c := &coded{bench: b, rita: as(t.Context(), "rita", access.Researcher), lea: as(t.Context(), "lea", access.Researcher)}
	var err error
	if c.study, _, err = b.CreateStudy(c.rita, Study{ProgramID: b.program, Name: "Gate " + string(mode), Mode: mode}); err != nil {
		t.Fatal(err)
	}
	if _, err = b.PutMember(c.rita, c.study.ID, "lea", Researcher); err != nil {
		t.Fatal(err)
	}
	c.document = c.write(t, 1)
	if c.book, _, err = b.CreateCodebook(c.rita, Codebook{ProgramID: b.program, Name: "Waiting " + string(mode)}); err != nil {
		t.Fatal(err)
	}
	return c
}

// write keeps a document with the spoken sentences.
func (c *coded) write(t *testing.T, number int) string {
	t.Helper()
	id := c.NewID()
	_, err := c.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.NewRaw("INSERT INTO document (id, study_id, kind, number, sentences, words, created_by, created_at) VALUES (?, ?, 'transcript', ?, ?, 10, 'rita', 1)",
			id, c.study.ID, number, len(spoken)).Exec(ctx); err != nil {
			return err
		}
		for i, s := range spoken {
			if _, err := tx.NewRaw("INSERT INTO sentence (document_id, n, turn, text) VALUES (?, ?, 1, ?)", id, i+1, s).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (c *coded) code(t *testing.T, name string) Code {
	t.Helper()
	code, _, err := c.CreateCode(c.rita, Code{CodebookID: c.book.ID, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// give codes a passage of the document and gives its id.
func (c *coded) give(ctx context.Context, t *testing.T, code Code, p Passage) Coding {
	t.Helper()
	out, _, err := c.CodePassages(ctx, []Coding{{ID: c.NewID(), DocumentID: c.document, CodeID: code.ID, Passage: p}})
	if err != nil {
		t.Fatal(err)
	}
	return out[0]
}

// saw are the coders of the passages that somebody sees.
func (c *coded) saw(ctx context.Context, t *testing.T) []string {
	t.Helper()
	all, err := c.Codings(ctx, c.document)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range all {
		out = append(out, g.Coder.ID)
	}
	slices.Sort(out)
	return out
}

// TestBlindCodersSeeNothingOfEachOther until both are done, and then everything.
func TestBlindCodersSeeNothingOfEachOther(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingBlind)
		code := c.code(t, "Nobody says how long")
		mine := c.give(c.rita, t, code, Passage{FromN: 1, FromPos: 2, ToN: 2, ToPos: 4})
		if !mine.Sealed {
			t.Error("a blind passage is not sealed")
		}
		c.give(c.lea, t, code, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 17})
		if got := c.saw(c.rita, t); !slices.Equal(got, []string{"rita"}) {
			t.Errorf("Rita sees %v", got)
		}
		if _, err := c.RemoveCoding(c.lea, mine.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("Lea touches what is sealed: %v", err)
		}
		done := true
		if p, _, err := c.UpdatePass(c.rita, c.document, PassChange{Done: &done}); err != nil || p.DoneAt == nil || p.OpenedAt != nil {
			t.Fatal(p, err)
		}
		if got := c.saw(c.rita, t); !slices.Equal(got, []string{"rita"}) {
			t.Errorf("with one done, Rita sees %v", got)
		}
		if _, _, err := c.UpdatePass(c.lea, c.document, PassChange{Done: &done}); err != nil {
			t.Fatal(err)
		}
		for _, who := range []context.Context{c.rita, c.lea} {
			if got := c.saw(who, t); !slices.Equal(got, []string{"lea", "rita"}) {
				t.Errorf("both done: sees %v", got)
			}
		}
		if _, err := c.RemoveCoding(c.lea, mine.ID); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("Lea takes Rita's off: %v", err)
		}
		if later := c.give(c.rita, t, code, Passage{FromN: 3, FromPos: 0, ToN: 3, ToPos: 2}); later.Sealed {
			t.Error("what is given after the opening is sealed")
		}
		undone := false
		if _, _, err := c.UpdatePass(c.rita, c.document, PassChange{Done: &undone}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("undone after all was seen: %v", err)
		}
	})
}

// TestPassagesAreGivenTakenOffAndPutBack with their places checked and an id that
// may come twice.
func TestPassagesAreGivenTakenOffAndPutBack(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		code, other := c.code(t, "Cold"), c.code(t, "Late")
		all := Passage{FromN: 3, FromPos: 0, ToN: 3, ToPos: 28}
		mine := c.give(c.rita, t, code, all)
		again, _, err := c.CodePassages(c.rita, []Coding{{ID: mine.ID, DocumentID: c.document, CodeID: code.ID, Passage: all}})
		if err != nil || again[0].Version != 1 || len(c.saw(c.rita, t)) != 1 {
			t.Errorf("sent again: %v %v", again, err)
		}
		for _, p := range []struct {
			Passage
			field string
		}{
			{Passage{FromN: 9, FromPos: 0, ToN: 9, ToPos: 1}, "items[1].from_n"},
			{Passage{FromN: 3, FromPos: 0, ToN: 3, ToPos: 30}, "items[1].to_pos"}, // 28 code points, 29 bytes
			{Passage{FromN: 3, FromPos: 5, ToN: 3, ToPos: 5}, "items[1].to_pos"},
			{Passage{FromN: 2, FromPos: 0, ToN: 1, ToPos: 3}, "items[1].to_pos"},
		} {
			_, _, err := c.CodePassages(c.rita, []Coding{
				{ID: c.NewID(), DocumentID: c.document, CodeID: code.ID, Passage: all},
				{ID: c.NewID(), DocumentID: c.document, CodeID: code.ID, Passage: p.Passage},
			})
			if got := field(err); got != p.field {
				t.Errorf("%+v: %v names %q", p.Passage, err, got)
			}
		}
		if n := len(c.saw(c.rita, t)); n != 1 {
			t.Errorf("%d passages after refused ones", n)
		}
		feel := Feel
		changed, _, err := c.UpdateCoding(c.rita, mine.ID, `"1"`, CodingChange{CodeID: &other.ID, Mode: &feel})
		if err != nil || changed.CodeID != other.ID || changed.Mode != Feel {
			t.Fatal(changed, err)
		}
		if _, err := c.RemoveCoding(c.rita, mine.ID); err != nil || len(c.saw(c.rita, t)) != 0 {
			t.Error("taken off", err)
		}
		if _, err := c.RestoreCoding(c.rita, mine.ID); err != nil || len(c.saw(c.rita, t)) != 1 {
			t.Error("put back", err)
		}
		if _, err := b.Codings(as(t.Context(), "otto", access.Owner), c.document); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("the owner, no member, reads passages: %v", err)
		}
	})
}

func field(err error) string {
	e, is := err.(*fault.Error) //nolint:errorlint // tests want the fault itself
	if !is || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Field
}
