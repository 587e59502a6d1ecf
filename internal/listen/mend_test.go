package listen

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// zoe is an interview with Zoe whose transcript was taken in.
func (b bench) zoe(t *testing.T) (Document, string) {
	t.Helper()
	rita := as(t.Context(), "rita", access.Researcher)
	_, interview := b.held(t, rita, ConsentFirm)
	d, _, err := b.TakeTranscript(rita, interview, "zoe.vtt", "en", nil, []byte(zoeVTT))
	if err != nil {
		t.Fatal(err)
	}
	return d, interview
}

// says is who says each sentence of a document and when, as one text a sentence.
func (b bench) says(t *testing.T, id string) []string {
	t.Helper()
	_, lines, err := b.OpenDocument(as(t.Context(), "rita", access.Researcher), id)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(lines))
	for n, l := range lines {
		at := int64(-1)
		if l.FromUS != nil {
			at = *l.FromUS / 1000
		}
		out[n] = fmt.Sprintf("%s %v %d", l.Speaker, l.Interviewer, at)
	}
	return out
}

// TestWhatIsMendedIsUndone: each mend in turn, and the way back to the start.
func TestWhatIsMendedIsUndone(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		d, _ := b.zoe(t)
		path := "/api/documents/" + d.ID
		before := b.says(t, d.ID)
		if status, answer := b.ask(rita, "GET", path+"/speakers", "", ""); status != 200 || !strings.Contains(answer, `"name":"Zoe Müller","interviewer":false,"lines":3,"first":2`) {
			t.Errorf("speakers: %d %s", status, answer)
		}
		for _, c := range []struct {
			name, method, path, body string
			status                   int
			want                     string
		}{
			{"nobody", "PUT", path + "/speakers", `{"speakers":[{"name":"Anna","as":"Ann","interviewer":false}]}`, 422, "listen.speaker_unknown"},
			{"joined", "PUT", path + "/speakers", `{"speakers":[{"name":"Rita","as":"Zoe Müller","interviewer":false}]}`, 204, ""},
			{"parted", "PUT", path + "/lines", `{"from_n":3,"to_n":4,"speaker":"Her colleague"}`, 204, ""},
			{"turned round", "PUT", path + "/lines", `{"from_n":3,"to_n":2,"speaker":"x"}`, 422, "listen.lines"},
			{"not there", "PUT", path + "/lines", `{"from_n":9,"to_n":9,"speaker":"x"}`, 404, ""},
			{"a sentence", "PATCH", path + "/lines/1", `{"speaker":"Rita","interviewer":true,"from_us":500000}`, 204, ""},
			{"later", "PUT", path + "/times", `{"from_n":2,"by_us":1500000}`, 204, ""},
			{"too early", "PUT", path + "/times", `{"from_n":1,"by_us":-600000}`, 422, "listen.times_early"},
			{"over the one before", "PUT", path + "/times", `{"from_n":2,"by_us":-3100000}`, 422, "listen.times_order"},
			{"over the one behind", "PUT", path + "/times", `{"from_n":1,"to_n":1,"by_us":3100000}`, 422, "listen.times_order"},
		} {
			if status, answer := b.ask(rita, c.method, c.path, "", c.body); status != c.status || !strings.Contains(answer, c.want) {
				t.Errorf("%s: %d %s", c.name, status, answer)
			}
		}
		if got, want := b.says(t, d.ID), []string{"Rita true 500", "Zoe Müller false 3500", "Her colleague false 5629", "Her colleague false 7500"}; !slices.Equal(got, want) {
			t.Errorf("mended: %q, want %q", got, want)
		}
		if status, _ := b.ask(otto, "GET", path+"/mends", "", ""); status != 404 {
			t.Errorf("an owner reads what was mended: %d", status)
		}
		if _, err := b.MendTimes(otto, d.ID, 1, 0, 5); !fault.Is(err, fault.CodeForbidden) && !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("an owner moves times: %v", err)
		}
		b.undoesAll(t, path)
		if got := b.says(t, d.ID); !slices.Equal(got, before) {
			t.Errorf("undone: %q, want %q", got, before)
		}
	})
}

// undoesAll undoes what was mended in a document, the last first.
func (b bench) undoesAll(t *testing.T, path string) {
	t.Helper()
	rita := as(t.Context(), "rita", access.Researcher)
	_, answer := b.ask(rita, "GET", path+"/mends", "", "")
	var mends struct{ Items []Mend }
	if err := json.Unmarshal([]byte(answer), &mends); err != nil || len(mends.Items) != 4 || mends.Items[0].What != MendedTimes || mends.Items[0].ByName != "Rita" || mends.Items[0].ShiftUS != 1_500_000 {
		t.Fatalf("mends: %s", answer)
	}
	if status, answer := b.ask(rita, "DELETE", path+"/mends/"+mends.Items[1].ID, "", ""); status != 409 || !strings.Contains(answer, "listen.mend_order") {
		t.Errorf("out of order: %d %s", status, answer)
	}
	for _, m := range mends.Items {
		if status, answer := b.ask(rita, "DELETE", path+"/mends/"+m.ID, "", ""); status != 204 {
			t.Errorf("undo %s: %d %s", m.What, status, answer)
		}
	}
	if status, _ := b.ask(rita, "DELETE", path+"/mends/"+mends.Items[0].ID, "", ""); status != 409 {
		t.Errorf("undone twice: %d", status)
	}
}
