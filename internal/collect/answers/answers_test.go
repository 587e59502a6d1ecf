package answers

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2" // reads what was written
	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

func both(en, fr string) questionnaire.Words { return questionnaire.Words{"en": en, "fr": fr} }

func option(code, en, fr string) questionnaire.Option {
	return questionnaire.Option{Code: code, Text: both(en, fr)}
}

// crossing is a version with a question of nearly every kind.
func crossing() *questionnaire.Document {
	other := option("other", "Elsewhere", "Ailleurs")
	other.Other = true
	words := []questionnaire.Words{both("Bad", "Mauvais"), both("Fair", "Passable"), both("Good", "Bon")}
	rows := []questionnaire.Row{{Code: "bar", Text: both("At the bar", "Au bar")}, {Code: "door", Text: both("At the door", "À la porte")}}
	items := []questionnaire.Option{option("price", "Price", "Prix"), option("time", "Time", "Temps"), option("calm", "Calm", "Calme"), option("view", "View", "Vue")}
	return &questionnaire.Document{
		Title: both("After the crossing", "Après la traversée"), Languages: []string{"en", "fr"},
		Hidden: []questionnaire.Hidden{{Code: "boat", From: questionnaire.HiddenLink, Kind: questionnaire.ValueText}},
		Pages: []questionnaire.Page{
			{Code: "one", Questions: []questionnaire.Question{
				{Code: "told", Kind: questionnaire.KindScale, Text: both("How well were you told?", "Avez-vous été bien informé ?"), Scale: &questionnaire.Scale{Look: questionnaire.LookWords, Min: 1, Points: 3, NA: true, Labels: words}},
				{Code: "why", Kind: questionnaire.KindLongText, Text: both("=Why?", "=Pourquoi ?")},
				{Code: "places", Kind: questionnaire.KindChoices, Text: both("Where?", "Où ?"), Options: []questionnaire.Option{option("deck", "On deck", "Sur le pont"), option("cabin", "In a cabin", "En cabine"), other}},
			}},
			{Code: "each", Loop: &questionnaire.Loop{Over: questionnaire.LoopOptions, Question: "places"}, Questions: []questionnaire.Question{
				{Code: "clean", Kind: questionnaire.KindChoice, Text: both("Clean?", "Propre ?"), Options: []questionnaire.Option{option("yes", "Yes", "Oui"), option("no", "No", "Non")}},
			}},
			{Code: "two", Questions: []questionnaire.Question{
				{Code: "care", Kind: questionnaire.KindMatrix, Text: both("Care", "Soin"), Rows: rows, Scale: &questionnaire.Scale{Look: questionnaire.LookStars, Min: 1, Points: 5, NA: true}},
				{Code: "when", Kind: questionnaire.KindMatrix, Text: both("When", "Quand"), Rows: rows, Options: []questionnaire.Option{option("day", "By day", "De jour"), option("night", "By night", "De nuit")}},
				{Code: "rank", Kind: questionnaire.KindRanking, Text: both("What counts?", "Qu’est-ce qui compte ?"), Options: items},
				{Code: "most", Kind: questionnaire.KindBestWorst, Text: both("Most and least", "Le plus et le moins"), Options: items, Sets: &questionnaire.Sets{Count: 4, Size: 3}},
				{Code: "again", Kind: questionnaire.KindConsent, Text: both("May we ask again?", "Pouvons-nous redemander ?")},
				{Code: "day", Kind: questionnaire.KindDate, Text: both("On which day?", "Quel jour ?")},
			}},
		},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: both("Thank you", "Merci")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, Privacy: both("Kept two years.", "Gardé deux ans."), Controller: "Halden"},
	}
}

// second asks no more when, offers no cabin but a lounge, and calls the deck something else.
func second() *questionnaire.Document {
	d := crossing()
	places := &d.Pages[0].Questions[2]
	places.Options[0].Text = both("Outside", "Dehors")
	places.Options[1] = option("lounge", "In the lounge", "Au salon")
	d.Pages[2].Questions = slices.Delete(d.Pages[2].Questions, 1, 2)
	return d
}

func nameless() *questionnaire.Document {
	d := crossing()
	d.Settings.Consent = questionnaire.ConsentAnonymous
	d.Hidden = nil
	two := &d.Pages[2]
	two.Questions = slices.Delete(two.Questions[:len(two.Questions)-1], 1, 2) // a day tells who answers; when is asked no more
	return d
}

// crossed is the fixture with all who answered.
func (f *fixture) crossed() {
	f.publish(crossing(), second(), nameless())
	for _, a := range []answered{
		{n: 1, number: 1, flags: quality.Nonsense | quality.Straight, language: "fr", outcome: "complete", cameBy: "embedded", minutes: 3, hidden: `{"boat":"@SUM(A1)"}`, words: "ete genial",
			answers: `{"told":{"n":3},"why":{"t":"=HYPERLINK(\"http://x\")\nÉté génial"},"places":{"c":["deck","cabin","other"],"o":"-cmd|' /C calc'!A0"},"clean@deck":{"c":["no"]},"clean@cabin":{"c":["yes"]},` +
				`"care":{"r":{"bar":{"n":5},"door":{"na":true}}},"when":{"r":{"bar":{"c":["night"]}}},"rank":{"s":["time","price","view","calm"]},` +
				`"most":{"p":[{"b":"price","w":"calm"},{},{"b":"time","w":"view"}],"g":[["price","time","calm"],["time","calm","view"],["price","time","view"]]},"again":{"y":true},"day":{"t":"2026-11-01"}}`},
		{n: 2, number: 2, flags: quality.Speeding, language: "en", outcome: "complete", minutes: 90, customer: "c1", consent: "person", words: "slow boat",
			answers: `{"told":{"na":true},"places":{"c":["deck"]},"clean@deck":{"c":["yes"]},"again":{"y":false}}`},
		{n: 3, number: 1, language: "en", outcome: "screened", minutes: 1, answers: `{"told":{"n":1}}`},
		{n: 4, number: 2, language: "en", answers: `{"why":{"t":"not sent: secret"}}`, hidden: `{"boat":"hidden secret"}`},
		{n: 5, number: 2, language: "en", outcome: "complete", withdrawn: true, answers: `{"why":{"t":"withdrawn secret"}}`},
		{n: 6, number: 3, language: "en", answers: `{"why":{"t":"nameless secret"}}`},
		{n: 7, number: 2, language: "fr", outcome: "complete", invited: true, minutes: 2, customer: "c2", consent: "firm", words: "rien", answers: `{"why":{"t":"+33 6"}}`},
	} {
		f.answer(a)
	}
	f.audited.take()
}

func TestListOfASurvey(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		for _, c := range []struct{ query, want string }{
			{"", "74321"}, {"version=1", "31"}, {"version=1&version=2", "74321"}, {"version=3", ""}, {"language=fr", "71"}, {"came_by=embedded", "1"}, {"came_by=personal", "7"}, {"came_by=link", "432"},
			{"outcome=complete", "721"}, {"outcome=begun", "4"}, {"outcome=screened&outcome=begun", "43"}, {"outcome=quota_full", ""},
			{"from=2026-11-20T15:00:00Z", "743"}, {"to=2026-11-20", "74321"}, {"to=2026-11-19", ""}, {"to=2026-11-20T14:00:00Z", "1"},
			{"doubt=any", "21"}, {"doubt=nonsense", "1"}, {"doubt=speeding&doubt=straight", "21"}, {"doubt=duplicate", ""}, {"doubt=none", "73"}, {"doubt=none&doubt=speeding", "732"},
			{"q=genial", "1"}, {"q=G%C3%89NI", "1"}, {"q=secret", ""}, {"q=%27", ""}, {"q=slow+bo", "2"},
		} {
			if got := f.listed(c.query); got != c.want {
				t.Errorf("%q: %q, want %q", c.query, got, c.want)
			}
		}
		status, body, _ := f.call("/api/surveys/" + f.survey + "/responses")
		for _, part := range []string{`"total":5`, `"key":"c1"`, `"came_by":"personal"`, `"minutes":90`, `"excerpt":"=HYPERLINK`, `"outcome":"begun"`, `"doubts":["straight","nonsense"]`, `"doubts":[]`} {
			if status != 200 || !strings.Contains(body, part) {
				t.Errorf("no %s in %s", part, body)
			}
		}
		if strings.Contains(body, "secret") || strings.Contains(body, `"key":"c2"`) {
			t.Errorf("told too much: %s", body)
		}
		checkPages(t, f)
		checkWho(t, f)
	})
}

// TestWordsAreFoundEitherWay: with the words first, and with the order first.
func TestWordsAreFoundEitherWay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		for words, want := range map[string]string{"genial": "1", "ok": "721", "slow bo": "2", "pigeon": ""} {
			of, err := f.of(f.ctx, f.survey)
			if err == nil {
				err = Filter{Words: words}.narrow(of.seen, f.Store.Engine(), noon.Location())
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, few := range []bool{true, false} {
				got := ""
				err := f.Store.View(f.ctx, func(ctx context.Context, q record.Querier) error {
					rows, err := listRows(ctx, q, of.seen, few, 50)
					for _, r := range rows {
						got += r.ID[len(r.ID)-1:]
					}
					return err
				})
				if err != nil || got != want {
					t.Errorf("%q, few %v: %q, want %q (%v)", words, few, got, want, err)
				}
			}
		}
	})
}

// checkPages: pages of one give everybody once.
func checkPages(t *testing.T, f *fixture) {
	t.Helper()
	got, next := "", ""
	for range 6 {
		_, body, _ := f.call("/api/surveys/" + f.survey + "/responses?limit=1&cursor=" + next)
		_, id, _ := strings.Cut(body, `"id":"01930000-0000-7000-8000-00000000000`)
		got += id[:1]
		_, rest, more := strings.Cut(body, `"next":"`)
		if !more {
			break
		}
		next, _, _ = strings.Cut(rest, `"`)
	}
	if got != "74321" {
		t.Errorf("pages: %q", got)
	}
}

// checkWho: a survey of another program is not found, and a role without answers is refused.
func checkWho(t *testing.T, f *fixture) {
	t.Helper()
	whole := f.ctx
	defer func() { f.ctx = whole }()
	for _, c := range []struct {
		grant  access.Grant
		status int
	}{
		{access.Grant{Role: access.Analyst, Scope: access.Program(f.program), Rows: access.RowsAll}, 200}, {access.Grant{Role: access.Analyst, Scope: access.Program(newID()), Rows: access.RowsAll}, 404},
		{access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}, 403},
	} {
		f.ctx = access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{c.grant}})
		for _, path := range []string{"", "/export?format=jsonl"} {
			if status, body, _ := f.call("/api/surveys/" + f.survey + "/responses" + path); status != c.status {
				t.Errorf("%+v %s: %d %s", c.grant, path, status, body)
			}
		}
	}
}

// TestAnonymousSurveysAreRefused in words, and nothing is told of them.
func TestAnonymousSurveysAreRefused(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.publish(nameless())
		f.answer(answered{n: 1, number: 1, language: "en", answers: `{"why":{"t":"secret"}}`})
		f.audited.take()
		for _, path := range []string{"", "/export?format=csv", "/" + idOf(1)} {
			status, body, _ := f.call("/api/surveys/" + f.survey + "/responses" + path)
			if status != http.StatusConflict || !strings.Contains(body, "answers.anonymous") || strings.Contains(body, "secret") {
				t.Errorf("%s: %d %s", path, status, body)
			}
		}
		if kinds := f.audited.take(); kinds != "" {
			t.Errorf("audited %q though nothing left", kinds)
		}
	})
}

// TestAnAnswerIsReadAsItWasAsked in its version and language, also what is asked no more.
func TestAnAnswerIsReadAsItWasAsked(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		open := func(n int) (int, string) {
			status, body, _ := f.call("/api/surveys/" + f.survey + "/responses/" + idOf(n))
			return status, body
		}
		status, body := open(1)
		for _, part := range []string{`"published_as":"Après la traversée"`, `"text":"Sur le pont","chosen":true`, `"label":"Bon"`, `"text":"Temps","place":1`, `"key":"clean@deck"`,
			`"chosen":"De nuit"`, `"value":"@SUM(A1)"`, `"best":"Prix","worst":"Calme"`, `"said":"2026-11-01"`, `"consent":true`, `"kind":"complete"`, `"text":"Quand","gone":true`} {
			if status != 200 || !strings.Contains(body, part) {
				t.Errorf("no %s in %d %s", part, status, body)
			}
		}
		if got := f.audited.take(); got != "response.opened " {
			t.Errorf("audited %q", got)
		}
		if _, body = open(2); !strings.Contains(body, `"text":"Outside","chosen":true`) || strings.Contains(body, "When") || !strings.Contains(body, `"key":"c1"`) {
			t.Errorf("the second version: %s", body)
		}
		if got := f.audited.take(); got != "person.opened " {
			t.Errorf("audited %q", got)
		}
		if status, body = open(4); status != 200 || strings.Contains(body, "secret") || !strings.Contains(body, `"pages":[]`) {
			t.Errorf("not sent yet: %d %s", status, body)
		}
		for _, n := range []int{5, 6, 9} { // withdrawn, anonymous, nobody
			if status, body = open(n); status != http.StatusNotFound || strings.Contains(body, "secret") {
				t.Errorf("%d: %d %s", n, status, body)
			}
		}
		if got := f.audited.take(); got != "response.opened " {
			t.Errorf("audited %q", got)
		}
		of, err := f.of(f.ctx, f.survey)
		if err != nil {
			t.Fatal(err)
		}
		g, _ := row{Number: 1, Language: "fr", Answers: `{"told":{"n":3},"clean@deck":{"c":["no"]}}`, Hidden: "{}"}.given()
		plain := fmt.Sprintf("%+v", askedOf(plainView(of.documents[0], &g).Pages[0].Questions[0]))
		if !strings.Contains(plain, "Label:Bon") || !strings.Contains(plain, "bien informé") {
			t.Errorf("without a walk: %s", plain)
		}
	})
}

// golden compares with a file of testdata, which GOLDEN=write writes anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("GOLDEN") == "write" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path) //nolint:gosec // of testdata
	if err != nil || string(want) != got {
		t.Errorf("%s: %v, got\n%s", name, err, got)
	}
}

func (f *fixture) exported(query string) string {
	f.t.Helper()
	status, body, h := f.call("/api/surveys/" + f.survey + "/responses/export?" + query)
	if status != http.StatusOK || !strings.HasPrefix(h.Get("Content-Disposition"), `attachment; filename="crossing.`) {
		f.t.Fatalf("%s: %d %v %s", query, status, h, body)
	}
	return body
}

func TestAnswersOut(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		codes, labels := f.exported("format=csv&values=codes"), f.exported("format=csv&decimal=comma&texts=fr&lang=fr")
		golden(t, "codes.csv", codes)
		golden(t, "labels_fr.csv", labels)
		golden(t, "codes.jsonl", f.exported("format=jsonl&values=codes"))
		if got := f.audited.take(); got != "responses.exported 5, responses.exported 5, responses.exported 5" {
			t.Errorf("audited %q", got)
		}
		if got := f.exported("format=jsonl&version=1&outcome=screened"); strings.Count(got, "\n") != 1 || !strings.Contains(got, idOf(3)) {
			t.Errorf("filtered: %s", got)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(codes, utf8Mark))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			for _, cell := range r {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
					t.Errorf("a spreadsheet would run %q", cell)
				}
			}
		}
		sameInSheet(t, rows, f.exported("format=xlsx&values=codes"))
		sameInParquet(t, rows, f.exported("format=parquet&values=codes"))
	})
}

// sameInSheet reads a workbook with excelize.
func sameInSheet(t *testing.T, want [][]string, file string) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != len(want) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, r := range want {
		for j, cell := range r {
			got := ""
			if j < len(rows[i]) {
				got = rows[i][j]
			}
			if isMoment := i > 0 && (want[0][j] == "started_at" || want[0][j] == "sent_at"); !isMoment && got != strings.TrimPrefix(cell, "'") {
				t.Errorf("row %d, %s: %q, want %q", i, want[0][j], got, cell)
			}
		}
	}
	formula, err := book.GetCellFormula(book.GetSheetName(0), "N5")
	if err != nil || formula != "" {
		t.Errorf("a formula: %q %v", formula, err)
	}
}

// sameInParquet reads Parquet with DuckDB.
func sameInParquet(t *testing.T, want [][]string, file string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "answers.parquet")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(context.Background(), "SELECT * FROM read_parquet(?)", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, _ := rows.Columns()
	if !slices.Equal(names, strings.Split(strings.TrimPrefix(strings.Join(want[0], "\x00"), utf8Mark), "\x00")) {
		t.Errorf("columns %q", names)
	}
	n := 0
	for rows.Next() {
		n++
		cells, into := make([]any, len(names)), make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, cell := range cells {
			got := fmt.Sprint(cell)
			if cell == nil {
				got = ""
			}
			if names[i] == "started_at" || names[i] == "sent_at" {
				got = strings.TrimSuffix(got, " +0000 UTC")
			}
			if got != strings.TrimPrefix(want[n][i], "'") {
				t.Errorf("row %d, %s: %q, want %q", n, names[i], got, want[n][i])
			}
		}
	}
	if err := rows.Err(); err != nil || n != len(want)-1 {
		t.Errorf("%d rows of %d, %v", n, len(want)-1, err)
	}
}

// TestAnExportThatEndsEarlyIsCutOff and is not taken for the whole.
func TestAnExportThatEndsEarlyIsCutOff(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.crossed()
		for _, kind := range []string{"csv", "xlsx", "parquet", "jsonl"} {
			e, err := f.Export(f.ctx, f.survey, Filter{}, Format{Kind: kind, Zone: noon.Location()})
			if err != nil {
				t.Fatal(err)
			}
			e.seen.and("1 = (SELECT n FROM there_is_no_such_table)")
			if err := e.Write(f.ctx, new(bytes.Buffer)); err == nil {
				t.Errorf("%s: ended as if all was there", kind)
			}
		}
	})
}
