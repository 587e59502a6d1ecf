package listen

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestAPersonsInterviewsAreToldAndErased: told by consent, then gone from every
// table and index, while numbers stay.
func TestAPersonsInterviewsAreToldAndErased(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita := as(t.Context(), "rita", access.Researcher)
		study, interview := b.held(t, rita, ConsentFirm)
		d, _, err := b.TakeTranscript(rita, interview, "zoe.vtt", "en", []Speaks{{Name: "Rita", Interviewer: true}}, []byte(zoeVTT))
		if err != nil {
			t.Fatal(err)
		}
		i, err := b.GetInterview(rita, interview)
		if err != nil {
			t.Fatal(err)
		}
		zoe := people.Person{ID: i.Customer.ID, IDs: []string{i.Customer.ID}}
		if all := b.told(t, zoe, false); all != "" {
			t.Errorf("in the confidence of the firm, and told: %s", all)
		}
		if all := b.told(t, zoe, true); !strings.Contains(all, "The invoices never came.") || strings.Contains(all, "What happened") {
			t.Errorf("told to the operator: %s", all)
		}
		for n := range 3 {
			if tally := b.erases(t, zoe); (len(tally) > 0) != (n < 2) {
				t.Errorf("step %d erased %v", n, tally)
			}
		}
		after, lines, err := b.OpenDocument(rita, d.ID)
		if err != nil || after.ErasedAt == nil || after.FileName != "" || len(lines) != 4 || lines[1].Text != "" || lines[1].Speaker != "" || len(lines[1].Masks) > 0 {
			t.Errorf("left of the document: %+v %+v %v", after, lines, err)
		}
		if i, err := b.GetInterview(rita, interview); err != nil || i.Customer != nil || i.Consent != "" || i.Number != 1 {
			t.Errorf("left of the interview: %+v %v", i, err)
		}
		if hits, total, err := b.Search(rita, study, "invoices", "", 0, 10); err != nil || len(hits) != 0 || total != 0 {
			t.Errorf("still found: %+v %v", hits, err)
		}
	})
}

// told is what a person's file says of interviews.
func (b bench) told(t *testing.T, p people.Person, confidential bool) string {
	t.Helper()
	var all strings.Builder
	err := b.view(t.Context(), func(ctx context.Context, q record.Querier) error {
		return Rights{}.ExportPerson(ctx, q, p, confidential, func(_ string, item any) error {
			return json.NewEncoder(&all).Encode(item)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func (b bench) erases(t *testing.T, p people.Person) (tally people.Tally) {
	t.Helper()
	_, err := b.write(t.Context(), func(ctx context.Context, tx *record.Tx) (err error) {
		tally, err = Rights{Now: b.Now}.ErasePerson(ctx, tx, p, 500)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tally
}
