package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Words of one person, which an erasure has to leave nowhere.
const (
	whoKey   = "quartermaine-77"
	whoName  = "Rosalind Quartermaine"
	whoMail  = "rosalind@quartermaine.example"
	whoText  = "the kettlebell on the mezzanine wobbles"
	whoEvent = "quartermaine-parcel-9"
)

var traces = []string{"quartermaine", "Quartermaine", "rosalind", "Rosalind", "kettlebell", "mezzanine"}

// known is an organisation where one person has said and done things, beside
// others: a file, the API, an event, a mail that waits.
type known struct {
	bare
	a                *App
	program, measure string
	customer         string
	owner            context.Context
}

func newKnown(t *testing.T, a *App) *known {
	t.Helper()
	k := &known{bare: newBare(a), a: a, owner: access.System(t.Context(), "owner")}
	k.program = k.must(t, k.owner, "POST", "/api/programs", map[string]any{"name": "Feedback"})
	k.measure = k.must(t, k.owner, "POST", "/api/measures", map[string]any{"program_id": k.program, "name": "Recommend", "intent": "advocacy",
		"metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"}})
	k.must(t, k.owner, "POST", "/api/customers", map[string]any{"items": []any{
		map[string]any{"key": whoKey, "name": whoName, "email": whoMail, "account_key": "acme"}, map[string]any{"key": "other", "name": "Other One"},
	}})
	for i, who := range []string{whoKey, whoKey, "other"} {
		text := whoText
		if who == "other" {
			text = "all was fine"
		}
		k.must(t, k.owner, "POST", "/api/responses", map[string]any{"id": newID(), "program_id": k.program, "customer_key": who, "account_key": "acme",
			"answers": []any{map[string]any{"measure_id": k.measure, "score": 9 - i}, map[string]any{"question": "Why?", "text": text}},
			"traits":  map[string]any{"region": "south", "parcel": who}})
		k.must(t, k.owner, "POST", "/api/events", map[string]any{"id": newID(), "name": "delivered", "customer_key": who, "properties": map[string]any{"parcel": who + "-parcel-9"}})
	}
	k.takeIn(t)
	_, err := a.record.Write(k.owner, func(ctx context.Context, tx *record.Tx) error {
		return a.notify.Queue(ctx, tx, access.Mail{Template: "invite", Language: "en", To: whoMail})
	})
	if err != nil {
		t.Fatal(err)
	}
	k.customer = k.find(t, whoKey)
	return k
}

// takeIn takes a file in that holds the person beside others, and a row of them
// that is refused.
func (k *known) takeIn(t *testing.T) {
	t.Helper()
	var rows strings.Builder
	rows.WriteString("id;customer;day;recommend (0-10);why\n")
	for i := range 30 {
		fmt.Fprintf(&rows, "%d;c-%d;2026-03-%02d;%d;fine %d\n", i, i, i%28+1, i%11, i)
	}
	fmt.Fprintf(&rows, "30;%s;2026-03-04;2;%s\n31;%s;2026-03-99 %s;5;x\n", whoKey, whoText, whoKey, whoKey)
	file, err := k.a.collect.Upload(k.owner, "answers.csv", k.program, strings.NewReader(rows.String()))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.a.collect.StartImport(k.owner, file.ID); err != nil {
		t.Fatal(err)
	}
	if err := k.a.collect.RunImport(k.owner, file.ID); err != nil {
		t.Fatal(err)
	}
}

func (k *known) find(t *testing.T, key string) string {
	t.Helper()
	var ids []string
	err := k.a.record.View(k.owner, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM customer WHERE key = ?", key).Scan(ctx, &ids)
	})
	if err != nil || len(ids) != 1 {
		t.Fatalf("customers of key %s: %v %v", key, ids, err)
	}
	return ids[0]
}

// read gives an answer of the API that must be right.
func (k *known) read(t *testing.T, path string) string {
	t.Helper()
	status, answer := k.ask(k.owner, "GET", path, nil)
	if status != 200 {
		t.Fatalf("%s: %d %s", path, status, answer)
	}
	return answer
}

func (k *known) erase(t *testing.T) {
	t.Helper()
	status, answer := k.ask(k.owner, "POST", "/api/customers/"+k.customer+"/erasure", map[string]any{"confirm": whoKey, "reason": "asked"})
	if status != 202 {
		t.Fatalf("erase: %d %s", status, answer)
	}
	if err := k.a.runErasures(k.owner); err != nil {
		t.Fatal(err)
	}
}

// n is how many answers the figure of the measure counts, of the facts as the
// record is now.
func (k *known) n(t *testing.T) int {
	t.Helper()
	p, err := k.a.record.Position(k.owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.a.facts.WaitFor(k.owner, p); err != nil {
		t.Fatal(err)
	}
	return countOf(t, k.bare, k.owner, firm{measureA: k.measure, position: p})
}

// tracesIn looks for the person's words in a text.
func tracesIn(content string) (found []string) {
	for _, word := range traces {
		if strings.Contains(content, word) {
			found = append(found, word)
		}
	}
	return found
}

// tracesInRecord looks through every byte of the files of the record and of
// the uploads.
func tracesInRecord(t *testing.T, dir string) (found []string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		if err != nil || d.IsDir() || strings.HasPrefix(name, "facts") {
			return err
		}
		content, err := os.ReadFile(path)
		seen++
		for _, word := range tracesIn(string(content)) {
			found = append(found, name+": "+word)
		}
		return err
	})
	if err != nil || seen < 3 {
		t.Fatalf("%d files looked through, %v", seen, err)
	}
	return found
}

// TestErasedLeavesNothing: what a person said and did is found in no answer of
// the API and no byte of the record; the scores stay and lead to nobody.
func TestErasedLeavesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		k := newKnown(t, a)
		before := k.n(t)
		if a.config.DatabaseURL == "" && len(tracesInRecord(t, a.config.Dir)) == 0 {
			t.Fatal("the person is looked for in the wrong place")
		}
		for _, wrong := range []string{"", "other"} {
			if status, _ := k.ask(k.owner, "POST", "/api/customers/"+k.customer+"/erasure", map[string]any{"confirm": wrong}); status != 422 {
				t.Errorf("confirmed by %q: %d", wrong, status)
			}
		}
		k.erase(t)
		if n := k.n(t); n != before {
			t.Errorf("%d answers in the figure, %d before", n, before)
		}
		if _, answer := k.ask(k.owner, "GET", "/api/customers/"+k.customer, nil); !strings.Contains(answer, "not_found") {
			t.Errorf("the customer: %s", answer)
		}
		for _, path := range []string{"/api/responses?limit=200", "/api/responses?q=kettlebell", "/api/customers?q=rosalind", "/api/rights", "/api/imports", "/api/audit", "/api/mails"} {
			status, answer := k.ask(k.owner, "GET", path, nil)
			if found := tracesIn(answer); status >= 500 || len(found) > 0 {
				t.Errorf("%s: %d %v", path, status, found)
			}
		}
		k.anonymous(t)
		if log := k.read(t, "/api/rights"); !strings.Contains(log, `"state":"done"`) || !strings.Contains(log, `"answers_anonymised":3`) || !strings.Contains(log, `"events":2`) || !strings.Contains(log, `"files":1`) {
			t.Errorf("log of rights: %s", log)
		}
		if a.config.DatabaseURL == "" {
			if found := tracesInRecord(t, a.config.Dir); len(found) > 0 {
				t.Errorf("bytes left: %v", found)
			}
		}
		sameAfterRebuild(t, k)
	})
}

// anonymous checks what is kept of the person's answers: three, of no customer
// and account, at noon, under ids without a time, with the region and nothing
// else that was said.
func (k *known) anonymous(t *testing.T) {
	t.Helper()
	var list struct {
		Items []collect.ListedResponse `json:"items"`
	}
	decode(t, k.read(t, "/api/responses?limit=200"), &list)
	found := 0
	for _, r := range list.Items {
		if r.Consent != "anonymous" {
			continue
		}
		found++
		at := r.At.In(k.a.zone.Load())
		if r.Customer != nil || r.Account != nil || at.Hour() != 12 || at.Minute() != 0 || r.ID[14] != '4' || len(r.Answers) != 1 || r.Traits["parcel"] != "" {
			t.Errorf("kept: %+v", r)
		}
	}
	if found != 3 {
		t.Errorf("%d anonymous answers, want 3", found)
	}
}

// sameAfterRebuild compares the figure with that of facts made anew.
func sameAfterRebuild(t *testing.T, k *known) {
	t.Helper()
	before := k.read(t, "/api/metrics?measure="+k.measure)
	if err := k.a.rebuild(k.owner, nil, io.Discard); err != nil {
		t.Fatal(err)
	}
	if after := k.read(t, "/api/metrics?measure="+k.measure); withoutAsOf(t, before) != withoutAsOf(t, after) {
		t.Errorf("before the rebuild\n%s\nafter it\n%s", before, after)
	}
}

func withoutAsOf(t *testing.T, answer string) string {
	t.Helper()
	out := map[string]any{}
	decode(t, answer, &out)
	delete(out, "as_of")
	text, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// ending erases one row, and ends the process, as it were, at the next piece.
type ending struct {
	people.Eraser
	end    func()
	pieces *int
}

func (e ending) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, _ int) (people.Tally, error) {
	if *e.pieces++; *e.pieces > 1 {
		e.end()
		return nil, ctx.Err()
	}
	return e.Eraser.ErasePerson(ctx, tx, p, 1)
}

// TestRestrictedIsKeptAndNotUsed: no list, search or page shows what a
// restricted person said; released, all is as it was.
func TestRestrictedIsKeptAndNotUsed(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		k := newKnown(t, a)
		answers, before := k.read(t, "/api/responses?limit=200"), k.n(t)
		k.must(t, k.owner, "POST", "/api/customers/"+k.customer+"/restriction", map[string]any{"reason": "contested"})
		for _, path := range []string{"/api/responses?limit=200", "/api/responses?q=kettlebell", "/api/customers?q=rosalind", "/api/customers/" + k.customer + "/timeline", "/api/responses/export"} {
			if found := tracesIn(k.read(t, path)); len(found) > 0 {
				t.Errorf("%s shows %v", path, found)
			}
		}
		if n := k.n(t); n != before-2 {
			t.Errorf("%d answers in the figure, want %d", n, before-2)
		}
		sameAfterRebuild(t, k)
		if file := k.read(t, "/api/customers/"+k.customer+"/data"); !strings.Contains(file, whoText) {
			t.Error("what is kept is not told to the person")
		}
		k.must(t, k.owner, "DELETE", "/api/customers/"+k.customer+"/restriction", nil)
		if after := k.read(t, "/api/responses?limit=200"); after != answers || k.n(t) != before {
			t.Errorf("released: %d answers in the figure, want %d", k.n(t), before)
		}
	})
}

// TestPersonsFileHoldsAll: what is kept of a person, in one JSON object; what
// was said in the confidence of the firm only for the operator.
func TestPersonsFileHoldsAll(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		k := newKnown(t, a)
		k.must(t, k.owner, "POST", "/api/responses", map[string]any{"id": newID(), "program_id": k.program, "customer_key": whoKey, "account_key": "acme", "consent": "firm",
			"answers": []any{map[string]any{"question": "Why?", "text": "between us"}}})
		var file struct {
			Format   string
			MadeAt   time.Time `json:"made_at"`
			Keys     []string
			Sections map[string][]map[string]any
		}
		answer := k.read(t, "/api/customers/"+k.customer+"/data")
		decode(t, answer, &file)
		for section, n := range map[string]int{"customers": 1, "answers": 3, "events": 2, "mails": 1, "rights": 1} {
			if len(file.Sections[section]) != n {
				t.Errorf("%d in section %s, want %d", len(file.Sections[section]), section, n)
			}
		}
		if strings.Contains(answer, "between us") || file.Keys[0] != whoKey || file.MadeAt.IsZero() {
			t.Errorf("file: %s", answer)
		}
		var out bytes.Buffer
		write, err := a.people.ExportPersonByKey(k.owner, whoKey, true)
		if err == nil {
			err = write(k.owner, &out)
		}
		if err != nil || !strings.Contains(out.String(), "between us") || !json.Valid(out.Bytes()) {
			t.Errorf("for the operator: %v %s", err, out.String())
		}
	})
}
