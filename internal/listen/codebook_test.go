package listen

import (
	"context"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// stands tells under which code each counts, by name.
func (c *coded) stands(t *testing.T) map[string]string {
	t.Helper()
	book, err := c.Book(c.rita, c.book.ID)
	if err != nil {
		t.Fatal(err)
	}
	names, out := map[string]string{}, map[string]string{}
	for _, code := range book.Codes {
		names[code.ID] = code.Name
	}
	for _, code := range book.Codes {
		out[code.Name] = names[code.StandsID]
	}
	return out
}

// TestMergesAreUndoneExactly: in a chain of merges each code counts under the
// last, and an undo in the middle gives back what was.
func TestMergesAreUndoneExactly(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		one, two, three := c.code(t, "One"), c.code(t, "Two"), c.code(t, "Three")
		if _, _, err := c.MergeCode(c.rita, c.book.ID, one.ID, "", two.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.MergeCode(c.rita, c.book.ID, two.ID, "", three.ID); err != nil {
			t.Fatal(err)
		}
		if got := c.stands(t); got["One"] != "Three" || got["Two"] != "Three" || got["Three"] != "Three" {
			t.Errorf("after two merges: %v", got)
		}
		if _, _, err := c.MergeCode(c.rita, c.book.ID, three.ID, "", one.ID); field(err) != "into_id" {
			t.Errorf("merged into one that is merged: %v", err)
		}
		if _, _, err := c.UnmergeCode(c.rita, c.book.ID, two.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := c.stands(t); got["One"] != "Two" || got["Two"] != "Two" {
			t.Errorf("after the undo: %v", got)
		}
		again := c.code(t, "one") // its name is free while it is merged
		if _, _, err := c.UnmergeCode(c.rita, c.book.ID, one.ID, ""); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("undone although the name was taken: %v", err)
		}
		if _, _, err := c.RetireCode(c.rita, c.book.ID, again.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.UnmergeCode(c.rita, c.book.ID, one.ID, ""); err != nil {
			t.Error(err)
		}
		list, err := c.CodeHistory(c.rita, c.book.ID, one.ID, web.Page{Limit: 10})
		if err != nil || len(list.Items) != 3 || list.Items[0].What != "unmerged" || list.Items[1].Before.State != CodeActive || list.Items[2].What != "created" {
			t.Errorf("history: %+v %v", list.Items, err)
		}
	})
}

// TestSplitsTakePassagesAlong and refuse those that do not carry the code.
func TestSplitsTakePassagesAlong(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		wait, cold := c.code(t, "Waiting"), c.code(t, "Cold")
		first := c.give(c.rita, t, wait, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5})
		c.give(c.lea, t, wait, Passage{FromN: 2, FromPos: 0, ToN: 2, ToPos: 5})
		other := c.give(c.lea, t, cold, Passage{FromN: 3, FromPos: 0, ToN: 3, ToPos: 5})
		if _, _, err := c.SplitCode(c.rita, c.book.ID, wait.ID, "", []Piece{{Name: "At the gate", CodingIDs: []string{first.ID, other.ID}}}); field(err) != "parts[0].coding_ids" {
			t.Errorf("a passage of another code: %v", err)
		}
		if _, _, err := c.SplitCode(c.rita, c.book.ID, wait.ID, "", []Piece{{Name: "waiting"}}); field(err) != "parts[0].name" && !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a part of the same name: %v", err)
		}
		parts, _, err := c.SplitCode(c.rita, c.book.ID, wait.ID, "", []Piece{{Name: "At the gate", CodingIDs: []string{first.ID}}, {Name: "On board"}})
		if err != nil || len(parts) != 2 || parts[0].SplitFrom != wait.ID {
			t.Fatal(parts, err)
		}
		all, err := c.Codings(c.rita, c.document)
		if err != nil || all[0].CodeID != parts[0].ID || all[1].CodeID != wait.ID || all[2].CodeID != cold.ID {
			t.Errorf("%+v %v", all, err)
		}
		c.unsplits(t, wait, parts)
	})
}

// unsplits undoes a split, and looks at what counts before and after.
func (c *coded) unsplits(t *testing.T, wait Code, parts []Code) {
	t.Helper()
	passages := func(who context.Context, code string) int {
		all, err := c.CodePassagesOf(who, c.book.ID, code, PassagePlace{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	ana := as(t.Context(), "ana", access.Analyst)
	if a, b, others := passages(c.rita, wait.ID), passages(c.rita, parts[0].ID), passages(ana, wait.ID); a != 1 || b != 1 || others != 0 {
		t.Errorf("%d, %d passages, to others %d", a, b, others)
	}
	if _, _, err := c.UnsplitCode(c.rita, c.book.ID, parts[0].ID, "", []string{wait.ID}); field(err) != "part" {
		t.Errorf("a code that is no part: %v", err)
	}
	if status, answer := c.ask(c.rita, "DELETE", "/api/codebooks/"+c.book.ID+"/codes/"+wait.ID+"/split?part="+parts[0].ID+"&part="+parts[1].ID, "", ""); status != 200 {
		t.Fatal(status, answer)
	}
	if book, err := c.Book(c.rita, c.book.ID); err != nil || slices.ContainsFunc(book.Codes, func(o Code) bool { return o.SplitFrom != "" && o.State != CodeMerged }) {
		t.Errorf("a part is still in use: %+v %v", book.Codes, err)
	}
	quotes, err := c.Quotes(c.rita, c.study.ID, QuoteFilter{Code: wait.ID}, QuotePlace{}, 50)
	if err != nil || len(quotes) != 2 {
		t.Errorf("%d count under it again %v", len(quotes), err)
	}
	if _, _, err := c.UnmergeCode(c.rita, c.book.ID, parts[0].ID, ""); err != nil || passages(c.rita, parts[0].ID) != 1 {
		t.Errorf("a part does not come back: %v", err)
	}
}

// TestSeveralCodesGoAndComeBackAtOnce: all or none.
func TestSeveralCodesGoAndComeBackAtOnce(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		place := Passage{FromN: 1, ToN: 1, ToPos: 5}
		mine := []string{c.give(c.rita, t, c.code(t, "Waiting"), place).ID, c.give(c.rita, t, c.code(t, "Cold"), place).ID}
		hers := c.give(c.lea, t, c.code(t, "Kind"), place).ID
		if _, err := c.RemoveCodings(c.rita, append(mine, hers)); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("with another's: %v", err)
		}
		if got := c.saw(c.rita, t); len(got) != 3 {
			t.Errorf("some went: %v", got)
		}
		if _, err := c.RemoveCodings(c.rita, mine); err != nil || len(c.saw(c.rita, t)) != 1 {
			t.Errorf("%v", err)
		}
		if _, err := c.RestoreCodings(c.rita, mine); err != nil || len(c.saw(c.rita, t)) != 3 {
			t.Errorf("%v", err)
		}
	})
}

// TestFamiliesKeepTheirOrder and take colours that are free.
func TestFamiliesKeepTheirOrder(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		var ids []string
		for _, name := range []string{"Waiting", "Being seen", "Coping"} {
			f, _, err := c.CreateFamily(c.rita, Family{CodebookID: c.book.ID, Name: name})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, f.ID)
		}
		first := 1
		if _, _, err := c.UpdateFamily(c.rita, c.book.ID, ids[2], `"1"`, FamilyChange{Position: &first}); err != nil {
			t.Fatal(err)
		}
		taken := "being SEEN"
		if _, _, err := c.UpdateFamily(c.rita, c.book.ID, ids[0], "", FamilyChange{Name: &taken}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a name twice: %v", err)
		}
		book, err := c.Book(c.rita, c.book.ID)
		if err != nil {
			t.Fatal(err)
		}
		var names, colours string
		for _, f := range book.Families {
			names, colours = names+f.Name+",", colours+f.Colour+","
		}
		if names != "Coping,Waiting,Being seen," || colours != "plum,ochre,blue," {
			t.Errorf("%s %s", names, colours)
		}
		code, _, err := c.CreateCode(c.rita, Code{CodebookID: c.book.ID, FamilyID: ids[1], Name: "A kind person"})
		if err != nil || code.Position != 1 {
			t.Fatal(code, err)
		}
		if _, err := c.RemoveFamily(c.rita, c.book.ID, ids[1]); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a family with a code went: %v", err)
		}
		if _, err := c.RemoveFamily(c.rita, c.book.ID, ids[0]); err != nil {
			t.Error(err)
		}
	})
}
