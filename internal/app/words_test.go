package app

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// older is a room's migrations without the one that moved its words to FTS5.
type older struct{ fs.FS }

func (o older) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	var kept []fs.DirEntry
	for _, e := range all {
		if !strings.HasSuffix(e.Name(), "_words.sql") {
			kept = append(kept, e)
		}
	}
	return kept, err
}

var wordTables = []string{"customer_words", "account_words", "response_text", "sentence_words", "sentence_shown"}

// TestWordsOfOlderDataAreFound: what an older program indexed is found after the
// step to FTS5, can be taken out, and its table keeps no text.
func TestWordsOfOlderDataAreFound(t *testing.T) {
	at := record.Options{Dir: t.TempDir()}
	for _, room := range Migrations() {
		at.Migrations = append(at.Migrations, older{room})
	}
	before, err := record.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	inRecord(t, before, func(ctx context.Context, tx *record.Tx) error {
		for _, table := range wordTables {
			if _, err := tx.NewRaw("INSERT INTO " + table + " (docid, body) VALUES (7, 'été late invoice'), (9, 'early')").Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	at.Migrations = Migrations()
	s := recordtest.Open(t, at)
	for _, table := range wordTables {
		var found []int64
		var made string
		inRecord(t, s, func(ctx context.Context, tx *record.Tx) error {
			ask := func() error {
				return tx.NewRaw(s.Engine().Holding(table, ""), s.Engine().Match([]string{"invoice", "ét"})).Scan(ctx, &found)
			}
			if err := ask(); err != nil || len(found) != 1 || found[0] != 7 {
				t.Errorf("%s: %v, %v", table, found, err)
			}
			if _, err := tx.NewRaw("DELETE FROM " + table + " WHERE rowid = 7").Exec(ctx); err != nil {
				return err
			}
			if err := ask(); err != nil || len(found) != 0 {
				t.Errorf("%s after it was taken out: %v, %v", table, found, err)
			}
			return tx.NewRaw("SELECT group_concat(name, ' ') FROM sqlite_master WHERE name LIKE ? ESCAPE '!'", strings.ReplaceAll(table, "_", "!_")+"!_%").Scan(ctx, &made)
		})
		if strings.Contains(made, "content") || strings.Contains(made, "before") || !strings.Contains(made, "_idx") {
			t.Errorf("%s has %s", table, made)
		}
	}
}

func inRecord(t *testing.T, s *record.Store, do func(ctx context.Context, tx *record.Tx) error) {
	t.Helper()
	if _, err := s.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}
