package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/listen"
)

// onlySaid is a word that only one person says, to an interviewer and in a comment.
const onlySaid = "zanzibarine"

const restrictedVTT = `WEBVTT

00:00.000 --> 00:04.000
<v Ida>I waited for the zanzibarine invoice again.

00:04.000 --> 00:06.000
<v Ida>Nobody called me back.
`

// TestWhatRestrictedPeopleSaidIsNotUsed: what a person said whose data are
// restricted is read by nobody through any route, its researcher neither, and is
// there again when the restriction ends.
func TestWhatRestrictedPeopleSaidIsNotUsed(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		t.Helper()
		b := newBare(a)
		f := newFirm(t, a, b)
		ctx := rita(t)
		customer, ids := b.saysOnce(t, ctx, a, f)
		before := b.routesWith(t, f, ids)
		for _, path := range []string{"/api/documents/{id}/lines", "/api/studies/{id}/search", "/api/studies/{id}/quotes", "/api/findings/{id}/excerpts", "/api/topic/quotes", "/api/memos?about=document", "/api/studies/{id}/quotes/export?format=docx", "/api/studies/{id}/quotes/export?format=xlsx"} {
			if !slices.ContainsFunc(before, func(asked string) bool { return strings.HasPrefix(asked, fill(path, ids)) }) {
				t.Errorf("before, %s does not tell; it is told by %v", path, before)
			}
		}
		system := access.System(t.Context(), "test")
		b.must(t, system, "POST", "/api/customers/"+customer+"/restriction", map[string]any{"reason": "asked"})
		if still := b.routesWith(t, f, ids); len(still) > 0 {
			t.Errorf("told although the person is restricted: %v", still)
		}
		for path, body := range map[string]map[string]any{
			"/api/codings": {"items": []any{map[string]any{"id": newID(), "document_id": ids["documents"], "code_id": ids["codes"], "from_n": 2, "from_pos": 0, "to_n": 2, "to_pos": 6}}},
			"/api/documents/" + ids["documents"] + "/release": {},
		} {
			if status, answer := b.ask(ctx, http.MethodPost, path, body); status < 400 {
				t.Errorf("%s works on what is restricted: %d %s", path, status, answer)
			}
		}
		var counted struct {
			Documents  int `json:"documents_in_all"`
			Interviews int `json:"interviews_in_all"`
		}
		_, answer := b.ask(ctx, "GET", "/api/studies/"+ids["studies"], nil)
		if err := json.Unmarshal([]byte(answer), &counted); err != nil || counted.Documents != 0 || counted.Interviews != 0 {
			t.Errorf("the study counts %+v (%v): %s", counted, err, answer)
		}
		b.must(t, system, "DELETE", "/api/customers/"+customer+"/restriction", nil)
		if after := b.routesWith(t, f, ids); !slices.Equal(before, after) {
			t.Errorf("once released it is told by %v, before by %v", after, before)
		}
	})
}

// saysOnce has one person interviewed and coded, quoted by a finding, and gives
// the person's id with the ids of what there is.
func (b bare) saysOnce(t *testing.T, ctx context.Context, a *App, f firm) (customer string, ids map[string]string) {
	t.Helper()
	who, err := a.people.GetCustomer(access.System(t.Context(), "test"), f.customer)
	if err != nil {
		t.Fatal(err)
	}
	b.must(t, ctx, "POST", "/api/consent-texts", map[string]any{"version": "v1", "language": "en", "text": "May we?"})
	study := b.must(t, ctx, "POST", "/api/studies", map[string]any{"program_id": f.a, "name": "Why they stay"})
	planned, _, err := a.listen.PlanInterviews(ctx, study, []listen.ToAsk{{CustomerKey: who.Key}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.listen.SetConsent(ctx, planned[0].ID, "", listen.ConsentPerson, "v1", nil); err != nil {
		t.Fatal(err)
	}
	d, _, err := a.listen.TakeTranscript(ctx, planned[0].ID, "ida.vtt", "en", nil, []byte(restrictedVTT))
	if err != nil {
		t.Fatal(err)
	}
	b.must(t, ctx, "POST", "/api/documents/"+d.ID+"/release", nil)
	ids = map[string]string{
		"programs": f.a, "measures": f.measureA, "studies": study, "interviews": planned[0].ID, "documents": d.ID, "customers": f.customer,
		"accounts": f.acme, "touchpoints": f.touchpoint, "units": f.nice, "responses": f.responses[markNice],
	}
	ids["codebooks"] = b.must(t, ctx, "POST", "/api/codebooks", map[string]any{"program_id": f.a, "name": "Waiting"})
	ids["codes"] = b.must(t, ctx, "POST", "/api/codebooks/"+ids["codebooks"]+"/codes", map[string]any{"name": "Nobody says how long"})
	b.must(t, ctx, "POST", "/api/codings", map[string]any{"items": []any{map[string]any{
		"id": newID(), "document_id": d.ID, "code_id": ids["codes"], "from_n": 1, "from_pos": 0, "to_n": 1, "to_pos": 40, "memo": "Why " + onlySaid + "?",
	}}})
	b.must(t, ctx, "POST", "/api/memos", map[string]any{"about": "document", "about_id": d.ID, "body": "Ask of the " + onlySaid + " again"})
	ids["findings"] = b.must(t, ctx, "POST", "/api/findings", map[string]any{"program_id": f.a, "study_id": study, "claim": "They wait for bills", "kind": "feel"})
	excerpt := listen.NewExcerpt{ID: newID(), DocumentID: d.ID, Side: listen.For, Passage: listen.Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 40}}
	if _, _, err := a.listen.AddExcerpt(ctx, ids["findings"], excerpt); err != nil {
		t.Fatal(err)
	}
	return who.ID, ids
}

// routesWith are the questions whose answer tells the word, as the researcher and
// as an owner, but for the person's own copy of all there is.
func (b bare) routesWith(t *testing.T, f firm, ids map[string]string) (told []string) {
	t.Helper()
	readers := []context.Context{rita(t), strangers(t)["owner"]} // nobody reads more than these two
	for _, path := range slices.Sorted(maps.Keys(b.api.OpenAPI().Paths)) {
		op := b.api.OpenAPI().Paths[path].Get
		if op == nil || path == "/api/customers/{id}/data" {
			continue
		}
		filled := fill(path, ids)
		for _, ctx := range readers {
			for _, asked := range append(questions(op, filled, f, ids["studies"]), filled+"?q=invoice", filled+"?program="+f.a+"&word=invoice", filled+"?program="+f.a+"&code="+ids["codes"],
				filled+"?about=document&about_id="+ids["documents"], filled+"?format=docx", filled+"?format=xlsx") {
				if strings.Contains(unpacked(t, b.answered(ctx, "GET", asked, nil).Body.Bytes()), onlySaid) {
					told = append(told, asked)
				}
			}
		}
	}
	slices.Sort(told)
	return slices.Compact(told)
}

// unpacked is what an answer says, a file of an office program too.
func unpacked(t *testing.T, answer []byte) string {
	t.Helper()
	if !bytes.HasPrefix(answer, []byte("PK")) {
		return string(answer)
	}
	packed, err := zip.NewReader(bytes.NewReader(answer), int64(len(answer)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range packed.File {
		text, err := fs.ReadFile(packed, part.Name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
