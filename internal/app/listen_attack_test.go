package app

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/record"
)

// wendelineVTT is an interview as its researcher took it in. What is secret of it stands
// nowhere else in the house.
const wendelineVTT = `WEBVTT

00:00.000 --> 00:02.000
<v Quilla>What happened at Xylophonia?

00:02.000 --> 00:06.000
<v Wendeline Obersky>I am Wendeline Obersky, call me at +33 6 12 34 56 78.

00:06.000 --> 00:09.000
<v Wendeline Obersky>My colleague Theobaldine waited for the invoice.
`

// secrets are what only researchers of the interview may read, as words and as
// beginnings of words.
var secrets = []string{"Wendeline", "Obersky", "Theobaldine", "Quilla", "Xylophonia", "12 34 56", "VOICE-OF", "hidden-file", "noted-in-secret", "secret-project", "asked-on"}

// TestNoRouteTellsWhatAnInterviewKeeps tries, as everybody who is no researcher
// of a study, every route that reads, with the ids of what there is: an owner, a
// lead, an analyst, a viewer and nobody.
func TestNoRouteTellsWhatAnInterviewKeeps(t *testing.T) {
	onEngines(t, attackInterviews)
}

func attackInterviews(t *testing.T, a *App) {
	t.Helper()
	b := newBare(a)
	f := newFirm(t, a, b)
	ids := interviewed(t, a, b, f)
	tried := 0
	read := func() {
		for _, path := range slices.Sorted(maps.Keys(b.api.OpenAPI().Paths)) {
			op := b.api.OpenAPI().Paths[path].Get
			if op == nil {
				continue
			}
			for name, ctx := range strangers(t) {
				for _, asked := range questions(op, fill(path, ids), f, ids["studies"]) {
					tried++
					tells(t, b.answered(ctx, "GET", asked, nil), "GET "+asked+" by "+name)
				}
			}
		}
	}
	read()
	b.findsNothing(t, ids)
	tried += b.writes(t, f, ids)
	read() // what was written of the tries, as the audit log has it
	b.isRead(t, ids)
	logsTell(t, a)
	if tried < 1500 {
		t.Errorf("only %d questions were asked", tried)
	}
}

// writes tries everything that changes something, as everybody who is no
// researcher of the study, and gives how many tries there were.
func (b bare) writes(t *testing.T, f firm, ids map[string]string) (tried int) {
	t.Helper()
	for _, r := range routes(t, b, f, ids) {
		if r.op.Method == http.MethodGet || slices.Contains(skipped, r.op.OperationID) || !strings.Contains(heardOf, " "+strings.Split(r.path, "/")[2]+" ") {
			continue
		}
		for name, ctx := range strangers(t) {
			tried++
			tells(t, b.answered(ctx, r.op.Method, r.path, r.body), r.op.Method+" "+r.op.Path+" by "+name)
		}
	}
	return tried
}

// heardOf are the collections that the room has, with those that lead to it.
const heardOf = " studies interviews documents codebooks codings coders memos findings settlements codes families topics comments measures touchpoints "

// tells complains of an answer in which something stands that only researchers
// may read, in its body or its headers, and of failures of the house.
func tells(t *testing.T, w *httptest.ResponseRecorder, label string) {
	t.Helper()
	answer := strings.ToLower(w.Body.String() + fmt.Sprint(w.Header()))
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s: %d %.200s", label, w.Code, answer)
	}
	for _, secret := range secrets {
		if at := strings.Index(answer, strings.ToLower(secret)); at >= 0 {
			t.Errorf("%s: %d tells of %q: %s", label, w.Code, secret, answer[max(0, at-200):min(len(answer), at+100)])
		}
	}
}

// isRead: its researcher still reads all of it, so that the tries had something
// to tell of.
func (b bare) isRead(t *testing.T, ids map[string]string) {
	t.Helper()
	for path, secret := range map[string]string{
		"/api/documents/" + ids["documents"] + "/lines": "Theobaldine", "/api/documents/" + ids["documents"] + "/audio": "VOICE-OF-OBERSKY",
		"/api/interviews/" + ids["interviews"]:       "noted-in-secret",
		"/api/studies/" + ids["studies"] + "/coders": "Wendeline", "/api/documents/" + ids["documents"] + "/codings": "Wendeline of Xylophonia",
	} {
		if status, answer := b.ask(rita(t), "GET", path, nil); !strings.Contains(answer, secret) {
			t.Errorf("its researcher does not read %q at %s: %d %.200s", secret, path, status, answer)
		}
	}
}

// logsTell: neither the audit log nor the change log nor mail tells of it.
func logsTell(t *testing.T, a *App) {
	t.Helper()
	err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		for _, table := range []string{"access_audit", "change_log", "mail_outbox"} {
			var rows []map[string]any
			if err := q.NewRaw("SELECT * FROM "+table).Scan(ctx, &rows); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
			text := strings.ToLower(fmt.Sprint(rows))
			for _, secret := range secrets {
				if strings.Contains(text, strings.ToLower(secret)) {
					t.Errorf("%s tells of %q", table, secret)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// rita is a researcher of the study.
func rita(t *testing.T) context.Context {
	return access.With(t.Context(), access.Who{UserID: "rita", Name: "Rita", Grants: []access.Grant{{Role: access.Researcher, Scope: access.Whole(), Rows: access.RowsAll}}})
}

// interviewed takes two interviews in as a researcher: one that is released, one
// that is not. It gives the ids of what there is.
func interviewed(t *testing.T, a *App, b bare, f firm) map[string]string {
	t.Helper()
	ctx := rita(t)
	if status, answer := b.ask(ctx, "POST", "/api/consent-texts", map[string]any{"version": "v1", "language": "en", "text": "May we?"}); status >= 300 {
		t.Fatalf("wording: %d %s", status, answer)
	}
	study := b.must(t, ctx, "POST", "/api/studies", map[string]any{"program_id": f.a, "name": "Why they stay", "question": "What keeps them?"})
	planned, _, err := a.listen.PlanInterviews(ctx, study, []listen.ToAsk{{Project: "secret-project"}, {Project: "secret-project"}})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{
		"programs": f.a, "measures": f.measureA, "units": f.nice, "responses": f.responses[markNice], "accounts": f.acme, "customers": f.customer,
		"studies": study, "study": study, "interviews": planned[0].ID, "segments": f.segment, "objectives": f.objective, "touchpoints": f.touchpoint,
	}
	for n, i := range planned {
		if _, _, err := a.listen.SetConsent(ctx, i.ID, "", listen.ConsentFirm, "v1", nil); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.listen.UpdateInterview(ctx, i.ID, "", listen.InterviewChange{Notes: new("noted-in-secret by Wendeline"), FollowedUp: new("asked-on")}); err != nil {
			t.Fatal(err)
		}
		d, _, err := a.listen.TakeTranscript(ctx, i.ID, "hidden-file.vtt", "en", nil, []byte(wendelineVTT))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			ids["documents"] = d.ID
			b.releases(t, ctx, a, d.ID)
		}
	}
	b.codes(t, ctx, ids)
	b.finds(t, ctx, a, ids)
	return ids
}

// finds adds what else may tell: a voice, a rule that looks for a name, a
// finding on the passage that is masked, a memo on the document, who looked at how
// an interview was led, and lines that were mended.
func (b bare) finds(t *testing.T, ctx context.Context, a *App, ids map[string]string) {
	t.Helper()
	const secret = "noted-in-secret: Wendeline"
	document, n := ids["documents"], 2
	if _, err := a.listen.PutAudio(ctx, document, "Wendeline.wav", "audio/wav", strings.NewReader("RIFF....WAVEVOICE-OF-OBERSKY")); err != nil {
		t.Fatal(err)
	}
	ids["findings"] = b.must(t, ctx, "POST", "/api/findings", map[string]any{"program_id": ids["programs"], "study_id": ids["studies"], "claim": "They wait for bills", "kind": "feel"})
	excerpt := listen.NewExcerpt{ID: newID(), DocumentID: document, Side: listen.For, Passage: listen.Passage{FromN: n, FromPos: 0, ToN: n, ToPos: 20}}
	if _, _, err := a.listen.AddExcerpt(ctx, ids["findings"], excerpt); err != nil {
		t.Fatal(err)
	}
	ids["excerpts"] = excerpt.ID
	b.must(t, ctx, "PUT", "/api/findings/"+ids["findings"]+"/publication", nil)
	rule, _, err := a.listen.CreateRule(ctx, listen.OutsideCoder{StudyID: ids["studies"], Name: "Those who say Wendeline", Words: "Wendeline", CodeID: ids["codes"]})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := a.listen.RunRule(ctx, rule.ID); err != nil {
		t.Fatal(err)
	}
	ids["coders"], ids["codings"] = rule.ID, "00000000-0000-4000-8000-00000000c0de"
	ids["memos"] = b.must(t, ctx, "POST", "/api/memos", map[string]any{"about": "document", "about_id": document, "body": secret})
	if _, err := a.listen.ReviewInterview(ctx, ids["interviews"], secret); err != nil {
		t.Fatal(err)
	}
	if _, err := a.listen.MendSpeakers(ctx, document, []listen.Speaks{{Name: "Quilla", As: "Quilla Xylophonia", Interviewer: true}, {Name: "Wendeline Obersky"}}); err != nil {
		t.Fatal(err)
	}
}

// codes gives a passage of the released document a code, with an example and
// memos that tell what others may not read.
func (b bare) codes(t *testing.T, ctx context.Context, ids map[string]string) {
	t.Helper()
	const secret = "Wendeline of Xylophonia"
	ids["codebooks"] = b.must(t, ctx, "POST", "/api/codebooks", map[string]any{"program_id": ids["programs"], "name": "Waiting"})
	ids["codes"] = b.must(t, ctx, "POST", "/api/codebooks/"+ids["codebooks"]+"/codes", map[string]any{"name": "Nobody says how long", "example": secret})
	passage := map[string]any{"id": "00000000-0000-4000-8000-00000000c0de", "document_id": ids["documents"], "code_id": ids["codes"], "from_n": 2, "from_pos": 0, "to_n": 2, "to_pos": 10, "memo": secret}
	for path, body := range map[string]map[string]any{
		"/api/codings": {"items": []any{passage}},
		"/api/memos":   {"about": "study", "about_id": ids["studies"], "body": secret},
	} {
		if status, answer := b.ask(ctx, "POST", path, body); status != http.StatusCreated {
			t.Fatalf("%s: %d %s", path, status, answer)
		}
	}
	for _, path := range []string{"/api/codebooks/" + ids["codebooks"], "/api/documents/" + ids["documents"] + "/codings", "/api/memos?about_id=" + ids["studies"]} {
		if _, answer := b.ask(ctx, "GET", path, nil); !strings.Contains(answer, secret) {
			t.Errorf("its researcher does not read %s: %.300s", path, answer)
		}
	}
}

// releases masks what tells, as a researcher would, and releases the document.
func (b bare) releases(t *testing.T, ctx context.Context, a *App, id string) {
	t.Helper()
	_, lines, err := a.listen.OpenDocument(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var masks []string
	for _, l := range lines {
		for _, m := range l.Masks {
			masks = append(masks, m.ID)
		}
		for _, word := range []string{"Xylophonia", "Theobaldine", "Wendeline Obersky"} {
			if at := strings.Index(l.Text, word); at >= 0 {
				if _, _, err := a.listen.AddMask(ctx, id, listen.Mask{N: l.N, Start: at, Length: len(word), Kind: listen.MaskName}, false); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	_, lines, _ = a.listen.OpenDocument(ctx, id)
	masks = masks[:0]
	for _, l := range lines {
		for _, m := range l.Masks {
			masks = append(masks, m.ID)
		}
	}
	if _, _, err := a.listen.DecideMasks(ctx, id, masks, listen.MaskConfirmed, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.listen.ReleaseDocument(ctx, id); err != nil {
		t.Fatal(err)
	}
}

// strangers are those who are no researchers of the study.
func strangers(t *testing.T) map[string]context.Context {
	t.Helper()
	out := map[string]context.Context{"nobody": t.Context(), "the system": access.System(t.Context(), "attack")}
	for _, role := range []access.Role{access.Owner, access.Lead, access.Researcher, access.Analyst, access.Viewer} {
		out[string(role)] = access.With(t.Context(), access.Who{UserID: "a-" + string(role), Name: string(role), Grants: []access.Grant{{Role: role, Scope: access.Whole(), Rows: access.RowsAll}}})
	}
	return out
}

// questions are a path as it stands and, where it takes words to find, with
// each secret: a count or a completion tells as much as a text.
func questions(op *huma.Operation, path string, f firm, study string) []string {
	query := asked(op, f)
	join := "?"
	if query != "" {
		join = "&"
	}
	out := []string{path + query}
	if strings.HasPrefix(path, "/api/memos") {
		out = append(out, path+"?about=study&about_id="+study)
	}
	if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "query" && p.Name == "q" }) {
		out = append(out, path+query+join+"q=waited")
	}
	return out
}

// findsNothing: by what is secret nothing is found and nothing counted, while
// what is shown is found.
func (b bare) findsNothing(t *testing.T, ids map[string]string) {
	t.Helper()
	for name, ctx := range strangers(t) {
		if name == "nobody" || name == "viewer" {
			continue // they do not search at all
		}
		for _, word := range []string{"wendeline", "wende", "obersk", "theobaldine", "xylophonia", "34"} {
			status, answer := b.ask(ctx, "GET", "/api/studies/"+ids["studies"]+"/search?q="+word, nil)
			if status != http.StatusOK || !strings.Contains(answer, `"total":0`) {
				t.Errorf("%s finds %q: %d %s", name, word, status, answer)
			}
		}
		if status, answer := b.ask(ctx, "GET", "/api/studies/"+ids["studies"]+"/search?q=waiting", nil); status != http.StatusOK || !strings.Contains(answer, `"total":1`) {
			t.Errorf("%s does not find what is shown: %d %s", name, status, answer)
		}
	}
	_, answer := b.ask(strangers(t)["owner"], "GET", fmt.Sprintf("/api/documents/%s/lines", ids["documents"]), nil)
	if !strings.Contains(answer, "waited for the invoice") || !strings.Contains(answer, `"speaker":"P01"`) {
		t.Errorf("an owner reads %s", answer)
	}
}
