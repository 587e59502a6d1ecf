package journey_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/journey"
)

// furnished is a register with all that a sheet can say.
func (w *world) furnished() {
	w.t.Helper()
	app, desk, book, fly := w.channel("App"), w.channel("Desk"), w.stage("Book"), w.stage("Fly")
	w.touchpoint("Find a flight", app, `,"stage_ids":["`+fly+`","`+book+`"],"owner_id":"ann","editor_ids":["ben","cat"],"measure_id":"nps","volume":96200,"customer_name":"Look for a flight"`)
	pay := w.touchpoint("Pay", desk, `,"stage_ids":["`+book+`"]`)
	w.touchpoint("By phone", app, `,"kept_why":"One line for all"`)
	for id, body := range map[string]string{
		pay:                               `{"words":"=1+1 is what I pay","since":"2026-01-01","owed_by":"cat","standard":{"kind":"time","target":0.925,"from":"asked","until":"paid","match":"order","hours":0.1}}`,
		w.touchpoint("Receive", desk, ""): `{"words":"On the day.","standard":{"kind":"time","target":1,"until":"delivered","promise":"promised","hours":24}}`,
		w.touchpoint("Ask", desk, ""):     `{"words":"Kindly.","standard":{"kind":"quality","target":0.333333,"measure_id":"csat","good":4}}`,
		w.touchpoint("Unpack", desk, ""):  `{"words":"In one piece.","standard":{"kind":"share","target":0.07,"event":"delivered","property":"intact","value":"true"}}`,
	} {
		w.make("/api/touchpoints/"+id+"/expectations", body)
	}
}

func (w *world) export(lang string) []byte {
	w.t.Helper()
	status, body := w.call(w.owner, "GET", "/api/register/export?lang="+lang+"&program="+w.program.ID, "", "")
	if status != http.StatusOK {
		w.t.Fatalf("export: %d %s", status, body)
	}
	return []byte(body)
}

func (w *world) bring(who access.Who, program string, book []byte, more string) (int, journey.RegisterPlan, string) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(access.With(w.t.Context(), who), "POST", "/api/register/import?program="+program+more, bytes.NewReader(book))
	r.Header.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	res := httptest.NewRecorder()
	w.mux.ServeHTTP(res, r)
	var plan journey.RegisterPlan
	_ = json.Unmarshal(res.Body.Bytes(), &plan)
	return res.Code, plan, res.Body.String()
}

// edited is a workbook after somebody changed cells of its first sheet.
func (w *world) edited(book []byte, cells map[string]any) []byte {
	w.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		w.t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	for cell, value := range cells {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			w.t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes()
}

// cell is the place of a column in a row of the sheet.
func cell(t *testing.T, book []byte, title string, row int) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	head, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	name, err := excelize.CoordinatesToCellName(slices.Index(head[0], title)+1, row)
	if err != nil {
		t.Fatalf("no column %s in %v", title, head[0])
	}
	return name
}

// TestSheetsComeBackEqual: what was exported changes nothing when it comes
// back, in both languages, nor in another program once it was taken in there.
func TestSheetsComeBackEqual(t *testing.T) {
	each(t, func(w *world) {
		w.furnished()
		all := len(w.register("").Touchpoints)
		for _, lang := range []string{"en", "fr"} {
			status, plan, body := w.bring(w.owner, w.program.ID, w.export(lang), "")
			if status != 200 || plan.Same != all || len(plan.New)+len(plan.Changed)+len(plan.Removed)+len(plan.Problems)+len(plan.Channels)+len(plan.Stages) > 0 {
				w.t.Errorf("%s: %d %s", lang, status, body)
			}
		}
		book := w.export("fr")
		_, plan, _ := w.bring(w.owner, w.other.ID, book, "")
		if len(plan.New) != all || len(plan.Channels) != 2 || len(plan.Stages) != 2 {
			w.t.Fatalf("%+v", plan)
		}
		status, done, body := w.bring(w.owner, w.other.ID, book, "&match="+plan.Match)
		if status != 200 || !done.Applied {
			w.t.Fatalf("%d %s", status, body)
		}
		if _, plan, body = w.bring(w.owner, w.other.ID, book, ""); plan.Same != all {
			w.t.Errorf("taken in elsewhere it is not the same: %s", body)
		}
	})
}

// TestSheetsAreEdited: what a person changes in a spreadsheet is shown before
// it is applied, and what is wrong names its place.
func TestSheetsAreEdited(t *testing.T) {
	each(t, func(w *world) {
		w.furnished()
		book := w.export("en")
		at := func(title string, row int) string { return cell(w.t, book, title, row) }
		next := len(w.register("").Touchpoints) + 2
		good := w.edited(book, map[string]any{
			at("Owner", 3): "cat lund", at("Times in 90 days, typed", 3): 61800, at("What they may expect", 2): "It finds mine first.",
			at("What they do", next): "Board", at("Channel", next): "Gate", at("Kind", next): "physical", at("Stages", next): "Fly; Arrive",
			at("What they do", 4): "Change a booking", at("Key", 4): "change", at("Why a channel stands here", 4): "", // another key: one new, one gone
		})
		status, plan, body := w.bring(w.owner, w.program.ID, good, "")
		if status != 200 || len(plan.Changed) != 2 || len(plan.New) != 2 || len(plan.Removed) != 1 || len(plan.Problems) > 0 || !slices.Equal(plan.Channels, []string{"Gate"}) || !slices.Equal(plan.Stages, []string{"Arrive"}) {
			w.t.Fatalf("%d %s", status, body)
		}
		if w.register("").Coverage.Total != next-2 {
			w.t.Error("a look at the file changed the register")
		}
		viewer := as("v", access.Viewer, access.Program(w.program.ID))
		if status, _, _ := w.bring(viewer, w.program.ID, good, "&match="+plan.Match); status != http.StatusForbidden {
			w.t.Errorf("a viewer brings it in: %d", status)
		}
		if status, done, body := w.bring(w.owner, w.program.ID, good, "&remove=true&match="+plan.Match); status != 200 || !done.Applied {
			w.t.Fatalf("%d %s", status, body)
		}
		if status, _, body := w.bring(w.owner, w.program.ID, good, "&remove=true&match="+plan.Match); status != http.StatusConflict || !strings.Contains(body, "register.changed") {
			w.t.Errorf("the same plan once more: %d %s", status, body)
		}
		if _, plan, body := w.bring(w.owner, w.program.ID, good, ""); plan.Same != next-1 || len(plan.New)+len(plan.Changed)+len(plan.Removed) > 0 {
			w.t.Errorf("applied, yet %s", body)
		}
		for _, l := range w.register("").Touchpoints {
			if l.Name == "Pay" && (l.OwnerName != "Cat Lund" || l.Volume == nil || *l.Volume != 61800 || l.Expectation == nil) {
				w.t.Errorf("%+v", l)
			}
		}
		for _, c := range []struct {
			cell  string
			value any
			key   string
		}{
			{at("Owner", 2), "Zoe", "register.name_unknown"}, {at("Measure", 3), "Unknown", "measure.unknown"}, {at("Times in 90 days, typed", 3), "many", "touchpoint.volume"},
			{at("Target, %", 3), 0, "standard.target"}, {at("Since", 3), "soon", "expectation.day"}, {at("Channel", 3), "", "register.no_channel"}, {at("What they do", 3), " ", "register.no_name"},
			{at("Key", 3), "find_a_flight_app", "register.twice"}, {at("Until event", 3), "", "standard.no_until"},
		} {
			_, plan, body := w.bring(w.owner, w.program.ID, w.edited(book, map[string]any{c.cell: c.value}), "&match=any")
			if len(plan.Problems) == 0 || plan.Problems[0].Key != c.key || plan.Problems[0].Sheet != "Touchpoints" || plan.Applied ||
				!strings.HasPrefix(c.cell, strings.Split(plan.Problems[0].Column, ",")[0]) && c.key != "register.twice" && c.key != "standard.no_until" {
				w.t.Errorf("%s = %v: %s", c.cell, c.value, body)
			}
		}
		for name, file := range map[string][]byte{"no workbook": []byte("a;b"), "another workbook": w.edited(book, map[string]any{at("Channel", 1): "Else"})} {
			if status, _, body := w.bring(w.owner, w.program.ID, file, ""); status != http.StatusUnprocessableEntity {
				w.t.Errorf("%s: %d %s", name, status, body)
			}
		}
	})
}

// TestMatrixIsForReading: an edit of the matrix is told and not brought in; one
// that nobody touched, saved again, says nothing.
func TestMatrixIsForReading(t *testing.T) {
	each(t, func(w *world) {
		w.furnished()
		for lang, sheet := range map[string]string{"en": "Matrix", "fr": "Matrice"} {
			book := w.export(lang)
			for cell, want := range map[string]bool{"": false, "B2": true, "C1": true, "E3": true, "H9": true} {
				f, err := excelize.OpenReader(bytes.NewReader(book))
				if err != nil {
					t.Fatal(err)
				}
				if p, err := f.GetSheetProtection(sheet); err != nil || !p.SelectLockedCells {
					w.t.Errorf("%s is not protected: %+v %v", sheet, p, err)
				}
				if cell != "" {
					if err := f.SetCellValue(sheet, cell, "Somebody else"); err != nil {
						t.Fatal(err)
					}
				}
				var out bytes.Buffer
				if err := f.Write(&out); err != nil {
					t.Fatal(err)
				}
				_, plan, body := w.bring(w.owner, w.program.ID, out.Bytes(), "")
				if plan.MatrixEdited != want || len(plan.New)+len(plan.Changed) > 0 {
					w.t.Errorf("%s %q: %s", sheet, cell, body)
				}
			}
		}
	})
}

// FuzzSheet: no file breaks the reader of workbooks.
func FuzzSheet(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("a,b\n1,2"))
	f.Fuzz(func(t *testing.T, book []byte) {
		_ = journey.CheckBook(book)
	})
}
