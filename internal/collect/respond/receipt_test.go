package respond

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// answeredCrossing answers the crossing to its end and gives the receipt code.
func (a *asked) answeredCrossing() (code string) {
	a.t.Helper()
	to := a.begun("crossing", "")
	a.post(to, "page", "one", "q.told", "3", "go", "next")
	a.post(to, "page", "one.2", "q.why", "Nobody said how long", "go", "next")
	status, page := a.post(to, "page", "two", "q.places", "deck", "go", "next")
	a.see("the end", status, page, 200, "Your receipt", "read a reply")
	return receiptForm.FindStringSubmatch(page)[1]
}

// TestAReplyWaitsBehindTheReceipt: the house writes, who answered reads and writes
// back, and all of it goes with the answer.
func TestAReplyWaitsBehindTheReceipt(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.crossing())
		mine := a.answeredCrossing()
		about := reply.About{Response: a.responses()[0]}
		theirs := a.answeredCrossing()
		read := func(code string) (int, string) { return a.post("/s/crossing/receipt", "code", code, "go", "read") }
		status, page := read(mine)
		a.see("before", status, page, 200, "Nobody has written back yet", "Take an answer back")
		if status, _ := a.post("/s/crossing/receipt", "code", mine, "about", about.Response, "text", "First!", "go", "write"); status != http.StatusTooManyRequests {
			t.Errorf("who answered writes first: %d", status)
		}
		if _, _, err := a.Reply.Write(a.ctx, survey.ID, about, " \n "); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("nothing written: %v", err)
		}
		thread, _, err := a.Reply.Write(a.ctx, survey.ID, about, "We were <late>.\r\nSorry.")
		if err != nil || !thread.MayReply || thread.DayOnly || len(thread.Messages) != 1 || thread.Messages[0].By != "test" || thread.Messages[0].Text != "We were <late>.\nSorry." {
			t.Fatalf("%+v, %v", thread, err)
		}
		status, page = read(strings.ToUpper(mine))
		a.see("the reply", status, page, 200, "We were &lt;late&gt;.", "Halden &lt;Ferries&gt;, <time", "After the crossing", "Write back")
		if strings.Contains(page, "test, <time") {
			t.Error("who answered is told who wrote")
		}
		status, page = read(theirs)
		a.see("another's code", status, page, 200, "Nobody has written back yet")
		if status, _ := a.post("/s/crossing/receipt", "code", theirs, "about", about.Response, "text", "Not mine", "go", "write"); status != http.StatusNotFound {
			t.Errorf("another's thread is written in: %d", status)
		}
		status, page = a.post("/s/crossing/receipt", "code", mine, "about", about.Response, "text", "", "go", "write")
		a.see("nothing written back", status, page, 422, "Write something before you send it.")
		status, page = a.post("/s/crossing/receipt?lang=fr", "code", mine, "about", about.Response, "text", strings.Repeat("x", 4001), "go", "write")
		a.see("too much", status, page, 422, "Au plus", strings.Repeat("x", 4001))
		for range 5 {
			status, page = a.post("/s/crossing/receipt", "code", mine, "about", about.Response, "text", "It was cold.", "go", "write")
			a.see("written back", status, page, 200, "It was cold.", "What you wrote has arrived.")
		}
		a.see("and again", status, page, 200, "You can write again once there is a reply.")
		if status, _ := a.post("/s/crossing/receipt", "code", mine, "about", about.Response, "text", "Hello?", "go", "write"); status != http.StatusTooManyRequests {
			t.Errorf("six in a row: %d", status)
		}
		listed, err := a.Reply.List(a.ctx, survey.ID, reply.Place{}, 10)
		if err != nil || len(listed) != 1 || !listed[0].Waits || listed[0].Messages != 6 || listed[0].ResponseID != about.Response || listed[0].Last.Text != "It was cold." {
			t.Errorf("%+v, %v", listed, err)
		}
		if _, err := a.Reply.Remove(a.ctx, survey.ID, about, listed[0].Last.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("what who answered wrote is taken back: %v", err)
		}
		if _, err := a.Reply.Remove(a.ctx, survey.ID, about, thread.Messages[0].ID); err != nil {
			t.Error(err)
		}
		if got := a.behind(mine); strings.Contains(got, "We were") {
			t.Error("what was taken back is read")
		}
		status, page = a.post("/s/crossing/receipt", "code", mine, "go", "withdraw")
		a.see("taken back", status, page, 200, "removed")
		if got := a.rows("reply"); got != "[]" {
			t.Errorf("left of the thread: %s", got)
		}
	})
}

// behind is the page that a receipt code opens.
func (a *asked) behind(code string) string {
	a.t.Helper()
	_, page := a.post("/s/crossing/receipt", "code", code, "go", "read")
	return page
}

// TestAReplyToAnAnonymousText reaches whoever wrote it and tells nobody who that is:
// not what else they wrote, not when, and not in the change log.
func TestAReplyToAnAnonymousText(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.nameless())
		codes := map[string]string{}
		for i := range 10 {
			to := a.begun("crossing", "")
			a.post(to, "page", "one", "q.told", "3", "go", "next")
			a.post(to, "page", "one.2", "q.why", fmt.Sprintf("fog %d", i), "go", "next")
			_, page := a.post(to, "page", "two", "q.places", "deck", "go", "next")
			codes[fmt.Sprintf("fog %d", i)] = receiptShown.FindStringSubmatch(page)[1]
		}
		about, said := a.aText()
		if _, _, err := a.Reply.Write(a.ctx, survey.ID, about, "Why?"); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("about a text that was not let out: %v", err)
		}
		if err := a.Anonymous.Release(a.ctx); err != nil {
			t.Fatal(err)
		}
		before, _ := a.Store.Position(a.ctx)
		thread, _, err := a.Reply.Write(a.ctx, survey.ID, about, "Which boat was it?")
		if err != nil || !thread.DayOnly || thread.Messages[0].At.Hour() != 0 {
			t.Fatalf("%+v, %v", thread, err)
		}
		for words, code := range codes {
			page := a.behind(code)
			if strings.Contains(page, "Which boat") != (words == said) || strings.Contains(page, said) != (words == said) {
				t.Errorf("behind the code of %q: %s", words, page)
			}
		}
		status, page := a.post("/s/crossing/receipt", "code", codes[said], "about", about.Text, "text", "The Astrid.", "go", "write")
		a.see("written back", status, page, 200, "The Astrid.", "Which boat", said)
		listed, err := a.Reply.List(a.ctx, survey.ID, reply.Place{}, 10)
		if err != nil || len(listed) != 1 || listed[0].Said != said || listed[0].TextID != about.Text || listed[0].Last.At.Hour() != 0 {
			t.Errorf("%+v, %v", listed, err)
		}
		if after, _ := a.Store.Position(a.ctx); after != before {
			t.Errorf("the change log went from %d to %d", before, after)
		}
		if left := a.rows("reply"); strings.Contains(left, fmt.Sprint(record.Micros(a.Now()))) {
			t.Errorf("a time is kept: %s", left)
		}
		for _, who := range []access.Who{{}, access.From(access.System(t.Context(), "x"))} {
			_, _, err := a.Reply.Write(access.With(t.Context(), who), survey.ID, reply.About{Text: about.Text}, "Who are you?")
			if (err == nil) != (who.Name != "") {
				t.Errorf("by %+v: %v", who, err)
			}
		}
		a.post("/s/crossing/receipt", "code", codes[said], "go", "withdraw")
		if got := a.rows("reply"); got != "[]" {
			t.Errorf("left of the thread: %s", got)
		}
	})
}

// aText is one of the texts of the anonymous survey.
func (a *asked) aText() (about reply.About, said string) {
	a.t.Helper()
	found, err := a.Store.Get(a.ctx, "SELECT id, body FROM anonymous_text ORDER BY id LIMIT 1", nil, &about.Text, &said)
	if err != nil || !found {
		a.t.Fatalf("no text: %v", err)
	}
	return about, said
}
