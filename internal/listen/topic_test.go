package listen

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/record"
)

// coded gives a passage of a document's second sentence a code and a moment.
func (c *claimed) coded(t *testing.T, document, code, touchpoint string) {
	t.Helper()
	_, _, err := c.CodePassages(c.rita, []Coding{{ID: c.NewID(), DocumentID: document, CodeID: code, TouchpointID: touchpoint, Passage: Passage{FromN: 2, FromPos: 5, ToN: 2, ToPos: 20}}})
	if err != nil {
		t.Fatal(err)
	}
}

// touchpoint is a new one in the register of the program.
func (c *claimed) touchpoint(t *testing.T, name string) string {
	t.Helper()
	j := journey.NewService(journey.Options{Store: c.Store, Now: c.Now, NewID: c.NewID, Zone: c.Zone})
	channel, _, err := j.CreateChannel(c.rita, journey.Channel{ProgramID: c.program, Name: "Desk", Nature: "human"})
	if err != nil {
		t.Fatal(err)
	}
	place, _, err := j.CreateTouchpoint(c.rita, journey.Touchpoint{ProgramID: c.program, Name: name, ChannelID: channel.ID, MeasureID: ""})
	if err != nil {
		t.Fatal(err)
	}
	return place.ID
}

// TestTopics: a researcher, an analyst and a viewer each see of a touchpoint, a
// code and a word what is theirs to see.
func TestTopics(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newClaimed(t, b)
		gate := c.touchpoint(t, "Gate")
		book, _, err := b.CreateCodebook(c.rita, Codebook{ProgramID: b.program, Name: "Book"})
		if err != nil {
			t.Fatal(err)
		}
		code, _, err := b.CreateCode(c.rita, Code{CodebookID: book.ID, Name: "Waiting"})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []string{c.open, c.closed, c.silent} { // of silent nobody consents
			c.coded(t, d, code.ID, gate)
		}
		c.say(t, c.open, For)

		all, err := b.Topics(c.rita, b.program, "", 10)
		if err != nil || len(all) != 2 {
			t.Fatalf("topics %+v %v", all, err)
		}
		for _, topic := range all {
			if topic.People != 2 || topic.Passages != 2 {
				t.Errorf("counted %+v", topic)
			}
			if topic.Kind == TopicCode && (topic.Name != "Waiting" || len(topic.FindingIDs) != 1) {
				t.Errorf("the code is %+v", topic)
			}
		}
		if others, err := b.Topics(c.otto, b.program, "", 10); err != nil || len(others) != 0 {
			t.Errorf("an analyst sees topics %+v %v", others, err)
		}
		c.wordTopics(t)
		c.codeTopic(t, code.ID)

		if _, _, err := b.changeExcerpts(c.rita, c.finding.ID, func(ctx context.Context, tx *record.Tx, _ Finding) error {
			_, err := tx.Exec(ctx, "UPDATE finding_excerpt SET touchpoint_id = ?", gate)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		seen := func(who context.Context) TopicSaid {
			said, err := b.TopicSaid(who, b.program, TopicAsked{TopicTouchpoint, gate})
			if err != nil || said.Name != "Gate" {
				t.Fatalf("the gate is %+v %v", said, err)
			}
			return said
		}
		if said := seen(c.vera); said.People != 0 || len(said.Findings) != 0 {
			t.Errorf("a viewer sees drafts: %+v", said)
		}
		if _, _, err := b.PublishFinding(c.rita, c.finding.ID); err != nil {
			t.Fatal(err)
		}
		if said := seen(c.vera); said.People != 1 || len(said.Findings) != 1 {
			t.Errorf("a viewer sees %+v", said)
		}
		if said := seen(c.rita); said.People != 2 || len(said.Findings) != 1 || said.TouchpointIDs[0] != gate {
			t.Errorf("a researcher sees %+v", said)
		}
		if _, err := b.TopicSaid(c.rita, b.program, TopicAsked{TopicTouchpoint, b.NewID()}); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("a touchpoint of nowhere: %v", err)
		}
	})
}

func (c *claimed) wordTopics(t *testing.T) {
	t.Helper()
	for _, ask := range []struct {
		who     context.Context
		word    string
		people  int
		finding bool
		quotes  int
	}{
		{c.rita, "waits", 2, true, 2},     // stems; who was asked nothing counts
		{c.rita, "Müller", 2, true, 2},    // she reads originals, and her finding rests on the sentence
		{c.rita, "happened", 0, false, 0}, // what was asked is nobody's word
		{c.otto, "waiting", 1, false, 1},  // what was released
		{c.otto, "Müller", 0, false, 0},
		{c.rita, "invoices", 2, true, 2}, // the claim says so
	} {
		said, err := c.TopicSaid(ask.who, c.program, TopicAsked{TopicWord, ask.word})
		if err != nil || said.People != ask.people || (len(said.Findings) == 1) != ask.finding {
			t.Errorf("%q: %+v %v", ask.word, said, err)
		}
		quotes, err := c.TopicQuotes(ask.who, c.program, TopicAsked{TopicWord, ask.word}, "", 10)
		if err != nil || len(quotes) != ask.quotes {
			t.Errorf("%q: quotes %+v %v", ask.word, quotes, err)
		}
		raw, _ := json.Marshal(quotes)
		if strings.Contains(string(raw), "Zoe") || strings.Contains(string(raw), "Müller") {
			t.Errorf("%q names somebody: %s", ask.word, raw)
		}
	}
	first, err := c.TopicQuotes(c.rita, c.program, TopicAsked{TopicWord, "invoice"}, "", 1)
	if err != nil || len(first) != 2 {
		t.Fatalf("the first page is %+v %v", first, err)
	}
	second, err := c.TopicQuotes(c.rita, c.program, TopicAsked{TopicWord, "invoice"}, first[0].ID, 1)
	if err != nil || len(second) != 1 || second[0].ID != first[1].ID {
		t.Errorf("the second page is %+v %v", second, err)
	}
}

func (c *claimed) codeTopic(t *testing.T, code string) {
	t.Helper()
	quotes, err := c.TopicQuotes(c.rita, c.program, TopicAsked{TopicCode, code}, "", 10)
	if err != nil || len(quotes) != 2 || strings.Contains(quotes[0].Text, "Müller") {
		t.Errorf("quotes of a code %+v %v", quotes, err)
	}
	if quotes, err := c.TopicQuotes(c.otto, c.program, TopicAsked{TopicCode, code}, "", 10); err != nil || len(quotes) != 0 {
		t.Errorf("an analyst reads what coders made: %+v %v", quotes, err)
	}
	if said, err := c.TopicSaid(c.otto, c.program, TopicAsked{TopicCode, code}); err != nil || said.People != 0 || said.Name != "Waiting" {
		t.Errorf("an analyst sees of a code %+v %v", said, err)
	}
	if _, err := c.TopicSaid(c.vera, c.program, TopicAsked{TopicCode, code}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("a viewer sees a code: %v", err)
	}
	for path, want := range map[string]int{"/api/topic?program=": 422, "/api/topic?word=a&code=b&program=": 422, "/api/topics?program=": 200, "/api/topic/quotes?word=invoice&program=": 200} {
		if status, answer := c.ask(c.rita, "GET", path+c.program, "", ""); status != want {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
}
