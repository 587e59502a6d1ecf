package listen

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mask hides a run of the first sentence of a document.
func (c *coded) mask(t *testing.T, document string, start, length int, replacement string) {
	t.Helper()
	_, err := c.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.NewRaw("INSERT INTO mask (id, document_id, n, start, length, kind, replacement, state, by_user, at) VALUES (?, ?, 1, ?, ?, 'name', ?, 'confirmed', 'rita', 1)",
			c.NewID(), document, start, length, replacement).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestQuotesAreShownMasked, over sentences, from begin to end, and paged so that
// each comes once.
func TestQuotesAreShownMasked(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		wait, cold := c.code(t, "Waiting"), c.code(t, "Cold")
		c.mask(t, c.document, 2, 5, "[someone]") // I asked how long.
		c.give(c.rita, t, wait, Passage{FromN: 1, FromPos: 4, ToN: 2, ToPos: 4})
		c.give(c.lea, t, cold, Passage{FromN: 3, FromPos: 11, ToN: 3, ToPos: 21})
		c.document = c.write(t, 2)
		c.give(c.rita, t, cold, Passage{FromN: 2, FromPos: 0, ToN: 2, ToPos: 21})
		var words []string
		var after QuotePlace
		for {
			page, err := c.Quotes(c.lea, c.study.ID, QuoteFilter{}, after, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			words = append(words, page[0].Text+"/"+page[0].Coding.Coder.Name)
			after = QuotePlace{Kind: string(page[0].Kind), Number: page[0].Number, FromN: page[0].Coding.FromN, ID: page[0].Coding.ID}
		}
		if got := strings.Join(words, "|"); got != "[someone] how long. Soon/Rita|très froid/Lea|Soon is not a number./Rita" {
			t.Error(got)
		}
		for _, f := range []struct {
			QuoteFilter
			want int
		}{{QuoteFilter{Code: cold.ID}, 2}, {QuoteFilter{Coder: "lea"}, 1}, {QuoteFilter{Trait: "region", Value: "North"}, 0}, {QuoteFilter{Document: c.document}, 1}} {
			if got, err := c.Quotes(c.rita, c.study.ID, f.QuoteFilter, QuotePlace{}, 10); err != nil || len(got) != f.want {
				t.Errorf("%+v: %d %v", f, len(got), err)
			}
		}
		if _, err := c.Quotes(as(t.Context(), "otto", access.Owner), c.study.ID, QuoteFilter{}, QuotePlace{}, 10); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("the owner, no member, reads quotes: %v", err)
		}
	})
}

// TestQuotesAreTakenAlong as a workbook and as a text, both opened again here.
func TestQuotesAreTakenAlong(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		code := c.code(t, "=Cold & <wet>")
		c.mask(t, c.document, 0, 1, "[Ana]")
		c.give(c.rita, t, code, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 17})
		memo, _, err := c.CreateMemo(c.lea, Memo{About: AboutCode, AboutID: code.ID, Body: "Is it the \x01weather?"})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.UpdateMemo(c.rita, memo.ID, "", "mine"); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("another's memo changed: %v", err)
		}
		rule, _, err := c.CreateRule(c.rita, OutsideCoder{StudyID: c.study.ID, Name: "Froid", Words: "froid", CodeID: code.ID})
		if err == nil {
			_, _, _, err = c.RunRule(c.rita, rule.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		for format, read := range map[string]func(*testing.T, []byte) string{"xlsx": readBookFile, "docx": readTextFile} {
			status, body, header := c.sends(c.rita, "GET", "/api/studies/"+c.study.ID+"/quotes/export?lang=fr&format="+format, "", "")
			if status != 200 || header.Get("Content-Type") != quoteFiles()[format].mediaType || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
				t.Fatal(status, header, body)
			}
			got := read(t, []byte(body))
			for _, want := range []string{"[Ana] asked how long.", "=Cold & <wet>", "Is it the weather?", "ligne 1", "Entretien 1", "Froid (règle)"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s: no %q in %.600s", format, want, got)
				}
			}
			if strings.Contains(got, "I asked") {
				t.Errorf("%s tells what is masked", format)
			}
		}
	})
}

// readBookFile is every cell of a workbook.
func readBookFile(t *testing.T, raw []byte) string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			out = append(out, row...)
		}
	}
	return strings.ReplaceAll(strings.Join(out, "|"), "_x0001_", "")
}

// readTextFile is what a text document says.
func readTextFile(t *testing.T, raw []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	file, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(string(text))
}
