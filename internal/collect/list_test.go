package collect

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestListResponses: each filter chooses the same on both engines.
func TestListResponses(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		p, m := f.program(t, "Feedback")
		_, other := f.program(t, "Other")
		for i, r := range []string{
			`"at":"2026-01-01T00:00:00Z","answers":[{"measure_id":"M","score":9},{"text":"L'été à Nîmes était GÉNIAL"}],"traits":{"Region":"North","it's \"odd\".":"yes"},"channel":"mail"`,
			`"at":"2026-01-02T00:00:00Z","answers":[{"measure_id":"M","score":3},{"text":"Too slow; 45 minutes waiting"}],"traits":{"Region":"South","Age":40},"customer_key":"c1","account_key":"a1"`,
			`"at":"2026-01-02T00:00:00Z","answers":[{"measure_id":"M","score":7.5}],"customer_key":"c2","consent":"firm","account_key":"a1"`,
			`"at":"2026-01-04T00:00:00Z","answers":[{"question":"Anything?","text":"待ち時間が長い wait-time"}],"traits":{"Since":"2025-03-01"}`,
		} {
			body := strings.ReplaceAll(fmt.Sprintf(`{"id":"01930000-0000-7000-8000-00000000000%d","program_id":%q,%s}`, i+1, p, r), `"M"`, `"`+m+`"`)
			if status, got := f.call(t, as(access.Owner), http.MethodPost, "/api/responses", body); status != 201 {
				t.Fatal(status, got)
			}
		}
		f.declareForTest(t, p, "Region", "text")
		f.declareForTest(t, p, `it's "odd".`, "text")
		f.declareForTest(t, p, "Age", "number")
		f.declareForTest(t, p, "Since", "date")
		account := f.idOf(t, "account", "a1")
		for _, c := range []struct {
			query, want string // the last digits of the ids, newest first
		}{
			{"", "4321"}, {"program=" + p, "4321"}, {"program=" + newID(), ""},
			{"measure=" + m, "321"}, {"measure=" + other, ""}, {"measure=" + m + "&score_max=7.5", "32"}, {"measure=" + m + "&score_min=7&score_max=8", "3"},
			{"from=2026-01-02", "432"}, {"to=2026-01-02", "321"}, {"from=2026-01-02&to=2026-01-02", "32"}, {"to=2026-01-02T00:00:00Z", "1"},
			{"where=t1:North", "1"}, {"where=t1:North&where=t1:South", "21"}, {"where=t1:North&where=t2:yes", "1"}, {"where=t1:North&where=t2:", ""}, {"where=t1:", "43"},
			{"where=t2:yes", "1"}, {"where=t1:north", ""}, {"where=t3:40.0", "2"},
			{"where=t3:30..40", "2"}, {"where=t3:40.5..", ""}, {"where=t3:..", "2"}, {"where=t3:..39&where=t3:", "431"}, {"where=t4:2025-03-01..", "4"}, {"where=t4:..2025-02-28", ""}, {"measure=" + m + "&where=t3:1e1..99", "2"},
			{"where=channel:mail", "1"}, {"where=channel:", "432"}, {"where=account:" + account, "32"}, {"where=account:", "41"}, {"where=account:" + account + "&where=account:", "4321"},
			{"where=unit:", "4321"}, {"where=unit:" + newID(), ""}, {"where=unit_only:" + newID(), ""}, {"where=touchpoint:", "4321"}, {"where=touchpoint:" + newID(), ""}, {"where=survey:" + newID(), ""}, {"where=survey:", "4321"},
			{"has_text=true", "421"}, {"import=" + newID(), ""},
			{"q=ete+nimes", "1"}, {"q=GENIAL", "1"}, {"q=gén", "1"}, {"q=wait", "42"}, {"q=slow+wait", "2"}, {"q=wai+slow", ""}, {"q=45", "2"}, {"q=長い", "4"}, {"q=%27+%22", ""}, {"q=nothing", ""}, {"q=time", "4"},
		} {
			status, body := f.call(t, as(access.Owner), http.MethodGet, "/api/responses?"+c.query, nil)
			got := ""
			for _, part := range strings.Split(body, `"id":"01930000-0000-7000-8000-00000000000`)[1:] {
				got += part[:1]
			}
			if status != 200 || got != c.want {
				t.Errorf("%s: %d %q, want %q\n%s", c.query, status, got, c.want, body)
			}
		}
		for _, bad := range []string{"from=yesterday", "score_min=3", "measure=" + m + "&score_min=x", "where=Region", "where=t9:x", "where=t3:old", "where=t3:old..5", "where=t4:2025-13-01..", "where=plan:x", "cursor=zzz", "limit=500"} {
			if status, body := f.call(t, as(access.Owner), http.MethodGet, "/api/responses?"+bad, nil); status != 422 {
				t.Errorf("%s: %d %s", bad, status, body)
			}
		}
		checkConfidence(t, f)
		checkPages(t, f)
	})
}

// checkConfidence: the person is shown only with consent, and opening somebody
// is written down.
func checkConfidence(t *testing.T, f *fixture) {
	t.Helper()
	f.audited.take()
	_, person := f.call(t, as(access.Analyst), http.MethodGet, "/api/responses/01930000-0000-7000-8000-000000000002", nil)
	_, firm := f.call(t, as(access.Analyst), http.MethodGet, "/api/responses/01930000-0000-7000-8000-000000000003", nil)
	if !strings.Contains(person, `"key":"c1"`) || strings.Contains(firm, `"key":"c2"`) || !strings.Contains(firm, `"key":"a1"`) {
		t.Errorf("person %s\nfirm %s", person, firm)
	}
	if kinds := f.audited.take(); kinds != "person.opened response.opened" {
		t.Errorf("audited %q", kinds)
	}
	if status, _ := f.call(t, as(access.Viewer), http.MethodGet, "/api/responses/01930000-0000-7000-8000-000000000002", nil); status != 403 {
		t.Errorf("a viewer opens an answer: %d", status)
	}
	if status, _ := f.call(t, as(access.Owner), http.MethodGet, "/api/responses/"+newID(), nil); status != 404 {
		t.Errorf("unknown: %d", status)
	}
	if kinds := f.audited.take(); kinds != "" {
		t.Errorf("audited %q though nothing was seen", kinds)
	}
}

// checkPages: pages of one give every response once, also those of one instant.
func checkPages(t *testing.T, f *fixture) {
	t.Helper()
	got, cursor := "", ""
	for range 5 {
		_, body := f.call(t, as(access.Owner), http.MethodGet, "/api/responses?limit=1&cursor="+cursor, nil)
		if at := strings.Index(body, "-8000-00000000000"); at > 0 {
			got += body[at+17 : at+18]
		}
		_, next, found := strings.Cut(body, `"next":"`)
		if !found {
			break
		}
		cursor, _, _ = strings.Cut(next, `"`)
	}
	if got != "4321" {
		t.Errorf("pages %q", got)
	}
}

func (f *fixture) declareForTest(t *testing.T, program, name, kind string) {
	t.Helper()
	_, err := f.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		all, err := listTraits(ctx, tx)
		if err != nil {
			return err
		}
		_, _, _, err = declare(ctx, tx, all, Trait{ProgramID: program, Name: name, Label: name, Kind: kind, Role: "segment"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) idOf(t *testing.T, table, key string) (id string) {
	t.Helper()
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM "+table+" WHERE key = ?", key).Scan(ctx, &id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}
