package record_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/text"
)

const indexOfTexts = `{{if .SQLite}}CREATE VIRTUAL TABLE words USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);{{end}}
{{if .PostgreSQL}}CREATE TABLE words (id BIGINT NOT NULL PRIMARY KEY, body TSVECTOR NOT NULL);{{end}}`

// foundBy tells whether a search finds a text that an index holds, and no longer
// once it was taken out.
func foundBy(t *testing.T, s *record.Store, indexed, search []string) bool {
	t.Helper()
	insert, key := "INSERT INTO words (rowid, body) VALUES (7, ?)", "rowid"
	if s.Engine() == record.PostgreSQL {
		insert, key = "INSERT INTO words (id, body) VALUES (7, array_to_tsvector(string_to_array(?, ' ')))", "id"
	}
	var found, after []int64
	_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.Exec(ctx, insert, strings.Join(indexed, " ")); err != nil {
			return err
		}
		ask := s.Engine().Holding("words", "id")
		if err := tx.NewRaw(ask, s.Engine().Match(search)).Scan(ctx, &found); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM words WHERE "+key+" = 7"); err != nil {
			return err
		}
		return tx.NewRaw(ask, s.Engine().Match(search)).Scan(ctx, &after)
	})
	if err != nil {
		t.Fatalf("%q in %q: %v", search, indexed, err)
	}
	if len(after) > 0 {
		t.Errorf("%q is found after %q was taken out", search, indexed)
	}
	return len(found) == 1
}

// holdsWords is what a search means: every word, the last as a beginning.
func holdsWords(indexed, search []string) bool {
	last := len(search) - 1
	for _, w := range search[:last] {
		if !slices.Contains(indexed, w) {
			return false
		}
	}
	return slices.ContainsFunc(indexed, func(w string) bool { return strings.HasPrefix(w, search[last]) })
}

var searches = []struct{ text, search string }{
	{"The invoice came late", "invoice lat"},
	{"The invoice came late", "lat invoice"},
	{"The invoice came late", "nothing"},
	{"never near or not and", "NEAR OR NOT AND"},
	{"never near or not and", `body:near^2 "or" -not (and*`},
	{"La facture est arrivée à l’été", "été"},
	{"Größe, Žluťoučký, ørsted", "grosse zlut"},
	{"東京 was written together", "京 東"},
	{"ทดสอบ 12/34-56", "ท 12 56"},
	{"a\x00b c'd; DROP TABLE words --", "a' & b | !c:* \\"},
	{"nothing but words", "* ' \" : ( ) ^ { } + - ,"},
	{"İstanbul ǅ ﬁne", "i̇stanbul fi"},
}

func TestSearchesFindWhatHoldsTheirWords(t *testing.T) {
	recordtest.Each(t, steps(map[string]string{"0400_words.sql": indexOfTexts}), func(t *testing.T, s *record.Store) {
		for _, c := range searches {
			indexed, search := text.Words(c.text), text.Words(c.search)
			if len(search) == 0 {
				continue
			}
			if found := foundBy(t, s, indexed, search); found != holdsWords(indexed, search) {
				t.Errorf("%q finds %q: %v", c.search, c.text, found)
			}
		}
	})
}

// FuzzMatch: whatever somebody types is words, never a question's syntax; the
// index finds what plain comparing of words finds.
func FuzzMatch(f *testing.F) {
	for _, c := range searches {
		f.Add(c.text, c.search)
	}
	s := recordtest.SQLite(f, steps(map[string]string{"0400_words.sql": indexOfTexts}))
	f.Fuzz(func(t *testing.T, body, search string) {
		for _, cut := range []func(string) []string{text.Words, func(s string) []string { return text.Stems("en", s) }, func(s string) []string { return text.Stems("fr", s) }} {
			indexed, asked := cut(body), cut(search)
			if len(asked) == 0 {
				continue
			}
			if found := foundBy(t, s, indexed, asked); found != holdsWords(indexed, asked) {
				t.Errorf("%q finds %q: %v", asked, indexed, found)
			}
		}
	})
}
