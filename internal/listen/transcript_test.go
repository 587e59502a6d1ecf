package listen

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

const zoeVTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Rita>What happened with the invoices?\n\n00:02.000 --> 00:06.000\n<v Zoe Müller>I am Zoe Müller of Acme Optics. Call me at +33 6 12 34 56 78.\n\n00:06.000 --> 00:08.000\n<v Zoe Müller>The invoices never came.\n"

// sends posts bytes as somebody.
func (b bench) sends(ctx context.Context, method, path, kind, content string) (int, string, http.Header) {
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(content))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

// held plans an interview with Zoe who consented, and gives its id.
func (b bench) held(t *testing.T, rita context.Context, consent string) (study, interview string) {
	t.Helper()
	b.party(t)
	st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "One"})
	if err != nil {
		t.Fatal(err)
	}
	planned, _, err := b.PlanInterviews(rita, st.ID, []ToAsk{{CustomerKey: "zoe", Language: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.SetConsent(rita, planned[0].ID, "", consent, "v1", nil); err != nil {
		t.Fatal(err)
	}
	return st.ID, planned[0].ID
}

// TestATranscriptIsTakenInMaskedAndReleased: the way of a file to what
// everybody reads, and back.
func TestATranscriptIsTakenInMaskedAndReleased(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		study, interview := b.held(t, rita, ConsentFirm)
		path := "/api/interviews/" + interview + "/transcript"
		octets := "application/octet-stream"
		if status, answer, _ := b.sends(rita, "POST", path+"/preview?name=zoe.vtt", octets, zoeVTT); status != 200 || !strings.Contains(answer, `"name":"Zoe Müller"`) || !strings.Contains(answer, `"timed":true`) {
			t.Fatalf("preview: %d %s", status, answer)
		}
		if status, answer, _ := b.sends(rita, "POST", path+"/preview?name=zoe.vtt", octets, "WEBVTT\n"); status != 422 || !strings.Contains(answer, "listen.transcript_empty") {
			t.Errorf("an empty file: %d %s", status, answer)
		}
		if status, _, _ := b.sends(otto, "POST", path+"?name=zoe.vtt", octets, zoeVTT); status != 403 {
			t.Errorf("an owner takes a transcript in: %d", status)
		}
		speakers := url.QueryEscape(`[{"name":"Rita","interviewer":true},{"name":"Zoe Müller","as":"Zoe M.","interviewer":false}]`)
		status, answer, _ := b.sends(rita, "POST", path+"?name=zoe.vtt&speakers="+speakers, octets, zoeVTT)
		var d Document
		if err := json.Unmarshal([]byte(answer), &d); status != 201 || err != nil || d.Sentences != 4 || d.Undecided < 3 || d.Number != 1 {
			t.Fatalf("taken: %d %s", status, answer)
		}
		if i, err := b.GetInterview(rita, interview); err != nil || i.State != Transcribed || i.DocumentID != d.ID {
			t.Errorf("the interview is %+v %v", i, err)
		}
		if status, answer, _ := b.sends(rita, "POST", path+"?name=zoe.vtt", octets, zoeVTT); status != 409 {
			t.Errorf("twice: %d %s", status, answer)
		}
		b.masks(t, rita, otto, d)
		b.finds(t, rita, otto, study)
		b.plays(t, rita, otto, d.ID)
	})
}

// masks decides on what is proposed, releases, and looks at what shows.
func (b bench) masks(t *testing.T, rita, otto context.Context, d Document) {
	t.Helper()
	document := "/api/documents/" + d.ID
	if status, answer := b.ask(rita, "POST", document+"/release", "", ""); status != 409 || !strings.Contains(answer, "listen.undecided") {
		t.Errorf("released with what nobody decided on: %d %s", status, answer)
	}
	_, lines, err := b.OpenDocument(rita, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, l := range lines {
		for _, m := range l.Masks {
			ids = append(ids, m.ID)
		}
	}
	if _, _, err := b.DecideMasks(rita, d.ID, ids, MaskConfirmed, nil); err != nil {
		t.Fatal(err)
	}
	if status, answer := b.ask(rita, "POST", document+"/masks", "", `{"n":4,"start":4,"length":8,"kind":"other","everywhere":true}`); status != 200 {
		t.Errorf("a mask of one's own: %d %s", status, answer)
	}
	if status, answer := b.ask(rita, "POST", document+"/release", "", ""); status != 200 || !strings.Contains(answer, `"released_at"`) {
		t.Fatalf("released: %d %s", status, answer)
	}
	_, answer := b.ask(otto, "GET", document+"/lines", "", "")
	for _, secret := range []string{"Zoe", "Müller", "Acme", "33 6", "invoices", "Rita"} {
		if strings.Contains(answer, secret) {
			t.Errorf("an owner reads %s: %s", secret, answer)
		}
	}
	if !strings.Contains(answer, `The [left out] never came.`) || !strings.Contains(answer, `"speaker":"P01"`) {
		t.Errorf("an owner reads %s", answer)
	}
	if status, answer := b.ask(rita, "PATCH", document+"/lines/2", "", `{"speaker":"Zoe","from_us":9,"to_us":3}`); status != 422 || !strings.Contains(answer, "listen.times") {
		t.Errorf("times that run back: %d %s", status, answer)
	}
	if status, answer := b.ask(rita, "PUT", document+"/speakers", "", `{"speakers":[{"name":"Rita","as":"Zoe M.","interviewer":true},{"name":"Zoe M.","as":"Rita","interviewer":false}]}`); status != 204 {
		t.Errorf("speakers changed with each other: %d %s", status, answer)
	}
	if _, lines, _ := b.OpenDocument(rita, d.ID); lines[0].Speaker != "Zoe M." || lines[1].Speaker != "Rita" || lines[1].Interviewer {
		t.Errorf("speakers are %+v", lines)
	}
}

// finds looks for words as a researcher and as everybody else.
func (b bench) finds(t *testing.T, rita, otto context.Context, study string) {
	t.Helper()
	for words, want := range map[string][2]int64{"call": {1, 1}, "calling": {1, 1}, "zoe": {1, 0}, "muller acme": {1, 0}, "invoice": {2, 0}, "never cam": {1, 1}, "zebra": {0, 0}, "...": {0, 0}} {
		for n, who := range []context.Context{rita, otto} {
			hits, total, err := b.Search(who, study, words, "", 0, 50)
			if err != nil || total != want[n] || int64(len(hits)) != total {
				t.Errorf("%q by %d: %d of %d %v", words, n, len(hits), total, err)
			}
		}
	}
	if _, answer := b.ask(otto, "GET", "/api/studies/"+study+"/search?q=call", "", ""); strings.Contains(answer, "Zoe") || !strings.Contains(answer, `"total":1`) {
		t.Errorf("an owner finds %s", answer)
	}
}

// plays keeps a recording and plays a part of it.
func (b bench) plays(t *testing.T, rita, otto context.Context, id string) {
	t.Helper()
	path := "/api/documents/" + id + "/audio"
	if status, answer, _ := b.sends(rita, "PUT", path+"?name=a.html", "text/html", "<script>"); status != 422 {
		t.Errorf("a page as a recording: %d %s", status, answer)
	}
	if status, answer, _ := b.sends(rita, "PUT", path+"?name=zoe.mp3", "audio/mpeg", "0123456789"); status != 204 {
		t.Fatalf("a recording: %d %s", status, answer)
	}
	r := httptest.NewRequestWithContext(rita, "GET", path, nil)
	r.Header.Set("Range", "bytes=2-4")
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	if w.Code != 206 || w.Body.String() != "234" || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Disposition") != "attachment" {
		t.Errorf("a part: %d %q %v", w.Code, w.Body, w.Header())
	}
	if status, _ := b.ask(otto, "GET", path, "", ""); status != 404 {
		t.Errorf("an owner listens: %d", status)
	}
	if status, answer := b.ask(rita, "DELETE", path, "", ""); status != 204 {
		t.Errorf("taken out: %d %s", status, answer)
	}
}

// TestNothingLeadsFromAnAnonymousInterviewToItsPerson: the link goes when the
// transcript comes.
func TestNothingLeadsFromAnAnonymousInterviewToItsPerson(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita := as(t.Context(), "rita", access.Researcher)
		_, interview := b.held(t, rita, ConsentAnonymous)
		d, _, err := b.TakeTranscript(rita, interview, "zoe.vtt", "en", nil, []byte(zoeVTT))
		if err != nil || d.Undecided < 3 {
			t.Fatal(d, err)
		}
		var left int
		err = b.view(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM interview WHERE customer_id IS NOT NULL OR account_id IS NOT NULL").Scan(ctx, &left)
		})
		if i, e := b.GetInterview(rita, interview); err != nil || e != nil || left != 0 || i.Customer != nil {
			t.Errorf("%d left, %+v %v %v", left, i, err, e)
		}
	})
}
